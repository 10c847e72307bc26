"""Where a vault, its memory and its cache are on this machine, and what this device is called."""

import os
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b

from vault_pln.model.errors import StateError, VaultNotFoundError


@dataclass(frozen=True, slots=True)
class Places:
    """The folder of a vault, and those outside it that hold its memory (``state``) and its ``cache``."""

    root: str
    state: str
    cache: str


def find_vault(given: str | None, start: str) -> str:
    """The folder of the vault: the one given, else the nearest above ``start`` with ``.obsidian`` or our notes."""
    if given:
        if not os.path.isdir(given):
            raise VaultNotFoundError(f"there is no folder '{given}'")
        return os.path.realpath(given)
    folder = os.path.realpath(start)
    while True:
        if is_vault(folder):
            return folder
        above = os.path.dirname(folder)
        if above == folder:
            raise VaultNotFoundError(f"'{start}' is in no vault: no folder above it has .obsidian or PLN notes")
        folder = above


def is_vault(folder: str) -> bool:
    """Whether a folder shows that it is a vault: by ``.obsidian``, or by notes of ours."""
    return os.path.isdir(os.path.join(folder, ".obsidian")) or _has_our_notes(folder)


def _has_our_notes(folder: str) -> bool:
    for inner in ("PLN", "PLN/Templates"):
        with suppress(OSError):
            names = os.listdir(os.path.join(folder, inner))
            if any(name.startswith("PLN ") and name.endswith(".md") for name in names):
                return True
    return False


def places_of(root: str) -> Places:
    """Where memory and cache of this vault live; keyed by its real path."""
    name = os.path.basename(root) or "vault"
    key = f"{name[:40]}-{blake2b(os.fsencode(root), digest_size=6).hexdigest()}"
    import platformdirs

    state = os.environ.get("VAULT_PLN_STATE") or platformdirs.user_state_dir("vault-pln", appauthor=False)
    cache = os.environ.get("VAULT_PLN_CACHE") or platformdirs.user_cache_dir("vault-pln", appauthor=False)
    return Places(root, os.path.join(state, key), os.path.join(cache, key))


def device_name(state: str) -> str:
    """This device's name: host name and four characters of the machine's own id; VAULT_PLN_DEVICE overrules it.

    From the machine's id, so that losing the state folder does not make it another device.
    """
    given = _plain(os.environ.get("VAULT_PLN_DEVICE", ""))
    path = os.path.join(os.path.dirname(state), "device")
    return given or _plain(_read(path)) or _named(path)


def _named(path: str) -> str:
    """A new name, written down so that a new host name does not make it another device."""
    import socket

    machine = _read("/etc/machine-id").strip()
    name = f"{_plain(socket.gethostname().partition('.')[0]) or 'device'}-{_mark(machine)}"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(name)
    except OSError as error:
        if not machine:
            raise StateError(os.path.dirname(path), error.strerror or str(error)) from error
    return name


def _mark(machine: str) -> str:
    import secrets

    return blake2b(b"vault-pln" + machine.encode(), digest_size=2).hexdigest() if machine else secrets.token_hex(2)


def _read(path: str) -> str:
    with suppress(OSError), open(path, encoding="utf-8", errors="replace") as file:
        return file.read()
    return ""


def _plain(name: str) -> str:
    kept = "".join(c for c in name.strip() if c.isascii() and (c.isalnum() or c in "-_"))
    return kept[:40]
