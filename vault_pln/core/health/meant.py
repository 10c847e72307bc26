"""What a link that means nothing may have been meant for, and how a link to a note is written."""

import posixpath
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from vault_pln.core.health.mending import NewLink, NewValue, Remedy, new_item
from vault_pln.core.health.spelling import Spellings, bare
from vault_pln.core.index.index import Index
from vault_pln.core.index.names import folded
from vault_pln.core.index.titles import name_of
from vault_pln.core.kinds.values import texts
from vault_pln.model.kinds import Kind
from vault_pln.model.network import Network
from vault_pln.model.note import Link, Note
from vault_pln.model.vault import Conventions

_NOT_IN_LINKS = frozenset("[]|#^")


class Guess(NamedTuple):
    """A note that may have been meant: under this name or alias of it; ``distance`` is how far off that is."""

    path: str
    name: str
    distance: int


class Meant:
    """The notes of the network by kind, and all names under which a note could be meant.

    ``checked`` are the notes whose aliases count.
    """

    def __init__(self, index: Index, network: Network, conventions: Conventions, checked: Iterable[str]) -> None:
        self.index = index
        self.kinds = kinds_of(network)
        self._style = conventions.link_style
        aliases = [(alias, path) for path in checked for alias in aliases_of(index.notes[path])]
        names = [(name_of(path), path) for path in self.kinds]
        self._exact: dict[str, list[tuple[str, str]]] = {}
        self._paths: dict[str, list[str]] = {}
        for name, path in (*names, *aliases):
            self._exact.setdefault(folded(name), []).append((name, path))
            if path in self.kinds:
                self._paths.setdefault(name, []).append(path)
        self._spellings = Spellings(self._paths)
        self._others: frozenset[str] | None = None

    def guesses(self, target: str) -> tuple[Guess, ...]:
        """The notes that a target without meaning may have been meant for: by name or alias, else nearly by name."""
        name = target.partition("#")[0].strip().removesuffix(".md").rpartition("/")[2]
        exact = {path: Guess(path, alias, 0) for alias, path in self._exact.get(folded(name), ())}
        if exact:
            known = {path: guess for path, guess in exact.items() if path in self.kinds}
            return tuple((known or exact).values())
        near = self._spellings.near(name)
        if near is None or (near.distance and bare(name) in self._other_names()):
            return ()
        found = {path: Guess(path, other, near.distance) for other in near.names for path in self._paths[other]}
        return tuple(found.values())

    def _other_names(self) -> frozenset[str]:
        """The names of all other notes: what is one of these but for its signs was meant for that note."""
        if self._others is None:
            self._others = frozenset(bare(name_of(path)) for path in self.index.notes if path not in self.kinds)
        return self._others

    def target_to(self, path: str, written: str, source: str, *, full: bool = False) -> str | None:
        """The target that means this note in ``source``, in the style of the one written there; None for no such."""
        stem = path.removesuffix(".md")
        if not _NOT_IN_LINKS.isdisjoint(stem):
            return None
        written = written.partition("#")[0].strip()
        target = self._styled(path, stem, written, source, full=full)
        target += ".md" if written.endswith(".md") else ""
        return target if self.index.resolve(target, source).path == path else None

    def _styled(self, path: str, stem: str, written: str, source: str, *, full: bool) -> str:
        if written.startswith(("./", "../")):
            relative = posixpath.relpath(stem, posixpath.dirname(source) or ".")
            return relative if relative.startswith("../") else f"./{relative}"
        if written.startswith("/"):
            return f"/{stem}"
        long = full or "/" in written or self._style == "absolute" or len(self.index.names.namesakes(path)) > 1
        return stem if long else name_of(path)

    def remedy(self, note: Note, number: int, target: str | None, shown: str) -> Remedy | None:
        """Another target for one link of a note, in its text or in a property."""
        link = note.links[number]
        if target is None:
            return None
        new = NewLink(number, target, shown)
        if link.kind != "property":
            return new
        key, item = item_of(note, link)
        changed = new_item(link, item, new)
        return NewValue(key, item, changed) if changed is not None else None


def kinds_of(network: Network) -> Mapping[str, Kind]:
    """The kind of every person, source and goal; a person who publishes is a person."""
    found: dict[str, Kind] = {}
    found.update(dict.fromkeys(network.goals, "goal"))
    found.update(dict.fromkeys(network.sources, "source"))
    found.update(dict.fromkeys(network.people, "person"))
    return found


def aliases_of(note: Note) -> tuple[str, ...]:
    """The other names of a note."""
    if not note.properties:
        return ()
    return tuple(a for key, v in note.properties.items() if key.lower() in ("aliases", "alias") for a in texts(v))


def item_of(note: Note, link: Link) -> tuple[str, str]:
    """The property that a link stands in, and the value or item of it that holds the link."""
    place = link.key or ""
    if place in note.properties:
        return place, str(note.properties[place])
    key, _, number = place.rpartition(".")
    return key, str(note.properties[key][int(number)])
