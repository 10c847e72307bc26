"""What was found in all notes, as values and as plain ones that can be kept until another run.

Plain are tuples, maps, texts and numbers; days are ordinals.
"""

from datetime import date
from typing import Any, NamedTuple, get_args

from vault_pln.core.kinds.readers import AnyKind
from vault_pln.core.network.traces import Mention, Trace
from vault_pln.model.kinds import Goal, Me, Person, Source
from vault_pln.model.note import Link
from vault_pln.model.problem import Problem

Plain = tuple[Any, ...]
Said = tuple[int, int, tuple[str, ...]]
"""How many links a note has, how many of them mean nothing, and every file that it says something of."""


class Found(NamedTuple):
    """What the notes are and say, by the path of the note; ``contacts`` and ``linked`` are by whom it is said of.

    ``linked`` counts the links of each note that mean a file.
    """

    values: dict[str, AnyKind]
    problems: dict[str, tuple[Problem, ...]]
    days: dict[str, date]
    mentions: dict[str, tuple[Mention, ...]]
    said: dict[str, Said]
    contacts: dict[str, dict[str, tuple[Trace, ...]]]
    linked: dict[str, dict[str, int]]


def nothing() -> Found:
    """What is found in no note."""
    return Found({}, {}, {}, {}, {}, {}, {})


def merge(one: Found, other: Found) -> Found:
    """What was found in two parts of the notes together; ``one`` is used up for it."""
    one.values.update(other.values)
    one.problems.update(other.problems)
    one.days.update(other.days)
    one.mentions.update(other.mentions)
    one.said.update(other.said)
    for target, rows in other.contacts.items():
        one.contacts.setdefault(target, {}).update(rows)
    for target, counts in other.linked.items():
        one.linked.setdefault(target, {}).update(counts)
    return one


_KINDS: tuple[type[AnyKind], ...] = (Person, Source, Goal, Me)
_DAYS = {kind: tuple(place for place, name in enumerate(kind._fields) if date in get_args(kind.__annotations__[name]))
         for kind in _KINDS}  # fmt: skip


def to_plain(found: Found) -> Plain:
    """What was found as plain values; they share with it what is plain already."""
    return (
        {path: _plain_value(value) for path, value in found.values.items()},
        {path: tuple(map(tuple, problems)) for path, problems in found.problems.items()},
        {path: day.toordinal() for path, day in found.days.items()},
        {path: tuple((m.target, tuple(m.link), m.text) for m in rows) for path, rows in found.mentions.items()},
        found.said,
        {target: {path: tuple(map(_plain_trace, rows)) for path, rows in notes.items()}
         for target, notes in found.contacts.items()},
        found.linked,
    )  # fmt: skip


def of_plain(plain: Plain) -> Found:
    """What ``to_plain`` made these of."""
    values, problems, days, mentions, said, contacts, linked = plain
    return Found(
        {path: _value(*value) for path, value in values.items()},
        {path: tuple(map(Problem._make, rows)) for path, rows in problems.items()},
        {path: date.fromordinal(day) for path, day in days.items()},
        {path: tuple(Mention(target, Link._make(link), text) for target, link, text in rows)
         for path, rows in mentions.items()},
        said,
        {target: {path: tuple(map(_trace, rows)) for path, rows in notes.items()}
         for target, notes in contacts.items()},
        linked,
    )  # fmt: skip


def _plain_value(value: AnyKind) -> tuple[int, Plain]:
    fields = (one.toordinal() if isinstance(one, date) else one for one in value)
    return _KINDS.index(type(value)), tuple(fields)


def _value(number: int, given: Plain) -> AnyKind:
    kind = _KINDS[number]
    fields = list(given)
    for place in _DAYS[kind]:
        if fields[place] is not None:
            fields[place] = date.fromordinal(fields[place])
    return kind._make(fields)


def _plain_trace(trace: Trace) -> Plain:
    return (trace.target, None if trace.day is None else trace.day.toordinal(), *trace[2:])


def _trace(plain: Plain) -> Trace:
    target, day, *rest = plain
    return Trace(target, None if day is None else date.fromordinal(day), *rest)
