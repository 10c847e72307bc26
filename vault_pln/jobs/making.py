"""Notes that an answer of the user asks for, each made once and never again.

The note first, then the ledger: cut off between the two, the note itself says what it is about.
"""

import logging
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from vault_pln.jobs.ledger import append_entries
from vault_pln.jobs.vault import Vault
from vault_pln.jobs.write import carry_out, problem_of
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
        problems += _make(vault, edit, entry) if write else ()
        edits += [edit] if edit is not None else []
    return Made(tuple(edits), tuple(problems))


def _make(vault: Vault, edit: Edit | None, entry: Entry) -> Iterator[Problem]:
    """Write the note and remember it, or say why not."""
    if edit is not None:
        (done,) = carry_out(vault.places, [edit])
        if done.outcome != "written":
            yield problem_of(done)
            return
        _log.info("made note=%r", edit.path)
    append_entries(vault, [entry])
