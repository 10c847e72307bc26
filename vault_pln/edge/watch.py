"""Hints that something changed in the vault, from watchdog. Hints can be lost: the listing is the truth."""

import logging
import os
import re
import warnings
from collections.abc import Callable, Iterable
from contextlib import suppress

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)  # fmt: skip
from watchdog.observers import Observer

# without FileMoved every save by temporary file and rename is lost; opens and our own reads are left out
_WANTED: list[type[FileSystemEvent]] = [
    FileClosedEvent, FileMovedEvent, FileDeletedEvent, FileCreatedEvent, FileModifiedEvent,
    DirMovedEvent, DirDeletedEvent, DirCreatedEvent,
]  # fmt: skip

log = logging.getLogger(__name__)

_REMOTE = ("9p", "cifs", "drvfs", "fuse.", "nfs", "smb", "virtiofs", "vboxsf")

Hint = Callable[[str], None]


class _Handler(FileSystemEventHandler):
    """Passes on the paths of events; must never raise, or watchdog's thread ends for good."""

    def __init__(self, root: str, hint: Hint) -> None:
        self._root, self._hint = root, hint

    def on_any_event(self, event: FileSystemEvent) -> None:
        with suppress(Exception):
            for raw in (event.src_path, event.dest_path):
                path = os.path.relpath(os.fsdecode(raw), self._root) if raw else ""
                if path and not _hidden(path):
                    self._hint("" if path == "." else path.replace(os.sep, "/"))


def _hidden(path: str) -> bool:
    return any(part.startswith(".") and part != "." for part in path.split(os.sep))


class _Overflow(logging.Handler):
    """watchdog says only in its log that it lost events."""

    def __init__(self, hint: Hint) -> None:
        super().__init__(logging.WARNING)
        self._hint = hint

    def emit(self, record: logging.LogRecord) -> None:
        if "overflow" in record.getMessage():
            self._hint("")


class Watch:
    """Watches a vault from ``start`` to ``stop``; ``hint`` gets each changed path, '' when anything may have changed.

    ``hint`` is called from another thread. A watch that was stopped cannot be started again.
    """

    def __init__(self, root: str, hint: Hint) -> None:
        self._root = root
        self._observer = Observer()
        self._observer.schedule(_Handler(root, hint), root, recursive=True, event_filter=_WANTED)
        self._overflow = _Overflow(hint)

    def start(self) -> None:
        """Begin; raises OSError where the system allows no watch."""
        # it warns in several thousand characters of folders that moved, and sees to them itself
        warnings.filterwarnings("ignore", category=RuntimeWarning, module="watchdog")
        self._observer.start()
        said = logging.getLogger("watchdog")
        # below that it tells of every event, which is slower than the events
        said.setLevel(logging.WARNING)
        said.addHandler(self._overflow)

    def stop(self) -> None:
        """End, within a second."""
        logging.getLogger("watchdog").removeHandler(self._overflow)
        if self._observer.is_alive():
            self._observer.stop()
            self._observer.join(1)

    def is_alive(self) -> bool:
        """Whether events can still arrive."""
        return self._observer.is_alive() and all(emitter.is_alive() for emitter in self._observer.emitters)

    def blind_spot(self) -> str:
        """Why events may be missing that watchdog says nothing about, '' where all is well."""
        kind = remote_kind(self._root, _lines("/proc/self/mounts"))
        if kind:
            return f"changes made elsewhere on this {kind} file system are not announced"
        watched, folders = _watched(), _folders(self._root)
        if watched is not None and watched < folders:
            return f"only {watched} of {folders} folders can be watched (see fs.inotify.max_user_watches)"
        return ""


class Lookout:
    """A watch that is kept up: begun anew where the vault's folder was replaced, or where watching ended.

    ``blind`` says why events may be missing, so that listing has to do; '' where they arrive.
    """

    def __init__(self, root: str, hint: Hint) -> None:
        self._root, self._hint = root, hint
        self._watch: Watch | None = None
        self._folder: tuple[int, int] | None = None
        self.blind = ""

    def keep(self, *, thorough: bool = True) -> bool:
        """See to it that the vault's folder is watched; False where there is no such folder.

        ``thorough`` counts the folders, which costs a listing.
        """
        folder = self._present()
        if folder is None:
            return False
        if self._watch is None or folder != self._folder or not self._watch.is_alive():
            self._begin()
            self._folder = folder
        blind = self._watch.blind_spot() if self._watch is not None and thorough else self.blind
        if blind and blind != self.blind:
            log.warning("listing instead of waiting for events because=%r", blind)
        self.blind = blind
        return True

    def is_elsewhere(self) -> bool:
        """Whether the folder that is watched is no longer the vault: renamed, unmounted or replaced."""
        return self._folder != self._present()

    def stop(self) -> None:
        """End the watch."""
        if self._watch is not None:
            self._watch.stop()

    def _present(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self._root)
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _begin(self) -> None:
        self.stop()
        watch = Watch(self._root, self._hint)
        try:
            watch.start()
        except OSError as error:
            if self._watch is not None or not self.blind:
                log.warning("no events because=%r", str(error))
            self._watch, self.blind = None, f"the system announces no changes: {error.strerror or error}"
        else:
            self._watch = watch


def remote_kind(root: str, mounts: Iterable[str]) -> str:
    """The kind of the file system that ``root`` is on if others can change it unseen, else ''; see mounts(5)."""
    rows = (line.split(" ") for line in mounts if line.count(" ") >= 2)
    places = {_unquoted(row[1]).rstrip("/"): row[2] for row in rows}
    within = [place for place in places if root == place or root.startswith(place + "/")]
    kind = places[max(within, key=len)] if within else ""
    return kind if kind.startswith(_REMOTE) else ""


def _unquoted(path: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), path)


def _watched() -> int | None:
    """How many folders this process watches, None where the system does not say."""
    try:
        numbers = os.listdir("/proc/self/fdinfo")
    except OSError:
        return None
    return sum(line.startswith("inotify ") for number in numbers for line in _lines(f"/proc/self/fdinfo/{number}"))


def _folders(root: str) -> int:
    """How many folders there are to watch; one that cannot be read cannot be watched either."""
    return sum(1 for _ in os.walk(root))


def _lines(path: str) -> list[str]:
    with suppress(OSError), open(path, encoding="utf-8", errors="replace") as file:
        return file.readlines()
    return []
