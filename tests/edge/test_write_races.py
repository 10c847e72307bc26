"""Somebody else saves the note while ours is written into it: at the worst moments, and as fast as possible."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Thread
from typing import IO

import pytest

from vault_pln.edge.disk import read_note
from vault_pln.edge.disk.exchange import exchange
from vault_pln.edge.disk.keep import LATE
from vault_pln.edge.disk.mend import SAVED_MEANWHILE
from vault_pln.edge.disk.steps import TAKEN_BACK
from vault_pln.edge.disk.write import Writer
from vault_pln.model.edit import Edit, Written

TORTURE = bool(os.environ.get("PLN_TORTURE"))
SAVES = int(os.environ.get("PLN_SAVES", "0")) or (100_000 if TORTURE else 700)
SEEDS = [1, 2, 3] if TORTURE else [1]
SAVES_A_NOTE = 5_000

# the saving program: reads the note, adds one line that it never adds again, saves; it goes on for as long as
# ours gets a word in, too
SAVER = """
import os, random, sys, time
pattern, note, saves, seed = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
chance = random.Random(pattern + seed)

def read():
    with open(note, "rb") as file:
        return file.read()

def write(path, data):
    with open(path, "wb") as file:
        file.write(data)

def in_place(line):
    write(note, read() + line)

def append(line):
    with open(note, "ab") as file:
        file.write(line)

def rename_away(line):
    text = read()
    os.rename(note, note + "~")
    write(note, text + line)
    os.unlink(note + "~")

def rename_over(line):
    write(note + ".tmp", read() + line)
    os.replace(note + ".tmp", note)

save = {"in place": in_place, "append": append, "rename away": rename_away, "rename over": rename_over}[pattern]
for number in range(saves):
    if number % 20 == 19:
        os.read(0, 1)
    save(b"user %d\\n" % number)
    time.sleep(chance.random() * 0.002)
"""

PATTERNS = ["in place", "append", "rename away", "rename over"]


def insert(data: bytes, number: int) -> bytes:
    """Replace our one line at the top, which needs a write inside the note."""
    _, _, rest = data.partition(b"\n") if data.startswith(b"item") else (b"", b"", data)
    return b"item %d\n" % number + rest


def add(data: bytes, number: int) -> bytes:
    """Add a line of ours to the end."""
    return data + b"item %d\n" % number


def write_once(writer: Writer, vault: Path, number: int) -> str:
    try:
        before = read_note(str(vault), "a.md")
    except OSError:
        return "unreadable"
    after = add(before, number) if number % 10 == 0 else insert(before, number)
    (written,) = writer.carry_out([Edit("a.md", before, after, "an item")])
    return written.outcome


class Found:
    """The user's lines that the kept versions hold because of a save in the moment of a write."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.lines: set[bytes] = set()

    def look(self, days: float) -> None:
        """Look at the kept versions, then let those go that are older and were not saved to since."""
        for _ in range(2):
            for version in self.writer.all_kept():
                if version.why in (LATE, SAVED_MEANWHILE):
                    self.lines |= users(self.writer.kept_bytes(version))
            self.writer.prune_kept(days)


def users(data: bytes) -> set[bytes]:
    return {line for line in data.split(b"\n") if line.startswith(b"user ")}


FIVE_SECONDS = 5 / 86400


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_line_of_the_users_is_lost(tmp_path: Path, pattern: str, seed: int) -> None:
    outcomes: Counter[str] = Counter()
    only_kept = 0
    for number in range(-(-SAVES // SAVES_A_NOTE)):
        saves = min(SAVES, SAVES_A_NOTE)
        only_kept += race(tmp_path / str(number), pattern, saves, f"{seed} {number}", outcomes)
    print(f"{pattern}, seed {seed}: {SAVES} saves, {outcomes}, {only_kept} lines only kept")  # noqa: T201 -- its figures
    # a program that reads ours in the moment before it is taken back writes over what it had saved just before
    assert only_kept <= max(3, SAVES // 1000)


def race(folder: Path, pattern: str, saves: int, seed: str, outcomes: Counter[str]) -> int:
    """Let a program save a note while we write into it; how many lines ended in a kept version only."""
    vault, state = folder / "vault", folder / "state"
    vault.mkdir(parents=True)
    note = vault / "a.md"
    note.write_bytes(b"item 0\n")
    writer = Writer(str(vault), str(state))
    found, number, written = Found(writer), 0, 0
    command = [sys.executable, "-c", SAVER, pattern, str(note), str(saves), seed]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as saver:
        assert saver.stdin is not None
        while saver.poll() is None:
            number += 1
            outcome = write_once(writer, vault, number)
            outcomes[outcome] += 1
            if outcome == "written":
                written += 1
                with contextlib.suppress(BrokenPipeError):
                    os.write(saver.stdin.fileno(), b".")
            if number % 500 == 0:
                found.look(FIVE_SECONDS)
    assert saver.returncode == 0, "the note was missing when the user opened it"
    assert writer.recover() == []
    assert not [name for name in os.listdir(vault) if name.startswith(".")]
    assert written >= saves // 20

    found.look(7)
    wanted = {b"user %d" % number for number in range(saves)}
    standing = {line for file in vault.iterdir() for line in users(file.read_bytes())}
    assert standing | found.lines == wanted
    assert max(Counter(note.read_bytes().split(b"\n")).values()) == 1, "a line stands twice"
    shutil.rmtree(folder)
    return len(wanted - standing)


# one save at one moment


@pytest.fixture
def note(tmp_path: Path) -> Iterator[Path]:
    """A note of which the writer knows ``base``; afterwards nothing of the writer's is left lying about."""
    (tmp_path / "vault").mkdir()
    made = tmp_path / "vault/a.md"
    made.write_bytes(b"base")
    yield made
    assert not [name for name in os.listdir(made.parent) if name.startswith(".")]
    journal = tmp_path / "state/journal"
    assert not journal.exists() or os.listdir(journal) == []


def writer_for(note: Path, exchange: Callable[[str, str], bool] = exchange) -> Writer:
    return Writer(str(note.parent), str(note.parent.parent / "state"), exchange=exchange)


def write(writer: Writer, before: bytes = b"base", after: bytes = b"X base") -> Written:
    (written,) = writer.carry_out([Edit("a.md", before, after, "an item")])
    return written


def notes(note: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in note.parent.iterdir()}


def interrupted(note: Path, *before: Callable[[], object]) -> Written:
    """Write with something happening just before each exchange of names."""
    actions = list(before)

    def act_and_exchange(one: str, other: str) -> bool:
        if actions:
            actions.pop(0)()
        return exchange(one, other)

    written = write(writer_for(note, act_and_exchange))
    assert written.outcome == "deferred"
    return written


def save_by_rename(note: Path, data: bytes) -> None:
    new = note.with_suffix(".new")
    new.write_bytes(data)
    new.replace(note)


def save_by_renaming_away(note: Path, data: bytes) -> None:
    note.rename(f"{note}~")
    note.write_bytes(data)
    os.unlink(f"{note}~")


EITHER_WAY = pytest.mark.parametrize("save", [Path.write_bytes, save_by_rename])


@EITHER_WAY
def test_a_save_just_before_the_exchange_wins(note: Path, save: Callable[[Path, bytes], object]) -> None:
    interrupted(note, partial(save, note, b"the user's"))
    assert notes(note) == {"a.md": b"the user's"}
    writer = writer_for(note)
    kept = {version.why: writer.kept_bytes(version) for version in writer.kept("a.md")}
    assert kept == {SAVED_MEANWHILE: b"the user's", TAKEN_BACK: b"X base"}


@EITHER_WAY
def test_of_two_saves_the_newer_stays_and_the_other_is_beside(
    note: Path, save: Callable[[Path, bytes], object]
) -> None:
    written = interrupted(note, partial(save, note, b"first"), partial(save, note, b"second"))
    assert "a.pln-conflict-1.md" in written.message
    assert notes(note) == {"a.md": b"second", "a.pln-conflict-1.md": b"first"}


def test_a_conflict_copy_never_replaces_another(note: Path) -> None:
    note.with_name("a.pln-conflict-1.md").write_bytes(b"older")
    interrupted(note, partial(save_by_rename, note, b"first"), partial(save_by_rename, note, b"second"))
    assert notes(note) == {"a.md": b"second", "a.pln-conflict-1.md": b"older", "a.pln-conflict-2.md": b"first"}


def test_of_many_saves_the_newest_stays(note: Path) -> None:
    interrupted(note, *(partial(save_by_rename, note, b"save %d" % number) for number in range(5)))
    assert notes(note) == {"a.md": b"save 4", "a.pln-conflict-1.md": b"save 3"}


def test_a_note_removed_in_the_moment_of_the_exchange_stays_removed(note: Path) -> None:
    interrupted(note, note.unlink)
    assert notes(note) == {}


def test_a_note_saved_and_then_removed_is_not_lost(note: Path) -> None:
    interrupted(note, partial(note.write_bytes, b"the user's"), note.unlink)
    assert notes(note) == {"a.pln-conflict-1.md": b"the user's"}


def test_a_save_that_ends_after_the_check_wins(note: Path) -> None:
    editors: list[IO[bytes]] = []

    def begin() -> None:
        editors.append(note.open("r+b"))
        editors[0].truncate()

    interrupted(note, begin)
    with editors.pop() as editor:
        editor.write(b"the user's")
    assert notes(note) == {"a.md": b"the user's"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can say who has a file open")
@pytest.mark.parametrize("exchange", [exchange, lambda _one, _other: False])
def test_a_note_that_a_program_has_open_for_writing_is_not_displaced(
    note: Path, exchange: Callable[[str, str], bool]
) -> None:
    with note.open("ab") as editor:
        assert write(writer_for(note, exchange)).outcome == "deferred"
        editor.write(b" and more")
    assert notes(note) == {"a.md": b"base and more"}
    assert write(writer_for(note, exchange), b"base and more").outcome == "written"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can say who has a file open")
@pytest.mark.parametrize("after", [b"half X", b"X half", None])
def test_half_a_save_is_never_taken_for_the_note(note: Path, after: bytes | None) -> None:
    """A program that reads ours while it is there would go on with the half."""
    exchanges: list[str] = []

    def count(one: str, other: str) -> bool:
        exchanges.append(one)
        return exchange(one, other)

    with note.open("wb", buffering=0) as editor:
        editor.write(b"half")
        (written,) = writer_for(note, count).carry_out([Edit("a.md", b"half", after, "an item")])
        assert (written.outcome, written.message) == ("deferred", "a.md: is being written by another program")
        editor.write(b" and the rest")
    assert (notes(note), exchanges) == ({"a.md": b"half and the rest"}, [])


@EITHER_WAY
@pytest.mark.parametrize("after", [b"base X", b"X base"])
def test_a_save_before_the_first_step_wins(note: Path, save: Callable[[Path, bytes], object], after: bytes) -> None:
    def look_and_save(_folder: str) -> tuple[int, int]:
        save(note, b"the user's")
        return 0, 0

    exchanges: list[str] = []

    def count(one: str, other: str) -> bool:
        exchanges.append(one)
        return exchange(one, other)

    writer = Writer(str(note.parent), str(note.parent.parent / "state"), room=look_and_save, exchange=count)
    (written,) = writer.carry_out([Edit("a.md", b"base", after, "an item")])
    assert exchanges == []
    assert (written.outcome, written.message) == ("deferred", "a.md: was changed meanwhile")
    assert notes(note) == {"a.md": b"the user's"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can say who has a file open")
def test_a_note_that_is_opened_before_the_first_step_is_never_displaced(note: Path) -> None:
    editors: list[IO[bytes]] = []
    exchanges: list[str] = []

    def look_and_open(_folder: str) -> tuple[int, int]:
        editors.append(note.open("ab"))
        return 0, 0

    def count(one: str, other: str) -> bool:
        exchanges.append(one)
        return exchange(one, other)

    writer = Writer(str(note.parent), str(note.parent.parent / "state"), room=look_and_open, exchange=count)
    assert write(writer).outcome == "deferred"
    assert exchanges == []
    for editor in editors:
        editor.close()
    assert notes(note) == {"a.md": b"base"}


def test_a_note_made_before_the_first_step_stays(note: Path) -> None:
    def look_and_save(_folder: str) -> tuple[int, int]:
        note.write_bytes(b"the user's")
        return 0, 0

    note.unlink()
    writer = Writer(str(note.parent), str(note.parent.parent / "state"), room=look_and_save)
    (written,) = writer.carry_out([Edit("a.md", None, b"ours", "an item")])
    assert (written.outcome, written.message) == ("deferred", "a.md: exists meanwhile")
    assert notes(note) == {"a.md": b"the user's"}


@pytest.mark.parametrize("save", [Path.write_bytes, save_by_rename, save_by_renaming_away])
def test_what_a_program_saved_and_wrote_over_after_it_had_read_ours_is_kept(
    note: Path, save: Callable[[Path, bytes], object]
) -> None:
    calls = []

    def save_around(one: str, other: str) -> bool:
        calls.append(one)
        if len(calls) == 1:
            save_by_rename(note, b"base first")
            return exchange(one, other)
        read = note.read_bytes()
        done = exchange(one, other)
        # with a thread of its own, since it may have to wait for us
        editor = Thread(target=save, args=(note, read + b" second"))
        editor.start()
        editors.append(editor)
        return done

    editors: list[Thread] = []
    writer = writer_for(note, save_around)
    assert write(writer).outcome == "deferred"
    for editor in editors:
        editor.join()
    assert notes(note) == {"a.md": b"X base second"}
    assert b"base first" in [writer.kept_bytes(version) for version in writer.kept("a.md")]


# where the file system cannot exchange


def test_without_exchange_versions_are_kept(note: Path) -> None:
    writer = writer_for(note, lambda _one, _other: False)
    assert write(writer, b"base", b"two").outcome == "written"
    assert write(writer, b"two", b"three").outcome == "written"
    assert notes(note) == {"a.md": b"three"}
    assert [writer.kept_bytes(version) for version in writer.kept("a.md")] == [b"two", b"base"]


@EITHER_WAY
def test_without_exchange_a_save_before_the_check_wins(note: Path, save: Callable[[Path, bytes], object]) -> None:
    def save_and_fail(_one: str, _other: str) -> bool:
        save(note, b"the user's")
        return False

    writer = writer_for(note, save_and_fail)
    assert write(writer).outcome == "deferred"
    assert notes(note) == {"a.md": b"the user's"}
    assert writer.kept("a.md") == [], "ours was in the note for a moment"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can say who has a file open")
def test_without_exchange_a_note_that_is_opened_in_the_last_moment_is_not_displaced(note: Path) -> None:
    editors: list[IO[bytes]] = []

    def open_and_fail(_one: str, _other: str) -> bool:
        editors.append(note.open("ab"))
        return False

    writer = writer_for(note, open_and_fail)
    assert write(writer).outcome == "deferred"
    with editors.pop() as editor:
        editor.write(b" and more")
    assert notes(note) == {"a.md": b"base and more"}
    assert writer.kept("a.md") == [], "ours was in the note for a moment"
