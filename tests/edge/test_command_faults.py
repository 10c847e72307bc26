"""Whole commands are killed at their system calls, and their system calls fail: the next run makes all of it right.

As in the tests of the writer's faults, a child process runs the command under strace. Every call that has to do with
the vault or with what the machine remembers of it is a place. PLN_TORTURE=1 takes every place instead of a selection.
The kills at any moment print their seed; PLN_SEED and PLN_KILLS choose it and their number.
"""

import contextlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

from conftest import ROOT, TODAY

ALL_PLACES = bool(os.environ.get("PLN_TORTURE"))
ERRORS = ("EIO", "ENOSPC", "EACCES", "EROFS", "EDQUOT")
CAUSES = {
    "EIO": ("disk reports an error", "Input/output error", "disk I/O error"),
    "ENOSPC": ("disk is full", "No space left", "disk I/O error"),
    "EACCES": ("no permission", "Permission denied", "disk I/O error", "unable to open"),
    "EROFS": ("disk is read-only", "Read-only file system", "disk I/O error", "unable to open"),
    "EDQUOT": ("quota", "disk I/O error"),
}
NO_VAULT = ("is not readable", "there is no folder")
"""What is said, with the path, where the vault's own folder cannot be looked at."""
NO_STATE = ("the state folder cannot be used: '",)
"""What is said, with the file and what to do, where SQLite has words of its own for an error of the disk."""

# runs each command once in a vault of its own, so that all that it loads is there; then forks a child for each order
# it reads, which stops itself, so that strace can take hold of it
SERVER = """
import contextlib, ctypes, importlib, io, json, logging, os, pkgutil, signal, sys
import vault_pln
from vault_pln.cli import main

for found in pkgutil.walk_packages(vault_pln.__path__, "vault_pln."):
    if not found.name.endswith("__main__"):
        importlib.import_module(found.name)

def run(args):
    try:
        main(args)
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0

def work(order):
    out = os.open(order["out"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(out, 1)
    os.dup2(out, 2)
    logging.getLogger().handlers.clear()  # they still write to where the first run's went
    ctypes.CDLL(None).prctl(0x59616D61, -1, 0, 0, 0)  # any process of this user may trace us
    os.kill(os.getpid(), signal.SIGSTOP)
    code = run(order["args"])
    sys.stdout.flush()
    os.sched_yield()
    os._exit(code)

with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    for args in json.loads(sys.stdin.readline()):
        run(args)
print("ready", flush=True)
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        try:
            work(json.loads(line))
        finally:
            os._exit(70)
    os.waitpid(child, os.WUNTRACED)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""

DAY = f"{TODAY}.md"
FEED = """<rss version='2.0'><channel><title>A blog</title>
<item><title>Rust one</title><link>https://blog.example/1</link><guid>g1</guid><pubDate>Sun, 22 Nov 2026 12:00:00 GMT</pubDate></item>
<item><title>Rust two</title><link>https://blog.example/2</link><guid>g2</guid><pubDate>Sat, 21 Nov 2026 12:00:00 GMT</pubDate></item>
</channel></rss>"""
NOTES = {
    "Ada.md": "\ufeff---\r\ntype: person\r\ncadence: weekly\r\n---\r\nAbout her.\r\n"
    "<!-- pln:begin network -->\r\n<!-- pln:end network -->\r\nAnd more",
    "Learn Rust.md": "---\ntype: goal\nkeywords: [rust]\n---\n",
    "Blog.md": "---\ntype: source\nfeed: feed.xml\ngoals: ['[[Learn Rust]]']\n---\n",
    "2026-11-01.md": "Talked with [[Ada]]\n",
    DAY: "# Today\r\n\r\nWords of the user",
    "feed.xml": FEED,
}
BLOCK = re.compile(rb"<!-- pln:begin .*<!-- pln:end network -->", re.DOTALL)
OWN_LINE = re.compile(rb"\^(pln-[a-z2-7]{16})")


@dataclass(frozen=True)
class Command:
    """A command to run, and those that were run before it."""

    args: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = ()


REINDEX, FETCH, DAILY = ("reindex",), ("fetch", "--all"), ("daily",)
COMMANDS = {
    "reindex": Command(REINDEX),
    "fetch": Command(FETCH, (REINDEX,)),
    "daily": Command(DAILY, (REINDEX, FETCH)),
}


class Desk:
    """A vault and its memory in one folder, the server that makes children, and strace."""

    def __init__(self, folder: Path, server: "subprocess.Popen[str]") -> None:
        self.folder, self.server = folder, server
        self.vault, self.machine, self.out = folder / "vault", folder / "machine", folder / "out"
        self.saved: Path = folder
        self.trace: list[str] = []

    def args(self, args: Sequence[str]) -> list[str]:
        return [*args, "--vault", str(self.vault), "--today", TODAY]

    def set_up(self) -> None:
        """The vault and the machine as they were saved."""
        for name in ("vault", "machine"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
            shutil.copytree(self.saved / name, self.folder / name)

    def save(self, name: str) -> None:
        self.saved = self.folder / name
        shutil.rmtree(self.saved, ignore_errors=True)
        for part in ("vault", "machine"):
            shutil.copytree(self.folder / part, self.saved / part)

    def start(self, args: Sequence[str]) -> int:
        assert self.server.stdin is not None
        assert self.server.stdout is not None
        self.server.stdin.write(json.dumps({"args": self.args(args), "out": str(self.out)}) + "\n")
        self.server.stdin.flush()
        return int(self.server.stdout.readline())

    def end(self) -> int:
        assert self.server.stdout is not None
        return int(self.server.stdout.readline())

    def plainly(self, args: Sequence[str]) -> int:
        os.kill(self.start(args), signal.SIGCONT)
        return self.end()

    def run(self, args: Sequence[str], *options: str) -> int:
        """The command under strace; its exit code, or minus the signal it died of."""
        child = self.start(args)
        with subprocess.Popen(
            ["strace", "-y", *options, "-p", str(child)], stderr=subprocess.PIPE, text=True
        ) as strace:
            assert strace.stderr is not None
            self.trace = [strace.stderr.readline()]
            if "attached" not in self.trace[0]:
                os.kill(child, signal.SIGKILL)
            for line in strace.stderr:
                self.trace.append(line)
                if line == "--- stopped by SIGSTOP ---\n":
                    os.kill(child, signal.SIGCONT)
        code = self.end()
        if "attached" not in self.trace[0]:
            pytest.skip(f"strace cannot trace here: {self.trace[0]}")
        return code

    def places(self, args: Sequence[str]) -> list[tuple[str, int]]:
        """Every system call that names a file of the vault or of its memory, as (name, how many-th of that name)."""
        self.run(args)
        counts: Counter[str] = Counter()
        found = []
        for line in self.trace:
            call, _, rest = line.partition("(")
            if call == "sched_yield":
                break
            counts[call] += 1
            if call.isidentifier() and (str(self.vault) in rest or str(self.machine) in rest):
                found.append((call, counts[call]))
        return found

    def said(self) -> str:
        return self.out.read_text(errors="replace")

    def notes(self) -> dict[str, bytes]:
        files = [file for file in self.vault.rglob("*") if not file.is_dir()]
        return {str(file.relative_to(self.vault)): file.read_bytes() for file in files}

    def without_ledger(self) -> dict[str, bytes]:
        return {path: data for path, data in self.notes().items() if "/Ledger/" not in path}

    def strays(self) -> list[str]:
        """What no run may leave behind."""
        hidden = [path for path in self.notes() if "/." in f"/{path}"]
        state = self.machine / "state"
        journal = [str(file) for file in state.glob("*/journal/*")]
        parts = [str(file) for file in state.glob("*/kept/.part-*")]
        return [*hidden, *journal, *parts]


@dataclass(frozen=True)
class Case:
    """A command in a vault that waits for it, what it makes of the notes, and its places."""

    desk: Desk
    command: Command
    before: dict[str, bytes]
    after: dict[str, bytes]
    places: list[tuple[str, int]]
    lines: list[bytes]
    saved: Path

    def check_notes(self) -> None:
        """The user's text is as before; of ours a day may have some of its lines, none twice, and a block any facts.

        A note that could not be read is missing from the facts until the next run.
        """
        notes = {path: data for path, data in self.desk.without_ledger().items() if "/." not in f"/{path}"}
        assert self.before.keys() <= notes.keys()
        for path in self.before.keys() - {DAY}:
            assert path.startswith("PLN/") or BLOCK.sub(b"", notes[path]) == BLOCK.sub(b"", self.before[path]), path
        assert notes[DAY].startswith(self.before[DAY])
        found = [line for data in notes.values() for line in OWN_LINE.findall(data)]
        assert len(found) == len(set(found))
        assert set(found) <= {*OWN_LINE.findall(self.after[DAY]), *self.lines}

    def is_done(self) -> bool:
        """Whether the notes are as the command makes them."""
        return self.desk.without_ledger() == self.after

    def check_next_run(self, *, lines: bool = True) -> None:
        """The same command again completes the work and leaves nothing lying about."""
        desk = self.desk
        assert desk.plainly(self.command.args) == 0, desk.said()
        notes = desk.without_ledger()
        assert {path: data for path, data in notes.items() if path != DAY} == {
            path: data for path, data in self.after.items() if path != DAY
        }
        assert desk.plainly(DAILY) == 0
        notes = desk.without_ledger()
        found = OWN_LINE.findall(notes[DAY])
        assert sorted(found) == self.lines if lines else len(found) == len(set(found))
        assert notes[DAY].startswith(self.before[DAY])
        assert desk.strays() == []


T = TypeVar("T")


def some(places: Sequence[T], at_most: int, *, whatever_is_asked: bool = False) -> Sequence[T]:
    """Places at even distances; all of them when asked to."""
    return places if ALL_PLACES and not whatever_is_asked else places[:: max(1, -(-len(places) // at_most))]


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as name:
        folder = Path(name)
        env = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHONHASHSEED": "0",
            "VAULT_PLN_STATE": str(folder / "machine/state"),
            "VAULT_PLN_CACHE": str(folder / "machine/cache"),
            "VAULT_PLN_DEVICE": "desk-0001",
        }
        command = [sys.executable, "-c", SERVER]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env) as server:
            made = Desk(folder, server)
            (folder / "machine").mkdir()
            write_notes(made.vault)
            assert server.stdin is not None
            assert server.stdout is not None
            server.stdin.write(json.dumps([made.args(args) for args in (REINDEX, FETCH, DAILY)]) + "\n")
            server.stdin.flush()
            assert server.stdout.readline() == "ready\n"
            yield made
            server.stdin.close()


def write_notes(vault: Path) -> None:
    shutil.rmtree(vault, ignore_errors=True)
    (vault / ".obsidian").mkdir(parents=True)
    for path, text in NOTES.items():
        (vault / path).write_bytes(text.encode())
        # long ago, so that what decides about reading a note again is the same in every run
        os.utime(vault / path, (1.7e9, 1.7e9))


@pytest.fixture(scope="module", params=COMMANDS)
def case(desk: Desk, request: pytest.FixtureRequest) -> Case:
    command = COMMANDS[request.param]
    shutil.rmtree(desk.machine)
    desk.machine.mkdir()
    write_notes(desk.vault)
    for args in command.before:
        assert desk.plainly(args) == 0, desk.said()
    before = desk.without_ledger()
    desk.save(f"before-{request.param}")
    places = desk.places(command.args)
    after = desk.without_ledger()
    assert desk.plainly(DAILY) == 0
    lines = sorted(OWN_LINE.findall((desk.vault / DAY).read_bytes()))
    return Case(desk, command, before, after, places, lines, desk.saved)


def test_a_command_killed_at_a_system_call(case: Case) -> None:
    killed, places = 0, some(case.places, 16)
    for call, number in places:
        case.desk.set_up()
        code = case.desk.run(case.command.args, "-e", f"inject={call}:signal=SIGKILL:when={number}")
        killed += code == -signal.SIGKILL
        case.check_notes()
        case.check_next_run()
    print(f"{case.command.args}: killed at {killed} places of {len(case.places)}")  # noqa: T201 -- its figures
    # what a run does differs a little from the next, so that a few of the last places may not come
    assert killed >= len(places) * 0.9


def test_a_command_killed_while_it_mends_what_a_kill_left(case: Case) -> None:
    if case.command.args == FETCH:
        pytest.skip("fetch writes nothing into the vault")
    desk, killed = case.desk, 0
    # where something is half done: from the first temporary file or journal entry to the last
    for call, number in some(case.places[len(case.places) // 2 :], 3 if not ALL_PLACES else 20, whatever_is_asked=True):
        desk.set_up()
        desk.run(case.command.args, "-e", f"inject={call}:signal=SIGKILL:when={number}")
        desk.save("wreck")
        for second, which in some(desk.places(case.command.args), 6 if not ALL_PLACES else 60, whatever_is_asked=True):
            desk.set_up()
            code = desk.run(case.command.args, "-e", f"inject={second}:signal=SIGKILL:when={which}")
            killed += code == -signal.SIGKILL
            case.check_notes()
            # twice cut off between the ledger and the note, a line counts as deleted: in doubt there is no second one
            case.check_next_run(lines=False)
        desk.saved = case.saved
    print(f"{case.command.args}: killed while mending: {killed} times")  # noqa: T201 -- its figures
    assert killed


def test_a_system_call_of_a_command_fails(case: Case) -> None:
    points = some([(call, number, error) for call, number in case.places for error in ERRORS], 16)
    unsaid = []
    for call, number, error in points:
        case.desk.set_up()
        code = case.desk.run(case.command.args, "-e", f"inject={call}:error={error}:when={number}")
        said = case.desk.said()
        assert code in (0, 1, 2, 3, 4, 5, 6), (call, number, error)
        explained = any(cause in said for cause in (*CAUSES[error], *NO_VAULT, *NO_STATE))
        if "unexpected" in said or not (explained or (code == 0 and case.is_done())):
            unsaid.append((call, number, error, code, said))
        case.check_notes()
        case.check_next_run()
    print(f"{case.command.args}: {len(points)} errors at {len(case.places)} places")  # noqa: T201 -- its figures
    assert not unsaid, "\n".join(map(str, unsaid))


# killed at any moment, while the user goes on writing

KILLS = int(os.environ.get("PLN_KILLS", "0")) or (5_000 if ALL_PLACES else 60)
WATCH = ("watch", "--quiet", "0", "--tick", "0.05", "--settled", "0.05", "--listing", "0.2")


class User:
    """Adds lines of their own to their notes, in each of the ways in which editors save."""

    def __init__(self, vault: Path, chance: random.Random) -> None:
        self.vault, self.chance = vault, chance
        self.lines: dict[str, list[bytes]] = {path: [] for path in (DAY, "Ada.md", "2026-11-01.md")}

    def write(self, number: int) -> None:
        path = self.chance.choice(sorted(self.lines))
        line = b"user %d" % number
        self.lines[path].append(line)
        self.chance.choice((self._append, self._in_place, self._rename_over))(self.vault / path, b"\n" + line)

    def _append(self, note: Path, line: bytes) -> None:
        with note.open("ab") as file:
            file.write(line)

    def _in_place(self, note: Path, line: bytes) -> None:
        note.write_bytes(note.read_bytes() + line)

    def _rename_over(self, note: Path, line: bytes) -> None:
        new = note.with_name(f".{note.name}.new")
        new.write_bytes(note.read_bytes() + line)
        new.replace(note)

    def check(self) -> None:
        """All that they wrote stands in the note into which they wrote it, in order."""
        for path, lines in self.lines.items():
            text = (self.vault / path).read_bytes()
            assert text.startswith(NOTES[path].encode()[:20])
            found = [line.rstrip(b"\r") for line in text.split(b"\n") if line.startswith(b"user ")]
            assert found == lines, path


def test_killed_at_any_moment(desk: Desk) -> None:
    seed = os.environ.get("PLN_SEED") or str(random.randrange(10**6))
    print(f"PLN_SEED={seed} PLN_KILLS={KILLS}")  # noqa: T201 -- replays it
    chance, killed = random.Random(seed), Counter[str]()
    shutil.rmtree(desk.machine)
    desk.machine.mkdir()
    write_notes(desk.vault)
    user = User(desk.vault, chance)
    for number in range(KILLS):
        args = chance.choice((REINDEX, FETCH, DAILY, WATCH, WATCH))
        child = desk.start(args)
        os.kill(child, signal.SIGCONT)
        time.sleep(chance.random() * (0.3 if args is WATCH else 0.02))
        user.write(number)
        time.sleep(chance.random() * (0.1 if args is WATCH else 0.02))
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        code = desk.end()
        assert code in (0, -signal.SIGKILL), (args, code, desk.said())
        killed[args[0]] += code == -signal.SIGKILL
        if desk.strays():
            assert desk.plainly(REINDEX) == 0, desk.said()
        user.check()
    for args in (REINDEX, DAILY, REINDEX):
        assert desk.plainly(args) == 0, desk.said()
    user.check()
    found = [line for data in desk.without_ledger().values() for line in OWN_LINE.findall(data)]
    assert len(found) == len(set(found))
    assert desk.strays() == []
    print(f"killed: {dict(killed)}")  # noqa: T201 -- its figures
