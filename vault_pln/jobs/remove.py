"""Remove: vault-pln taken out of a vault.

index, ledgers and the notes concerned → edits that only take away → disk → empty folders and, if wanted, the memory
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from vault_pln import __version__
from vault_pln.core.index.own import is_own_note
from vault_pln.core.outputs.removal import Removable, is_concerned, removal
from vault_pln.edge import assets, disk, forget, lock
from vault_pln.edge.cache import Cache
from vault_pln.edge.places import Places
from vault_pln.jobs.publishing import public_files
from vault_pln.jobs.vault import Vault, refuse_loss
from vault_pln.jobs.write import without_path, writing
from vault_pln.model.edit import Edit, Written
from vault_pln.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Removal:
    """The edits that take vault-pln out of a vault, and what stays and why."""

    edits: tuple[Edit, ...]
    left: tuple[Problem, ...]


@contextmanager
def nobody_watching(places: Places) -> Iterator[None]:
    """Nobody watches the vault, and nobody can begin to; raises VaultBusyError where somebody does."""
    busy = f"'vault-pln watch' is running in '{places.root}'; stop it first"
    with lock.hold(places.state, "watch", wait=0, busy=busy):
        yield


def plan_removal(vault: Vault, *, lines: bool, public: bool = False) -> Removal:
    """What would go and what would stay, with ``public`` the public pages too; raises VaultEmptiedError."""
    refuse_loss(vault)
    folder = vault.settings.folder
    paths = [path for path, note in vault.index.notes.items() if is_concerned(note, vault.settings, lines=lines)]
    paths += [path for path in vault.listing.others if is_own_note(path, folder)]
    contents: dict[str, bytes] = {}
    found: list[Edit | Problem] = []
    for path in paths:
        try:
            contents[path] = disk.read_note(vault.places.root, path)
        except OSError as error:
            found.append(
                Problem(path, None, f"cannot be read and is left: {error.strerror or error}", "Delete it by hand.")
            )
    entries = (*vault.entries, *vault.pending)
    found += removal(Removable(vault.index.notes, contents, assets.templates(), entries, vault.settings, lines))
    pages = public_files(vault)
    found += _pages(pages, take=public)
    found += _strangers(vault, frozenset(pages))
    edits = tuple(one for one in found if isinstance(one, Edit))
    return Removal(edits, tuple(one for one in found if isinstance(one, Problem)))


def _pages(pages: Mapping[str, bytes], *, take: bool) -> Iterator[Edit | Problem]:
    """The public pages: others may be looking at them, so they go only when that is said."""
    for path, data in pages.items():
        if take:
            yield Edit(path, data, None, "vault-pln was taken out of the vault", "ours")
        else:
            yield Problem(path, None, "is published; it stays", "Say --public to take it away, and off your server.")


def _strangers(vault: Vault, pages: frozenset[str]) -> Iterator[Problem]:
    """The user's own files in our folder."""
    folder = vault.settings.folder
    for path in sorted({*vault.listing.notes, *vault.listing.others} - pages):
        if path.startswith(f"{folder}/") and not is_own_note(path, folder):
            what = "note" if path.endswith(".md") else "file"
            yield Problem(path, None, f"a {what} of yours; it stays", "Delete or move it if you do not need it there.")


def remove(vault: Vault, plan: Removal, *, state: bool) -> list[Written]:
    """Carry out a removal; what it takes away is kept for a week. With ``state`` this machine's memory goes, too.

    The memory stays where a note could not be written: the next attempt needs it.
    """
    with writing(vault.places) as writer:
        done = list(map(without_path, writer.carry_out(plan.edits)))
        writer.remove_empty_folders(vault.settings.folder)
    # the next look must not take what goes here for the loss of a disk
    gone = [one.edit.path for one in done if one.edit.after is None and one.outcome in ("written", "unchanged")]
    Cache(vault.places.cache, __version__).store({}, gone)
    if state and all(one.outcome in ("written", "unchanged") for one in done):
        forget.forget(vault.places.state, vault.places.cache)
    return done
