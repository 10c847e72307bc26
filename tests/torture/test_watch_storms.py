"""Thousands of changes at once, and changes that no event tells of: all are noticed, and the index is right after.

PLN_TORTURE=1 takes a hundred rounds instead of one, and prints how long it took until the index was right.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import pytest

from conftest import Run, Watch, write
from daemons import Daemon, row

ROUNDS = 100 if os.environ.get("PLN_TORTURE") else 1
NOTES = 5_000
FOLDERS = 50
SIDES = ("Ada", "Bob")
"""In each round all notes come to link the other one of the two."""
SETTLED = ("--settled", "1", "--tick", "0.5", "--listing", "600", "--absent", "60")


def text(side: str, number: int) -> str:
    return f"# Note {number}\nabout [[{side}]]\n"


def names() -> list[str]:
    return [f"{number % FOLDERS}/{number}.md" for number in range(NOTES)]


class Storm:
    """A vault of many notes under the eyes of a daemon, and how long it took to be right after each blow."""

    def __init__(self, vault: Path, watch: Watch, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        self.vault, self.notes, self._run, self._monkeypatch = vault, vault / "Notes", run, monkeypatch
        write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\npause-until: 2030-01-01\n---\n")
        for side in SIDES:
            write(vault, f"{side}.md", "---\ntype: person\n---\n")
        self.fill(self.notes, "Ada")
        self.daemon: Daemon = watch(vault, *SETTLED)
        self.took: dict[str, list[float]] = {}
        self.until_right("Ada", NOTES)

    @staticmethod
    def fill(folder: Path, side: str) -> None:
        for number, name in enumerate(names()):
            write(folder, name, text(side, number))

    def until_right(self, side: str, notes: int) -> None:
        """Wait until the index says that so many notes link this side, and none the other."""
        other = SIDES[side == SIDES[0]]
        self.daemon.until(lambda: links(self.vault, side) == notes and links(self.vault, other) == 0)

    def time(self, what: str, until: Callable[[], object]) -> None:
        began = time.monotonic()
        until()
        self.took.setdefault(what, []).append(time.monotonic() - began)

    def check(self) -> None:
        """The index notes are what a program makes of them that knows nothing yet."""
        with self._monkeypatch.context() as patch:
            patch.setenv("VAULT_PLN_CACHE", str(self.vault.with_name("other cache")))
            assert self._run("reindex", "--check", "--vault", self.vault).code == 0

    def tell(self) -> None:
        for what, took in self.took.items():
            sys.stderr.write(
                f"{what}: {len(took)} of {ROUNDS}, median {median(took):.1f} s, longest {max(took):.1f} s\n"
            )


def links(vault: Path, side: str) -> int:
    cells = [cell.strip() for cell in row(vault, side).split("|")]
    return max((int(cell) for cell in cells if cell.isdecimal()), default=0)


@pytest.fixture
def storm(vault: Path, watch: Watch, run: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[Storm]:
    found = Storm(vault, watch, run, monkeypatch)
    yield found
    found.tell()


def git(folder: Path, *command: str) -> None:
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "core.fsync=none"]
    subprocess.run(["git", *who, *command], cwd=folder, check=True, capture_output=True)


def test_a_checkout_of_all_notes_ends_in_the_right_index(storm: Storm) -> None:
    if shutil.which("git") is None:
        pytest.skip("there is no git here")
    storm.daemon.process.send_signal(signal.SIGSTOP)
    git(storm.vault, "init", "-b", "Ada")
    git(storm.vault, "add", "Notes")
    git(storm.vault, "commit", "-m", "Ada")
    git(storm.vault, "checkout", "-b", "Bob")
    storm.fill(storm.notes, "Bob")
    git(storm.vault, "commit", "-am", "Bob")
    storm.daemon.process.send_signal(signal.SIGCONT)
    storm.until_right("Bob", NOTES)
    for number in range(ROUNDS):
        side = SIDES[number % 2]
        git(storm.vault, "checkout", side)
        storm.time("checkout", lambda side=side: storm.until_right(side, NOTES))  # type: ignore[misc]
    storm.check()


def test_a_folder_that_goes_and_comes_is_noticed(storm: Storm, tmp_path: Path) -> None:
    away = tmp_path / "away"
    few = storm.notes / "0/few"
    for number in range(20):
        write(few, f"{number}.md", text("Ada", number))
    storm.until_right("Ada", NOTES + 20)
    for _ in range(ROUNDS):
        few.rename(away)
        storm.time("a folder moved out", lambda: storm.until_right("Ada", NOTES))
        away.rename(few)
        storm.time("a folder moved in", lambda: storm.until_right("Ada", NOTES + 20))
        storm.notes.rename(away)
        storm.time(
            "all moved out", lambda: storm.daemon.until(lambda: "gone at once" in storm.daemon.health()["trouble"])
        )
        assert links(storm.vault, "Ada") == NOTES + 20
        away.rename(storm.vault / "Moved")
        storm.time("all moved in", lambda: storm.daemon.until(lambda: not storm.daemon.health()["trouble"]))
        (storm.vault / "Moved").rename(storm.notes)
        storm.daemon.until(lambda: storm.daemon.health()["queue"] == 0)
    storm.until_right("Ada", NOTES + 20)
    storm.check()


@pytest.mark.parametrize("lost", [False, True], ids=["asleep", "overflow"])
def test_what_happened_while_it_could_not_look_is_made_up_for(storm: Storm, lost: bool) -> None:
    limit = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text())
    if lost and limit > 4 * NOTES:
        pytest.skip(f"this system queues {limit} events, which {NOTES} notes do not exceed")
    for number in range(1, ROUNDS + 1):
        side = SIDES[number % 2]
        storm.daemon.process.send_signal(signal.SIGSTOP)
        storm.daemon.until(lambda: "State:\tT" in Path(f"/proc/{storm.daemon.process.pid}/status").read_text())
        change_all(storm.notes, side, by_rename=lost)
        storm.daemon.process.send_signal(signal.SIGCONT)
        storm.time("overflow" if lost else "asleep", lambda side=side: storm.until_right(side, NOTES))  # type: ignore[misc]
        storm.daemon.until(lambda number=number: storm.daemon.health()["overflows"] >= number * lost)  # type: ignore[misc]
    storm.check()


def change_all(notes: Path, side: str, *, by_rename: bool) -> None:
    """Save every note: in place, or by a temporary file, which makes four events."""
    for number, name in enumerate(names()):
        if by_rename:
            temp = notes / f"{name}.tmp"
            temp.write_text(text(side, number))
            temp.replace(notes / name)
        else:
            (notes / name).write_text(text(side, number))


def test_a_limit_on_watches_is_noticed_at_the_start_and_later(vault: Path, watch: Watch, tmp_path: Path) -> None:
    if shutil.which("unshare") is None or subprocess.run(["unshare", "-Ur", "true"], check=False).returncode:
        pytest.skip("no user namespaces here")
    write(vault, "Ada.md", "---\ntype: person\n---\n")
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\npause-until: 2030-01-01\n---\n")
    # so many that what goes again between two rounds is no loss of a vault
    for number in range(80):
        write(vault, f"Notes/{number % 20}/{number}.md", text("Ada", number))
    for number in range(20):
        write(tmp_path, f"more/{number}/{number}.md", text("Ada", number))
    for number in range(ROUNDS):
        at_start = number % 2 == 1
        limit = 10 if at_start else 30
        under = ["unshare", "-Ur", "sh", "-ec", f'echo {limit} > /proc/sys/user/max_inotify_watches; exec "$@"', "sh"]
        daemon = watch(vault, *SETTLED, under=under)
        if not at_start:
            daemon.until_health(lambda health: health.get("watched") == health.get("folders") == 24)
            (tmp_path / "more").rename(vault / "More")
            daemon.until(lambda: links(vault, "Ada") == 100)
        health = daemon.until_health(lambda health: health.get("events"))
        assert f"only {limit} of " in health["events"]
        assert daemon.stop() == 0
        if not at_start:
            (vault / "More").rename(tmp_path / "more")
