"""What people ask for and what they can give, and which of it fits: found by the words that they share."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from vault_pln.core.suggest.wording import telling
from vault_pln.model.kinds import Goal, Me, Person

_ENOUGH = 0.5
"""So much of the shorter of ask and offer they must have in common."""

OWNERS = 200
"""Of what more people than this can give only theirs counts who come first, so that no word costs all pairs."""


class Said(NamedTuple):
    """An ask, an offer or an expertise: whose note says it under which property, and its telling words."""

    owner: str
    key: str
    text: str
    terms: frozenset[str]


def asks_of(one: Person | Goal) -> list[Said]:
    """What somebody asks for, or the user for a goal."""
    return _said(one.path, "asks", one.asks)


def gifts_of(one: Person | Me) -> list[Said]:
    """What somebody can give: what they know, and what they offer."""
    return _said(one.path, "expertise", one.expertise) + _said(one.path, "offers", one.offers)


def _said(owner: str, key: str, given: Iterable[str]) -> list[Said]:
    found = (Said(owner, key, text, telling(text)) for text in given)
    return [one for one in found if one.terms]


class Gifts:
    """All that several people can give, found by the words of an ask; ``given`` in the order of who comes first."""

    def __init__(self, given: Iterable[Said]) -> None:
        self._by_term: dict[str, list[Said]] = {}
        for gift in given:
            for term in gift.terms:
                rows = self._by_term.setdefault(term, [])
                if len(rows) < OWNERS:
                    rows.append(gift)

    def matching(self, ask: Said) -> Iterator[tuple[float, Said]]:
        """The gifts that fit an ask of somebody else, and how well."""
        found = {gift: None for term in sorted(ask.terms) for gift in self._by_term.get(term, ())}
        for gift in found:
            fit = fits(ask, gift)
            if fit and gift.owner != ask.owner:
                yield fit, gift


def fits(ask: Said, gift: Said) -> float:
    """From 0 to 1: what somebody knows fits where the ask has all its words, an offer where half of them are shared."""
    shared = len(ask.terms & gift.terms)
    if gift.key == "expertise":
        return 1.0 if shared == len(gift.terms) else 0.0
    share = shared / min(len(ask.terms), len(gift.terms))
    return share if share >= _ENOUGH else 0.0
