"""Status: is it running, what is due, what failed."""

import json
import os
from dataclasses import dataclass
from typing import Any

from vault_pln.core.digest.follow_ups import next_prompt
from vault_pln.core.kinds.daily import daily_path
from vault_pln.core.sources.schedule import is_due
from vault_pln.edge import clock, lock
from vault_pln.edge.store import Store
from vault_pln.jobs.fetch import live_sources
from vault_pln.jobs.ledger import this_device, why_not_writing
from vault_pln.jobs.vault import Vault, view_of
from vault_pln.model.news import Visits


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a vault: ``running`` is the process of the daemon, ``health`` what it last said of itself."""

    running: int | None
    health: dict[str, Any]
    facts: dict[str, Any]
    degraded: bool


def status(vault: Vault) -> Status:
    """What is running, due and wrong."""
    view, now = view_of(vault), clock.now()
    with Store(vault.places.state) as store:
        visits = store.visits()
    notes = {source.feed: source.path for source in live_sources(view.network)}
    known = {feed: visits.get(feed) or Visits(feed) for feed in notes}
    failing = {feed: one.problem for feed, one in sorted(known.items()) if one.problem}
    due = sorted(path for path, when in view.due.items() if next_prompt(view.network.people[path], when) <= vault.today)
    health = _health(vault)
    facts = {
        "vault": vault.places.root,
        "device": this_device(vault),
        "writes": why_not_writing(vault) or "yes",
        "notes": len(vault.index.notes),
        "today": vault.today,
        "daily_note": daily_path(vault.today, vault.conventions.daily),
        "delivered_today": any(e.verb == "done" and e.day == vault.today for e in vault.entries),
        "people_due": due,
        "sources_due": sum(is_due(one, now) for one in known.values()),
        "failing": failing,
        "failing_notes": {feed: notes[feed] for feed in failing},
        "problems": len(view.network.problems),
        "lost": vault.lost,
        "state": vault.places.state,
    }
    running = lock.holder(vault.places.state, "watch")
    trouble = running is not None and bool(health.get("trouble") or health.get("events"))
    return Status(running, health, facts, trouble or vault.lost or bool(failing))


def _health(vault: Vault) -> dict[str, Any]:
    try:
        with open(os.path.join(vault.places.state, "health.json"), encoding="utf-8") as file:
            found = json.load(file)
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
