"""What was delivered and answered: the part of the memory that travels with the vault."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile
from typing import Literal, NamedTuple

from vault_pln.model.note import Heading, OwnLine

_DEEPEST = 6

Verb = Literal[
    "wrote",
    "done",
    "failed",
    "lost",
    "seen",
    "closed",
    "ticked",
    "kept",
    "refused",
    "known",
    "renamed",
    "made",
    "reviewed",
    "proposed",
    "carrying",
    "carried",
    "stale",
    "undone",
    "other",
]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a ledger.

    ``wrote``: about to be written into the note of ``day``: the line's digest, and that of the note before it
    (``-`` where there was none). ``done``: all that was written for ``day`` before went into its note, whose digest
    was ``line`` then. ``failed``: that did not happen. ``lost``: it was overwritten by somebody who had not seen it,
    and may be written once more. A line that stands again after one of these is said to be ``wrote`` again. ``seen``:
    all that was written for ``day`` before is confirmed for ever; what is missing was deleted by the user.
    ``closed``: an untouched follow-up that we closed, and its digest since.
    ``ticked``, ``kept``, ``refused``: what the user answered, first seen on ``day``; a line that was deleted has no
    digest. ``known``: a person (``id`` is the digest of the name) was first known on ``day``. ``renamed``: what was
    ``id`` is ``of`` from now on, both digests of names. ``made``: the note of the
    event ``of`` was made, and never is again. ``reviewed``: the review of a week was written. ``proposed``: a review
    makes this proposal, of the kind ``what``, about the note whose path has the digest ``of``; ``line`` is its box.
    ``carrying``, ``carried``: it is about to be carried out, and was; ``base`` and ``line`` are then the digests of the
    property's line before and after (``-``: there was none). ``stale``: it was ticked and fitted no more. ``undone``:
    it was taken back. ``other``: said by a newer version, in words not known here.
    ``of`` is the digest of the name of the source or person the line is about, or of the event; ``goal`` that of the
    name of the goal an item was for, ``slot`` the place of the day it filled.
    """

    when: datetime
    verb: Verb
    id: str
    day: date
    what: str = "item"
    line: str = "-"
    base: str = "-"
    of: str = "-"
    goal: str = "-"
    slot: str = "-"


class Placed(NamedTuple):
    """One of our lines as it stands in a note."""

    path: str
    line: OwnLine


class Sheet(NamedTuple):
    """What stands of a note that lines were written into: its digest (``-``: it is missing) and its headings."""

    path: str
    digest: str = "-"
    headings: tuple[Heading, ...] = ()

    @property
    def is_missing(self) -> bool:
        """Whether there is no such note any more."""
        return self.digest == "-"

    def has(self, heading: str, sub_heading: str = "") -> bool:
        """Whether it has this heading, and below it that one; below a sixth level there is none."""
        place = next((n for n, one in enumerate(self.headings) if _same(one.text, heading)), None)
        if place is None or not sub_heading or self.headings[place].level >= _DEEPEST:
            return place is not None
        below = takewhile(lambda one: one.level > self.headings[place].level, self.headings[place + 1 :])
        return any(_same(one.text, sub_heading) for one in below)


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
