import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from vault_pln.edge.disk import list_vault, read_config, read_note
from vault_pln.model.files import Stat


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    root.mkdir()
    return root


def put(vault: Path, path: str, text: str = "x") -> Path:
    file = vault / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_notes_and_other_files_are_told_apart_by_their_ending(vault: Path) -> None:
    for path in ["a.md", "Deep/er/B.MD", "Ünï code/ノート.md", "map.canvas", "Deep/picture.png", "no ending", "md"]:
        put(vault, path)
    found = list_vault(str(vault))
    assert set(found.notes) == {"a.md", "Deep/er/B.MD", "Ünï code/ノート.md"}
    assert set(found.others) == {"map.canvas", "Deep/picture.png", "no ending", "md"}
    assert found.odd == {}


def test_a_stat_says_size_times_and_inode(vault: Path) -> None:
    file = put(vault, "Folder/a.md", "twelve bytes")
    real = file.stat()
    expected = Stat(12, real.st_mtime_ns, real.st_ctime_ns, real.st_ino)
    assert list_vault(str(vault)).notes == {"Folder/a.md": expected}


def test_hidden_names_and_the_configuration_folder_are_left_out(vault: Path) -> None:
    for path in [".obsidian/app.json", ".trash/old.md", ".git/x.md", ".hidden.md", "config/x.md", "Notes/config/y.md"]:
        put(vault, path)
    assert set(list_vault(str(vault), config_folder="config").notes) == {"Notes/config/y.md"}


@pytest.mark.parametrize(
    "name",
    ["a.md~", "4913", "#a.md#", "a.tmp", "~$a.md", "~syncthing~a.md.tmp", "a.md.vsctmp", "a.md.icloud", "a.md.swp"],
)
def test_what_editors_and_sync_programs_make_for_a_moment_is_ignored(vault: Path, name: str) -> None:
    put(vault, name)
    found = list_vault(str(vault))
    assert (found.notes, found.others, found.odd) == ({}, {}, {})


@pytest.mark.parametrize("name", ["~ draft.md", "4913.md", "#hash.md", "a.swan", "Sword.md", "conflict.md"])
def test_what_only_looks_like_one_of_those_is_listed(vault: Path, name: str) -> None:
    put(vault, name)
    found = list_vault(str(vault))
    assert {*found.notes, *found.others} == {name}


@pytest.mark.parametrize(
    "name",
    [
        "a.sync-conflict-20261123-130434-ANQLDC6.md",
        "a (conflicted copy 2026-11-23 101500).md",
        "a (Ada's conflicted copy).md",
        "a (Conflicted copy laptop 202611231015).md",
        "a.pln-conflict-1.md",
    ],
)
def test_conflict_copies_are_odd(vault: Path, name: str) -> None:
    put(vault, name)
    found = list_vault(str(vault))
    assert found.notes == {}
    assert "conflict copy" in found.odd[name]


def test_a_folder_with_the_name_of_a_note_is_odd_and_listed_inside(vault: Path) -> None:
    put(vault, "x.md/inside.md")
    found = list_vault(str(vault))
    assert set(found.notes) == {"x.md/inside.md"}
    assert found.odd == {"x.md": "a folder with the name of a note"}


def test_links_are_not_followed_and_those_that_could_mislead_are_told(vault: Path, tmp_path: Path) -> None:
    put(tmp_path, "outside/secret.md")
    put(vault, "real.md")
    (vault / "folder").symlink_to(tmp_path / "outside")
    (vault / "link.md").symlink_to("real.md")
    (vault / "nothing.md").symlink_to("missing.md")
    (vault / "picture.png").symlink_to("real.md")
    (vault / "loop").symlink_to(".")
    (vault / "itself.md").symlink_to("itself.md")
    (vault / "device.md").symlink_to("/dev/null")
    (vault / "device").symlink_to("/dev/null")
    found = list_vault(str(vault))
    assert set(found.notes) == {"real.md"}
    assert found.others == {}
    assert found.odd == {
        "folder": "a link to a folder; links are not followed",
        "loop": "a link to a folder; links are not followed",
        "link.md": "a link to a file; links are not followed",
        "nothing.md": "a link to nothing",
        "itself.md": "a link to nothing",
        "device.md": "a link to a pipe, socket or device; links are not followed",
    }


@pytest.fixture
def listening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    monkeypatch.chdir(tmp_path)  # a socket's path has to be short
    with socket.socket(socket.AF_UNIX) as made:
        yield made


def test_pipes_and_sockets_with_the_name_of_a_note_are_odd(vault: Path, listening: socket.socket) -> None:
    os.mkfifo(vault / "pipe.md")
    os.mkfifo(vault / "pipe")
    listening.bind("vault/socket.md")
    found = list_vault(str(vault))
    assert set(found.odd) == {"pipe.md", "socket.md"}
    assert (found.notes, found.others) == ({}, {})


def test_a_name_that_is_not_utf_8_is_odd(vault: Path) -> None:
    folder = os.fsencode(vault)
    os.mkdir(folder + b"/caf\xe9")
    for name in [b"/na\xefve.md", b"/caf\xe9/a.md", b"/na\xefve.png"]:
        with open(folder + name, "wb"):
            pass
    found = list_vault(str(vault))
    assert (found.notes, found.others) == ({}, {})
    assert set(found.odd.values()) == {"a name that is not valid UTF-8"}
    assert len(found.odd) == 4


def test_a_folder_that_may_not_be_read_is_odd(vault: Path) -> None:
    put(vault, "closed/a.md")
    (vault / "closed").chmod(0)
    if os.access(vault / "closed", os.R_OK):
        pytest.skip("root reads everything")
    found = list_vault(str(vault))
    (vault / "closed").chmod(0o700)
    assert "cannot be read" in found.odd["closed"]


def test_a_vault_that_is_not_there_is_an_error(vault: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list_vault(str(vault / "missing"))


def test_reading_gives_the_bytes_as_they_are(vault: Path) -> None:
    data = b"\xef\xbb\xbf---\r\nx: 1\r\n---\r\n\x00\xff no end"
    (vault / "a.md").write_bytes(data)
    assert read_note(str(vault), "a.md") == data
    (vault / "empty.md").write_bytes(b"")
    assert read_note(str(vault), "empty.md") == b""


@pytest.mark.parametrize("path", ["../outside.md", "/etc/hostname", "a/../../outside.md", "nul\0.md"])
def test_reading_never_leaves_the_vault(vault: Path, path: str) -> None:
    put(vault.parent, "outside.md")
    with pytest.raises(OSError, match="inside the vault"):
        read_note(str(vault), path)


def test_reading_refuses_what_is_no_regular_file(vault: Path) -> None:
    put(vault, "real.md")
    (vault / "link.md").symlink_to("real.md")
    (vault / "folder.md").mkdir()
    os.mkfifo(vault / "pipe.md")
    for path, error in [
        ("link.md", OSError),
        ("folder.md", IsADirectoryError),
        ("pipe.md", OSError),
        ("missing.md", FileNotFoundError),
    ]:
        with pytest.raises(error):
            read_note(str(vault), path)


def test_the_settings_files_that_exist_are_read(vault: Path) -> None:
    put(vault, ".obsidian/app.json", "{}")
    put(vault, ".obsidian/plugins/periodic-notes/data.json", '{"daily": {}}')
    put(vault, ".obsidian/workspace.json", "{}")
    (vault / ".obsidian/types.json").mkdir()
    assert read_config(str(vault)) == {"app.json": b"{}", "plugins/periodic-notes/data.json": b'{"daily": {}}'}


def test_settings_shared_by_a_link_are_read(vault: Path, tmp_path: Path) -> None:
    put(tmp_path, "shared/app.json", "{}")
    (vault / ".obsidian").symlink_to(tmp_path / "shared")
    assert read_config(str(vault)) == {"app.json": b"{}"}


def test_a_vault_without_settings_has_none(vault: Path) -> None:
    assert read_config(str(vault)) == {}
