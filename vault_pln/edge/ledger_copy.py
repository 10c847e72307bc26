"""A copy of what the ledgers say, outside the vault: what is lost there is not forgotten.

It counts only for the vault it was made of. Another one at the same place, or the same made anew, has none of the
files whose stat is kept with it.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from heapq import nsmallest

from vault_pln.model.files import Stat

_NAME = "ledgers.md"
_WITNESSES = 20
"""Notes whose stat is kept: those that have not changed for the longest time."""


def read(state: str, notes: Mapping[str, Stat]) -> bytes:
    """What the ledgers said when this device wrote last; empty where that is not known of a vault with these notes."""
    with suppress(OSError, ValueError, AttributeError), open(os.path.join(state, _NAME), "rb") as file:
        witnesses = json.loads(file.readline())
        if any(_mark(notes.get(path)) == mark for path, mark in witnesses.items()):
            return file.read()
    return b""


def keep(state: str, data: bytes, notes: Mapping[str, Stat]) -> None:
    """Keep what the ledgers say now; a disk that takes no copy costs nothing but the copy."""
    oldest = nsmallest(_WITNESSES, notes, key=lambda path: notes[path].ctime)
    head = json.dumps({path: _mark(notes[path]) for path in oldest}).encode() + b"\n"
    path = os.path.join(state, _NAME)
    with suppress(OSError):
        os.makedirs(state, mode=0o700, exist_ok=True)
        with open(f"{path}.new", "wb") as file:
            file.write(head + data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(f"{path}.new", path)


def _mark(stat: Stat | None) -> list[int] | None:
    return [stat.inode, stat.ctime] if stat is not None else None
