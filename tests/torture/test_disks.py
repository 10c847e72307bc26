"""Disks that are full, read-only or gone: the notes stay as they are, the reason is said, and all is right afterwards."""

import os
from pathlib import Path

import pytest
from machines import Machine, ids_in, snapshot_of, strays
from mounts import mount, mounted, small, unmount

from conftest import write
from vault_pln.edge.disk.write import Writer
from vault_pln.model.edit import Edit

TODAY = "2026-11-23"
DUE = "---\ntype: person\ncadence: weekly\nlast-contact: 2026-01-01\n---\n"
BASE = b"words of the user\n" * 600
WAYS = pytest.mark.parametrize(
    "after", [BASE + b"item\n" * 400, b"item\n" + BASE, None], ids=["append", "inside", "create"]
)


def fill(folder: Path, left: int) -> Path:
    """Take all room but so many bytes."""
    filler = folder / "filler.bin"
    found = os.statvfs(folder)
    with filler.open("wb") as file:
        file.write(b"x" * (found.f_bavail * found.f_frsize - left))
    return filler


def edit_for(after: bytes | None) -> Edit:
    return Edit("new/b.md", None, BASE, "a note") if after is None else Edit("a.md", BASE, after, "items")


def carried_out(vault: Path, state: Path, edit: Edit) -> tuple[str, str]:
    """Let a writer that does not look at the room first carry out an edit; the outcome and what it says."""
    writer = Writer(str(vault), str(state), room=lambda _folder: (0, 0))
    writer.recover()
    (written,) = writer.carry_out([edit])
    return written.outcome, written.message


@WAYS
@pytest.mark.parametrize("full", ["vault", "state"])
def test_a_full_disk_leaves_every_note_as_it_was(tmp_path: Path, full: str, after: bytes | None) -> None:
    vault, state, edit = tmp_path / "vault", tmp_path / "state", edit_for(after)
    with small(tmp_path / full, 300) as disk:
        for folder in (vault, state):
            folder.mkdir(exist_ok=True)
        (vault / "a.md").write_bytes(BASE)
        filler = fill(disk, 0)
        outcome, message = carried_out(vault, state, edit)
        # a note that had the room by chance is right already
        assert outcome in ("refused", "deferred")
        assert message.startswith(f"{edit.path}: ")
        assert "the disk is full" in message
        assert {path.name for path in vault.rglob("*")} <= {"a.md", "filler.bin", "new"}
        assert not (vault / "new/b.md").exists()
        text = (vault / "a.md").read_bytes()
        assert text == BASE or ((edit.after or b"").startswith(text) and text.startswith(BASE))
        filler.unlink()
        carried_out(vault, state, Edit(edit.path, edit.before, edit.after, edit.why))
        assert (vault / edit.path).read_bytes() == edit.after
        assert strays(vault) == []
        assert sorted((state / "journal").iterdir()) == []


@pytest.mark.parametrize("full", ["vault", "machine"])
def test_a_nearly_full_disk_is_said_and_the_line_comes_when_there_is_room(tmp_path: Path, full: str) -> None:
    vault = tmp_path / "vault"
    with small(tmp_path / full, 40_000) as disk:
        note = write(vault, f"{TODAY}.md", "# Monday\n")
        write(vault, "Ada.md", DUE)
        machine = Machine(tmp_path / "machine", vault)
        filler = fill(disk, 500_000)
        ran = machine.run("daily", "--today", TODAY)
        assert "the disk is nearly full" in ran.stdout + ran.stderr
        assert note.read_text() == "# Monday\n"
        filler.unlink()
        assert machine.run("daily", "--today", TODAY).returncode == 0
        assert list(ids_in(vault).values()) == [1]
        assert strays(vault) == []


def test_a_vault_that_becomes_read_only_is_written_when_it_can_be(tmp_path: Path) -> None:
    real, vault = tmp_path / "real", tmp_path / "vault"
    write(real, ".obsidian/daily-notes.json", '{"folder": ""}')
    write(real, "Ada.md", DUE)
    with mounted(vault, "--bind", str(real)), Machine(tmp_path / "machine", vault) as machine:
        machine.watch("--today", TODAY)
        machine.until_it_rests()
        mount("-o", "remount,bind,ro", str(vault))
        write(real, f"{TODAY}.md", "# Monday\n")
        before = snapshot_of(real)
        machine.until(lambda: machine.json("status")["health"].get("day_waits") == "the vault is read-only")
        assert "read-only" in machine.run("status").stdout
        assert machine.run("status", "--check").returncode == 1
        machine.until(lambda: len(machine.looks()) > 3)
        assert snapshot_of(real) == before
        mount("-o", "remount,bind,rw", str(vault))
        machine.until_said("delivered")
        assert list(ids_in(real).values()) == [1]
        machine.stop()


def test_a_vault_that_is_unmounted_gets_nothing_and_is_kept_again_when_it_is_back(tmp_path: Path) -> None:
    """Taken away under the daemon: what stands in its place is an empty folder, and stays one."""
    real, vault = tmp_path / "real", tmp_path / "vault"
    write(real, ".obsidian/daily-notes.json", '{"folder": ""}')
    for number in range(12):
        write(real, f"P{number}.md", DUE)
    with mounted(vault, "--bind", str(real)), Machine(tmp_path / "machine", vault) as machine:
        machine.watch("--today", TODAY)
        machine.until_it_rests()
        assert unmount(vault, "-l")
        before = snapshot_of(real)
        write(real, f"{TODAY}.md", "# Monday\n")
        machine.until(lambda: "waiting part=look" in machine.last_log)
        said = machine.run("status")
        assert "gone" in said.stdout + said.stderr
        assert machine.run("daily", "--today", TODAY).returncode != 0
        assert list(vault.iterdir()) == []
        assert snapshot_of(real) == {**before, f"{TODAY}.md": b"# Monday\n"}
        mount("--bind", str(real), str(vault))
        machine.until_said("going on part=look")
        machine.until_said("delivered")
        assert max(ids_in(real).values()) == 1
        assert sum(ids_in(real).values()) == 3
        write(real, "2026-11-20.md", "Talked with [[P3]]\n")
        machine.until(
            lambda: "| [[P3]] | " in (people := (real / "PLN/PLN People.md").read_text()) and "2026-11-20" in people
        )
        machine.stop()
