"""Exchange two names where the file system cannot: the note is renamed aside for a moment."""

import errno
import os
from collections.abc import Callable
from contextlib import suppress

from vault_pln.edge.disk.exchange import exchange, link_new, move_new
from vault_pln.edge.disk.lease import in_view, is_open_elsewhere


def swap(
    one: str,
    note: str,
    aside: str,
    exchange: Callable[[str, str], bool] = exchange,
    is_right: Callable[[str], bool] = lambda _: True,
) -> None:
    """Exchange a file and a note; where the file system cannot, by way of a third name that nobody else uses.

    That leaves no note under its name for as long as a look takes: whether what was moved aside ``is_right``; if not,
    it goes back, with BlockingIOError. Who makes a note in that time stays: it ends with FileExistsError, and
    ``aside`` is what the note was, for mending to settle.
    """
    if exchange(one, note):
        return
    link = _link_for(one)
    os.rename(note, aside)
    try:
        if not is_right(aside):
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN), note)
        move_new(one, note, link=link)
    except OSError:
        with suppress(OSError):
            move_back(aside, note)
        raise
    os.rename(aside, one)


def move_back(aside: str, note: str) -> None:
    """Give a file the note's name again, unless that is taken: FileExistsError."""
    move_new(aside, note, link=_link_for(aside))


def _link_for(file: str) -> Callable[[str, str], None]:
    """How a file gets a second name: not at all while a program writes to it.

    File systems in user space take two names for two files, and what is written by the one is not seen by the other.
    """
    with in_view(file) as descriptor:
        return _no_link if is_open_elsewhere(descriptor) else link_new


def _no_link(_old: str, _new: str) -> None:
    raise OSError(errno.EMLINK, os.strerror(errno.EMLINK))
