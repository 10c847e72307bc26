"""Events of a calendar file become event notes; a file that lies in the vault becomes a calendar source."""

from dataclasses import replace
from datetime import datetime, tzinfo

from vault_pln.core.digest.coming_up import event_digest
from vault_pln.core.digest.event_notes import KEY, note_properties, note_title
from vault_pln.core.exchange.event_file import read_events
from vault_pln.core.index.titles import name_of
from vault_pln.core.kinds.create import Value, home_of
from vault_pln.edge import clock
from vault_pln.jobs.create import Notes
from vault_pln.jobs.event_notes import folder_of_events
from vault_pln.jobs.vault import Vault, view_of
from vault_pln.model.edit import Edit
from vault_pln.model.events import Event
from vault_pln.model.exchange import Plan
from vault_pln.model.problem import Problem


def plan_events(vault: Vault, name: str, text: str, inside: str) -> Plan:
    """A note for each event of a file that takes place once; with ``inside``, its path in the vault, one source.

    A file from elsewhere is a handful of appointments, which are done with once they are notes. A file in the vault
    is kept by somebody, and is read again as a calendar, with what repeats in it.
    """
    zone = clock.zone_of(vault.settings.timezone)
    events, problems = read_events(text, zone)
    if inside and "BEGIN:VCALENDAR" in text[:10_000].upper():
        return _source(vault, name, inside)
    view = view_of(vault)
    made = {str(note.properties[KEY]): path for path, note in vault.index.notes.items() if KEY in note.properties}
    notes, folder = Notes(vault), folder_of_events(vault)
    edits: list[Edit] = []
    known: list[str] = []
    for event in (_local(one, zone) for one in events if not one.is_cancelled):
        title, mark = note_title(event, view.say("untitled")), event_digest(event)
        if mark in made:
            known.append(title)
            continue
        made[mark] = ""
        properties = dict(note_properties(event, vault.index, view.network, vault.settings.property_names))
        del properties["source"]
        given = {key: value for key, value in properties.items() if value not in ("", [])}
        edits.append(notes.new("event", folder, title, given, f"from {name}"))
    cancelled = sum(one.is_cancelled for one in events)
    if cancelled:
        what = "an event that is" if cancelled == 1 else f"{cancelled} events that are"
        problems.append(Problem("", None, f"{what} called off: left out", "Nothing needs to be done."))
    return Plan("icalendar", tuple(edits), (), tuple(known), (), tuple(problems))


def _local(event: Event, zone: tzinfo) -> Event:
    """An event in the zone of the vault; one without an identity is known by what it says."""
    start, end = (one.astimezone(zone) if isinstance(one, datetime) else one for one in (event.start, event.end))
    assert start is not None, "every event has a start"
    return replace(event, start=start, end=end, uid=event.uid or f"{event.start} {event.summary}")


def _source(vault: Vault, name: str, inside: str) -> Plan:
    sources = view_of(vault).network.sources
    there = next((source for source in sources.values() if source.feed == inside), None)
    if there is not None:
        return Plan("icalendar", known=(there.name,))
    title = name_of(inside).rpartition(".")[0] or name
    properties: dict[str, Value] = {"medium": "calendar", "feed": inside, "status": "active", "since": vault.today}
    folder = home_of((path for path, source in sources.items() if not source.person), "Sources")
    edit = Notes(vault).new("source", folder, title, properties, f"{inside}, which is visited as a calendar")
    return Plan("icalendar", (edit,))
