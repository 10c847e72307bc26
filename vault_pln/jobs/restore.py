"""Restore: bringing back a version of a note that a write displaced, through the writer, so that nothing is lost by it.

kept versions → those of the note, whatever it was called → one edit → disk
"""

from collections.abc import Iterable
from dataclasses import dataclass

from vault_pln.core.digest.ledger import name_digest
from vault_pln.core.index.own import is_own_note
from vault_pln.core.index.titles import name_of
from vault_pln.edge import disk
from vault_pln.edge.disk.write import Writer
from vault_pln.edge.places import Places
from vault_pln.jobs.query import find_note
from vault_pln.jobs.vault import Vault, refuse_loss, view_of
from vault_pln.jobs.write import carry_out
from vault_pln.model.edit import Edit, KeptVersion, Whose, Written
from vault_pln.model.errors import UsageError


@dataclass(frozen=True, slots=True)
class Version:
    """A kept version of a note, numbered from 1, the newest first; ``current`` where it is what stands now."""

    number: int
    kept: KeptVersion
    data: bytes
    current: bool


@dataclass(frozen=True, slots=True)
class History:
    """A note that is there or was, what stands under its path now (None: nothing), and its kept versions."""

    path: str
    now: bytes | None
    versions: tuple[Version, ...]


def history(vault: Vault, name: str) -> History:
    """The kept versions of a note, also of one that is gone or was renamed; raises UsageError for an unknown name."""
    writer = _reader(vault.places)
    kept = writer.all_kept()
    path = _meant(vault, name, kept)
    now = _standing(vault, path)
    rows = [(one, writer.kept_bytes(one)) for one in _of_note(vault, path, kept, writer.kept(path))]
    versions = (Version(number, one, data, data == now) for number, (one, data) in enumerate(rows, 1))
    return History(path, now, tuple(versions))


def _reader(places: Places) -> Writer:
    """Only asked for kept versions, which needs no lock."""
    return Writer(places.root, places.state)


def _meant(vault: Vault, name: str, kept: Iterable[KeptVersion]) -> str:
    """The path of the note that is meant: one that is there, else one of which a version is kept."""
    try:
        return find_note(vault, name)
    except UsageError:
        wanted = name.removeprefix("[[").removesuffix("]]")
        paths = {one.path for one in kept if one.path}
        exact = {wanted, f"{wanted}.md"} & paths
        found = sorted(exact or {path for path in paths if _same_name(path, wanted)})
    if not found:
        message = f"there is no note '{name}' in this vault, and no version of one is kept"
        raise UsageError(message, "Give its path, or its name without '.md'.")
    if len(found) > 1:
        raise UsageError(f"'{name}' could be {' or '.join(found)}", "Give its path.")
    return found[0]


def _same_name(path: str, wanted: str) -> bool:
    return name_of(path).casefold() == name_of(f"{wanted}.md").casefold()


def _of_note(vault: Vault, path: str, kept: Iterable[KeptVersion], own: Iterable[KeptVersion]) -> list[KeptVersion]:
    """The versions kept under this path, and those under a path the note had before and no note has now."""
    names = view_of(vault).memory.names(name_of(path))
    there = vault.listing.notes
    before = [one for one in kept if one.path and one.path not in there and name_digest(name_of(one.path)) in names]
    return sorted({*own, *before}, reverse=True)


def _standing(vault: Vault, path: str) -> bytes | None:
    try:
        return disk.read_note(vault.places.root, path)
    except FileNotFoundError:
        return None


def newest(found: History) -> int | None:
    """The number of the version to bring back where none was named: the newest that is not what stands now."""
    rows = sorted(found.versions, key=lambda one: (one.current, one.number))
    return rows[0].number if rows else None


def restoring(vault: Vault, found: History, number: int) -> Edit:
    """The edit that brings a version back; raises UsageError where there is none of this number, or it is no text."""
    version = next((one for one in found.versions if one.number == number), None)
    if version is None:
        have = f"1 to {len(found.versions)}" if found.versions else "none"
        raise UsageError(f"there is no version {number} of '{found.path}'; kept: {have}", "--list shows them.")
    try:
        version.data.decode("utf-8")
    except UnicodeDecodeError:
        message = f"version {number} of '{found.path}' is not UTF-8 and is not written into the vault"
        raise UsageError(message, f"Copy it by hand; it is in '{version.kept.file}'.") from None
    when = version.kept.when.strftime("%Y-%m-%d %H:%M:%S UTC")
    whose: Whose = "ours" if is_own_note(found.path, vault.settings.folder) else "user"
    return Edit(found.path, found.now, version.data, f"you brought back the version of {when}", whose)


def restore(vault: Vault, edit: Edit) -> Written:
    """Write it; what it displaces is kept, too. Raises VaultEmptiedError on a mass loss."""
    refuse_loss(vault)
    return carry_out(vault.places, [edit])[0]
