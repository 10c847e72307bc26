"""Daily: today's follow-ups and reading, written into the daily note.

store and index → digest → intent into the ledger → one edit of one note → done
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from vault_pln.core.digest.answers import records
from vault_pln.core.digest.choice import choose_items
from vault_pln.core.digest.closing import close_lines, lines_to_close
from vault_pln.core.digest.confirming import verdicts
from vault_pln.core.digest.delivery import Delivery, concluded, deliver, lines_path
from vault_pln.core.digest.follow_ups import choose_follow_ups
from vault_pln.core.digest.ledger import name_digest, said_after
from vault_pln.core.kinds.daily import daily_path
from vault_pln.core.markdown.ids import digest_of_bytes
from vault_pln.core.markdown.template import needs_templater, render_template
from vault_pln.core.network.rhythm import cadence_of
from vault_pln.core.outputs.view import View, memory_of
from vault_pln.edge import clock, disk
from vault_pln.jobs.ledger import TAKE_OVER, append_entries, own_entries, why_not_writing
from vault_pln.jobs.live import forget_moves
from vault_pln.jobs.vault import Vault, refuse_loss, view_of
from vault_pln.jobs.write import carry_out
from vault_pln.model.digest import Day
from vault_pln.model.edit import Edit, Written
from vault_pln.model.ledger import Entry
from vault_pln.model.news import Item
from vault_pln.model.problem import Problem

_LATER = "waits for the note with the lines"


@dataclass(frozen=True, slots=True)
class Delivered:
    """What went (or would go) into which note, and what stood in the way."""

    note: str
    day: Day
    written: bool
    edits: tuple[Edit, ...]
    problems: tuple[Problem, ...]


def daily(
    vault: Vault, items: Iterable[Item], *, write: bool = True, quiet: float = 0.0, take_over: bool = False
) -> Delivered:
    """Choose today's lines and write them; raises VaultEmptiedError on a mass loss."""
    refuse_loss(vault)
    now = clock.now()
    path = lines_path(vault.today, vault.settings, vault.conventions)
    if _paused(vault):
        why = f"paused until {vault.settings.pause_until}: nothing is written into daily notes"
        return Delivered(path, Day(vault.today), False, (), (Problem(path, None, why),))
    stop = why_not_writing(vault, take_over=take_over)
    if stop:
        return Delivered(path, choose_day(view_of(vault), items), False, (), (Problem(path, None, stop, TAKE_OVER),))
    vault = _settled(vault, now)
    view = view_of(vault)
    day = choose_day(view, items)
    try:
        delivery = _delivery(vault, view, day, now)
    except UnicodeDecodeError:
        return Delivered(path, day, False, (), (_unreadable(path),))
    except OSError as error:
        return Delivered(path, day, False, (), (Problem(path, None, f"cannot be read: {error.strerror or error}"),))
    edits = delivery.edits if delivery is not None else ()
    made = _made_without_template(vault, path, edits)
    if not write:
        return Delivered(path, day, False, edits, made)
    side = [*vault.pending, *records(view.answers, view.memory, now, vault.today), *_newly_known(view, now)]
    failed = _write(vault, delivery, side, quiet)
    _close_old_lines(vault, view, quiet)
    problems = tuple(Problem(one.edit.path, None, one.message, "The next run tries again.") for one in failed)
    return Delivered(path, day, delivery is not None and not failed, edits, (*made, *problems))


def _settled(vault: Vault, now: datetime) -> Vault:
    """The vault with what this look says of batches that were in doubt, for the ledger to learn."""
    known = (*vault.entries, *vault.pending)
    memory = memory_of(vault.index, vault.settings, vault.conventions, known)
    found = verdicts(memory, own_entries(vault), vault.settings.daily_heading, now, vault.today)
    return replace(vault, pending=(*vault.pending, *said_after(known, found)))


def _close_old_lines(vault: Vault, view: View, quiet: float) -> None:
    """Close the follow-ups that nobody touched and whose time is over; one that cannot be closed now waits."""
    closings = []
    for path, numbers in lines_to_close(view.answers, view.memory, view.network).items():
        data = _present(vault, path)
        if data is not None and digest_of_bytes(data) == vault.index.notes[path].digest:
            closings.append(close_lines(path, data, numbers, clock.now(), vault.today))
    done = carry_out(vault.places, [one.edit for one in closings], quiet=quiet)
    written = {one.edit.path for one in done if one.outcome == "written"}
    append_entries(vault, [entry for one in closings if one.edit.path in written for entry in one.entries])


def choose_day(view: View, items: Iterable[Item]) -> Day:
    """Who and what today is for."""
    kept = list(items)
    newest: dict[str, Item] = {}
    for item in kept:
        if item.source in view.network.people:
            newest.setdefault(item.source, item)
    people = choose_follow_ups(view.network, view.due, view.memory, view.answers, view.settings, view.say, newest)
    return Day(view.network.today, people, choose_items(kept, view.network, view.memory, view.settings))


def _paused(vault: Vault) -> bool:
    until = vault.settings.pause_until
    return until is not None and vault.today < until


def _unreadable(path: str) -> Problem:
    return Problem(path, None, "the note is not UTF-8 and is never written", "Save it as UTF-8 in your editor.")


def _delivery(vault: Vault, view: View, day: Day, now: datetime) -> Delivery | None:
    note = daily_path(vault.today, vault.conventions.daily)
    paths = {note, lines_path(vault.today, vault.settings, vault.conventions)}
    standing = {path: _present(vault, path) for path in paths}
    fresh = fresh_daily(vault) if standing[note] is None else ""
    where = (vault.settings, vault.conventions, standing, fresh, now)
    return deliver(day, vault.index, view.network, view.memory, *where)


def _present(vault: Vault, path: str) -> bytes | None:
    try:
        return disk.read_note(vault.places.root, path)
    except FileNotFoundError:
        return None


def _made_without_template(vault: Vault, path: str, edits: tuple[Edit, ...]) -> tuple[Problem, ...]:
    """Said when a new note could not be made from the user's template, since only Templater can run that."""
    template = vault.conventions.daily.template
    if not any(edit.before is None for edit in edits) or not needs_templater(_template(vault)):
        return ()
    why = f"the template '{template}' needs Templater, so the note was made without it"
    return (Problem(path, None, why, "Open today's note in Obsidian first, or set create-daily to wait."),)


def _template(vault: Vault) -> str:
    """The text of the user's daily template; empty where there is none."""
    template = vault.conventions.daily.template
    data = _present(vault, f"{template.removesuffix('.md')}.md") if template else None
    return data.decode("utf-8", "replace").removeprefix("\ufeff") if data is not None else ""


def fresh_daily(vault: Vault) -> str:
    """The text of a new daily note, from the user's template; one that only Templater can run is left out."""
    daily, text = vault.conventions.daily, _template(vault)
    if not text or needs_templater(text):
        return ""
    return render_template(
        text,
        title=daily_path(vault.today, daily).rpartition("/")[2].removesuffix(".md"),
        now=datetime.combine(vault.today, clock.local_now(vault.settings.timezone).time()),
        day=vault.today,
        date_format=vault.conventions.template_date_format,
        time_format=vault.conventions.template_time_format,
        daily_format=daily.format,
        locale=daily.locale,
    )


def _write(vault: Vault, delivery: Delivery | None, side: list[Entry], quiet: float) -> list[Written]:
    """Intent, note, done; what could not be written is taken back in the ledger, so that it comes again."""
    kept = append_entries(vault, [*side, *(delivery.entries if delivery is not None else ())])
    if kept and vault.pending:
        forget_moves(vault.places)
    if delivery is None:
        return []
    if not kept:
        return [Written(delivery.edits[0], "refused", "the ledger could not be written, so nothing was delivered")]
    failed: list[Written] = []
    for edit in delivery.edits:
        # no line shall show a note that could not be written
        done = carry_out(vault.places, [edit], quiet=quiet) if not failed else [Written(edit, "deferred", _LATER)]
        failed += [one for one in done if one.outcome in ("deferred", "refused")]
    append_entries(vault, concluded(delivery, {one.edit.path for one in failed}, clock.now()))
    return failed


def _newly_known(view: View, now: datetime) -> list[Entry]:
    """An entry for each person who is followed and was never met: their first round counts from today."""
    network = view.network
    new = [
        name_digest(person.name)
        for path, person in network.people.items()
        if cadence_of(person, view.settings) and path not in view.due
    ]
    return [Entry(now, "known", digest, network.today) for digest in new if digest not in view.memory.known]
