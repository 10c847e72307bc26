"""Review: the note of a week that is over, written once and the user's from then on.

vault and store → sections and proposals → proposals into the ledger → one new note → the ledger: reviewed
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vault_pln.core.kinds.daily import daily_path
from vault_pln.core.markdown.ids import digest_of_bytes
from vault_pln.core.markdown.own import REVIEW
from vault_pln.core.outputs.view import view_at
from vault_pln.core.review import sections
from vault_pln.core.review.boxes import Box, box_of
from vault_pln.core.review.change import change_of
from vault_pln.core.review.kinds import all_wanted
from vault_pln.core.review.material import Material
from vault_pln.core.review.record import (
    dropped_on,
    is_reviewed,
    offered_before,
    proposed_entry,
    reviewed_entry,
    worth_proposing,
)
from vault_pln.core.review.text import review_block, review_note, with_review
from vault_pln.core.review.wanted import FOLLOW, Wanted
from vault_pln.core.review.week import Week, last_ended, review_path
from vault_pln.edge import clock, disk
from vault_pln.edge.store import Store
from vault_pln.jobs.ledger import TAKE_OVER, append_entries, why_not_writing
from vault_pln.jobs.vault import Vault, refuse_loss
from vault_pln.jobs.write import carry_out, problem_of
from vault_pln.model.edit import Edit
from vault_pln.model.errors import UsageError
from vault_pln.model.network import Network
from vault_pln.model.problem import Problem
from vault_pln.model.review import Section

_WHY = "a week is over"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What there is to say of a week, the note it stands in, and whether it was written now.

    Without an ``edit`` the note is there already, and the user's.
    """

    week: Week
    path: str
    sections: tuple[Section, ...]
    boxes: tuple[Box, ...]
    edit: Edit | None
    written: bool = False
    problems: tuple[Problem, ...] = ()


def is_due(vault: Vault) -> Week | None:
    """The week whose review is to be written by itself: over, not reviewed yet, and vault-pln was at work in it."""
    week = last_ended(vault.today)
    entries = (*vault.entries, *vault.pending)
    if vault.settings.pause_until is not None and vault.today < vault.settings.pause_until:
        return None
    if vault.lost or why_not_writing(vault) or is_reviewed(entries, week):
        return None
    return week if any(entry.day <= week.sunday for entry in entries) else None


def review(
    vault: Vault, week: Week | None = None, *, write: bool = True, take_over: bool = False, quiet: float = 0.0
) -> Reviewed:
    """The review of a week, the last one that is over where none is given; written where it is not there.

    Where the user keeps notes of weeks with Periodic Notes and has one of this week, it is a block in that note.
    Raises UsageError for a week that is not over, and VaultEmptiedError on a mass loss.
    """
    refuse_loss(vault)
    week = week or last_ended(vault.today)
    if week.sunday >= vault.today:
        raise UsageError(f"{week} is not over before {week.sunday}", "Ask for an earlier week.")
    given = material(vault, week)
    found = tuple(sections(given))
    boxes = tuple(_boxes(vault, worth_proposing(all_wanted(given), (*vault.entries, *vault.pending), week)))
    path, edit = _place(vault, given, found, [box.line for box in boxes])
    stop = why_not_writing(vault, take_over=take_over)
    problems = (Problem(path, None, stop, TAKE_OVER),) if stop and edit is not None else ()
    shown = Reviewed(week, path, found, boxes, edit, problems=problems)
    return shown if problems or not write else _write(vault, shown, quiet)


def _place(vault: Vault, given: Material, found: Sequence[Section], lines: Sequence[str]) -> tuple[str, Edit | None]:
    """In which note the review stands, and the edit that writes it there; None where it is there already."""
    own, weekly = review_path(vault.settings.folder, given.week), vault.conventions.weekly
    if own in vault.listing.notes:
        return own, None
    path = daily_path(given.week.monday, weekly) if weekly is not None else ""
    text = text_of(vault, path) if path in vault.index.notes else None
    if text is not None:
        note = vault.index.notes[path]
        if any(block.name == REVIEW and block.sha for block in note.blocks or ()):
            return path, None
        after = with_review(text, note, review_block(given.week, found, lines, given.say))
        if after is not None:
            return path, Edit(path, text.encode(), after.encode(), _WHY)
    return own, Edit(own, None, review_note(given.week, found, lines, given.say).encode(), _WHY, "ours")


def material(vault: Vault, week: Week) -> Material:
    """What the review of a week is made from: the vault as it stood on its Sunday, and what this machine remembers."""
    entries = (*vault.entries, *vault.pending)
    view = view_at(vault.index, vault.survey, vault.settings, vault.conventions, entries, week.sunday)
    with Store(vault.places.state) as store:
        items, visits, cited, lists = store.items(), store.visits(), store.cited(), store.blogrolls()
    named = {feed: one.blogroll for feed, one in visits.items() if one.blogroll}
    moves = {feed: to for feed, one in visits.items() if (to := one.moved_to or one.announced)}
    return Material(view, vault.conventions, week, tuple(items), moves, cited, lists, named,
                    _goal_texts(vault, view.network), offered_before(entries, week), dropped_on(entries))  # fmt: skip


def _goal_texts(vault: Vault, network: Network) -> dict[str, str]:
    """What the notes of active goals say, as far as they can be read."""
    active = (path for path, goal in network.goals.items() if goal.status == "active")
    texts = ((path, text_of(vault, path)) for path in active)
    return {path: text for path, text in texts if text is not None}


def _boxes(vault: Vault, wanted: list[Wanted]) -> Iterator[Box]:
    """The proposals that one line of a note carries out, or a new note."""
    for one in wanted:
        if one.proposal.kind == FOLLOW:
            yield box_of(one, None)
            continue
        note = vault.index.notes[one.proposal.path]
        text = text_of(vault, note.path)
        change = change_of(one.proposal, note, text) if text is not None else None
        if change is not None:
            yield box_of(one, change)


def text_of(vault: Vault, path: str) -> str | None:
    """A note's text, None where it is no longer the one that was looked at."""
    try:
        data = disk.read_note(vault.places.root, path)
        return data.decode("utf-8") if digest_of_bytes(data) == vault.index.notes[path].digest else None
    except (OSError, UnicodeDecodeError):
        return None


def _write(vault: Vault, shown: Reviewed, quiet: float) -> Reviewed:
    """The ledger first: a box of which no ledger knows carries nothing out."""
    now, week = clock.now(), shown.week
    if shown.edit is not None:
        told = {one.id: one.line for one in vault.entries if one.verb == "proposed"}
        said = [proposed_entry(box.wanted.proposal, box.line, week, now) for box in shown.boxes]
        if not append_entries(vault, [one for one in said if told.get(one.id) != one.line]):
            why = "the ledger cannot be written, so the review has to wait"
            return replace(shown, problems=(Problem(shown.path, None, why, "The next run tries again.", undone=True),))
        (done,) = carry_out(vault.places, [shown.edit], quiet=quiet)
        if done.outcome != "written":
            return replace(shown, problems=(problem_of(done),))
    if not is_reviewed(vault.entries, week):
        text = shown.edit.after or b"" if shown.edit is not None else b""
        append_entries(vault, [reviewed_entry(week, text.decode(), now)])
    return replace(shown, written=shown.edit is not None)
