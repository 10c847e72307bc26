"""Open asks, both ways: what somebody asks for and the user can give, and what the user asks for and somebody can."""

from vault_pln.core.markdown.escape import plain
from vault_pln.core.suggest.ground import Ground
from vault_pln.core.suggest.wants import Gifts, Said, asks_of, gifts_of
from vault_pln.core.suggest.wording import LONGEST
from vault_pln.model.suggestion import Suggestion

_MOST_OF_ONE = 2
"""So many people are named for one ask of the user's."""


def open_asks(ground: Ground) -> list[Suggestion]:
    """What fits, best first: those to whom the user owes something, then the strongest ties."""
    return sorted([*_theirs(ground), *_mine(ground)], key=lambda one: (-one.score, one.why))


def _theirs(ground: Ground) -> list[Suggestion]:
    """One of each person's asks that the user's own expertise or offers fit."""
    me = ground.network.me
    gifts = Gifts(gifts_of(me) if me is not None else ())
    found = []
    for person in ground.network.people.values():
        if person.asks and not ground.is_left_alone(person):
            best = max(
                ((fit, gift, ask) for ask in asks_of(person) for fit, gift in gifts.matching(ask)),
                key=lambda one: (one[0], one[1].text),
                default=None,
            )
            if best is not None:
                found.append(_suggestion(ground, person.path, *best, mine=False))
    return found


def _mine(ground: Ground) -> list[Suggestion]:
    """Who might give what the user asks for with a goal."""
    asks = [ask for goal in ground.network.goals.values() if goal.status == "active" for ask in asks_of(goal)]
    if not asks:
        return []
    people = [p for p in ground.network.people.values() if (p.expertise or p.offers) and not ground.is_left_alone(p)]
    people.sort(key=lambda person: (-ground.strength(person), person.path))
    gifts, found = Gifts(gift for person in people for gift in gifts_of(person)), []
    for ask in asks:
        rows = [_suggestion(ground, gift.owner, fit, gift, ask, mine=True) for fit, gift in gifts.matching(ask)]
        best = {one.notes["person"]: one for one in sorted(rows, key=lambda one: (one.score, one.why), reverse=False)}
        found += sorted(best.values(), key=lambda one: (-one.score, one.why))[:_MOST_OF_ONE]
    return found


def _suggestion(ground: Ground, path: str, fit: float, gift: Said, ask: Said, *, mine: bool) -> Suggestion:
    person = ground.network.people[path]
    gave, got, stands = ground.balance(path)
    strength = ground.strength(person)
    # to give is wanted where the user received, to ask where they gave
    score = fit * (1 + (stands if mine else -stands)) * (1 + strength)
    side, what = "mine" if mine else "theirs", "knows" if gift.key == "expertise" else "offers"
    values = {"person": person.name, "ask": plain(ask.text, LONGEST), "gift": plain(gift.text, LONGEST)}
    notes = {"person": path}
    if mine:
        values["goal"], notes["goal"] = ground.network.goals[ask.owner].name, ask.owner
    return Suggestion(
        "ask",
        f"ask-{side}-{what}",
        values,
        notes,
        round(score, 4),
        tuple(ground.property(one.owner, one.key, one.text) for one in (ask, gift)),
        {"fit": round(fit, 3), "gave": gave, "got": got, "strength": round(strength, 4)},
    )
