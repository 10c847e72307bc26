"""The network as it stands on one day: who was met when, what feeds which goal."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from vault_pln.model.kinds import Goal, Me, Person, Source
from vault_pln.model.problem import Problem

Direction = Literal["gave", "got", "both", "unknown"]
Neighbours = Mapping[str, Collection[str]]
"""A graph: node → the nodes it is tied to, in both directions and never to itself."""
Weights = Mapping[str, Mapping[str, float]]
"""A graph with weights: node → other node → how much it invests in the tie, above 0."""


class Contact(NamedTuple):
    """One day's trace of a person: the note and line that say so, and what they say of it.

    ``channel`` is how (``call``, ``met``, ``mail``, ``chat``, ``online``, or the user's own word; '' where nothing
    says), ``minutes`` how long (0: not said). ``weight`` is what it counts for in the strength of a tie: 1 for a line,
    1.5 for a meeting that names its people, 0.3 for a reaction to a post, less in a note with more than 12 people.
    """

    day: date
    path: str
    line: int
    text: str
    direction: Direction = "unknown"
    channel: str = ""
    minutes: int = 0
    weight: float = 1.0


class Tie(NamedTuple):
    """What ties two people: that one of them says so, and how many meetings and projects had them both."""

    declared: bool = False
    meetings: int = 0
    projects: int = 0

    @property
    def evidence(self) -> int:
        """In how many notes they are together."""
        return self.meetings + self.projects

    @property
    def weight(self) -> int:
        """How much speaks for the tie."""
        return self.declared + self.evidence


class Due(NamedTuple):
    """When somebody is due, and from which day that was counted (``since`` None: never in contact)."""

    day: date
    since: date | None
    cadence: int


@dataclass(frozen=True, slots=True)
class Network:
    """People, sources and goals with what the notes say of them; every mapping is keyed by the note's path.

    ``goals_of`` holds the goals that a person or source serves, ``backlinks`` how many links of the user mean a
    note and the last dated one; ``groups`` are the people whom a note names together, ``days`` the days of all dated
    notes that may tell of a contact.
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
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    days: Mapping[str, date] = field(default_factory=dict)
