"""The note of an item that the user marked as worth keeping: which ones are wanted, and what stands in them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from vault_pln.core.digest.answers import Answers, Marks, is_kept
from vault_pln.core.index.index import Index
from vault_pln.core.index.titles import link_to
from vault_pln.core.kinds.create import Value, inactive
from vault_pln.core.markdown.escape import harmless
from vault_pln.core.markdown.ids import short_id
from vault_pln.core.sources.address import property_form
from vault_pln.model.ledger import Entry
from vault_pln.model.network import Network
from vault_pln.model.news import Item
from vault_pln.model.note import Note

KEY = "pln-item"
"""The property that says which item a note is about, so that there is one of each."""

_FORGOTTEN = timedelta(days=150)
"""How long a line may wait to be kept; what is older was answered long ago."""


class Wanted(NamedTuple):
    """An item that was kept, the day on which it was, and the note about it that there is already ('': none)."""

    item: Item
    day: date
    there: str = ""


def may_be_kept(entries: Iterable[Entry], notes: Iterable[Note], marks: Marks, today: date) -> bool:
    """Whether any item looks kept that has no note yet: cheap, since it is asked at every look."""
    known = [entry for entry in entries if entry.verb == "made" or entry.day >= today - _FORGOTTEN]
    made = {entry.of for entry in known if entry.verb == "made"}
    ids = {e.id for e in known if e.verb == "wrote" and e.what == "item"} - made
    if any(entry.verb == "kept" and entry.id in ids for entry in known):
        return True
    lines = (line for note in notes for line in note.own_lines)
    return any(line.id.removeprefix("pln-") in ids and is_kept(line, marks) for line in lines)


def kept_lately(answers: Answers, entries: Iterable[Entry], today: date) -> dict[str, date]:
    """The ids of items kept lately, and the day: never again where the note was made, whatever became of it."""
    made = {entry.of for entry in entries if entry.verb == "made"}
    oldest = today - _FORGOTTEN
    return {
        key: answer.day or today
        for key, answer in answers.items()
        if answer.said == "kept" and answer.sort == "item" and key not in made and (answer.given or today) >= oldest
    }


def wanted_notes(kept: Mapping[str, date], items: Iterable[Item], notes: Mapping[str, Note]) -> list[Wanted]:
    """The notes that these items want, as far as they are known."""
    there = {str(note.properties[KEY]): path for path, note in notes.items() if KEY in note.properties}
    found = {item.id: item for item in items if item.id in kept}
    return [Wanted(item, kept[key], there.get(key, "")) for key, item in sorted(found.items())]


def made_entry(one: Wanted, now: datetime) -> Entry:
    """What the ledger must say of an item whose note was made."""
    return Entry(now, "made", short_id("item-note", one.item.id), one.day, "item-note", of=one.item.id)


def note_properties(one: Wanted, index: Index, network: Network, taken: Collection[str]) -> dict[str, Value]:
    """What the note says of the item: only links of ours, and text that nothing reads as more than text.

    ``taken`` are the goals that it serves, as paths.
    """
    item = one.item
    return {
        "url": property_form(item.url),
        "source": link_to(index, item.source) if item.source in network.sources else "",
        "author": inactive(item.author),
        "published": item.published.date(),
        "kept": one.day,
        "goals": [link_to(index, goal) for goal in taken],
        KEY: item.id,
    }


def note_text(item: Item) -> str:
    """The item's own words, quoted: whatever they hold, they are text."""
    return f"> {harmless(item.summary)}" if item.summary else ""
