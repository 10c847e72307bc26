"""The notes of a vault by path. What an earlier run read is fetched when it is first asked for."""

from collections.abc import Callable, Iterable, Iterator, Mapping, ValuesView

from vault_pln.model.note import Note

Fetch = Callable[[Iterable[str]], Mapping[str, Note]]
"""Gives the notes at these paths, every one of them."""


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
        """All notes, fetched together."""
        return self.some(self._notes).values()

    def some(self, paths: Iterable[str]) -> dict[str, Note]:
        """The notes at these paths, fetched together; a path without a note raises KeyError."""
        wanted = list(paths)
        away = [path for path in wanted if self._notes[path] is None]
        if away:
            assert self._fetch is not None, "notes that are not here come from somewhere"
            self._notes.update(self._fetch(away))
        return {path: note for path in wanted if (note := self._notes[path]) is not None}

    def put(self, note: Note) -> None:
        """Take a note in, in place of what was at its path."""
        self._notes[note.path] = note

    def remove(self, path: str) -> None:
        """Forget a note."""
        self._notes.pop(path, None)
