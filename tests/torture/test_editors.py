"""Real editors save notes while the real daemon and the command deliver into them: no line of the user's is lost."""

import random
import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from editors import EDITORS
from machines import (
    Machine,
    deliveries,
    ids_in,
    need,
    notes_of,
    seed,
    size,
    strays,
    tell,
    written_after_confirmation,
)

from conftest import write

SAVES = (5, 1000)
A_DAY = 50
"""So many saves go into the notes of one day before the next one begins."""
SETTINGS = "---\ntype: pln-settings\ndaily-follow-ups: 1000\n---\n"
DUE = "---\ntype: person\ncadence: weekly\nlast-contact: 2026-01-01\n---\n"
ADA = "---\ntype: person\n---\n<!-- pln:begin network -->\n<!-- pln:end network -->\n"
FIRST = date(2026, 3, 2)
PROGRAMS = {"vim": ["vim"], "nvim": ["nvim"], "emacs": ["emacs"], "nano": ["nano", "tmux"]}
LINE = re.compile(r"^user \d+ .*$", re.MULTILINE)


@contextmanager
def deliveries_beside(machine: Machine, day: str) -> Iterator[None]:
    """The daemon, and the command again and again, each time with somebody new to write to."""
    ended = threading.Event()
    failed: list[str] = []

    def deliver() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            write(machine.vault, f"People/P {day} {number}.md", DUE)
            ran = machine.run("daily", "--today", day)
            if ran.returncode not in (0, 5):
                failed.append(ran.stderr)

    machine.watch("--today", day)
    machine.until(machine.looks)
    thread = threading.Thread(target=deliver)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
    assert failed == []
    machine.until_it_rests()
    machine.stop()


@pytest.mark.parametrize("editor", EDITORS)
def test_no_line_that_a_real_editor_saved_is_lost(tmp_path: Path, vault: Path, editor: str) -> None:
    need(*PROGRAMS[editor])
    chance = random.Random(seed(f"editors-{editor}"))
    write(vault, "PLN/PLN Settings.md", SETTINGS)
    write(vault, "Ada.md", ADA)
    (tmp_path / "scratch").mkdir()
    saved: dict[str, list[str]] = {}
    with Machine(tmp_path / "machine", vault) as machine:
        for start in range(0, saves := size(*SAVES), A_DAY):
            day = FIRST + timedelta(start // A_DAY)
            write(vault, f"{day}.md", f"# {day}\n\nWords of the user\n")
            with deliveries_beside(machine, str(day)):
                for note, lines in sessions(chance, str(day), start, min(saves, start + A_DAY)):
                    EDITORS[editor](vault / note, lines, chance.random() < 0.6, tmp_path / "scratch")
                    saved.setdefault(note, []).extend(lines)
        check(machine, saved)
    tell(f"{editor}: {saves} saves")


def sessions(chance: random.Random, day: str, start: int, end: int) -> Iterator[tuple[str, list[str]]]:
    """What the user does on a day: which note is opened and which lines are saved one after the other."""
    while start < end:
        stop = min(end, start + chance.randint(1, 8))
        note = chance.choice([f"{day}.md", f"{day}.md", "Ada.md"])
        yield note, [f"user {number} talked with [[Ada]]" for number in range(start, stop)]
        start = stop


def check(machine: Machine, saved: dict[str, list[str]]) -> None:
    """No line lost or doubled, ours at most once anew, nothing left behind, nothing taken for a note."""
    notes = {path: data.decode() for path, data in notes_of(machine.vault).items()}
    missing = [line for path, lines in saved.items() for line in lines if line not in notes[path].splitlines()]
    assert missing == []
    doubled = {line: count for line, count in Counter(found(notes)).items() if count > 1}
    assert doubled == {}
    assert [line_id for line_id, count in ids_in(machine.vault).items() if count > 1] == []
    rows = machine.ledger()
    assert [line_id for line_id, count in deliveries(rows).items() if count > 2] == []
    assert written_after_confirmation(rows) == set()
    assert strays(machine.vault) == []
    assert set(machine.json("graph")["resolved"]) <= set(notes)
    assert f"{len(notes)} note" in machine.run("status").stdout
    assert [path for path in notes if "conflict" in path] == []
    again = sum(count > 1 for count in deliveries(rows).values())
    tell(f"{len(deliveries(rows))} lines of ours written, {again} of them a second time")


def found(notes: dict[str, str]) -> list[str]:
    return [line for text in notes.values() for line in LINE.findall(text)]
