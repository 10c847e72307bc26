"""The four ways a note is written, each as the order of its system calls.

Each is a generator that yields what must be durable before it goes on, so that several writes can share the
wait. Where one breaks off with an error, the caller mends it by its journal entry, as after a crash.
"""

import errno
import os
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from typing import NoReturn

from vault_pln.edge.disk.aside import swap
from vault_pln.edge.disk.cause import NotWrittenError
from vault_pln.edge.disk.durable import Wait
from vault_pln.edge.disk.exchange import move_new
from vault_pln.edge.disk.journal import Entry
from vault_pln.edge.disk.lease import held, in_view, is_open_elsewhere, wait_until_closed
from vault_pln.edge.disk.look import NO_FOLLOW, Seen, opened, peek, read_open, same
from vault_pln.edge.disk.mend import SAVED_MEANWHILE, Bench
from vault_pln.edge.disk.place import Place
from vault_pln.edge.disk.temp import aside_name, new_file

Steps = Generator[tuple[Wait, ...], None, None]

TAKEN_BACK = "written by vault-pln and taken back at once: you had saved in that moment"


@dataclass(frozen=True, slots=True)
class Work:
    """One edit on its way: where it goes, what was found there, what is to stand there, its journal entry."""

    bench: Bench
    place: Place
    seen: Seen | None
    wanted: bytes
    entry: Entry

    @property
    def temp(self) -> str:
        """The temporary file, as an absolute path."""
        return self.place.beside(self.entry.temp)

    def swap(self, is_right: Callable[[str], bool] = lambda _: True) -> None:
        """Exchange the temporary file and the note, unless somebody is faster."""
        try:
            swap(self.temp, self.place.note, aside_name(self.temp), self.bench.exchange, is_right)
        except (BlockingIOError, FileExistsError):
            raise _changed() from None

    @property
    def base(self) -> Seen:
        """What stands in the note; only for edits of a note that exists."""
        assert self.seen is not None
        return self.seen


def append(work: Work) -> Steps:
    """Write at the end, in one call: whatever others do meanwhile, none of their bytes can be hit."""
    journal, note = work.bench.journal, work.place.note
    with journal.begun(work.entry) as entry:
        yield (entry, journal.folder)
    try:
        descriptor = _open_end(work)
    except (OSError, NotWrittenError):
        # nothing was written yet; mending would take what the user does meanwhile for a torn line
        journal.end(work.entry)
        raise
    try:
        if os.write(descriptor, work.entry.tail) != len(work.entry.tail):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), note)
        yield (descriptor,)
        written = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    journal.end(work.entry)
    if os.lstat(note).st_ino != written.st_ino:
        # an editor renamed the note away in this moment; what it writes now is made from what it read before
        raise _changed()


def create(work: Work) -> Steps:
    """Make a new note under its name in one step, whole; never over one that came into being meanwhile."""
    journal, place = work.bench.journal, work.place
    journal.begin(work.entry)
    for folder in place.missing:
        os.mkdir(folder)
    with new_file(work.temp, work.wanted, mode=0o666) as new:
        yield (new,)
    try:
        move_new(work.temp, place.note)
    except FileExistsError:
        raise NotWrittenError("deferred", "exists meanwhile") from None
    yield (place.folder, *(os.path.dirname(folder) for folder in place.missing))
    journal.end(work.entry)


def exchange(work: Work) -> Steps:
    """Put a new file in the note's place and look at what was displaced: if not the base, give it back."""
    journal, place, kept = work.bench.journal, work.place, work.bench.kept
    journal.begin(work.entry)
    with new_file(work.temp, work.wanted, like=place.note) as new:
        yield (new,)
    with journal.acting(work.entry) as entry:
        yield (entry, journal.folder)
    with in_view(place.note) as standing:
        if not same(os.lstat(place.note), work.base.stat) or is_open_elsewhere(standing):
            raise _changed()
        work.swap(lambda aside: _is_untouched(aside, standing, work.base.stat))
    with opened(work.temp) as displaced:
        if _was_saved(displaced, work.base.stat) or not _holds_base(work):
            _exchange_back(work, displaced)
    yield (place.folder,)
    _check_again(work)
    kept.take(work.temp, place.path, work.entry.base, work.entry.whose, work.entry.why)
    yield (kept.folder,)
    journal.end(work.entry)


def remove(work: Work) -> Steps:
    """Take a note out of the vault, into the kept versions, if it is still what it was."""
    journal, place, kept = work.bench.journal, work.place, work.bench.kept
    with journal.begun(work.entry) as entry:
        yield (entry, journal.folder)
    if not same(os.lstat(place.note), work.base.stat):
        raise _changed()
    os.rename(place.note, work.temp)
    with opened(work.temp) as descriptor:
        wait_until_closed(descriptor)
    _check_again(work)
    yield (place.folder,)
    _check_again(work)
    kept.take(work.temp, place.path, work.entry.base, work.entry.whose, work.entry.why)
    yield (kept.folder,)
    journal.end(work.entry)


STEPS: Mapping[str, Callable[[Work], Steps]] = {
    "append": append,
    "create": create,
    "exchange": exchange,
    "remove": remove,
}


def _open_end(work: Work) -> int:
    """Open a note for appending if it is still what it was."""
    descriptor = os.open(work.place.note, os.O_WRONLY | os.O_APPEND | NO_FOLLOW)
    if same(os.fstat(descriptor), work.base.stat):
        return descriptor
    os.close(descriptor)
    raise _changed()


def _was_saved(displaced: int, base: os.stat_result) -> bool:
    """Tell at a glance that a displaced file is not the base, or may cease to be; only its bytes say it is."""
    expected = _content_marks(base)
    return (
        _content_marks(os.fstat(displaced)) != expected
        or is_open_elsewhere(displaced)
        or _content_marks(os.fstat(displaced)) != expected
    )


def _is_untouched(aside: str, standing: int, base: os.stat_result) -> bool:
    """Tell, with as few calls as can be, that a note that was moved aside is the base, and in nobody's hands."""
    return _content_marks(os.lstat(aside)) == _content_marks(base) and not is_open_elsewhere(standing)


def _content_marks(found: os.stat_result) -> tuple[int, ...]:
    """All of a stat that an exchange leaves as it was."""
    return found.st_ino, found.st_mtime_ns, found.st_size, found.st_mode


def _exchange_back(work: Work, displaced: int) -> NoReturn:
    """The user was faster: the save that we displaced becomes the note again, at once.

    A program that read the note in between has our version, without that save, and may write it over the note: what
    was displaced is kept, whatever happens to the note. While it is read nobody can begin to write to it.
    """
    place, kept, whose = work.place, work.bench.kept, work.entry.whose
    with held(displaced) as safe:
        work.swap()
        save = read_open(displaced)[0] if safe else None
    if save is None:
        # the save was still going on
        wait_until_closed(displaced)
        with held(displaced):
            save, _ = read_open(displaced)
    if save.data != work.base.data:
        kept.copy(save.data, place.path, whose, SAVED_MEANWHILE)
    back = peek(work.temp)
    if back is not None and back.digest == work.entry.new:
        kept.take(work.temp, place.path, work.entry.new, whose, TAKEN_BACK)
    raise _changed()


def _holds_base(work: Work) -> bool:
    displaced = peek(work.temp)
    return displaced is not None and displaced.data == work.base.data


def _check_again(work: Work) -> None:
    """Look again: a program that had the note open may have saved into the displaced file since."""
    if not _holds_base(work):
        raise _changed()


def _changed() -> NotWrittenError:
    return NotWrittenError("deferred", "was changed meanwhile", "overtaken")
