"""The first reading of a vault: all its notes, and what follows from them, in two processes where that pays.

names → half of the notes here, half there: disk → markdown → cache and survey → both together
"""

import marshal
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from vault_pln.core.index.index import Index, KeptIndex
from vault_pln.core.index.names import Names
from vault_pln.core.index.notes import Notes
from vault_pln.core.index.own import has_ours, is_own_note
from vault_pln.core.network.found import Found, merge, nothing, of_plain, to_plain
from vault_pln.core.network.survey import Survey
from vault_pln.edge import fork
from vault_pln.edge.cache import Cache, Kept, Known, Reading
from vault_pln.jobs.recall import Recalled, rules_of
from vault_pln.jobs.shelf import read_one
from vault_pln.jobs.vault import conventions_of, settings_of
from vault_pln.model.files import Listing
from vault_pln.model.note import Note
from vault_pln.model.problem import Problem
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions

_WORTH_A_PROCESS = 2000
"""Notes for which a second process is started; for fewer it costs more than it saves."""


class Part(NamedTuple):
    """What came of reading some of the notes: those with something of ours are named."""

    known: dict[str, Known]
    unreadable: dict[str, Problem]
    ours: list[str]
    found: Found
    facts: dict[str, bytes | None]

    def kept_in(self, cache: Cache) -> "Part":
        """The part without the facts of its notes, which the cache keeps from now on."""
        cache.store({path: Kept(self.known[path], facts) for path, facts in self.facts.items()}, ())
        return self._replace(facts={})


@dataclass(frozen=True, slots=True)
class Rules:
    """What decides what is found in a note, as far as it can be known before all are read."""

    settings: Settings
    conventions: Conventions
    index: Index


def first_reading(root: str, cache: Cache, listing: Listing, base: Settings | None) -> tuple[Recalled, Part]:
    """Read all notes of a listing; raises SettingsError where the settings note cannot be read at all.

    What was found holds under the rules it tells, which may turn out to be others once all notes are read.
    """
    names = Names((*listing.notes, *listing.others))
    rules = _rules(root, listing, names, base)
    todo = list(listing.notes)
    if len(todo) < _WORTH_A_PROCESS or not fork.can_fork():
        part = _read(root, listing, rules, todo).kept_in(cache)
    else:
        # every other note: large ones lie together in folders
        second = fork.start(lambda: _pack(_read(root, listing, rules, todo[1::2]).kept_in(cache)))
        first = _read(root, listing, rules, todo[::2])
        data = second()
        # only now: of two that write at once one would sleep
        first.kept_in(cache)
        rest = _unpack(data) if data is not None else _read(root, listing, rules, todo[1::2]).kept_in(cache)
        part = _both(first, rest)
    digests = {path: known.digest for path, known in part.known.items()}
    for path in listing.notes.keys() - digests.keys():
        names.remove(path)
    kept = KeptIndex(names.kept(), tuple(part.ours))
    said = rules_of(rules.index, rules.settings, rules.conventions)
    return Recalled(said, digests, tuple(listing.others), kept, lambda: part.found, lambda: None), part


def _rules(root: str, listing: Listing, names: Names, base: Settings | None) -> Rules:
    """The rules, from the settings note where it usually is and the daily template."""
    wanted = [path for path in listing.notes if path.endswith("/PLN Settings.md")]
    settings, _ = settings_of(_notes(root, listing, wanted), base)
    conventions = conventions_of(root, listing, settings)
    template = f"{conventions.daily.template.removesuffix('.md')}.md"
    notes = Notes()
    for note in _notes(root, listing, [template] if template in listing.notes else []).values():
        notes.put(note)
    index = Index.recalled(notes, KeptIndex(names.kept(), ()), lambda: None)
    index.set_own(path for path in listing.notes if is_own_note(path, settings.folder))
    return Rules(settings, conventions, index)


def _notes(root: str, listing: Listing, paths: Sequence[str]) -> dict[str, Note]:
    found = {path: read_one(root, path, listing.notes[path], None) for path in paths}
    return {path: one.note for path, one in found.items() if isinstance(one, Reading) and one.note is not None}


def _read(root: str, listing: Listing, rules: Rules, paths: Sequence[str]) -> Part:
    """Read these notes and find what they say; each is held no longer than that takes."""
    part = Part({}, {}, [], nothing(), {})
    survey = Survey(rules.index, rules.settings, rules.conventions, part.found)
    for path in paths:
        read = read_one(root, path, listing.notes[path], None)
        if isinstance(read, Problem):
            part.unreadable[path] = read
        elif read is not None and read.note is not None:
            part.known[path], part.facts[path] = read.kept()
            survey.learn(path, read.note)
            if has_ours(read.note):
                part.ours.append(path)
    return part


def _both(one: Part, other: Part) -> Part:
    found = merge(one.found, other.found)
    return Part({**one.known, **other.known}, {**one.unreadable, **other.unreadable}, one.ours + other.ours, found, {})


def _pack(part: Part) -> bytes:
    """A part as bytes, for the other process."""
    known = {path: tuple(one) for path, one in part.known.items()}
    unreadable = {path: tuple(one) for path, one in part.unreadable.items()}
    return marshal.dumps((known, unreadable, part.ours, to_plain(part.found)))


def _unpack(data: bytes) -> Part:
    known, unreadable, ours, found = marshal.loads(data)  # noqa: S302 -- our own other process wrote it
    return Part(
        {path: Known._make(row) for path, row in known.items()},
        {path: Problem(*row) for path, row in unreadable.items()},
        ours,
        of_plain(found),
        {},
    )
