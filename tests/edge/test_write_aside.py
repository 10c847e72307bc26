"""A file system that cannot exchange names: a note is renamed aside for a moment, and what broke off is settled."""

import errno
import os
from pathlib import Path

import pytest

from vault_pln.edge.disk.aside import swap
from vault_pln.edge.disk.exchange import move_new
from vault_pln.edge.disk.journal import Entry, Journal
from vault_pln.edge.disk.keep import Kept
from vault_pln.edge.disk.look import digest
from vault_pln.edge.disk.mend import Bench, recover
from vault_pln.edge.disk.temp import aside_name
from vault_pln.edge.disk.write import Writer
from vault_pln.model.edit import Edit

BASE, NEW, SAVE = b"# Day\nbase\n", b"# Day\nitem\nbase\n", b"# Day\nthe user's\n"
TEMP = ".vpln-a.md-token"
ASIDE = aside_name(TEMP)


def cannot(_one: str, _other: str) -> bool:
    return False


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    made = tmp_path / "vault"
    made.mkdir()
    (made / "other.md").write_bytes(b"")
    return made


def bench(vault: Path) -> Bench:
    state = vault.parent / "state"
    return Bench(str(vault), Journal(str(state / "journal")), Kept(str(state / "kept")), cannot)


def wreck(vault: Path, files: dict[str, bytes]) -> Bench:
    """A write that broke off in the middle of its exchange; a file whose bytes are b"=NAME" is another name of it."""
    made = bench(vault)
    entry = Entry("token", "exchange", "a.md", temp=TEMP, base=digest(BASE), new=digest(NEW), why="why")
    made.journal.begin(entry)
    with made.journal.acting(entry):
        pass
    for name, data in files.items():
        if data.startswith(b"="):
            os.link(vault / data[1:].decode(), vault / name)
        else:
            (vault / name).write_bytes(data)
    return made


def found(vault: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in vault.iterdir() if file.name != "other.md"}


WRECKS = {
    "the note is away": ({TEMP: NEW, ASIDE: BASE}, {"a.md": BASE}, []),
    "the note is away, and was saved just before": ({TEMP: NEW, ASIDE: SAVE}, {"a.md": SAVE}, []),
    "ours has both names": ({TEMP: NEW, ASIDE: BASE, "a.md": b"=" + TEMP.encode()}, {"a.md": NEW}, [BASE]),
    "ours has both names, and nobody says so": ({TEMP: NEW, ASIDE: BASE, "a.md": NEW}, {"a.md": NEW}, [BASE]),
    "ours is in": ({ASIDE: BASE, "a.md": NEW}, {"a.md": NEW}, [BASE]),
    "ours is in, and was changed": ({ASIDE: BASE, "a.md": SAVE}, {"a.md": SAVE}, [BASE]),
    "ours is in, and was removed": ({ASIDE: BASE}, {}, [BASE]),
    "ours is in, but the user was faster": ({ASIDE: SAVE, "a.md": NEW}, {"a.md": SAVE}, [NEW]),
    "half way back": ({TEMP: NEW, ASIDE: BASE, "a.md": b"=" + ASIDE.encode()}, {"a.md": BASE}, []),
    "a save is given back": ({TEMP: SAVE, ASIDE: NEW}, {"a.md": SAVE}, [NEW]),
    "a save was given back": ({ASIDE: NEW, "a.md": SAVE}, {"a.md": SAVE}, []),
    "the note was made with all that it had": (
        {TEMP: NEW, ASIDE: BASE, "a.md": BASE + b"more"}, {"a.md": BASE + b"more"}, [BASE],
    ),
    "the note was made as it was": ({TEMP: NEW, ASIDE: BASE, "a.md": BASE}, {"a.md": BASE}, [BASE]),
    "the note was made without what it had": (
        {TEMP: NEW, ASIDE: BASE, "a.md": b"a line"}, {"a.md": b"a line", "a.pln-conflict-1.md": BASE}, [],
    ),
    "the note was made while a save was given back": (
        {TEMP: SAVE, ASIDE: NEW, "a.md": b"a line"}, {"a.md": b"a line", "a.pln-conflict-1.md": SAVE}, [NEW],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRECKS)
def test_what_broke_off_is_settled(vault: Path, name: str) -> None:
    files, expected, kept = WRECKS[name]
    made = wreck(vault, files)
    told = recover(made)
    assert found(vault) == expected
    # a save that stands while ours is at hand may yet be written over: recovery keeps it, too
    assert [data for data in kept_bytes(made) if data not in (SAVE, b"a line", BASE + b"more")] == kept
    assert bool(told) == ("a.pln-conflict-1.md" in expected)
    assert recover(made) == []
    assert found(vault) == expected


def kept_bytes(made: Bench) -> list[bytes]:
    return [Path(version.file).read_bytes() for version in made.kept.versions("a.md")]


def test_a_note_that_nobody_journalled_is_told_by_its_name(vault: Path) -> None:
    (vault / ASIDE).write_bytes(BASE)
    (message,) = recover(bench(vault))
    assert message.startswith(f"{ASIDE}: an unfinished write")
    assert found(vault) == {ASIDE: BASE}


def test_of_a_write_that_cannot_be_mended_yet_nothing_is_told_twice(vault: Path) -> None:
    made = wreck(vault, {TEMP: NEW, ASIDE: BASE})
    (vault / "a.md").mkdir()
    told = recover(made)
    assert [message.partition(":")[0] for message in told] == ["a.md"]
    (vault / "a.md").rmdir()
    assert recover(made) == []
    assert found(vault) == {"a.md": BASE}


def test_the_file_that_was_the_note_is_kept_itself(vault: Path) -> None:
    note = vault / "a.md"
    note.write_bytes(BASE)
    was = note.stat()
    writer = Writer(str(vault), str(vault.parent / "state"), exchange=cannot)
    (written,) = writer.carry_out([Edit("a.md", BASE, NEW, "an item")])
    assert written.outcome == "written"
    (version,) = writer.kept("a.md")
    assert os.path.samestat(os.stat(version.file), was)
    assert version.why == "an item"
    assert found(vault) == {"a.md": NEW}


def test_a_note_stays_where_what_should_replace_it_is_gone(vault: Path) -> None:
    note = vault / "a.md"
    note.write_bytes(BASE)
    with pytest.raises(FileNotFoundError):
        swap(str(vault / TEMP), str(note), str(vault / ASIDE), cannot)
    assert found(vault) == {"a.md": BASE}


# a file system that knows neither a rename that replaces nothing nor links


def failing(code: int) -> None:
    raise OSError(code, os.strerror(code))


@pytest.fixture
def two(vault: Path) -> tuple[Path, Path]:
    (vault / "one").write_bytes(b"one")
    return vault / "one", vault / "two"


@pytest.mark.parametrize("code", [errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.EMLINK])
def test_without_links_a_name_that_is_free_is_taken(two: tuple[Path, Path], code: int) -> None:
    one, other = two
    move_new(str(one), str(other), cannot, lambda *_: failing(code))
    assert found(one.parent) == {"two": b"one"}


def test_without_links_a_name_that_is_taken_stays(two: tuple[Path, Path]) -> None:
    one, other = two
    other.symlink_to("nowhere")
    with pytest.raises(FileExistsError):
        move_new(str(one), str(other), cannot, lambda *_: failing(errno.EPERM))
    assert one.read_bytes() == b"one"
    assert other.is_symlink()


def test_a_disk_that_fails_to_link_is_not_one_without_links(two: tuple[Path, Path]) -> None:
    one, other = two
    with pytest.raises(OSError, match="Input/output error"):
        move_new(str(one), str(other), cannot, lambda *_: failing(errno.EIO))
    assert found(one.parent) == {"one": b"one"}
