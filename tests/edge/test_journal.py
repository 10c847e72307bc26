import os
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vault_pln.edge.disk.journal import Entry, Journal, LeftOver
from vault_pln.edge.disk.keep import Kept
from vault_pln.edge.disk.look import digest
from vault_pln.edge.disk.write import Writer
from vault_pln.model.edit import Whose

BASE, NEW, USERS = b"base", b"new base", b"the user's newer text"
TEMP = ".vpln-a.md-token"


class Wreck:
    """What a crash left: a vault with a note and a temporary file, and a journal."""

    def __init__(self, folder: Path) -> None:
        self.vault, self.state = folder / "vault", folder / "state"
        self.vault.mkdir()
        (self.vault / "other.md").write_bytes(b"another note")
        self.note, self.temp = self.vault / "a.md", self.vault / TEMP
        self.journal = Journal(str(self.state / "journal"))

    def exchange(self, *, acted: bool) -> None:
        entry = Entry("token", "exchange", "a.md", temp=TEMP, base=digest(BASE), new=digest(NEW))
        self.journal.begin(entry)
        if acted:
            with self.journal.acting(entry):
                pass

    def remove(self) -> None:
        self.journal.begin(Entry("token", "remove", "a.md", step="act", temp=TEMP, base=digest(BASE)))

    def append(self, base: bytes, tail: bytes) -> None:
        entry = Entry("token", "append", "a.md", step="act", base=digest(base), tail=tail, length=len(base))
        self.journal.begin(entry)

    def stands(self, *, note: bytes | None, temp: bytes | None = None) -> None:
        for file, data in ((self.note, note), (self.temp, temp)):
            if data is not None:
                file.write_bytes(data)

    def recover(self) -> list[str]:
        """Mend; a second time finds nothing more to do."""
        messages = Writer(str(self.vault), str(self.state)).recover()
        before = self.files()
        Writer(str(self.vault), str(self.state)).recover()
        assert self.files() == before
        return messages

    def files(self) -> dict[str, bytes]:
        found = {file.name: file.read_bytes() for file in self.vault.rglob("*") if not file.is_dir()}
        del found["other.md"]
        return found

    def kept(self) -> list[bytes]:
        writer = Writer(str(self.vault), str(self.state))
        return [writer.kept_bytes(version) for version in writer.kept("a.md")]

    def journal_files(self) -> list[str]:
        return os.listdir(self.journal.folder)


@pytest.fixture
def wreck(tmp_path: Path) -> Wreck:
    return Wreck(tmp_path)


# inside a note


@pytest.mark.parametrize("part", [b"", NEW[:3], NEW])
def test_a_temporary_file_that_was_still_being_written_goes(wreck: Wreck, part: bytes) -> None:
    wreck.exchange(acted=False)
    wreck.stands(note=BASE, temp=part)
    assert wreck.recover() == []
    assert (wreck.files(), wreck.kept(), wreck.journal_files()) == ({"a.md": BASE}, [], [])


def test_a_crash_just_before_the_exchange_changes_nothing(wreck: Wreck) -> None:
    wreck.exchange(acted=True)
    wreck.stands(note=BASE, temp=NEW)
    assert wreck.recover() == []
    assert (wreck.files(), wreck.kept(), wreck.journal_files()) == ({"a.md": BASE}, [], [])


@pytest.mark.parametrize("note", [NEW, USERS, None])
def test_a_crash_just_after_the_exchange_keeps_the_displaced_version(wreck: Wreck, note: bytes | None) -> None:
    wreck.exchange(acted=True)
    wreck.stands(note=note, temp=BASE)
    assert wreck.recover() == []
    assert wreck.files() == ({} if note is None else {"a.md": note})
    assert (wreck.kept(), wreck.journal_files()) == ([BASE], [])


def test_a_crash_before_the_users_text_was_given_back_gives_it_back(wreck: Wreck) -> None:
    wreck.exchange(acted=True)
    wreck.stands(note=NEW, temp=USERS)
    assert wreck.recover() == []
    assert (wreck.files(), wreck.journal_files()) == ({"a.md": USERS}, [])


def test_a_crash_just_after_the_users_text_was_given_back_keeps_it_too(wreck: Wreck) -> None:
    wreck.exchange(acted=True)
    wreck.stands(note=USERS, temp=NEW)
    assert wreck.recover() == []
    assert (wreck.files(), wreck.kept(), wreck.journal_files()) == ({"a.md": USERS}, [USERS], [])


def test_of_two_versions_of_the_users_the_newer_becomes_the_note(wreck: Wreck) -> None:
    for newer, older in ((wreck.note, wreck.temp), (wreck.temp, wreck.note)):
        wreck.exchange(acted=True)
        newer.write_bytes(b"newer")
        older.write_bytes(b"older")
        os.utime(older, (1e9, 1e9))
        (message,) = wreck.recover()
        assert "a.pln-conflict-1.md" in message
        assert wreck.files() == {"a.md": b"newer", "a.pln-conflict-1.md": b"older"}
        (wreck.vault / "a.pln-conflict-1.md").unlink()


def test_one_version_in_two_files_is_no_conflict(wreck: Wreck) -> None:
    wreck.exchange(acted=True)
    wreck.stands(note=USERS, temp=USERS)
    assert wreck.recover() == []
    assert wreck.files() == {"a.md": USERS}


def test_the_users_text_is_shown_where_its_note_is_gone(wreck: Wreck) -> None:
    wreck.exchange(acted=True)
    wreck.stands(note=None, temp=USERS)
    (message,) = wreck.recover()
    assert "a.pln-conflict-1.md" in message
    assert wreck.files() == {"a.pln-conflict-1.md": USERS}


@pytest.mark.parametrize("note", [BASE, NEW, USERS, None])
def test_an_entry_without_a_temporary_file_is_done_with(wreck: Wreck, note: bytes | None) -> None:
    wreck.exchange(acted=True)
    wreck.stands(note=note)
    assert wreck.recover() == []
    assert wreck.files() == ({} if note is None else {"a.md": note})
    assert wreck.journal_files() == []


# at the end of a note


TAIL = "\n- [ ] Ünï\r\n".encode()


@pytest.mark.parametrize("length", range(1, len(TAIL)))
def test_a_torn_tail_is_completed(wreck: Wreck, length: int) -> None:
    wreck.append(BASE, TAIL)
    wreck.stands(note=BASE + TAIL[:length])
    assert wreck.recover() == []
    assert (wreck.files(), wreck.journal_files()) == ({"a.md": BASE + TAIL}, [])


@pytest.mark.parametrize("note", [BASE, BASE + TAIL, BASE + TAIL + b"the user's", b"X" + BASE + TAIL, b"ba", None])
def test_a_tail_that_is_whole_or_absent_is_left(wreck: Wreck, note: bytes | None) -> None:
    wreck.append(BASE, TAIL)
    wreck.stands(note=note)
    assert wreck.recover() == []
    assert wreck.files() == ({} if note is None else {"a.md": note})


@pytest.mark.parametrize(
    "note", [BASE + TAIL[:4] + b"the user's", b"bass" + TAIL[:4], b"X" + BASE + TAIL[:4], BASE + b"the user's"]
)
def test_a_note_that_was_changed_after_a_torn_tail_is_told_and_left(wreck: Wreck, note: bytes) -> None:
    wreck.append(BASE, TAIL)
    wreck.stands(note=note)
    (message,) = wreck.recover()
    assert message.startswith("a.md: ")
    assert (wreck.files(), wreck.journal_files()) == ({"a.md": note}, [])


# a note removed, a note made


def test_a_removal_is_completed(wreck: Wreck) -> None:
    wreck.remove()
    wreck.stands(note=None, temp=BASE)
    assert wreck.recover() == []
    assert (wreck.files(), wreck.kept(), wreck.journal_files()) == ({}, [BASE], [])


def test_a_removal_that_caught_a_newer_version_puts_it_back(wreck: Wreck) -> None:
    wreck.remove()
    wreck.stands(note=None, temp=USERS)
    assert wreck.recover() == []
    assert (wreck.files(), wreck.journal_files()) == ({"a.md": USERS}, [])


def test_a_removal_that_caught_a_newer_version_keeps_both(wreck: Wreck) -> None:
    wreck.remove()
    wreck.stands(note=b"made again", temp=USERS)
    os.utime(wreck.temp, (1e9, 1e9))
    wreck.recover()
    assert wreck.files() == {"a.md": b"made again", "a.pln-conflict-1.md": USERS}


def test_a_note_that_did_not_come_to_be_leaves_no_folders(wreck: Wreck) -> None:
    entry = Entry("token", "create", "new/deep/a.md", temp=TEMP, new=digest(NEW), made=("new", "new/deep"))
    wreck.journal.begin(entry)
    (wreck.vault / "new/deep").mkdir(parents=True)
    (wreck.vault / "new/deep" / TEMP).write_bytes(NEW[:3])
    assert wreck.recover() == []
    assert sorted(os.listdir(wreck.vault)) == ["other.md"]


def test_a_folder_in_which_something_is_stays(wreck: Wreck) -> None:
    wreck.journal.begin(Entry("token", "create", "new/a.md", temp=TEMP, new=digest(NEW), made=("new",)))
    (wreck.vault / "new").mkdir()
    (wreck.vault / "new/user.md").write_bytes(USERS)
    assert wreck.recover() == []
    assert wreck.files() == {"user.md": USERS}


# journals and temporary files that say little


@pytest.mark.parametrize("raw", [b"", b'{"token": "tok', b"\0\0\0\0"])
def test_an_entry_that_was_never_finished_means_that_nothing_happened(wreck: Wreck, raw: bytes) -> None:
    wreck.exchange(acted=False)
    (wreck.state / "journal/token.json").write_bytes(raw)
    wreck.stands(note=BASE, temp=NEW[:3])
    assert wreck.recover() == []
    assert (wreck.files(), wreck.journal_files()) == ({"a.md": BASE}, [])


def test_a_damaged_entry_is_told_and_nothing_is_guessed(wreck: Wreck) -> None:
    wreck.exchange(acted=True)
    (wreck.state / "journal/token.json").write_bytes(b"something else\n")
    wreck.stands(note=NEW, temp=USERS)
    messages = wreck.recover()
    assert [message.split(":")[0] for message in messages] == [str(wreck.state / "journal/token.json"), TEMP]
    assert wreck.files() == {"a.md": NEW, TEMP: USERS}


def test_a_temporary_file_of_which_nothing_is_known_is_told_and_left(wreck: Wreck) -> None:
    wreck.stands(note=BASE, temp=USERS)
    (message,) = wreck.recover()
    assert TEMP in message
    assert wreck.files() == {"a.md": BASE, TEMP: USERS}


def test_a_temporary_file_whose_bytes_stand_elsewhere_goes(wreck: Wreck) -> None:
    wreck.stands(note=BASE, temp=BASE)
    assert wreck.recover() == []
    wreck.note.write_bytes(USERS)
    Writer(str(wreck.vault), str(wreck.state)).carry_out([])
    wreck.exchange(acted=True)
    wreck.stands(note=USERS, temp=BASE)
    wreck.recover()
    wreck.temp.write_bytes(BASE)
    assert wreck.recover() == []
    assert (wreck.files(), wreck.kept()) == ({"a.md": USERS}, [BASE])


def test_a_copy_into_the_kept_versions_that_was_cut_off_goes(wreck: Wreck) -> None:
    (wreck.state / "kept").mkdir(parents=True)
    (wreck.state / "kept/.part-0123").write_bytes(b"half")
    assert wreck.recover() == []
    assert os.listdir(wreck.state / "kept") == []


def test_an_emptied_vault_ends_no_entry(wreck: Wreck) -> None:
    wreck.exchange(acted=True)
    (wreck.vault / "other.md").rename(wreck.state / "other.md")
    (message,) = Writer(str(wreck.vault), str(wreck.state)).recover()
    assert "empty" in message
    assert wreck.journal_files() == ["token.json"]


def test_an_entry_that_leads_out_of_the_vault_is_told_and_stays(wreck: Wreck) -> None:
    wreck.journal.begin(Entry("token", "exchange", "../a.md", step="act", temp=TEMP))
    (message,) = wreck.recover()
    assert message.startswith("../a.md: ")
    assert wreck.journal_files() == ["token.json"]


def test_what_could_not_be_mended_is_tried_again_before_the_next_write(wreck: Wreck) -> None:
    wreck.exchange(acted=True)
    wreck.stands(note=NEW, temp=BASE)
    wreck.state.joinpath("kept").write_bytes(b"in the way")
    writer = Writer(str(wreck.vault), str(wreck.state))
    (message,) = writer.recover()
    assert "cannot be mended yet" in message
    wreck.state.joinpath("kept").unlink()
    writer.carry_out([])
    assert (wreck.files(), wreck.kept()) == ({"a.md": NEW}, [BASE])


NAMES = st.text(st.characters(codec="utf-8"), min_size=1)


@example("0\x1f\x1f𐀀𐀀", b"\x00", 1000, ["\x07"], 204)
@given(NAMES, st.binary(), st.integers(min_value=0), st.lists(NAMES), st.integers(min_value=0))
def test_an_entry_is_read_as_written_or_not_at_all(
    tmp_path_factory: pytest.TempPathFactory, path: str, tail: bytes, length: int, made: list[str], cut: int
) -> None:
    journal = Journal(str(tmp_path_factory.mktemp("state") / "journal"))
    entry = Entry("token", "append", path, step="act", tail=tail, length=length, made=tuple(made))
    journal.begin(entry)
    assert journal.read().entries == (entry,)
    file = Path(journal.folder, "token.json")
    raw = file.read_bytes()
    kept = raw[: cut % len(raw)]
    file.write_bytes(kept)
    # without its last line feed alone it still says all that it said
    whole = kept.rstrip() == raw.rstrip()
    assert journal.read() == (LeftOver((entry,), frozenset(), ()) if whole else LeftOver((), frozenset({"token"}), ()))


# kept versions


DAY = 86400.0


def keep(kept: Kept, data: bytes, whose: Whose = "user") -> None:
    kept.copy(data, "Notes/Ada.md", whose)


def test_kept_versions_go_after_their_days_and_no_sooner(tmp_path: Path) -> None:
    now = 1e9
    kept = Kept(str(tmp_path / "state/kept"), lambda: now)
    keep(kept, b"one")
    keep(kept, b"one")
    now += 6.9 * DAY
    keep(kept, b"two")
    assert kept.prune() == []
    assert len(kept.versions("Notes/Ada.md")) == 3
    now += 0.2 * DAY
    assert kept.prune() == []
    (version,) = kept.versions("Notes/Ada.md")
    assert Path(version.file).read_bytes() == b"two"
    assert version.when.timestamp() == 1e9 + 6.9 * DAY


def test_of_a_note_of_ours_ten_versions_are_enough(tmp_path: Path) -> None:
    kept = Kept(str(tmp_path / "state/kept"))
    for number in range(14):
        keep(kept, b"%d" % number, "ours")
        keep(kept, b"user %d" % number)
    kept.prune()
    found = [Path(version.file).read_bytes() for version in kept.versions("Notes/Ada.md")]
    assert [data for data in found if data.isdigit()] == [b"%d" % number for number in range(13, 3, -1)]
    assert len(found) == 24


def test_a_save_into_a_displaced_version_is_told_once_and_stays(tmp_path: Path) -> None:
    kept = Kept(str(tmp_path / "state/kept"))
    keep(kept, b"one")
    (version,) = kept.versions("Notes/Ada.md")
    with open(version.file, "ab") as editor:
        editor.write(b" and late")
    (message,) = kept.prune(days=0)
    assert message.startswith("Ada.md: ")
    (version,) = kept.versions("Notes/Ada.md")
    assert message.endswith(version.file)
    assert Path(version.file).read_bytes() == b"one and late"
    assert kept.prune() == []


def test_a_review_is_due_once_a_day(tmp_path: Path) -> None:
    now = time.time()
    kept = Kept(str(tmp_path / "state/kept"), lambda: now)
    assert not kept.is_due()
    keep(kept, b"one")
    assert [kept.is_due(), kept.is_due()] == [True, False]
    now += 0.9 * DAY
    assert not kept.is_due()
    now += 0.2 * DAY
    assert [kept.is_due(), kept.is_due()] == [True, False]
    # the clock was set back
    now -= 3 * DAY
    assert [kept.is_due(), kept.is_due()] == [True, False]


def test_a_version_says_of_which_note_it_is_and_why_it_had_to_go(tmp_path: Path) -> None:
    kept = Kept(str(tmp_path / "state/kept"))
    kept.copy(b"one", "Notes/Ada.md", "user", "the day's lines")
    kept.copy(b"two", "b\nc.md", "ours", "why")
    assert [(one.path, one.whose, one.why) for one in kept.all()] == [
        ("b\nc.md", "ours", "why"),
        ("Notes/Ada.md", "user", "the day's lines"),
    ]


@pytest.mark.parametrize("damage", [b"[1, 2", b"\xff\n", b'["x"]\n', b"7\n", b'{"a": 1}\n'])
def test_a_damaged_list_costs_no_more_than_what_it_said(tmp_path: Path, damage: bytes) -> None:
    kept = Kept(str(tmp_path / "state/kept"))
    keep(kept, b"one")
    Path(kept.folder, "list.jsonl").write_bytes(damage)
    kept.copy(b"two", "Notes/Ada.md", "user", "why")
    assert [(one.path, one.why) for one in kept.versions("Notes/Ada.md")] == [("Notes/Ada.md", "why"), ("", "")]


def test_the_list_forgets_what_is_no_longer_kept(tmp_path: Path) -> None:
    now = 1e9
    kept = Kept(str(tmp_path / "state/kept"), lambda: now)
    keep(kept, b"one")
    now += 8 * DAY
    kept.copy(b"two", "Notes/Ada.md", "user", "why")
    kept.prune()
    lines = Path(kept.folder, "list.jsonl").read_bytes().splitlines()
    assert len(lines) == 1
    assert [one.why for one in kept.all()] == ["why"]


def test_a_long_name_is_kept_under_a_shorter_one(tmp_path: Path) -> None:
    kept = Kept(str(tmp_path / "state/kept"))
    path = "Ordner/" + "ü" * 126 + ".md"
    kept.copy(b"one", path, "user")
    (version,) = kept.versions(path)
    assert len(os.path.basename(version.file).encode()) < 144
