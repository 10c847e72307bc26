"""Status: is it running, what is due, what failed."""

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vault_pln.core.digest.due import next_prompt
from vault_pln.core.kinds.daily import daily_path
from vault_pln.core.outputs.view import View
from vault_pln.core.sources.address import shown
from vault_pln.core.sources.schedule import is_due
from vault_pln.edge import clock, lock
from vault_pln.edge.places import Places
from vault_pln.edge.store import Store
from vault_pln.jobs.calendars import upcoming_counts
from vault_pln.jobs.day import due_since, is_delivered, next_delivery
from vault_pln.jobs.due import live_sources
from vault_pln.jobs.health_file import read_health
from vault_pln.jobs.ledger import this_device, why_not_writing
from vault_pln.jobs.query import sources
from vault_pln.jobs.vault import Vault, view_of
from vault_pln.model.news import Visits

_AILING = ("posts stopped", "nothing of its")
"""How health begins that is no failure."""


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a vault: ``running`` is the process of the daemon, ``health`` what it last said of itself."""

    running: int | None
    health: dict[str, Any]
    facts: dict[str, Any]
    degraded: bool


def status(vault: Vault) -> Status:
    """What is running, due and wrong."""
    view, health = view_of(vault), read_health(vault.places.state)
    due = sorted(path for path, when in view.due.items() if next_prompt(view.network.people[path], when) <= vault.today)
    facts = {
        "vault": vault.places.root,
        "device": this_device(vault),
        "writes": why_not_writing(vault) or "yes",
        "notes": len(vault.index.notes),
        "today": vault.today,
        "daily_note": daily_path(vault.today, vault.conventions.daily),
        "delivered_today": is_delivered(vault),
        "next_delivery": _shown(next_delivery(vault)),
        "due_since": _shown(due_since(vault)),
        "people_due": due,
        **_sources(vault, view),
        "problems": len(view.network.problems),
        "lost": vault.lost,
        **_copies(vault),
        **_disk(vault.places),
    }
    running = lock.holder(vault.places.state, "watch")
    trouble = running is not None and bool(health.get("trouble") or health.get("events"))
    ill = vault.lost or bool(facts["failing"] or facts["read_only"])
    return Status(running, health, facts, trouble or ill)


def _sources(vault: Vault, view: View) -> dict[str, Any]:
    now, notes = clock.now(), {source.feed: source.path for source in live_sources(view.network)}
    with Store(vault.places.state) as store:
        visits, calendars = store.visits(), store.calendars()
    known = {feed: visits.get(feed) or Visits(feed) for feed in notes}
    failing = {shown(feed): one.problem for feed, one in sorted(known.items()) if one.problem}
    return {
        "sources_due": sum(is_due(one, now) for one in known.values()),
        "next_visit": _shown(min((v.next_visit or now for v in known.values() if not v.gone), default=None)),
        "failing": failing,
        "ailing": {row["path"]: row["health"] for row in sources(vault) if row["health"].startswith(_AILING)},
        "remarks": {path: known[feed].remark for feed, path in sorted(notes.items()) if known[feed].remark},
        "events": dict(sorted(upcoming_counts(vault, view.network, calendars).items())),
        "failing_notes": {shown(feed): path for feed, path in notes.items() if shown(feed) in failing},
    }


def _copies(vault: Vault) -> dict[str, Any]:
    """What lies beside the notes, or is kept outside the vault, because two programs wrote the same note."""
    copies = {path for path, what in vault.listing.odd.items() if what.startswith("a conflict copy")}
    ours = {path for path in copies if ".pln-conflict-" in path}
    kept: list[str] = []
    with suppress(OSError):
        kept = os.listdir(os.path.join(vault.places.state, "kept"))
    return {"conflicts": sorted(ours), "conflict_copies": sorted(copies - ours), "kept": len(kept)}


def _disk(places: Places) -> dict[str, Any]:
    free = None
    with suppress(OSError):
        found = os.statvfs(places.root)
        free = found.f_bavail * found.f_frsize
    return {"free_bytes": free, "read_only": not os.access(places.root, os.W_OK), "state": places.state}


def _shown(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment is not None else None
