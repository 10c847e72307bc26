"""A mailbox of the user's, only looked at: a Maildir, an mbox file, or a folder of ``.eml`` files.

Every file is opened for reading alone, nothing is locked, moved, marked or made.
"""

import errno
import os
import re
import stat
from collections.abc import Iterator
from hashlib import blake2b
from typing import NamedTuple

_LARGEST_HEAD = 65_536
_DEEPEST = 4
_MOST = 200_000
"""So many mails of one mailbox are looked at."""
_FLAGS = re.compile(r"[:;!]2,[A-Za-z]*\Z")
_ENVELOPE = re.compile(rb"From .*\d\d:\d\d")
"""The line before each mail: who sent it and when. A text may have a line with ``From`` too."""
_MARKS = (b"status:", b"x-status:", b"x-keywords:", b"x-uid:", b"content-length:", b"lines:", b"x-mozilla-")
"""What a mail program changes in the head of a mail while it lies in an mbox."""


class Lying(NamedTuple):
    """A mail where it lies: ``name`` is its own for ever, whatever flags it gets; ``order`` grows with its age."""

    name: str
    file: str
    start: int
    size: int
    order: float


def lying_in(path: str) -> Iterator[Lying]:
    """Every mail of a mailbox; raises OSError where it is none or cannot be read. Links are not followed."""
    if not os.path.isdir(path):
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise OSError(errno.EINVAL, "it is neither a folder nor a file")
        return _in_mbox(path)
    if any(os.path.isdir(os.path.join(path, name)) for name in ("cur", "new")):
        return _in_maildir(path)
    return _in_folder(path, "", 0)


def read(mail: Lying, most: int) -> bytes:
    """The first bytes of a mail, at most ``most``."""
    with open(mail.file, "rb") as file:
        file.seek(mail.start)
        return file.read(min(most, mail.size))


def _in_maildir(path: str) -> Iterator[Lying]:
    # first what may move away: a mail that is moved meanwhile is seen in the second place
    for folder in ("new", "cur"):
        place = os.path.join(path, folder)
        if os.path.isdir(place):
            for entry in _files(place):
                if not entry.name.startswith("."):
                    yield _as_file(_FLAGS.sub("", entry.name), entry)


def _in_folder(path: str, below: str, depth: int) -> Iterator[Lying]:
    for entry in _files(path):
        if entry.name.lower().endswith(".eml"):
            yield _as_file(below + entry.name, entry)
    if depth < _DEEPEST:
        with os.scandir(path) as found:
            folders = sorted(one.name for one in found if one.is_dir(follow_symlinks=False))
        for name in folders:
            yield from _in_folder(os.path.join(path, name), f"{below}{name}/", depth + 1)


def _files(path: str) -> list[os.DirEntry[str]]:
    with os.scandir(path) as found:
        return sorted((one for one in found if one.is_file(follow_symlinks=False)), key=lambda one: one.name)[:_MOST]


def _as_file(name: str, entry: os.DirEntry[str]) -> Lying:
    about = entry.stat(follow_symlinks=False)
    return Lying(name, entry.path, 0, about.st_size, about.st_mtime)


def _in_mbox(path: str) -> Iterator[Lying]:
    """Each mail begins with a line ``From …`` after an empty one (RFC 4155); its name is made of its head."""
    with open(path, "rb") as file:
        start, head, in_head, blank, at = -1, bytearray(), False, True, 0
        # a line may be as long as the file: it is taken in pieces
        while line := file.readline(_LARGEST_HEAD):
            if blank and _ENVELOPE.match(line):
                if start >= 0:
                    yield _in_file(path, start, at, head)
                start, head, in_head = at + len(line), bytearray(), True
            elif in_head and len(head) < _LARGEST_HEAD:
                in_head = bool(line.strip())
                head += b"" if line.lower().startswith(_MARKS) else line
            blank = not line.strip()
            at += len(line)
        if start >= 0:
            yield _in_file(path, start, at, head)


def _in_file(path: str, start: int, end: int, head: bytearray) -> Lying:
    return Lying(blake2b(head, digest_size=12).hexdigest(), path, start, end - start, float(start))
