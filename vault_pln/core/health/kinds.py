"""Misspelt words where only known ones mean anything: the kind of a note, medium, status, relation, settings."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any, NamedTuple, get_args, get_type_hints

from vault_pln.core.health.mending import NewKey, NewValue, Suspect
from vault_pln.core.health.spelling import distance, nearest, tolerance
from vault_pln.core.kinds.kind import DATED_TYPES, KIND_WORDS, TYPE_KEYS, type_words
from vault_pln.core.kinds.readers import SOURCE_STATUS
from vault_pln.core.kinds.settings import TYPE, key_of, read_settings
from vault_pln.core.kinds.values import texts
from vault_pln.core.network.coverage import ROLES
from vault_pln.model.finding import Finding
from vault_pln.model.kinds import MEDIUMS, Kind
from vault_pln.model.note import Note
from vault_pln.model.settings import Settings

_OWN_WORD = 3
"""So many notes with one word: the user means it."""

_OTHER_WORDS = frozenset({"persona", "personas", "contract", "contracts"})
_KINDS = {**KIND_WORDS, **{word: word.removesuffix("s") for word in DATED_TYPES}, TYPE: TYPE}
_RELATIONS = ("relation", "relationship", "prm-relationship")
GOAL_STATUS = ("active", "paused", "done", "dropped", "someday")


class _Word(NamedTuple):
    """A value of a property, as it stands there."""

    key: str
    item: str
    word: str


def _words(note: Note, names: Iterable[str]) -> Iterator[_Word]:
    wanted = frozenset(names)
    for key, value in note.properties.items():
        if key.lower() in wanted:
            for item in value if isinstance(value, list) else [value]:
                for text in texts(item):
                    yield _Word(key, str(item), text.partition("#")[0].rpartition("/")[2].strip())


def _changed(found: _Word, word: str) -> NewValue:
    """The value with the right word, which begins as large as the wrong one."""
    right = word.capitalize() if found.word[:1].isupper() else word
    return NewValue(found.key, found.item, found.item.replace(found.word, right))


def vocabulary(notes: Iterable[Note]) -> Counter[str]:
    """How many notes say of themselves that they are what."""
    return Counter(word for note in notes if note.properties for word in set(type_words(note)))


def type_suspects(note: Note, spoken: Mapping[str, int]) -> Iterator[Suspect]:
    """A note that nearly says what kind it is; a word in several notes is the user's own."""
    words = list(_words(note, TYPE_KEYS)) if note.properties else []
    if any(found.word.lower() in _KINDS for found in words):
        return
    for found in words:
        word = found.word.lower()
        right = _nearly_a_kind(word) if spoken[word] < _OWN_WORD else ""
        if right:
            message = f"'{found.key}: {found.word}' is no kind of note; '{right}' is near"
            yield Suspect(_finding(note, found.key, message, f"Write {right}.", certain=True), _changed(found, right))


def _nearly_a_kind(word: str) -> str:
    if word in _OTHER_WORDS or len(word) < 4:
        return ""
    near = [known for known in nearest(word, _KINDS, 1) if not _is_another_word(word, known)]
    return near[0] if len({_KINDS[known] for known in near}) == 1 else ""


def _is_another_word(word: str, known: str) -> bool:
    """Whether a short word has another letter in the place of one: coal, cell."""
    return len(known) <= 5 and len(word) == len(known) and sorted(word) != sorted(known)


def word_suspects(note: Note, kind: Kind | None, problems: Iterable[Finding], settings: Settings) -> Iterator[Suspect]:
    """The problems of a note's properties, those of a misspelt word with the right one."""
    remedies = {note.property_lines.get(new.key): (new, certain) for new, certain in _misspelt(note, kind, settings)}
    for problem in problems:
        new, certain = remedies.get(problem.line, (None, False))
        yield Suspect(problem._replace(certain=certain), new)


def _misspelt(note: Note, kind: Kind | None, settings: Settings) -> Iterator[tuple[NewValue, bool]]:
    known = {"medium": MEDIUMS, "status": SOURCE_STATUS} if kind == "source" else {}
    for name, words in known.items():
        for found in _words(note, {name, settings.property_names.get(name, name).lower()}):
            near = nearest(found.word.lower(), words, _most(found.word))
            if len(near) == 1 and found.word.lower() != near[0]:
                yield _changed(found, near[0]), _is_slip(found.word, near[0])


def _most(word: str) -> int:
    """How many mistakes a word may have that is wrong in any case."""
    return 1 if len(word) < 6 else 2


def _is_slip(word: str, right: str) -> bool:
    return len(right) > 4 and distance(word.lower(), right, 1) is not None


def status_suspects(note: Note, settings: Settings) -> Iterator[Suspect]:
    """A goal whose status is nearly a known one: any other word is the user's, and only ``active`` brings reading."""
    for found in _words(note, {"status", settings.property_names.get("status", "status").lower()}):
        near = nearest(found.word.lower(), GOAL_STATUS, min(tolerance(found.word), 1))
        if len(near) == 1 and found.word.lower() != near[0]:
            message = f"'{found.key}: {found.word}' is not known; '{near[0]}' is near"
            advice = "Only an active goal brings reading."
            certain = _is_slip(found.word, near[0])
            yield Suspect(_finding(note, found.key, message, advice, certain=certain), _changed(found, near[0]))


def relation_suspects(people: Sequence[tuple[Note, bool]], settings: Settings) -> Iterator[Suspect]:
    """Relations without a rhythm or a role, each once, by the first note; ``people`` says who has a rhythm."""
    names = (*_RELATIONS, settings.property_names.get("relation", "relation").lower())
    known = {word.lower() for word in settings.cadences}.union(*ROLES.values())
    used = Counter(found.word.lower() for note, _ in people for found in _words(note, names))
    told: set[str] = set()
    for note, rhythm in people:
        for found in _words(note, names):
            word = found.word.lower()
            if word in known or used[word] >= _OWN_WORD:
                continue
            near = nearest(word, known, tolerance(word))
            if len(near) == 1:
                message = f"'{found.key}: {found.word}' is no known relation; '{near[0]}' is near"
                yield Suspect(_finding(note, found.key, message, f"Write {near[0]}."), _changed(found, near[0]))
            elif word not in told and not rhythm:
                told.add(word)
                message = f"the relation '{found.word}' has no rhythm"
                advice = f"Known are {', '.join(sorted(known))}; more can be given under 'cadences' in the settings."
                yield Suspect(_finding(note, found.key, message, advice))


def _finding(note: Note, key: str, message: str, advice: str, *, certain: bool = False) -> Finding:
    line = note.property_lines.get(key, 1)
    return Finding("property", note.path, line, message, advice, certain=certain)


def settings_suspects(note: Note) -> Iterator[Suspect]:
    """What is not possible in the settings note, misspelt names and words with the right ones."""
    keys = {line: key for key, line in note.property_lines.items() if "." not in key}
    for problem in read_settings(note)[1]:
        key = keys.get(problem.line or 0, "")
        remedy, certain = _right_setting(key, note.properties.get(key))
        yield Suspect(Finding("settings", *problem[:4], certain=certain), remedy)


def _right_setting(key: str, value: Any) -> tuple[NewKey | NewValue | None, bool]:
    known = {key_of(field.name): field.name for field in fields(Settings)}
    if key.lower() not in known:
        near = nearest(key.lower(), known, tolerance(key))
        return (NewKey(key, near[0]), _is_slip(key, near[0])) if len(near) == 1 else (None, False)
    words = get_args(get_type_hints(Settings)[known[key.lower()]])
    if not isinstance(value, str) or not words or not isinstance(words[0], str):
        return None, False
    near = nearest(value.lower(), words, _most(value))
    return (NewValue(key, value, near[0]), _is_slip(value, near[0])) if len(near) == 1 else (None, False)
