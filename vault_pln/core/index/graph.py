"""The vault's links as resolved, in the shape Obsidian keeps them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from vault_pln.core.index.index import Index
from vault_pln.model.note import Link


def graph(index: Index, canvases: Mapping[str, Iterable[Link]]) -> dict[str, Any]:
    """``resolved`` and ``unresolved`` by note (or canvas), and the ``mix`` of how links were found.

    A link without a path (``#Heading``) is an edge of the note to itself, but was not looked for and is in no
    sort of the mix; ``case`` counts beside the others those whose file is written otherwise.
    ``canvases`` are the links of each canvas. What vault-pln wrote is left out.
    """
    resolved: dict[str, dict[str, int]] = {}
    unresolved: dict[str, dict[str, int]] = {}
    mix = Counter({"unique": 0, "ambiguous": 0, "exact": 0, "unresolved": 0, "case": 0})
    for path, links in _sources(index, canvases):
        found: Counter[str] = Counter()
        missing: Counter[str] = Counter()
        for link in links:
            meaning = index.resolve(link.target, path)
            mix[meaning.how] += 1
            mix["case"] += meaning.case
            if meaning.path is None:
                missing[link.target.partition("#")[0]] += 1
            else:
                found[meaning.path] += 1
        resolved[path], unresolved[path] = dict(found), dict(missing)
    del mix["self"]
    return {"resolved": resolved, "unresolved": unresolved, "mix": dict(mix)}


def _sources(index: Index, canvases: Mapping[str, Iterable[Link]]) -> Iterable[tuple[str, Iterable[Link]]]:
    for path in sorted(index.notes):
        if not index.is_own(path):
            yield path, (link for link in index.notes[path].links if link.place != "answered")
    yield from sorted(canvases.items())
