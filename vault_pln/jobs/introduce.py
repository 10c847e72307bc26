"""Introduce: the draft of an introduction, made once and never touched again."""

from dataclasses import dataclass

from vault_pln.core.index.titles import name_of
from vault_pln.core.outputs.grounds import ground_of
from vault_pln.core.suggest.ground import Ground
from vault_pln.core.suggest.introduction_note import draft
from vault_pln.core.suggest.introductions import draft_of, draft_path
from vault_pln.jobs.query import find_note
from vault_pln.jobs.vault import Vault, refuse_loss, view_of
from vault_pln.jobs.write import carry_out
from vault_pln.model.edit import Edit
from vault_pln.model.errors import UsageError
from vault_pln.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Drafted:
    """The draft as it was (or would be) written, and what is to be said of it."""

    edit: Edit
    written: bool
    problems: tuple[Problem, ...]


def introduce(vault: Vault, one: str, other: str, *, write: bool = True) -> Drafted:
    """Draft an introduction; raises UsageError where it cannot be made, VaultEmptiedError on a loss."""
    refuse_loss(vault)
    ground = ground_of(view_of(vault))
    pair = _person(vault, ground, one), _person(vault, ground, other)
    if pair[0] == pair[1]:
        raise UsageError(f"'{one}' and '{other}' are the same person", "Name two people.")
    if there := draft_of(ground, *pair):
        raise UsageError(f"there is a draft already: {there}", "Use it, or delete it to have a new one.")
    names = [name_of(path) for path in pair]
    path = draft_path(vault.settings.folder, *names)
    edit = Edit(path, None, draft(ground, *pair).encode("utf-8"), "you asked for an introduction")
    tied = pair[1] in ground.ties.get(pair[0], {})
    said = f"{names[0]} and {names[1]} seem to know each other already"
    known = (Problem(path, None, said, "Delete the draft if they do."),) if tied else ()
    if not write:
        return Drafted(edit, False, known)
    (done,) = carry_out(vault.places, [edit])
    failed = () if done.outcome == "written" else (Problem(path, None, done.message, done.advice or "Try it again."),)
    return Drafted(edit, not failed, (*known, *failed))


def _person(vault: Vault, ground: Ground, name: str) -> str:
    path = find_note(vault, name)
    if path not in ground.network.people:
        raise UsageError(f"'{path}' is no person", "Name two people of your network; 'vault-pln people' lists them.")
    return path
