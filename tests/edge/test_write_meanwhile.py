"""What happens between two system calls of the writer, each at exactly that moment: another program, or a disk."""

import errno
import os
import stat
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest

from vault_pln.edge.disk import list_vault
from vault_pln.edge.disk.aside import _link_for, swap
from vault_pln.edge.disk.durable import sync_folder
from vault_pln.edge.disk.exchange import exchange, move_new
from vault_pln.edge.disk.journal import Entry, Journal
from vault_pln.edge.disk.keep import Kept
from vault_pln.edge.disk.lease import held, in_view, is_open_elsewhere
from vault_pln.edge.disk.look import digest
from vault_pln.edge.disk.mend import Bench, recover
from vault_pln.edge.disk.temp import make_private, new_file
from vault_pln.edge.disk.write import Writer
from vault_pln.model.edit import Edit, Written

Before = Callable[[str, Callable[..., bool], Callable[[], object]], None]


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    made = tmp_path / "vault"
    made.mkdir()
    return made


@pytest.fixture
def before(monkeypatch: pytest.MonkeyPatch) -> Before:
    """Let something happen just before the first system call that is meant."""

    def wrap(call: str, is_meant: Callable[..., bool], action: Callable[[], object]) -> None:
        real, waiting = getattr(os, call), [action]

        def act_and_call(*args: Any, **options: Any) -> Any:
            if waiting and is_meant(*args):
                waiting.pop()()
            return real(*args, **options)

        monkeypatch.setattr(os, call, act_and_call)

    return wrap


def failing(code: int) -> Callable[[], object]:
    def fail() -> None:
        raise OSError(code, os.strerror(code))

    return fail


def named(name: str) -> Callable[..., bool]:
    return lambda path, *_: str(path).endswith(f"/{name}")


def write(vault: Path, edit: Edit, how: Callable[[str, str], bool] = exchange) -> Written:
    (written,) = Writer(str(vault), str(vault.parent / "state"), exchange=how).carry_out([edit])
    return written


def bench(vault: Path, clock: Callable[[], float] = lambda: 1e9) -> Bench:
    state = vault.parent / "state"
    return Bench(str(vault), Journal(str(state / "journal")), Kept(str(state / "kept"), clock))


def notes(vault: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in vault.iterdir()}


# the disk fails


def is_folder(descriptor: int) -> bool:
    return stat.S_ISDIR(os.fstat(descriptor).st_mode)


def test_a_change_that_stands_but_may_not_last_is_not_called_refused(vault: Path, before: Before) -> None:
    (vault / "a.md").write_bytes(b"base")
    before("fsync", lambda fd: is_folder(fd) and os.path.samestat(os.fstat(fd), vault.stat()), failing(errno.EIO))
    written = write(vault, Edit("a.md", b"base", b"X base", "why"))
    assert written.outcome == "deferred"
    assert written.message == (
        "a.md: the disk reports an error; the change was made all the same, but may not survive a power cut"
    )
    assert notes(vault) == {"a.md": b"X base"}


@pytest.mark.parametrize(("code", "attributes"), [(errno.EOPNOTSUPP, True), (errno.EIO, False)])
def test_only_a_disk_without_attributes_has_none_to_copy(
    vault: Path, before: Before, code: int, *, attributes: bool
) -> None:
    (vault / "a.md").write_bytes(b"a")
    before("listxattr", lambda _: True, failing(code))
    if attributes:
        with new_file(str(vault / "b.md"), b"b", like=str(vault / "a.md")):
            pass
        return
    with pytest.raises(OSError, match="Input/output"), new_file(str(vault / "b.md"), b"b", like=str(vault / "a.md")):
        pass


def test_a_folder_that_cannot_be_looked_at_for_a_moment_is_there(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "isdir", lambda _: False)
    make_private(str(vault))
    (vault / "file").write_bytes(b"")
    with pytest.raises(FileExistsError):
        make_private(str(vault / "file"))


def test_a_system_without_leases_and_folders_to_sync_does_without(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = vault / "a.md"
    note.write_bytes(b"a")
    monkeypatch.setattr(sys, "platform", "win32")
    sync_folder(str(vault / "nowhere"))
    with new_file(str(vault / "b.md"), b"b", like=str(note)):
        pass
    with note.open("rb") as file, note.open("ab"), held(file.fileno()) as taken:
        assert not taken
        assert not is_open_elsewhere(file.fileno())
    with in_view(str(note)) as descriptor:
        assert descriptor == -1, "no file is opened that is to be renamed"
        assert not is_open_elsewhere(descriptor)


def test_a_system_that_gives_no_more_threads_waits_for_one_after_the_other(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_more(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", no_more)
    edits = [Edit(f"{number}.md", None, b"new", "why") for number in range(20)]
    done = Writer(str(vault), str(vault.parent / "state")).carry_out(edits)
    assert {written.outcome for written in done} == {"written"}
    assert len(list(vault.glob("*.md"))) == 20


class Disk:
    """Which files have been made safe on the disk so far, and how long they were then."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.safe: set[tuple[int, int, int]] = set()
        self._sync = os.fsync
        monkeypatch.setattr(os, "fsync", self._note)

    def _note(self, descriptor: int) -> None:
        self._sync(descriptor)
        self.safe.add(self._marks(os.fstat(descriptor)))

    def has(self, *files: Path) -> bool:
        return all(self._marks(file.stat()) in self.safe for file in files)

    def _marks(self, found: os.stat_result) -> tuple[int, int, int]:
        return found.st_dev, found.st_ino, 0 if stat.S_ISDIR(found.st_mode) else found.st_size


def journalled(vault: Path) -> list[Path]:
    folder = vault.parent / "state/journal"
    return [folder, *folder.iterdir()]


@pytest.mark.parametrize("how", [exchange, lambda _one, _other: False])
def test_all_is_safe_on_the_disk_before_a_note_is_exchanged(
    vault: Path, monkeypatch: pytest.MonkeyPatch, how: Callable[[str, str], bool]
) -> None:
    (vault / "a.md").write_bytes(b"base")
    disk = Disk(monkeypatch)
    seen = []

    def look_and_exchange(one: str, other: str) -> bool:
        files = [Path(one), *journalled(vault)]
        seen.append(disk.has(*files))
        assert stat.S_IMODE(files[-1].stat().st_mode) == 0o600
        return how(one, other)

    assert write(vault, Edit("a.md", b"base", b"X base", "why"), look_and_exchange).outcome == "written"
    assert seen == [True]
    assert disk.has(vault, vault.parent / "state/kept", vault / "a.md")


@pytest.mark.parametrize("is_first", [True, False])
def test_all_is_safe_on_the_disk_before_a_line_is_added(
    vault: Path, monkeypatch: pytest.MonkeyPatch, before: Before, *, is_first: bool
) -> None:
    note = vault / "a.md"
    note.write_bytes(b"base")
    if not is_first:
        write(vault, Edit("b.md", None, b"", "why"))
    disk = Disk(monkeypatch)
    seen = []
    is_note = lambda descriptor, _: os.path.samestat(os.fstat(descriptor), note.stat())  # noqa: E731 -- short here
    before("write", is_note, lambda: seen.append(disk.has(*journalled(vault))))
    assert write(vault, Edit("a.md", b"base", b"base and more", "why")).outcome == "written"
    assert seen == [True]
    assert disk.has(note)


# another program


def test_a_note_replaced_while_a_line_is_added_has_not_got_it(vault: Path, before: Before) -> None:
    note = vault / "a.md"
    note.write_bytes(b"base")

    def save_by_rename() -> None:
        (vault / "new").write_bytes(b"the user's")
        (vault / "new").replace(note)

    before("fsync", lambda fd: os.path.samestat(os.fstat(fd), note.stat()), save_by_rename)
    written = write(vault, Edit("a.md", b"base", b"base and more", "why"))
    assert (written.outcome, written.message) == ("deferred", "a.md: was changed meanwhile")
    assert notes(vault) == {"a.md": b"the user's"}


def test_a_displaced_file_that_somebody_takes_away_is_no_error(vault: Path, before: Before) -> None:
    note = vault / "a.md"
    note.write_bytes(b"base")

    def take_away() -> None:
        for file in vault.glob(".vpln-*"):
            file.unlink()

    before("fsync", lambda fd: os.path.samestat(os.fstat(fd), vault.stat()), take_away)
    assert write(vault, Edit("a.md", b"base", b"X base", "why")).outcome == "deferred"
    assert notes(vault) == {"a.md": b"X base"}


def test_ours_taken_away_while_a_save_is_given_back_is_no_error(vault: Path) -> None:
    note = vault / "a.md"
    note.write_bytes(b"base")
    calls: list[str] = []

    def save_or_take_away(one: str, other: str) -> bool:
        calls.append(one)
        if len(calls) == 1:
            note.write_bytes(b"the user's")
        done = exchange(one, other)
        if len(calls) == 2:
            os.unlink(one)
        return done

    assert write(vault, Edit("a.md", b"base", b"X base", "why"), save_or_take_away).outcome == "deferred"
    assert notes(vault) == {"a.md": b"the user's"}


def test_what_a_program_opened_in_the_last_moment_comes_back_though_nothing_was_saved(vault: Path) -> None:
    note = vault / "a.md"
    note.write_bytes(b"base")
    opened: list[IO[bytes]] = []

    def open_and_exchange(one: str, other: str) -> bool:
        if not opened:
            opened.append(note.open("ab"))
        return exchange(one, other)

    written = write(vault, Edit("a.md", b"base", b"X base", "why"), open_and_exchange)
    with opened.pop() as editor:
        editor.write(b" and more")
    assert written.outcome == "deferred"
    assert notes(vault) == {"a.md": b"base and more"}
    assert [version.why for version in bench(vault).kept.all()] == [
        "written by vault-pln and taken back at once: you had saved in that moment"
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can say who has a file open")
@pytest.mark.parametrize(("how", "is_linked"), [("ab", False), ("rb", True)])
def test_only_a_file_that_nobody_writes_to_gets_its_new_name_by_a_link(
    vault: Path, before: Before, how: str, *, is_linked: bool
) -> None:
    (vault / "a").write_bytes(b"a")
    linked: list[str] = []
    before("link", named("a"), lambda: linked.append(how))
    with (vault / "a").open(how):
        move_new(str(vault / "a"), str(vault / "b"), lambda *_: False, _link_for(str(vault / "a")))
    assert notes(vault) == {"b": b"a"}
    assert bool(linked) == is_linked


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can say who has a file open")
def test_a_note_that_is_written_to_gets_its_name_back_and_no_second_one(vault: Path) -> None:
    note = vault / "a.md"
    note.write_bytes(b"base")
    (vault / ".temp").write_bytes(b"X base")
    links: list[int] = []
    opened: list[IO[bytes]] = []

    def open_it(aside: str) -> bool:
        opened.append(open(aside, "ab"))  # noqa: SIM115 -- stays open, as in an editor
        return False

    with pytest.raises(BlockingIOError):
        swap(str(vault / ".temp"), str(note), str(vault / ".aside"), lambda *_: False, open_it)
    with opened.pop() as editor:
        editor.write(b" and more")
        links.append(os.fstat(editor.fileno()).st_nlink)
    assert links == [1]
    assert notes(vault) == {"a.md": b"base and more", ".temp": b"X base"}


def test_a_tail_is_not_finished_in_a_note_that_changes_meanwhile(vault: Path, before: Before) -> None:
    note = vault / "a.md"
    note.write_bytes(b"base and")
    entry = Entry("token", "append", "a.md", step="act", base=digest(b"base"), tail=b" and more", length=4)
    bench(vault).journal.begin(entry)
    before("open", lambda *args: args[1] & os.O_APPEND, lambda: note.write_bytes(b"the user's"))
    (message,) = recover(bench(vault))
    assert message.startswith("a.md: a write that was interrupted cannot be mended yet")
    assert note.read_bytes() == b"the user's"
    assert "half a line may stand in it" in recover(bench(vault))[0]
    assert note.read_bytes() == b"the user's"


def test_a_removal_whose_note_is_made_anew_in_the_last_moment_sets_the_other_beside(
    vault: Path, before: Before
) -> None:
    entry = Entry("token", "remove", "a.md", step="act", temp=".vpln-a.md-token", base=digest(b"base"))
    bench(vault).journal.begin(entry)
    (vault / entry.temp).write_bytes(b"newer")
    # the second opening of what was taken out is for giving it back
    seen = iter([False, True])
    before(
        "open",
        lambda path, *_: str(path).endswith(entry.temp) and next(seen),
        lambda: (vault / "a.md").write_bytes(b"made anew"),
    )
    (message,) = recover(bench(vault))
    assert "a.pln-conflict-1.md" in message
    assert notes(vault) == {"a.md": b"made anew", "a.pln-conflict-1.md": b"newer"}


def test_a_stray_file_that_goes_while_it_is_looked_at_is_nothing(vault: Path, before: Before) -> None:
    (vault / "a.md").write_bytes(b"")
    (vault / ".vpln-a.md-token").write_bytes(b"x")
    before("open", named(".vpln-a.md-token"), (vault / ".vpln-a.md-token").unlink)
    assert recover(bench(vault)) == []


@pytest.mark.skipif(not os.path.isdir("/dev/shm"), reason="needs a second file system")
def test_a_version_that_is_saved_to_while_it_is_copied_is_copied_again(vault: Path) -> None:
    note = vault / "a.md"
    note.write_bytes(b"one")
    saves = iter([b"two", b"three"])

    def clock() -> float:
        if save := next(saves, b""):
            note.write_bytes(save)
        return 1e9

    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        kept = Kept(f"{folder}/kept", clock)
        kept.take(str(note), "a.md", digest(b"one"), "user")
        found = {Path(version.file).read_bytes() for version in kept.all()}
    assert b"three" in found
    assert not note.exists()


# while a vault is listed


def test_what_goes_while_it_is_listed_is_not_in_the_list(
    vault: Path, before: Before, monkeypatch: pytest.MonkeyPatch
) -> None:
    (vault / "folder").mkdir()
    (vault / "folder/a.md").write_bytes(b"")
    before("scandir", named("folder/"), lambda: (vault / "folder").rename(vault.parent / "elsewhere"))
    assert list_vault(str(vault)).notes == {}
    (vault / "gone.md").write_bytes(b"")
    real = os.scandir

    @contextmanager
    def listed_before(folder: str) -> "Iterator[list[os.DirEntry[str]]]":
        with real(folder) as entries:
            found = list(entries)
        (vault / "gone.md").unlink()
        yield found

    monkeypatch.setattr(os, "scandir", listed_before)
    found = list_vault(str(vault))
    assert (found.notes, found.odd) == ({}, {})


def test_a_note_whose_whole_path_is_too_long_is_told(vault: Path) -> None:
    rest = 4090 - len(str(vault))
    handle = os.open(vault, os.O_RDONLY)
    opened, names = [handle], []
    while rest > 1:
        names.append("d" * (min(rest, 201) - 1))
        rest -= len(names[-1]) + 1
        os.mkdir(names[-1], dir_fd=opened[-1])
        opened.append(os.open(names[-1], os.O_RDONLY, dir_fd=opened[-1]))
    os.close(os.open("note.md", os.O_CREAT | os.O_WRONLY, 0o600, dir_fd=opened[-1]))
    try:
        found = list_vault(str(vault))
        assert [what for what in found.odd.values() if what.startswith("a file that cannot be looked at")]
    finally:
        os.unlink("note.md", dir_fd=opened[-1])
        for inner, name in zip(reversed(opened[:-1]), reversed(names), strict=True):
            os.rmdir(name, dir_fd=inner)
        for one in opened:
            os.close(one)
