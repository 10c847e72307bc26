"""The power is cut: a disk image is copied while the writer is at work, and mounted as it is found.

Half of the images are copied while the writer runs on, the other half while it is held still, which is what a disk
holds at one moment. What the system has not yet given to the disk is lost in both.
"""

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from machines import FULL, ROOT, need, seed, size, strays, tell
from mounts import mounted

from vault_pln.edge.disk import read_note
from vault_pln.edge.disk.exchange import exchange
from vault_pln.edge.disk.write import Writer
from vault_pln.model.edit import Edit

NOTES = 4
USER = b"".join(b"words of the user, line %d\r\n" % number for number in range(300))

# writes our numbered lines in turn into a few notes, as fast as it can, and says which are safely there; ``together``
# writes one into each of the notes at once
WORKER = """
import sys
from vault_pln.edge.disk import read_note
from vault_pln.edge.disk.write import Writer
from vault_pln.model.edit import Edit
root, way, start = sys.argv[1:]
exchange = {"exchange": (lambda one, other: False)} if way == "aside" else {}
# the disk is so small that it always counts as nearly full
writer = Writer(root + "/vault", root + "/state", room=lambda folder: (0, 0), **exchange)

def edit(number):
    line = b"item %d\\n" % number
    path = f"new-{number}.md" if way == "create" else f"{number % NOTES}.md"
    before = None if way == "create" else read_note(root + "/vault", path)
    after = USER + line if way == "create" else before + line if way == "append" else line + before
    return Edit(path, before, after, "an item")

number = int(start)
while True:
    numbers = range(number, number + (NOTES if way == "together" else 1))
    done = writer.carry_out(map(edit, numbers))
    assert all(written.outcome == "written" for written in done), done
    for number in numbers:
        print(number, flush=True)
    number += 1
    if number % 40 == 0:
        writer.prune_kept(0)
""".replace("NOTES", str(NOTES)).replace("USER", repr(USER))

OPTIONS = {"default": "loop", "no auto_da_alloc": "loop,noauto_da_alloc,commit=1"}


@pytest.mark.parametrize("options", OPTIONS if FULL else ["default"])
@pytest.mark.parametrize("way", ["append", "create", "exchange", "together", "aside"])
def test_a_cut_of_the_power_damages_no_note(tmp_path: Path, way: str, options: str) -> None:
    need("mkfs.ext4", "e2fsck")
    chance = random.Random(seed(f"power-{way}-{options}"))
    lost = mended = torn = 0
    images = size(1, 50)
    for number in range(images):
        image, copy = tmp_path / f"disk-{number}.img", tmp_path / f"copy-{number}.img"
        acknowledged = None
        while acknowledged is None or is_torn(copy):
            torn += acknowledged is not None
            make(image)
            with mounted(tmp_path / "disk", "-o", OPTIONS[options], str(image)) as disk:
                set_up(disk)
                acknowledged = cut(disk, way, image, copy, chance)
        with mounted(tmp_path / "found", "-o", OPTIONS[options], str(copy)) as found:
            mended += bool(list((found / "state/journal").iterdir()) if (found / "state/journal").exists() else [])
            lost += check(found, way, acknowledged)
        image.unlink()
        copy.unlink()
    tell(
        f"{way}, {options}: {images} images, 0 damaged, {mended} with a write in flight, {lost} acknowledged lines lost, "
        f"{torn} torn copies not counted"
    )
    assert lost == 0


def test_a_cut_of_the_power_is_seen(tmp_path: Path) -> None:
    """Without fsync, what was said to be safe is gone: the images show what the disk had."""
    need("mkfs.ext4")
    image, copy = tmp_path / "disk.img", tmp_path / "copy.img"
    make(image)
    with mounted(tmp_path / "disk", "-o", "loop", str(image)) as disk:
        set_up(disk)
        acknowledged = cut(disk, "append", image, copy, random.Random(1), "import os; os.fsync = lambda _: None\n")
    with mounted(tmp_path / "found", "-o", "loop", str(copy)) as found:
        assert set(range(acknowledged)) - set(all_items(found / "vault"))


def is_torn(copy: Path) -> bool:
    """Whether a copy mixes two moments, which no disk ever holds: the file system itself is broken after its replay."""
    subprocess.run(["e2fsck", "-E", "journal_only", "-y", str(copy)], capture_output=True, check=False)
    return subprocess.run(["e2fsck", "-f", "-n", str(copy)], capture_output=True, check=False).returncode != 0


def make(image: Path) -> None:
    """An empty file system."""
    with image.open("wb") as file:
        file.truncate(16 << 20)
    subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True, capture_output=True)


def set_up(disk: Path) -> None:
    """Notes of the user that are safely on the disk."""
    (disk / "vault").mkdir()
    for number in range(NOTES):
        (disk / f"vault/{number}.md").write_bytes(USER)
    subprocess.run(["sync", "-f", str(disk)], check=True)


def cut(disk: Path, way: str, image: Path, copy: Path, chance: random.Random, before: str = "") -> int:
    """Copy the image at some moment of the work; how many lines were said to be safe before that."""
    command = [sys.executable, "-c", before + WORKER, str(disk), way, "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={"PYTHONPATH": str(ROOT)}) as worker:
        assert worker.stdout is not None
        for _ in range(chance.randint(1, 60)):
            last = int(worker.stdout.readline())
        time.sleep(chance.random() * 0.01)
        still = chance.random() < 0.5
        if still:
            worker.send_signal(signal.SIGSTOP)
        shutil.copyfile(image, copy)
        worker.kill()
        worker.stdout.read()
    return last + 1


def check(found: Path, way: str, acknowledged: int) -> int:
    """Recover, and look at every note; then the next run does its work. How many lines are gone that were safe."""
    vault, state = found / "vault", found / "state"
    for note in vault.glob("*.md"):
        assert users(note.read_bytes()) == USER, f"{note.name} is damaged before recovery"
    writer = Writer(str(vault), str(state), exchange=refuse if way == "aside" else exchange, room=no_room_check)
    assert writer.recover() == []
    items = all_items(vault)
    assert len(items) == len(set(items)), "a line stands twice"
    assert strays(vault) == []
    highest = max([*items, acknowledged]) + 2
    for number in (n for n in range(highest) if n not in items):
        path = f"new-{number}.md" if way == "create" else f"{number % NOTES}.md"
        before = None if way == "create" else read_note(str(vault), path)
        (written,) = writer.carry_out([Edit(path, before, (before or USER) + b"item %d\n" % number, "an item")])
        assert written.outcome == "written", written
    assert sorted(all_items(vault)) == list(range(highest))
    assert all(users(note.read_bytes()) == USER for note in vault.glob("*.md"))
    assert not [path for path in vault.iterdir() if path.suffix != ".md"]
    return sum(number not in items for number in range(acknowledged))


def refuse(_one: str, _other: str) -> bool:
    """A file system that cannot exchange names."""
    return False


def no_room_check(_folder: str) -> tuple[int, int]:
    """A disk of unknown size."""
    return 0, 0


def users(data: bytes) -> bytes:
    return b"".join(line for line in data.splitlines(keepends=True) if not line.startswith(b"item "))


def all_items(vault: Path) -> list[int]:
    return [
        int(line[5:])
        for note in vault.glob("*.md")
        for line in note.read_bytes().splitlines()
        if line.startswith(b"item ")
    ]
