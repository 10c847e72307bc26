"""The rules of the house, checked over the imports of every module; LAYERS is the table of the layers."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "vault_pln"

LAYERS = (
    "model",
    "core.markdown",
    "core.index",
    "core.kinds",
    "core.network",
    "core.health",
    "core.sources",
    "core.digest",
    "core.suggest",
    "core.exchange",
    "core.publish",
    "core.outputs",
    "core.review",
    "edge",
    "jobs",
    "daemon",
    "cli",
)
"""Each may import from itself and from those above it; ``edge`` only from ``model``."""

DOORS = {
    "frontmatter": "core.markdown.properties",
    "yaml": "core.markdown.properties",
    "feedparser": "core.sources.feed",
    "defusedxml": "core.sources.opml",
    "icalendar": "core.sources.calendar",
    "recurring_ical_events": "core.sources.calendar",
    "lxml": "core.sources.page",
    "babel": "core.markdown.moment_names",
    "publicsuffixlist": "core.sources.domain",
    "snowballstemmer": "core.digest.languages",
    "re2": "core.kinds.wishes",
    "urllib3": "edge.web",
    "watchdog": "edge.watch",
    "platformdirs": "edge.places",
    "click": "cli",
    "rich": "cli.terminal",
}
"""Third-party library → the one module, or the one package, through which it enters."""

PURE = frozenset(
    [
        "ast",
        "base64",
        "bisect",
        "calendar",
        "codecs",
        "collections",
        "contextlib",
        "copy",
        "csv",
        "dataclasses",
        "datetime",
        "decimal",
        "defusedxml",
        "difflib",
        "email",
        "enum",
        "feedparser",
        "frontmatter",
        "functools",
        "hashlib",
        "heapq",
        "html",
        "icalendar",
        "io",
        "ipaddress",
        "itertools",
        "json",
        "lxml",
        "math",
        "operator",
        "posixpath",
        "publicsuffixlist",
        "re",
        "re2",
        "recurring_ical_events",
        "string",
        "typing",
        "unicodedata",
        "urllib",
        "yaml",
        "zoneinfo",
        "babel",
        "snowballstemmer",
        "xml",
    ]
)
"""What ``core`` and ``model`` may import: nothing that touches files, network, clock, randomness or threads.

``io`` is there for BytesIO; ``zoneinfo``, ``babel`` and ``publicsuffixlist`` read the tables they bring with them
and nothing else.
"""

BANNED = frozenset({"utils", "util", "helpers", "helper", "common", "base", "manager", "handler", "misc"})
LONGEST = 400

Sources = dict[str, str]


def sources_of(package: Path) -> Sources:
    """Module name (below the package) → source text."""
    found = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path.read_text(encoding="utf-8")
    return found


def imports(source: str, modules: Iterable[str]) -> Iterator[str]:
    """Every module a source imports, wherever the import stands, for types too.

    ``from package import name`` means the module ``package.name`` where there is one, else the package.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if own(inner, modules) else node.module


def own(name: str, modules: Iterable[str]) -> str | None:
    """The module of ours that an import means, None for any other."""
    inner = name.removeprefix("vault_pln").removeprefix(".")
    return inner if name.startswith("vault_pln") and inner in modules and inner else None


def layer(module: str) -> str | None:
    return next((name for name in LAYERS if module == name or module.startswith(name + ".")), None)


def edge_module(module: str) -> str:
    return ".".join(module.split(".")[:2])


def breaches(sources: Sources) -> list[str]:
    """Every breach of the rules, as a sentence."""
    found: list[str] = []
    edges: dict[str, set[str]] = {}
    for module, source in sources.items():
        names = set(imports(source, sources))
        targets = {target for name in names if (target := own(name, sources)) is not None and target != module}
        edges[module] = targets
        found += [f"{module} imports {target}, against the order" for target in targets if not allowed(module, target)]
        found += [f"{module} imports {name}, not its door" for name in names if not through_its_door(module, name)]
        if (layer(module) or "").startswith(("core", "model")):
            found += [f"{module} imports {name}, which touches the world" for name in names if not pure(name)]
        if source.count("\n") > LONGEST:
            found.append(f"{module} has more than {LONGEST} lines")
        if module.rpartition(".")[2] in BANNED:
            found.append(f"{module} has a name that says nothing")
    return found + [f"a cycle: {' → '.join(cycle)}" for cycle in cycles(edges)]


def allowed(module: str, target: str) -> bool:
    mine, theirs = layer(module), layer(target)
    if mine is None or theirs is None:
        return True
    if mine == "edge":
        return (
            theirs == "model" or (theirs == "edge" and edge_module(module) == edge_module(target)) or target == "edge"
        )
    return LAYERS.index(theirs) <= LAYERS.index(mine)


def through_its_door(module: str, name: str) -> bool:
    door = DOORS.get(name.partition(".")[0])
    return door is None or module == door or module.startswith(door + ".")


def pure(name: str) -> bool:
    return name.startswith("vault_pln") or name.partition(".")[0] in PURE


def cycles(edges: dict[str, set[str]]) -> list[list[str]]:
    """One cycle for each that a depth-first walk closes; a package counts as its ``__init__``."""
    state: dict[str, int] = {}
    found: list[list[str]] = []

    def visit(module: str, trail: list[str]) -> None:
        state[module] = 1
        for target in sorted(edges.get(module, ())):
            if state.get(target) == 1:
                found.append([*trail[trail.index(target) :], target] if target in trail else [module, target])
            elif target not in state:
                visit(target, [*trail, target])
        state[module] = 2

    for module in sorted(edges):
        if module not in state:
            visit(module, [module])
    return found


def test_the_house_keeps_its_rules() -> None:
    assert breaches(sources_of(PACKAGE)) == []


def test_every_package_is_in_the_table() -> None:
    packages = {m for m in sources_of(PACKAGE) if m and (PACKAGE / m.replace(".", "/")).is_dir()} - {"core"}
    assert packages - {"edge.disk"} == set(LAYERS) - {"daemon"}


@pytest.mark.parametrize(
    ("module", "source", "breach"),
    [
        ("core.kinds.x", "from vault_pln.core.digest.y import z", "against the order"),
        ("model.x", "from vault_pln.core.digest import y", "against the order"),
        ("edge.x", "import vault_pln.core.digest.y", "against the order"),
        ("edge.x", "from vault_pln.edge.other import y", "against the order"),
        ("core.index.x", "from vault_pln.edge.other import y", "against the order"),
        ("jobs.x", "from vault_pln.cli.app import y", "against the order"),
        ("jobs.x", "import feedparser", "not its door"),
        ("core.kinds.x", "def f() -> None:\n    import click", "not its door"),
        ("core.kinds.x", "import os", "touches the world"),
        ("core.kinds.x", "from time import time", "touches the world"),
        ("model.x", "import sqlite3", "touches the world"),
        ("core.markdown.x", "from random import random", "touches the world"),
        ("core.outputs.x", "import logging", "touches the world"),
        ("jobs.long", "\n" * 401, "more than 400 lines"),
        ("core.kinds.utils", "", "says nothing"),
    ],
)
def test_a_planted_breach_is_found(module: str, source: str, breach: str) -> None:
    planted = {
        "core.digest.y": "", "core.digest": "", "edge.other": "", "edge": "", "cli.app": "", "cli": "", module: source,
    }  # fmt: skip
    assert any(breach in one for one in breaches(planted))


def test_a_planted_cycle_is_found_also_when_it_is_only_for_types() -> None:
    planted = {
        "core.kinds.a": "from vault_pln.core.kinds.b import B",
        "core.kinds.b": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from vault_pln.core.kinds.a import A",
    }
    assert any("a cycle" in one for one in breaches(planted))
