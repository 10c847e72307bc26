"""What a review may propose. To add a kind: its two functions, and a line in KINDS.

``possible`` are all proposals of a kind that the present state of a note allows: by them an id is recognised, on
any device and without any memory. ``wanted`` are those of them that a week gives reason for.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import NamedTuple

from vault_pln.core.digest.reception import IN_VAIN, Reception, is_yes
from vault_pln.core.index.titles import link_to
from vault_pln.core.markdown.escape import safe_link
from vault_pln.core.network.rhythm import cadence_of, last_contact
from vault_pln.core.outputs.sources import received_of
from vault_pln.core.review.follow import follow, named
from vault_pln.core.review.material import Material, Shown, of_item
from vault_pln.core.review.sharpen import keywords
from vault_pln.core.review.trials import figures, is_over
from vault_pln.core.review.wanted import FOLLOW, KEYWORD, Wanted, keyword_key, proposal_id
from vault_pln.core.sources.address import property_form
from vault_pln.core.sources.identity import comparison_url
from vault_pln.model.network import Network
from vault_pln.model.note import Note
from vault_pln.model.review import Proposal, Row
from vault_pln.model.settings import Settings

_SILENT = timedelta(days=120)
_SNOOZES = 3
_LONGEST_CADENCE = 365


class State(NamedTuple):
    """A note as it is now, with what is known of it; ``addresses`` are those a feed may have moved to.

    ``words`` are those that a goal may get as keywords.
    """

    note: Note
    network: Network
    settings: Settings
    addresses: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()

    def property(self, *names: str) -> tuple[str, str]:
        """Under what name the note has the first of these properties, and its value: '' where it has none."""
        renamed = self.settings.property_names.get(names[0])
        wanted = (renamed.lower(), *names) if renamed else names
        keys = {key.lower(): key for key in self.note.properties}
        for name in wanted:
            value = self.note.properties.get(keys.get(name, ""))
            if value not in (None, "", []):
                return keys[name], str(value)
        return keys.get(wanted[0], renamed or names[0]), ""


class Kind(NamedTuple):
    """A kind of proposal."""

    possible: Callable[[State], Iterator[Proposal]]
    wanted: Callable[[Material], Iterator[Wanted]]


def _status(state: State, kind: str, new: str) -> Iterator[Proposal]:
    source = state.network.sources.get(state.note.path)
    if source is not None and not source.person and source.status != new:
        key, old = state.property("status")
        yield Proposal(kind, state.note.path, key, old, new)


def _may_drop(state: State) -> Iterator[Proposal]:
    return _status(state, "drop", "dropped")


def _may_keep(state: State) -> Iterator[Proposal]:
    return (one for one in _status(state, "keep", "active") if one.old == "trial")


def _may_move(state: State) -> Iterator[Proposal]:
    """A feed under another address, as far as a property can hold it as it is."""
    for key, feed in _addresses(state.note):
        for new in sorted(state.addresses - {feed}):
            if new == property_form(new) == safe_link(new):
                yield Proposal("move", state.note.path, key, feed, new)


def _addresses(note: Note) -> Iterator[tuple[str, str]]:
    """The properties of a note that say an address, and the address."""
    for key, value in note.properties.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str) and one.startswith(("http://", "https://")):
                yield key, one


def _may_slow(state: State) -> Iterator[Proposal]:
    """Half as long again between two contacts."""
    person = state.network.people.get(state.note.path)
    cadence = cadence_of(person, state.settings) if person is not None else None
    if cadence and cadence < _LONGEST_CADENCE:
        key, old = state.property("cadence", "contact-frequency", "prm-cadence")
        yield Proposal("slow", state.note.path, key, old, str(min((3 * cadence + 1) // 2, _LONGEST_CADENCE)))


def _state(given: Material, path: str, *addresses: str) -> State:
    view = given.view
    return State(view.index.notes[path], view.network, view.settings, frozenset(addresses))


def _sources(given: Material, *statuses: str) -> Iterator[tuple[str, Reception, list[Shown]]]:
    """The sources of these statuses that have a feed, by path, with what became of their items."""
    received = received_of(given.view)
    by_source: dict[str, list[Shown]] = {}
    for one in given.shown:
        by_source.setdefault(one.source, []).append(one)
    for path, source in sorted(given.view.network.sources.items()):
        if source.feed and not source.person and source.status in statuses:
            yield path, received(source.name), by_source.get(path, [])


def _drop(given: Material) -> Iterator[Wanted]:
    """Sources of which nothing was kept for long, which are silent, or whose trial is over."""
    for path, received, shown in _sources(given, "active", "trial"):
        why = _why_drop(given, path, received, shown)
        for proposal in _may_drop(_state(given, path)) if why else ():
            text = given.say("propose-drop", source=link_to(given.view.index, path), why=why)
            yield Wanted(proposal, Row(text, tuple(map(of_item, shown[-IN_VAIN:]))))


def _why_drop(given: Material, path: str, received: Reception, shown: list[Shown]) -> str:
    source = given.view.network.sources[path]
    if is_over(given, path):
        return figures(given, path, received, shown)
    if received.in_vain:
        return given.say("in-vain", count=IN_VAIN)
    if received.last is not None and given.week.sunday - received.last >= _SILENT and not source.always:
        return given.say("silent-since", day=received.last.isoformat())
    return ""


def _keep(given: Material) -> Iterator[Wanted]:
    """Sources whose trial is over and brought something."""
    for path, received, shown in _sources(given, "trial"):
        if is_over(given, path) and received.kept:
            why = figures(given, path, received, shown)
            text = given.say("propose-keep", source=link_to(given.view.index, path), why=why)
            for proposal in _may_keep(_state(given, path)):
                yield Wanted(proposal, Row(text, tuple(map(of_item, shown))))


def _move(given: Material) -> Iterator[Wanted]:
    """Feeds that have moved for good, or say so; not to where another source is visited already."""
    listed = {comparison_url(source.feed) for source in given.view.network.sources.values() if source.feed}
    for path in sorted({*given.view.network.sources, *given.view.network.people}):
        note = given.view.index.notes[path]
        moved = {feed: property_form(given.moves[feed]) for _, feed in _addresses(note) if feed in given.moves}
        for proposal in _may_move(_state(given, path, *moved.values())):
            if moved.get(proposal.old) == proposal.new and comparison_url(proposal.new) not in listed:
                yield Wanted(proposal, Row(given.say("propose-move", source=named(given, path))))


def _slow(given: Material) -> Iterator[Wanted]:
    """People whose follow-up was put off three times since they were last met."""
    view = given.view
    for path in sorted(view.due):
        person, rows = view.network.people[path], view.network.contacts[path]
        since = last_contact(person, rows[-1].day if rows else None)
        names = view.memory.names(person.name)
        snoozed = [
            Shown(key, path, answer) for key, answer in view.answers.items()
            if answer.said == "snoozed" and answer.of in names and (since is None or (answer.given or since) > since)
        ]  # fmt: skip
        for proposal in _may_slow(_state(given, path)) if len(snoozed) >= _SNOOZES else ():
            rhythm = view.say.rhythm(int(proposal.new))
            text = given.say("propose-slow", person=named(given, path), count=len(snoozed), rhythm=rhythm)
            yield Wanted(proposal, Row(text, tuple(map(of_item, snoozed))))


def _may_read(state: State) -> Iterator[Proposal]:
    """The list of what a source follows, where its note names none."""
    key, old = state.property("blogroll")
    for new in sorted(state.addresses) if not old else ():
        if new == property_form(new) == safe_link(new):
            yield Proposal("blogroll", state.note.path, key, old, new)


def _read(given: Material) -> Iterator[Wanted]:
    """Lists that feeds of trusted sources name: they are requested only once the user said yes."""
    for path, source in sorted(given.view.network.sources.items()):
        address = property_form(given.named.get(source.feed, "")) if source.status in ("active", "trial") else ""
        for proposal in _may_read(_state(given, path, address)) if address and given.discovery.trusts(path) else ():
            kept = [one for one in given.shown if one.source == path and is_yes(one.answer)]
            text = given.say("propose-blogroll", source=named(given, path))
            yield Wanted(proposal, Row(text, tuple(map(of_item, kept[-IN_VAIN:]))))


def _may_sharpen(state: State) -> Iterator[Proposal]:
    """One more keyword of a goal."""
    goal = state.network.goals.get(state.note.path)
    if goal is None:
        return
    key = keyword_key(state.settings)
    yield from (Proposal(KEYWORD, goal.path, key, "", word) for word in sorted(state.words - set(goal.keywords)))


def _makes_a_note(_: State) -> Iterator[Proposal]:
    """Nothing that a note there is would say."""
    return iter(())


KINDS: Mapping[str, Kind] = {
    "drop": Kind(_may_drop, _drop),
    "keep": Kind(_may_keep, _keep),
    "move": Kind(_may_move, _move),
    "slow": Kind(_may_slow, _slow),
    "blogroll": Kind(_may_read, _read),
    KEYWORD: Kind(_may_sharpen, keywords),
    FOLLOW: Kind(_makes_a_note, follow),
}
"""Every kind of proposal, in the order in which they stand in a review."""


def all_wanted(given: Material) -> list[Wanted]:
    """What the week gives reason to propose, each change once."""
    found = {proposal_id(one.proposal): one for kind in KINDS.values() for one in kind.wanted(given)}
    return list(found.values())


def recognised(key: str, kind: str, state: State) -> Proposal | None:
    """The proposal with this id, as far as the note is still as it was when that was made."""
    found = KINDS[kind].possible(state) if kind in KINDS else iter(())
    return next((one for one in found if proposal_id(one) == key), None)
