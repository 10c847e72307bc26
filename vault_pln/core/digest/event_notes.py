"""The note of an event that the user ticked: which ones are wanted, and what stands in their properties."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from vault_pln.core.digest.answers import Answers
from vault_pln.core.digest.coming_up import WHAT, best_goals, day_of, event_digest
from vault_pln.core.index.index import Index
from vault_pln.core.index.titles import link_to
from vault_pln.core.kinds.create import Value
from vault_pln.core.kinds.mails import mails_of
from vault_pln.core.markdown.ids import short_id
from vault_pln.core.markdown.plain import tidy
from vault_pln.core.sources.address import property_form
from vault_pln.model.digest import Upcoming
from vault_pln.model.events import Event
from vault_pln.model.ledger import Entry
from vault_pln.model.network import Network
from vault_pln.model.note import Note

KEY = "pln-event"
"""The property that says which event a note is about, so that there is one of each."""

_FORGOTTEN = timedelta(days=150)
"""How long a line may wait for its tick: an event that far back is known to no calendar as it was read."""

_YES = frozenset({"done", "kept"})
_ACTIVE = re.compile(r"[\[\]{}<>%#|`]+")


class Wanted(NamedTuple):
    """An event whose line was ticked, and the note about it that there is already ('': none)."""

    event: Event
    there: str = ""


def may_be_wanted(
    entries: Iterable[Entry], notes: Iterable[Note], done: Collection[str], keep_tag: str, today: date
) -> bool:
    """Whether any line of an event looks answered that has no note yet: cheap, since it is asked at every look."""
    known = [entry for entry in entries if entry.verb == "made" or entry.day >= today - _FORGOTTEN]
    made = {entry.of for entry in known if entry.verb == "made"}
    ids = {f"pln-{e.id}" for e in known if e.verb == "wrote" and e.what == WHAT and e.of not in made}
    if not ids:
        return False
    answered = {f"pln-{e.id}" for e in known if e.verb in ("ticked", "kept") and f"pln-{e.id}" in ids}
    signs = {*done, "*", "b"}
    return bool(answered) or any(
        line.id in ids and (line.status in signs or keep_tag.lower() in line.text.lower())
        for note in notes
        for line in note.own_lines
    )


def wanted_notes(
    answers: Answers, events: Iterable[Event], entries: Iterable[Entry], notes: Mapping[str, Note]
) -> list[Wanted]:
    """The events with a ticked line, each once: never again where its note was made, whatever became of it."""
    made = {entry.of for entry in entries if entry.verb == "made"}
    ticked = {one.of for one in answers.values() if one.sort == WHAT and one.said in _YES} - made
    found = {digest: event for event in events if (digest := event_digest(event)) in ticked and not event.is_cancelled}
    if not found:
        return []
    there = {str(note.properties[KEY]): path for path, note in notes.items() if KEY in note.properties}
    return [Wanted(event, there.get(digest, "")) for digest, event in sorted(found.items())]


def made_entry(event: Event, now: datetime) -> Entry:
    """What the ledger must say of an event whose note was made."""
    key = short_id("event-note", event.uid, event.recurrence)
    return Entry(now, "made", key, day_of(event.start), "event-note", of=event_digest(event))


def note_title(event: Event, untitled: str) -> str:
    """What the note is called: the day, then the event."""
    return f"{day_of(event.start).isoformat()} {_inactive(event.summary) or untitled}"


def note_properties(event: Event, index: Index, network: Network, names: Mapping[str, str]) -> dict[str, Value]:
    """What the note says of the event: only links of ours, and text that nothing reads as more than text."""
    goal = best_goals([Upcoming(KEY, event, "new")], network)[KEY]
    people = [link_to(index, path) for path in people_of(event, index, network, names)]
    return {
        "date": day_of(event.start),
        **_times(event),
        "place": _inactive(event.place),
        "url": property_form(event.link),
        "people": people,
        "goals": [link_to(index, goal)] if goal else [],
        "source": link_to(index, event.source),
        KEY: event_digest(event),
    }


def _times(event: Event) -> dict[str, Value]:
    start, end = event.start, event.end
    if not isinstance(start, datetime):
        last = day_of(end) - timedelta(days=1) if end is not None else start
        return {"end": last} if last > start else {}
    clock = f"{start:%H:%M}"
    if not isinstance(end, datetime):
        return {"time": clock}
    times: dict[str, Value] = {"time": f"{clock}–{end:%H:%M}"}
    return times if end.date() == start.date() else {**times, "end": end.date()}


def people_of(event: Event, index: Index, network: Network, names: Mapping[str, str]) -> list[str]:
    """The notes of the people whose address is named in the event."""
    if not event.people:
        return []
    notes = index.notes.some(set(network.people))
    return sorted(path for path, note in notes.items() if mails_of(note, names) & set(event.people))


def _inactive(text: str) -> str:
    """Text for a property: without the signs of links, tags, templates and code, which a property shows as they are."""
    return " ".join(_ACTIVE.sub(" ", tidy(text)).replace("::", ":").split())
