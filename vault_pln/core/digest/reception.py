"""What became of a source's items: how many were shown and kept, when the last was, and whether all are in vain."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from vault_pln.core.digest.answers import Answer, Answers, shown_and_kept

IN_VAIN = 30
"""So many items in a row of which none was kept are worth a word."""


@dataclass(frozen=True, slots=True)
class Reception:
    """Of one source. ``last`` is the day its newest item was delivered for; ``in_vain`` as said above."""

    shown: int = 0
    kept: int = 0
    last: date | None = None
    in_vain: bool = False


def receptions(answers: Answers) -> Mapping[str, tuple[Answer, ...]]:
    """The answers to items by the digest of their source's name."""
    found: dict[str, list[Answer]] = {}
    for answer in answers.values():
        if answer.sort == "item":
            found.setdefault(answer.of, []).append(answer)
    return {name: tuple(rows) for name, rows in found.items()}


def reception(rows: Iterable[Answer]) -> Reception:
    """What became of the items of one source."""
    newest = sorted(rows, key=lambda answer: answer.given or date.min, reverse=True)
    shown, kept = _counted(newest)
    _, lately = _counted(newest[:IN_VAIN])
    last = newest[0].given if newest else None
    return Reception(shown, kept, last, in_vain=shown >= IN_VAIN and not lately)


def _counted(rows: Iterable[Answer]) -> tuple[int, int]:
    counts = shown_and_kept({str(number): answer for number, answer in enumerate(rows)}).values()
    return sum(shown for shown, _ in counts), sum(kept for _, kept in counts)
