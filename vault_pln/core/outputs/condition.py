"""How the network is: variety of what was read, give and take, who holds it together, how it changed."""

from vault_pln.core.index.titles import link_to
from vault_pln.core.network.circles import circles, joints
from vault_pln.core.network.diversity import hill
from vault_pln.core.network.reciprocity import exchanged, lines_exchanged
from vault_pln.core.network.traces import people_keys
from vault_pln.core.network.turnover import Change
from vault_pln.core.outputs.growth import met_by_quarter
from vault_pln.core.outputs.parts import table
from vault_pln.core.outputs.sources import received_of
from vault_pln.core.outputs.view import View

_MOST_BRIDGES = 5
_QUARTERS = 4


def variety(view: View) -> list[str]:
    """From how many sources of equal weight the reading might come: what was shown, and what was kept."""
    received = received_of(view)
    rows = [received(source.name) for source in view.network.sources.values()]
    shown, kept = [row.shown for row in rows if row.shown], [row.kept for row in rows if row.kept]
    found = [("shown-like", shown), ("kept-like", kept)]
    return [view.say(key, like=hill(counts), sources=len(counts)) for key, counts in found if counts]


def give_and_take(view: View) -> list[str]:
    """How often the user gave and received, and with how many people it goes both ways."""
    keys = people_keys(view.settings)
    exchanges = [exchanged(rows, keys) for rows in view.network.contacts.values() if rows]
    marked = [(gave, got) for gave, got in exchanges if gave or got]
    if not marked:
        return []
    both = sum(bool(gave and got) for gave, got in marked)
    gave, got = lines_exchanged((row for rows in view.network.contacts.values() for row in rows), keys)
    return [view.say("given", gave=gave, got=got, both=both, people=len(marked))]


def bridges(view: View) -> list[str]:
    """People without whom two circles would not know of each other, with somebody of both; those with most ties."""
    found = sorted(joints(view.ties).people, key=lambda path: (-len(view.ties[path]), path))
    told = [(path, sides) for path in found[: 2 * _MOST_BRIDGES] if (sides := _sides(view, path)) is not None]
    return [_bridge(view, path, *sides) for path, sides in told[:_MOST_BRIDGES]]


def _bridge(view: View, path: str, one: str, other: str) -> str:
    person, first, second = (link_to(view.index, who) for who in (path, one, other))
    return view.say("bridge", person=person, one=first, other=second)


def _sides(view: View, path: str) -> tuple[str, str] | None:
    """Somebody of each of the two largest circles that a person joins, None where one of these is a single person."""
    circle = next(circle for circle in circles(view.ties) if path in circle)
    around = {one: [other for other in view.ties[one] if other != path] for one in circle if one != path}
    first, second = circles(around)[:2]
    if len(second) < 2:
        return None
    near = view.ties[path].keys()
    return min(first & near), min(second & near)


def quarters(view: View) -> str:
    """How many people were met in each of the last quarters, who was new and who was not met any more."""
    rows = met_by_quarter(view)
    if len(rows) < 2:
        return ""
    head = [view.say(key) for key in ("quarter", "met", "new", "not-met")]
    return table(head, map(_quarter, reversed(rows[-_QUARTERS:])))


def _quarter(row: Change) -> list[str]:
    return [str(row.quarter), str(row.active), str(len(row.came)), str(len(row.went))]
