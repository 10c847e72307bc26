"""What the user might do for the network, with what speaks for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Evidence(NamedTuple):
    """A place in the vault that says so: a note, its line (None: the whole note), and the words there."""

    path: str
    line: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing to do. ``phrase`` is a key of the language table, ``values`` fill it: plain text, and numbers.

    ``notes`` says which of the values are the names of notes, and their paths, for whoever wants to link them.
    ``score`` only orders suggestions of one kind; ``numbers`` are those it came from. ``url`` is what to open.
    """

    kind: str
    phrase: str
    values: Mapping[str, str | int]
    notes: Mapping[str, str]
    score: float
    why: tuple[Evidence, ...]
    numbers: Mapping[str, float] = field(default_factory=dict)
    url: str = ""


class Knower(NamedTuple):
    """Somebody who knows about a topic: the path of their note, how much speaks for it, and what does."""

    person: str
    score: float
    why: tuple[Evidence, ...]
