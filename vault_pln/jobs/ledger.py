"""Writing into this device's ledger, and who may write at all."""

import logging
from collections.abc import Sequence

from vault_pln.core.digest.ledger import copy_of, entries_of, extended, ledger_path
from vault_pln.core.kinds.settings import NAME
from vault_pln.edge import disk, ledger_copy
from vault_pln.edge.places import device_name
from vault_pln.jobs.vault import Vault
from vault_pln.jobs.write import carry_out
from vault_pln.model.edit import Edit, Written
from vault_pln.model.errors import VaultBusyError
from vault_pln.model.ledger import Entry

_log = logging.getLogger(__name__)

_ATTEMPTS = 5
_DECIDED = frozenset({"wrote", "carrying"})
"""What is about to be done, because the ledger did not say that it was."""

TAKE_OVER = "Run it there, or here with --take-over, once both have been in step."
"""What to do where another device is the writer."""


def this_device(vault: Vault) -> str:
    """What this device is called."""
    return device_name(vault.places.state)


def settings_path(vault: Vault) -> str:
    """Where the settings note is, or would be."""
    return f"{vault.settings.folder}/{NAME}"


def why_not_writing(vault: Vault, *, take_over: bool = False) -> str:
    """Why this device may not write by itself and visit sources; empty if it may.

    To ``take_over`` is to do it all the same, this once: the settings stay as they are, and the ledger that this
    device then has tells the others what it wrote.
    """
    device, settings = this_device(vault), vault.settings
    if settings.writer == device or take_over:
        return ""
    if settings.writer:
        return f"'{settings.writer}' is the writer of this vault, this is '{device}'"
    others = sorted(set(vault.devices) - {device})
    if others:
        return f"{', '.join(others)} has written here too; set 'writer' in the settings note to it or to '{device}'"
    return ""


def ledger_of(vault: Vault) -> str:
    """Where this device's own ledger is, or would be."""
    return ledger_path(vault.settings.folder, this_device(vault))


def own_entries(vault: Vault) -> tuple[Entry, ...]:
    """What this device's own ledger says, with the times of its own clock."""
    return entries_of(_present(vault, ledger_of(vault)) or b"")


def append_entries(vault: Vault, entries: Sequence[Entry]) -> bool:
    """Add entries to this device's ledger, and what all ledgers have lost; whether they are safely there.

    Where another vault-pln writes at the same moment, what was decided before may be done by now: VaultBusyError. What
    has happened is written down all the same.
    """
    decided = any(entry.verb in _DECIDED for entry in entries)
    for _ in range(_ATTEMPTS):
        why = _append(vault, entries)
        if why is None or why.outcome != "deferred":
            break
        if decided:
            raise VaultBusyError(f"another vault-pln wrote into '{ledger_of(vault)}' at the same moment")
    if why is not None:
        _log.warning("%s: %s %s", ledger_of(vault), why.message, why.advice)
    return why is None


def _append(vault: Vault, entries: Sequence[Entry]) -> Written | None:
    """Try once; None where the ledger has it all, else what kept it from being written."""
    device = this_device(vault)
    others = [_present(vault, ledger_path(vault.settings.folder, one)) or b"" for one in vault.devices if one != device]
    path = ledger_path(vault.settings.folder, device)
    before = _present(vault, path)
    noted = (entry for ledger in (*others, before or b"") for entry in entries_of(ledger))
    after = extended(device, before, noted, ledger_copy.read(vault.places.state, vault.listing.notes), entries)
    if after is None or after == before:
        return None
    edit = Edit(path, before, after, "what was delivered", "ours")
    if _is_begun(vault, entries, before or b""):
        return Written(edit, "deferred")
    if before is None and path in vault.listing.notes:
        # with it all of the vault may be gone; what comes next is for the next look to say
        what, mend = "went away in this moment; nothing is written before the next look", "See that the vault is whole."
        return Written(edit, "refused", what, advice=mend)
    (done,) = carry_out(vault.places, [edit])
    if done.outcome != "written":
        return done
    ledger_copy.keep(vault.places.state, copy_of([*others, after]), vault.listing.notes)
    return None


def _is_begun(vault: Vault, entries: Sequence[Entry], ledger: bytes) -> bool:
    """Whether one of these lines was begun to be written since the vault was looked at, and not taken back."""
    wanted = {entry.id for entry in entries if entry.verb == "wrote"}
    known = set(vault.entries) if wanted else set()
    fresh = (entry for entry in entries_of(ledger) if entry.id in wanted and entry not in known)
    last = {entry.id: entry.verb for entry in fresh if entry.verb in ("wrote", "failed", "lost")}
    return "wrote" in last.values()


def _present(vault: Vault, path: str) -> bytes | None:
    try:
        return disk.read_note(vault.places.root, path)
    except FileNotFoundError:
        return None
