"""A vault of a few texts, looked over in memory."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from vault_pln.core.health.examination import Examination
from vault_pln.core.health.mending import apply_fixes
from vault_pln.core.index.index import Index
from vault_pln.core.index.own import is_own_note
from vault_pln.core.kinds.settings import find_settings, read_settings
from vault_pln.core.markdown.note import read_note
from vault_pln.core.network.survey import Survey
from vault_pln.model.finding import Finding
from vault_pln.model.vault import Conventions

PERSON = "---\ntype: person\n---\n"
SOURCE = "---\ntype: source\n---\n"
GOAL = "---\ntype: goal\n---\n"


def examined(
    texts: Mapping[str, str], odd: Mapping[str, str] | None = None, conventions: Conventions | None = None
) -> list[Finding]:
    """All findings in these notes."""
    conventions = conventions or Conventions()
    notes = [read_note(path, text.encode()) for path, text in texts.items()]
    settings = read_settings(find_settings({note.path: note for note in notes})[0])[0]
    index = Index(notes, (), [path for path in texts if is_own_note(path, settings.folder)])
    network = Survey(index, settings, conventions).network(date(2026, 11, 23))
    examination = Examination(index, network, settings, conventions)
    return examination.findings({path: texts[path] for path in examination.to_read}, odd or {})


def only(texts: Mapping[str, str], **more: Any) -> Finding:
    """The one finding in these notes."""
    (finding,) = examined(texts, **more)
    return finding


def mended(texts: Mapping[str, str], **more: Any) -> dict[str, str]:
    """The notes that change, with all edits carried out."""
    fixes: dict[str, list[Any]] = {}
    for finding in examined(texts, **more):
        if finding.fix is not None:
            fixes.setdefault(finding.path, []).append(finding.fix)
    return {path: apply_fixes(texts[path], found) for path, found in fixes.items()}
