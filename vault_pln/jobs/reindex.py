"""Reindex: the vault read, and the index notes that differ rewritten.

disk lists and reads what changed → markdown → index → outputs → edits that differ → disk
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from time import perf_counter

from vault_pln.core.outputs import INDEX_FILES, network
from vault_pln.core.outputs.edits import index_edits, network_edits
from vault_pln.core.outputs.view import View
from vault_pln.edge import disk
from vault_pln.jobs.ledger import TAKE_OVER, settings_path, why_not_writing
from vault_pln.jobs.vault import Vault, refuse_loss, view_of
from vault_pln.jobs.write import carry_out, problem_of
from vault_pln.model.edit import Edit, Written
from vault_pln.model.problem import Problem
from vault_pln.model.report import Reindexed


def reindex(
    vault: Vault, *, write: bool = True, quiet: float = 0.0, spare: Collection[str] = (), take_over: bool = False
) -> Reindexed:
    """Bring the index notes and blocks in line with the vault; raises VaultEmptiedError on a mass loss.

    The notes to ``spare`` are left as they are. A device that is not the writer says so and leaves all of them alone,
    unless it shall ``take_over`` this once.
    """
    start = perf_counter()
    refuse_loss(vault)
    view = view_of(vault)
    found = [*index_edits(view, _standing(vault)), *network_edits(view, _with_block(vault, view))]
    edits = tuple(one for one in found if isinstance(one, Edit) and not _went_away(vault, one))
    held = tuple(_held(vault, len(edits), take_over=take_over))
    edits = () if held else edits
    wanted = [edit for edit in edits if edit.path not in spare] if write else []
    done = _carry_out_in_turn(vault, wanted, quiet)
    bad = _bad(done)
    problems = (
        *view.network.problems,
        *(one for one in found if isinstance(one, Problem)),
        *map(problem_of, bad),
        *held,
    )
    links, unresolved = vault.survey.links()
    return Reindexed(
        notes=len(vault.index.notes),
        people=len(view.network.people),
        sources=sum(not source.person for source in view.network.sources.values()),
        goals=len(view.network.goals),
        links=links,
        unresolved=unresolved,
        read=vault.read,
        edits=edits,
        written=tuple(one.edit.path for one in done if one.outcome == "written"),
        problems=problems,
        seconds=round(perf_counter() - start, 3),
        unwritten=tuple(bad),
        held=bool(held),
    )


def _carry_out_in_turn(vault: Vault, edits: list[Edit], quiet: float) -> list[Written]:
    """First the tables: an index note without its table says that the user deleted that, so it waits for one."""
    tables = [edit for edit in edits if edit.path.endswith(".base")]
    done = carry_out(vault.places, tables, quiet=quiet)
    waiting = {one.edit.path.removesuffix(".base") + ".md" for one in _bad(done)}
    rest = [edit for edit in edits if edit not in tables and edit.path not in waiting]
    return done + carry_out(vault.places, rest, quiet=quiet)


def _held(vault: Vault, count: int, *, take_over: bool) -> Iterator[Problem]:
    """Said where something differs and another device is the one to write it."""
    why = why_not_writing(vault, take_over=take_over) if count else ""
    if why:
        what, be = ("one of our notes", "is") if count == 1 else (f"{count} of our notes", "are")
        yield Problem(settings_path(vault), None, f"{what} would change and {be} left alone: {why}", TAKE_OVER)


def _went_away(vault: Vault, edit: Edit) -> bool:
    """Whether an edit would make what was there when the vault was looked at; all of it may be gone with it."""
    return edit.before is None and (edit.path in vault.listing.notes or edit.path in vault.listing.others)


def _standing(vault: Vault) -> dict[str, bytes]:
    paths = [f"{vault.settings.folder}/{name}" for name in INDEX_FILES]
    return _read(vault, (path for path in paths if path in vault.listing.notes or path in vault.listing.others))


def _with_block(vault: Vault, view: View) -> dict[str, bytes]:
    """The present contents of the user's notes that ask for a ``network`` block."""
    known = view.network
    wanted = (
        path
        for path, note in vault.index.ours().items()
        if note.blocks and any(b.name == network.NAME for b in note.blocks)
        and (path in known.people or path in known.sources or path in known.goals)
    )  # fmt: skip
    return _read(vault, wanted)


def _read(vault: Vault, paths: Iterable[str]) -> dict[str, bytes]:
    """The notes as they stand; one that went meanwhile is left out."""
    found: dict[str, bytes] = {}
    for path in paths:
        with suppress(FileNotFoundError):
            found[path] = disk.read_note(vault.places.root, path)
    return found


def _bad(done: list[Written]) -> list[Written]:
    return [one for one in done if one.outcome in ("deferred", "refused")]
