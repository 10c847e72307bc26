"""A day's lines as edits of the daily note, and what the ledger must say of them first."""

from dataclasses import dataclass
from datetime import date, datetime

from vault_pln.core.digest.lines import Page, about, day_groups, line_facts
from vault_pln.core.index.index import Index
from vault_pln.core.kinds.daily import daily_path
from vault_pln.core.markdown.ids import digest_of_bytes
from vault_pln.core.markdown.insert import Group, insert_groups
from vault_pln.core.markdown.phrases import Phrases
from vault_pln.model.digest import Day
from vault_pln.model.edit import Edit
from vault_pln.model.ledger import Entry
from vault_pln.model.network import Network
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is written for a day: the ledger's entries first, then the edits, the note with the lines first."""

    path: str
    entries: tuple[Entry, ...]
    edits: tuple[Edit, ...]


def lines_path(day: date, settings: Settings, conventions: Conventions) -> str:
    """The note that holds a day's lines: the daily note, or with ``embed`` one of ours."""
    if settings.daily_style == "embed":
        return f"{settings.folder}/Days/PLN {day.isoformat()}.md"
    return daily_path(day, conventions.daily)


def deliver(
    day: Day,
    index: Index,
    network: Network,
    settings: Settings,
    conventions: Conventions,
    standing: dict[str, bytes | None],
    fresh: str,
    now: datetime,
) -> Delivery | None:
    """The delivery of a day, None when there is nothing to write.

    ``standing`` are the present contents of the notes concerned (None: missing), ``fresh`` the text of a daily note
    that has to be created. Raises UnicodeDecodeError where a note is not UTF-8.
    """
    path = lines_path(day.day, settings, conventions)
    groups = day_groups(day, Page(path, index, network, settings, conventions, Phrases(settings.language)))
    if not any(group.lines for group in groups):
        return None
    edits = [_edit(path, standing, "" if settings.daily_style == "embed" else fresh, settings, groups)]
    if settings.daily_style == "embed":
        line = f"![[PLN {day.day.isoformat()}]]"
        note = daily_path(day.day, conventions.daily)
        if line.encode() not in (standing[note] or b""):
            edits.append(_edit(note, standing, fresh, settings, (Group("", [line]),)))
    before = standing[path]
    base = digest_of_bytes(before) if before is not None else "-"
    what = about(day, network)
    entries = tuple(_entry(line, what, base, day.day, now) for group in groups for line in group.lines)
    return Delivery(path, entries, tuple(edits))


def _edit(
    path: str, standing: dict[str, bytes | None], fresh: str, settings: Settings, groups: tuple[Group, ...]
) -> Edit:
    before = standing[path]
    text = before.decode("utf-8") if before is not None else fresh
    after = insert_groups(text, settings.daily_heading, groups).encode("utf-8")
    return Edit(path, before, after, "today's lines", "user")


def _entry(line: str, what: dict[str, tuple[str, str]], base: str, day: date, now: datetime) -> Entry:
    line_id, digest = line_facts(line)
    sort, of = what[line_id]
    return Entry(now, "wrote", line_id, day, sort, digest, base, of)
