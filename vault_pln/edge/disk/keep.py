"""Versions that a write displaced, kept outside the vault: nothing of the user's is ever gone at once.

The name of a kept file says everything: when, which note (a digest of its path, and its name for human eyes),
the digest of its bytes, and whose note it was.
"""

import errno
import hashlib
import os
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from vault_pln.edge.disk.cause import in_words
from vault_pln.edge.disk.look import digest, look, peek
from vault_pln.edge.disk.temp import make_private, new_token, sync_folder, write_new
from vault_pln.model.edit import Whose

DAYS = 7
OURS_AT_MOST = 10
"""A note that only vault-pln writes changes often; this many versions of it are enough."""

STAMP = "%Y%m%dT%H%M%S.%fZ"
NAME = re.compile(r"(\d{8}T\d{6}\.\d{6}Z)-([0-9a-f]{16})-([0-9a-f]{32})-(user|ours)-(.*)", re.DOTALL)
SHORT = 32
PART = ".part-"
# names of more than 143 bytes are too long for an encrypted home
NAME_ROOM = 40


class KeptVersion(NamedTuple):
    """A displaced version: when that was (aware UTC), the file it is in, the beginning of its digest."""

    when: datetime
    file: str
    digest: str


class Kept:
    """The folder of kept versions; it is made when the first is."""

    def __init__(self, folder: str, clock: Callable[[], float] = time.time) -> None:
        self.folder = folder
        self._clock = clock

    def take(self, file: str, path: str, content: str, whose: Whose) -> None:
        """Move a file here; ``path`` is its note, ``content`` the digest of what is in it.

        The file itself moves where it can, so that a program that still has it open writes to what is kept.
        """
        target = self._new_name(path, content, whose)
        try:
            os.rename(file, target)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            self._copy_and_remove(file, path, whose)

    def copy(self, data: bytes, path: str, whose: Whose) -> None:
        """Write a version here that is still elsewhere."""
        target = self._new_name(path, digest(data), whose)
        part = f"{self.folder}/{PART}{new_token()}"
        write_new(part, data)
        os.rename(part, target)

    def versions(self, path: str) -> list[KeptVersion]:
        """List the kept versions of a note, newest first."""
        key = _key(path)
        found = [version for version, owner, _ in self._all() if owner == key]
        return sorted(found, reverse=True)

    def has(self, content: str) -> bool:
        """Tell whether bytes with this digest are kept."""
        return any(content.startswith(version.digest) for version, _, _ in self._all())

    def prune(self, days: float = DAYS) -> list[str]:
        """Delete what was kept long enough; a message for each file that was written to after it was kept.

        Such a file holds a save that went to the displaced version: it counts as kept from now on.
        """
        limit = self._now() - timedelta(days=days)
        messages = []
        ours: dict[str, int] = {}
        for version, key, whose in sorted(self._all(), reverse=True):
            ours[key] = ours.get(key, 0) + (whose == "ours")
            old = version.when < limit or (whose == "ours" and ours[key] > OURS_AT_MOST)
            if message := self._review(version, old=old):
                messages.append(message)
        return messages

    def sweep(self) -> None:
        """Remove copies that a crash cut off; what they were copied from still stands."""
        for name in self._names():
            if name.startswith(PART):
                os.unlink(f"{self.folder}/{name}")

    def _review(self, version: KeptVersion, *, old: bool) -> str:
        try:
            content = look(version.file).digest
            if not content.startswith(version.digest):
                return self._keep_anew(version, content)
            if old:
                os.unlink(version.file)
        except OSError as error:
            return f"{version.file}: cannot be reviewed: {in_words(error)}"
        return ""

    def _keep_anew(self, version: KeptVersion, content: str) -> str:
        parsed = NAME.fullmatch(os.path.basename(version.file))
        assert parsed is not None
        _, key, _, _, name = parsed.groups()
        target = self._free_name(f"-{key}-{content[:SHORT]}-user-{name}")
        os.rename(version.file, target)
        return f"{name}: a program saved to a version that was already replaced; its save is kept as {target}"

    def _copy_and_remove(self, file: str, path: str, whose: Whose) -> None:
        while (found := peek(file)) is not None:
            self.copy(found.data, path, whose)
            again = peek(file)
            if again is not None and again.data == found.data:
                sync_folder(self.folder)
                os.unlink(file)

    def _new_name(self, path: str, content: str, whose: Whose) -> str:
        if not os.path.isdir(self.folder):
            make_private(os.path.dirname(self.folder))
            make_private(self.folder)
            sync_folder(os.path.dirname(self.folder))
        name = os.path.basename(path).encode()[-NAME_ROOM:].decode(errors="ignore")
        return self._free_name(f"-{_key(path)}-{content[:SHORT]}-{whose}-{name}")

    def _free_name(self, rest: str) -> str:
        """Put the time before the rest of a name; a moment later if the same name is taken."""
        when = self._now()
        while os.path.lexists(file := f"{self.folder}/{when.strftime(STAMP)}{rest}"):
            when += timedelta(microseconds=1)
        return file

    def _all(self) -> Iterator[tuple[KeptVersion, str, str]]:
        for name in self._names():
            if parsed := NAME.fullmatch(name):
                stamp, key, content, whose, _ = parsed.groups()
                when = datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)
                yield KeptVersion(when, f"{self.folder}/{name}", content), key, whose

    def _names(self) -> list[str]:
        try:
            return os.listdir(self.folder)
        except FileNotFoundError:
            return []

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock(), UTC)


def _key(path: str) -> str:
    return hashlib.sha256(path.encode()).hexdigest()[:16]
