"""When today's lines are written: after the hour, into a note that exists (or may be made) and is left alone."""

import os
from datetime import datetime, timedelta
from typing import Literal

from vault_pln.core.digest.answers import daily_headings
from vault_pln.core.digest.confirming import verdicts
from vault_pln.core.digest.ledger import said_after
from vault_pln.core.digest.sheets import lines_path
from vault_pln.core.kinds.daily import daily_path
from vault_pln.core.kinds.moments import moment_of
from vault_pln.core.outputs.view import memory_of
from vault_pln.edge import clock
from vault_pln.edge.disk.quiet import Quiet
from vault_pln.jobs.ledger import append_entries, own_entries, why_not_writing
from vault_pln.jobs.vault import Vault


def is_delivered(vault: Vault) -> bool:
    """Whether today's lines are written, on whatever device, and were not overwritten since."""
    rows = [one for one in vault.entries if one.verb in ("done", "lost") and one.day == vault.today]
    return bool(rows) and max(rows, key=lambda one: one.when).verb == "done"


def confirm(vault: Vault) -> Literal["sure", "open", "lost"]:
    """Write down what this look says of lines that an editor may have saved over, and say how they stand."""
    own = own_entries(vault)
    if not set(own) <= set(vault.entries):
        # what was just written down has yet to be read, and so have the notes: it would be said twice
        return "open"
    known = (*vault.entries, *vault.pending)
    memory = memory_of(vault.index, vault.settings, vault.conventions, known)
    found = verdicts(memory, own, daily_headings(vault.settings), clock.now(), vault.today)
    if found:
        append_entries(vault, said_after(known, found))
    if any(entry.verb == "lost" for entry in found):
        return "lost"
    return "sure" if not found and is_delivered(vault) and memory.wrote.keys() <= memory.confirmed else "open"


def next_delivery(vault: Vault) -> datetime:
    """The moment, in UTC, from which lines may be written next."""
    settings = vault.settings
    day = vault.today + timedelta(days=1) if is_delivered(vault) else vault.today
    return moment_of(max(day, settings.pause_until or day), settings.daily_at, clock.zone_of(settings.timezone))


def due_since(vault: Vault) -> datetime | None:
    """The moment, in UTC, since which today's lines could be written and are not; None where nothing is due."""
    moment, pause = next_delivery(vault), vault.settings.pause_until
    paused = pause is not None and vault.today < pause
    return None if is_delivered(vault) or paused or clock.now() < moment else moment


def why_waiting(vault: Vault, quiet: Quiet, *, at_any_time: bool = False) -> str:
    """Why today's lines are not written now, '' where they may be. A day that is fixed has no hours."""
    moment, note = next_delivery(vault), daily_path(vault.today, vault.conventions.daily)
    if vault.settings.pause_until is not None and vault.today < vault.settings.pause_until:
        return f"paused until {vault.settings.pause_until}"
    if not at_any_time and clock.now() < moment:
        return f"it is not {vault.settings.daily_at} yet"
    if not (note in vault.listing.notes or _may_create(vault)):
        return "today's note does not exist yet, and another program makes it"
    paths = {note, lines_path(vault.today, vault.settings, vault.conventions)}
    return why_not_writing(vault) or next(filter(None, (_disturbance(vault, quiet, path) for path in paths)), "")


def _may_create(vault: Vault) -> bool:
    create = vault.settings.create_daily
    return create == "create" or (create == "auto" and not vault.conventions.daily.configured)


def _disturbance(vault: Vault, quiet: Quiet, path: str) -> str:
    folder, _, name = os.path.join(vault.places.root, path).rpartition("/")
    try:
        found = os.lstat(f"{folder}/{name}")
    except FileNotFoundError:
        found = None
    why = quiet.disturbance(folder, name, found)
    return f"today's note {why}" if why else ""
