"""Where a note is on this disk: inside the vault and nowhere else, on a disk that has room."""

import os
from collections.abc import Callable
from typing import NamedTuple

from vault_pln.edge.disk.cause import NotWrittenError

MEGABYTE = 1_000_000
LEAST_FREE = 10 * MEGABYTE
LEAST_SHARE = 100

Room = Callable[[str], tuple[int, int]]
"""Bytes free and bytes in all on the disk of a folder; 0 in all where the file system does not say."""


class Place(NamedTuple):
    """A note's path in the vault, its folder on the disk without links in it, and folders yet to be made."""

    path: str
    folder: str
    name: str
    missing: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """The note as an absolute path."""
        return f"{self.folder}/{self.name}"

    def beside(self, name: str) -> str:
        """Another name in the same folder, as an absolute path."""
        return f"{self.folder}/{name}"


def locate(root: str, path: str) -> Place:
    """Find where a path of the vault is on the disk; NotWrittenError where it must not be written.

    ``root`` is absolute and without links. Hidden folders belong to other programs.
    """
    parts = path.split("/")
    if not all(_writable_name(part) for part in parts):
        advice = "Names that begin with a dot belong to other programs; give it another."
        raise NotWrittenError("refused", "is not the path of a note", advice=advice)
    missing: list[str] = []
    folder = _real_folder(root, parts[:-1], missing)
    if folder != root and not folder.startswith(root.rstrip("/") + "/"):
        advice = "Put the folder itself into the vault."
        raise NotWrittenError("refused", "its folder is a link that leads out of the vault", advice=advice)
    return Place(path, folder, parts[-1], tuple(missing))


def check_room(room: Room, folder: str, size: int) -> None:
    """Refuse to write ``size`` bytes where the disk would be nearly full with them."""
    free, total = room(folder)
    if total and free - size < max(LEAST_FREE, total // LEAST_SHARE):
        raise NotWrittenError("refused", f"the disk is nearly full ({free // MEGABYTE} MB free)", "full")


def disk_room(folder: str) -> tuple[int, int]:
    """Ask the system for a disk's free bytes and all its bytes."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize, found.f_blocks * found.f_frsize


def _writable_name(part: str) -> bool:
    try:
        part.encode()
    except UnicodeEncodeError:
        return False
    return part != "" and part[0] != "." and "\0" not in part


def _real_folder(root: str, parts: list[str], missing: list[str]) -> str:
    """Follow the links in a folder's path; what does not exist yet goes into ``missing``, outermost first."""
    if not parts:
        return os.path.realpath(root, strict=True)
    try:
        return os.path.realpath("/".join([root, *parts]), strict=True)
    except FileNotFoundError:
        folder = f"{_real_folder(root, parts[:-1], missing)}/{parts[-1]}"
        missing.append(folder)
        return folder
