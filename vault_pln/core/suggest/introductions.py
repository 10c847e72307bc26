"""Introductions: two people whom the user knows, who might help each other and are not tied yet.

Only pairs are looked at that share a goal, or of whom one can give what the other asks for.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, islice
from typing import NamedTuple

from vault_pln.core.index.titles import name_of
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

_MOST = 50

_ASK, _PURSUE, _HELPS, _HELP = 1.0, 0.6, 0.5, 0.2
"""What fits how well: an ask and a gift; a goal that both pursue; one that one pursues and the other helps the user
with; one that both help the user with."""


class Match(NamedTuple):
    """Why two people might want to meet: ``first`` is the one who asks, or pursues.

    Either ``ask`` and ``gift`` say so, or the ``goal`` (its path, or its name where it has no note) that stands in the
    property ``keys`` of each.
    """

    first: str
    second: str
    worth: float
    phrase: str
    ask: Said | None = None
    gift: Said | None = None
    goal: str = ""
    keys: tuple[str, str] = ("", "")


def draft_path(folder: str, one: str, other: str) -> str:
    """Where the draft of an introduction lies, from the names of both."""
    return f"{folder}/Introductions/{file_name(f'{one} - {other}')}.md"


def introductions(ground: Ground) -> list[Suggestion]:
    """The pairs most worth it: the match, times what they have in common, times the weaker of the user's two ties."""
    strengths = {path: ground.strength(one) for path, one in ground.network.people.items() if ground.rows(path)}
    known = {path: much for path, much in strengths.items() if not ground.is_left_alone(ground.network.people[path])}
    best: dict[tuple[str, str], tuple[float, Match]] = {}
    for match in _matches(ground, known):
        pair = min(match.first, match.second), max(match.first, match.second)
        if match.second not in ground.ties.get(match.first, {}):
            score = match.worth * _near(ground, match, known) * min(known[match.first], known[match.second])
            if pair not in best or score > best[pair][0]:
                best[pair] = score, match
    ranked = sorted(best.items(), key=lambda one: (-one[1][0], one[0]))
    chosen = _few_of_each(ground, (match for _, (_, match) in ranked))
    return [_suggestion(ground, match, known) for match in islice(chosen, _MOST)]


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
                yield _asked(ask, gift, fit)
    pursuing, helping = _goals(ground, people)
    for goal in sorted(pursuing.keys() | helping.keys()):
        yield from _sharing(goal, pursuing.get(goal, [])[:_GROUP], helping.get(goal, [])[:_GROUP])


def _asked(ask: Said, gift: Said, fit: float) -> Match:
    what = "knows" if gift.key == "expertise" else "offers"
    return Match(ask.owner, gift.owner, _ASK * fit, f"introduce-ask-{what}", ask, gift)


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


def _sharing(goal: str, pursuing: list[str], helping: list[str]) -> Iterator[Match]:
    for one, other in combinations(pursuing, 2):
        yield _shared(goal, (one, "pursues"), (other, "pursues"), _PURSUE)
    for one in pursuing:
        for other in helping:
            if one != other:
                yield _shared(goal, (one, "pursues"), (other, "goals"), _HELPS)
    for one, other in combinations(helping, 2):
        yield _shared(goal, (one, "goals"), (other, "goals"), _HELP)


def _shared(goal: str, one: tuple[str, str], other: tuple[str, str], worth: float) -> Match:
    phrase = {_PURSUE: "introduce-pursue-both", _HELPS: "introduce-pursue-helps"}.get(worth, "introduce-help-both")
    return Match(one[0], other[0], worth, phrase, goal=goal, keys=(one[1], other[1]))


def values_of(ground: Ground, match: Match) -> dict[str, str]:
    """What fills the phrase of a match, beside the names of the two."""
    if match.ask is not None and match.gift is not None:
        return {"ask": plain(match.ask.text, LONGEST), "gift": plain(match.gift.text, LONGEST)}
    known = ground.network.goals.get(match.goal)
    return {"goal": known.name if known is not None else name_of(match.goal)}


def _why(ground: Ground, match: Match) -> tuple[Evidence, ...]:
    if match.ask is not None and match.gift is not None:
        return tuple(ground.property(one.owner, one.key, one.text) for one in (match.ask, match.gift))
    name, both = values_of(ground, match)["goal"], (match.first, match.second)
    return tuple(ground.property(path, key, name) for path, key in zip(both, match.keys, strict=True))


def _near(ground: Ground, match: Match, known: Mapping[str, float]) -> float:
    """Adamic and Adar's measure; the user is an acquaintance of both, and knows as many as there are."""
    return 1 / math.log(len(known) + 1) + adamic_adar(ground.ties, match.first, match.second)


def draft_of(ground: Ground, one: str, other: str) -> str:
    """The draft that there is already of introducing these two (paths), '' for none."""
    names = [ground.network.people[path].name for path in (one, other)]
    paths = (draft_path(ground.settings.folder, *pair) for pair in (names, names[::-1]))
    return next((path for path in paths if path in ground.index.notes), "")


def _suggestion(ground: Ground, match: Match, known: Mapping[str, float]) -> Suggestion:
    people, near = ground.network.people, _near(ground, match, known)
    weaker = min(known[match.first], known[match.second])
    notes = {"person": match.first, "other": match.second}
    return Suggestion(
        "introduction",
        match.phrase,
        {"person": people[match.first].name, "other": people[match.second].name, **values_of(ground, match)},
        {**notes, "goal": match.goal} if match.goal in ground.network.goals else notes,
        match.worth * near * weaker,
        _why(ground, match),
        {"match": round(match.worth, 3), "adamic_adar": round(near, 4), "weaker_tie": round(weaker, 4)},
    )


def _few_of_each(ground: Ground, found: Iterable[Match]) -> Iterator[Match]:
    """Not too many of one person, and none of whom there is a draft."""
    times: dict[str, int] = {}
    for one in found:
        pair = one.first, one.second
        if all(times.get(path, 0) < _OF_ONE for path in pair) and not draft_of(ground, *pair):
            times.update({path: times.get(path, 0) + 1 for path in pair})
            yield one
