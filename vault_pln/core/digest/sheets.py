"""Into which notes the lines of a day go, and what stands of them."""

from collections.abc import Iterable
from datetime import date

from vault_pln.core.digest.ledger import Place, place_of
from vault_pln.core.index.index import Index
from vault_pln.core.kinds.daily import daily_path
from vault_pln.model.ledger import Entry, Sheet
from vault_pln.model.note import Note
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions


def lines_path(day: date, settings: Settings, conventions: Conventions) -> str:
    """The note that holds a day's lines: the daily note, or with ``embed`` one of ours."""
    if settings.daily_style == "embed":
        return f"{settings.folder}/Days/PLN {day.isoformat()}.md"
    return daily_path(day, conventions.daily)


def sheet_paths(entries: Iterable[Entry], settings: Settings, conventions: Conventions) -> dict[Place, str]:
    """In which notes the lines that these entries speak of went."""
    places = {place_of(entry) for entry in entries if entry.verb == "wrote"}
    return {
        (day, where): daily_path(day, conventions.daily) if where == "embed" else lines_path(day, settings, conventions)
        for day, where in places
    }


def sheets_of(
    entries: Iterable[Entry], index: Index, settings: Settings, conventions: Conventions
) -> dict[Place, Sheet]:
    """What stands of the notes into which lines were written."""
    paths = sheet_paths(entries, settings, conventions)
    notes = index.notes.some({path for path in paths.values() if path in index.notes})
    return {place: _sheet(path, notes.get(path)) for place, path in paths.items()}


def _sheet(path: str, note: Note | None) -> Sheet:
    return Sheet(path, note.digest, note.headings) if note is not None else Sheet(path)
