"""Small vaults as the ground of suggestions."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from vault_pln.core.index.index import Index
from vault_pln.core.markdown.note import read_note
from vault_pln.core.network.survey import Survey
from vault_pln.core.outputs.grounds import ground_of
from vault_pln.core.outputs.view import view_at
from vault_pln.core.suggest.ground import Ground
from vault_pln.model.ledger import Entry
from vault_pln.model.news import Item
from vault_pln.model.settings import Settings
from vault_pln.model.suggestion import Suggestion
from vault_pln.model.vault import Conventions

TODAY = date(2026, 11, 23)


def person(**given: object) -> str:
    return note("person", **given)


def note(kind: str, **given: object) -> str:
    """A note with these properties; ``_`` stands for ``-`` in their names."""
    rows = "".join(f"{key.replace('_', '-')}: {value}\n" for key, value in given.items())
    return f"---\ntype: {kind}\n{rows}---\n"


def ground(
    notes: Mapping[str, str],
    items: Sequence[Item] = (),
    *,
    today: date = TODAY,
    settings: Settings | None = None,
    entries: Sequence[Entry] = (),
) -> Ground:
    """The ground of a vault with these notes, by name without ``.md``."""
    index = Index([read_note(f"{name}.md", text.encode()) for name, text in notes.items()])
    asked, conventions = settings or Settings(), Conventions()
    view = view_at(index, Survey(index, asked, conventions), asked, conventions, entries, today)
    return ground_of(view, items)


def item(title: str, source: str, number: int = 1, **more: object) -> Item:
    """An item of a source, by the name of its note."""
    key = f"{number:0>16}"
    published = datetime(2026, 11, 22, 12, number % 60, tzinfo=UTC)
    given = {"summary": "", "url": f"https://example.org/{number}", **more}
    return Item(key, f"{source}.md", "", title, published=published, seen=TODAY.isoformat(), **given)  # type: ignore[arg-type]  # text and tags


def said(found: Sequence[Suggestion], where: Ground) -> list[str]:
    """The sentences of suggestions."""
    return [where.say(one.phrase, **one.values) for one in found]
