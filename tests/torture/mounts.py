"""File systems that are made for a test and gone at its end."""

import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import pytest
from machines import need_root, until


def mount(*words: str) -> None:
    """Mount; a test is skipped where that is not possible."""
    need_root()
    done = subprocess.run(["mount", *words], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"cannot mount here: {done.stderr.strip()}")


def unmount(place: Path, *options: str) -> bool:
    """Take a file system away, with ``-l`` even while somebody uses it; whether that went well."""
    return subprocess.run(["umount", *options, str(place)], check=False, capture_output=True).returncode == 0


def is_mounted(place: Path) -> bool:
    """Whether anything is mounted here; ``Path.is_mount`` misses a folder that shows another one of the same disk."""
    mounts = Path("/proc/self/mountinfo").read_text().splitlines()
    return str(place.resolve()).replace(" ", "\\040") in {line.split()[4] for line in mounts}


def leave(place: Path) -> None:
    """Take away all that is mounted here. A lazy unmount ends later and is the last resort."""
    while is_mounted(place):
        with suppress(AssertionError):
            until(lambda: unmount(place), patience=10)
        if is_mounted(place):
            unmount(place, "-l")


@contextmanager
def mounted(place: Path, *words: str) -> Iterator[Path]:
    """A file system at ``place``, if it is not taken away before."""
    place.mkdir(parents=True, exist_ok=True)
    mount(*words, str(place))
    try:
        yield place
    finally:
        leave(place)


def small(place: Path, kilobytes: int) -> AbstractContextManager[Path]:
    """A file system in memory that is soon full."""
    return mounted(place, "-t", "tmpfs", "-o", f"size={kilobytes}k", "none")


@contextmanager
def in_user_space(folder: Path, place: Path, orders: Path) -> Iterator[Path]:
    """A file system by FUSE that shows ``folder`` at ``place``; see passthrough.py."""
    try:
        importlib.import_module("fuse")
    except (ImportError, OSError) as missing:
        pytest.skip(f"fusepy (pip install -e '.[torture]') or libfuse2 is not installed: {missing}")
    if not os.access("/dev/fuse", os.W_OK):
        pytest.skip("/dev/fuse cannot be used here")
    for one in (folder, place):
        one.mkdir(parents=True)
    program = Path(__file__).with_name("passthrough.py")
    with (place.parent / "fuse.log").open("wb") as log:
        command = [sys.executable, str(program), str(folder), str(place), str(orders)]
        process = subprocess.Popen(command, stderr=log, stdout=log)
    try:
        until(lambda: is_mounted(place) or process.poll() is not None)
        if process.poll() is not None:
            pytest.skip(f"FUSE does not work here: {(place.parent / 'fuse.log').read_text()[-300:]}")
        yield place
    finally:
        leave(place)
        process.kill()
        process.wait()
