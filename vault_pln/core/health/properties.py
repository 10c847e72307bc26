"""Properties that name other notes of the network: what they name must be there, and of the right kind."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from vault_pln.core.health.links import missed, names, shown
from vault_pln.core.health.meant import Guess, Meant
from vault_pln.core.health.mending import NewValue, Suspect
from vault_pln.core.kinds.kind import DATED_TYPES, type_words
from vault_pln.model.finding import Finding
from vault_pln.model.kinds import Kind
from vault_pln.model.note import Note
from vault_pln.model.settings import Settings


class _Names(NamedTuple):
    """What a property may name; ``plain`` where a text that is no link names a note too, and nothing else."""

    kinds: tuple[Kind, ...]
    plain: bool = False
    meetings: bool = False


_PERSON = _Names(("person",))
_GOAL = _Names(("goal",), plain=True)
_MET = _Names(("person", "source"), meetings=True)
_NAMING: Mapping[Kind, Mapping[str, _Names]] = {
    "person": {
        "goals": _GOAL, "knows": _PERSON, "potential_contacts": _PERSON, "friends": _PERSON, "met-via": _MET,
    },
    "source": {"goals": _GOAL, "author": _PERSON, "members": _PERSON, "found-via": _MET},
    "goal": {"parent": _GOAL},
}  # fmt: skip


class Naming:
    """The properties of a vault that name notes, under the names the user gave them."""

    def __init__(self, meant: Meant, settings: Settings) -> None:
        self._meant = meant
        self._rules = {kind: _renamed(rules, settings.property_names) for kind, rules in _NAMING.items()}

    def links(self, note: Note) -> frozenset[int]:
        """Which links of a note stand in such a property."""
        rules = self._rules_of(note)
        if not rules:
            return frozenset()
        return frozenset(
            n for n, link in enumerate(note.links) if link.kind == "property" and _property(link.key) in rules
        )

    def suspects(self, note: Note) -> Iterator[Suspect]:
        """What these properties name that is not there, or of another kind."""
        rules = self._rules_of(note)
        for number in sorted(self.links(note)):
            yield from self._of_link(note, number, rules[_property(note.links[number].key)])
        for key, value in note.properties.items():
            rule = rules.get(key.lower())
            if rule is not None:
                for item in value if isinstance(value, list) else [value]:
                    if isinstance(item, str) and "[" not in item and item.strip():
                        yield from self._of_text(note, key, item.strip(), rule)

    def _rules_of(self, note: Note) -> Mapping[str, _Names]:
        kind = self._meant.kinds.get(note.path)
        return self._rules[kind] if kind is not None and note.properties else {}

    def _of_link(self, note: Note, number: int, rule: _Names) -> Iterator[Suspect]:
        link, meant = note.links[number], self._meant
        key = _property(link.key)
        meaning = meant.index.resolve(link.target, note.path)
        if meaning.path is None:
            message = f"'{key}' names {shown(link)}, which means no note"
            guesses = meant.guesses(link.target)
            missing = Suspect(_finding(note, link.line, message, _make(rule)))
            yield missed(meant, note, number, message, guesses) if guesses else missing
        elif not self._is_right(meaning.path, rule):
            right = [path for path in meaning.candidates if self._is_right(path, rule)]
            target = meant.target_to(right[0], link.target, note.path, full=True) if len(right) == 1 else None
            remedy = meant.remedy(note, number, target, link.target.replace("#", " > "))
            yield Suspect(_wrong(note, link.line, key, meaning.path, rule)._replace(certain=True), remedy)

    def _of_text(self, note: Note, key: str, text: str, rule: _Names) -> Iterator[Suspect]:
        path = self._meant.index.resolve(text, note.path).path
        line = note.property_lines.get(key, 1)
        if path is not None:
            if rule.plain and not self._is_right(path, rule):
                yield Suspect(_wrong(note, line, key.lower(), path, rule))
            return
        guesses = self._meant.guesses(text)
        message = f"'{key}' names '{text}', which is no note"
        if len(guesses) == 1:
            yield self._guessed(note, key, text, message, guesses[0])
        elif guesses:
            yield Suspect(_finding(note, line, message, f"Which is meant: {names(guesses)}?"))
        elif rule.plain:
            yield Suspect(_finding(note, line, message, _make(rule)))

    def _guessed(self, note: Note, key: str, text: str, message: str, guess: Guess) -> Suspect:
        finding = _finding(note, note.property_lines.get(key, 1), f"{message}; '{guess.path}' is near",
                           f"Name '{guess.path}'.")  # fmt: skip
        target = self._meant.target_to(guess.path, text, note.path)
        remedy = NewValue(key, text, target) if target is not None else None
        return Suspect(finding._replace(certain=guess.distance == 0), remedy)

    def _is_right(self, path: str, rule: _Names) -> bool:
        note = self._meant.index.notes.get(path)
        if self._meant.kinds.get(path) in rule.kinds or (note is not None and note.problems):
            return True  # a note that cannot be read may be of any kind
        return rule.meetings and note is not None and not DATED_TYPES.isdisjoint(type_words(note))


def _finding(note: Note, line: int, message: str, advice: str) -> Finding:
    return Finding("link", note.path, line, message, advice)


def _wrong(note: Note, line: int, key: str, path: str, rule: _Names) -> Finding:
    message = f"'{key}' names '{path}', which is no {_one_of(rule)}"
    return _finding(note, line, message, f"Give it 'type: {rule.kinds[0]}', or name another note.")


def _make(rule: _Names) -> str:
    return f"Make the note, as a {_one_of(rule)}, or correct the name."


def unquoted_suspects(note: Note) -> Iterator[Suspect]:
    """Links in properties without quotes: to YAML a list in a list, to Obsidian no link."""
    for key, value in note.properties.items():
        for item in (value, *value) if isinstance(value, list) else ():
            match item:
                case [[str(name)]]:
                    line, message = note.property_lines.get(key, 1), f"'{key}: [[{name}]]' is no link without quotes"
                    finding = Finding("property", note.path, line, message, "Put it in quotes.", certain=True)
                    yield Suspect(finding, NewValue(key, f"[[{name}]]", f"[[{name}]]"))


def _renamed(rules: Mapping[str, _Names], names: Mapping[str, str]) -> Mapping[str, _Names]:
    return {**rules, **{names[key].lower(): rule for key, rule in rules.items() if key in names}}


def _property(place: str | None) -> str:
    """``goals.0`` is an item of ``goals``."""
    key, dot, number = (place or "").rpartition(".")
    return (key if dot and number.isdigit() else place or "").lower()


def _one_of(rule: _Names) -> str:
    return " or ".join(rule.kinds)
