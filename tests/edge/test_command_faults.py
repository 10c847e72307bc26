"""Whole commands are killed at their system calls, and their system calls fail: the next run makes all of it right.

As in the tests of the writer's faults, a child process runs the command under strace. Every call that has to do with
the vault or with what the machine remembers of it is a place. PLN_TORTURE=1 takes every place instead of a selection.
The kills at any moment print their seed; PLN_SEED and PLN_KILLS choose it and their number.
"""

import contextlib
import json
import os
import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desks import BLOCK, DAILY, DAY, FETCH, NOTES, OWN_LINE, REINDEX, Desk, at_desk, write_notes
from traced import ALL_PLACES, some

ERRORS = ("EIO", "ENOSPC", "EACCES", "EROFS", "EDQUOT")
CAUSES = {
    "EIO": ("disk reports an error", "Input/output error", "disk I/O error"),
    "ENOSPC": ("disk is full", "No space left", "disk I/O error"),
    "EACCES": ("no permission", "Permission denied", "disk I/O error", "unable to open"),
    "EROFS": ("disk is read-only", "Read-only file system", "disk I/O error", "unable to open"),
    "EDQUOT": ("quota", "disk I/O error"),
}
MAP = "PLN/PLN Network.canvas"
NO_VAULT = ("is not readable", "there is no folder")
"""What is said, with the path, where the vault's own folder cannot be looked at."""
NO_STATE = ("the state folder cannot be used: '",)
"""What is said, with the file and what to do, where SQLite has words of its own for an error of the disk."""


@dataclass(frozen=True)
class Command:
    """A command to run, and those that were run before it."""

    args: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = ()


COMMANDS = {
    "reindex": Command(REINDEX),
    "fetch": Command(FETCH, (REINDEX,)),
    "daily": Command(DAILY, (REINDEX, FETCH)),
}


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
        assert _shown(notes) == _shown(self.after)
        assert desk.plainly(DAILY) == 0
        notes = desk.without_ledger()
        found = OWN_LINE.findall(notes[DAY])
        assert sorted(found) == self.lines if lines else len(found) == len(set(found))
        assert notes[DAY].startswith(self.before[DAY])
        assert desk.strays() == []


def _shown(notes: dict[str, bytes]) -> dict[str, Any]:
    """The notes but for the day, and what is on the map; whoever could not be read at first stands elsewhere on it."""
    return {path: data if path != MAP else _on_map(data) for path, data in notes.items() if path != DAY}


def _on_map(data: bytes) -> dict[str, list[Any]]:
    canvas = json.loads(data)
    nodes = [(node["id"], node["type"], node.get("file"), node.get("label")) for node in canvas["nodes"]]
    edges = [(edge["id"], edge["fromNode"], edge["toNode"]) for edge in canvas["edges"]]
    return {"nodes": sorted(nodes, key=str), "edges": sorted(edges)}


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with at_desk() as made:
        yield made


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
