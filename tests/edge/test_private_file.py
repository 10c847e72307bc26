"""A file the user asked for: whole or not at all, for their eyes only, over nothing unasked."""

import errno
import os
import stat
from pathlib import Path

import pytest

from vault_pln.edge.private_file import write_private


def test_it_is_whole_and_private(tmp_path: Path) -> None:
    write_private(str(tmp_path / "a"), b"1", force=False)
    assert (tmp_path / "a").read_bytes() == b"1"
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


@pytest.mark.parametrize("links", [True, False])
def test_it_replaces_nothing_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, links: bool) -> None:
    if not links:
        # a file system such as exFAT

        def refuse(*_: object) -> None:
            raise OSError(errno.EPERM, "no hard links here")

        monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "a"
    write_private(str(path), b"1", force=False)
    with pytest.raises(FileExistsError):
        write_private(str(path), b"2", force=False)
    assert path.read_bytes() == b"1"
    write_private(str(path), b"3", force=True)
    assert path.read_bytes() == b"3"
    assert os.listdir(tmp_path) == ["a"]


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(IsADirectoryError):
        write_private(str(tmp_path / "folder"), b"1", force=True)
    assert os.listdir(tmp_path) == ["folder"]
