"""The give-back queue: items and own notes that fit what somebody asks for, pursues or knows."""

from collections.abc import Iterator
from typing import NamedTuple

from vault_pln.core.index.titles import name_of
from vault_pln.core.kinds.kind import is_excluded, is_in, is_template
from vault_pln.core.markdown.escape import plain
from vault_pln.core.suggest.ground import Ground
from vault_pln.core.suggest.wants import Said, asks_of
from vault_pln.core.suggest.wording import LONGEST, telling
from vault_pln.model.kinds import Person
from vault_pln.model.suggestion import Evidence, Suggestion

_WORTH = {"asks": 1.0, "pursues": 0.7, "expertise": 0.5}
_LIKED, _OWN = 1.5, 0.9
"""What the user kept is better to pass on than what was merely fetched; a note of their own waits for no day."""

_FEWEST_SHARED, _SHARE = 2, 0.5
"""An ask of many words fits where two of them, and half of them, are there."""

_READERS = 100
"""Of more people who want the same word only the first so many are looked at."""


class Thing(NamedTuple):
    """Something to pass on: an item (``path`` is its source's note) or a note of the user's.

    ``title`` and ``all`` are its telling words, in the title and altogether.
    """

    path: str
    name: str
    url: str
    title: frozenset[str]
    all: frozenset[str]
    worth: float


def give_back(ground: Ground) -> list[Suggestion]:
    """One thing for each person, best first: those who gave more than they got come first."""
    readers = _Readers(ground)
    if not readers.has_any():
        return []
    best: dict[str, tuple[float, Thing, Said]] = {}
    for thing in (*_items(ground), *_notes(ground)):
        for fit, want in readers.of(thing):
            score = fit * thing.worth
            if (want.owner not in best or score > best[want.owner][0]) and _is_news_to(ground, thing, want.owner):
                best[want.owner] = score, thing, want
    found = [_suggestion(ground, *one) for one in best.values()]
    return sorted(found, key=lambda one: (-one.score, one.notes["person"]))


class _Readers:
    """What everybody wants, found by the words of a thing."""

    def __init__(self, ground: Ground) -> None:
        self._by_term: dict[str, list[Said]] = {}
        people = (one for one in ground.network.people.values() if one.asks or one.pursues or one.expertise)
        for person in people:
            if not ground.is_left_alone(person):
                for want in _wants(ground, person):
                    for term in want.terms:
                        self._by_term.setdefault(term, []).append(want)

    def has_any(self) -> bool:
        """Whether anybody wants anything."""
        return bool(self._by_term)

    def of(self, thing: Thing) -> Iterator[tuple[float, Said]]:
        """Who wants a thing, and how much it fits."""
        wants = (self._by_term.get(term, [])[:_READERS] for term in sorted(thing.all))
        for want in dict.fromkeys(want for rows in wants for want in rows):
            fit = _fit(thing, want)
            if fit:
                yield fit, want


def _wants(ground: Ground, person: Person) -> Iterator[Said]:
    yield from asks_of(person)
    for name in person.pursues:
        goal = ground.network.goals.get(ground.meant(name, person.path))
        shown = goal.name if goal is not None else name
        for keyword in (*(goal.keywords if goal is not None else ()), shown):
            yield Said(person.path, "pursues", shown, telling(keyword))
    for text in person.expertise:
        yield Said(person.path, "expertise", text, telling(text))


def _fit(thing: Thing, want: Said) -> float:
    worth = _WORTH[want.key]
    if want.key != "asks":
        return worth if want.terms <= thing.title else 0.0
    shared = len(want.terms & thing.all)
    enough = min(_FEWEST_SHARED, len(want.terms))
    share = shared / len(want.terms)
    return worth * share if shared >= enough and share >= _SHARE and want.terms & thing.title else 0.0


def _items(ground: Ground) -> Iterator[Thing]:
    for item in ground.items:
        title = telling(item.title)
        rest = telling(f"{item.summary} {' '.join(item.tags)}")
        worth = _LIKED if item.id in ground.liked else 1.0
        yield Thing(item.source, item.title, item.url, title, title | rest, worth)


def _notes(ground: Ground) -> Iterator[Thing]:
    for path in own_notes(ground):
        title = telling(name_of(path))
        if title:
            yield Thing(path, name_of(path), "", title, title, _OWN)


def own_notes(ground: Ground) -> Iterator[str]:
    """The user's notes about things: of no kind, of no day, none of ours and no template."""
    network, folder = ground.network, ground.settings.folder
    for path in ground.index.notes:
        if path in network.people or path in network.sources or path in network.goals or path in network.days:
            continue
        if is_in(path, folder) or is_excluded(path, ground.conventions.excluded) or ground.index.is_own(path):
            continue
        if network.me is None or path != network.me.path:
            yield path


def _is_news_to(ground: Ground, thing: Thing, reader: str) -> bool:
    """Whether somebody neither wrote a thing nor was sent it already, as far as lines about them say."""
    source = ground.network.sources.get(thing.path)
    person = ground.network.people[reader]
    if thing.path == reader or (
        source is not None and reader in {ground.meant(one, source.path) for one in source.author}
    ):
        return False
    if not thing.url and is_template(ground.index.notes[thing.path], ground.settings, ground.conventions):
        return False
    sign = thing.url or f"[[{thing.name}"
    return not any(sign in row.text or thing.name in row.text for row in ground.rows(person.path))


def _suggestion(ground: Ground, score: float, thing: Thing, want: Said) -> Suggestion:
    person = ground.network.people[want.owner]
    gave, got, stands = ground.balance(person.path)
    values = {"person": person.name, "want": plain(want.text, LONGEST), "thing": plain(thing.name, LONGEST)}
    about = Evidence(thing.path, None, f"{thing.name} {thing.url}".strip())
    return Suggestion(
        "give-back",
        f"give-back-{want.key}",
        values,
        {"person": person.path} | ({} if thing.url else {"thing": thing.path}),
        round(score * (1 - stands), 4),
        (ground.property(person.path, want.key, want.text), about),
        {"fit": round(score, 3), "gave": gave, "got": got},
        thing.url,
    )
