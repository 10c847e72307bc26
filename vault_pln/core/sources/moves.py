"""Feeds that have moved for good: the note still says the old address, and one line mends it."""

from collections.abc import Iterator, Mapping

from vault_pln.core.health.mending import NewValue, Suspect
from vault_pln.core.sources.address import property_form, shown
from vault_pln.core.sources.identity import comparison_url
from vault_pln.model.finding import Finding
from vault_pln.model.note import Note


def move_suspects(note: Note, moves: Mapping[str, str], listed: Mapping[str, str]) -> Iterator[Suspect]:
    """The feeds of a note that have moved: address as written → new address.

    ``listed`` are the paths of notes by the comparison address of their feed: no note gets the feed of another.
    """
    for key, value in note.properties.items():
        for feed in value if isinstance(value, list) else [value]:
            target = property_form(moves.get(feed, "")) if isinstance(feed, str) else ""
            there = listed.get(comparison_url(target), note.path) if target else ""
            message = f"the feed {shown(feed)} has moved to {target}"
            if target and there != note.path:
                advice = "Keep the feed in one of them; the other may have the status dropped."
                yield Suspect(Finding("double", note.path, None, f"{message}, which '{there}' has already", advice))
            elif target:
                finding = Finding("property", note.path, None, message, f"Change '{key}' in the note.")
                yield Suspect(finding, NewValue(key, feed, target))
