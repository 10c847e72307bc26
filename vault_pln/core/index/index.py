"""The facts of all notes, and what follows from them together. Nothing is resolved before it is asked for."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from vault_pln.core.index.names import Names, Resolution, folded, link_path, name_key
from vault_pln.model.note import Link, Note


class Backlink(NamedTuple):
    """A link as seen from the note it means; ``text`` is its line."""

    path: str
    line: int
    text: str
    link: Link


class Index:
    """All notes and file names of a vault. A change costs what it touches; the answers equal a rebuild's.

    ``own`` are the notes that vault-pln itself writes: they can be meant by links, but theirs do not count.
    """

    def __init__(self, notes: Iterable[Note] = (), files: Iterable[str] = (), own: Iterable[str] = ()) -> None:
        self.notes: dict[str, Note] = {}
        self.names = Names()
        self._own = frozenset(own)
        # which notes name what; made when it is first asked for, and kept true from then on
        self._naming: dict[str, dict[str, list[Link]]] | None = None
        self._paths: dict[str, str] = {}
        self._everywhere: dict[str, str | None] = {}
        self._here: dict[tuple[str, str], Resolution] = {}
        self.change(notes, (), files, ())

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
            self._forget_links(path)
            self.notes.pop(path, None)
            self.names.remove(path)
        for path in files_removed:
            self.names.remove(path)
        for note in changed:
            named = named or note.path not in self.notes
            self._forget_links(note.path)
            self.notes[note.path] = note
            self.names.add(note.path)
            if self._naming is not None:
                self._learn_links(self._naming, note)
        for path in files_added:
            self.names.add(path)
        if named:
            self._everywhere.clear()
            self._here.clear()

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
        path = self._path(link.target)
        if path in self._everywhere:
            found = self._everywhere[path]
        else:
            found = self._everywhere[path] = self.names.only(path)
        return found if found is not None else self.resolve(link.target, source).path

    def links_from(self, path: str) -> Iterator[tuple[Link, Resolution]]:
        """The links of a note and what they mean."""
        for link in self.notes[path].links:
            yield link, self.resolve(link.target, path)

    def backlinks(self, path: str) -> list[Backlink]:
        """All links that mean this file, by path and line; the note's links to itself are left out."""
        known = self._known_naming()
        found = [
            _backlink(self.notes[source], link)
            for key in _keys(path)
            for source, links in known.get(key, {}).items()
            if source != path and source not in self._own
            for link in links
            if self.target(link, source) == path
        ]
        return sorted(found, key=lambda link: (link.path, link.line))

    def naming(self, paths: Iterable[str]) -> set[str]:
        """The notes with a link that one of these files, here or gone, might be the meaning of."""
        known = self._known_naming()
        return {source for path in paths for key in _keys(path) for source in known.get(key, ())}

    def _known_naming(self) -> dict[str, dict[str, list[Link]]]:
        if self._naming is None:
            self._naming = {}
            for note in self.notes.values():
                self._learn_links(self._naming, note)
        return self._naming

    def _path(self, target: str) -> str:
        path = self._paths.get(target)
        if path is None:
            path = self._paths[target] = link_path(target)
        return path

    def _learn_links(self, naming: dict[str, dict[str, list[Link]]], note: Note) -> None:
        for link in note.links:
            naming.setdefault(name_key(self._path(link.target)), {}).setdefault(note.path, []).append(link)

    def _forget_links(self, path: str) -> None:
        old = self.notes.get(path)
        if self._naming is None or old is None:
            return
        for link in old.links:
            key = name_key(self._path(link.target))
            naming = self._naming.get(key, {})
            naming.pop(path, None)
            if not naming:
                self._naming.pop(key, None)


def _keys(path: str) -> set[str]:
    """Under which names links to this file are known: ``[[x.md]]`` may mean ``x.md.md``."""
    key = name_key(folded(path))
    return {key, name_key(key)}


def _backlink(note: Note, link: Link) -> Backlink:
    text = note.lines.get(link.line, "") if link.kind != "property" else f"{link.key}: {link.target}"
    return Backlink(note.path, link.line, text, link)
