"""What became of a source's items: how many were shown and kept, and what the user's answers say of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from vault_pln.core.digest.answers import Answer, Answers, Said, shown_and_kept

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


_SIGNAL: Mapping[Said, float] = {"kept": 1.0, "done": 0.5, "refused": -1.0, "deleted": -1.0}
_SILENT = -0.25
SILENCE = timedelta(days=14)
"""A line that stands unanswered for so long was not worth an answer: a weak no."""
_DOUBT, _STRONGEST = 5, 0.3
"""So many answers of no opinion stand against the real ones, and how far these raise or lower a score at most."""


def is_yes(answer: Answer) -> bool:
    """Whether the user ticked or kept a line."""
    return answer.said in ("kept", "done")


def signal(answer: Answer, today: date) -> float | None:
    """What an answer says of the item, from -1 (a no) to 1 (a strong yes); None where it says nothing, or not yet."""
    if answer.is_open:
        return _SILENT if answer.given is not None and today - answer.given >= SILENCE else None
    return _SIGNAL.get(answer.said)


class Taste:
    """What the user's answers say of sources, in general and for each goal; both by the digests of their names."""

    def __init__(self, answers: Answers, today: date) -> None:
        self._sums: dict[tuple[str, str], tuple[float, int]] = {}
        for answer in answers.values():
            value = signal(answer, today) if answer.sort == "item" else None
            if value is not None:
                for key in ((answer.of, ""), (answer.of, answer.goal)):
                    total, count = self._sums.get(key, (0.0, 0))
                    self._sums[key] = total + value, count + 1

    def liking(self, source: Iterable[str], goal: Iterable[str]) -> float:
        """By what to multiply the score of a source's item for a goal: 1 where nothing is known."""
        names, goals = list(source), list(goal)
        general = self._mean([(name, "") for name in names])
        return 1 + _STRONGEST * (general + self._mean([(name, one) for name in names for one in goals])) / 2

    def _mean(self, keys: Iterable[tuple[str, str]]) -> float:
        rows = [self._sums[key] for key in dict.fromkeys(keys) if key in self._sums]
        return sum(total for total, _ in rows) / (sum(count for _, count in rows) + _DOUBT)


def answered_ids(answers: Answers, most: int) -> list[str]:
    """The ids of the items that the user said yes or no to, at most so many, the newest first."""
    told = [key for key, one in answers.items() if one.sort == "item" and one.said in _SIGNAL]
    return sorted(told, key=lambda key: (answers[key].given or date.min, key), reverse=True)[:most]


def answered_for(answers: Answers, goals: Mapping[str, str]) -> dict[str, tuple[list[str], list[str]]]:
    """For each goal the ids of the items that the user said yes and no to; ``goals`` are paths by digest."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for key, answer in sorted(answers.items()):
        path = goals.get(answer.goal)
        if path is not None and answer.sort == "item":
            yes, no = found.setdefault(path, ([], []))
            if is_yes(answer):
                # a strong yes counts as two weak ones
                yes += [key, key] if answer.said == "kept" else [key]
            elif answer.said in ("refused", "deleted"):
                no.append(key)
    return found
