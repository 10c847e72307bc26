"""Which file a link means, by Obsidian's rules: exact path, own folder, shortest path; without case, in NFC.

Aliases never resolve, and neither an excluded file nor a template is left out: all are targets.
"""

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

Match = Literal["self", "unique", "ambiguous", "exact", "unresolved"]
_SLASHES = re.compile(r"[/\\]+")


class Resolution(NamedTuple):
    """What a link means: the file (None: nothing), how it was found, and all that could have been meant.

    ``case`` says whether the file is written otherwise in upper and lower case; ``self`` is a link without a path,
    such as ``#Heading``.
    """

    path: str | None
    how: Match
    candidates: tuple[str, ...] = ()
    case: bool = False


class Meaning(NamedTuple):
    """What a link means wherever it stands: the file, or in some folders the one that lies ``beside`` the note."""

    path: str | None
    how: Match
    candidates: tuple[str, ...] = ()
    beside: Mapping[str, str] = {}

    def seen_from(self, source: str) -> str | None:
        """The file that is meant in this note."""
        return self.beside.get(_folder(folded(source)), self.path) if self.beside else self.path


def folded(name: str) -> str:
    """A path or name as links compare it: NFC, no-break space as space, lower case."""
    return _normal(name).lower()


def _normal(name: str) -> str:
    return name if name.isascii() else unicodedata.normalize("NFC", name).replace("\xa0", " ")


def link_path(target: str) -> str:
    """The path part of a link: what stands before the first ``#``, as links compare it."""
    return _written_path(target).lower()


def _written_path(target: str) -> str:
    path = _normal(target.partition("#")[0]).strip()
    return _SLASHES.sub("/", path) if "/" in path or "\\" in path else path


def name_key(path: str) -> str:
    """What files and links share that could mean each other: the last part of the path, without ``.md``."""
    return path[path.rfind("/") + 1 :].removesuffix(".md")


KeptNames = tuple[dict[str, str], dict[str, tuple[str, ...]]]
"""Each path in the form in which links compare it, and the paths that share a name key."""


class Names:
    """The names of all files of a vault. Adding and removing costs only the name concerned."""

    def __init__(self, paths: Iterable[str] = ()) -> None:
        self._folded: dict[str, str] = {}
        self._by_key: dict[str, tuple[str, ...]] = {}
        self._shared: frozenset[str] | None = None
        for path in paths:
            self.add(path)

    @classmethod
    def recalled(cls, kept: KeptNames) -> "Names":
        """The names that an earlier run kept."""
        names = cls()
        names._folded, names._by_key = kept
        return names

    def kept(self) -> KeptNames:
        """The names as plain values, for another run to recall."""
        return self._folded, self._by_key

    def __contains__(self, path: str) -> bool:
        return path in self._folded

    def add(self, path: str) -> None:
        """Take a file in; twice is once."""
        if path not in self._folded:
            self._folded[path] = low = folded(path)
            key = name_key(low)
            self._by_key[key] = (*self._by_key.get(key, ()), path)
            self._shared = None

    def remove(self, path: str) -> None:
        """Forget a file."""
        low = self._folded.pop(path, None)
        if low is not None:
            key = name_key(low)
            rest = tuple(other for other in self._by_key[key] if other != path)
            if rest:
                self._by_key[key] = rest
            else:
                del self._by_key[key]
            self._shared = None

    def is_alone(self, path: str) -> bool:
        """Whether no other file shares the name of this one."""
        if path not in self._folded:
            return len(self._by_key.get(name_key(folded(path)), ())) == 1
        return path not in self.sharing()

    def sharing(self) -> frozenset[str]:
        """All files that share their name with another."""
        if self._shared is None:
            self._shared = frozenset(one for paths in self._by_key.values() if len(paths) > 1 for one in paths)
        return self._shared

    def namesakes(self, path: str) -> tuple[str, ...]:
        """All files that share the name of this one, itself included, ordered by path."""
        return tuple(sorted(self._by_key.get(name_key(folded(path)), ())))

    def resolve(self, target: str, source: str) -> Resolution:
        """What a link with this target means in the note ``source``."""
        meaning = self.meaning(target)
        if meaning is not None:
            path = meaning.seen_from(source)
            return _NOTHING if path is None else _found(path, meaning.how, meaning.candidates, _written_path(target))
        path = _written_path(target)
        if not path:
            return Resolution(source, "self", (source,))
        if path.endswith(("/", "/.", "/..")) or path in (".", ".."):
            return _NOTHING
        if path.startswith("/"):
            return self._at(path[1:])
        return self._at(posixpath.normpath(posixpath.join(posixpath.dirname(_normal(source)), path)))

    def meaning(self, target: str) -> Meaning | None:
        """What a link with this target means in every note; None where it begins or ends at a place of its own."""
        path = _written_path(target)
        if not path or path[0] == "/" or path.startswith(("./", "../")) or path.endswith(("/", "/.", "/..")):
            return None
        if path in (".", ".."):
            return None
        for wanted in _variants(path.lower()):
            found = self._ending_with(wanted)
            if found:
                return self._chosen(found, wanted, path)
        return _MEANS_NOTHING

    def _at(self, path: str) -> Resolution:
        """A path that is meant exactly."""
        for wanted in _variants(path.lower()):
            same = tuple(other for other in self._by_key.get(name_key(wanted), ()) if self._folded[other] == wanted)
            if same:
                return _found(_best(same, path), "exact", same, path)
        return _NOTHING

    def _ending_with(self, wanted: str) -> tuple[str, ...]:
        """The files whose path is this or ends with it as its last parts."""
        suffix = "/" + wanted
        known = ((p, self._folded[p]) for p in self._by_key.get(name_key(wanted), ()))
        return tuple(p for p, low in known if low == wanted or low.endswith(suffix))

    def _chosen(self, found: tuple[str, ...], wanted: str, path: str) -> Meaning:
        """The exact path, else the one in the source's own folder, else the shortest path."""
        exact = tuple(p for p in found if self._folded[p] == wanted)
        if exact and ("/" in wanted or len(found) > 1):
            return Meaning(_best(exact, path), "exact", found)
        if len(found) == 1:
            return Meaning(found[0], "unique", found)
        folders: dict[str, list[str]] = {}
        for other in found:
            folders.setdefault(_folder(self._folded[other]), []).append(other)
        beside = {folder: _best(tuple(here), path) for folder, here in folders.items()}
        return Meaning(_best(found, path), "ambiguous", found, beside)


def _folder(path: str) -> str:
    return path[: path.rfind("/") + 1]


_NOTHING = Resolution(None, "unresolved")
_MEANS_NOTHING = Meaning(None, "unresolved")


def _best(paths: tuple[str, ...], written: str) -> str:
    """The shortest; of twins the one that is written as the link is, else the first by name."""
    if len(paths) == 1:
        return paths[0]
    least = min(len(_normal(path)) for path in paths)
    return min((not _is_as_written(p, written), p) for p in paths if len(_normal(p)) == least)[1]


def _found(path: str, how: Match, candidates: tuple[str, ...], written: str) -> Resolution:
    return Resolution(path, how, candidates, case=not _is_as_written(path, written))


def _is_as_written(path: str, written: str) -> bool:
    return _normal(path).endswith(_variants(written))


def _variants(path: str) -> tuple[str, ...]:
    """The file names a link path may stand for, the likelier first."""
    return (path, path + ".md") if path.endswith(".md") else (path + ".md", path)
