"""Suggestions and who knows what: the vault and what waits to be read, as values ready for a table or JSON."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from vault_pln.core.outputs.grounds import ground_of
from vault_pln.core.outputs.view import View
from vault_pln.core.review.record import offered_before
from vault_pln.core.review.wanted import site_id
from vault_pln.core.review.week import week_of
from vault_pln.core.suggest.citing import Discovery
from vault_pln.core.suggest.discovery import Candidate
from vault_pln.core.suggest.ground import Ground
from vault_pln.core.suggest.suggesters import suggest
from vault_pln.core.suggest.who import Topic, who
from vault_pln.edge.store import Store
from vault_pln.jobs.vault import Vault, view_of
from vault_pln.model.errors import UsageError
from vault_pln.model.suggestion import Evidence, Suggestion

Row = dict[str, Any]

PASSED_ON = 14
"""Days for which an item is worth passing on."""


def ground_at(vault: Vault, *, sites: bool = False) -> Ground:
    """What suggestions stand on, with the items first seen lately; and with the ``sites`` to follow, if wanted."""
    since = (vault.today - timedelta(days=PASSED_ON)).isoformat()
    view = view_of(vault)
    with Store(vault.places.state) as store:
        items = [item for item in store.items(since) if item.seen <= vault.today.isoformat()]
        return ground_of(view, items, _sites(vault, view, store) if sites else ())


def _sites(vault: Vault, view: View, store: Store) -> list[Candidate]:
    """The sites worth following that no review of another week offered."""
    discovery = Discovery(view.network, view.memory, view.answers, store.items(), store.cited(), store.blogrolls())
    offered = offered_before((*vault.entries, *vault.pending), week_of(vault.today))
    return [one for one in discovery.candidates if site_id(one.site) not in offered]


def suggestions(vault: Vault, kinds: Iterable[str], limit: int) -> list[Row]:
    """The suggestions of these kinds, at most so many of each; best first."""
    kinds = set(kinds)
    ground = ground_at(vault, sites="discovery" in kinds)
    return [_row(ground, one) for one in suggest(ground, kinds, limit)]


def _row(ground: Ground, one: Suggestion) -> Row:
    return {
        "kind": one.kind,
        "text": ground.say(one.phrase, **one.values),
        "notes": dict(one.notes),
        "url": one.url,
        "score": one.score,
        "numbers": dict(one.numbers),
        "why": _why(one.why),
    }


def knowers(vault: Vault, topic: str, limit: int) -> list[Row]:
    """Who knows about a topic, best first; raises UsageError for a topic without a word."""
    ground = ground_of(view_of(vault))
    if not Topic(topic, ground).words:
        raise UsageError(f"'{topic}' has no word to look for", "Give a word or a few, such as: vault-pln who rust")
    people = ground.network.people
    return [
        {"path": one.person, "name": people[one.person].name, "score": one.score, "why": _why(one.why)}
        for one in who(topic, ground)[:limit]
    ]


def _why(found: Iterable[Evidence]) -> list[Row]:
    return [one._asdict() for one in found]
