"""A vault opened: its notes read (through the cache), its settings, its memory."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from vault_pln.core.digest.delivery import lines_path
from vault_pln.core.digest.follow_ups import due_dates
from vault_pln.core.digest.ledger import Memory, device_of, parse_ledger, remember
from vault_pln.core.index.index import Index
from vault_pln.core.kinds.conventions import read_conventions
from vault_pln.core.kinds.infer import infer_daily
from vault_pln.core.kinds.settings import find_settings, read_settings
from vault_pln.core.markdown.phrases import Phrases
from vault_pln.core.network.survey import Survey
from vault_pln.core.outputs.view import View
from vault_pln.edge import disk
from vault_pln.edge.places import Places
from vault_pln.model.errors import SettingsError, VaultEmptiedError
from vault_pln.model.files import Listing
from vault_pln.model.ledger import Entry
from vault_pln.model.note import Note
from vault_pln.model.problem import Problem
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions


@dataclass(frozen=True, slots=True)
class Vault:
    """A vault at one moment. ``problems`` are those of files and settings; those of notes come from the survey.

    ``entries`` are those of all ledgers, ``pending`` those that this device's ledger has yet to learn.
    ``read`` is how many notes had to be read. With ``lost`` most notes are gone at once: nothing may be written.
    """

    places: Places
    listing: Listing
    index: Index
    survey: Survey
    settings: Settings
    conventions: Conventions
    entries: tuple[Entry, ...]
    pending: tuple[Entry, ...]
    devices: tuple[str, ...]
    problems: tuple[Problem, ...]
    today: date
    read: int
    lost: bool


def settings_of(notes: Mapping[str, Note], base: Settings | None = None) -> tuple[Settings, list[Problem]]:
    """The vault's settings; a settings note that cannot be read at all ends the command, unless there is a ``base``."""
    broken = next(
        (n for p, n in notes.items() if p.endswith("/PLN Settings.md") and n.problems and not n.properties),
        None,
    )
    if broken is not None:
        if base is not None:
            return base, []
        problem = broken.problems[0]
        raise SettingsError(f"{problem.path}:{problem.line}: {problem.message}")
    note, spare = find_settings(notes)
    settings, problems = read_settings(note, base)
    return settings, [*problems, *spare]


def conventions_of(root: str, listing: Listing, settings: Settings) -> Conventions:
    """What other programs' settings say, and the notes where they say nothing."""
    found = read_conventions(disk.read_config(root))
    daily = infer_daily(found.daily, listing.notes)
    return replace(found, daily=replace(daily, locale=settings.locale or settings.language))


def refuse_loss(vault: Vault) -> None:
    """Raise VaultEmptiedError where most of the notes are gone at once."""
    if vault.lost:
        raise VaultEmptiedError(f"many notes of '{vault.places.root}' are gone at once; nothing was written")


def unread(vault: Vault) -> tuple[Problem, ...]:
    """The notes and folders that the system did not let us read, and why."""
    return tuple(problem for problem in vault.problems if "cannot be" in problem.message)


def ledgers(root: str, listing: Listing, settings: Settings) -> tuple[tuple[str, ...], tuple[Entry, ...]]:
    """The devices that have a ledger here, and all that their ledgers say."""
    devices: list[str] = []
    entries: list[Entry] = []
    for path in sorted(listing.notes):
        device = device_of(settings.folder, path)
        if device is not None:
            devices.append(device)
            with suppress(FileNotFoundError):
                entries += parse_ledger(disk.read_note(root, path).decode("utf-8", "replace"))
    return tuple(devices), tuple(entries)


def memory_of(vault: Vault) -> Memory:
    """What is known of the lines delivered so far."""
    digests = {entry.day: _digest(vault, entry.day) for entry in vault.entries if entry.verb == "wrote"}
    return remember(vault.index.ours().values(), (*vault.entries, *vault.pending), digests)


def _digest(vault: Vault, day: date) -> str:
    note = vault.index.notes.get(lines_path(day, vault.settings, vault.conventions))
    return note.digest if note is not None else "-"


def view_of(vault: Vault) -> View:
    """The network as it stands, with everybody's due date."""
    memory = memory_of(vault)
    ticked = memory.ticked
    network = vault.survey.network(vault.today, lambda line: ticked.get(line.removeprefix("pln-")))
    network = replace(network, problems=(*vault.problems, *network.problems))
    due = due_dates(network, memory, vault.settings)
    return View(vault.index, network, memory, due, vault.settings, Phrases(vault.settings.language))
