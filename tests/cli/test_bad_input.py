"""Whatever is wrong, a command says what, where and what to do, in one clear line, and harms nothing."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import ROOT, TODAY, Ran, Run, snapshot, write
from vault_pln.edge import lock
from vault_pln.jobs import write as writing

READING = [
    ("people",),
    ("sources",),
    ("goals",),
    ("items",),
    ("suggest",),
    ("who", "rust"),
    ("show", "Ada"),
    ("links", "Ada"),
    ("backlinks", "Ada"),
    ("graph",),
    ("status",),
    ("why", "2026-W40"),
    ("export", "json"),
]
WRITING = [
    ("reindex",),
    ("fetch",),
    ("daily",),
    ("init", "--yes"),
    ("import", "feeds.opml", "--yes"),
    ("introduce", "Ada", "Bob"),
    ("review",),
    ("log", "x"),
    ("add", "goal", "x"),
    ("publish",),
]
ALL = [*READING, *WRITING, ("watch",)]
FRIEND = "---\ntype: person\ncadence: weekly\nlast-contact: 2026-01-01\n---\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder outside any vault, with a list of feeds."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "feeds.opml").write_text('<opml><body><outline text="A" xmlUrl="https://a.example/f"/></body></opml>')
    monkeypatch.chdir(folder)
    return folder


def named(*command: str) -> str:
    return " ".join(command)


def is_clear(ran: Ran) -> bool:
    """One line on what happened, one on what to do, and no trace of the machinery."""
    lines = ran.err.splitlines()
    return len(lines) == 2 and lines[0].startswith("vault-pln: ") and "Traceback" not in ran.err


# no vault


@pytest.mark.parametrize("command", [c for c in ALL if c[0] != "init"], ids=lambda c: named(*c))
def test_outside_a_vault_every_command_says_so(run: Run, command: tuple[str, ...], here: Path) -> None:
    ran = run(*command)
    assert ran.code == 4
    assert is_clear(ran)
    assert f"'{here}' is in no vault" in ran.err
    assert "--vault or VAULT_PLN_VAULT" in ran.err


@pytest.mark.parametrize("place", ["nowhere", "feeds.opml"])
def test_a_vault_that_is_no_folder(run: Run, place: str) -> None:
    ran = run("people", "--vault", place)
    assert ran.code == 4
    assert is_clear(ran)
    assert f"there is no folder '{place}'" in ran.err


# the call


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--frobnicate"], "No such option:? '?--frobnicate"),
        (["frobnicate"], "No such command 'frobnicate'"),
        (["people", "--frobnicate"], "No such option:? '?--frobnicate"),
        (["people", "--today", "2026-13-01"], "'2026-13-01' does not match"),
        (["show"], "Missing argument 'NOTE'"),
        (["items", "--limit", "-1"], "-1 is not in the range"),
        (["import", "nowhere.opml"], "nowhere.opml"),
        (["watch", "--quiet", "soon"], "'soon' is not a valid float"),
    ],
)
def test_a_call_that_makes_no_sense(run: Run, args: list[str], said: str) -> None:
    ran = run(*args)
    assert ran.code == 2
    assert re.search(said, ran.err.splitlines()[-1])


def test_a_note_that_is_not_there(run: Run, vault: Path) -> None:
    ran = run("show", "Nobody", "--vault", vault)
    assert ran.code == 2
    assert is_clear(ran)
    assert "there is no note 'Nobody'" in ran.err


# settings


@pytest.mark.parametrize("command", ALL, ids=lambda c: named(*c))
def test_a_settings_note_that_cannot_be_read_ends_every_command(
    run: Run, vault: Path, command: tuple[str, ...]
) -> None:
    write(vault, "Ada.md", FRIEND)
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\nfolder: [\n---\n")
    before = sorted(vault.rglob("*"))
    ran = run(*command, "--vault", vault)
    assert ran.code == 3
    assert is_clear(ran)
    assert "PLN/PLN Settings.md:" in ran.err
    assert sorted(vault.rglob("*")) == before


def test_an_impossible_setting_is_a_problem_and_the_default_stands_in(run: Run, vault: Path) -> None:
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\ndaily-items: many\ntypo: 1\n---\n")
    ran = run("reindex", "--vault", vault)
    assert ran.code == 0
    assert "PLN/PLN Settings.md:3: 'daily-items: many' is not possible" in ran.err
    assert "PLN/PLN Settings.md:4: there is no setting 'typo'" in ran.err


# notes


@pytest.fixture
def odd(vault: Path) -> Path:
    """A vault with everything that can be wrong with a note, and one person."""
    write(vault, "Ada.md", FRIEND)
    (vault / "Latin.md").write_bytes("---\ntype: person\n---\ncaf\u00e9 [[Ada]]\n".encode("latin-1"))
    (vault / "x.md").mkdir()
    write(vault, "x.md/Inside.md", "[[Ada]]\n")
    os.mkfifo(vault / "p.md")
    (vault / "link.md").symlink_to("/etc/hostname")
    (vault / "loop").symlink_to(vault)
    write(vault, "deep.md", f"---\ntype: person\na: {'[' * 500}{']' * 500}\n---\n")
    write(vault, "looping.md", "---\ntype: person\na: &a [*a]\n---\n")
    write(vault, "bomb.md", "---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\n")
    write(vault, "broken.md", "---\ntype: person\nfoo: bar: baz\n---\n")
    write(vault, "huge.md", f"---\ntype: person\nasks: {'x' * 70_000}\n---\n")
    write(vault, "zeros.md", "---\ntype: person\n---\n\0\0\0[[Ada]]\n")
    write(vault, "open.md", "---\ntype: person\n")
    write(vault, "evil\x1b[31m\nname.md", "---\ntype: person\n---\n[[Nowhere\x1b]2;x\x07]]\n")
    return vault


def test_odd_notes_are_reported_and_the_others_are_indexed(run: Run, odd: Path) -> None:
    ran = run("reindex", "--vault", odd)
    assert ran.code == 0
    for said in (
        "Latin.md:4: the note is not UTF-8 and was not read",
        "x.md: not read: it is a folder with the name of a note",
        "p.md: not read: it is a pipe, socket or device with the name of a note",
        "link.md: not read: it is a link to a file; links are not followed",
        "loop: not read: it is a link to a folder; links are not followed",
        "deep.md:3: the properties are nested too deeply",
        "looping.md:3: the properties use YAML aliases (*)",
        "bomb.md:",
        "broken.md:3: the properties cannot be read",
        "huge.md:",
    ):
        assert said in ran.err
    assert "| [[Ada]] |" in (odd / "PLN/PLN People.md").read_text()


@pytest.mark.parametrize(
    "command", [*READING, ("reindex", "--dry-run"), ("daily", "--dry-run")], ids=lambda c: named(*c)
)
def test_nothing_in_a_note_reaches_the_terminal_as_a_command(run: Run, odd: Path, command: tuple[str, ...]) -> None:
    ran = run(*command, "--vault", odd, "--today", TODAY)
    assert ran.code == 0
    shown = ran.out + ran.err
    assert not {sign for sign in shown if (sign < " " and sign not in "\n\t") or "\x7f" <= sign < "\xa0"}
    # a name with a line end in it still is one line
    assert not [line for line in shown.splitlines() if line.startswith("name.md")]


def test_as_json_such_a_name_is_told_as_it_is(run: Run, odd: Path) -> None:
    names = [row["path"] for row in run("people", "--vault", odd, "--json").json]
    assert "evil\x1b[31m\nname.md" in names


def test_no_odd_note_is_ever_changed(run: Run, odd: Path) -> None:
    before = {path: path.read_bytes() for path in odd.rglob("*.md") if path.is_file() and "PLN" not in path.parts}
    for command in (("reindex",), ("daily",), ("init", "--yes")):
        assert run(*command, "--vault", odd, "--today", TODAY).code == 0
    assert {path: path.read_bytes() for path in before} == before


def test_a_daily_note_in_latin_1_is_not_written_and_it_says_so(run: Run, vault: Path) -> None:
    write(vault, "Ada.md", FRIEND)
    note = vault / f"{TODAY}.md"
    note.write_bytes("caf\u00e9\n".encode("latin-1"))
    ran = run("daily", "--vault", vault, "--today", TODAY)
    assert ran.code == 0
    assert f"{TODAY}.md: the note is not UTF-8 and is never written (Save it as UTF-8 in your editor.)" in ran.err
    assert note.read_bytes() == "caf\u00e9\n".encode("latin-1")


def with_rights(vault: Path, *args: str) -> Ran:
    """A command for which the rights of files count, as they do not for root; skips where root cannot be humbled."""
    humbly: list[str] = []
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root may read everything, and there is no setpriv to change that")
        humbly = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    command = [*humbly, sys.executable, "-m", "vault_pln", *args, "--vault", str(vault)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=env, check=False, capture_output=True, text=True)
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def closed() -> Iterator[Callable[[Path, int], None]]:
    """Takes rights away, until the test is over."""
    before: list[tuple[Path, int]] = []

    def close(path: Path, mode: int) -> None:
        before.append((path, path.stat().st_mode))
        path.chmod(mode)

    yield close
    for path, mode in before:
        path.chmod(mode)


Close = Callable[[Path, int], None]


def test_a_note_without_rights_is_reported_and_the_others_are_read(vault: Path, closed: Close) -> None:
    write(vault, "Ada.md", FRIEND)
    closed(write(vault, "Secret.md", FRIEND), 0)
    closed(write(vault, "Closed/Eve.md", FRIEND).parent, 0)
    ran = with_rights(vault, "reindex")
    assert ran.code == 0, ran.err
    assert "Secret.md: the note cannot be read: Permission denied (Check its rights.)" in ran.err
    assert "Closed: not read: it is a folder that cannot be read: Permission denied" in ran.err
    assert "| [[Ada]] |" in (vault / "PLN/PLN People.md").read_text()


def test_a_vault_without_rights_to_write_is_read_and_nothing_breaks(vault: Path, closed: Close) -> None:
    write(vault, "Ada.md", FRIEND)
    closed(vault, 0o555)
    ran = with_rights(vault, "reindex")
    assert ran.code == 1
    assert (
        "  PLN/PLN People.base: no permission to write here "
        "(Give yourself the right to write there; the next run tries again.)\n" in ran.err
    )
    ran = with_rights(vault, "daily", "--today", TODAY)
    assert ran.code == 1
    assert "nothing was delivered" in ran.err
    assert sorted(path.name for path in vault.iterdir()) == [".obsidian", "Ada.md"]


@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
@pytest.mark.parametrize(
    "command",
    [
        ("reindex",),
        ("daily",),
        ("review",),
        ("import", "feeds.opml", "--yes"),
        ("publish", "--yes"),
        ("init", "--yes"),
        ("doctor", "--fix", "--yes"),
    ],
    ids=lambda words: words[0],
)
def test_a_command_that_could_not_write_what_it_had_to_ends_with_1(
    vault: Path, closed: Close, command: tuple[str, ...], as_json: bool
) -> None:
    """And is done when the vault can be written again. Each first writes into the vault's own folder."""
    write(vault, "Ada.md", FRIEND.replace("cadence", "pln-publish: true\ncadence"))
    write(vault, "Ada Lovelace.md", "---\ntype: person\naliases: [Countess]\n---\n")
    write(vault, "Log.md", "With [[Countess]]\n")
    before = {path: path.read_bytes() for path in vault.rglob("*.md")}
    words = (*command, "--today", TODAY, *(["--json"] if as_json else []))
    closed(vault, 0o555)
    ran = with_rights(vault, *words)
    assert ran.code == 1, ran.out + ran.err
    assert "no permission to write here" in ran.out + ran.err
    assert "Traceback" not in ran.err
    assert {path: path.read_bytes() for path in vault.rglob("*.md")} == before
    vault.chmod(0o755)
    again = with_rights(vault, *words)
    assert again.code == 0, again.out + again.err
    assert {path: path.read_bytes() for path in vault.rglob("*.md")} != before


def test_a_visit_writes_nothing_into_the_vault_and_needs_no_right_to(vault: Path, closed: Close) -> None:
    write(vault, "Blog.md", "---\ntype: source\nfeed: feed.xml\n---\n")
    write(vault, "feed.xml", "<rss version='2.0'><channel><item><title>One</title></item></channel></rss>")
    closed(vault, 0o555)
    assert with_rights(vault, "fetch", "--all").code == 0


def test_a_ledger_without_rights_stops_what_needs_it(vault: Path, closed: Close, run: Run) -> None:
    write(vault, "Ada.md", FRIEND)
    run("daily", "--vault", vault, "--today", TODAY)
    (ledger,) = vault.glob("PLN/Ledger/*.md")
    closed(ledger, 0)
    ran = with_rights(vault, "daily", "--today", "2026-11-30")
    assert ran.code == 1
    assert is_clear(ran)
    assert ran.err.startswith(f"vault-pln: '{ledger}': Permission denied\n")
    assert not (vault / "2026-11-30.md").exists()


def test_a_state_folder_without_rights_is_one_clear_line(vault: Path, closed: Close, machine: Path) -> None:
    write(vault, "Ada.md", FRIEND)
    (machine / "state").mkdir()
    closed(machine / "state", 0o555)
    ran = with_rights(vault, "reindex")
    assert ran.code == 1
    assert is_clear(ran)
    assert f"vault-pln: the state folder cannot be used: '{machine}/state/" in ran.err
    assert not (vault / "PLN").exists()


# the machine


@pytest.mark.parametrize("command", [c for c in ALL if c[0] not in ("graph", "show")], ids=lambda c: named(*c))
def test_without_a_place_for_its_memory_nothing_is_written_and_it_says_so(
    run: Run, vault: Path, here: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("VAULT_PLN_STATE", str(here / "feeds.opml" / "state"))
    write(vault, "Ada.md", FRIEND)
    write(vault, "Bob.md", FRIEND)
    before = sorted(vault.rglob("*"))
    ran = run(*command, "--vault", vault)
    assert ran.code in (0, 1)
    if ran.code:
        assert is_clear(ran)
        assert "the state folder cannot be used" in ran.err
        assert "VAULT_PLN_STATE" in ran.err
    assert (ran.code == 1) == (command[0] not in ("people", "who", "links", "backlinks", "export", "publish"))
    assert sorted(vault.rglob("*")) == before


@pytest.mark.parametrize("command", [*READING, *WRITING], ids=lambda c: named(*c))
def test_without_a_place_for_its_cache_everything_works(
    run: Run, vault: Path, here: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("VAULT_PLN_CACHE", str(here / "feeds.opml" / "cache"))
    write(vault, "Ada.md", FRIEND)
    write(vault, "Bob.md", FRIEND)
    assert run(*command, "--vault", vault).code == 0


@pytest.mark.parametrize("command", [("fetch",), ("items",), ("sources",), ("status",), ("daily",)], ids=lambda c: c[0])
def test_a_memory_of_a_newer_version_is_left_alone(
    run: Run, vault: Path, machine: Path, command: tuple[str, ...]
) -> None:
    write(vault, "Ada.md", FRIEND)
    run("items", "--vault", vault)
    (store,) = machine.glob("state/*/news.sqlite")
    with sqlite3.connect(store) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    before = store.read_bytes()
    ran = run(*command, "--vault", vault, "--today", TODAY)
    assert ran.code == 1
    assert is_clear(ran)
    assert f"'{store}' was written by a newer vault-pln" in ran.err
    assert store.read_bytes() == before
    assert not (vault / f"{TODAY}.md").exists()


def test_a_cache_of_any_kind_is_no_matter(run: Run, vault: Path, machine: Path) -> None:
    write(vault, "Ada.md", FRIEND)
    run("reindex", "--vault", vault, "--today", TODAY)
    (cache,) = machine.glob("cache/*/notes.sqlite")
    before = snapshot(vault)
    for content in (b"", b"no database at all" * 1000, cache.read_bytes()[:5000]):
        cache.write_bytes(content)
        ran = run("reindex", "--vault", vault, "--today", TODAY, "--json")
        assert ran.json["written"] == []
        assert ran.err == ""
    shutil.rmtree(cache.parent)
    assert run("reindex", "--vault", vault, "--today", TODAY, "--json").json["written"] == []
    assert snapshot(vault) == before


# other processes


@pytest.mark.parametrize(
    "command", [("reindex",), ("daily",), ("init", "--yes"), ("import", "feeds.opml", "--yes")], ids=lambda c: c[0]
)
def test_a_vault_in_use_is_not_written(
    run: Run, vault: Path, machine: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setattr(writing, "_PATIENCE", 0)
    write(vault, "Ada.md", FRIEND)
    run("status", "--vault", vault)
    (state,) = (path for path in (machine / "state").iterdir() if path.is_dir())
    before = sorted(vault.rglob("*"))
    with lock.hold(str(state), "write", wait=0, busy=""):
        ran = run(*command, "--vault", vault, "--today", TODAY)
    assert ran.code == 5
    assert is_clear(ran)
    assert f"another vault-pln is writing in '{vault}' (process {os.getpid()})" in ran.err
    assert sorted(vault.rglob("*")) == before


# loss


@pytest.fixture
def emptied(run: Run, vault: Path) -> Path:
    """A vault that was indexed and is nearly empty now."""
    for number in range(12):
        write(vault, f"P{number}.md", FRIEND)
    run("reindex", "--vault", vault, "--today", TODAY)
    for number in range(11):
        (vault / f"P{number}.md").unlink()
    return vault


@pytest.mark.parametrize("command", [*WRITING, ("watch",)], ids=lambda c: named(*c))
def test_an_emptied_vault_is_not_written(run: Run, emptied: Path, command: tuple[str, ...]) -> None:
    before = {path: path.stat().st_mtime_ns for path in emptied.rglob("*")}
    ran = run(*command, "--vault", emptied, "--today", TODAY)
    assert ran.code == 6
    assert is_clear(ran)
    assert f"many notes of '{emptied}' are gone at once; nothing was written" in ran.err
    assert "--accept-loss" in ran.err
    assert {path: path.stat().st_mtime_ns for path in emptied.rglob("*")} == before
    assert run(*command, "--vault", emptied, "--today", TODAY).code == 6


@pytest.mark.parametrize("command", READING, ids=lambda c: named(*c))
def test_an_emptied_vault_can_be_looked_at(run: Run, emptied: Path, command: tuple[str, ...]) -> None:
    write(emptied, "Ada.md", FRIEND)
    assert run(*command, "--vault", emptied).code == 0


def test_a_loss_that_was_meant_is_accepted_once_and_for_all(run: Run, emptied: Path) -> None:
    done = run("reindex", "--vault", emptied, "--today", TODAY, "--accept-loss", "--json").json
    assert "PLN/PLN People.md" in done["written"]
    assert run("reindex", "--vault", emptied, "--today", TODAY).code == 0
    assert "[[P3]]" not in (emptied / "PLN/PLN People.md").read_text()


def test_notes_that_come_back_are_no_loss(run: Run, emptied: Path) -> None:
    assert run("reindex", "--vault", emptied, "--today", TODAY).code == 6
    for number in range(11):
        write(emptied, f"P{number}.md", FRIEND)
    assert run("reindex", "--vault", emptied, "--today", TODAY, "--json").json["written"] == []
