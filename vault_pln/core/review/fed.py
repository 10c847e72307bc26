"""Which goals were fed in the week, and which starve."""

from collections.abc import Iterator
from datetime import date

from vault_pln.core.index.titles import link_to
from vault_pln.core.review.material import Material, of_contact, of_item
from vault_pln.model.kinds import Goal
from vault_pln.model.review import Because, Row


def fed(given: Material) -> Iterator[Row]:
    """A row for each active goal, the weightiest first: what the week brought it, or since when it has had nothing."""
    goals = [goal for goal in given.view.network.goals.values() if goal.status == "active"]
    for goal in sorted(goals, key=lambda one: (-one.weight, one.name.casefold(), one.path)):
        yield _row(given, goal)


def _row(given: Material, goal: Goal) -> Row:
    goals_of = given.view.network.goals_of
    link = link_to(given.view.index, goal.path)
    items = [one for one in given.shown_between(*given.weeks(1)) if goal.path in goals_of.get(one.source, ())]
    linked = list(_linked(given, goal.path))
    here = [because for day, because in linked if given.week.has(day)]
    people = [row for path, row in given.contacts(*given.weeks(1)) if goal.path in goals_of[path]]
    because = (*map(of_item, items), *here, *map(of_contact, people))
    if because:
        notes, helpers = len({one.path for one in here}), len({(row.path, row.line) for row in people})
        return Row(given.say("review-fed", goal=link, items=len(items), notes=notes, contacts=helpers), because)
    last = max(linked, default=None, key=lambda one: one[0])
    if last is None:
        return Row(given.say("review-never-fed", goal=link))
    return Row(given.say("review-starving", goal=link, day=last[0].isoformat()), (last[1],))


def _linked(given: Material, goal: str) -> Iterator[tuple[date, Because]]:
    """The lines of dated notes, up to the end of the week, that link a goal."""
    for link in given.view.index.backlinks(goal):
        day = given.view.network.days.get(link.path)
        if day is not None and day <= given.week.sunday:
            yield day, Because(link.path, link.line, link.text)
