"""What was delivered and answered: the part of the memory that travels with the vault."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Verb = Literal["wrote", "done", "failed", "ticked", "known", "renamed"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a ledger.

    ``wrote``: about to be written into the note of ``day``: the line's digest, and that of the note before it
    (``-`` where there was none). ``done``: all that was written for ``day`` before stands in its note.
    ``failed``: that did not happen. ``ticked``: the tick was first seen on ``day``. ``known``: a person (``id`` is
    the digest of the name) was first known on ``day``. ``renamed``: what was ``id`` is ``of`` from now on, both
    digests of names.
    ``of`` is the digest of the name of the source or person the line is about.
    """

    when: datetime
    verb: Verb
    id: str
    day: date
    what: str = "item"
    line: str = "-"
    base: str = "-"
    of: str = "-"
