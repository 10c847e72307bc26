"""A day's lines as edits of the daily note, what the ledger must say of them first, and what afterwards."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from vault_pln.core.digest.answers import daily_headings
from vault_pln.core.digest.confirming import NOBODY
from vault_pln.core.digest.ledger import Memory, Place
from vault_pln.core.digest.lines import About, Page, about, day_groups, line_facts
from vault_pln.core.digest.sheets import lines_path
from vault_pln.core.index.index import Index
from vault_pln.core.kinds.daily import daily_path
from vault_pln.core.markdown.ids import digest_of_bytes
from vault_pln.core.markdown.insert import Group, insert_groups, standing_heading
from vault_pln.core.markdown.own import digest_of, embed_id, embed_line
from vault_pln.core.markdown.phrases import Phrases
from vault_pln.model.digest import Day
from vault_pln.model.edit import Edit
from vault_pln.model.ledger import Entry
from vault_pln.model.network import Network
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions


class Part(NamedTuple):
    """One note of a delivery: what the ledger must say before it is written, and the edit."""

    place: Place
    entries: tuple[Entry, ...]
    edit: Edit


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is written for a day, in this order: the lines, then with ``embed`` the line that shows them."""

    parts: tuple[Part, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The intents: all that the ledger must hold before the first note is touched."""
        return tuple(entry for part in self.parts for entry in part.entries)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits, the note with the lines first."""
        return tuple(part.edit for part in self.parts)


def deliver(
    day: Day,
    index: Index,
    network: Network,
    memory: Memory,
    settings: Settings,
    conventions: Conventions,
    standing: Mapping[str, bytes | None],
    fresh: str,
    now: datetime,
) -> Delivery | None:
    """The delivery of a day, None when there is nothing to write.

    ``standing`` are the present contents of the notes concerned (None: missing), ``fresh`` the text of a daily note
    that has to be created. Raises UnicodeDecodeError where a note is not UTF-8.
    """
    path = lines_path(day.day, settings, conventions)
    page = Page(path, index, network, settings, conventions, Phrases(settings.language))
    groups = tuple(_absent(group, standing[path] or b"") for group in day_groups(day, page))
    embeds = settings.daily_style == "embed"
    parts = []
    if any(group.lines for group in groups):
        edit = _edit(path, standing, "" if embeds else fresh, settings, groups)
        what = about(day, network)
        rows = (_entry(line, what, edit, day.day, now) for group in groups for line in group.lines)
        parts.append(Part((day.day, "lines"), tuple(rows), edit))
    if embeds and (parts or standing[path] is not None) and not memory.has(embed_id(day.day.isoformat())):
        parts.append(_embed(day.day, standing, fresh, settings, conventions, now))
    return Delivery(tuple(parts)) if parts else None


def _absent(group: Group, text: bytes) -> Group:
    """Without the lines that a sync program has put into the note since it was read."""
    return Group(group.heading, [line for line in group.lines if line_facts(line)[0].encode() not in text])


def _embed(
    day: date,
    standing: Mapping[str, bytes | None],
    fresh: str,
    settings: Settings,
    conventions: Conventions,
    now: datetime,
) -> Part:
    """The one stable line in the daily note: written once, and never again when the user has taken it out."""
    line = embed_line(day)
    edit = _edit(daily_path(day, conventions.daily), standing, fresh, settings, (Group("", [line]),))
    entry = Entry(now, "wrote", embed_id(day.isoformat()), day, "embed", digest_of(line), _base(edit))
    return Part((day, "embed"), (entry,), edit)


def concluded(delivery: Delivery, failed: Collection[str], now: datetime) -> list[Entry]:
    """What the ledger must say once the edits were tried: done, or that it did not happen; ``failed`` are paths."""
    found = []
    for (day, where), entries, edit in delivery.parts:
        if edit.path in failed:
            found += [Entry(now, "failed", entry.id, entry.day, entry.what) for entry in entries]
        else:
            left = digest_of_bytes(edit.after) if edit.after is not None else "-"
            found.append(Entry(now, "done", NOBODY, day, "embed" if where == "embed" else "item", left))
    return found


def _edit(
    path: str, standing: Mapping[str, bytes | None], fresh: str, settings: Settings, groups: tuple[Group, ...]
) -> Edit:
    before = standing[path]
    text = before.decode("utf-8") if before is not None else fresh
    heading = standing_heading(text, daily_headings(settings))
    after = insert_groups(text, heading, groups).encode("utf-8")
    return Edit(path, before, after, "today's lines", "user")


def _base(edit: Edit) -> str:
    return digest_of_bytes(edit.before) if edit.before is not None else "-"


def _entry(line: str, what: Mapping[str, About], edit: Edit, day: date, now: datetime) -> Entry:
    line_id, digest = line_facts(line)
    sort, of, goal, slot = what[line_id]
    return Entry(now, "wrote", line_id, day, sort, digest, _base(edit), of, goal, slot)
