"""The order of a delivery: intent in the ledger, then the notes, then what became of it.

It may be cut off after each step: the next look finds out from the ledger and the notes how far it came.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from vault_pln.core.digest.closing import close_lines
from vault_pln.core.digest.delivery import Delivery, concluded
from vault_pln.model.edit import Edit, Written
from vault_pln.model.ledger import Entry

_LATER = "The next run tries again."
Append = Callable[[Sequence[Entry]], bool]
"""Adds entries to this device's ledger, and says whether they are safely there."""

Write = Callable[[Edit], Written]
"""Carries out an edit."""

Clock = Callable[[], datetime]


def hand_over(
    delivery: Delivery | None, learned: Sequence[Entry], append: Append, write: Write, now: Clock
) -> list[Written]:
    """Deliver; the edits that failed. What could not be written is taken back in the ledger, so that it comes again."""
    kept = append([*learned, *(delivery.entries if delivery is not None else ())])
    if delivery is None:
        return []
    if not kept:
        why = "the ledger could not be written, so nothing was delivered"
        advice = "Look at 'vault-pln status'; the next run tries again."
        return [Written(delivery.edits[0], "refused", why, "ledger", advice)]
    failed: list[Written] = []
    for edit in delivery.edits:
        # no line shall show a note that could not be written
        done = Written(edit, "deferred", "waits for the note with the lines", advice=_LATER) if failed else write(edit)
        if done.outcome in ("deferred", "refused"):
            failed.append(done)
    append(concluded(delivery, {one.edit.path for one in failed}, now()))
    return failed


def close(
    closing: Iterable[tuple[str, bytes, Sequence[int]]], append: Append, write: Write, now: Clock, today: date
) -> None:
    """Close lines of notes (path, content, lines from 1); one that cannot be closed now waits."""
    for path, data, numbers in closing:
        one = close_lines(path, data, numbers, now(), today)
        if write(one.edit).outcome == "written":
            append(one.entries)
