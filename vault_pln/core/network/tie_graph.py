"""Who knows whom: the graph among people."""

from collections.abc import Iterator, Mapping

from vault_pln.core.index.index import Index
from vault_pln.core.kinds.daily import daily_day
from vault_pln.core.kinds.kind import DATED_TYPES, is_excluded, is_in, is_template, type_words
from vault_pln.core.network.traces import day_of
from vault_pln.model.network import Network, Tie
from vault_pln.model.note import Note
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions

CROWD = 50
"""A note that names more people than this ties nobody: in a crowd not everybody knows everybody."""

Ties = Mapping[str, Mapping[str, Tie]]
"""Person → those they are tied to; of nobody to themselves, and the same in both directions."""


def ties(index: Index, network: Network, settings: Settings, conventions: Conventions) -> dict[str, dict[str, Tie]]:
    """Everybody's ties: declared (``knows``, ``met-via``), or named in the ``people`` of one meeting or project.

    A project or study group is a note that names people and is of no kind and without a date. Daily notes tie
    nobody: two people named on one day need not know each other. The user is no node.
    """
    found: dict[str, dict[str, Tie]] = {path: {} for path in network.people}
    for path, person in network.people.items():
        for target in (*person.knows, *person.met_via):
            other = index.resolve(target, path).path
            if other is not None and other in found and other != path:
                _tie(found, path, other, Tie(declared=True))
    for group, tie in _groups(index, network, settings, conventions):
        for number, one in enumerate(group):
            for other in group[number + 1 :]:
                _tie(found, one, other, tie)
    return found


def _tie(found: dict[str, dict[str, Tie]], one: str, other: str, more: Tie) -> None:
    known = found[one].get(other, Tie())
    tie = Tie(known.declared or more.declared, known.meetings + more.meetings, known.projects + more.projects)
    found[one][other] = found[other][one] = tie


def _groups(
    index: Index, network: Network, settings: Settings, conventions: Conventions
) -> Iterator[tuple[list[str], Tie]]:
    """The people of each note that ties its people, and what it ties them by."""
    kinds = (network.people, network.sources, network.goals)
    wanted = {path: people for path, people in network.groups.items() if len(people) <= CROWD}
    for path, note in index.notes.some(sorted(wanted)).items():
        if not any(path in kind for kind in kinds) and (tie := _ties_by(note, settings, conventions)) is not None:
            yield sorted(wanted[path]), tie


def _ties_by(note: Note, settings: Settings, conventions: Conventions) -> Tie | None:
    if is_in(note.path, settings.folder) or is_excluded(note.path, conventions.excluded):
        return None
    if daily_day(note.path, conventions.daily) is not None or is_template(note, settings, conventions):
        return None
    if DATED_TYPES.isdisjoint(type_words(note)):
        return Tie(projects=1)
    # a meeting without a date may never have been
    return Tie(meetings=1) if day_of(note, settings, conventions) is not None else None
