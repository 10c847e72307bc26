"""The terms of the stored items: an FTS5 index beside them in the same file, which can be lost and made again.

What a term is the caller decides; here it is a word without spaces.
"""

import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple, Self

from vault_pln.model.errors import StateError, VaultBusyError, VaultPlnError
from vault_pln.model.terms import Indexed, Statistics

_PATIENCE = 5.0
"""Seconds to wait for another process that is writing."""

_SCHEMA = """
CREATE TABLE term (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, seen TEXT NOT NULL, language TEXT NOT NULL,
    title TEXT NOT NULL, rest TEXT NOT NULL, length INTEGER NOT NULL
);
CREATE INDEX term_seen ON term (seen, number);
CREATE INDEX term_language ON term (language);
CREATE TABLE term_sum (texts INTEGER NOT NULL, length INTEGER NOT NULL, items INTEGER, newest INTEGER);
INSERT INTO term_sum VALUES (0, 0, NULL, NULL);
CREATE TABLE term_format (format INTEGER NOT NULL);
CREATE VIRTUAL TABLE term_index USING fts5(
    title, rest, content = 'term', content_rowid = 'number', tokenize = "ascii tokenchars '+#'"
);
CREATE TABLE term_often (term TEXT PRIMARY KEY, texts INTEGER NOT NULL) WITHOUT ROWID;
CREATE TRIGGER term_added AFTER INSERT ON term BEGIN
    INSERT INTO term_index (rowid, title, rest) VALUES (new.number, new.title, new.rest);
    UPDATE term_sum SET texts = texts + 1, length = length + new.length;
END;
CREATE TRIGGER term_gone AFTER DELETE ON term BEGIN
    INSERT INTO term_index (term_index, rowid, title, rest) VALUES ('delete', old.number, old.title, old.rest);
    UPDATE term_sum SET texts = texts - 1, length = length - old.length;
END;
"""
_DROP = "".join(
    f"DROP {kind} IF EXISTS {name};"
    for kind, name in (
        ("TRIGGER", "term_added"), ("TRIGGER", "term_gone"), ("TABLE", "term_often"), ("TABLE", "term_index"),
        ("TABLE", "term_sum"), ("TABLE", "term_format"), ("TABLE", "term"),
    )
)  # fmt: skip
_ITEMS = "SELECT count(*), max(rowid) FROM item"
_MANY = 400


class Added(NamedTuple):
    """An item's terms, and the day (``YYYY-MM-DD``) on which the item was first seen."""

    text: Indexed
    seen: str


class Terms:
    """The index of one vault's items, for the thread that made it; the store must have been opened before.

    An index of another ``format`` is started anew.
    """

    def __init__(self, folder: str, form: int) -> None:
        self._path = os.path.join(folder, "news.sqlite")
        try:
            self._db = sqlite3.connect(self._path, timeout=_PATIENCE)
        except sqlite3.Error as error:
            raise self._in_words(error) from error
        try:
            if self._format() != form:
                self._db.executescript(
                    f"BEGIN IMMEDIATE; {_DROP} {_SCHEMA} INSERT INTO term_format VALUES ({form}); COMMIT;"
                )
        except sqlite3.Error as error:
            self._db.close()
            raise self._in_words(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self._db.close()
        if isinstance(error, sqlite3.Error):
            raise self._in_words(error) from error

    def _format(self) -> int | None:
        try:
            row = self._db.execute("SELECT format FROM term_format").fetchone()
        except sqlite3.OperationalError as error:
            if "no such table" not in str(error):
                raise
            return None
        return row[0] if row is not None else None

    def _in_words(self, error: sqlite3.Error) -> VaultPlnError:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return VaultBusyError(f"another vault-pln is using '{self._path}'")
        return StateError(self._path, str(error))

    def missing(self) -> list[str]:
        """The ids of the items that are not indexed yet."""
        # to compare all takes long, and new items have numbers of their own
        if self._db.execute(f"SELECT items, newest FROM term_sum WHERE (items, newest) = ({_ITEMS})").fetchone():
            return []
        rows = self._db.execute("SELECT id FROM item WHERE id NOT IN (SELECT id FROM term) ORDER BY seen, id")
        return [item_id for (item_id,) in rows]

    def settle(self) -> None:
        """Remember that all items are indexed, if they are."""
        if not self.missing():
            with self._db as db:
                db.execute(f"UPDATE term_sum SET (items, newest) = ({_ITEMS})")

    def add(self, texts: Iterable[Added]) -> None:
        """Index items; those that the store has forgotten since are forgotten here, too."""
        added = {one.text.id: one for one in texts}
        with self._db as db:
            # writing first: from here on no other process adds any
            db.execute("UPDATE term_sum SET texts = texts")
            gone = db.execute("SELECT id, language, title, rest FROM term WHERE id NOT IN (SELECT id FROM item)")
            self._count(map(_text, gone.fetchall()), -1)
            db.execute("DELETE FROM term WHERE id NOT IN (SELECT id FROM item)")
            for known in self.of(added):
                del added[known]
            self._count((one.text for one in added.values()), 1)
            db.executemany(
                "INSERT INTO term (id, seen, language, title, rest, length) VALUES (?, ?, ?, ?, ?, ?)",
                map(_row, added.values()),
            )

    def _count(self, texts: Iterable[Indexed], by: int) -> None:
        """So many texts more, or fewer, have each of their terms."""
        often = Counter(term for text in texts for term in {*text.title, *text.rest})
        self._db.executemany(
            "INSERT INTO term_often VALUES (?, ?) ON CONFLICT (term) DO UPDATE SET texts = texts + excluded.texts",
            ((term, by * count) for term, count in sorted(often.items())),
        )

    def statistics(self, terms: Iterable[str]) -> Statistics:
        """How many texts there are, how long they are, and in how many each of these terms occurs."""
        texts, length = self._db.execute("SELECT texts, length FROM term_sum").fetchone()
        often: dict[str, int] = {}
        for some in _portions(terms):
            often.update(self._db.execute(f"SELECT term, texts FROM term_often WHERE term IN ({_marks(some)})", some))
        return Statistics(texts, length / texts if texts else 1.0, often)

    def languages(self) -> list[str]:
        """The languages of the texts."""
        return [language for (language,) in self._db.execute("SELECT DISTINCT language FROM term ORDER BY language")]

    def waiting(self, since: str) -> int:
        """How many of the texts were first seen on this day or later."""
        return int(self._db.execute("SELECT count(*) FROM term WHERE seen >= ?", (since,)).fetchone()[0])

    def best(self, terms: Iterable[str], most: int) -> list[Indexed]:
        """The texts that match any of these terms best, as SQLite's own BM25 has it."""
        return list(self.of(self.best_ids(terms, most)).values())

    def best_ids(self, terms: Iterable[str], most: int, since: str = "") -> list[str]:
        """The ids of the texts first seen on this day or later that match any of these terms best, best first.

        The same texts give the same ids, whenever and in whatever order they were indexed and the terms are named.
        """
        # the sum of a score depends on the order of its parts, in the last digit, and that on the strings' hashes
        asked = " OR ".join(f'"{term}"' for term in sorted(terms) if '"' not in term)
        first = self._db.execute("SELECT min(number) FROM term WHERE seen >= ?", (since,)).fetchone()[0] if since else 0
        if not asked or first is None:
            return []
        rows = self._db.execute(
            "SELECT term.id FROM term_index JOIN term ON term.number = term_index.rowid WHERE term_index MATCH ? "
            "AND term_index.rowid >= ? AND term.seen >= ? ORDER BY bm25(term_index, 2.0, 1.0), term.id LIMIT ?",
            (asked, first, since, most),
        )
        return [item_id for (item_id,) in rows]

    def of(self, ids: Iterable[str]) -> dict[str, Indexed]:
        """The texts of these items, as far as they are indexed."""
        found: dict[str, Indexed] = {}
        for some in _portions(ids):
            rows = self._db.execute(f"SELECT id, language, title, rest FROM term WHERE id IN ({_marks(some)})", some)
            found.update((row[0], _text(row)) for row in rows)
        return found


def _portions(values: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """As many at a time as a statement may have."""
    once = iter(dict.fromkeys(values))
    while some := tuple(islice(once, _MANY)):
        yield some


def _marks(values: tuple[str, ...]) -> str:
    return ",".join("?" * len(values))


def _row(added: Added) -> tuple[str, str, str, str, str, int]:
    text = added.text
    length = 2 * len(text.title) + len(text.rest)
    return text.id, added.seen, text.language, " ".join(text.title), " ".join(text.rest), length


def _text(row: tuple[str, str, str, str]) -> Indexed:
    item_id, language, title, rest = row
    return Indexed(item_id, language, tuple(title.split()), tuple(rest.split()))
