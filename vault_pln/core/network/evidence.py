"""What shows that something is being learned for a goal: lines marked ``#evidence``, ticked tasks, dated notes."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from vault_pln.core.index.index import Index
from vault_pln.core.markdown.tasks import read_fields
from vault_pln.core.network.traces import day_of
from vault_pln.model.kinds import Goal
from vault_pln.model.network import Network
from vault_pln.model.note import Note
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions

_MARKED = re.compile(r"(?:^|\s)#evidence(?![\w/-])", re.IGNORECASE)


class Evidence(NamedTuple):
    """One line that shows it: of a note that has a day, or of a task with the day on which it was done."""

    day: date
    path: str
    line: int
    text: str
    how: Literal["marked", "task", "linked"]


def evidence_of(
    goal: str, network: Network, index: Index, settings: Settings, conventions: Conventions
) -> tuple[Evidence, ...]:
    """The evidence of a goal and of the goals that are parts of it, up to today, newest first, one a line."""
    found: dict[tuple[str, int], Evidence] = {}
    for path in (goal, *sub_goals(goal, network)):
        for one in _of_goal(path, index, settings, conventions):
            if one.day <= network.today:
                found.setdefault((one.path, one.line), one)
    return tuple(sorted(found.values(), key=lambda one: (one.day, one.path, one.line), reverse=True))


def _of_goal(goal: str, index: Index, settings: Settings, conventions: Conventions) -> Iterator[Evidence]:
    for link in index.backlinks(goal):
        note = index.notes[link.path]
        one = _of_line(note, link.line, link.text, day_of(note, settings, conventions), conventions)
        if one is not None:
            yield one
    note = index.notes[goal]
    for task in note.tasks:
        done = read_fields(task.text).done if task.status in conventions.done_marks else None
        if done is not None:
            yield Evidence(done, goal, task.line, task.text, "task")


def _of_line(note: Note, line: int, text: str, day: date | None, conventions: Conventions) -> Evidence | None:
    task = next((one for one in note.tasks if one.line == line), None)
    if task is not None:
        # an open task is an intention
        when = (read_fields(task.text).done or day) if task.status in conventions.done_marks else None
        return Evidence(when, note.path, line, text, "task") if when is not None else None
    if day is None:
        return None
    return Evidence(day, note.path, line, text, "marked" if _MARKED.search(text) else "linked")


def parent_of(goal: Goal, network: Network) -> Goal | None:
    """The goal that this one is a part of, by the name or path that its note gives."""
    for link in goal.parent:
        named = link.partition("#")[0].strip().removesuffix(".md").casefold()
        for other in network.goals.values():
            if other.path != goal.path and named in (other.path.removesuffix(".md").casefold(), other.name.casefold()):
                return other
    return None


def sub_goals(path: str, network: Network) -> tuple[str, ...]:
    """The goals that are parts of a goal, also of its parts; a circle ends where it began."""
    found: dict[str, None] = {}
    wanted = [path]
    while wanted:
        above = wanted.pop()
        for goal in network.goals.values():
            parent = parent_of(goal, network) if goal.parent else None
            if parent is not None and parent.path == above and goal.path not in found and goal.path != path:
                found[goal.path] = None
                wanted.append(goal.path)
    return tuple(sorted(found))
