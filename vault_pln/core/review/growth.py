"""How the network grew: who and what came in the quarter, through whom, and who was not met any more."""

from collections import Counter
from collections.abc import Iterable, Iterator

from vault_pln.core.index.titles import link_to
from vault_pln.core.network.turnover import Change, Quarter, quarter_of
from vault_pln.core.outputs.growth import first_days, met_by_quarter, through
from vault_pln.core.outputs.view import View
from vault_pln.core.review.left import Left, left
from vault_pln.core.review.material import Material, of_contact
from vault_pln.model.review import Because, Row

_QUARTERS = 6
"""As many as the pictures show."""


def growth(given: Material) -> Iterator[Row]:
    """The quarter in which the week ends, against the one before."""
    view, quarter = given.view, quarter_of(given.week.sunday)
    rows = {row.quarter: row for row in met_by_quarter(view)}
    now = rows.get(quarter)
    if now is not None and len(rows) > 1:
        numbers = {"quarter": str(quarter), "active": now.active, "turnover": f"{now.turnover:.0%}"}
        yield Row(given.say("review-turnover", **numbers), tuple(_of_quarter(view, now)))
    if len(rows) > 1:
        latest = sorted(rows)[-_QUARTERS:]
        counts = ", ".join(f"{one} {rows[one].active}" for one in latest)
        because = tuple(one for key in latest for one in _of_quarter(view, rows[key], went=False))
        yield Row(given.say("review-quarters", counts=counts), because)
    people = [path for day, path in first_days(view) if quarter_of(day) == quarter and path in view.network.people]
    sources = [path for day, path in first_days(view) if quarter_of(day) == quarter and path in view.network.sources]
    if people:
        yield _came(given, "review-came-people", people)
    if sources:
        yield _came(given, "review-came-sources", [path for path in sources if path not in people])
    yield from _sources_left(given, quarter)
    if now is not None and now.went and len(rows) > 1:
        last = tuple(of_contact(view.network.contacts[path][-1]) for path in sorted(now.went))
        yield Row(given.say("review-went", names=given.names(sorted(now.went))), last)


def _sources_left(given: Material, quarter: Quarter) -> Iterator[Row]:
    """Which sources left in the quarter, and how many came and left in each."""
    gone = left(given)
    now = [one for one in gone if quarter_of(one.day) == quarter]
    if now:
        names = ", ".join(given.say("review-left-as", what=_link(given, one), how=one.how) for one in now)
        yield Row(given.say("review-went-sources", names=names), tuple(_because(one) for one in now))
    came = Counter(quarter_of(day) for day, path in first_days(given.view) if path not in given.view.network.people)
    went = Counter(quarter_of(one.day) for one in gone)
    latest = sorted(came.keys() | went.keys())[-_QUARTERS:]
    if went and len(latest) > 1:
        counts = ", ".join(f"{one} +{came[one]} −{went[one]}" for one in latest)
        because = (_because(one) for one in gone if quarter_of(one.day) in latest)
        yield Row(given.say("review-source-quarters", counts=counts), tuple(because))


def _link(given: Material, one: Left) -> str:
    return link_to(given.view.index, one.path)


def _because(one: Left) -> Because:
    return Because(one.path, None, f"{one.how} ({one.day})")


def _of_quarter(view: View, now: Change, *, went: bool = True) -> Iterator[Because]:
    """The first contact of the quarter with each who was met in it, and the last with those who were not any more."""
    for path, rows in sorted(view.network.contacts.items()):
        found = [row for row in rows if quarter_of(row.day) == now.quarter]
        if found:
            yield of_contact(found[0])
        elif went and path in now.went:
            yield of_contact(rows[-1])


def _came(given: Material, key: str, paths: Iterable[str]) -> Row:
    """Who came, each with whom they came through."""
    found = list(paths)
    return Row(given.say(key, names=", ".join(_named(given, path) for path in found)), tuple(_since(given.view, found)))


def _named(given: Material, path: str) -> str:
    link, via = link_to(given.view.index, path), through(given.view, path)
    return given.say("review-through", what=link, who=given.names(via)) if via else link


def _since(view: View, paths: Iterable[str]) -> Iterator[Because]:
    """The first contact with each, or the property that says since when."""
    for path in paths:
        note, rows = view.index.notes[path], view.network.contacts.get(path, ())
        keys = {key.lower(): key for key in note.properties}
        key = keys.get("since") or keys.get("met")
        if key is not None:
            yield Because(path, note.property_lines.get(key), f"{key}: {note.properties[key]}")
        elif rows:
            yield of_contact(rows[0])
