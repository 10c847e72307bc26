"""A vault opened: its notes read (through the cache), its settings, its memory."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from vault_pln.core.digest.ledger import device_of, entries_of
from vault_pln.core.index.index import Index
from vault_pln.core.kinds.conventions import read_conventions
from vault_pln.core.kinds.infer import infer_daily
from vault_pln.core.kinds.settings import find_settings, read_settings
from vault_pln.core.network.survey import Survey
from vault_pln.core.outputs.view import View, view_at
from vault_pln.edge import disk, ledger_copy
from vault_pln.edge.places import Places
from vault_pln.model.errors import SettingsError, VaultEmptiedError
from vault_pln.model.files import Listing
from vault_pln.model.ledger import Entry
from vault_pln.model.note import Note
from vault_pln.model.problem import Problem
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions, DailyNotes


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


def conventions_of(
    root: str, listing: Listing, settings: Settings, *, same_names: DailyNotes | None = None
) -> Conventions:
    """What other programs' settings say, and the notes where they say nothing.

    ``same_names`` is what was found last, where no note came or went since.
    """
    found = read_conventions(disk.read_config(root))
    last = same_names is not None and not same_names.configured and not found.daily.configured
    daily = same_names if last and same_names is not None else infer_daily(found.daily, listing.notes)
    locale = settings.locale or settings.language
    weekly = replace(found.weekly, locale=locale) if found.weekly is not None else None
    return replace(found, daily=replace(daily, locale=locale), weekly=weekly)


def refuse_loss(vault: Vault) -> None:
    """Raise VaultEmptiedError where most of the notes are gone at once."""
    if vault.lost:
        raise VaultEmptiedError(f"many notes of '{vault.places.root}' are gone at once; nothing was written")


def unread(vault: Vault) -> tuple[Problem, ...]:
    """The notes and folders that the system did not let us read, and why."""
    return tuple(problem for problem in vault.problems if "cannot be" in problem.message)


def same(before: Vault, now: Vault) -> bool:
    """Whether a look at a vault found all as it was, so that the same follows from it."""
    if now.read or now.lost or before.lost:
        return False
    known = (before.today, before.settings, before.conventions, before.entries, before.pending, before.problems)
    return known == (now.today, now.settings, now.conventions, now.entries, now.pending, now.problems) and (
        before.listing == now.listing
    )


def ledgers(places: Places, listing: Listing, settings: Settings) -> tuple[tuple[str, ...], tuple[Entry, ...]]:
    """The devices that have a ledger here, and all that their ledgers say, or said when this device wrote last."""
    ours = sorted(path for path in listing.notes if path.startswith(f"{settings.folder}/"))
    paths = {device: path for path in ours if (device := device_of(settings.folder, path)) is not None}
    texts = []
    for path in paths.values():
        with suppress(FileNotFoundError):
            texts.append(disk.read_note(places.root, path))
    copy = ledger_copy.read(places.state, listing.notes)
    if not any(text.endswith(copy) for text in texts):
        # the copy first: what a ledger says itself was said later
        texts.insert(0, copy)
    return tuple(paths), tuple(entry for text in texts for entry in entries_of(text))


def view_of(vault: Vault) -> View:
    """The network as it stands, with everybody's due date."""
    entries = (*vault.entries, *vault.pending)
    view = view_at(vault.index, vault.survey, vault.settings, vault.conventions, entries, vault.today)
    return replace(view, network=replace(view.network, problems=(*vault.problems, *view.network.problems)))
