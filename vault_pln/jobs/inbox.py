"""The inbox, once a day: what waits and did not fit into today's note.

store and index → what waits, ranked → the edit of one note → disk
"""

from collections.abc import Iterator

from vault_pln.core.digest.inbox import DAYS, inbox
from vault_pln.core.digest.lines import Page
from vault_pln.core.outputs.inbox import FILE, inbox_edit, is_of, render
from vault_pln.edge import disk
from vault_pln.jobs.ledger import why_not_writing
from vault_pln.jobs.stock import Stocks
from vault_pln.jobs.vault import Vault, view_of
from vault_pln.jobs.write import carry_out, problem_of
from vault_pln.model.digest import Day
from vault_pln.model.edit import Edit
from vault_pln.model.problem import Problem


def keep_inbox(
    vault: Vault, day: Day, stocks: Stocks, *, write: bool = True, quiet: float = 0.0, take_over: bool = False
) -> tuple[list[Edit], list[Problem]]:
    """Rewrite the inbox unless that was done today; nothing without sources, or where this device may not write."""
    paused = vault.settings.pause_until is not None and vault.today < vault.settings.pause_until
    if vault.lost or paused or why_not_writing(vault, take_over=take_over):
        return [], []
    found = _wanted(vault, day, stocks)
    edits = [found] if isinstance(found, Edit) else []
    problems = [found] if isinstance(found, Problem) else []
    return edits, [*problems, *(_written(vault, edits, quiet) if write else ())]


def _wanted(vault: Vault, day: Day, stocks: Stocks) -> Edit | Problem | None:
    view = view_of(vault)
    path = f"{vault.settings.folder}/{FILE}"
    try:
        before = disk.read_note(vault.places.root, path)
    except FileNotFoundError:
        before = None
    page = Page(path, view.index, view.network, view.settings, vault.conventions, view.say)
    if is_of(before, vault.today, page) or (before is None and not view.network.sources):
        return None
    chosen = {one.item.id for one in day.readings}
    readings, more = inbox(stocks.within(DAYS), view.network, view.memory, view.answers, chosen)
    return inbox_edit(before, render(readings, more, vault.today, page), page)


def _written(vault: Vault, edits: list[Edit], quiet: float) -> Iterator[Problem]:
    for done in carry_out(vault.places, edits, quiet=quiet):
        if done.outcome in ("deferred", "refused"):
            yield problem_of(done)
