"""The view of a vault as the ground that suggestions stand on."""

from collections.abc import Sequence

from vault_pln.core.outputs.view import View
from vault_pln.core.suggest.discovery import Candidate
from vault_pln.core.suggest.ground import Ground
from vault_pln.model.news import Item

_YES = frozenset({"kept", "done"})


def ground_of(view: View, items: Sequence[Item] = (), sites: Sequence[Candidate] = ()) -> Ground:
    """What suggestions are made from; ``items`` may be passed on or answered, the newest first, ``sites`` followed."""
    liked = frozenset(key for key, answer in view.answers.items() if answer.sort == "item" and answer.said in _YES)
    seen = (view.index, view.network, view.ties, view.memory, view.settings, view.conventions, view.say)
    return Ground(*seen, items, liked, sites)
