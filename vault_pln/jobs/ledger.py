"""Writing into this device's ledger, and who may write at all."""

import logging
from collections.abc import Iterable
from datetime import date, datetime

from vault_pln.core.digest.ledger import Memory, ledger_path, new_ledger, render_entry
from vault_pln.core.digest.ticks import undated_ticks
from vault_pln.edge import disk
from vault_pln.edge.places import device_name
from vault_pln.jobs.vault import Vault
from vault_pln.jobs.write import carry_out
from vault_pln.model.edit import Edit
from vault_pln.model.ledger import Entry

_log = logging.getLogger(__name__)

NOBODY = "0" * 16


def this_device(vault: Vault) -> str:
    """What this device is called."""
    return device_name(vault.places.state)


def why_not_writing(vault: Vault) -> str:
    """Why this device may not write into daily notes and visit sources; empty if it may."""
    device, settings = this_device(vault), vault.settings
    if settings.writer == device:
        return ""
    if settings.writer:
        return f"'{settings.writer}' is the writer of this vault, this is '{device}'"
    others = sorted(set(vault.devices) - {device})
    if others:
        return f"{', '.join(others)} has written here too; set 'writer' in the settings note to it or to '{device}'"
    return ""


def append_entries(vault: Vault, entries: Iterable[Entry]) -> bool:
    """Add entries to this device's ledger; whether they are safely there."""
    text = "".join(map(render_entry, entries))
    if not text:
        return True
    device = this_device(vault)
    path = ledger_path(vault.settings.folder, device)
    before = _present(vault, path)
    after = (before if before is not None else new_ledger(device).encode()) + text.encode()
    (done,) = carry_out(vault.places, [Edit(path, before, after, "what was delivered", "ours")])
    if done.outcome != "written":
        _log.warning("%s: %s", path, done.message)
    return done.outcome == "written"


def _present(vault: Vault, path: str) -> bytes | None:
    try:
        return disk.read_note(vault.places.root, path)
    except FileNotFoundError:
        return None


def ticks_seen(memory: Memory, now: datetime, today: date) -> list[Entry]:
    """An entry for each tick without a date that was not seen before."""
    return [Entry(now, "ticked", key, today) for key in undated_ticks(memory)]
