"""Carrying out edits, one vault-pln at a time, and the versions that they displaced."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace

from vault_pln.edge import lock
from vault_pln.edge.disk.write import Writer
from vault_pln.edge.places import Places
from vault_pln.model.edit import Edit, Written
from vault_pln.model.problem import Problem

_log = logging.getLogger(__name__)

_LATER = "The next run tries again."
_PATIENCE = 5.0
"""Seconds a command waits for another one's write."""


def carry_out(places: Places, edits: Iterable[Edit], *, quiet: float = 0.0) -> list[Written]:
    """Write these edits in order, after mending what a crash left; raises VaultBusyError after five seconds."""
    edits = list(edits)
    if not edits:
        return []
    with writing(places, quiet=quiet) as writer:
        return list(map(without_path, writer.carry_out(edits)))


def mend(places: Places) -> None:
    """Mend what a crash left half done, before a command that writes reads the vault; raises VaultBusyError."""
    for message in tidy(places):
        _log.warning("%s", message)


@contextmanager
def writing(places: Places, *, quiet: float = 0.0) -> Iterator[Writer]:
    """The one writer of the vault, after mending what a crash left; raises VaultBusyError after five seconds."""
    with _held(places):
        writer = Writer(places.root, places.state, quiet_seconds=quiet)
        for message in _mended(writer, thorough=False):
            _log.warning("%s", message)
        yield writer


def _held(places: Places) -> AbstractContextManager[None]:
    busy = f"another vault-pln is writing in '{places.root}'"
    return lock.hold(places.state, "write", wait=_PATIENCE, busy=busy)


def _mended(writer: Writer, *, thorough: bool) -> list[str]:
    return [*writer.recover(thorough=thorough), *writer.review_kept()]


def tidy(places: Places) -> list[str]:
    """Mend what a crash left half done, and let go of versions that were kept long enough; what is to be said of it."""
    with _held(places):
        return _mended(Writer(places.root, places.state), thorough=True)


def problem_of(one: Written) -> Problem:
    """What is to be said of a note that was not written."""
    message = one.message or "the note could not be written"
    return Problem(one.edit.path, None, message, one.advice or _LATER, undone=one.cause not in ("", "overtaken"))


def without_path(one: Written) -> Written:
    """The message without the path, which whoever shows it says first."""
    return replace(one, message=one.message.removeprefix(f"{one.edit.path}: "))
