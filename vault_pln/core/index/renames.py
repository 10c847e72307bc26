"""Which notes only moved: gone under one path and come under another with the same content."""

from collections import Counter
from collections.abc import Mapping


def renames(gone: Mapping[str, str], come: Mapping[str, str]) -> dict[str, str]:
    """Old path → new path, from the digests of the notes that are gone and of those that have come.

    A content that several notes share tells nothing, unless their names do: a folder that moved keeps its names.
    """
    found = dict(_unique(gone, come))
    left = {path: digest for path, digest in gone.items() if path not in found}
    new = {path: digest for path, digest in come.items() if path not in set(found.values())}
    named = _unique(_with_name(left), _with_name(new))
    return {**found, **dict(named)}


def _unique(gone: Mapping[str, str], come: Mapping[str, str]) -> list[tuple[str, str]]:
    before, after = Counter(gone.values()), Counter(come.values())
    places = {digest: path for path, digest in come.items()}
    return [(path, places[d]) for path, d in gone.items() if before[d] == 1 and after.get(d) == 1]


def _with_name(paths: Mapping[str, str]) -> dict[str, str]:
    return {path: f"{digest} {path.rpartition('/')[2]}" for path, digest in paths.items()}
