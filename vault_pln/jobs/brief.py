"""The brief of a person, with what this machine knows of their posts."""

from typing import Any

from vault_pln.core.digest.brief import Brief, brief_of
from vault_pln.core.outputs.view import View
from vault_pln.edge.store import Store
from vault_pln.jobs.vault import Vault


def brief(vault: Vault, view: View, path: str) -> dict[str, Any] | None:
    """What is good to know before writing to somebody, as plain values; None for a note that is no person."""
    person = view.network.people.get(path)
    if person is None:
        return None
    with Store(vault.places.state) as store:
        posts = [item for item in store.items() if item.source == path or item.feed in person.feeds]
    return _plain(brief_of(vault.index, view.network, path, posts))


def _plain(found: Brief) -> dict[str, Any]:
    keys = ("day", "path", "line", "text", "channel", "direction", "minutes")
    return {
        "last_contact": found.last,
        "rhythm_days": found.rhythm,
        "drifting": found.drifting,
        "contacts": [{key: getattr(row, key) for key in keys} for row in found.contacts],
        "topics": list(found.topics),
        "asks": {"theirs": list(found.theirs), "yours": [{"goal": goal, "ask": ask} for goal, ask in found.yours]},
        "posts": [{"title": one.title, "url": one.url, "published": one.published} for one in found.posts],
        "notes": [one._asdict() for one in found.notes],
    }
