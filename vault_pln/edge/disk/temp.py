"""New files that take a note's place: written beside it, with its mode and attributes."""

import errno
import os
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from vault_pln.edge.disk.durable import sync
from vault_pln.edge.disk.look import NO_FOLLOW

START = ".vpln-"
NAME_ROOM = 100
ASIDE = "x"


def new_token() -> str:
    """Make the part of a temporary name that only one write has."""
    return secrets.token_hex(8)


def temp_name(name: str, token: str) -> str:
    """Name a temporary file after its note, hidden, and cut so that it fits wherever the note fits."""
    cut = name.encode()[:NAME_ROOM].decode(errors="ignore")
    return f"{START}{cut}-{token}"


def aside_name(temp: str) -> str:
    """Name what a note is called for a moment while ``temp`` takes its place; the token is another's, too."""
    return f"{temp}{ASIDE}"


def split_name(temp: str) -> tuple[str, str]:
    """Split a temporary name into the note's (perhaps cut) name and the token."""
    name, _, token = temp.removeprefix(START).rpartition("-")
    return name, token


@contextmanager
def new_file(path: str, data: bytes, *, like: str = "", mode: int = 0o600) -> Iterator[int]:
    """Write a new file and give it while it is open, to be made durable; mode, owner, attributes are ``like``'s."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_FOLLOW, mode)
    try:
        write_all(descriptor, data)
        if like:
            _copy_attributes(like, descriptor)
        yield descriptor
    finally:
        os.close(descriptor)


def write_new(path: str, data: bytes) -> None:
    """Write a new file that only its owner may read, durably."""
    with new_file(path, data) as descriptor:
        sync(descriptor)


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of it, in as many calls as it takes."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def make_private(folder: str) -> None:
    """Make a folder that only its owner may look into, and those above it as the system makes them."""
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
    except FileExistsError:
        # also said of a folder that could not be looked at; this look says why
        if not stat.S_ISDIR(os.stat(folder).st_mode):
            raise


def _copy_attributes(source: str, descriptor: int) -> None:
    """Owner first, since it clears mode bits; attributes last, since access lists decide over the mode."""
    original = os.open(source, os.O_RDONLY | NO_FOLLOW)
    try:
        found = os.fstat(original)
        _copy_owner(found, descriptor)
        os.fchmod(descriptor, found.st_mode & 0o7777)
        if sys.platform == "linux":
            _copy_extended(original, descriptor)
    finally:
        os.close(original)


def _copy_owner(found: os.stat_result, descriptor: int) -> None:
    ours = os.fstat(descriptor)
    if (ours.st_uid, ours.st_gid) == (found.st_uid, found.st_gid):
        return
    if os.geteuid() == 0:
        os.fchown(descriptor, found.st_uid, found.st_gid)
        return
    try:
        os.fchown(descriptor, -1, found.st_gid)
    except PermissionError:
        return  # a group the user is not in: nobody but root can give it


def _copy_extended(original: int, descriptor: int) -> None:
    """Copy extended attributes, access lists among them; those only the system may set are left to it."""
    try:
        names = os.listxattr(original)
    except OSError as error:
        if error.errno == errno.EOPNOTSUPP:
            return
        raise
    for name in names:
        value = os.getxattr(original, name)
        if name.startswith(("user.", "system.posix_acl")):
            os.setxattr(descriptor, name, value)
        else:
            _try_attribute(descriptor, name, value)


def _try_attribute(descriptor: int, name: str, value: bytes) -> None:
    try:
        os.setxattr(descriptor, name, value)
    except OSError:
        return
