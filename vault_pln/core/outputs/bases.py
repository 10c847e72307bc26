"""The tables of Obsidian's Bases: made once, and the user's from then on. The ages in them are always today's.

Syntax: help.obsidian.md, "Bases syntax" and "Functions". A note is recognised by its properties, tags and folder, as
the settings say.
"""

import json
from collections.abc import Iterable, Iterator, Mapping

from vault_pln.core.kinds.kind import KIND_WORDS, TYPE_KEYS
from vault_pln.core.markdown.phrases import Phrases
from vault_pln.model.kinds import Kind
from vault_pln.model.settings import Settings

NAMES: Mapping[str, Kind] = {
    "PLN People.base": "person", "PLN Sources.base": "source", "PLN Goals.base": "goal",
}  # fmt: skip
"""The file of each kind in the folder of ours."""

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "person": ("relation", "goals", "last-contact", "formula.quiet", "cadence", "formula.known", "formula.changed"),
    "source": ("medium", "status", "goals", "topics", "formula.since", "formula.changed"),
    "goal": ("status", "area", "keywords", "target", "formula.left", "weight", "formula.changed"),
}
_FORMULAS: Mapping[str, Mapping[str, str]] = {
    "person": {"quiet": "last-contact", "known": "met", "changed": ""},
    "source": {"since": "since", "changed": ""},
    "goal": {"left": "target", "changed": ""},
}
"""Formula → the date from which it counts days; empty: the day on which the note's file changed."""
_VIEWS: Mapping[str, tuple[tuple[str, str, str, str], ...]] = {
    "person": (("view-quiet", "", "formula.quiet", ""), ("view-by-relation", "", "", "relation")),
    "source": (("view-sources", '{status} != "dropped"', "", "medium"),
               ("view-trial", '{status} == "trial"', "formula.since", "")),
    "goal": (("view-active", '!{status} || {status} == "active"', "", ""), ("view-all-goals", "", "", "status")),
}  # fmt: skip
"""Name, filter, sorted by (greatest first), grouped by."""


def base_text(kind: Kind, settings: Settings, language: str) -> str:
    """The base of a kind."""
    say, own = Phrases(language), settings.property_names
    lines = ["filters:", "  and:", "    - or:", *(f"        - {_quoted(one)}" for one in _marks(kind, settings)),
             f"    - {_quoted(f'!file.inFolder({_text(settings.folder)})')}",
             "    - '!file.path.contains(\"Template\")'",
             "formulas:", *(f"  {name}: {_quoted(_days(name, key, own))}" for name, key in _FORMULAS[kind].items()),
             "properties:", *_titles(kind, own, say), "views:"]  # fmt: skip
    for view in _VIEWS[kind]:
        lines += _view(view, ["file.name", *(_column(name, own) for name in _COLUMNS[kind])], own, say)
    return "\n".join([*lines, ""])


def _marks(kind: Kind, settings: Settings) -> Iterator[str]:
    """By what a note shows that it is of this kind, each an expression."""
    words = [word for word, meant in KIND_WORDS.items() if meant == kind]
    either = ", ".join(_text(word) for word in (*words, *(word.capitalize() for word in words)))
    yield from (f"list({_value(key, {})}).containsAny({either})" for key in sorted(TYPE_KEYS))
    yield from (f'list(note["categories"]).contains(link({_text(word.capitalize())}))' for word in words)
    tags: Mapping[Kind, tuple[str, ...]] = {
        "person": settings.person_tags, "source": settings.source_tags, "goal": settings.goal_tags,
    }  # fmt: skip
    folders: Mapping[Kind, tuple[str, ...]] = {
        "person": settings.person_folders, "source": settings.source_folders, "goal": settings.goal_folders,
    }  # fmt: skip
    yield from (f"file.hasTag({_text(tag.removeprefix('#'))})" for tag in tags[kind])
    yield from (f"file.inFolder({_text(folder.strip('/'))})" for folder in folders[kind])


def _days(formula: str, key: str, own: Mapping[str, str]) -> str:
    """Days since a date, or until the target; nothing where there is no date."""
    if not key:
        return "(today() - file.mtime.date()).days.floor()"
    value = _value(key, own)
    ago = f"(date({value}) - today())" if formula == "left" else f"(today() - date({value}))"
    return f"if({value}, {ago}.days.floor())"


def _titles(kind: Kind, own: Mapping[str, str], say: Phrases) -> Iterator[str]:
    names = [("file.name", kind), *((_column(name, own), name.replace("formula.", "days-")) for name in _COLUMNS[kind])]
    for column, phrase in names:
        yield from (f"  {_quoted(column)}:", f"    displayName: {_quoted(say(phrase))}")


def _view(view: tuple[str, str, str, str], order: Iterable[str], own: Mapping[str, str], say: Phrases) -> Iterator[str]:
    name, only, by, group = view
    yield from ("  - type: table", f"    name: {_quoted(say(name))}")
    if only:
        expression = only.replace("{status}", _value("status", own))
        yield from ("    filters:", "      and:", f"        - {_quoted(expression)}")
    if group:
        yield from ("    groupBy:", f"      property: {_quoted(_column(group, own))}", "      direction: ASC")
    yield from ("    order:", *(f"      - {_quoted(one)}" for one in order))
    if by:
        yield from ("    sort:", f"      - property: {_quoted(by)}", "        direction: DESC")


def _column(name: str, own: Mapping[str, str]) -> str:
    return name if name.startswith("formula.") else f"note.{own.get(name, name)}"


def _value(key: str, own: Mapping[str, str]) -> str:
    """A property of the note in an expression, also one whose name is no word."""
    return f"note[{_text(own.get(key, key))}]"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _quoted(text: str) -> str:
    """A YAML scalar: single quotes hold everything that can be printed, and expressions as they are read."""
    return "'" + text.replace("'", "''") + "'" if text.isprintable() else _text(text)
