"""The network of another vault, as ``export json`` wrote it, becomes notes; what is there already stays as it is.

What happened (contacts, meetings) is in daily notes and does not come along, but the day of the last contact does.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from vault_pln.core.exchange.matching import Known, mails_of, matched, name_mark, uid_mark
from vault_pln.core.exchange.network_file import Row, read_network
from vault_pln.core.exchange.people_values import ALIASES, clean, listed, written
from vault_pln.core.health.kinds import GOAL_STATUS
from vault_pln.core.index.titles import link_to, name_of
from vault_pln.core.kinds.create import Value, home_of, inactive, name_of_file
from vault_pln.core.kinds.readers import SOURCE_STATUS
from vault_pln.core.kinds.senders import mail_feed
from vault_pln.core.kinds.values import as_day
from vault_pln.core.markdown.escape import file_name
from vault_pln.core.markdown.plain import cut, tidy
from vault_pln.core.sources.address import property_form, web_form
from vault_pln.jobs.create import Notes
from vault_pln.jobs.listed import compared, known_sources
from vault_pln.jobs.vault import Vault, view_of
from vault_pln.model.edit import Edit
from vault_pln.model.exchange import Card, Plan
from vault_pln.model.kinds import MEDIUMS, Kind
from vault_pln.model.problem import Problem

_FOLDERS: Mapping[Kind, str] = {"goal": "Goals", "person": "People", "source": "Sources"}
_IN_VAULT = re.compile(r"(?![/~.])(?:(?!\.\.)[\w &'(),+/.-])+")
"""A feed that is a file of the vault: no address, and nowhere outside."""
_BY_HAND = "Write its address into the note by hand."


class _Found(NamedTuple):
    """What becomes of the rows of a file: those that are new, names of those that are there, and what is left alone."""

    new: list[Row]
    known: list[str]
    left: list[Problem]


def plan_network(vault: Vault, name: str, text: str) -> Plan:
    """What the network of a file would add, nothing written; what is there already stays as it is."""
    rows, problems = read_network(text)
    by_kind = {kind: [row for row in rows if row.kind == kind] for kind in _FOLDERS}
    made = _Made(vault, name)
    found = {
        "goal": made.apart("goal", by_kind["goal"]),
        "person": _people(vault, made, by_kind["person"]),
        "source": _sources(vault, made, by_kind["source"]),
    }
    edits = [made.note(row) for part in found.values() for row in part.new]
    known = tuple(one for part in found.values() for one in part.known)
    left = tuple(one for part in found.values() for one in part.left)
    return Plan("json", tuple(edits), (), known, left, (*problems, *made.problems))


class _Made:
    """The notes that a file makes in a vault, which name each other."""

    def __init__(self, vault: Vault, file: str) -> None:
        self._vault, self._file = vault, file
        self._network = view_of(vault).network
        self._notes = Notes(vault)
        self._there: Mapping[str, Mapping[str, object]] = {
            "goal": self._network.goals, "person": self._network.people, "source": self._network.sources,
        }  # fmt: skip
        self._names = {name_of_file(path): path for path in vault.index.notes}
        self._named = {kind: {name_mark(name_of(path)): path for path in paths} for kind, paths in self._there.items()}
        self._links_to: dict[str, str] = {}
        self._seen: dict[str, str] = {}
        self.problems: list[Problem] = []

    def apart(self, kind: str, rows: Iterable[Row]) -> _Found:
        """What is new, by name; what has the name of something of another kind is left alone."""
        found = _Found([], [], [])
        new: set[str] = set()
        for row in rows:
            mark = name_mark(row.name)
            path, other = self._path_of(row, mark), self._seen.setdefault(mark, kind)
            if path in self._there[kind]:
                found.known.append(row.name)
                self.learn(row, link_to(self._vault.index, path))
            elif mark in new:
                message = f"another {kind} of this file is called '{row.name}', too; this one is left alone"
                found.left.append(Problem("", row.line, message, "Make its note by hand, under another name."))
            elif path:
                there = f"'{row.name}': a note of this name is there and is no {kind}; left alone"
                advice = f"Write 'type: {kind}' into {path} if it is meant, and import again."
                found.left.append(Problem("", row.line, there, advice))
            elif other != kind:
                message = f"'{row.name}' is a {other} of this file, too; the {kind} is left alone"
                found.left.append(Problem("", row.line, message, "Make its note by hand, under another name."))
            else:
                found.new.append(row)
                new.add(mark)
                self.learn(row, f"[[{file_name(row.name)}]]")
        return found

    def _path_of(self, row: Row, mark: str) -> str:
        """The note of the vault that a row is about or would be: at its own path, else of its name; '' for none."""
        if row.text("path") in self._there[row.kind]:
            return row.text("path")
        return self._named[row.kind].get(mark) or self._names.get(mark, "")

    def learn(self, row: Row, link: str) -> None:
        """How others link to what a row is about, which name it by its path or by its name."""
        if link:
            self._links_to.setdefault(f"{row.kind}\0{row.text('path')}", link)
            self._links_to.setdefault(f"{row.kind}\0{name_mark(row.name)}", link)

    def note(self, row: Row) -> Edit:
        """The new note of a row."""
        kind: Kind = "goal" if row.kind == "goal" else "person" if row.kind == "person" else "source"
        values = {"goal": self._goal, "person": self._person, "source": self._source}[kind](row)
        paths = self._there[kind]
        folder = home_of(
            (path for path in paths if kind != "source" or path not in self._network.people), _FOLDERS[kind]
        )
        given = {key: value for key, value in values.items() if value not in ("", [], None)}
        return self._notes.new(kind, folder, row.name, given, f"from {self._file}")

    def _links(self, row: Row, key: str, *kinds: str) -> list[str]:
        """Links to notes of the vault or of the file, by path or name; what is neither stays a name."""
        return [link for text in row.texts(key) if (link := self._link(text, kinds))]

    def _link(self, text: str, kinds: Iterable[str]) -> str:
        marks = (f"{kind}\0{one}" for kind in kinds for one in (text, name_mark(text)))
        link = next((self._links_to[mark] for mark in marks if mark in self._links_to), "")
        if link:
            return link
        path = text if text in self._vault.index.notes else self._vault.index.resolve(text, "").path
        if path is not None and any(path in self._there[kind] for kind in kinds):
            return link_to(self._vault.index, path)
        return "" if text.endswith(".md") else _plain(text)

    def _goal(self, row: Row) -> dict[str, Value]:
        weight = row.number("weight") or 0
        return {
            "status": _one_of(row.text("status"), GOAL_STATUS, "active"),
            "keywords": _plains(row, "keywords"),
            "topics": _plains(row, "topics"),
            "target": as_day(row.text("target")) or "",
            "area": _plain(row.text("area")),
            "weight": "" if weight in (0, 1) else int(weight) if weight == int(weight) else weight,
            "parent": self._links(row, "parent", "goal"),
            "asks": _plains(row, "asks"),
        }

    def _person(self, row: Row) -> dict[str, Value]:
        values = card_of(row).values
        return {
            **written({key: value for key, value in values.items() if key not in ("knows", "feeds")}),
            "feeds": self._feeds(row, row.texts("feeds")),
            "uid": tidy(row.text("uid"))[:300],
            "cadence": _cadence(row),
            "goals": self._links(row, "goals", "goal"),
            "pursues": self._links(row, "pursues", "goal"),
            "knows": self._links(row, "knows", "person"),
            "met-via": self._links(row, "met_via", "person", "source"),
            "last-contact": as_day(row.text("last_contact")) or "",
            "snooze-until": as_day(row.text("snooze_until")) or "",
        }

    def _source(self, row: Row) -> dict[str, Value]:
        most, every = row.number("max_items"), row.number("every")
        return {
            "medium": _one_of(row.text("medium"), MEDIUMS, ""),
            "url": property_form(row.text("url")),
            "feed": next(iter(self._feeds(row, [row.text("feed")])), ""),
            "author": self._links(row, "author", "person"),
            "goals": self._links(row, "goals", "goal"),
            "status": _one_of(row.text("status"), SOURCE_STATUS, "trial"),
            "since": as_day(row.text("since")) or "",
            **{key: _plain(row.text(key)) for key in ("domain", "language")},
            **{key: _plains(row, key) for key in ("topics", "perspective", "only", "mute")},
            "members": self._links(row, "members", "person"),
            "found-via": self._links(row, "found_via", "person", "source"),
            "max-items": "" if most is None else int(most),
            "every": "" if not every else f"{int(every) // 60}m",
            "always": bool(row.values.get("always")) or "",
        }

    def _feeds(self, row: Row, feeds: Iterable[str]) -> list[str]:
        """The feeds as a note may hold them; what is none, and what went without its password, is said and left out."""
        given = [feed for feed in feeds if feed]
        if given and row.values.get("redacted"):
            message = f"'{row.name}' was exported without its password, and its note names no feed"
            self.problems.append(Problem("", row.line, message, _BY_HAND))
            return []
        found = [feed for one in given if (feed := _feed(one))]
        if len(found) < len(given):
            message = f"a feed of '{row.name}' is no address, and is left out of its note"
            self.problems.append(Problem("", row.line, message, _BY_HAND))
        return found


def _people(vault: Vault, made: _Made, rows: list[Row]) -> _Found:
    """People are known again as those of an address book are; the name of another note is left alone."""
    network = view_of(vault).network
    notes = vault.index.notes.some(set(network.people))
    said = {path: listed(note, vault.settings.property_names) for path, note in notes.items()}
    known = [
        Known(path, frozenset(map(name_mark, (name_of(path), *network.people[path].aliases))),
              uid_mark(next(iter(values.get("uid", ())), "")), mails_of(values), name_mark(name_of(path)))
        for path, values in said.items()
    ]  # fmt: skip
    here = [row for row in rows if row.text("path") in network.people]
    strangers = [row for row in rows if row.text("path") not in network.people]
    # a file may be one line: of two of a name on it, which are left alone unless they are one, this is the first
    others = {(row.line, row.name): row for row in reversed(strangers)}
    found = matched(map(card_of, strangers), known)
    for path, (card, _) in found.there.items():
        made.learn(others[card.line, card.name], link_to(vault.index, path))
    for row in here:
        made.learn(row, link_to(vault.index, row.text("path")))
    apart = made.apart("person", [others[card.line, card.name] for card in found.new])
    names = [*(row.name for row in here), *(card.name for card, _ in found.there.values()), *apart.known]
    return _Found(apart.new, names, [*found.left, *apart.left])


def card_of(row: Row) -> Card:
    """A person as an address book has them."""
    given = {key: row.texts(key) or (row.text(key),) for key in ALIASES if key not in ("uid", "cadence")}
    values = {key: found for key, texts in given.items() if (found := clean(key, [one for one in texts if one]))}
    return Card(row.name, row.line, tidy(row.text("uid"))[:300], values)


def _sources(vault: Vault, made: _Made, rows: list[Row]) -> _Found:
    """Sources are known again by feed or site, else by name."""
    listed_already = known_sources(view_of(vault).network)
    new: list[Row] = []
    known: list[str] = []
    seen: set[str] = set()
    for row in rows:
        feed = compared(row.text("feed")) if row.text("feed") else ""
        if feed and (feed in listed_already.feeds or feed in seen):
            known.append(row.name)
        else:
            new.append(row)
        seen.add(feed)
    apart = made.apart("source", new)
    return _Found(apart.new, [*known, *apart.known], apart.left)


def _feed(feed: str) -> str:
    found = property_form(web_form(feed)) or mail_feed(feed) or (feed if _IN_VAULT.fullmatch(feed) else "")
    return found if inactive(found) == found else ""


def _cadence(row: Row) -> Value:
    days = row.number("cadence")
    return "" if days is None else int(days) or "never"


def _one_of(text: str, words: Iterable[str], default: str) -> str:
    return text if text in words else default


def _plain(text: str) -> str:
    return inactive(cut(tidy(text), 500))


def _plains(row: Row, key: str) -> list[str]:
    return [text for one in row.texts(key) if (text := _plain(one))]
