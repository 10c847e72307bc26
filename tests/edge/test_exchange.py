"""The renames of each system; those of macOS and Windows against a library that stands in for the system's."""

import ctypes
import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vault_pln.edge.disk.exchange import exchange, move_new, rename_new, renames_of

Call = Callable[..., int]


class Library:
    """A C library with the functions it is given."""

    def __init__(self, **functions: Call) -> None:
        self.loaded: list[str | None] = []
        for name, function in functions.items():
            setattr(self, name, Function(function))

    def load(self, name: str | None) -> "Library":
        self.loaded.append(name)
        return self


class Function:
    """A function as ctypes has it: its argument types can be set."""

    argtypes: tuple[Any, ...] = ()

    def __init__(self, call: Call) -> None:
        self._call = call

    def __call__(self, *args: Any) -> int:
        assert not self.argtypes or len(args) == len(self.argtypes)
        return self._call(*args)


def failing(code: int) -> Call:
    def call(*_: object) -> int:
        ctypes.set_errno(code)
        return -1

    return call


@pytest.fixture
def two(tmp_path: Path) -> tuple[str, str]:
    for name in ("one", "two"):
        (tmp_path / name).write_text(name)
    return str(tmp_path / "one"), str(tmp_path / "two")


def texts(*paths: str) -> list[str | None]:
    return [Path(path).read_text() if os.path.exists(path) else None for path in paths]


def test_names_are_exchanged_on_this_system(two: tuple[str, str]) -> None:
    if not exchange(*two):
        pytest.skip("this file system cannot exchange names")
    assert texts(*two) == ["two", "one"]


def test_a_rename_replaces_nothing_on_this_system(two: tuple[str, str]) -> None:
    with pytest.raises(FileExistsError):
        rename_new(*two)
    os.unlink(two[1])
    assert rename_new(*two)
    assert texts(*two) == [None, "one"]


def test_what_is_missing_is_an_error(two: tuple[str, str]) -> None:
    os.unlink(two[0])
    with pytest.raises(FileNotFoundError):
        exchange(*two)
    with pytest.raises(FileNotFoundError):
        move_new(*two)


@pytest.mark.parametrize(("platform", "name"), [("linux", "renameat2"), ("darwin", "renamex_np")])
def test_the_flags_and_paths_that_are_passed(platform: str, name: str) -> None:
    asked: list[tuple[Any, ...]] = []

    def call(*args: Any) -> int:
        asked.append(args)
        return 0

    renames = renames_of(platform, Library(**{name: call}).load)
    assert renames.exchange("/ä", "/b")
    assert renames.rename_new("/a", "/b")
    if platform == "linux":
        assert asked == [(-100, "/ä".encode(), -100, b"/b", 2), (-100, b"/a", -100, b"/b", 1)]
    else:
        assert asked == [("/ä".encode(), b"/b", 2), (b"/a", b"/b", 4)]


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_a_library_without_the_call_cannot(platform: str) -> None:
    renames = renames_of(platform, Library().load)
    assert not renames.exchange("/a", "/b")
    assert not renames.rename_new("/a", "/b")


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP])
@pytest.mark.parametrize(("platform", "name"), [("linux", "renameat2"), ("darwin", "renamex_np")])
def test_a_file_system_that_does_not_know_the_flag_cannot(platform: str, name: str, code: int) -> None:
    assert not renames_of(platform, Library(**{name: failing(code)}).load).exchange("/a", "/b")


@pytest.mark.parametrize(("platform", "name"), [("linux", "renameat2"), ("darwin", "renamex_np")])
def test_any_other_error_says_which_files(platform: str, name: str) -> None:
    with pytest.raises(PermissionError) as caught:
        renames_of(platform, Library(**{name: failing(errno.EACCES)}).load).exchange("/a", "/b")
    assert (caught.value.filename, caught.value.filename2) == ("/a", "/b")


class Windows:
    """What Windows does, on this disk: ReplaceFileW gives the note the new content and the backup the old.

    ``errors`` are what the next calls fail with.
    """

    def __init__(self, *errors: int) -> None:
        self.errors, self.last = list(errors), 0
        self.library = Library(ReplaceFileW=self.replace, MoveFileExW=self.move, GetLastError=lambda: self.last)

    def replace(self, replaced: str, replacement: str, backup: str, *rest: object) -> int:
        assert rest == (0, None, None)
        code = self.errors.pop(0) if self.errors else 0
        if code == 1177:
            os.rename(replaced, backup)
        if code:
            self.last = code
            return 0
        os.rename(replaced, backup)
        os.rename(replacement, replaced)
        return 1

    def move(self, old: str, new: str, flags: int) -> int:
        assert flags == 0
        self.last = self.errors.pop(0) if self.errors else 183 if os.path.exists(new) else 0
        if self.last:
            return 0
        os.rename(old, new)
        return 1


def test_windows_replaces_with_a_backup(two: tuple[str, str]) -> None:
    windows = Windows()
    assert renames_of("win32", windows.library.load).exchange(*two)
    assert texts(*two) == ["two", "one"]
    assert windows.library.loaded == ["kernel32"]
    assert sorted(os.listdir(os.path.dirname(two[0]))) == ["one", "two"]


def test_windows_moves_without_replacing(two: tuple[str, str]) -> None:
    renames = renames_of("win32", Windows().library.load)
    with pytest.raises(FileExistsError):
        renames.rename_new(*two)
    assert texts(*two) == ["one", "two"]
    os.unlink(two[1])
    assert renames.rename_new(*two)


def test_a_program_that_has_the_note_open_for_a_moment_is_waited_for(two: tuple[str, str]) -> None:
    assert renames_of("win32", Windows(32, 33, 32).library.load).exchange(*two)
    assert texts(*two) == ["two", "one"]


@pytest.mark.parametrize(
    ("codes", "error"),
    [([32] * 5, errno.EBUSY), ([5], errno.EACCES), ([2], errno.ENOENT), ([1175], errno.EIO), ([1177], errno.ENOENT)],
)
def test_what_windows_cannot_do_leaves_both_files(two: tuple[str, str], codes: list[int], error: int) -> None:
    with pytest.raises(OSError, match=rf"Windows error {codes[0]}") as caught:
        renames_of("win32", Windows(*codes).library.load).exchange(*two)
    assert (caught.value.errno, caught.value.filename) == (error, two[1])
    assert texts(*two) == ["one", "two"]


def test_without_a_rename_that_replaces_nothing_a_link_does_it(two: tuple[str, str]) -> None:
    with pytest.raises(FileExistsError):
        move_new(*two, lambda *_: False)
    assert texts(*two) == ["one", "two"]
    os.unlink(two[1])
    move_new(*two, lambda *_: False)
    assert texts(*two) == [None, "one"]
