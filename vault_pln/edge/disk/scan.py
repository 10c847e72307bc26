"""List a vault and read what is in it; nothing here writes, and no link is followed."""

import errno
import os
import re
from collections.abc import Iterator
from stat import S_ISDIR, S_ISREG
from typing import NamedTuple

from vault_pln.edge.disk.look import READ, look, read_open
from vault_pln.model.files import Listing, Stat

CONFIG_FILES = (
    "app.json",
    "daily-notes.json",
    "templates.json",
    "core-plugins.json",
    "types.json",
    "plugins/periodic-notes/data.json",
    "plugins/obsidian-tasks-plugin/data.json",
)
CONFIG_LIMIT = 5_000_000

NOTE_ENDINGS = frozenset({".md", ".MD", ".Md", ".mD"})
TEMPORARY_STARTS = ("~$", "~syncthing~")
TEMPORARY_ENDS = ("~", ".tmp", ".vsctmp", ".icloud")
CONFLICT_COPIES = (
    (re.compile(r"\.sync-conflict-"), "a conflict copy made by Syncthing"),
    (re.compile(r"\([^()]*[Cc]onflicted copy"), "a conflict copy made by a sync service"),
    (re.compile(r"\.pln-conflict-"), "a conflict copy: the note was saved by two programs at once"),
)
UNDECODABLE = "a name that is not valid UTF-8"


class _Found(NamedTuple):
    notes: dict[str, Stat]
    others: dict[str, Stat]
    odd: dict[str, str]


def list_vault(root: str, *, config_folder: str = ".obsidian") -> Listing:
    """List all files of a vault in one walk; raises OSError only where the vault itself cannot be read.

    Names that start with a dot, the configuration folder and editors' temporary files are left out.
    """
    found = _Found({}, {}, {})
    folders: list[str] = []
    _list_folder(root, "", found, folders)
    while folders:
        prefix = folders.pop()
        if prefix == f"{config_folder}/":
            continue
        try:
            _list_folder(f"{root}/{prefix}", prefix, found, folders)
        except FileNotFoundError:
            pass
        except OSError as error:
            found.odd[prefix[:-1]] = f"a folder that cannot be read: {error.strerror}"
    return Listing(found.notes, found.others, found.odd)


def is_temporary(name: str) -> bool:
    """Tell whether a listing leaves a file of this name out, since an editor or a sync program made it for a moment."""
    return name.startswith(TEMPORARY_STARTS) or (name[-3:] not in NOTE_ENDINGS and _temporary(name))


def stat_note(root: str, path: str) -> Stat | None:
    """What decides whether a note need not be read again, None where no regular file stands at this path."""
    try:
        found = os.lstat(f"{root}/{path}")
    except OSError:
        return None
    regular = S_ISREG(found.st_mode)
    return Stat(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino) if regular else None


def read_note(root: str, path: str) -> bytes:
    """Read a regular file of the vault as a whole.

    Raises OSError: ELOOP for a link, IsADirectoryError for a folder, EINVAL for a pipe or a path that
    leaves the vault, BlockingIOError while another program keeps writing to it.
    """
    if path.startswith("/") or "\0" in path or ".." in path.split("/"):
        raise OSError(errno.EINVAL, "is not a path inside the vault", path)
    return look(f"{root}/{path}").data


def read_config(root: str, *, config_folder: str = ".obsidian") -> dict[str, bytes]:
    """Read Obsidian's settings files, by their path in its folder; what cannot be read is left out."""
    files = ((name, _read_plainly(f"{root}/{config_folder}/{name}")) for name in CONFIG_FILES)
    return {name: data for name, data in files if data is not None}


def find_names(root: str, start: str) -> Iterator[str]:
    """Find the files of a vault whose name begins with ``start``, as absolute paths.

    Hidden folders are left out, and so are folders that cannot be read.
    """
    folders = [root]
    while folders:
        for entry in _entries(folders.pop()):
            if entry.name.startswith(start) and entry.is_file(follow_symlinks=False):
                yield entry.path
            elif entry.name[0] != "." and entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _list_folder(folder: str, prefix: str, found: _Found, folders: list[str]) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name[0] == ".":
                continue
            path = prefix + name
            if entry.is_dir(follow_symlinks=False):
                folders.append(path + "/")
                if oddity := _odd_folder(path):
                    found.odd[path] = oddity
            elif entry.is_file(follow_symlinks=False):
                _list_file(entry, path, found)
            else:
                _note_special(entry, path, found.odd)


def _list_file(entry: os.DirEntry[str], path: str, found: _Found) -> None:
    name = entry.name
    note = name[-3:] in NOTE_ENDINGS
    if is_temporary(name):
        return
    if ("onflict" in name or not path.isascii()) and (oddity := _odd_file(path, name)):
        found.odd[path] = oddity
        return
    try:
        stat = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return
    except OSError as error:
        found.odd[path] = f"a file that cannot be looked at: {error.strerror}"
        return
    (found.notes if note else found.others)[path] = Stat(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)


def _temporary(name: str) -> bool:
    """Tell whether an editor or a sync program made it for a moment."""
    return (
        name.endswith(TEMPORARY_ENDS)
        or name == "4913"  # vim tries with this name whether it may write in the folder
        or (name[0] == "#" and name[-1] == "#")
        or name[-4:-1] == ".sw"
    )


def _odd_file(path: str, name: str) -> str:
    """Say what is odd about a name; only called for one that may be odd."""
    for mark, meaning in CONFLICT_COPIES:
        if mark.search(name):
            return meaning
    return "" if _decodable(path) else UNDECODABLE


def _odd_folder(path: str) -> str:
    if path[-3:].lower() == ".md":
        return "a folder with the name of a note"
    return "" if path.isascii() or _decodable(path) else UNDECODABLE


def _note_special(entry: os.DirEntry[str], path: str, odd: dict[str, str]) -> None:
    """Say what a link, pipe, socket or device is, where one could take it for a note or a folder of notes."""
    if entry.is_symlink():
        target = _target(entry)
        if target == "a folder" or path[-3:].lower() == ".md":
            odd[path] = f"a link to {target}" + ("" if target == "nothing" else "; links are not followed")
    elif path[-3:].lower() == ".md":
        odd[path] = "a pipe, socket or device with the name of a note"


def _target(entry: os.DirEntry[str]) -> str:
    """Say what a link leads to; one that leads to itself leads nowhere."""
    try:
        mode = os.stat(entry.path).st_mode
    except OSError:
        return "nothing"
    if S_ISDIR(mode):
        return "a folder"
    return "a file" if S_ISREG(mode) else "a pipe, socket or device"


def _decodable(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _read_plainly(path: str) -> bytes | None:
    """Read a settings file; links are followed, since vaults may share one configuration."""
    try:
        descriptor = os.open(path, READ & ~getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return None
    try:
        small = os.fstat(descriptor).st_size <= CONFIG_LIMIT
        return read_open(descriptor)[0].data if small else None
    except OSError:
        return None
    finally:
        os.close(descriptor)
