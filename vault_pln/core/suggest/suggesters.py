"""All kinds of suggestions, each found by a function of its own."""

from collections.abc import Callable, Iterable, Mapping

from vault_pln.core.suggest.asks import open_asks
from vault_pln.core.suggest.bridges import bridges_at_risk
from vault_pln.core.suggest.dormant import dormant_tie
from vault_pln.core.suggest.give_back import give_back
from vault_pln.core.suggest.ground import Ground
from vault_pln.core.suggest.introductions import introductions
from vault_pln.core.suggest.taking_part import taking_part
from vault_pln.core.suggest.thanks import thanks_due
from vault_pln.core.suggest.to_follow import sites_to_follow
from vault_pln.model.suggestion import Suggestion

SUGGESTERS: Mapping[str, Callable[[Ground], list[Suggestion]]] = {
    "give-back": give_back,
    "ask": open_asks,
    "thanks": thanks_due,
    "introduction": introductions,
    "bridge": bridges_at_risk,
    "dormant": dormant_tie,
    "taking-part": taking_part,
    "discovery": sites_to_follow,
}
"""Kind → what finds it: best first, each with its reason; in the order in which they are shown."""


def suggest(ground: Ground, kinds: Iterable[str] = SUGGESTERS, limit: int = 5) -> list[Suggestion]:
    """The suggestions of these kinds, at most so many of each."""
    wanted = set(kinds)
    found = (find(ground)[:limit] for kind, find in SUGGESTERS.items() if kind in wanted)
    return [one for rows in found for one in rows]
