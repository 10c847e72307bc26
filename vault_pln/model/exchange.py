"""What other programs know of people, and what becomes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from vault_pln.model.edit import Edit
from vault_pln.model.problem import Problem

Form = Literal["opml", "vcard", "csv", "icalendar", "json"]


class Card(NamedTuple):
    """Somebody as an address book or a table has them, all texts on one line and plain.

    ``values`` are by the names of our properties, ``line`` is where it begins in its file, from 1. ``uid`` is the
    identity the other program gave it ('': none), ``note`` the free text about the person, its lines kept apart.
    """

    name: str
    line: int
    uid: str = ""
    values: Mapping[str, tuple[str, ...]] = {}
    note: tuple[str, ...] = ()


class Merge(NamedTuple):
    """Lines that a file would add to the properties of a note that is there, and why it is taken for that note's."""

    edit: Edit
    lines: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would change: new notes, lines in notes that are there, and what stays as it is.

    ``known`` are the names of what is there already with nothing to add, ``left`` what could mean several things
    and is left alone, ``problems`` what could not be read. ``met`` are the paths of new people whom dated notes name.
    """

    form: Form
    edits: tuple[Edit, ...] = ()
    merges: tuple[Merge, ...] = ()
    known: tuple[str, ...] = ()
    left: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    met: tuple[str, ...] = ()
