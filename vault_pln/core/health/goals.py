"""What would make a goal clearer, as advice: keywords, why, next step, date, evidence, somebody who helps."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from vault_pln.core.network.evidence import parent_of
from vault_pln.model.kinds import Goal
from vault_pln.model.network import Network

Unclear = Literal["keywords", "why", "next", "target", "past"]
"""What a goal may not say; ``past``: a target that is over."""

_WHY = re.compile(r"^[\s#>*_-]*(?:why|warum|wozu|weshalb)\b", re.IGNORECASE | re.MULTILINE)
_NEXT = re.compile(r"^[\s#>*_-]*(?:next(?: steps?)?|nächster? schritte?)\b", re.IGNORECASE | re.MULTILINE)
_OPEN_TASK = re.compile(r"^\s*[-*+] \[ \] \S", re.MULTILINE)
_EMPTY = re.compile(r"^[^:\n]*:\s*$")
_STALE = 30
"""Days without evidence that are worth a word."""


def goal_advice(goal: Goal, text: str, last: date | None, network: Network) -> tuple[str, ...]:
    """What would help an active goal; ``text`` is its note's, ``last`` the day of its newest evidence."""
    return tuple(_advice(goal, text, last, network)) if goal.status == "active" else ()


def unclear(goal: Goal, text: str, today: date) -> Iterator[Unclear]:
    """What a goal does not say; ``text`` is its note's."""
    if not goal.keywords:
        yield "keywords"
    if not _says(_WHY, text):
        yield "why"
    if not (_says(_NEXT, text) or _OPEN_TASK.search(text)):
        yield "next"
    if goal.target is None:
        yield "target"
    elif goal.target < today:
        yield "past"


def _advice(goal: Goal, text: str, last: date | None, network: Network) -> Iterator[str]:
    sentences: Mapping[Unclear, str] = {
        "keywords": f"keywords would find its reading, words that good articles use; now '{goal.name}' stands for them",
        "why": "a line that begins with 'Why:' would help you on a bad day to know what it is for",
        "next": "a next step, small enough for this week, would get it moving: 'Next step:' or an open task",
        "target": "a target date would say when to look back: target: 2027-03-01",
        "past": f"its target was {goal.target}: move it, or set the status to done or paused",
    }
    yield from (sentences[one] for one in unclear(goal, text, network.today))
    if goal.parent and parent_of(goal, network) is None:
        yield f"its parent '{goal.parent[0]}' is no goal of this vault"
    yield from _of_progress(goal, last, network)


def _of_progress(goal: Goal, last: date | None, network: Network) -> Iterator[str]:
    if last is None:
        yield "nothing shows yet what you learned: a line with #evidence that links the goal would, or a ticked task"
    elif (network.today - last).days > _STALE:
        yield f"its last evidence is of {last}: a line with #evidence, however small, would show that it lives"
    if not any(goal.path in goals for goals in network.goals_of.values()):
        yield "no person and no source names it yet: goals: in their notes would tell who helps"


def _says(what: re.Pattern[str], text: str) -> bool:
    """Whether a line begins with one of the words, and something follows: on it, or on the next that is not empty."""
    for found in what.finditer(text):
        line, _, rest = text[found.start() :].lstrip().partition("\n")
        after = next((one for one in rest.split("\n") if one.strip()), "")
        if line.lstrip().startswith("#"):
            return bool(after) and not after.startswith("#")
        if not _EMPTY.match(line):
            return True
    return False
