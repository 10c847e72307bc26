"""Versions that a write displaced, kept outside the vault: nothing of the user's is ever gone at once.

The name of a kept file says what must never be lost: when, which note (a digest of its path, and its name for
human eyes), the digest of its bytes, and whose note it was. A list beside them adds the whole path, and why.
"""

import errno
import hashlib
import json
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from vault_pln.edge.disk.cause import in_words
from vault_pln.edge.disk.durable import sync_folder
from vault_pln.edge.disk.look import NO_FOLLOW, digest, look, peek
from vault_pln.edge.disk.temp import make_private, new_token, write_new
from vault_pln.model.edit import KeptVersion, Whose

DAYS = 7
OURS_AT_MOST = 10
"""A note that only vault-pln writes changes often; this many versions of it are enough."""

STAMP = "%Y%m%dT%H%M%S.%fZ"
NAME = re.compile(r"(\d{8}T\d{6}\.\d{6}Z)-([0-9a-f]{16})-([0-9a-f]{32})-(user|ours)-(.*)", re.DOTALL)
SHORT = 32
PART = ".part-"
LIST = "list.jsonl"
REVIEWED = "reviewed"
DAY = 86400.0
LATE = "a program saved to it after it was replaced"
# names of more than 143 bytes are too long for an encrypted home
NAME_ROOM = 40


class _Parsed(NamedTuple):
    """What the name of a kept file says."""

    when: datetime
    name: str
    key: str
    digest: str
    whose: Whose


class Kept:
    """The folder of kept versions; it is made when the first is."""

    def __init__(self, folder: str, clock: Callable[[], float] = time.time) -> None:
        self.folder = folder
        self._clock = clock

    def take(self, file: str, path: str, content: str, whose: Whose, why: str = "") -> None:
        """Move a file here; ``path`` is its note, ``content`` the digest of what is in it, ``why`` it had to go.

        The file itself moves where it can, so that a program that still has it open writes to what is kept.
        """
        target = self._new_name(path, content, whose, why)
        try:
            os.rename(file, target)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            self._copy_and_remove(file, path, whose, why)

    def copy(self, data: bytes, path: str, whose: Whose, why: str = "") -> None:
        """Write a version here that is still elsewhere."""
        target = self._new_name(path, digest(data), whose, why)
        part = f"{self.folder}/{PART}{new_token()}"
        write_new(part, data)
        os.rename(part, target)

    def versions(self, path: str) -> list[KeptVersion]:
        """List the kept versions of a note, newest first."""
        key = _key(path)
        return self._described(one for one in self._all() if one.key == key)

    def all(self) -> list[KeptVersion]:
        """List the kept versions of all notes, newest first."""
        return self._described(self._all())

    def has(self, content: str) -> bool:
        """Tell whether bytes with this digest are kept."""
        return any(content.startswith(one.digest) for one in self._all())

    def prune(self, days: float = DAYS) -> list[str]:
        """Delete what was kept long enough; a message for each file that was written to after it was kept.

        Such a file holds a save that went to the displaced version: it counts as kept from now on.
        """
        limit = self._now() - timedelta(days=days)
        messages = []
        ours: dict[str, int] = {}
        for one in sorted(self._all(), reverse=True):
            ours[one.key] = ours.get(one.key, 0) + (one.whose == "ours")
            old = one.when < limit or (one.whose == "ours" and ours[one.key] > OURS_AT_MOST)
            if message := self._review(one, old=old):
                messages.append(message)
        self._shorten_list()
        return messages

    def is_due(self) -> bool:
        """Tell whether a day has passed since the last review, and note that one begins; false without versions."""
        mark = f"{self.folder}/{REVIEWED}"
        try:
            age = self._clock() - os.stat(mark).st_mtime
        except FileNotFoundError:
            age = DAY if os.path.isdir(self.folder) else 0
        if 0 <= age < DAY:
            return False
        # where the mark cannot be set, the next write reviews again
        with suppress(OSError):
            descriptor = os.open(mark, os.O_WRONLY | os.O_CREAT | NO_FOLLOW, 0o600)
            os.close(descriptor)
            os.utime(mark, (self._clock(), self._clock()))
        return True

    def sweep(self) -> None:
        """Remove copies that a crash cut off; what they were copied from still stands."""
        for name in self._names():
            if name.startswith(PART):
                os.unlink(f"{self.folder}/{name}")

    def _review(self, one: _Parsed, *, old: bool) -> str:
        file = f"{self.folder}/{one.name}"
        try:
            content = look(file).digest
            if not content.startswith(one.digest):
                return self._keep_anew(one, content)
            if old:
                os.unlink(file)
        except OSError as error:
            return f"{file}: cannot be reviewed: {in_words(error)}"
        return ""

    def _keep_anew(self, one: _Parsed, content: str) -> str:
        (known,) = self._described([one])
        name = one.name.split("-", 4)[4]
        target = self._free_name(f"-{one.key}-{content[:SHORT]}-user-{name}")
        self._list(target, known.path, LATE)
        os.rename(known.file, target)
        return f"{name}: a program saved to a version that was already replaced; its save is kept as {target}"

    def _copy_and_remove(self, file: str, path: str, whose: Whose, why: str) -> None:
        while (found := peek(file)) is not None:
            self.copy(found.data, path, whose, why)
            again = peek(file)
            if again is not None and again.data == found.data:
                sync_folder(self.folder)
                os.unlink(file)

    def _new_name(self, path: str, content: str, whose: Whose, why: str) -> str:
        if not os.path.isdir(self.folder):
            make_private(os.path.dirname(self.folder))
            make_private(self.folder)
            sync_folder(os.path.dirname(self.folder))
        name = os.path.basename(path).encode()[-NAME_ROOM:].decode(errors="ignore")
        file = self._free_name(f"-{_key(path)}-{content[:SHORT]}-{whose}-{name}")
        self._list(file, path, why)
        return file

    def _list(self, file: str, path: str, why: str) -> None:
        """Add a version to the list, on a line of its own even after one that broke off."""
        line = f"\n{json.dumps([os.path.basename(file), path, why])}\n".encode()
        # a version whose path and reason are not known is still found by its name, and worth more than both
        with suppress(OSError):
            descriptor = os.open(f"{self.folder}/{LIST}", os.O_WRONLY | os.O_APPEND | os.O_CREAT | NO_FOLLOW, 0o600)
            try:
                os.write(descriptor, line)
            finally:
                os.close(descriptor)

    def _listed(self) -> Mapping[str, tuple[str, str]]:
        """Path and reason of each version by the name of its file; a line that makes no sense says nothing."""
        found: dict[str, tuple[str, str]] = {}
        with suppress(OSError):
            for line in look(f"{self.folder}/{LIST}").data.split(b"\n"):
                with suppress(ValueError, TypeError):
                    name, path, why = json.loads(line)
                    found[str(name)] = (str(path), str(why))
        return found

    def _shorten_list(self) -> None:
        """Leave out of the list what is no longer kept."""
        listed, names = self._listed(), set(self._names())
        kept = {name: said for name, said in listed.items() if name in names}
        if len(kept) == len(listed):
            return
        lines = "".join(f"{json.dumps([name, *said])}\n" for name, said in kept.items())
        part = f"{self.folder}/{PART}{new_token()}"
        with suppress(OSError):
            write_new(part, lines.encode())
            os.rename(part, f"{self.folder}/{LIST}")

    def _described(self, parsed: Iterable[_Parsed]) -> list[KeptVersion]:
        listed = self._listed()
        found = []
        for one in sorted(parsed, reverse=True):
            path, why = listed.get(one.name, ("", ""))
            found.append(KeptVersion(one.when, f"{self.folder}/{one.name}", one.digest, one.whose, path, why))
        return found

    def _free_name(self, rest: str) -> str:
        """Put the time before the rest of a name; a moment later if the same name is taken."""
        when = self._now()
        while os.path.lexists(file := f"{self.folder}/{when.strftime(STAMP)}{rest}"):
            when += timedelta(microseconds=1)
        return file

    def _all(self) -> Iterator[_Parsed]:
        for name in self._names():
            if parsed := NAME.fullmatch(name):
                stamp, key, content, whose, _ = parsed.groups()
                when = datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)
                yield _Parsed(when, name, key, content, "ours" if whose == "ours" else "user")

    def _names(self) -> list[str]:
        try:
            return os.listdir(self.folder)
        except FileNotFoundError:
            return []

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock(), UTC)


def _key(path: str) -> str:
    return hashlib.sha256(path.encode()).hexdigest()[:16]
