"""The journal of writes in flight: what a crash may have left half done.

An entry is a file in the state folder. Its first line says what is meant to happen; a second line is added,
and made durable, when everything is prepared and the note itself is about to be touched.
"""

import base64
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, NamedTuple

from vault_pln.edge.disk.durable import sync_folder
from vault_pln.edge.disk.look import NO_FOLLOW, look
from vault_pln.edge.disk.plan import Kind
from vault_pln.edge.disk.temp import make_private, write_all
from vault_pln.model.edit import Whose

ENDING = ".json"
ACT = b'{"step": "act"}\n'


@dataclass(frozen=True, slots=True)
class Entry:
    """One write in flight.

    ``temp`` is the name of its temporary file, in the note's folder. While ``step`` is ``prepare`` that file
    is ours and nobody has seen it; from ``act`` on it may hold what the user had in the note, and so may
    ``temp.aside_name`` where names cannot be exchanged. ``base`` and
    ``new`` are digests. An append has the intended bytes in ``tail`` and the length before in ``length``.
    ``made`` are folders made for a new note, as paths of the vault, outermost first; ``why`` is the edit's reason.
    """

    token: str
    kind: Kind
    path: str
    whose: Whose = "user"
    step: Literal["prepare", "act"] = "prepare"
    temp: str = ""
    base: str = ""
    new: str = ""
    tail: bytes = b""
    length: int = 0
    made: tuple[str, ...] = ()
    why: str = ""


class LeftOver(NamedTuple):
    """What a look into the journal finds.

    ``torn`` are tokens of entries that were never finished, so that their note was never touched;
    ``damaged`` are files that say nothing and might have said anything.
    """

    entries: tuple[Entry, ...]
    torn: frozenset[str]
    damaged: tuple[str, ...]


def has_left_over(state: str) -> bool:
    """Tell whether a write in the vault with this state folder has not ended, be it that it is going on.

    Where that cannot be told, one may have.
    """
    try:
        return bool(Journal(f"{state}/journal").names())
    except OSError:
        return True


class Journal:
    """The folder of entries; it is made when the first entry is."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    @contextmanager
    def begun(self, entry: Entry) -> Iterator[int]:
        """Write an entry down and give its file while it is open, to be made durable together with the folder."""
        try:
            descriptor = self._open(entry, os.O_CREAT | os.O_EXCL)
        except FileNotFoundError:
            make_private(os.path.dirname(self.folder))
            make_private(self.folder)
            sync_folder(os.path.dirname(self.folder))
            descriptor = self._open(entry, os.O_CREAT | os.O_EXCL)
        with _adding(descriptor, _to_line(entry)):
            yield descriptor

    def begin(self, entry: Entry) -> None:
        """Write an entry down that need not be durable yet."""
        with self.begun(entry):
            pass

    @contextmanager
    def acting(self, entry: Entry) -> Iterator[int]:
        """Write down that all is prepared, and give the entry's file as ``begun`` does."""
        with _adding(self._open(entry, os.O_APPEND), ACT) as descriptor:
            yield descriptor

    def end(self, entry: Entry) -> None:
        """Forget a write that is complete or undone."""
        self.forget(entry.token)

    def forget(self, token: str) -> None:
        """Remove an entry, if it is there."""
        try:
            os.unlink(self._file(token))
        except FileNotFoundError:
            return

    def current(self, entry: Entry) -> Entry | None:
        """Give an entry with the step it has reached; None where it was not begun or has ended."""
        try:
            raw = look(self._file(entry.token)).data
        except FileNotFoundError:
            return None
        return _from_lines(raw) or entry

    def read(self) -> LeftOver:
        """Read what is left over from writes that did not end."""
        entries: list[Entry] = []
        torn: set[str] = set()
        damaged: list[str] = []
        for name in self.names():
            raw = self._raw(name)
            token = name.removesuffix(ENDING)
            entry = _from_lines(raw)
            if entry is not None and entry.token == token:
                entries.append(entry)
            elif _unfinished(raw):
                torn.add(token)
            else:
                damaged.append(f"{self.folder}/{name}")
        return LeftOver(tuple(entries), frozenset(torn), tuple(damaged))

    def _raw(self, name: str) -> bytes:
        """Read an entry's file; one that cannot be read counts as damaged."""
        try:
            return look(f"{self.folder}/{name}").data
        except OSError:
            return b"unreadable\n"

    def names(self) -> list[str]:
        """List the files of entries."""
        try:
            return sorted(name for name in os.listdir(self.folder) if name.endswith(ENDING))
        except FileNotFoundError:
            return []

    def _file(self, token: str) -> str:
        return f"{self.folder}/{token}{ENDING}"

    def _open(self, entry: Entry, flags: int) -> int:
        return os.open(self._file(entry.token), os.O_WRONLY | NO_FOLLOW | flags, 0o600)


@contextmanager
def _adding(descriptor: int, line: bytes) -> Iterator[int]:
    try:
        write_all(descriptor, line)
        yield descriptor
    finally:
        os.close(descriptor)


def _to_line(entry: Entry) -> bytes:
    fields = asdict(entry) | {"tail": base64.b64encode(entry.tail).decode()}
    return json.dumps(fields).encode() + b"\n"


def _from_lines(raw: bytes) -> Entry | None:
    """Read an entry; a second line that is not whole was never reached."""
    first, _, rest = raw.partition(b"\n")
    try:
        fields: dict[str, Any] = json.loads(first)
        fields["tail"] = base64.b64decode(fields["tail"])
        fields["made"] = tuple(fields["made"])
        entry = Entry(**fields)
    except (ValueError, TypeError, KeyError):
        return None
    return replace(entry, step="act") if rest == ACT else entry


def _unfinished(raw: bytes) -> bool:
    """Tell whether an entry was cut off while it was written, which is before its note was touched."""
    return not raw.endswith(b"\n")
