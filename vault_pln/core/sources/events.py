"""Events as plain values for JSON, and back."""

from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from vault_pln.model.events import Calendar, Event, Moment

_NAMES = frozenset(field.name for field in fields(Event))
_MANY, _MOMENTS = frozenset({"people", "tags"}), frozenset({"start", "end"})


def to_plain(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Events as JSON can hold them."""
    return [
        {**asdict(one), "start": one.start.isoformat(), "end": one.end.isoformat() if one.end is not None else None}
        for one in events
    ]


def of_plain(given: Iterable[dict[str, Any]]) -> tuple[Event, ...]:
    """The events that ``to_plain`` wrote; what another version wrote beside is left out."""
    return tuple(_event(one) for one in given)


def _event(given: dict[str, Any]) -> Event:
    known: dict[str, Any] = {key: value for key, value in given.items() if key in _NAMES}
    for key in _MANY & known.keys():
        known[key] = tuple(known[key])
    for key in _MOMENTS & known.keys():
        known[key] = _moment(known[key]) if known[key] else None
    return Event(**known)


def _moment(text: str) -> Moment:
    return date.fromisoformat(text) if len(text) == len("2026-11-23") else datetime.fromisoformat(text)


def calendar_to_plain(calendar: Calendar) -> dict[str, Any]:
    """A calendar as JSON can hold it."""
    return {
        "title": calendar.title,
        "hint": calendar.hint,
        "events": to_plain(calendar.events),
        "flaws": list(calendar.flaws),
        "problem": calendar.problem,
    }


def calendar_of_plain(given: dict[str, Any]) -> Calendar:
    """The calendar that ``calendar_to_plain`` wrote."""
    return Calendar(given["title"], given["hint"], of_plain(given["events"]), tuple(given["flaws"]), given["problem"])
