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

FORMAT = 11
"""Raised whenever the facts of a note, the way they are read or what follows from them change: an older cache is then
started anew."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS note (
    path TEXT PRIMARY KEY, size INTEGER, mtime INTEGER, ctime INTEGER, inode INTEGER, seen INTEGER, digest TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts (path TEXT PRIMARY KEY, facts BLOB);
CREATE TABLE IF NOT EXISTS gone (path TEXT PRIMARY KEY, digest TEXT, at INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS moved (old TEXT, new TEXT, at INTEGER, PRIMARY KEY (old, new)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS fact (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
"""


_RACY = 2_000_000_000
"""Nanoseconds: a note that changed this shortly before it was last read is read again."""


class Known(NamedTuple):
    """What is known of a note's file: its stat, when it was read (times in nanoseconds), the digest of its content."""

    size: int
    mtime: int
    ctime: int
    inode: int
    seen: int
    digest: str

    def is_sure(self, stat: Stat) -> bool:
        """Whether the file has the stat it had, and was not read so soon after a change that another may not show."""
        return self[:4] == stat and self.seen > stat.mtime + _RACY and self.seen > stat.ctime + _RACY


class Reading(NamedTuple):
    """A note just read; ``note`` is None where its content is the one known before."""

    known: Known
    note: Note | None

    def kept(self) -> "Kept":
        """What the cache keeps of it."""
        return Kept(self.known, pack(self.note) if self.note is not None else None)


class Kept(NamedTuple):
    """What is known of a note, and its facts as ``pack`` made them, None where the cache has them."""

    known: Known
    facts: bytes | None


_MANY = 200
"""So many notes are asked for one by one; for more the whole table is read."""

_REMEMBER_GONE = 7 * 24 * 3600 * 1_000_000_000
"""Nanoseconds for which a note that is gone may come again under another path and be known."""


class Cache:
    """The parsed notes of one vault. Every failure of the file means an empty cache, never an error."""

    def __init__(self, folder: str, version: str) -> None:
        with suppress(OSError):
            os.makedirs(folder, mode=0o700, exist_ok=True)
        self._path = os.path.join(folder, "notes.sqlite")
        self._version = f"{version}/{FORMAT}"
        self._ready = False

    def known(self) -> dict[str, Known]:
        """What is known of all notes, by path."""
        try:
            with closing(self._open()) as db:
                rows = db.execute("SELECT path, size, mtime, ctime, inode, seen, digest FROM note")
                return {row[0]: Known._make(row[1:]) for row in rows}
        except (sqlite3.Error, ValueError, TypeError):
            self._discard()
            return {}

    def notes(self, paths: Iterable[str]) -> dict[str, Note]:
        """The parsed notes at these paths; one that the cache does not hold is left out."""
        wanted = list(paths)
        found: dict[str, Note] = {}
        with suppress(sqlite3.Error, ValueError, TypeError, EOFError), closing(self._open()) as db:
            if len(wanted) > _MANY:
                asked = frozenset(wanted)
                rows = db.execute("SELECT path, facts FROM facts")
                found.update((path, unpack(path, facts)) for path, facts in rows if path in asked)
            for path in wanted if len(wanted) <= _MANY else ():
                for row in db.execute("SELECT facts FROM facts WHERE path = ?", (path,)):
                    found[path] = unpack(path, row[0])
        return found

    def store(self, changed: Mapping[str, Kept], removed: Iterable[str]) -> None:
        """Keep what was read, forget what is gone."""
        if not changed and not removed:
            return
        rows = ((path, *one.known) for path, one in changed.items())
        facts = [(path, one.facts) for path, one in changed.items() if one.facts is not None]
        gone = [(path,) for path in removed]
        with suppress(sqlite3.Error), closing(self._open()) as db, db:
            # in the order of their paths rows go to the end of the tree, not all over it
            db.executemany("INSERT OR REPLACE INTO note VALUES (?, ?, ?, ?, ?, ?, ?)", sorted(rows))
            db.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", sorted(facts))
            db.executemany("DELETE FROM note WHERE path = ?", gone)
            db.executemany("DELETE FROM facts WHERE path = ?", gone)

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
        try:
            self._begin(db)
        except BaseException:
            db.close()
            raise
        return db

    def _begin(self, db: sqlite3.Connection) -> None:
        """Make the tables where they are missing, or another version's."""
        db.execute("PRAGMA synchronous = OFF")
        if self._ready and os.path.getsize(self._path):
            return
        db.executescript("PRAGMA journal_mode = WAL;" + _SCHEMA)
        found = db.execute("SELECT value FROM fact WHERE key = 'version'").fetchone()
        if found is None or found[0] != self._version:
            with db:
                db.executescript("DROP TABLE note; DROP TABLE IF EXISTS facts;" + _SCHEMA)
                db.execute("DELETE FROM fact")
                db.execute("INSERT OR REPLACE INTO fact VALUES ('version', ?)", (self._version,))
        self._ready = True

    def _discard(self) -> None:
        for ending in ("", "-wal", "-shm"):
            with suppress(OSError):
                os.unlink(self._path + ending)


def pack(note: Note) -> bytes:
    """A note as bytes of plain tuples, which marshal writes several times faster than pickle."""
    return marshal.dumps((
        note.digest, dict(note.properties), dict(note.property_lines), note.body_line,
        tuple(map(tuple, note.links)), tuple(map(tuple, note.tags)), tuple(map(tuple, note.headings)),
        tuple(map(tuple, note.block_ids)), tuple(map(tuple, note.tasks)), tuple(map(tuple, note.fields)),
        tuple(map(tuple, note.own_lines)),
        None if note.blocks is None else tuple(map(tuple, note.blocks)),
        dict(note.lines), tuple(map(tuple, note.problems)),
    ))  # fmt: skip


def unpack(path: str, facts: bytes) -> Note:
    """The note that ``pack`` made these bytes of."""
    (digest, properties, property_lines, body_line, links, tags, headings, block_ids, tasks, fields, own_lines,
     blocks, lines, problems) = marshal.loads(facts)  # fmt: skip
    return Note(
        path, digest, properties, property_lines, body_line,
        tuple(map(Link._make, links)), tuple(map(Tag._make, tags)), tuple(map(Heading._make, headings)),
        tuple(map(BlockId._make, block_ids)), tuple(map(Task._make, tasks)), tuple(map(InlineField._make, fields)),
        tuple(map(OwnLine._make, own_lines)),
        None if blocks is None else tuple(map(OwnBlock._make, blocks)),
        lines, tuple(map(Problem._make, problems)),
    )  # fmt: skip
