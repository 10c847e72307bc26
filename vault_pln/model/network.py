"""The network as it stands on one day: who was met when, what feeds which goal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from vault_pln.model.kinds import Goal, Me, Person, Source
from vault_pln.model.problem import Problem

Direction = Literal["gave", "got", "both", "unknown"]


class Contact(NamedTuple):
    """One day's trace of a person: the note and line that say so."""

    day: date
    path: str
    line: int
    text: str
    direction: Direction = "unknown"


class Due(NamedTuple):
    """When somebody is due, and from which day that was counted (``since`` None: never in contact)."""

    day: date
    since: date | None
    cadence: int


@dataclass(frozen=True, slots=True)
class Network:
    """People, sources and goals with what the notes say of them; every mapping is keyed by the note's path.

    ``goals_of`` holds the goals that a person or source serves, ``backlinks`` how many links of the user mean a
    note and the last dated one. ``by_goal`` is the other way round: people and sources.
    """

    today: date
    people: Mapping[str, Person]
    sources: Mapping[str, Source]
    goals: Mapping[str, Goal]
    me: Me | None
    contacts: Mapping[str, tuple[Contact, ...]]
    goals_of: Mapping[str, tuple[str, ...]]
    backlinks: Mapping[str, tuple[int, date | None]]
    problems: tuple[Problem, ...]
