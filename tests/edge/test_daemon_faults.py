"""The daemon is killed at its system calls, from its start until it has taken in what the user wrote meanwhile.

What it left half done the next daemon completes: the user's text stands, no line stands twice, nothing lies about. The
places are those of the thread that owns the vault; those of a visit are the same as in ``fetch``.
PLN_TORTURE=1 takes every place instead of a selection.
"""

import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

import pytest

from desks import BLOCK, DAILY, DAY, OWN_LINE, REINDEX, Desk, at_desk, write_notes
from traced import some

# no time of its own but the first: what it does follows from what happens in the vault
WATCH = ("watch", "-v", "--quiet", "0", "--settled", "0.05", "--tick", "3600", "--listing", "3600")
PATIENCE = 60.0
TALK, SAID = "2026-11-22.md", b"Talked with [[Grace]]\nabout [[Ada]] #mention\n"
WORDS = b"\r\nand more words"


def is_alive(process: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(process, 0)
        return True
    return False


class User:
    """Waits until the day's lines are there, writes of a talk, and later stops the daemon."""

    def __init__(self, desk: Desk, is_done: Callable[[], bool]) -> None:
        self.desk, self.is_done = desk, is_done
        self.thread = threading.Thread(target=lambda: None)

    def begin(self, daemon: int) -> None:
        self.thread = threading.Thread(target=self._act, args=(daemon,))
        self.thread.start()

    def _act(self, daemon: int) -> None:
        self._wait(daemon, lambda: "delivered follow_ups" in self.desk.said())
        self.write()
        self._wait(daemon, self.is_done)
        with suppress(ProcessLookupError):
            os.kill(daemon, signal.SIGTERM)

    def _wait(self, daemon: int, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while is_alive(daemon) and not condition() and time.monotonic() < end:
            time.sleep(0.01)

    def write(self) -> None:
        new = self.desk.vault / f".{TALK}.new"
        new.write_bytes(SAID)
        new.replace(self.desk.vault / TALK)
        with (self.desk.vault / DAY).open("ab") as day:
            day.write(WORDS)


def watch(desk: Desk, is_done: Callable[[], bool], *options: str) -> int:
    """A daemon under strace while the user writes; its exit code, or minus the signal it died of."""
    user = User(desk, is_done)
    code = desk.run(WATCH, *options, at_start=user.begin)
    user.thread.join()
    return code


@dataclass(frozen=True)
class Case:
    """The notes before the daemon's start, and those at the end."""

    desk: Desk
    before: dict[str, bytes]
    after: dict[str, bytes]
    places: list[tuple[str, int]]

    def check_notes(self) -> None:
        """The user's text is as it was, their words once; of ours a day may have some of its lines, none twice."""
        notes = {path: data for path, data in self.desk.without_ledger().items() if "/." not in f"/{path}"}
        assert self.before.keys() <= notes.keys()
        for path in self.before.keys() - {DAY}:
            assert path.startswith("PLN/") or BLOCK.sub(b"", notes[path]) == BLOCK.sub(b"", self.before[path]), path
        assert notes[DAY].startswith(self.before[DAY])
        assert notes[DAY].count(WORDS) == 1
        assert notes[TALK] == SAID
        found = [line for data in notes.values() for line in OWN_LINE.findall(data)]
        assert len(found) == len(set(found))
        assert set(found) <= set(OWN_LINE.findall(self.after[DAY]))

    def is_done(self) -> bool:
        """Whether the notes are as a daemon makes them whom nobody disturbs; in today's note the order is free."""
        notes = self.desk.without_ledger()
        day, wanted = notes.pop(DAY, b""), {path: data for path, data in self.after.items() if path != DAY}
        return notes == wanted and sorted(OWN_LINE.findall(day)) == sorted(OWN_LINE.findall(self.after[DAY]))

    def check_next_run(self) -> None:
        """Another daemon completes the work."""
        daemon = self.desk.start(WATCH)
        os.kill(daemon, signal.SIGCONT)
        end = time.monotonic() + PATIENCE
        while not self.is_done():
            assert is_alive(daemon), self.desk.said()
            assert time.monotonic() < end, (self.desk.said(), self.desk.without_ledger())
            time.sleep(0.01)
        os.kill(daemon, signal.SIGTERM)
        assert self.desk.end() == 0, self.desk.said()
        self.check_notes()
        assert self.desk.strays() == []


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with at_desk() as made:
        yield made


@pytest.fixture(scope="module")
def case(desk: Desk) -> Case:
    shutil.rmtree(desk.machine)
    desk.machine.mkdir()
    write_notes(desk.vault)
    (desk.vault / "Grace.md").write_text("---\ntype: person\n---\n")
    before = desk.without_ledger()
    desk.save("before")
    # what it comes to
    user = User(desk, lambda: True)
    user.write()
    for args in (REINDEX, ("fetch",), DAILY, REINDEX):
        assert desk.plainly(args) == 0, desk.said()
    case = Case(desk, before, desk.without_ledger(), [])
    desk.set_up()
    assert watch(desk, case.is_done) == 0, desk.said()
    assert case.is_done()
    return Case(desk, before, case.after, desk.places_seen())


def test_a_daemon_killed_at_a_system_call(case: Case) -> None:
    killed, places = 0, some(case.places, 5)
    for call, number in places:
        case.desk.set_up()
        code = watch(case.desk, case.is_done, "-e", f"inject={call}:signal=SIGKILL:when={number}")
        killed += code == -signal.SIGKILL
        assert code in (0, -signal.SIGKILL), (call, number, case.desk.said())
        case.check_notes()
        case.check_next_run()
    print(f"watch: killed at {killed} places of {len(case.places)}")  # noqa: T201 -- its figures
    assert killed >= len(places) * 0.8
