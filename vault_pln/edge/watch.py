"""Hints that something changed in the vault, from watchdog. Hints can be lost: the listing is the truth."""

import logging
import os
import re
import time
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
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)  # fmt: skip
from watchdog.observers import Observer

# without FileMoved every save by temporary file and rename is lost; modifications are left out, since a program that
# has written closes the file, and each event that is not asked for leaves room in the system's queue
_WANTED: list[type[FileSystemEvent]] = [
    FileClosedEvent, FileMovedEvent, FileDeletedEvent, FileCreatedEvent,
    DirMovedEvent, DirDeletedEvent, DirCreatedEvent,
]  # fmt: skip

log = logging.getLogger(__name__)

_REMOTE = ("9p", "afs", "ceph", "cifs", "drvfs", "fakeowner", "fuse.", "grpcfuse", "nfs", "osxfs", "prl_fs", "smb",
           "virtiofs", "vboxsf")  # fmt: skip
_RENEWAL = 600.0
"""Seconds between two tries to watch all folders where the system allows too few."""

Hint = Callable[[str], None]
Noise = Callable[[str], bool]
"""Whether a file's name says that it is no file of the vault but something an editor made for a moment."""


def _no_noise(_name: str) -> bool:
    return False


class _Handler(FileSystemEventHandler):
    """Passes on the paths of events; must never raise, or watchdog's thread ends for good."""

    def __init__(self, root: str, hint: Hint, noise: Noise) -> None:
        self._root, self._hint, self._noise = root, hint, noise

    def on_any_event(self, event: FileSystemEvent) -> None:
        with suppress(Exception):
            for raw in (event.src_path, event.dest_path):
                if raw:
                    self._pass_on(os.fsdecode(raw), is_folder=event.is_directory)

    def _pass_on(self, place: str, *, is_folder: bool) -> None:
        path = place.removeprefix(self._root).replace(os.sep, "/").strip("/")
        if _hidden(path):
            return
        if is_folder:
            # nothing tells of what is in a folder that comes, moves or goes
            self._hint("")
        elif not self._noise(path.rpartition("/")[2]):
            self._hint(path)


def _hidden(path: str) -> bool:
    return path.startswith(".") or "/." in path


class _Overflow(logging.Handler):
    """watchdog says only in its log that it lost events."""

    def __init__(self, tell: Callable[[], None]) -> None:
        super().__init__(logging.WARNING)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        # it says so twice: that events were lost, and that it watches all folders anew
        if "events were lost" in record.getMessage():
            self._tell()


class Watch:
    """Watches a vault from ``start`` to ``stop``; ``hint`` gets each changed path, '' when anything may have changed.

    ``hint`` is called from another thread. A watch that was stopped cannot be started again. ``overflows`` is how
    often the system said that it lost events.
    """

    def __init__(self, root: str, hint: Hint, noise: Noise = _no_noise) -> None:
        self._root, self._hint = root, hint
        self._observer = Observer()
        self._observer.schedule(_Handler(root, hint, noise), root, recursive=True, event_filter=_WANTED)
        self._overflow = _Overflow(self._overflowed)
        self.overflows = 0

    def start(self) -> None:
        """Begin; raises OSError where the system allows no watch."""
        # it warns in several thousand characters of folders that moved, and sees to them itself
        warnings.filterwarnings("ignore", category=RuntimeWarning, module="watchdog")
        try:
            self._observer.start()
        except OSError:
            # its reader runs already, and would for ever
            self._observer.stop()
            raise
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
        """Whether events can still arrive: all threads on their way live."""
        # the thread that reads from the system is watchdog's own affair, and it too can end
        reader = getattr(self._observer, "_inotify_fd", None)
        threads = [self._observer, *self._observer.emitters, *([reader] if reader is not None else [])]
        return len(threads) > 1 and all(thread.is_alive() for thread in threads)

    def _overflowed(self) -> None:
        self.overflows += 1
        self._hint("")


class Lookout:
    """A watch that is kept up: begun anew where the vault's folder was replaced, or where watching ended.

    ``blind`` says why events may be missing, so that listing has to do; '' where they arrive. ``watched`` of
    ``folders`` are watched, as counted last; ``begun`` is how often watching began.
    """

    def __init__(self, root: str, hint: Hint, noise: Noise = _no_noise) -> None:
        self._root, self._hint, self._noise = root, hint, noise
        self._watch: Watch | None = None
        self._folder: tuple[int, int] | None = None
        self._renewed = -_RENEWAL
        self._overflows = 0
        self.blind = ""
        self.begun = self.watched = self.folders = 0

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
        if self._watch is not None and thorough:
            self._tell_blind(self._blind_spot())
        return True

    def is_elsewhere(self) -> bool:
        """Whether the folder that is watched is no longer the vault: renamed, unmounted or replaced."""
        return self._folder != self._present()

    def is_well(self) -> bool:
        """Whether changes are noticed: by events, or because it is known that they are missing."""
        alive = self._watch.is_alive() if self._watch is not None else bool(self.blind)
        return alive and not self.is_elsewhere()

    def is_at_work(self) -> bool:
        """Whether all threads live, as far as there is something that can be watched."""
        return self._watch is None or self._watch.is_alive() or self._present() is None

    @property
    def overflows(self) -> int:
        """How often events were lost."""
        return self._overflows + (self._watch.overflows if self._watch is not None else 0)

    def stop(self) -> None:
        """End the watch."""
        if self._watch is not None:
            self._watch.stop()
            self._overflows += self._watch.overflows
            self._watch = None

    def _tell_blind(self, blind: str) -> None:
        if blind and blind != self.blind:
            log.warning("blind because=%r", blind)
        elif self.blind and not blind:
            log.warning("sees again")
        self.blind = blind

    def _blind_spot(self) -> str:
        """Why events may be missing that watchdog says nothing about, '' where all is well."""
        kind = remote_kind(self._root, _lines("/proc/self/mounts"))
        if self._count() and time.monotonic() - self._renewed >= _RENEWAL:
            # a folder that came while others were being watched, or the system allows more by now
            self._renewed = time.monotonic()
            self._begin()
            self._count()
        if kind:
            return f"changes made elsewhere on this {kind} file system are not announced"
        if self.watched < self.folders:
            of = f"{self.watched} of {self.folders} folders"
            return f"only {of} can be watched (see fs.inotify.max_user_watches)"
        return ""

    def _count(self) -> bool:
        """Count the folders; whether some are not watched."""
        self.folders = _folders(self._root)
        watched = _watched()
        self.watched = self.folders if watched is None else min(watched, self.folders)
        return self.watched < self.folders

    def _present(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self._root)
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _begin(self) -> None:
        self.stop()
        self.begun += 1
        try:
            watch = Watch(self._root, self._hint, self._noise)
            watch.start()
        except OSError as error:
            self.watched = 0
            self._tell_blind(f"the system announces no changes: {error.strerror or error}")
        else:
            self._watch = watch


def remote_kind(root: str, mounts: Iterable[str]) -> str:
    """The kind of the file system that ``root`` or a folder in it is on if others can change it unseen, else ''.

    ``mounts`` are lines as in mounts(5).
    """
    rows = (line.split(" ") for line in mounts if line.count(" ") >= 2)
    places = {_unquoted(row[1]).rstrip("/"): row[2] for row in rows}
    within = [place for place in places if root == place or root.startswith(place + "/")]
    inside = [place for place in places if place.startswith(root + "/")]
    kinds = [places[place] for place in [*([max(within, key=len)] if within else []), *inside]]
    return next((kind for kind in kinds if kind.startswith(_REMOTE)), "")


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
