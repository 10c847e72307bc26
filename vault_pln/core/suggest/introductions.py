"""Introductions: two people whom the user knows, who might help each other and are not tied yet.

Only pairs are looked at that share a goal, or of whom one can give what the other asks for.
"""

import math
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from vault_pln.core.markdown.escape import file_name, plain
from vault_pln.core.network.kinship import adamic_adar
from vault_pln.core.suggest.ground import Ground
from vault_pln.core.suggest.wants import Gifts, Said, asks_of, gifts_of
from vault_pln.core.suggest.wording import LONGEST
from vault_pln.model.kinds import Person
from vault_pln.model.suggestion import Evidence, Suggestion

_GROUP = 40
"""Of more people with one goal only so many with the strongest ties are looked at."""

_OF_ONE = 2
"""So many introductions of one person are enough."""

_ASK, _PURSUE, _HELPS, _HELP = 1.0, 0.6, 0.5, 0.2
"""What fits how well: an ask and a gift; a goal that both pursue; one that one pursues and the other helps the user
with; one that both help the user with."""


class Match(NamedTuple):
    """Why two people might want to meet: ``first`` is the one who asks, or pursues; ``values`` fill the phrase."""

    first: str
    second: str
    worth: float
    phrase: str
    values: tuple[tuple[str, str], ...]
    why: tuple[Evidence, ...]
    goal: str = ""


def draft_path(folder: str, one: str, other: str) -> str:
    """Where the draft of an introduction lies, from the names of both."""
    return f"{folder}/Introductions/{file_name(f'{one} - {other}')}.md"


def introductions(ground: Ground) -> list[Suggestion]:
    """The pairs most worth it: the match, times what they have in common, times the weaker of the user's two ties."""
    strengths = {path: ground.strength(one) for path, one in ground.network.people.items() if ground.rows(path)}
    known = {path: much for path, much in strengths.items() if not ground.is_left_alone(ground.network.people[path])}
    best: dict[tuple[str, str], Suggestion] = {}
    for match in _matches(ground, known):
        pair = min(match.first, match.second), max(match.first, match.second)
        if match.second in ground.ties.get(match.first, {}) or draft_of(ground, *pair):
            continue
        found = _suggestion(ground, match, known)
        if pair not in best or found.score > best[pair].score:
            best[pair] = found
    return list(
        _few_of_each(sorted(best.values(), key=lambda one: (-one.score, one.notes["person"], one.notes["other"])))
    )


def match_of(ground: Ground, one: str, other: str) -> Match | None:
    """What speaks most for introducing these two, in either direction, whether they are tied or not."""
    both = dict.fromkeys((one, other), 1.0)
    found = [match for match in _matches(ground, both) if {match.first, match.second} == {one, other}]
    return max(found, key=lambda match: match.worth, default=None)


def _matches(ground: Ground, known: dict[str, float]) -> Iterator[Match]:
    people = [ground.network.people[path] for path in sorted(known, key=lambda path: (-known[path], path))]
    gifts = Gifts(gift for person in people for gift in gifts_of(person))
    for person in people:
        for ask in asks_of(person):
            for fit, gift in gifts.matching(ask):
                yield _asked(ground, ask, gift, fit)
    pursuing, helping = _goals(ground, people)
    for goal in sorted(pursuing.keys() | helping.keys()):
        yield from _sharing(ground, goal, pursuing.get(goal, [])[:_GROUP], helping.get(goal, [])[:_GROUP])


def _asked(ground: Ground, ask: Said, gift: Said, fit: float) -> Match:
    what = "knows" if gift.key == "expertise" else "offers"
    values = (("ask", plain(ask.text, LONGEST)), ("gift", plain(gift.text, LONGEST)))
    why = tuple(ground.property(one.owner, one.key, one.text) for one in (ask, gift))
    return Match(ask.owner, gift.owner, _ASK * fit, f"introduce-ask-{what}", values, why)


def _goals(ground: Ground, people: Iterable[Person]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Who pursues each goal, and who helps the user with it; a goal without a note goes by its name."""
    pursuing: dict[str, list[str]] = {}
    helping: dict[str, list[str]] = {}
    for person in people:
        for name in dict.fromkeys(person.pursues):
            pursuing.setdefault(ground.meant(name, person.path) or name.casefold(), []).append(person.path)
        for goal in ground.network.goals_of.get(person.path, ()):
            helping.setdefault(goal, []).append(person.path)
    return pursuing, helping


def _sharing(ground: Ground, goal: str, pursuing: list[str], helping: list[str]) -> Iterator[Match]:
    for one, other in combinations(pursuing, 2):
        yield _shared(ground, goal, (one, "pursues"), (other, "pursues"), _PURSUE)
    for one in pursuing:
        for other in helping:
            if one != other:
                yield _shared(ground, goal, (one, "pursues"), (other, "goals"), _HELPS)
    for one, other in combinations(helping, 2):
        yield _shared(ground, goal, (one, "goals"), (other, "goals"), _HELP)


def _shared(ground: Ground, goal: str, one: tuple[str, str], other: tuple[str, str], worth: float) -> Match:
    known = ground.network.goals.get(goal)
    name = known.name if known is not None else goal.rpartition("/")[2].removesuffix(".md")
    phrase = {_PURSUE: "introduce-pursue-both", _HELPS: "introduce-pursue-helps"}.get(worth, "introduce-help-both")
    why = tuple(ground.property(path, key, name) for path, key in (one, other))
    return Match(one[0], other[0], worth, phrase, (("goal", name),), why, goal if known is not None else "")


def draft_of(ground: Ground, one: str, other: str) -> str:
    """The draft that there is already of introducing these two (paths), '' for none."""
    names = [ground.network.people[path].name for path in (one, other)]
    paths = (draft_path(ground.settings.folder, *pair) for pair in (names, names[::-1]))
    return next((path for path in paths if path in ground.index.notes), "")


def _suggestion(ground: Ground, match: Match, strengths: dict[str, float]) -> Suggestion:
    people = ground.network.people
    # the user is an acquaintance of both, and knows as many as there are
    near = 1 / math.log(len(strengths) + 1) + adamic_adar(ground.ties, match.first, match.second)
    weaker = min(strengths[match.first], strengths[match.second])
    return Suggestion(
        "introduction",
        match.phrase,
        {"person": people[match.first].name, "other": people[match.second].name, **dict(match.values)},
        {"person": match.first, "other": match.second, **({"goal": match.goal} if match.goal else {})},
        match.worth * near * weaker,
        match.why,
        {"match": round(match.worth, 3), "adamic_adar": round(near, 4), "weaker_tie": round(weaker, 4)},
    )


def _few_of_each(found: Iterable[Suggestion]) -> Iterator[Suggestion]:
    times: dict[str, int] = {}
    for one in found:
        pair = one.notes["person"], one.notes["other"]
        if all(times.get(path, 0) < _OF_ONE for path in pair):
            times.update({path: times.get(path, 0) + 1 for path in pair})
            yield one
