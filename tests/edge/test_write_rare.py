"""What a disk or another program does once in a blue moon, each of it done for real."""

import os
import resource
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from vault_pln.edge.disk import has_left_over, list_vault, stat_note
from vault_pln.edge.disk.durable import sync_folder
from vault_pln.edge.disk.exchange import exchange
from vault_pln.edge.disk.journal import Entry, Journal
from vault_pln.edge.disk.keep import Kept
from vault_pln.edge.disk.lease import held, is_open_elsewhere
from vault_pln.edge.disk.look import digest, look, peek
from vault_pln.edge.disk.mend import Bench, mend, recover, set_beside
from vault_pln.edge.disk.place import locate
from vault_pln.edge.disk.temp import new_file
from vault_pln.edge.disk.write import Writer
from vault_pln.model.edit import Edit, Written

ROOT = os.geteuid() == 0


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    made = tmp_path / "vault"
    made.mkdir()
    return made


def write(vault: Path, edit: Edit, exchange: Callable[[str, str], bool] = exchange) -> Written:
    (written,) = Writer(str(vault), str(vault.parent / "state"), exchange=exchange).carry_out([edit])
    return written


def bench(vault: Path, swap: Callable[[str, str], bool] = exchange) -> Bench:
    state = vault.parent / "state"
    return Bench(str(vault), Journal(str(state / "journal")), Kept(str(state / "kept")), swap)


def test_a_journal_that_holds_what_is_no_file_is_told(vault: Path) -> None:
    (vault / "a.md").write_bytes(b"a")
    folder = vault.parent / "state/journal"
    (folder / "x.json").mkdir(parents=True)
    assert has_left_over(str(vault.parent / "state"))
    (message,) = recover(bench(vault))
    assert message.startswith(f"{folder}/x.json: a damaged journal entry")
    Journal(str(folder)).forget("never begun")


def test_without_a_state_folder_nothing_is_left_over(vault: Path) -> None:
    assert not has_left_over(str(vault.parent / "state"))
    assert has_left_over("/dev/null"), "what cannot be looked at may hold something"


@pytest.mark.skipif(not os.path.isfile("/proc/self/status"), reason="needs a file that is never as long as it says")
def test_a_file_that_is_never_as_it_was_a_moment_ago_is_not_read() -> None:
    with pytest.raises(BlockingIOError):
        look("/proc/self/status")


def test_a_kept_version_that_cannot_be_looked_at_is_told_and_stays(vault: Path) -> None:
    kept = bench(vault).kept
    kept.copy(b"one", "a.md", "user")
    (version,) = kept.all()
    os.unlink(version.file)
    os.mkdir(version.file)
    (message,) = kept.prune(0)
    assert message.startswith(f"{version.file}: cannot be reviewed")


def test_a_version_cannot_be_taken_from_nowhere(vault: Path) -> None:
    with pytest.raises(FileNotFoundError):
        bench(vault).kept.take(str(vault / "missing"), "a.md", digest(b""), "user")


def test_a_file_has_no_names_to_make_durable(vault: Path) -> None:
    (vault / "a.md").write_bytes(b"")
    with pytest.raises(NotADirectoryError):
        sync_folder(str(vault / "a.md"))


def test_a_lease_is_held_only_where_nobody_writes(vault: Path) -> None:
    note = vault / "a.md"
    note.write_bytes(b"a")
    descriptor = os.open(note, os.O_RDONLY)
    try:
        with held(descriptor) as taken:
            first = taken
        with note.open("ab"), held(descriptor) as taken:
            second = taken
            assert is_open_elsewhere(descriptor)
    finally:
        os.close(descriptor)
    assert (first, second) == (True, False)


def test_a_device_can_have_no_lease(vault: Path) -> None:
    assert vault
    descriptor = os.open("/dev/null", os.O_RDONLY)
    try:
        assert not is_open_elsewhere(descriptor)
        with held(descriptor) as taken:
            assert not taken
    finally:
        os.close(descriptor)


# mending


def acted(vault: Path, note: bytes | None, temp: bytes | None, kind: str = "exchange") -> Entry:
    entry = Entry("token", kind, "a.md", temp=".vpln-a.md-token", base=digest(b"base"), new=digest(b"new"))  # type: ignore[arg-type]  # the cases' kinds
    journal = bench(vault).journal
    journal.begin(entry)
    with journal.acting(entry):
        pass
    for name, data in (("a.md", note), (entry.temp, temp)):
        if data is not None:
            (vault / name).write_bytes(data)
    return entry


def test_versions_that_come_faster_than_they_are_exchanged_are_both_kept(vault: Path) -> None:
    entry = acted(vault, b"new", b"save 0")
    count = 0

    def save_and_exchange(one: str, other: str) -> bool:
        nonlocal count
        count += 1
        Path(other).write_bytes(b"save %d" % count)
        return exchange(one, other)

    message = mend(bench(vault, save_and_exchange), entry)
    assert "a.pln-conflict-1.md" in message
    assert count == 8
    assert {file.name for file in vault.iterdir()} == {"a.md", "a.pln-conflict-1.md"}


def test_a_version_that_came_meanwhile_is_exchanged_once_more_and_no_oftener(vault: Path) -> None:
    entry = acted(vault, b"new", b"older")
    calls: list[str] = []

    def save_once_and_exchange(one: str, other: str) -> bool:
        if not calls:
            Path(other).write_bytes(b"newer")
        calls.append(one)
        return exchange(one, other)

    assert "a.pln-conflict-1.md" in mend(bench(vault, save_once_and_exchange), entry)
    assert {file.name: file.read_bytes() for file in vault.iterdir()} == {
        "a.md": b"newer",
        "a.pln-conflict-1.md": b"older",
    }
    assert len(calls) == 2


@pytest.mark.parametrize("which", ["a.md", ".vpln-a.md-token"])
def test_what_is_gone_in_the_moment_of_mending_is_no_error(vault: Path, which: str) -> None:
    entry = acted(vault, b"new", b"the user's")

    def take_away(one: str, other: str) -> bool:
        os.unlink(vault / which)
        return exchange(one, other)

    mend(bench(vault, take_away), entry)
    assert [file.read_bytes() for file in vault.iterdir()] in ([b"the user's"], [b"new"])


def test_what_is_gone_after_the_exchange_is_no_error(vault: Path) -> None:
    entry = acted(vault, b"new", b"the user's")

    def exchange_and_take_away(one: str, other: str) -> bool:
        done = exchange(one, other)
        os.unlink(one)
        return done

    assert mend(bench(vault, exchange_and_take_away), entry) == ""
    assert {file.name: file.read_bytes() for file in vault.iterdir()} == {"a.md": b"the user's"}


def test_without_exchange_the_users_version_goes_into_the_note_all_the_same(vault: Path) -> None:
    entry = acted(vault, b"new", b"the user's")
    assert mend(bench(vault, lambda *_: False), entry) == ""
    assert {file.name: file.read_bytes() for file in vault.iterdir()} == {"a.md": b"the user's"}


def test_a_removal_that_meets_a_note_of_the_same_name_sets_the_other_beside(vault: Path) -> None:
    entry = acted(vault, None, b"newer", "remove")
    (vault / "a.md").write_bytes(b"made anew")
    os.utime(vault / entry.temp, (1, 1))
    assert "a.pln-conflict-1.md" in mend(bench(vault), entry)
    assert (vault / "a.md").read_bytes() == b"made anew"


def test_a_conflict_copy_finds_a_name_that_is_free(vault: Path) -> None:
    for number in (1, 2):
        (vault / f"a.pln-conflict-{number}.md").write_bytes(b"older")
    (vault / "file").write_bytes(b"x")
    assert "a.pln-conflict-3.md" in set_beside(locate(str(vault), "a.md"), str(vault / "file"))


def test_a_conflict_copy_of_a_long_name_has_a_shorter_one(vault: Path) -> None:
    name = "ü" * 126 + ".md"
    (vault / "file").write_bytes(b"x")
    set_beside(locate(str(vault), name), str(vault / "file"))
    (made,) = os.listdir(vault)
    assert made == "ü" * 100 + ".pln-conflict-1.md"


def test_a_tail_whose_note_changes_while_it_is_finished_waits(vault: Path) -> None:
    note = vault / "a.md"
    note.write_bytes(b"base and")
    entry = Entry("token", "append", "a.md", step="act", base=digest(b"base"), tail=b" and more", length=4)
    made = bench(vault)
    made.journal.begin(entry)
    os.chmod(note, 0o444)
    if not ROOT:
        (message,) = recover(made)
        assert "cannot be mended yet" in message
        os.chmod(note, 0o644)
    assert recover(made) == []
    assert note.read_bytes() == b"base and more"


# listing and looking


def test_a_socket_and_a_missing_file_are_no_notes(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(vault)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("s.md")
        assert stat_note(str(vault), "s.md") is None
        assert "s.md" in list_vault(str(vault)).odd
    assert stat_note(str(vault), "missing.md") is None
    (vault / "a.md").write_bytes(b"abc")
    found = stat_note(str(vault), "a.md")
    assert found is not None
    assert found.size == 3
    assert peek(str(vault / "missing.md")) is None


@pytest.mark.skipif(ROOT, reason="root may read everything")
def test_a_folder_without_rights_is_told(vault: Path) -> None:
    (vault / "closed").mkdir()
    (vault / "closed").chmod(0)
    try:
        assert "cannot be read" in list_vault(str(vault)).odd["closed"]
    finally:
        (vault / "closed").chmod(0o755)


@pytest.fixture
def too_deep(vault: Path) -> Iterator[Path]:
    """A vault with folders whose paths are longer than the system takes; made and removed step by step."""
    name = "d" * 250
    folder = os.open(vault, os.O_RDONLY)
    opened = [folder]
    for _ in range(17):
        os.mkdir(name, dir_fd=folder)
        os.close(os.open("note.md", os.O_CREAT | os.O_WRONLY, 0o600, dir_fd=folder))
        folder = os.open(name, os.O_RDONLY, dir_fd=folder)
        opened.append(folder)
    yield vault
    for inner in reversed(opened[:-1]):
        os.unlink("note.md", dir_fd=inner)
        os.rmdir(name, dir_fd=inner)
    for one in opened:
        os.close(one)


def test_what_lies_too_deep_is_told_and_the_rest_is_listed(too_deep: Path) -> None:
    found = list_vault(str(too_deep))
    assert "note.md" in found.notes
    assert len(found.notes) + len(found.odd) >= 16
    assert any("cannot be" in what for what in found.odd.values())
    # looking for temporary files ends there, too
    (bench(too_deep).journal).begin(Entry("token", "append", "a.md"))
    assert recover(bench(too_deep)) == []


# attributes


def test_a_note_from_a_file_system_without_attributes_can_be_copied(vault: Path) -> None:
    with new_file(str(vault / "a.md"), b"a", like="/proc/self/status"):
        pass
    assert (vault / "a.md").read_bytes() == b"a"


@contextmanager
def nobody() -> Iterator[None]:
    """Be a user without rights."""
    groups = os.getgroups()
    os.setgroups([])
    os.setegid(65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(groups)


@pytest.mark.skipif(not ROOT, reason="only root can be somebody else for a moment")
def test_what_only_the_system_may_set_is_left_to_it() -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        os.chmod(folder, 0o777)
        note = Path(folder, "a.md")
        note.write_bytes(b"a")
        for name in ("trusted.x", "security.x"):
            os.setxattr(note, name, b"y")
        with new_file(f"{folder}/root", b"a", like=str(note)):
            pass
        assert os.getxattr(f"{folder}/root", "trusted.x") == b"y"
        os.chown(note, 65534, 0)
        with nobody(), new_file(f"{folder}/copy", b"a", like=str(note)):
            pass
        # a group that the user is not in cannot be given
        assert os.stat(f"{folder}/copy").st_gid == 65534
        assert os.listxattr(f"{folder}/copy") == []


def test_a_folder_that_cannot_be_made_durable_is_no_error() -> None:
    sync_folder("/proc/self")


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_tail_that_breaks_off_again_waits_for_room(vault: Path) -> None:
    note = vault / "a.md"
    base, tail = b"base " * 200, b"more " * 100
    note.write_bytes(base + tail[:10])
    made = bench(vault)
    made.journal.begin(Entry("token", "append", "a.md", step="act", base=digest(base), tail=tail, length=len(base)))
    with no_file_larger_than(len(base) + 20):
        (message,) = recover(made)
    assert message == "a.md: a write that was interrupted cannot be mended yet: the disk is full"
    assert recover(made) == []
    assert note.read_bytes() == base + tail


# folders


def test_empty_folders_of_ours_go_and_others_stay(vault: Path) -> None:
    writer = Writer(str(vault), str(vault.parent / "state"))
    (vault / "PLN/Days/deep").mkdir(parents=True)
    (vault / "PLN/Mine").mkdir()
    (vault / "PLN/Mine/a.md").write_bytes(b"")
    writer.remove_empty_folders("PLN")
    assert sorted(os.listdir(vault / "PLN")) == ["Mine"]
    (vault / "elsewhere/empty").mkdir(parents=True)
    (vault / "link").symlink_to("elsewhere")
    for path in ("link", "missing", "../vault", ".hidden", ""):
        writer.remove_empty_folders(path)
    assert (vault / "elsewhere/empty").is_dir()


def test_a_note_that_is_saved_before_it_is_removed_stays(vault: Path) -> None:
    note = vault / "a.md"
    note.write_bytes(b"base")
    writer = Writer(str(vault), str(vault.parent / "state"))
    steps = writer._run(Edit("a.md", b"base", None, "why"))
    next(steps)
    note.write_bytes(b"the user's")
    with pytest.raises(StopIteration) as end:
        next(steps)
    assert end.value.value.message == "a.md: was changed meanwhile"
    assert note.read_bytes() == b"the user's"


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="needs a way to open a file that has no name")
@pytest.mark.parametrize("after", [b"X base", None])
def test_a_save_into_the_displaced_file_comes_back(vault: Path, after: bytes | None) -> None:
    note = vault / "a.md"
    note.write_bytes(b"base")
    writer = Writer(str(vault), str(vault.parent / "state"))
    steps = writer._run(Edit("a.md", b"base", after, "why"))
    with note.open("rb") as old:
        while next(steps) != (str(vault),):
            pass
        Path(f"/proc/self/fd/{old.fileno()}").write_bytes(b"the user's")
    with pytest.raises(StopIteration) as end:
        next(steps)
    assert end.value.value.outcome == "deferred"
    assert {file.name: file.read_bytes() for file in vault.iterdir()} == {"a.md": b"the user's"}


def save_into_the_displaced_file(vault: Path, *, note_too: bytes | None) -> Written:
    """Write where names cannot be exchanged; a program saves into the old file just after it was replaced."""
    note = vault / "a.md"
    note.write_bytes(b"base")
    writer = Writer(str(vault), str(vault.parent / "state"), exchange=lambda *_: False)
    steps = writer._run(Edit("a.md", b"base", b"X base", "why"))
    with note.open("rb") as old:
        while next(steps) != (str(vault),):
            pass
        Path(f"/proc/self/fd/{old.fileno()}").write_bytes(b"the user's")
    if note_too is not None:
        note.write_bytes(note_too)
    with pytest.raises(StopIteration) as end:
        next(steps)
    written = end.value.value
    assert isinstance(written, Written)
    assert writer.recover() == []
    return written


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="needs a way to open a file that has no name")
@pytest.mark.parametrize("note_too", [None, b"a third version"])
def test_a_save_into_a_file_that_was_replaced_is_put_back_or_beside(vault: Path, note_too: bytes | None) -> None:
    written = save_into_the_displaced_file(vault, note_too=note_too)
    assert written.outcome == "deferred"
    found = {file.name: file.read_bytes() for file in vault.iterdir()}
    if note_too is None:
        assert found == {"a.md": b"the user's"}
    else:
        assert found == {"a.md": note_too, "a.pln-conflict-1.md": b"the user's"}
