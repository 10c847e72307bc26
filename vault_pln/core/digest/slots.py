"""The special places of a day: another view of a goal, something unexpected, and an insight of before.

How often they come follows from how often the user says yes to them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import ceil

from vault_pln.core.digest.answers import Answer, Answers
from vault_pln.core.digest.ledger import Memory
from vault_pln.core.digest.matching import Text, centroid, cosine
from vault_pln.core.digest.reception import SILENCE, is_yes
from vault_pln.core.digest.shares import goal_digests
from vault_pln.core.digest.stock import Stock
from vault_pln.core.markdown.ids import short_id
from vault_pln.model.digest import Reading
from vault_pln.model.kinds import Source
from vault_pln.model.network import Network

INSIGHT = "insight"
"""What the ledger calls the line of an insight that comes again."""

_SEASON = timedelta(days=90)
_USUAL_RATE = 0.25
"""The share of yes that is expected of any line before the user's answers tell."""
_OPINION = 4
"""So many answers of this usual sort stand against the real ones."""
_ABOUT = 0.25
"""A slot that is said yes to a little less often than other lines comes as if it were as often."""
_SELDOM = 7
_SPACING = (7, 21, 60, 180)
"""Days after which a kept item comes again, each counted from the time before (spaced repetition)."""
_LOOKED_AT = 12
_RECENT = 60


def is_due(slot: str, answers: Iterable[Answer], today: date) -> bool:
    """Whether a slot comes today.

    Daily at first, and as long as it gets a yes about as often as the lines that are the best of their goal; at half
    of that every other day, and at least weekly.
    """
    lately = [one for one in answers if one.given is not None and today - one.given <= _SEASON]
    ours = [one for one in lately if one.slot == slot]
    last = max((one.given for one in ours if one.given is not None), default=None)
    return last is None or (today - last).days >= _interval(ours, [one for one in lately if one.slot == "goal"], today)


def _interval(ours: Iterable[Answer], others: Iterable[Answer], today: date) -> int:
    (yes, told), (usual, among) = _told(ours, today), _told(others, today)
    expected = max(_USUAL_RATE, (usual + _USUAL_RATE * _OPINION) / (among + _OPINION))
    return max(1, min(_SELDOM, ceil(expected * (told + 2) / (yes + 1) - _ABOUT)))


def _told(answers: Iterable[Answer], today: date) -> tuple[int, int]:
    """How many of these got a yes, and how many an answer, which silence is after a while."""
    told = [one for one in answers if not one.is_open or (one.given is not None and today - one.given >= SILENCE)]
    return sum(map(is_yes, told)), len(told)


def counterpoint(
    chosen: Sequence[Reading], ranked: Sequence[Reading], network: Network, memory: Memory
) -> Iterator[Reading]:
    """The best items of the view that each goal had least of, the goal first that lacks its view most.

    A view is what the sources say of themselves: perspective, else domain, else language.
    """
    lately = _shown_lately(network, memory)
    found: list[tuple[float, str, Reading]] = []
    for goal in dict.fromkeys(one.goal for one in ranked if one.goal):
        candidates = [one for one in ranked if one.goal == goal]
        shown = [*lately.get(goal, ()), *(network.sources[one.item.source] for one in chosen if one.goal == goal)]
        lacking = _least_seen([network.sources[one.item.source] for one in candidates], shown)
        if lacking is not None:
            axis, label, lack = lacking
            best = next(one for one in candidates if label in _labels(network.sources[one.item.source], axis))
            found.append((-lack, goal, replace(best, slot="counterpoint", reason=label)))
    yield from (one for _, _, one in sorted(found, key=lambda row: row[:2]))


def _shown_lately(network: Network, memory: Memory) -> dict[str, list[Source]]:
    """The sources of the items that each goal had in a month, once for each item."""
    goals, since = goal_digests(network, memory), network.today - timedelta(days=30)
    sources = {digest: source for source in network.sources.values() for digest in memory.names(source.name)}
    found: dict[str, list[Source]] = {}
    for rows in memory.wrote.values():
        row = rows[-1]
        if row.goal in goals and row.of in sources and row.day >= since:
            found.setdefault(goals[row.goal], []).append(sources[row.of])
    return found


_AXES = ("perspective", "domain", "language")


def _labels(source: Source, axis: str) -> tuple[str, ...]:
    value = getattr(source, axis)
    return tuple(one.strip().casefold() for one in (value if isinstance(value, tuple) else (value,)) if one.strip())


def _least_seen(waiting: Sequence[Source], shown: Sequence[Source]) -> tuple[str, str, float] | None:
    """(axis, view, how much is lacking) of the view that is shown least and waits; None where none lacks."""
    for axis in _AXES:
        there = {label for source in waiting for label in _labels(source, axis)}
        counts = Counter(label for source in shown for label in _labels(source, axis))
        views = there | counts.keys()
        if len(views) > 1 and there:
            label = min(there, key=lambda one: (counts[one], one))
            lack = sum(counts.values()) / len(views) - counts[label]
            return (axis, label, lack) if lack > 0 else None
    return None


def serendipity(
    chosen: Sequence[Reading],
    ranked: Sequence[Reading],
    stock: Stock,
    answers: Answers,
    memory: Memory,
    network: Network,
) -> Reading | None:
    """The item of a source never shown that fits a goal and is least like what the user ticked and what is chosen.

    Relevance times unexpectedness, after Kotkov and others (2016).
    """
    met = {row.of for rows in memory.wrote.values() for row in rows if row.what == "item"}
    met |= {digest for one in chosen for digest in memory.names(network.sources[one.item.source].name)}
    names = {source: memory.names(network.sources[source].name) for source in {one.item.source for one in ranked}}
    new = [one for one in ranked if one.goal and met.isdisjoint(names[one.item.source])][:_LOOKED_AT]
    known = [_vector(stock.texts[key], stock) for key in _expected(chosen, stock, answers, network.today)]
    rows = [(_unexpected(stock.texts[one.item.id], known, stock) * one.score, one) for one in new]
    best = max(rows, key=lambda row: (row[0], row[1].item.id), default=None)
    return replace(best[1], slot="serendipity") if best is not None else None


def _expected(chosen: Sequence[Reading], stock: Stock, answers: Answers, today: date) -> list[str]:
    since = today - _SEASON
    yes = [(one.given, key) for key, one in answers.items() if is_yes(one) and one.given and one.given >= since]
    return [k for k in (*(one.item.id for one in chosen), *(k for _, k in sorted(yes)[-_RECENT:])) if k in stock.texts]


def _vector(text: Text, stock: Stock) -> Mapping[str, float]:
    return centroid([text], stock.statistics)


def _unexpected(text: Text, known: Sequence[Mapping[str, float]], stock: Stock) -> float:
    vector = _vector(text, stock)
    return 1 - max((cosine(vector, one) for one in known), default=0.0)


def insight(stock: Stock, network: Network, memory: Memory, answers: Answers) -> Reading | None:
    """The kept item of an active goal whose time has come again, the one that waits longest."""
    goals = goal_digests(network, memory)
    found: list[tuple[date, str, Reading]] = []
    for key, answer in answers.items():
        goal, item = goals.get(answer.goal, ""), stock.answered.get(key)
        if answer.said != "kept" or item is None or goal not in stock.queries or item.source not in network.sources:
            continue
        again = _next_time(key, answer, memory)
        if again is not None and again[0] <= network.today:
            kept = (answer.day or answer.given or network.today).isoformat()
            found.append((again[0], key, Reading(replace(item, id=again[1]), goal, 0.0, INSIGHT, kept)))
    return min(found, key=lambda row: row[:2])[2] if found else None


def _next_time(key: str, answer: Answer, memory: Memory) -> tuple[date, str] | None:
    """The day on which a kept item comes again, and the id of its line then; None where it came often enough."""
    last = answer.day or answer.given
    for number, days in enumerate(_SPACING):
        line = short_id(INSIGHT, key, str(number))
        if last is None:
            return None
        if not memory.has(line):
            return last + timedelta(days=days), line
        rows = memory.wrote.get(line)
        last = rows[-1].day if rows else last
    return None
