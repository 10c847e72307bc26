"""Notes that an answer of the user asks for, each made once and never again.

The note first, then the ledger: cut off between the two, the note itself says what it is about.
"""

import logging
from collections.abc import Iterable
from typing import NamedTuple

from vault_pln.jobs.ledger import append_entries
from vault_pln.jobs.vault import Vault
from vault_pln.jobs.write import carry_out
from vault_pln.model.edit import Edit
from vault_pln.model.ledger import Entry
from vault_pln.model.problem import Problem

_log = logging.getLogger(__name__)


class Made(NamedTuple):
    """The notes that were (or would be) made, and what could not be made and waits."""

    edits: tuple[Edit, ...] = ()
    problems: tuple[Problem, ...] = ()


def make_once(vault: Vault, wanted: Iterable[tuple[Edit | None, Entry]], *, write: bool) -> Made:
    """Make these notes and remember each by its entry; without an edit the note is there already."""
    edits: list[Edit] = []
    problems: list[Problem] = []
    for edit, entry in wanted:
        why = _make(vault, edit, entry) if write else ""
        edits += [edit] if edit is not None else []
        if edit is not None and why:
            problems.append(Problem(edit.path, None, why, "The next run tries again."))
    return Made(tuple(edits), tuple(problems))


def _make(vault: Vault, edit: Edit | None, entry: Entry) -> str:
    """Write the note and remember it; why not, '' where it was done."""
    if edit is not None:
        (done,) = carry_out(vault.places, [edit])
        if done.outcome != "written":
            return done.message or "the note could not be written"
        _log.info("made note=%r", edit.path)
    append_entries(vault, [entry])
    return ""
