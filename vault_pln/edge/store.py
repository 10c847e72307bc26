"""Items and visits: SQLite in the user's state folder, on one machine only. Losing it costs time, never a duplicate."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import fields
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Self

from vault_pln.model.errors import StateError, VaultBusyError, VaultPlnError
from vault_pln.model.news import Cited, Item, ListedSite, Visits

FORMAT = 4
_DAMAGED = "what was remembered of it is damaged; it is visited as if for the first time"
_PATIENCE = 5.0
"""Seconds to wait for another process that is writing."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS visits (feed TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS item (
    id TEXT PRIMARY KEY, source TEXT NOT NULL, feed TEXT NOT NULL, title TEXT NOT NULL, url TEXT NOT NULL,
    summary TEXT NOT NULL, published TEXT NOT NULL, seen TEXT NOT NULL, author TEXT NOT NULL, tags TEXT NOT NULL,
    discussion TEXT NOT NULL, links TEXT NOT NULL DEFAULT '[]'
);
CREATE TABLE IF NOT EXISTS also (id TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (id, source)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS item_seen ON item (seen);
CREATE INDEX IF NOT EXISTS item_newest ON item (source, published DESC, id);
CREATE TABLE IF NOT EXISTS known (feed TEXT NOT NULL, key TEXT NOT NULL, seen TEXT NOT NULL, PRIMARY KEY (feed, key))
    WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS blogroll (address TEXT PRIMARY KEY, sites TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS cited (item TEXT PRIMARY KEY, sites TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS calendar (feed TEXT PRIMARY KEY, read TEXT NOT NULL, events TEXT NOT NULL) WITHOUT ROWID;
"""
_SINCE_1 = "ALTER TABLE item ADD COLUMN links TEXT NOT NULL DEFAULT '[]';"
_DATES = frozenset(
    {"validators_since", "last_visit", "next_visit", "last_new", "failing_since", "not_before", "last_success"}
)
_NAMES = frozenset(field.name for field in fields(Visits))
_COLUMNS = "id, source, feed, title, url, summary, published, seen, author, tags, discussion, links"


KeptCalendar = tuple[str, list[dict[str, Any]]]
"""The day on which a calendar was read (``YYYY-MM-DD``), and its events as plain values."""


class Store:
    """The memory of one vault's sources, for the thread that made it.

    A damaged file is set aside and started anew; a newer one is refused.
    """

    def __init__(self, folder: str) -> None:
        self._path = os.path.join(folder, "news.sqlite")
        try:
            _make(folder)
            self._db = self._open()
        except OSError as error:
            raise StateError(folder, error.strerror or str(error)) from error
        except sqlite3.Error as error:
            if not _is_damage(error):
                raise self._in_words(error) from error
            if self._stays_damaged():
                self._set_aside()
            self._db = self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self.close()
        if isinstance(error, sqlite3.Error):
            raise self._in_words(error) from error

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, timeout=_PATIENCE)
        try:
            version = db.execute("PRAGMA user_version").fetchone()[0]
            self._refuse_newer(version)
            if version < FORMAT:
                older = _SINCE_1 if version == 1 else ""
                db.executescript(f"PRAGMA journal_mode = WAL; {older} {_SCHEMA} PRAGMA user_version = {FORMAT};")
            db.execute("PRAGMA synchronous = NORMAL")
        except BaseException:
            db.close()
            raise
        return db

    def _refuse_newer(self, version: int) -> None:
        if version > FORMAT:
            message = f"'{self._path}' was written by a newer vault-pln"
            raise VaultPlnError(message, "Update vault-pln on this machine; nothing was changed.")

    def _in_words(self, error: sqlite3.Error) -> VaultPlnError:
        """What an error of the file means to the user; a file found damaged now is set aside for the next run."""
        if _is_damage(error) and not self._stays_damaged():
            return StateError(self._path, "the disk reports an error once, and the file is whole")
        if _is_damage(error):
            self._set_aside()
            advice = "Run the command again: it starts anew, and no line is written twice."
            return VaultPlnError(f"'{self._path}' was damaged and is set aside", advice)
        if getattr(error, "sqlite_errorcode", 0) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return VaultBusyError(f"another vault-pln is using '{self._path}'")
        return StateError(self._path, str(error))

    def _stays_damaged(self) -> bool:
        """Whether a second look finds the file damaged, too: a disk that fails once makes whole files look broken."""
        try:
            with closing(sqlite3.connect(self._path, timeout=_PATIENCE)) as db:
                return bool(db.execute("PRAGMA quick_check").fetchone() != ("ok",))
        except sqlite3.Error as error:
            return _is_damage(error)

    def _set_aside(self) -> None:
        for ending in ("-wal", "-shm"):
            with suppress(OSError):
                os.unlink(self._path + ending)
        os.replace(self._path, self._path + ".damaged")

    def visits(self) -> dict[str, Visits]:
        """The memory of every feed, by address; of one that is damaged only that, so that it is asked anew."""
        rows = self._db.execute("SELECT feed, data FROM visits")
        decode = json.JSONDecoder().decode
        return {feed: _visits(feed, data, decode) for feed, data in rows}

    def known(self, feed: str) -> frozenset[str]:
        """The keys of all items ever seen in a feed."""
        return frozenset(key for (key,) in self._db.execute("SELECT key FROM known WHERE feed = ?", (feed,)))

    def keep(
        self, visits: Visits, items: Iterable[Item], keys: Iterable[str], today: str,
        cited: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    ) -> int:  # fmt: skip
        """One visit and what it brought, all or nothing; how many of the items were not known from elsewhere.

        ``cited`` are the sites that they link to, by the item's id.
        """
        with self._db as db:
            db.execute("INSERT OR REPLACE INTO visits VALUES (?, ?)", (visits.feed, _json(visits)))
            db.executemany(
                "INSERT INTO known VALUES (?, ?, ?) ON CONFLICT (feed, key) DO UPDATE SET seen = excluded.seen",
                ((visits.feed, key, today) for key in keys),
            )
            rows = list(map(_row, items))
            places = ",".join("?" * len(_COLUMNS.split()))
            added = db.executemany(f"INSERT OR IGNORE INTO item ({_COLUMNS}) VALUES ({places})", rows)
            new = max(added.rowcount, 0)
            db.executemany(
                "INSERT OR IGNORE INTO also SELECT id, ? FROM item WHERE id = ? AND source <> ?",
                ((row[1], row[0], row[1]) for row in rows),
            )
            sites = ((key, "\n".join(found)) for key, found in cited.items())
            db.executemany("INSERT OR IGNORE INTO cited VALUES (?, ?)", sites)
            return new

    def cited(self) -> dict[str, Cited]:
        """The sites that each item links to, by the item's id."""
        rows = self._db.execute("SELECT item, source, sites FROM cited JOIN item ON item.id = cited.item")
        return {key: Cited(source, tuple(sites.split("\n"))) for key, source, sites in rows}

    def inherit(self, old: str, visits: Visits) -> None:
        """A feed has a new address, that of ``visits``: what was known under the old one is known of it."""
        with self._db as db:
            db.execute("INSERT OR REPLACE INTO visits VALUES (?, ?)", (visits.feed, _json(visits)))
            db.execute("INSERT OR IGNORE INTO known SELECT ?, key, seen FROM known WHERE feed = ?", (visits.feed, old))
            db.execute("UPDATE item SET feed = ? WHERE feed = ?", (visits.feed, old))

    def items(self, since: str = "") -> list[Item]:
        """The items first seen on this day (``YYYY-MM-DD``) or later, newest first; without those that are damaged."""
        return self._items("WHERE seen >= ?", since)

    def some(self, ids: Iterable[str]) -> list[Item]:
        """These items, newest first; those that are forgotten are left out."""
        return self._items("WHERE id IN (SELECT value FROM json_each(?))", json.dumps(list(ids)))

    def _items(self, which: str, value: str) -> list[Item]:
        rows = self._db.execute(f"SELECT {_COLUMNS} FROM item {which} ORDER BY published DESC, id", (value,))
        also: dict[str, list[str]] = {}
        for item_id, source in self._db.execute("SELECT id, source FROM also ORDER BY id, source"):
            also.setdefault(item_id, []).append(source)
        found = (_item(row, tuple(also.get(row[0], ()))) for row in rows)
        return [item for item in found if item is not None]

    def has_items(self, since: str) -> bool:
        """Whether any item was first seen on this day or later."""
        return self._db.execute("SELECT 1 FROM item WHERE seen >= ? LIMIT 1", (since,)).fetchone() is not None

    def newest(self, since: str, most: int) -> list[str]:
        """The ids of the newest items of each source, at most so many, first seen on this day or later."""
        rows = self._db.execute(
            "SELECT id FROM (SELECT DISTINCT source AS one FROM item) JOIN item ON id IN "
            "(SELECT id FROM item WHERE source = one AND seen >= ? ORDER BY published DESC, id LIMIT ?)",
            (since, most),
        )
        return [item_id for (item_id,) in rows]

    def blogrolls(self) -> dict[str, tuple[ListedSite, ...]]:
        """The lists of what others follow as they were last read, by address; one that is damaged counts as unread."""
        found = ((address, _sites(text)) for address, text in self._db.execute("SELECT address, sites FROM blogroll"))
        return {address: sites for address, sites in found if sites is not None}

    def keep_blogroll(self, address: str, sites: Iterable[ListedSite]) -> None:
        """A list as it was read."""
        with self._db as db:
            db.execute("INSERT OR REPLACE INTO blogroll VALUES (?, ?)", (address, json.dumps(list(sites))))

    def calendars(self) -> dict[str, KeptCalendar]:
        """The calendars as they were last read, by address; one that is damaged counts as never read."""
        rows = self._db.execute("SELECT feed, read, events FROM calendar")
        found = ((feed, _calendar(read, events)) for feed, read, events in rows)
        return {feed: kept for feed, kept in found if kept is not None}

    def calendar(self, feed: str) -> KeptCalendar | None:
        """One calendar as it was last read."""
        row = self._db.execute("SELECT read, events FROM calendar WHERE feed = ?", (feed,)).fetchone()
        return _calendar(*row) if row is not None else None

    def keep_calendar(self, feed: str, kept: KeptCalendar) -> None:
        """A calendar as it was read."""
        read, events = kept
        with self._db as db:
            db.execute("INSERT OR REPLACE INTO calendar VALUES (?, ?, ?)", (feed, read, json.dumps(events)))

    def move_source(self, moved: Mapping[str, str]) -> None:
        """Items of a source whose note has a new path follow it."""
        with self._db as db:
            for table in ("item", "also"):
                renamed = ((new, old) for old, new in moved.items())
                db.executemany(f"UPDATE OR IGNORE {table} SET source = ? WHERE source = ?", renamed)

    def prune(self, before: str) -> None:
        """Forget items and keys last seen before this day, but never the newest item of a feed or what it holds now."""
        with self._db as db:
            db.execute(
                "DELETE FROM item WHERE seen < ? AND published < "
                "(SELECT max(published) FROM item AS other WHERE other.feed = item.feed)",
                (before,),
            )
            db.execute("DELETE FROM also WHERE id NOT IN (SELECT id FROM item)")
            db.execute("DELETE FROM cited WHERE item NOT IN (SELECT id FROM item)")
            db.execute(
                "DELETE FROM known WHERE seen < ? AND seen < "
                "(SELECT max(seen) FROM known AS other WHERE other.feed = known.feed)",
                (before,),
            )


def _make(folder: str) -> None:
    """Make a folder that only the user can look into, where it is not there."""
    try:
        os.mkdir(folder, mode=0o700)
    except FileExistsError:
        # what it is will show; to ask now could fail for another reason, and hide that
        return
    except FileNotFoundError:
        os.makedirs(folder, mode=0o700, exist_ok=True)


def _is_damage(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _json(visits: Visits) -> str:
    data = {name: getattr(visits, name) for name in _NAMES}
    for key in _DATES:
        data[key] = data[key].isoformat() if data[key] else None
    return json.dumps(data)


def _visits(feed: str, text: str, decode: Callable[[str], Any]) -> Visits:
    """The memory of a feed; one that says nothing, where the row does."""
    try:
        data: dict[str, Any] = decode(text)
        known = data if data.keys() <= _NAMES else {key: value for key, value in data.items() if key in _NAMES}
        for key in _DATES:
            if moment := known.get(key):
                known[key] = _moment(moment)
        return Visits(**known)
    except (ValueError, TypeError, AttributeError):
        return Visits(feed, problem=_DAMAGED)


def _moment(text: str) -> datetime:
    """A moment that can be compared with others: one without its zone is none."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def _calendar(read: str, events: str) -> KeptCalendar | None:
    try:
        found = json.loads(events)
    except ValueError:
        return None
    return (read, found) if isinstance(found, list) else None


def _sites(text: str) -> tuple[ListedSite, ...] | None:
    try:
        return tuple(ListedSite(str(site), str(title), str(about)) for site, title, about in json.loads(text))
    except (ValueError, TypeError):
        return None


def _row(item: Item) -> tuple[str, ...]:
    published = item.published.astimezone(UTC).isoformat()
    return (item.id, item.source, item.feed, item.title, item.url, item.summary, published, item.seen, item.author,
            "\n".join(item.tags), item.discussion, json.dumps(item.links))  # fmt: skip


def _item(row: tuple[str, ...], also: tuple[str, ...]) -> Item | None:
    item_id, source, feed, title, url, summary, published, seen, author, tags, discussion, links = row
    try:
        when = _moment(published)
        more = tuple((what, address) for what, address in json.loads(links))
    except (ValueError, TypeError):
        return None
    return Item(
        item_id,
        source,
        feed,
        title,
        url,
        summary,
        when,
        seen,
        author,
        tuple(tags.split("\n")) if tags else (),
        discussion,
        more,
        also,
    )
