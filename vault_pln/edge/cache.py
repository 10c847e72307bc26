"""The cache of parsed notes: SQLite in the user's cache folder. Deleting it costs a slower start and nothing else."""

import marshal
import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from typing import Any, NamedTuple

from vault_pln.model.files import Stat
from vault_pln.model.note import (
    BlockId,
    Heading,
    InlineField,
    Link,
    Note,
    OwnBlock,
    OwnLine,
    Tag,
    Task,
)  # fmt: skip
from vault_pln.model.problem import Problem

FORMAT = 1
"""Raised whenever the facts of a note or the way they are read change: an older cache is then started anew."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS note (
    path TEXT PRIMARY KEY, size INTEGER, mtime INTEGER, ctime INTEGER, inode INTEGER, seen INTEGER, facts BLOB
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS gone (path TEXT PRIMARY KEY, digest TEXT, at INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS moved (old TEXT, new TEXT, at INTEGER, PRIMARY KEY (old, new)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS fact (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
"""


class Cached(NamedTuple):
    """A note as it was when it was last read: its stat, and when that was, in nanoseconds."""

    stat: Stat
    seen: int
    note: Note


_REMEMBER_GONE = 7 * 24 * 3600 * 1_000_000_000
"""Nanoseconds for which a note that is gone may come again under another path and be known."""


def pack(notes: Mapping[str, Cached]) -> bytes:
    """Parsed notes as bytes, for another process."""
    return marshal.dumps([(path, tuple(one.stat), one.seen, _facts(one.note)) for path, one in notes.items()])


def unpack(data: bytes) -> dict[str, Cached]:
    """Parsed notes from ``pack``."""
    rows = marshal.loads(data)
    return {path: Cached(Stat(*stat), seen, _note(path, facts)) for path, stat, seen, facts in rows}


class Cache:
    """The parsed notes of one vault. Every failure of the file means an empty cache, never an error."""

    def __init__(self, folder: str, version: str) -> None:
        with suppress(OSError):
            os.makedirs(folder, mode=0o700, exist_ok=True)
        self._path = os.path.join(folder, "notes.sqlite")
        self._version = f"{version}/{FORMAT}"

    def load(self) -> dict[str, Cached]:
        """All cached notes by path."""
        try:
            with closing(self._open()) as db:
                rows = db.execute("SELECT path, size, mtime, ctime, inode, seen, facts FROM note")
                return {row[0]: Cached(Stat(*row[1:5]), row[5], _note(row[0], marshal.loads(row[6]))) for row in rows}
        except (sqlite3.Error, ValueError, TypeError, EOFError):
            self._discard()
            return {}

    def store(self, changed: Mapping[str, Cached], removed: Iterable[str]) -> None:
        """Keep these notes, forget those."""
        if not changed and not removed:
            return
        rows = ((path, *c.stat, c.seen, marshal.dumps(_facts(c.note))) for path, c in changed.items())
        with suppress(sqlite3.Error), closing(self._open()) as db, db:
            db.executemany("INSERT OR REPLACE INTO note VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            db.executemany("DELETE FROM note WHERE path = ?", ((path,) for path in removed))

    def gone(self) -> dict[str, str]:
        """The digests of notes that went lately, by their old paths."""
        with suppress(sqlite3.Error), closing(self._open()) as db:
            return dict(db.execute("SELECT path, digest FROM gone"))
        return {}

    def note_moves(self, gone: Mapping[str, str], moved: Mapping[str, str], now: int) -> None:
        """Notes went (path → digest), and others turned out to have moved (old → new); ``now`` in nanoseconds."""
        if not gone and not moved:
            return
        with suppress(sqlite3.Error), closing(self._open()) as db, db:
            db.executemany("INSERT OR REPLACE INTO gone VALUES (?, ?, ?)", ((p, d, now) for p, d in gone.items()))
            db.executemany("DELETE FROM gone WHERE path = ?", ((old,) for old in moved))
            db.execute("DELETE FROM gone WHERE at < ?", (now - _REMEMBER_GONE,))
            db.executemany("INSERT OR REPLACE INTO moved VALUES (?, ?, ?)", ((o, n, now) for o, n in moved.items()))

    def moved(self) -> list[tuple[str, str]]:
        """Old and new path of the notes that moved, until ``forget_moves``, in the order in which they did."""
        with suppress(sqlite3.Error), closing(self._open()) as db:
            return db.execute("SELECT old, new FROM moved ORDER BY at").fetchall()
        return []

    def forget_moves(self) -> None:
        """Everybody who must know of the moves knows."""
        with suppress(sqlite3.Error), closing(self._open()) as db, db:
            db.execute("DELETE FROM moved")

    def recall(self, what: str) -> Any:
        """An answer kept by ``keep``, None where there is none."""
        if not os.path.exists(self._path):
            return None
        try:
            with closing(self._open()) as db:
                found = db.execute("SELECT value FROM fact WHERE key = ?", (f"answer {what}",)).fetchone()
            return marshal.loads(found[0]) if found is not None else None
        except (sqlite3.Error, ValueError, TypeError, EOFError):
            return None

    def keep(self, what: str, answer: Any) -> None:
        """Keep an answer of plain values for ``recall``."""
        with suppress(sqlite3.Error), closing(self._open()) as db, db:
            db.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", (f"answer {what}", marshal.dumps(answer)))

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, timeout=5)
        db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;" + _SCHEMA)
        found = db.execute("SELECT value FROM fact WHERE key = 'version'").fetchone()
        if found is None or found[0] != self._version:
            with db:
                db.execute("DELETE FROM note")
                db.execute("DELETE FROM fact")
                db.execute("INSERT OR REPLACE INTO fact VALUES ('version', ?)", (self._version,))
        return db

    def _discard(self) -> None:
        for ending in ("", "-wal", "-shm"):
            with suppress(OSError):
                os.unlink(self._path + ending)


def _facts(note: Note) -> tuple[Any, ...]:
    """A note as plain tuples, which marshal writes several times faster than pickle."""
    return (
        note.digest, dict(note.properties), dict(note.property_lines), note.body_line,
        tuple(map(tuple, note.links)), tuple(map(tuple, note.tags)), tuple(map(tuple, note.headings)),
        tuple(map(tuple, note.block_ids)), tuple(map(tuple, note.tasks)), tuple(map(tuple, note.fields)),
        tuple(map(tuple, note.own_lines)),
        None if note.blocks is None else tuple(map(tuple, note.blocks)),
        dict(note.lines), tuple(map(tuple, note.problems)),
    )  # fmt: skip


def _note(path: str, facts: tuple[Any, ...]) -> Note:
    (digest, properties, property_lines, body_line, links, tags, headings, block_ids, tasks, fields, own_lines,
     blocks, lines, problems) = facts  # fmt: skip
    return Note(
        path, digest, properties, property_lines, body_line,
        tuple(map(Link._make, links)), tuple(map(Tag._make, tags)), tuple(map(Heading._make, headings)),
        tuple(map(BlockId._make, block_ids)), tuple(map(Task._make, tasks)), tuple(map(InlineField._make, fields)),
        tuple(map(OwnLine._make, own_lines)),
        None if blocks is None else tuple(map(OwnBlock._make, blocks)),
        lines, tuple(map(Problem._make, problems)),
    )  # fmt: skip
