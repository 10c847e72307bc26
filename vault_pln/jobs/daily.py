"""Daily: today's follow-ups and reading, written into the daily note.

store and index → digest → intent into the ledger → one edit of one note → done
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from vault_pln.core.digest.delivery import Delivery, deliver
from vault_pln.core.digest.sheets import lines_path
from vault_pln.core.digest.stock import Stock
from vault_pln.core.kinds.daily import daily_path
from vault_pln.core.markdown.ids import digest_of_bytes
from vault_pln.core.outputs.today import Prepared, Scene, choose_day, prepare
from vault_pln.edge import clock
from vault_pln.jobs.daily_note import fresh_daily, made_without_template, present, unreadable
from vault_pln.jobs.handing import close, hand_over
from vault_pln.jobs.ledger import TAKE_OVER, append_entries, own_entries, why_not_writing
from vault_pln.jobs.live import forget_moves
from vault_pln.jobs.vault import Vault, refuse_loss, view_of
from vault_pln.jobs.write import carry_out, problem_of
from vault_pln.model.digest import Day
from vault_pln.model.edit import Edit, Written
from vault_pln.model.events import Event
from vault_pln.model.ledger import Entry
from vault_pln.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Delivered:
    """What went (or would go) into which note, and what stood in the way."""

    note: str
    day: Day
    written: bool
    edits: tuple[Edit, ...]
    problems: tuple[Problem, ...]


def daily(
    vault: Vault,
    stock: Stock,
    events: Iterable[Event] = (),
    *,
    write: bool = True,
    quiet: float = 0.0,
    take_over: bool = False,
) -> Delivered:
    """Choose today's lines and write them; raises VaultEmptiedError on a mass loss."""
    refuse_loss(vault)
    now = clock.now()
    path = lines_path(vault.today, vault.settings, vault.conventions)
    if _paused(vault):
        why = f"paused until {vault.settings.pause_until}: nothing is written into daily notes"
        return Delivered(
            path, Day(vault.today), False, (), (Problem(path, None, why, "Empty 'pause-until' to go on."),)
        )
    stop = why_not_writing(vault, take_over=take_over)
    if stop:
        return Delivered(
            path, choose_day(view_of(vault), stock, events), False, (), (Problem(path, None, stop, TAKE_OVER),)
        )
    chosen = prepare(_scene(vault, now), stock, events)
    day = chosen.day
    try:
        delivery = _delivery(vault, chosen, now)
    except UnicodeDecodeError:
        return Delivered(path, day, False, (), (unreadable(path),))
    except OSError as error:
        closed = f"cannot be read: {error.strerror or error}"
        return Delivered(path, day, False, (), (Problem(path, None, closed, "Check its rights."),))
    edits = delivery.edits if delivery is not None else ()
    made = made_without_template(vault, path, edits)
    if not write:
        return Delivered(path, day, False, edits, made)
    failed = _write(vault, chosen, delivery, quiet)
    return Delivered(path, day, delivery is not None and not failed, edits, (*made, *map(problem_of, failed)))


def _scene(vault: Vault, now: datetime) -> Scene:
    known = (*vault.entries, *vault.pending)
    own = own_entries(vault)
    return Scene(vault.index, vault.survey, vault.settings, vault.conventions, known, own, vault.today, now)


def _write(vault: Vault, chosen: Prepared, delivery: Delivery | None, quiet: float) -> list[Written]:
    """Deliver, then close what nobody touched; the edits of the delivery that failed."""

    def append(entries: Sequence[Entry]) -> bool:
        kept = append_entries(vault, entries)
        if kept and vault.pending:
            forget_moves(vault.places)
        return kept

    def write(edit: Edit) -> Written:
        return carry_out(vault.places, [edit], quiet=quiet)[0]

    failed = hand_over(delivery, (*vault.pending, *chosen.learned), append, write, clock.now)
    close(_closing(vault, chosen), append, write, clock.now, vault.today)
    return failed


def _closing(vault: Vault, chosen: Prepared) -> Iterator[tuple[str, bytes, list[int]]]:
    """The notes with lines to close, those left out that changed since they were read."""
    for path, numbers in chosen.closing.items():
        data = present(vault, path)
        if data is not None and digest_of_bytes(data) == vault.index.notes[path].digest:
            yield path, data, numbers


def _paused(vault: Vault) -> bool:
    until = vault.settings.pause_until
    return until is not None and vault.today < until


def _delivery(vault: Vault, chosen: Prepared, now: datetime) -> Delivery | None:
    note = daily_path(vault.today, vault.conventions.daily)
    paths = {note, lines_path(vault.today, vault.settings, vault.conventions)}
    standing = {path: present(vault, path) for path in paths}
    fresh = fresh_daily(vault) if standing[note] is None else ""
    view, where = chosen.view, (vault.settings, vault.conventions, standing, fresh, now)
    return deliver(chosen.day, vault.index, view.network, view.memory, *where)
