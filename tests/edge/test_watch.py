"""Hints from a real watcher, and how it is known that they may be missing."""

import os
import queue
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from vault_pln.edge.disk import is_temporary
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
        found.append(hints.get(timeout=60))
    return found


def test_changes_are_hinted_at_by_their_path(vault: Path, lookout: Lookout, hints: Hints) -> None:
    (vault / "a.md").write_text("1")
    until(hints, "a.md")
    (vault / "Folder").mkdir()
    until(hints, "")
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


@pytest.mark.parametrize("part", ["observer", "emitter", "reader"])
def test_a_watch_of_which_one_thread_died_is_begun_again(
    vault: Path, lookout: Lookout, hints: Hints, part: str
) -> None:
    watch = lookout._watch
    assert isinstance(watch, Watch)
    assert lookout.is_well()
    observer: Any = watch._observer
    (emitter,) = observer.emitters
    thread = {"observer": observer, "emitter": emitter, "reader": observer._inotify_fd}[part]
    thread.stop()
    thread.join(60)
    assert not lookout.is_well()
    assert lookout.keep()
    assert lookout.is_well()
    assert lookout.begun == 2
    (vault / "a.md").write_text("1")
    until(hints, "a.md")


def test_a_hint_that_fails_ends_nothing(vault: Path, hints: Hints) -> None:
    def hint(path: str) -> None:
        hints.put(path)
        if path == "bad.md":
            raise ValueError(path)

    lookout = Lookout(str(vault), hint)
    assert lookout.keep()
    for name in ("bad.md", "good.md"):
        (vault / name).write_text("1")
        until(hints, name)
    assert lookout.is_well()
    lookout.stop()


def test_what_editors_make_for_a_moment_is_no_news_but_a_folder_is(vault: Path, hints: Hints) -> None:
    lookout = Lookout(str(vault), hints.put, is_temporary)
    assert lookout.keep()
    for name in ("4913", "a.md~", "#a.md#", "x.tmp", "~$a.md", "a.swp", "b.vsctmp"):
        (vault / name).write_text("")
    (vault / "a.md").write_text("1")
    (vault / "a.md").rename(vault / "a.md~")
    (vault / "Old~").mkdir()
    assert set(until(hints, "")) == {"a.md", ""}
    lookout.stop()


def test_a_watch_that_cannot_begin_leaves_nothing_behind(vault: Path, hints: Hints) -> None:
    before = threading.active_count()
    for _ in range(3):
        with pytest.raises(OSError, match="No such file"):
            Watch(str(vault / "nowhere"), hints.put).start()
    assert threading.active_count() == before


def test_folders_are_counted(vault: Path, lookout: Lookout) -> None:
    # the vault's own folder, and .obsidian
    assert (lookout.watched, lookout.folders) == (2, 2)
    (vault / "a/b").mkdir(parents=True)
    # whatever is not watched yet is watched from now on
    assert lookout.keep()
    assert (lookout.watched, lookout.folders) == (4, 4)


LIMITED = """
import sys
from vault_pln.edge.watch import Lookout

def keep(limit):
    with open("/proc/sys/user/max_inotify_watches", "w") as file:
        file.write(limit)
    lookout.keep()
    print(lookout.watched, lookout.folders, lookout.blind or "well", flush=True)

hints = []
lookout = Lookout(sys.argv[1], hints.append)
keep("7")
keep("7")
lookout._renewed -= 600
keep("100")
keep("100")
lookout.stop()
"""


def test_a_limit_on_watches_is_noticed_and_so_is_its_end(vault: Path) -> None:
    for number in range(10):
        (vault / f"{number}").mkdir()
    ran = limited(LIMITED, str(vault))
    few = "7 12 only 7 of 12 folders can be watched (see fs.inotify.max_user_watches)"
    assert ran.splitlines() == [few, few, "12 12 well", "12 12 well"]


def limited(code: str, *args: str) -> str:
    """What a program prints in a user namespace, where it may lower the limit."""
    if shutil.which("unshare") is None:
        pytest.skip("there is no unshare(1) here")
    command = ["unshare", "-Ur", sys.executable, "-c", code, *args]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    if "unshare:" in ran.stderr or "Permission denied" in ran.stderr or "Read-only" in ran.stderr:
        pytest.skip(f"no user namespaces here: {ran.stderr}")
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


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
        # a folder of it is elsewhere
        ("/home/ada", "nfs4"),
        ("/mnt/my cloud", "fuse.rclone"),
    ],
)
def test_file_systems_that_others_change_unseen_are_known(root: str, kind: str) -> None:
    assert remote_kind(root, MOUNTS) == kind
    assert remote_kind(root, []) == ""
