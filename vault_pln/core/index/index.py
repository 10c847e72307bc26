"""The facts of all notes, and what follows from them together. Nothing is resolved before it is asked for."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from vault_pln.core.index.names import KeptNames, Meaning, Names, Resolution, folded, link_path, name_key
from vault_pln.core.index.notes import Notes
from vault_pln.core.index.own import has_ours
from vault_pln.model.note import Link, Note


class Backlink(NamedTuple):
    """A link as seen from the note it means; ``text`` is its line."""

    path: str
    line: int
    text: str
    link: Link


Naming = dict[str, set[str]]
"""Which notes have a link to a name: name key → paths. Some may have had it once: the notes themselves decide."""


class KeptIndex(NamedTuple):
    """What one run leaves to the next: the names of all files, and the notes with something of ours."""

    names: KeptNames
    ours: tuple[str, ...]


class Index:
    """All notes and file names of a vault. A change costs what it touches; the answers equal a rebuild's.

    ``own`` are the notes that vault-pln itself writes: they can be meant by links, but theirs do not count.
    """

    def __init__(self, notes: Iterable[Note] = (), files: Iterable[str] = (), own: Iterable[str] = ()) -> None:
        self.notes = Notes()
        self.names = Names()
        self._own = frozenset(own)
        self._ours: set[str] = set()
        # made, or recalled, when it is first asked for, and kept true from then on
        self._naming: Naming | None = None
        self._recall_naming: Callable[[], Naming | None] = lambda: None
        self._naming_made = False
        self._learned: list[str] = []
        self._paths: dict[str, str] = {}
        self._meanings: dict[str, Meaning | None] = {}
        self._here: dict[tuple[str, str], Resolution] = {}
        self.change(notes, (), files, ())

    @classmethod
    def recalled(cls, notes: Notes, kept: KeptIndex, naming: Callable[[], Naming | None]) -> "Index":
        """The index of an earlier run, from its notes, what it kept, and who named what."""
        index = cls()
        index.notes = notes
        index.names = Names.recalled(kept.names)
        index._ours = set(kept.ours)
        index._recall_naming = naming
        return index

    def kept(self) -> KeptIndex:
        """What another run may begin with."""
        return KeptIndex(self.names.kept(), tuple(self._ours))

    def change(
        self,
        changed: Iterable[Note] = (),
        removed: Iterable[str] = (),
        files_added: Iterable[str] = (),
        files_removed: Iterable[str] = (),
    ) -> None:
        """Take in notes that are new or different, and forget those that are gone."""
        removed, files_added, files_removed = list(removed), list(files_added), list(files_removed)
        named = bool(removed or files_added or files_removed)
        for path in removed:
            self.notes.remove(path)
            self._ours.discard(path)
        for path in (*removed, *files_removed):
            self.names.remove(path)
        for note in changed:
            named = named or note.path not in self.notes
            self._take(note)
        for path in files_added:
            self.names.add(path)
        if named:
            self._meanings.clear()
            self._here.clear()

    def _take(self, note: Note) -> None:
        self.notes.put(note)
        self.names.add(note.path)
        (self._ours.add if has_ours(note) else self._ours.discard)(note.path)
        if self._naming is not None:
            self._learn_links(self._naming, note)
        else:
            self._learned.append(note.path)

    def ours(self) -> dict[str, Note]:
        """The notes with something of vault-pln's in them, by path."""
        return self.notes.some(sorted(self._ours))

    def set_own(self, own: Iterable[str]) -> None:
        """Say of more notes that they are vault-pln's own."""
        self._own |= frozenset(own)

    def is_own(self, path: str) -> bool:
        """Whether vault-pln writes this note."""
        return path in self._own

    def resolve(self, target: str, source: str) -> Resolution:
        """What a link with this target means in this note, and how that was found."""
        place = source if not target or target[0] == "#" else source[: source.rfind("/") + 1]
        known = self._here.get((target, place))
        if known is None:
            known = self._here[target, place] = self.names.resolve(target, source)
        return known

    def target(self, link: Link, source: str) -> str | None:
        """The file that a link of this note means: ``resolve`` without the how, several times faster."""
        target = link.target
        if target in self._meanings:
            meaning = self._meanings[target]
        else:
            meaning = self._meanings[target] = self.names.meaning(target)
        return meaning.seen_from(source) if meaning is not None else self.resolve(target, source).path

    def links_from(self, path: str) -> Iterator[tuple[Link, Resolution]]:
        """The links of a note and what they mean."""
        for link in self.notes[path].links:
            yield link, self.resolve(link.target, path)

    def backlinks(self, path: str) -> list[Backlink]:
        """All links that mean this file, by path and line; the note's links to itself are left out."""
        sources = self._naming_any(_keys(path)) - self._own - {path}
        found = [
            _backlink(note, link)
            for source, note in self.notes.some(sources).items()
            for link in note.links
            if self.target(link, source) == path
        ]
        return sorted(found, key=lambda link: (link.path, link.line))

    def naming(self, paths: Iterable[str]) -> set[str]:
        """The notes with a link that one of these files, here or gone, might be the meaning of."""
        keys = {key for path in paths for key in _keys(path)}
        notes = self.notes.some(self._naming_any(keys))
        return {source for source, note in notes.items() if not keys.isdisjoint(self._link_keys(note))}

    def naming_known(self) -> Naming | None:
        """Which notes name what, for another run to recall; None where nobody asked yet."""
        return self._naming

    def naming_is_new(self) -> bool:
        """Whether this run had to find out for itself who names what."""
        return self._naming_made

    def _who_names(self) -> Naming:
        if self._naming is None:
            self._naming = self._recall_naming()
            learned = [path for path in self._learned if path in self.notes]
            self._learned.clear()
            self._naming_made = self._naming is None
            notes = self.notes if self._naming_made else self.notes.some(learned)
            self._naming = self._naming if self._naming is not None else {}
            for note in notes.values():
                self._learn_links(self._naming, note)
        return self._naming

    def _naming_any(self, keys: Iterable[str]) -> set[str]:
        """The notes that name one of these keys, or did."""
        known = self._who_names()
        return {source for key in keys for source in known.get(key, ()) if source in self.notes}

    def _path(self, target: str) -> str:
        path = self._paths.get(target)
        if path is None:
            path = self._paths[target] = link_path(target)
        return path

    def _link_keys(self, note: Note) -> set[str]:
        return {name_key(self._path(link.target)) for link in note.links}

    def _learn_links(self, naming: Naming, note: Note) -> None:
        for key in self._link_keys(note):
            naming.setdefault(key, set()).add(note.path)


def _keys(path: str) -> set[str]:
    """Under which names links to this file are known: ``[[x.md]]`` may mean ``x.md.md``."""
    key = name_key(folded(path))
    return {key, name_key(key)}


def _backlink(note: Note, link: Link) -> Backlink:
    text = note.lines.get(link.line, "")
    if link.kind == "property":
        key, _, number = (link.key or "").rpartition(".")
        text = f"{key if key and number.isdigit() else link.key}: {link.target}"
    return Backlink(note.path, link.line, text, link)
