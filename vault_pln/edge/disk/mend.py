"""Mend what was left half done: after a crash at the next start, and at once after an error.

Nothing is guessed: the journal says what was meant, the digests say how far it came.
"""

import contextlib
import errno
import itertools
import os
from collections.abc import Callable
from dataclasses import dataclass

from vault_pln.edge.disk.aside import move_back, swap
from vault_pln.edge.disk.cause import NotWrittenError, in_words
from vault_pln.edge.disk.durable import sync, sync_folder
from vault_pln.edge.disk.exchange import exchange, move_new
from vault_pln.edge.disk.journal import Entry, Journal
from vault_pln.edge.disk.keep import Kept
from vault_pln.edge.disk.look import NO_FOLLOW, Seen, digest, peek, same
from vault_pln.edge.disk.place import Place, locate
from vault_pln.edge.disk.scan import find_names
from vault_pln.edge.disk.temp import START, aside_name, split_name

ROUNDS = 8
SAVED_MEANWHILE = "you saved it in the moment in which vault-pln wrote"
NAME_ROOM = 200


@dataclass(frozen=True, slots=True)
class Bench:
    """What every write needs at hand; ``root`` is the vault without links in its path."""

    root: str
    journal: Journal
    kept: Kept
    exchange: Callable[[str, str], bool] = exchange


def recover(bench: Bench, *, thorough: bool = True) -> list[str]:
    """Mend every write that did not end; messages for what the user should know or do.

    ``thorough`` lists the whole vault for what only a lost journal leaves behind.
    Temporary files that no entry explains are only reported, unless their bytes stand elsewhere too.
    """
    left = bench.journal.read()
    if any(left) and not os.listdir(bench.root):
        return ["the vault is empty or not there; unfinished writes are mended when it is back"]
    messages = [f"{file}: a damaged journal entry; delete it when the vault is in order" for file in left.damaged]
    messages += [_try_mend(bench, entry) for entry in left.entries]
    if thorough or any(left):
        messages += _sweep(bench, left.torn)
    for token in left.torn:
        bench.journal.forget(token)
    bench.kept.sweep()
    return [message for message in messages if message]


def mend(bench: Bench, entry: Entry) -> str:
    """Bring one write to its end or take it back; a message if the user should look."""
    begun = bench.journal.current(entry)
    if begun is None:
        return ""
    entry, place = begun, locate(bench.root, entry.path)
    message = _mend_append(place, entry) if entry.kind == "append" else _mend_temp(bench, place, entry)
    _remove_empty(bench.root, entry)
    bench.journal.end(entry)
    return message


def set_beside(place: Place, file: str) -> str:
    """Rename a file to a conflict copy beside the note; the message that says so."""
    stem, ending = os.path.splitext(place.name)
    stem = stem.encode()[:NAME_ROOM].decode(errors="ignore")
    names = (f"{stem}.pln-conflict-{number}{ending}" for number in itertools.count(1))
    name = next(name for name in names if _moved(file, place.beside(name)))
    sync_folder(place.folder)
    return f"two versions were saved at once; the other one is beside it as {name}"


def _moved(file: str, target: str, move: Callable[[str, str], None] = move_new) -> bool:
    """Rename, unless the name is taken."""
    try:
        move(file, target)
    except FileExistsError:
        return False
    return True


def _try_mend(bench: Bench, entry: Entry) -> str:
    try:
        _keep_what_stands(bench, entry)
        message = mend(bench, entry)
    except (OSError, NotWrittenError) as error:
        return f"{entry.path}: a write that was interrupted cannot be mended yet: {in_words(error)}"
    return message and f"{entry.path}: {message}"


def _keep_what_stands(bench: Bench, entry: Entry) -> None:
    """A crash may have come just after a save was given back, when a program still has our version to write over it."""
    if entry.kind != "exchange" or entry.step == "prepare":
        return
    place = locate(bench.root, entry.path)
    ours, standing = peek(place.beside(entry.temp)), peek(place.note)
    if ours is None or standing is None or ours.digest != entry.new:
        return
    if standing.digest not in (entry.base, entry.new):
        bench.kept.copy(standing.data, entry.path, entry.whose, SAVED_MEANWHILE)


def _mend_append(place: Place, entry: Entry) -> str:
    """Finish a tail that broke off; leave the note alone where anything else stands after the old end."""
    now = peek(place.note)
    if now is None:
        return ""
    rest = now.data[entry.length :]
    untouched = digest(now.data[: entry.length]) == entry.base
    if untouched and 0 < len(rest) < len(entry.tail) and entry.tail.startswith(rest):
        _append_rest(place.note, entry.tail[len(rest) :], now)
    elif rest and entry.tail not in now.data:
        return "was changed after a write to its end was interrupted; half a line may stand in it"
    return ""


def _append_rest(note: str, rest: bytes, now: Seen) -> None:
    descriptor = os.open(note, os.O_WRONLY | os.O_APPEND | NO_FOLLOW)
    try:
        if not same(os.fstat(descriptor), now.stat):
            raise BlockingIOError(errno.EAGAIN, "is being written by another program", note)
        if os.write(descriptor, rest) != len(rest):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), note)
        sync(descriptor)
    finally:
        os.close(descriptor)


def _mend_temp(bench: Bench, place: Place, entry: Entry) -> str:
    """Decide by its bytes whose text the temporary file holds."""
    temp = place.beside(entry.temp)
    if (message := _settle(bench, place, entry)) is not None:
        return message
    held = peek(temp)
    if held is None:
        return ""
    if entry.step == "prepare":
        os.unlink(temp)
        return ""
    if held.digest == entry.new:
        # that the note has its name again must be safe before the journal forgets how it lost it
        sync_folder(place.folder)
        os.unlink(temp)
        return ""
    if held.digest == entry.base:
        bench.kept.take(temp, entry.path, entry.base, entry.whose, entry.why)
        sync_folder(bench.kept.folder)
        sync_folder(place.folder)
        return ""
    return _give_back(bench, place, entry, held)


def _give_back(bench: Bench, place: Place, entry: Entry, held: Seen) -> str:
    """The user was faster: the newest version goes into the note, any other one beside it."""
    temp, note = place.beside(entry.temp), place.note
    standing = peek(note)
    if standing is None:
        return _put_back(place, temp) if entry.kind == "remove" else set_beside(place, temp)
    if standing.digest == entry.new or standing.stat.st_mtime_ns < held.stat.st_mtime_ns:
        _exchange_until_known(bench, temp, note, held, standing)
    message = _settle(bench, place, entry) or _put_away(bench, place, entry, temp)
    sync_folder(place.folder)
    return message


def _exchange_until_known(bench: Bench, temp: str, note: str, held: Seen, standing: Seen) -> None:
    """Exchange until what comes out of the note is what was believed in it: then the newest is in it."""
    for _ in range(ROUNDS):
        try:
            swap(temp, note, aside_name(temp), bench.exchange)
        except (FileNotFoundError, FileExistsError):
            return
        out = peek(temp)
        if out is None or out.digest == standing.digest:
            return
        held, standing = out, held


def _settle(bench: Bench, place: Place, entry: Entry) -> str | None:
    """End or undo an exchange by way of a third name that broke off; None where none did, or all is as without it.

    A note that somebody made while there was none stays, and what it was before is kept or set beside it.
    """
    temp, aside, note = place.beside(entry.temp), place.beside(aside_name(entry.temp)), place.note
    if not entry.temp or not os.path.lexists(aside):
        return None
    if _is_one_file(aside, note):
        os.unlink(aside)
        return None
    if _stands_in(temp, note):
        os.unlink(temp)
    if not os.path.lexists(temp):
        os.rename(aside, temp)
        return None
    if _moved(aside, note, move_back):
        return None
    if _has(temp, entry.new):
        os.unlink(temp)
    messages = [_put_away(bench, place, entry, file) for file in (aside, temp)]
    sync_folder(place.folder)
    return "; ".join(filter(None, messages))


def _is_one_file(one: str, other: str) -> bool:
    """Tell whether two names stand for one file."""
    try:
        return os.path.samestat(os.lstat(one), os.lstat(other))
    except FileNotFoundError:
        return False


def _stands_in(temp: str, note: str) -> bool:
    """Tell whether a file got the note's name and has yet to lose its own; not every disk says that two are one."""
    held, standing = peek(temp), peek(note)
    return _is_one_file(temp, note) or (held is not None and standing is not None and held.data == standing.data)


def _has(file: str, content: str) -> bool:
    """Tell whether a file has the bytes with this digest."""
    found = peek(file)
    return found is not None and found.digest == content


def _put_away(bench: Bench, place: Place, entry: Entry, file: str) -> str:
    """Keep what is left outside the note: ours, and what stands in the note whole, out of sight; else beside it."""
    left, standing = peek(file), peek(place.note)
    if left is None:
        return ""
    if left.digest == entry.new or (standing is not None and left.data in standing.data):
        bench.kept.take(file, entry.path, left.digest, entry.whose)
        return ""
    return set_beside(place, file)


def _put_back(place: Place, temp: str) -> str:
    """A removal caught a newer version than the one it meant: it returns to its name."""
    if not _moved(temp, place.note, move_back):
        return set_beside(place, temp)
    sync_folder(place.folder)
    return ""


def _remove_empty(root: str, entry: Entry) -> None:
    """Take back folders made for a note that did not come to be; one with anything in it stays."""
    for folder in reversed(entry.made):
        with contextlib.suppress(OSError):
            os.rmdir(f"{root}/{folder}")


def _sweep(bench: Bench, torn: frozenset[str]) -> list[str]:
    """Look at temporary files that no entry of the journal explains."""
    waiting = {name for entry in bench.journal.read().entries for name in (entry.temp, aside_name(entry.temp))}
    strays = [file for file in find_names(bench.root, START) if os.path.basename(file) not in waiting]
    return [_review_stray(bench, file, torn) for file in strays]


def _review_stray(bench: Bench, file: str, torn: frozenset[str]) -> str:
    folder, temp = os.path.split(file)
    name, token = split_name(temp)
    found, note = peek(file), peek(f"{folder}/{name}")
    if found is None:
        return ""
    double = note is not None and note.data == found.data
    if token in torn or double or bench.kept.has(found.digest):
        os.unlink(file)
        return ""
    where = os.path.relpath(file, bench.root)
    return f"{where}: an unfinished write of which nothing more is known; look at it and delete it"
