"""Proposals: what a ticked box of a review asks for is carried out, noted in its line, and can be taken back.

ticked boxes → one line of one note each, or a new one → intent into the ledger → the note → the ledger → the box
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from vault_pln.core.markdown.ids import digest_of_bytes
from vault_pln.core.markdown.own import digest_of
from vault_pln.core.markdown.phrases import Phrases
from vault_pln.core.review.boxes import Ticked, code_in, noting, ticked, to_note
from vault_pln.core.review.change import Change, change_of, changed, property_lines, reverted
from vault_pln.core.review.kinds import State, recognised
from vault_pln.core.review.record import Records, path_digest, records_of, said_next
from vault_pln.core.review.wanted import FOLLOW, KEYWORD, keyword_key
from vault_pln.edge import clock, disk
from vault_pln.edge.disk.write import Writer
from vault_pln.edge.store import Store
from vault_pln.jobs.following import following, path_of_made, unfollowing
from vault_pln.jobs.ledger import append_entries, ledger_of, why_not_writing
from vault_pln.jobs.review import text_of
from vault_pln.jobs.vault import Vault, refuse_loss
from vault_pln.jobs.write import carry_out, problem_of
from vault_pln.model.edit import Edit, Written
from vault_pln.model.errors import UsageError
from vault_pln.model.ledger import Entry, Verb
from vault_pln.model.network import Network
from vault_pln.model.problem import Problem

_BACK = "you took a proposal back"
_STALE = "a ticked proposal no longer fits: the note it is about says something else by now"


@dataclass(slots=True)
class Carried:
    """What was carried out, what was refused for ever, and whether something waits for the next look."""

    edits: list[Edit] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    waits: bool = False


def carry_out_proposals(vault: Vault, *, write: bool = True, take_over: bool = False, quiet: float = 0.0) -> Carried:
    """Carry out what is ticked, each proposal once; one that no longer fits is refused once and for all."""
    records = records_of((*vault.entries, *vault.pending))
    if not records or vault.lost or why_not_writing(vault, take_over=take_over):
        return Carried()
    wanted = ticked(vault.index.ours().values(), records, vault.conventions.done_marks)
    hand = _Hand(vault, quiet, write=write)
    for one in wanted:
        entry = hand.take(one)
        if entry is not None:
            records = {**records, entry.id: (*records[entry.id], entry)}
    if write and not _note(vault, records, quiet):
        hand.done.waits = True
    return hand.done


class _Hand:
    """Carries out one proposal after the other."""

    def __init__(self, vault: Vault, quiet: float, *, write: bool) -> None:
        self._vault, self._quiet, self._writes = vault, quiet, write
        self.done = Carried()

    @cached_property
    def _network(self) -> Network:
        return self._vault.survey.network(self._vault.today)

    @cached_property
    def _moved(self) -> frozenset[str]:
        """Where feeds have moved to, as far as this machine knows."""
        with Store(self._vault.places.state) as store:
            visits = store.visits().values()
        return frozenset(to for one in visits if (to := one.moved_to or one.announced))

    def take(self, one: Ticked) -> Entry | None:
        """What is to be said of a proposal now: carried out, or never to be; None where it waits."""
        if one.entry.what == FOLLOW:
            return self._follow(one)
        path = self._path(one.entry)
        if path is None:
            return self._refuse(one)
        text = text_of(self._vault, path)
        if text is None:
            self.done.waits = True
            return None
        change = self._change(one, path, text)
        if change is not None:
            edit = Edit(path, text.encode(), changed(text, change).encode(), "you ticked a proposal")
            self.done.edits.append(edit)
            return self._write(one.entry, edit, *change.digests) if self._writes else None
        if one.entry.verb == "carrying" and one.entry.line in map(digest_of, property_lines(path, text).values()):
            # it was cut off between the note and the ledger
            return self._say(one.entry, "carried", one.entry.line, one.entry.base)
        return self._refuse(one)

    def _follow(self, one: Ticked) -> Entry | None:
        """Make the note of a source that the user said yes to, once."""
        made = path_of_made(self._vault, one.entry) if one.entry.verb == "carrying" else None
        if made is not None:
            # it was cut off between the note and the ledger
            return self._say(one.entry, "carried", one.entry.line)
        edit = following(self._vault, self._network, one)
        if edit is None:
            return self._refuse(one)
        self.done.edits.append(edit)
        return self._write(one.entry, edit, digest_of_bytes(edit.after or b"")) if self._writes else None

    def _path(self, entry: Entry) -> str | None:
        known = (*self._network.sources, *self._network.people, *self._network.goals)
        return next((path for path in known if path_digest(path) == entry.of), None)

    def _change(self, one: Ticked, path: str, text: str) -> Change | None:
        note, addresses = self._vault.index.notes[path], self._moved | one.addresses
        state = State(note, self._network, self._vault.settings, addresses, one.words)
        proposal = recognised(one.entry.id, one.entry.what, state)
        return change_of(proposal, note, text) if proposal is not None else None

    def _refuse(self, one: Ticked) -> Entry | None:
        advice = "Change the note yourself, if you still want it."
        self.done.problems.append(Problem(one.path, one.line.line, _STALE, advice))
        return self._say(one.entry, "stale") if self._writes else None

    def _write(self, entry: Entry, edit: Edit, new: str, old: str = "-") -> Entry | None:
        """The intent, the note, then that it was done."""
        known = entry.verb == "carrying" and (entry.line, entry.base) == (new, old)
        if not known and self._say(entry, "carrying", new, old) is None:
            return None
        (result,) = carry_out(self._vault.places, [edit], quiet=self._quiet)
        if result.outcome == "written":
            return self._say(entry, "carried", new, old)
        self.done.waits = True
        self.done.problems.append(problem_of(result))
        return None

    def _say(self, entry: Entry, verb: Verb, new: str = "-", old: str = "-") -> Entry | None:
        """Write down how a proposal stands; None where that could not be done."""
        said = said_next(entry, verb, clock.now(), self._vault.today, new=new, old=old)
        if append_entries(self._vault, [said]):
            return said
        self.done.waits = True
        why = "the ledger could not be written, so nothing was carried out"
        self.done.problems.append(Problem(ledger_of(self._vault), None, why, "The next run tries again.", undone=True))
        return None


def _note(vault: Vault, records: Records, quiet: float) -> bool:
    """Note in the boxes what became of them; whether nothing is left to note."""
    lines = to_note(vault.index.ours().values(), records, Phrases(vault.settings.language))
    edits = []
    for path, rows in lines.items():
        text = text_of(vault, path)
        if text is not None:
            edits.append(noting(path, text.encode(), rows))
    return len(edits) == len(lines) and all(
        one.outcome == "written" for one in carry_out(vault.places, edits, quiet=quiet)
    )


@dataclass(frozen=True, slots=True)
class Undone:
    """The edit that takes a proposal back, its id, and what became of it."""

    id: str
    edit: Edit
    result: Written | None = None


def undo(vault: Vault, key: str = "", *, write: bool = True, take_over: bool = False) -> Undone:
    """Take back the proposal that was carried out last, or the one with this id.

    Raises UsageError where there is none, or where the line is no longer as we wrote it.
    """
    refuse_loss(vault)
    records = records_of((*vault.entries, *vault.pending))
    stop = why_not_writing(vault, take_over=take_over)
    if stop:
        raise UsageError(stop, "Run it there, or here with --take-over, once both have been in step.")
    entry = _last_carried(records, key.removeprefix("^").removeprefix("pln-"))
    edit = _reverting(vault, entry)
    if not write:
        return Undone(entry.id, edit)
    (result,) = carry_out(vault.places, [edit])
    if result.outcome in ("written", "unchanged"):
        said = said_next(entry, "undone", clock.now(), vault.today, new=entry.line, old=entry.base)
        append_entries(vault, [said])
        _note(vault, {**records, entry.id: (*records[entry.id], said)}, 0.0)
    return Undone(entry.id, edit, result)


def _last_carried(records: Records, key: str) -> Entry:
    carried = [rows[-1] for rows in records.values() if rows[-1].verb == "carried"]
    if key:
        carried = [entry for entry in carried if entry.id == key]
    if key and not carried:
        message = f"the proposal '{key}' was not carried out, or it was taken back already"
        raise UsageError(message, "The id stands at the end of its line in the review.")
    if not carried:
        message = "there is nothing to take back: no proposal was carried out that still stands"
        raise UsageError(message, "A proposal is a box in a review; ticked, it is carried out.")
    return max(carried, key=lambda entry: entry.when)


def _reverting(vault: Vault, entry: Entry) -> Edit:
    if entry.what == FOLLOW:
        return unfollowing(vault, entry)
    path = next((p for p in vault.index.notes if path_digest(p) == entry.of), None)
    if path is None:
        raise UsageError("the note of that proposal is gone or has another name", "Change the property in it yourself.")
    data = disk.read_note(vault.places.root, path)
    text = data.decode("utf-8")
    # a keyword may stand in a line of its own, and such a line in another list, too
    standing = property_lines(path, text, keyword_key(vault.settings) if entry.what == KEYWORD else "")
    lines = [number for number, line in standing.items() if digest_of(line) == entry.line]
    if not lines and (entry.base == "-" or entry.base in map(digest_of, standing.values())):
        # the user was faster, or a run was cut off between the note and the ledger
        return Edit(path, data, data, _BACK)
    if len(lines) != 1:
        why = "was changed since, and is left as it is"
        advice = f"'vault-pln restore \"{path}\"' helps, and 'vault-pln undo ID' takes back another proposal."
        raise UsageError(f"{path}: the line that the proposal wrote {why}", advice)
    old = None
    if entry.base != "-":
        old = next((line for line in _earlier(vault, path, entry) if digest_of(line) == entry.base), None)
        if old is None:
            message = f"{path}: nothing is left that says how the line was before the proposal"
            raise UsageError(message, f"Change line {lines[0]} yourself.")
    return Edit(path, data, reverted(text, lines[0], old).encode(), _BACK)


def _earlier(vault: Vault, path: str, entry: Entry) -> Iterator[str]:
    """Lines that may be the one before: what the box shows, then what stood in the note; the digest tells."""
    for note in vault.index.ours().values():
        for line in note.own_lines:
            if line.id == f"pln-{entry.id}":
                yield from code_in(line.text)
    writer = Writer(vault.places.root, vault.places.state)
    for kept in writer.kept(path):
        yield from _lines(writer.kept_bytes(kept))


def _lines(data: bytes) -> Iterable[str]:
    return (line.removesuffix("\r") for line in data.decode("utf-8", "replace").split("\n"))
