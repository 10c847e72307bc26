"""The only writer of a vault: carries out edits so that nothing of the user's is ever lost."""

import contextlib
import os
import stat
import time
from collections.abc import Callable, Generator, Iterable, Iterator

from vault_pln.edge.disk import steps
from vault_pln.edge.disk.cause import NotWrittenError, in_words, not_written
from vault_pln.edge.disk.durable import Wait, sync_all
from vault_pln.edge.disk.exchange import exchange
from vault_pln.edge.disk.journal import Entry, Journal
from vault_pln.edge.disk.keep import DAYS, Kept
from vault_pln.edge.disk.lease import is_open_elsewhere
from vault_pln.edge.disk.look import Seen, digest, look, opened, peek
from vault_pln.edge.disk.mend import Bench, mend, recover
from vault_pln.edge.disk.place import Place, Room, check_room, disk_room, locate
from vault_pln.edge.disk.plan import Facts, Step, is_text, plan, too_large
from vault_pln.edge.disk.quiet import Quiet
from vault_pln.edge.disk.temp import make_private, new_token, temp_name
from vault_pln.model.edit import Edit, KeptVersion, Written

SIDE_BY_SIDE = 32
"""So many edits share their waits for the disk; a crash leaves no more than these half done."""

Run = Generator[tuple[Wait, ...], None, Written]


class Writer:
    """Carries out edits in the vault at ``root``, with its journal and kept versions in the folder ``state``.

    A user's note is written only when it was left alone for ``quiet_seconds``; 0 acts at once, with the same
    protection. ``exchange`` and ``room`` stand for what the file system can do, ``clock`` for the time.
    The caller holds the vault's lock: two writers with one state folder would mend each other's work.
    """

    def __init__(
        self,
        root: str,
        state: str,
        *,
        quiet_seconds: float = 0.0,
        clock: Callable[[], float] = time.time,
        exchange: Callable[[str, str], bool] = exchange,
        room: Room = disk_room,
    ) -> None:
        journal, kept = Journal(f"{state}/journal"), Kept(f"{state}/kept", clock)
        self._bench = Bench(os.path.realpath(root), journal, kept, exchange)
        self._quiet = Quiet(quiet_seconds, clock)
        self._room = room
        self._state = state
        self._unmended = False

    def carry_out(self, edits: Iterable[Edit]) -> list[Written]:
        """Carry out edits, each by itself: one that fails says so and stops no other; results in order."""
        wanted = list(edits)
        assert all(_stays_text(edit) for edit in wanted), "an edit would make a note that is not UTF-8"
        if self._unmended:
            self.recover()
        return [written for group in _groups(wanted) for written in self._side_by_side(group)]

    def remove_empty_folders(self, path: str) -> None:
        """Remove a folder of the vault, and those in it, as far as nothing is in them; no link is followed."""
        try:
            top = locate(self._bench.root, f"{path}/x").folder
        except (OSError, NotWrittenError):
            return
        if top == f"{self._bench.root}/{path}":
            for folder, _, _ in os.walk(top, topdown=False):
                with contextlib.suppress(OSError):
                    os.rmdir(folder)

    def recover(self, *, thorough: bool = True) -> list[str]:
        """Mend what a crash or an error left half done; call it once before the first write of a process.

        ``thorough`` lists the whole vault for what only a lost journal leaves behind.
        """
        try:
            messages = recover(self._bench, thorough=thorough)
            self._unmended = bool(self._bench.journal.read().entries)
        except OSError as error:
            self._unmended = True
            return [f"unfinished writes cannot be mended yet: {in_words(error)}"]
        return messages

    def kept(self, path: str) -> list[KeptVersion]:
        """List the versions of a note that writes displaced, newest first."""
        return self._bench.kept.versions(path)

    def all_kept(self) -> list[KeptVersion]:
        """List the displaced versions of all notes, newest first."""
        return self._bench.kept.all()

    def kept_bytes(self, version: KeptVersion) -> bytes:
        """Read a kept version."""
        return look(version.file).data

    def review_kept(self) -> list[str]:
        """Once a day, delete the kept versions that are a week old; messages as of ``prune_kept``."""
        return self._bench.kept.prune() if self._bench.kept.is_due() else []

    def prune_kept(self, days: float = DAYS) -> list[str]:
        """Delete kept versions older than ``days``; messages for those that were saved to after a write."""
        return self._bench.kept.prune(days)

    def _side_by_side(self, edits: list[Edit]) -> list[Written]:
        """Run the steps of several edits in turn, so that all they wait for is made durable at once."""
        runs = [self._run(edit) for edit in edits]
        waiting: dict[int, tuple[Wait, ...]] = dict.fromkeys(range(len(runs)), ())
        done: dict[int, Written] = {}
        while waiting:
            failed = sync_all({wait for waits in waiting.values() for wait in waits})
            for number, waits in list(waiting.items()):
                error = next((failed[wait] for wait in waits if wait in failed), None)
                state = _go_on(runs[number], error)
                if isinstance(state, Written):
                    done[number] = state
                    del waiting[number]
                else:
                    waiting[number] = state
        return [done[number] for number in range(len(edits))]

    def _run(self, edit: Edit) -> Run:
        try:
            written = yield from self._steps(edit)
        except NotWrittenError as stop:
            return _failed(edit, stop)
        except OSError as error:
            return _failed(edit, not_written(error))
        return written

    def _steps(self, edit: Edit) -> Run:
        """Look, decide, act."""
        place = locate(self._bench.root, edit.path)
        facts, seen = self._find(edit, place)
        step = plan(edit.before, edit.after, seen and seen.data, facts)
        if step.kind == "nothing":
            return Written(edit, "unchanged")
        if step.kind == "defer":
            raise NotWrittenError("deferred", step.message)
        if step.kind == "refuse":
            raise NotWrittenError("refused", step.message, advice=step.advice)
        self._check_room(edit)
        entry = _entry(edit, place, step, self._bench.root)
        yield from self._act(steps.Work(self._bench, place, seen, edit.after or b"", entry), step)
        return Written(edit, "written")

    def _find(self, edit: Edit, place: Place) -> tuple[Facts, Seen | None]:
        """Look at what stands where an edit goes, without reading what would not be written anyway."""
        try:
            found = os.lstat(place.note)
        except FileNotFoundError:
            return self._facts(edit, place, None), None
        facts = Facts(whose=edit.whose, size=found.st_size, odd=_oddity(found.st_mode))
        if facts.odd or too_large(facts.size, facts):
            return facts, None
        seen = look(place.note)
        _refuse_half_of_it(place)
        return self._facts(edit, place, seen.stat), seen

    def _facts(self, edit: Edit, place: Place, found: os.stat_result | None) -> Facts:
        disturbed = self._quiet.disturbance(place.folder, place.name, found) if edit.whose == "user" else ""
        if found is None:
            return Facts(whose=edit.whose, disturbed=disturbed)
        return Facts(
            whose=edit.whose,
            size=found.st_size,
            links=found.st_nlink,
            read_only=not found.st_mode & 0o222,
            disturbed=disturbed,
        )

    def _check_room(self, edit: Edit) -> None:
        """See that the note, its journal entry and the version it displaces have room."""
        if edit.after is None:
            return
        try:
            make_private(self._state)
        except OSError as error:
            message = f"replaced versions cannot be kept in {self._state}: {in_words(error)}"
            raise NotWrittenError("refused", message, not_written(error).cause) from error
        for folder in (self._bench.root, self._state):
            check_room(self._room, folder, len(edit.after))

    def _act(self, work: steps.Work, step: Step) -> steps.Steps:
        """Run the steps of one write; where they break off, mend at once, the way a crash would be."""
        try:
            yield from steps.STEPS[step.kind](work)
        except NotWrittenError as stop:
            raise self._mended(work, stop) from stop
        except OSError as error:
            raise self._mended(work, not_written(error)) from error

    def _mended(self, work: steps.Work, failure: NotWrittenError) -> NotWrittenError:
        outcome, message = failure.outcome, failure.message
        try:
            advice = mend(self._bench, work.entry)
            if outcome == "refused" and _stands(work):
                outcome, advice = "deferred", "the change was made all the same, but may not survive a power cut"
        except (OSError, NotWrittenError):
            self._unmended = True
            outcome, advice = "deferred", "the write is half done and will be mended before the next one"
        return NotWrittenError(outcome, f"{message}; {advice}" if advice else message, failure.cause)


def _failed(edit: Edit, why: NotWrittenError) -> Written:
    return Written(edit, why.outcome, f"{edit.path}: {why.message}", why.cause, why.advice)


def _entry(edit: Edit, place: Place, step: Step, root: str) -> Entry:
    """Write down what is meant to happen."""
    token = new_token()
    return Entry(
        token,
        step.kind,
        edit.path,
        whose=edit.whose,
        step="act" if step.kind in {"append", "remove"} else "prepare",
        temp="" if step.kind == "append" else temp_name(place.name, token),
        base="" if edit.before is None else digest(edit.before),
        new="" if edit.after is None else digest(edit.after),
        tail=step.tail,
        length=len(edit.before or b""),
        made=tuple(os.path.relpath(folder, root) for folder in place.missing),
        why=edit.why,
    )


def _groups(edits: list[Edit]) -> Iterator[list[Edit]]:
    """Cut a list of edits so that no group has two of the same note."""
    group: list[Edit] = []
    paths: set[str] = set()
    for edit in edits:
        if edit.path in paths or len(group) == SIDE_BY_SIDE:
            yield group
            group, paths = [], set()
        group.append(edit)
        paths.add(edit.path)
    if group:
        yield group


def _go_on(run: Run, error: OSError | None) -> tuple[Wait, ...] | Written:
    """Let a run take its next steps; ``error`` is why what it waited for did not come about."""
    try:
        return next(run) if error is None else run.throw(error)
    except StopIteration as end:
        written: Written = end.value
        return written


def _refuse_half_of_it(place: Place) -> None:
    """Wait for a program that is in the middle of a save: what it has written so far looks like a whole note.

    Asked after the look: a save that ended since shows in the stat.
    """
    with opened(place.note) as descriptor:
        if is_open_elsewhere(descriptor):
            raise NotWrittenError("deferred", "is being written by another program")


def _stays_text(edit: Edit) -> bool:
    """An edit never makes a note that is not UTF-8; one that is not already is refused later."""
    if edit.after is None or is_text(edit.after):
        return True
    return edit.before is not None and not is_text(edit.before)


def _stands(work: steps.Work) -> bool:
    standing = peek(work.place.note)
    return ("" if standing is None else standing.digest) == work.entry.new


def _oddity(mode: int) -> str:
    if stat.S_ISREG(mode):
        return ""
    if stat.S_ISLNK(mode):
        return "a link"
    return "a folder" if stat.S_ISDIR(mode) else "a pipe, socket or device"
