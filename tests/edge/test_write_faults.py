"""The writer is killed at its system calls, and its system calls fail: nothing of the user's may be hurt.

A child process carries out a few edits under strace, which kills it or lets a call fail at a chosen place.
PLN_TORTURE=1 takes every place instead of a selection.
"""

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest

from traced import FORKS, some
from vault_pln.edge.disk.write import Writer
from vault_pln.model.edit import Edit, Written

ERRORS = ["EIO", "ENOSPC", "EACCES", "EROFS", "EDQUOT"]

# calls that have nothing to do with files, and the one that marks the end of the work
ELSEWHERE = re.compile(
    r"brk|mmap|munmap|mremap|mprotect|madvise|rt_sig\w+|getrandom|clock_\w+|exit\w*|getpid|futex|sched_yield"
)

# forks a child for each order it reads; the child stops itself, so that strace can take hold of it, and tells the
# outcomes by its exit code, since by then it may be unable to write
SERVER = (
    """
import ctypes, json, os, signal, sys
from vault_pln.edge.disk.write import Writer
from vault_pln.model.edit import Edit

OUTCOMES = ["written", "unchanged", "deferred", "refused"]

def work(order):
    writer = Writer(order["vault"], order["state"])
    edits = [Edit(path, *(text and text.encode() for text in texts), "why") for path, *texts in order["edits"]]
    ctypes.CDLL(None).prctl(0x59616D61, -1, 0, 0, 0)  # any process of this user may trace us
    os.kill(os.getpid(), signal.SIGSTOP)
    done = [] if order["recover"] and writer.recover() is not None else writer.carry_out(edits)
    os.sched_yield()
    os._exit(128 + sum(OUTCOMES.index(written.outcome) << 2 * place for place, written in enumerate(done)))

"""
    + FORKS
)
OUTCOMES = ["written", "unchanged", "deferred", "refused"]


@dataclass(frozen=True)
class Case:
    """Notes that stand, and what is to become of them; ``without`` are calls that the file system does not know."""

    name: str
    before: dict[str, str]
    edits: tuple[tuple[str, str | None, str | None], ...]
    without: tuple[str, ...] = ()

    def after(self) -> dict[str, str]:
        wanted: dict[str, str | None] = {**self.before, **{path: text for path, _, text in self.edits}}
        return {path: text for path, text in wanted.items() if text is not None}


# an exchange is the first of the writer's renames with flags
NO_EXCHANGE = ("renameat2:error=EINVAL:when=1",)
NO_FLAGS = ("renameat2:error=EINVAL",)
NO_FLAGS_AND_LINKS = (*NO_FLAGS, "linkat:error=EPERM")

DAY = "\ufeff# Day\r\n\r\nWords of the user"
CASES = [
    Case("append", {"a.md": DAY}, (("a.md", DAY, DAY + "\r\n- item\r\n"),)),
    Case("inside", {"a.md": DAY}, (("a.md", DAY, "- item\r\n" + DAY),)),
    Case("create", {"a.md": DAY}, (("new/deep/b.md", None, DAY),)),
    Case("remove", {"a.md": DAY, "b.md": DAY}, (("a.md", DAY, None),)),
    Case("inside without exchange", {"a.md": DAY}, (("a.md", DAY, "- item\r\n" + DAY),), NO_FLAGS),
    Case("inside with names one after the other", {"a.md": DAY}, (("a.md", DAY, "- item\r\n" + DAY),), NO_EXCHANGE),
    Case("inside without any of it", {"a.md": DAY}, (("a.md", DAY, "- item\r\n" + DAY),), NO_FLAGS_AND_LINKS),
    Case("create without flags", {"a.md": DAY}, (("new/deep/b.md", None, DAY),), NO_FLAGS),
    Case("create without any of it", {"a.md": DAY}, (("new/deep/b.md", None, DAY),), NO_FLAGS_AND_LINKS),
    Case("two at once", {"a.md": DAY, "b.md": DAY}, (("a.md", DAY, "x" + DAY), ("b.md", DAY, "y" + DAY))),
]


class Bench:
    """A folder for one child, the server that makes them, and strace."""

    def __init__(self, folder: Path, server: "subprocess.Popen[str]") -> None:
        self.folder, self.server = folder, server
        self.vault, self.state = folder / "vault", folder / "state"
        self.trace: list[str] = []

    def set_up(self, case: Case) -> None:
        for old in (self.vault, self.state):
            shutil.rmtree(old, ignore_errors=True)
        self.vault.mkdir(parents=True)
        for path, text in case.before.items():
            (self.vault / path).write_bytes(text.encode())

    def run(self, case: Case, *options: str, recover: bool = False, at_stop: Callable[[], object] | None = None) -> int:
        """Let a child do the work under strace; its exit code, or minus the signal it died of.

        ``at_stop`` is called when a signal that the options inject has stopped it.
        """
        order = {"vault": str(self.vault), "state": str(self.state), "edits": case.edits, "recover": recover}
        assert self.server.stdin is not None
        assert self.server.stdout is not None
        self.server.stdin.write(json.dumps(order) + "\n")
        self.server.stdin.flush()
        child = int(self.server.stdout.readline())
        without = [f"--inject={calls}" for calls in case.without]
        command = ["strace", *without, *options, "-p", str(child)]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
            assert strace.stderr is not None
            self.trace = [strace.stderr.readline()]
            if "attached" not in self.trace[0]:
                os.kill(child, signal.SIGKILL)
            for line in strace.stderr:
                self.trace.append(line)
                if line == "--- stopped by SIGSTOP ---\n":
                    if at_stop and self.trace.count(line) > 1:
                        at_stop()
                    os.kill(child, signal.SIGCONT)
        code = int(self.server.stdout.readline())
        if "attached" not in self.trace[0]:
            pytest.skip(f"strace cannot trace here: {self.trace[0]}")
        return code

    def outcomes(self, case: Case, code: int) -> list[str]:
        assert code >= 128, "the writer itself failed"
        return [OUTCOMES[code - 128 >> 2 * place & 3] for place in range(len(case.edits))]

    def places(self, case: Case, *, recover: bool = False) -> list[tuple[str, int]]:
        """Every file-related system call of the work, as (name, how many-th of that name)."""
        self.run(case, recover=recover)
        calls = re.findall(r"^(\w+)\(", "".join(self.trace), re.MULTILINE)
        counts: Counter[str] = Counter()
        found = []
        for call in calls[: calls.index("sched_yield")]:
            counts[call] += 1
            if not ELSEWHERE.fullmatch(call) and not any(known.startswith(f"{call}:") for known in case.without):
                found.append((call, counts[call]))
        return found

    def places_of_work(self, case: Case) -> list[tuple[str, int]]:
        self.set_up(case)
        return self.places(case)

    def kill(self, case: Case, place: tuple[str, int]) -> None:
        """Let a fresh vault be written to until a child dies at a system call."""
        self.set_up(case)
        assert self.run(case, "-e", "inject={}:signal=SIGKILL:when={}".format(*place)) == -signal.SIGKILL

    def stop(self, case: Case, place: tuple[str, int], action: Callable[[], object]) -> int:
        """Let a fresh vault be written to, with something happening just after a system call."""

        note = self.vault / case.edits[0][0]
        waiting: list[threading.Thread] = []

        def at_stop() -> None:
            note.parent.mkdir(parents=True, exist_ok=True)
            try:
                action()
            except BlockingIOError:
                # the writer is reading the note; like an editor's, the save waits until the writer goes on
                waiting.append(threading.Thread(target=wait_and_act))
                waiting[-1].start()

        def wait_and_act() -> None:
            while True:
                # by the time it may be opened the writer may have taken it away, or be reading it once more
                with suppress(FileNotFoundError):
                    os.close(os.open(note, os.O_WRONLY))
                with suppress(BlockingIOError):
                    action()
                    return

        self.set_up(case)
        code = self.run(case, "-e", "inject={}:signal=SIGSTOP:when={}".format(*place), at_stop=at_stop)
        for thread in waiting:
            thread.join()
        return code

    def notes(self) -> dict[str, str]:
        files = [file for file in self.vault.rglob("*") if not file.is_dir()]
        return {str(file.relative_to(self.vault)): file.read_bytes().decode() for file in files}

    def folders(self) -> list[str]:
        return sorted(str(file.relative_to(self.vault)) for file in self.vault.rglob("*") if file.is_dir())

    def mend(self) -> None:
        assert Writer(str(self.vault), str(self.state)).recover() == []
        journal = self.state / "journal"
        assert not journal.is_dir() or os.listdir(journal) == []

    def check_finished_or_undone(self, case: Case) -> None:
        """Each note by itself is as before or as wanted, and there is nothing else."""
        notes, after = self.notes(), case.after()
        for path in {*notes, *case.before, *after}:
            assert notes.get(path) in (case.before.get(path), after.get(path)), path
        expected = {str(parent) for path in notes for parent in Path(path).parents} - {"."}
        assert set(self.folders()) == expected

    def check_another_run(self, case: Case) -> None:
        """The same edits again bring everything to its end, and what they displaced is kept."""
        writer = Writer(str(self.vault), str(self.state))
        done = writer.carry_out([Edit(path, _bytes(old), _bytes(new), "why") for path, old, new in case.edits])
        assert {written.outcome for written in done} <= {"written", "unchanged"}
        assert self.notes() == case.after()
        for path, old, new in case.edits:
            if old is not None and not (new or "").startswith(old):
                assert {writer.kept_bytes(version) for version in writer.kept(path)} == {old.encode()}


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode()


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    # in memory where possible: thousands of calls of fsync would only wait for the disk
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    command = [sys.executable, "-c", SERVER]
    with (
        tempfile.TemporaryDirectory(dir=memory) as folder,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server,
    ):
        yield Bench(Path(folder), server)
        assert server.stdin is not None
        server.stdin.close()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_killed_at_a_system_call(bench: Bench, case: Case) -> None:
    for place in some(bench.places_of_work(case), 40):
        bench.kill(case, place)
        bench.mend()
        bench.check_finished_or_undone(case)
        bench.check_another_run(case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_killed_again_while_mending(bench: Bench, case: Case) -> None:
    work = bench.places_of_work(case)
    for place in some(work[len(work) // 3 :], 3):
        bench.kill(case, place)
        mending = bench.places(case, recover=True)
        for second in some(mending, 7):
            bench.kill(case, place)
            name, number = second
            code = bench.run(case, "-e", f"inject={name}:signal=SIGKILL:when={number}", recover=True)
            assert code == -signal.SIGKILL
            bench.mend()
            bench.check_finished_or_undone(case)
            bench.check_another_run(case)


# an empty folder that cannot be taken back is not worth another attempt
HARMLESS = {"rmdir"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_error_while_mending(bench: Bench, case: Case) -> None:
    work = bench.places_of_work(case)
    for place in some(work[len(work) // 2 :], 3):
        bench.kill(case, place)
        mending = [place for place in bench.places(case, recover=True) if place[0] not in HARMLESS]
        points = [(*second, error) for second in mending for error in ERRORS]
        for call, number, error in some(points, 5):
            bench.kill(case, place)
            bench.run(case, "-e", f"inject={call}:error={error}:when={number}", recover=True)
            bench.mend()
            bench.check_finished_or_undone(case)
            bench.check_another_run(case)


# somebody saves between any two system calls of ours

USERS = "# Day\n\nOther words of the user"


def save_in_place(note: Path) -> None:
    descriptor = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NONBLOCK, 0o644)
    with os.fdopen(descriptor, "w") as file:
        file.write(USERS)


def save_by_rename(note: Path) -> None:
    new = note.with_name("editor.tmp")
    new.write_text(USERS)
    new.replace(note)


def save_by_renaming_away(note: Path) -> None:
    if note.exists():
        note.rename(note.with_name("backup.tmp"))
    note.write_text(USERS)
    note.with_name("backup.tmp").unlink(missing_ok=True)


def open_to_append(note: Path) -> IO[bytes]:
    return os.fdopen(os.open(note, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NONBLOCK, 0o644), "wb")


# with neither a rename that replaces nothing nor links, what comes between a look and a rename cannot be noticed
NOTICED = [case for case in CASES if case.without != NO_FLAGS_AND_LINKS]
SAVES = (save_in_place, save_by_rename, save_by_renaming_away)


@pytest.mark.parametrize("save", SAVES)
@pytest.mark.parametrize("case", NOTICED, ids=lambda case: case.name)
def test_a_save_between_two_system_calls_wins(bench: Bench, case: Case, save: Callable[[Path], None]) -> None:
    path, old, new = case.edits[0]
    with_tail = USERS + (new or "").removeprefix(old or "")
    places = bench.places_of_work(case)
    last_check = [place for place in places if place[0] == "openat"][-1]
    for place in places if save is save_in_place and len(case.edits) == 1 else some(places, 12):
        code = bench.stop(case, place, lambda: save(bench.vault / path))
        bench.outcomes(case, code)
        notes = bench.notes()
        text = notes[path]
        checked = places.index(place) > places.index(last_check)
        assert text == USERS or (text == with_tail and checked), place
        beside = {name for name in notes if "pln-conflict" in name}
        # of a note that was made while there was none, nobody knows whether its program had seen what it was before
        assert {notes[name] for name in beside} <= ({old} if case.without else set()), place
        assert {*notes} - beside == {*case.before, path}
        bench.mend()


def test_an_addition_to_a_note_that_was_replaced_is_not_called_written(bench: Bench) -> None:
    case = CASES[0]
    place = [place for place in bench.places_of_work(case) if place[0] == "fsync"][-1]
    code = bench.stop(case, place, lambda: save_by_rename(bench.vault / "a.md"))
    assert bench.outcomes(case, code) == ["deferred"]


@pytest.mark.parametrize("case", NOTICED, ids=lambda case: case.name)
def test_a_line_added_by_a_program_that_is_slow_to_write_it_stays(bench: Bench, case: Case) -> None:
    note = bench.vault / case.edits[0][0]
    editors: list[IO[bytes]] = []
    for place in some(bench.places_of_work(case), 12):
        bench.stop(case, place, lambda: editors.append(open_to_append(note)))
        with editors.pop() as editor:
            editor.write(b"a line")
        told = Writer(str(bench.vault), str(bench.state)).prune_kept()
        late = [Path(message.rpartition(" ")[2]).read_text() for message in told]
        assert any("a line" in text for text in [*bench.notes().values(), *late]), place
        bench.mend()


@pytest.mark.parametrize("lasting", ["", "+"], ids=["once", "from then on"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_error_at_a_system_call(bench: Bench, case: Case, lasting: str) -> None:
    points = [(*place, error) for place in bench.places_of_work(case) for error in ERRORS]
    for call, number, error in some(points, 24):
        bench.set_up(case)
        code = bench.run(case, "-e", f"inject={call}:error={error}:when={number}{lasting}")
        for (path, old, new), outcome in zip(case.edits, bench.outcomes(case, code), strict=True):
            assert outcome != "written" or bench.notes().get(path) == new
            assert outcome != "refused" or bench.notes().get(path) == old
        bench.mend()
        bench.check_finished_or_undone(case)
        bench.check_another_run(case)


def test_four_notes_of_ours_share_their_waits(bench: Bench) -> None:
    before = {f"PLN {number}.md": DAY for number in range(4)}
    case = Case("index", before, tuple((path, DAY, "x" + DAY) for path in before))
    bench.set_up(case)
    bench.run(case, "-f", "-e", "trace=fsync,renameat2")
    calls = re.findall(r"(fsync|renameat2)\(", "".join(bench.trace))
    # each note and its journal entry; the journal's folder, the notes' and that of the kept versions; making these
    assert calls.count("fsync") <= 4 * 2 + 3 + 2
    # no note is exchanged before all of them are safe
    assert calls[calls.index("renameat2") :].count("renameat2") == 4
    assert calls[: calls.index("renameat2")].count("fsync") >= 4 * 2 + 1


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_nothing_can_be_made_durable(bench: Bench, case: Case, error: str) -> None:
    """What is waited for side by side fails in every thread."""
    bench.set_up(case)
    code = bench.run(case, "-f", "-e", f"inject=fsync:error={error}")
    assert "written" not in bench.outcomes(case, code)
    bench.mend()
    bench.check_finished_or_undone(case)
    bench.check_another_run(case)


# a disk that fills up in the middle of a write


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


LONG = b"words of the user\n" * 100
LINE = b"- [ ] a line\n"


@pytest.fixture
def note(tmp_path: Path) -> Path:
    (tmp_path / "vault").mkdir()
    made = tmp_path / "vault/a.md"
    made.write_bytes(LONG)
    return made


def write(note: Path, after: bytes) -> Written:
    writer = Writer(str(note.parent), str(note.parent.parent / "state"))
    writer.recover()
    return writer.carry_out([Edit("a.md", LONG, after, "why")])[0]


def test_a_line_that_broke_off_is_finished_when_there_is_room(note: Path) -> None:
    with no_file_larger_than(len(LONG) + 5):
        written = write(note, LONG + LINE)
    assert written.outcome == "deferred"
    assert "half done" in written.message
    assert note.read_bytes() == LONG + LINE[:5]
    assert write(note, LONG + LINE).outcome == "unchanged"
    assert note.read_bytes() == LONG + LINE


def test_a_file_that_could_not_be_written_whole_goes(note: Path) -> None:
    with no_file_larger_than(len(LONG) + 5):
        assert write(note, LINE + LONG).outcome == "refused"
    assert note.read_bytes() == LONG
    assert os.listdir(note.parent) == ["a.md"]
