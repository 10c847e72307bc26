"""Hints from a real watcher, and how it is known that they may be missing."""

import queue
from collections.abc import Iterator
from pathlib import Path

import pytest

from vault_pln.edge.watch import Lookout, Watch, remote_kind

Hints = queue.SimpleQueue[str]


@pytest.fixture
def hints() -> Hints:
    return queue.SimpleQueue()


@pytest.fixture
def lookout(vault: Path, hints: Hints) -> Iterator[Lookout]:
    found = Lookout(str(vault), hints.put)
    assert found.keep()
    yield found
    found.stop()


def until(hints: Hints, path: str) -> list[str]:
    """All hints up to one for this path."""
    found = []
    while path not in found:
        found.append(hints.get(timeout=10))
    return found


def test_changes_are_hinted_at_by_their_path(vault: Path, lookout: Lookout, hints: Hints) -> None:
    (vault / "a.md").write_text("1")
    until(hints, "a.md")
    (vault / "Folder").mkdir()
    until(hints, "Folder")
    (vault / "a.md").rename(vault / "Folder/b.md")
    until(hints, "Folder/b.md")
    (vault / "Folder/b.md").unlink()
    until(hints, "Folder/b.md")
    assert lookout.blind == ""


def test_hidden_files_and_reading_are_no_news(vault: Path, hints: Hints) -> None:
    (vault / "a.md").write_text("1")
    lookout = Lookout(str(vault), hints.put)
    assert lookout.keep()
    (vault / ".obsidian/workspace.json").write_text("{}")
    (vault / ".a.md.swp").write_text("")
    (vault / "a.md").read_text()
    (vault / "z.md").write_text("1")
    assert set(until(hints, "z.md")) == {"z.md"}
    lookout.stop()


def test_a_folder_that_was_replaced_is_watched_anew(vault: Path, lookout: Lookout, hints: Hints) -> None:
    away = vault.rename(vault.with_name("away"))
    assert lookout.is_elsewhere()
    assert not lookout.keep()
    vault.mkdir()
    assert lookout.is_elsewhere()
    assert lookout.keep()
    assert not lookout.is_elsewhere()
    (vault / "new.md").write_text("1")
    until(hints, "new.md")
    (vault / "new.md").unlink()
    vault.rmdir()
    away.rename(vault)
    assert lookout.keep()
    (vault / "old.md").write_text("1")
    until(hints, "old.md")


def test_a_watch_that_died_is_begun_again(vault: Path, lookout: Lookout, hints: Hints) -> None:
    watch = lookout._watch
    assert isinstance(watch, Watch)
    watch.stop()
    assert not watch.is_alive()
    assert lookout.keep()
    (vault / "a.md").write_text("1")
    until(hints, "a.md")


def test_every_folder_is_watched_also_those_that_come_later(vault: Path, lookout: Lookout, hints: Hints) -> None:
    for number in range(20):
        (vault / f"a/{number}/b").mkdir(parents=True)
    (vault / "z.md").write_text("1")
    until(hints, "z.md")
    assert lookout.keep()
    assert lookout.blind == ""


MOUNTS = """\
overlay / overlay rw 0 0
/dev/sda1 /home ext4 rw 0 0
server:/notes /home/ada/notes nfs4 rw 0 0
C:\\134 /mnt/c 9p rw 0 0
remote: /mnt/my\\040cloud fuse.rclone rw 0 0
nonsense
""".splitlines()


@pytest.mark.parametrize(
    ("root", "kind"),
    [
        ("/home/ada/vault", ""),
        ("/home/ada/notes", "nfs4"),
        ("/home/ada/notes/inner", "nfs4"),
        ("/home/ada/notes-2", ""),
        ("/mnt/c/Users/ada", "9p"),
        ("/mnt/my cloud/vault", "fuse.rclone"),
        ("/vault", ""),
    ],
)
def test_file_systems_that_others_change_unseen_are_known(root: str, kind: str) -> None:
    assert remote_kind(root, MOUNTS) == kind
    assert remote_kind(root, []) == ""
