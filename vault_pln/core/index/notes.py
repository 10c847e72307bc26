"""The notes of a vault by path. What an earlier run read is fetched when it is first asked for."""

from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, ValuesView

from vault_pln.model.note import Note

Fetch = Callable[[Iterable[str]], Mapping[str, Note]]
"""Gives the notes at these paths, every one of them."""

_AT_ONCE = 1000
"""Notes fetched together while all of them are gone through; none of these is kept."""


class Notes(Mapping[str, Note]):
    """All notes; ``paths`` are those that ``fetch`` gives."""

    def __init__(self, paths: Iterable[str] = (), fetch: Fetch | None = None) -> None:
        self._notes: dict[str, Note | None] = dict.fromkeys(paths)
        self._fetch = fetch

    def __getitem__(self, path: str) -> Note:
        note = self._notes[path]
        return note if note is not None else self.some([path])[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._notes)

    def __len__(self) -> int:
        return len(self._notes)

    def __contains__(self, path: object) -> bool:
        return path in self._notes

    def values(self) -> ValuesView[Note]:
        """All notes, as ``items`` gives them."""
        return _Values(self)

    def items(self) -> ItemsView[str, Note]:
        """All notes by path; those that are not here are fetched in parts and let go again."""
        return _Items(self)

    def each(self) -> Iterator[tuple[str, Note]]:
        """What ``items`` goes through."""
        paths = list(self._notes)
        for start in range(0, len(paths), _AT_ONCE):
            part = paths[start : start + _AT_ONCE]
            fetched = self._fetched(part)
            for path in part:
                yield path, self._notes.get(path) or fetched[path]

    def some(self, paths: Iterable[str]) -> dict[str, Note]:
        """The notes at these paths, fetched together; a path without a note raises KeyError."""
        wanted = list(paths)
        self._notes.update(self._fetched(wanted))
        return {path: note for path in wanted if (note := self._notes[path]) is not None}

    def _fetched(self, paths: Iterable[str]) -> Mapping[str, Note]:
        """Those of these notes that are not here."""
        away = [path for path in paths if self._notes[path] is None]
        if not away:
            return {}
        assert self._fetch is not None, "notes that are not here come from somewhere"
        return self._fetch(away)

    def put(self, note: Note) -> None:
        """Take a note in, in place of what was at its path."""
        self._notes[note.path] = note

    def remove(self, path: str) -> None:
        """Forget a note."""
        self._notes.pop(path, None)


class _Values(ValuesView[Note]):
    def __init__(self, notes: Notes) -> None:
        super().__init__(notes)
        self._notes = notes

    def __iter__(self) -> Iterator[Note]:
        return (note for _, note in self._notes.each())


class _Items(ItemsView[str, Note]):
    def __init__(self, notes: Notes) -> None:
        super().__init__(notes)
        self._notes = notes

    def __iter__(self) -> Iterator[tuple[str, Note]]:
        return self._notes.each()
