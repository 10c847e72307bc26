import os
import stat
import struct
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault_pln.edge.disk.exchange import exchange
from vault_pln.edge.disk.write import Writer
from vault_pln.model.edit import Edit, Outcome, Whose, Written

BOM = b"\xef\xbb\xbf"


class Desk:
    """A vault, a state folder and a writer to try things with."""

    def __init__(self, folder: Path) -> None:
        self.vault, self.state = folder / "vault", folder / "state"
        self.vault.mkdir()
        self.writer = Writer(str(self.vault), str(self.state))

    def note(self, path: str, data: bytes) -> Path:
        file = self.vault / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        return file

    def write(self, path: str, before: bytes | None, after: bytes | None, whose: Whose = "user") -> Written:
        (written,) = self.writer.carry_out([Edit(path, before, after, "a test", whose)])
        return written

    def all_files(self) -> list[str]:
        return sorted(str(file.relative_to(self.vault)) for file in self.vault.rglob("*") if not file.is_dir())

    def is_tidy(self) -> bool:
        """No file in the vault that is hidden, nothing left in the journal."""
        hidden = [name for name in self.all_files() if "/." in f"/{name}"]
        journal = self.state / "journal"
        return not hidden and not (journal.is_dir() and os.listdir(journal))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    assert made.is_tidy()


def cannot(_one: str, _other: str) -> bool:
    """The exchange, on a file system that has none."""
    return False


PAIRS = [
    (b"a\nb\n", b"a\nX\nb\n"),
    (b"a\r\nb\r\n", b"a\r\nX\r\nb\r\n"),
    (BOM + b"---\r\nx: 1\r\n---\r\nb", BOM + b"---\r\nx: 1\r\n---\r\nX\r\nb"),
    (b"no end", b"no end\nX"),
    (b"\x00nul\x00", b"\x00X nul\x00"),
    (b"", b"X\n"),
    (b"all of it", b""),
    ("ünï\u2028\u0085\x0b\x0c".encode(), "Xünï\u2028\u0085\x0b\x0c".encode()),
]


@pytest.mark.parametrize(("before", "after"), PAIRS)
@pytest.mark.parametrize("whose", ["user", "ours"])
@pytest.mark.parametrize("how", [exchange, cannot])
def test_a_note_gets_exactly_the_bytes_of_the_edit(
    desk: Desk, before: bytes, after: bytes, whose: Whose, how: Callable[[str, str], bool]
) -> None:
    desk.writer = Writer(str(desk.vault), str(desk.state), exchange=how)
    note = desk.note("Folder/Ada.md", before)
    assert desk.write("Folder/Ada.md", before, after, whose).outcome == "written"
    assert note.read_bytes() == after
    assert desk.all_files() == ["Folder/Ada.md"]


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")), st.booleans())
def test_any_text_becomes_any_other_byte_for_byte(base: str, wanted: str, can_exchange: bool) -> None:
    before, after = base.encode(), wanted.encode()
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        desk.writer = Writer(str(desk.vault), str(desk.state), exchange=exchange if can_exchange else cannot)
        note = desk.note("a.md", before)
        assert desk.write("a.md", before, after).outcome == ("unchanged" if base == wanted else "written")
        assert note.read_bytes() == after
        assert desk.is_tidy()
        if not after.startswith(before):
            (version,) = desk.writer.kept("a.md")
            assert desk.writer.kept_bytes(version) == before


@pytest.mark.parametrize("after", [b"ab and more", b"a new b"])
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666, 0o755])
@pytest.mark.parametrize("how", [exchange, cannot])
def test_the_mode_stays(desk: Desk, after: bytes, mode: int, how: Callable[[str, str], bool]) -> None:
    desk.writer = Writer(str(desk.vault), str(desk.state), exchange=how)
    note = desk.note("a.md", b"ab")
    note.chmod(mode)
    assert desk.write("a.md", b"ab", after).outcome == "written"
    assert stat.S_IMODE(note.stat().st_mode) == mode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_the_owner_stays(desk: Desk) -> None:
    note = desk.note("a.md", b"ab")
    os.chown(note, 65534, 65533)
    assert desk.write("a.md", b"ab", b"aXb").outcome == "written"
    assert (note.stat().st_uid, note.stat().st_gid) == (65534, 65533)


def test_extended_attributes_and_access_lists_stay(desk: Desk) -> None:
    note = desk.note("a.md", b"ab")
    entries = [
        (0x01, 6, 0xFFFFFFFF),
        (0x02, 4, 65534),
        (0x04, 4, 0xFFFFFFFF),
        (0x10, 4, 0xFFFFFFFF),
        (0x20, 0, 0xFFFFFFFF),
    ]
    access = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)
    try:
        os.setxattr(note, "user.colour", b"red\0")
        os.setxattr(note, "system.posix_acl_access", access)
    except OSError as error:
        pytest.skip(f"this file system keeps no attributes: {error}")
    assert desk.write("a.md", b"ab", b"a X b").outcome == "written"
    assert os.getxattr(note, "user.colour") == b"red\0"
    assert os.getxattr(note, "system.posix_acl_access") == access


def test_an_addition_to_the_end_keeps_the_file_itself(desk: Desk) -> None:
    note = desk.note("a.md", b"a")
    inode = note.stat().st_ino
    desk.write("a.md", b"a", b"a\nb")
    assert note.stat().st_ino == inode
    assert desk.writer.kept("a.md") == []


def test_a_displaced_version_is_kept_and_can_be_read(desk: Desk) -> None:
    desk.note("Ada.md", b"one")
    desk.write("Ada.md", b"one", b"two")
    desk.write("Ada.md", b"two", b"three")
    newest, oldest = desk.writer.kept("Ada.md")
    assert [desk.writer.kept_bytes(version) for version in (newest, oldest)] == [b"two", b"one"]
    assert newest.when > oldest.when
    assert os.stat(newest.file).st_ino != (desk.vault / "Ada.md").stat().st_ino
    assert desk.writer.kept("Ada") == []


def test_a_new_note_gets_its_folders_and_an_ordinary_mode(desk: Desk) -> None:
    assert desk.write("PLN/Reviews/PLN review.md", None, b"new").outcome == "written"
    (desk.vault / "plain.md").write_bytes(b"")
    note = desk.vault / "PLN/Reviews/PLN review.md"
    assert note.read_bytes() == b"new"
    assert note.stat().st_mode == (desk.vault / "plain.md").stat().st_mode


def test_a_new_note_never_replaces_one(desk: Desk) -> None:
    note = desk.note("a.md", b"the user's")
    written = desk.write("a.md", None, b"ours")
    assert (written.outcome, written.message) == ("deferred", "a.md: exists meanwhile")
    assert note.read_bytes() == b"the user's"


def test_a_removed_note_is_kept(desk: Desk) -> None:
    note = desk.note("a.md", b"text")
    assert desk.write("a.md", b"text", None).outcome == "written"
    assert not note.exists()
    assert [desk.writer.kept_bytes(version) for version in desk.writer.kept("a.md")] == [b"text"]


@pytest.mark.parametrize("after", [b"one X", b"X one", None])
def test_a_note_that_changed_meanwhile_is_left_alone(desk: Desk, after: bytes | None) -> None:
    note = desk.note("a.md", b"one and the user's words")
    written = desk.write("a.md", b"one", after)
    assert (written.outcome, written.message) == ("deferred", "a.md: was changed meanwhile")
    assert note.read_bytes() == b"one and the user's words"
    assert not (desk.state / "journal").exists()


def test_a_note_that_is_gone_is_not_made_again(desk: Desk) -> None:
    assert desk.write("a.md", b"one", b"two").outcome == "deferred"
    assert desk.all_files() == []


@pytest.mark.parametrize("after", [b"same", None])
def test_what_stands_already_is_not_written(desk: Desk, after: bytes | None) -> None:
    if after is not None:
        desk.note("a.md", after)
    assert desk.write("a.md", b"before", after).outcome == "unchanged"


@pytest.mark.parametrize(
    "path",
    [
        "../out.md",
        "/out.md",
        "a/../../out.md",
        "a//b.md",
        "./a.md",
        "",
        "a/",
        ".obsidian/app.json",
        "a/.b.md",
        "\0.md",
        "\udce9.md",
    ],
)
def test_only_notes_inside_the_vault_are_written(desk: Desk, path: str) -> None:
    assert desk.write(path, None, b"x").outcome == "refused"
    assert desk.all_files() == []
    assert sorted(os.listdir(desk.vault.parent)) == ["vault"]


def test_a_folder_that_leads_out_of_the_vault_is_refused(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "vaultless").mkdir()
    (tmp_path / "vaultless" / "a.md").write_bytes(b"x")
    (desk.vault / "out").symlink_to(tmp_path / "vaultless")
    for path, before in [("out/a.md", b"x"), ("out/new.md", None), ("out/deep/new.md", None)]:
        assert "out of the vault" in desk.write(path, before, b"x and more").message
    assert (tmp_path / "vaultless" / "a.md").read_bytes() == b"x"


def test_a_folder_that_is_a_link_inside_the_vault_is_fine(desk: Desk) -> None:
    note = desk.note("real/a.md", b"ab")
    (desk.vault / "link").symlink_to("real")
    assert desk.write("link/a.md", b"ab", b"aXb").outcome == "written"
    assert desk.write("link/new/b.md", None, b"new").outcome == "written"
    assert note.read_bytes() == b"aXb"


def test_what_is_no_regular_file_is_refused(desk: Desk) -> None:
    target = desk.note("target.md", b"x")
    (desk.vault / "link.md").symlink_to("target.md")
    (desk.vault / "folder.md").mkdir()
    os.mkfifo(desk.vault / "pipe.md")
    for path, reason in [("link.md", "a link"), ("folder.md", "a folder"), ("pipe.md", "a pipe")]:
        for before in (b"x", None):
            written = desk.write(path, before, b"xy")
            assert written.outcome == "refused"
            assert reason in written.message
    assert desk.write("target.md/below.md", None, b"x").outcome == "refused"
    assert target.read_bytes() == b"x"


def test_of_a_hard_linked_note_only_the_end_is_written(desk: Desk) -> None:
    note = desk.note("a.md", b"ab")
    os.link(note, desk.vault / "twin.md")
    assert desk.write("a.md", b"ab", b"aXb").outcome == "refused"
    assert desk.write("a.md", b"ab", None).outcome == "refused"
    assert desk.write("a.md", b"ab", b"abc").outcome == "written"
    assert (desk.vault / "twin.md").read_bytes() == b"abc"


def test_a_note_that_is_not_utf_8_is_never_written(desk: Desk) -> None:
    note = desk.note("a.md", b"caf\xe9")
    assert desk.write("a.md", b"caf\xe9", b"caf\xe9\nX").outcome == "refused"
    assert note.read_bytes() == b"caf\xe9"


@pytest.mark.parametrize("before", [b"text", None])
def test_an_edit_cannot_make_a_note_that_is_not_utf_8(desk: Desk, before: bytes | None) -> None:
    with pytest.raises(AssertionError):
        desk.write("a.md", before, b"caf\xe9")


def test_large_notes_are_left_to_the_user_and_ours_may_be_large(desk: Desk) -> None:
    large = b"x" * 5_000_000
    desk.note("a.md", large)
    desk.note("PLN/a.md", large)
    assert desk.write("a.md", large, large + b"y").outcome == "refused"
    assert desk.write("b.md", None, large).outcome == "refused"
    assert desk.write("PLN/a.md", large, large + b"y", "ours").outcome == "written"


def test_what_is_refused_says_what_to_do(desk: Desk, tmp_path: Path) -> None:
    for name, data in (("cafe.md", b"caf\xe9"), ("large.md", b"x" * 5_000_000), ("read.md", b"ab"), ("hard.md", b"ab")):
        desk.note(name, data)
    (desk.vault / "read.md").chmod(0o444)
    os.link(desk.vault / "hard.md", desk.vault / "twin.md")
    (desk.vault / "link.md").symlink_to("read.md")
    (desk.vault / "out").symlink_to(tmp_path)
    for path, before, after, words in [
        ("cafe.md", b"caf\xe9", b"caf\xe9 X", "Save it as UTF-8"),
        ("large.md", b"x" * 5_000_000, b"", "Split it"),
        ("read.md", b"ab", b"aXb", "the right to write"),
        ("hard.md", b"ab", b"aXb", "put the copy in its place"),
        ("link.md", b"ab", b"aXb", "an ordinary note"),
        ("out/a.md", None, b"x", "Put the folder itself"),
        (".hidden/a.md", None, b"x", "give it another"),
        ("gone.md", b"ab", b"aXb", "The next run tries again"),
    ]:
        written = desk.write(path, before, after)
        assert written.message.startswith(f"{path}: ")
        assert words in written.advice
    desk.state.mkdir(exist_ok=True)
    desk.writer = Writer(str(desk.vault), str(desk.state), room=lambda _folder: (1, 100_000_000))
    assert desk.write("new.md", None, b"x").advice.startswith("Make room")


def test_a_read_only_note_is_left_alone(desk: Desk) -> None:
    note = desk.note("a.md", b"ab")
    note.chmod(0o444)
    for after in (b"abc", b"aXb", None):
        assert desk.write("a.md", b"ab", after).message == "a.md: is read-only"
    assert note.read_bytes() == b"ab"


def test_a_nearly_full_disk_is_not_filled(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    note = desk.note("a.md", b"ab")
    for free, total, outcome in [
        (9_000_000, 50_000_000, "refused"),
        (90_000_000, 10_000_000_000, "refused"),
        (101_000_000, 10_000_000_000, "written"),
        (0, 0, "written"),
    ]:
        desk.writer = Writer(str(desk.vault), str(desk.state), room=partial(free_and_total, free, total))
        assert desk.write("a.md", b"ab", b"abc").outcome == outcome
        note.write_bytes(b"ab")


def free_and_total(free: int, total: int, _folder: str) -> tuple[int, int]:
    return free, total


def test_a_state_folder_that_cannot_be_made_means_no_writing(desk: Desk) -> None:
    desk.note("a.md", b"ab")
    desk.state.write_bytes(b"in the way")
    written = desk.write("a.md", b"ab", b"abc")
    assert written.outcome == "refused"
    assert str(desk.state) in written.message
    desk.state.unlink()


def test_the_state_folder_is_private_and_can_be_lost(desk: Desk) -> None:
    desk.note("a.md", b"one")
    desk.write("a.md", b"one", b"two")
    assert stat.S_IMODE(desk.state.stat().st_mode) == 0o700
    for folder in desk.state.iterdir():
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
    desk.state.rmdir()
    assert desk.write("a.md", b"two", b"three").outcome == "written"
    assert desk.writer.recover() == []


def test_state_on_another_disk_keeps_a_copy(desk: Desk) -> None:
    if not os.path.isdir("/dev/shm") or os.stat("/dev/shm").st_dev == desk.vault.stat().st_dev:
        pytest.skip("no second file system at hand")
    with tempfile.TemporaryDirectory(dir="/dev/shm") as elsewhere:
        desk.writer = Writer(str(desk.vault), f"{elsewhere}/state")
        desk.note("a.md", b"one")
        assert desk.write("a.md", b"one", b"two").outcome == "written"
        assert desk.write("a.md", b"two", None).outcome == "written"
        assert [desk.writer.kept_bytes(v) for v in desk.writer.kept("a.md")] == [b"two", b"one"]
        assert desk.all_files() == []
        assert os.listdir(f"{elsewhere}/state/journal") == []


def test_one_bad_edit_stops_no_other_and_results_are_in_order(desk: Desk) -> None:
    desk.note("a.md", b"ab")
    desk.note("b.md", b"changed")
    edits = [
        Edit("b.md", b"old", b"new", "why"),
        Edit("a.md", b"ab", b"aXb", "why"),
        Edit("../c.md", None, b"x", "why"),
        Edit("new.md", None, b"x", "why"),
        Edit("a.md", b"aXb", b"aXb\nY", "why"),
    ]
    results = desk.writer.carry_out(iter(edits))
    assert [result.edit for result in results] == edits
    outcomes: list[Outcome] = ["deferred", "written", "refused", "written", "written"]
    assert [result.outcome for result in results] == outcomes
    assert (desk.vault / "a.md").read_bytes() == b"aXb\nY"


def test_many_edits_at_once(desk: Desk) -> None:
    edits = [Edit(f"{n % 7}/{n}.md", None, str(n).encode(), "why") for n in range(100)]
    assert {result.outcome for result in desk.writer.carry_out(edits)} == {"written"}
    assert len(desk.all_files()) == 100
    assert desk.writer.carry_out([]) == []


def test_a_note_is_left_alone_until_it_was_quiet(desk: Desk) -> None:
    desk.note("a.md", b"ab")
    now = time.time() + 5
    desk.writer = Writer(str(desk.vault), str(desk.state), quiet_seconds=10, clock=lambda: now)
    written = desk.write("a.md", b"ab", b"abc")
    assert (written.outcome, written.message) == ("deferred", "a.md: was changed less than 10 seconds ago")
    assert desk.write("a.md", b"ab", b"abc", "ours").outcome == "written"
    now += 20
    assert desk.write("a.md", b"abc", b"abcd").outcome == "written"


@pytest.mark.parametrize("before", [b"ab", None])
def test_a_note_that_is_open_in_an_editor_is_left_alone(desk: Desk, before: bytes | None) -> None:
    if before is not None:
        desk.note("a.md", before)
    lock = desk.vault / ".a.md.swp"
    lock.write_bytes(b"")
    desk.writer = Writer(str(desk.vault), str(desk.state), quiet_seconds=10, clock=lambda: time.time() + 60)
    assert ".a.md.swp" in desk.write("a.md", before, b"abc").message
    desk.writer = Writer(str(desk.vault), str(desk.state))
    assert desk.write("a.md", before, b"abc").outcome == "written"
    lock.unlink()


def test_an_empty_vault_has_nothing_to_mend(desk: Desk) -> None:
    assert desk.writer.recover() == []
