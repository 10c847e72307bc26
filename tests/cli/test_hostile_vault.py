"""Every command on a vault of more than five hundred hostile notes: none is hurt, none ends a command, each is named."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import hostile
from conftest import ROOT, TODAY
from vault_pln.core.markdown.note import read_note
from vault_pln.core.markdown.replace import edited_by_user
from vault_pln.core.outputs.network import NAME as NETWORK

WORDS = b"# Today\r\n\r\nWords of the user\r"


@dataclass
class Hostile:
    """The vault, what was written into it, and what the commands said of each note."""

    vault: Path
    notes: dict[str, bytes]
    odd: dict[str, str]
    problems: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def run(self, *args: str, code: int = 0) -> str:
        """A command as a process of its own; what it printed, on the condition that nothing unforeseen happened."""
        command = [sys.executable, "-m", "vault_pln", *args, "--vault", str(self.vault), "--today", TODAY]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, env=env, capture_output=True, check=False)
        assert done.returncode == code, done.stderr
        assert b"unexpected" not in done.stderr
        return done.stdout.decode()

    def watch(self) -> None:
        """The daemon, until it has looked at all of it."""
        command = [
            sys.executable,
            "-m",
            "vault_pln",
            "watch",
            "--quiet",
            "0",
            "--vault",
            str(self.vault),
            "--today",
            TODAY,
        ]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        with subprocess.Popen(command, env=env, stderr=subprocess.PIPE) as daemon:
            assert daemon.stderr is not None
            line = b" "
            while line and b"watching" not in line:
                line = daemon.stderr.readline()
            daemon.terminate()
            assert daemon.wait() == 0

    def hear(self, rows: list[dict[str, str]]) -> None:
        for row in rows:
            self.problems[row["path"]].append(row["message"])

    def changed(self) -> set[str]:
        return {path for path, data in self.notes.items() if (self.vault / path).read_bytes() != data}


@pytest.fixture(scope="module")
def found() -> Iterator[Hostile]:
    """Made once: the tests after the first look at what the commands left."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        vault = Path(folder, "vault")
        (vault / ".obsidian").mkdir(parents=True)
        notes = {**hostile.make(vault), f"{TODAY}.md": WORDS, "2026-10-01.md": b"Talked with [[Ada]]\n"}
        notes["Ada.md"] = b"---\ntype: person\ncadence: monthly\n---\n"
        for path in (f"{TODAY}.md", "2026-10-01.md", "Ada.md"):
            (vault / path).write_bytes(notes[path])
        yield Hostile(vault, notes, hostile.special_files(vault))
        shutil.rmtree(vault)


def test_every_command_lives_through_it(found: Hostile, machine: Path) -> None:
    assert machine
    assert len(found.notes) >= 500
    found.run("init", "--yes")
    found.hear(json.loads(found.run("reindex", "--json"))["problems"])
    found.hear(json.loads(found.run("doctor", "--json")))
    assert json.loads(found.run("daily", "--json"))["written"]
    for command in ("fetch", "status", "people", "sources", "goals", "items", "suggest", "graph"):
        found.run(command, "--json")
    found.run("reindex")
    assert json.loads(found.run("reindex", "--json"))["written"] == []
    found.watch()
    found.run("restore", "Ada", "--list")
    assert json.loads(found.run("remove", "--lines", "--dry-run", "--json"))["remove"]


def test_only_where_a_block_or_a_line_belongs_anything_changed(found: Hostile) -> None:
    changed = found.changed()
    assert f"{TODAY}.md" in changed
    assert (found.vault / f"{TODAY}.md").read_bytes().startswith(WORDS)
    for path in changed - {f"{TODAY}.md"}:
        data, before = (found.vault / path).read_bytes(), found.notes[path]
        (block,) = [one for one in read_note(path, data).blocks or () if one.name == NETWORK]
        lines, old = data.split(b"\n"), before.split(b"\n")
        (was,) = [one for one in read_note(path, before).blocks or () if one.name == NETWORK]
        assert lines[: block.begin - 1] == old[: was.begin - 1], path
        assert lines[block.end :] == old[was.end :], path
    assert not list(found.vault.rglob(".vpln-*"))


def test_each_oddity_is_a_problem(found: Hostile) -> None:
    for path, words in {**hostile.PROBLEMS, **found.odd}.items():
        assert any(words in message for message in found.problems[path]), path


def test_the_vault_can_be_left_as_it_was(found: Hostile, machine: Path) -> None:
    assert machine
    # the two names of one file cannot be written inside
    done = json.loads(found.run("remove", "--lines", "--yes", "--json", code=1))
    assert {row["path"] for row in done["failed"]} == {"special/hard.md", "special/hard twin.md"}
    for path, data in found.notes.items():
        now = (found.vault / path).read_bytes()
        if path == f"{TODAY}.md":
            assert now.startswith(WORDS)
            assert b"^pln-" not in now
        else:
            assert now == without_blocks(path, data), path


def without_blocks(path: str, data: bytes) -> bytes:
    lines = data.split(b"\n")
    for block in reversed(read_note(path, data).blocks or ()):
        if not edited_by_user(block):
            # a block at the very end has no line feed of its own
            del lines[block.begin - 1 : block.end]
            lines += [b""] if block.end == data.count(b"\n") + 1 else []
    return b"\n".join(lines)
