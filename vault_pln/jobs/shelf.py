"""The notes of a vault as they were read: what is known of their files, and their facts in the cache."""

import time
from collections.abc import Container, Iterable, Mapping

from vault_pln.core.markdown.ids import digest_of_bytes
from vault_pln.edge import disk
from vault_pln.edge.cache import Cache, Known, Reading
from vault_pln.model.files import Stat
from vault_pln.model.note import Note
from vault_pln.model.problem import Problem


class Shelf:
    """All notes read so far; ``unreadable`` are those that could not be."""

    def __init__(self, root: str, cache: Cache) -> None:
        self._root, self._cache = root, cache
        self.known: dict[str, Known] = cache.known()
        self.unreadable: dict[str, Problem] = {}

    def read(self, stats: Mapping[str, Stat], held: Container[str] = ()) -> dict[str, Reading]:
        """Read the notes among these that must be read; one that cannot be stays as it was known last.

        So do those ``held``, and one that went since: the next listing tells.
        """
        known, fresh = self.known, {}
        todo = [path for path, stat in stats.items() if path not in known or not known[path].is_sure(stat)]
        for path in todo:
            if path in held:
                continue
            self.unreadable.pop(path, None)
            found = read_one(self._root, path, stats[path], known.get(path))
            if isinstance(found, Reading):
                fresh[path] = found
            elif found is not None:
                self.unreadable[path] = found
        return fresh

    def put(self, fresh: Mapping[str, Reading], gone: Iterable[str], *, keep: bool = True) -> None:
        """Take in what was read and forget what is gone, for the next run too where ``keep`` says so."""
        if keep:
            self._cache.store({path: one.kept() for path, one in fresh.items()}, gone)
        self.known.update((path, one.known) for path, one in fresh.items())
        for path in gone:
            self.known.pop(path, None)

    def fetch(self, paths: Iterable[str]) -> dict[str, Note]:
        """Notes that an earlier run read, from the cache; where that was lost they are read again."""
        wanted = list(paths)
        found = self._cache.notes(wanted)
        return {path: found[path] if path in found else self._read_again(path) for path in wanted}

    def _read_again(self, path: str) -> Note:
        try:
            return _facts(path, disk.read_note(self._root, path))
        except OSError:
            return Note(path, "")


def read_one(root: str, path: str, stat: Stat, old: Known | None) -> Reading | Problem | None:
    """Read a note of this stat, None where it is gone; a content that is known already is not read for its facts."""
    seen = time.time_ns()
    try:
        data = disk.read_note(root, path)
    except FileNotFoundError:
        return None
    except OSError as error:
        return Problem(path, None, f"the note cannot be read: {error.strerror or error}", "Check its rights.")
    digest = digest_of_bytes(data)
    same = old is not None and old.digest == digest
    return Reading(Known(*stat, seen, digest), None if same else _facts(path, data))


def _facts(path: str, data: bytes) -> Note:
    # the reader brings much with it that a run without a changed note does without
    from vault_pln.core.markdown.note import read_note

    return read_note(path, data)
