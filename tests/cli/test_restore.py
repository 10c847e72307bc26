"""restore: what a write displaced comes back."""

import itertools
import os
from pathlib import Path

from conftest import Run, write
from terminal import Terminal
from vault_pln.edge.places import places_of
from vault_pln.jobs.write import carry_out
from vault_pln.model.edit import Edit


def displace(vault: Path, path: str, *texts: str, why: str = "the test") -> None:
    """Let a note have these texts one after another, each but the first by a write of ours."""
    file = write(vault, path, texts[0])
    for before, after in itertools.pairwise(texts):
        (done,) = carry_out(places_of(str(vault)), [Edit(path, before.encode(), after.encode(), why)])
        assert done.outcome == "written"
    assert file.read_bytes() == texts[-1].encode()


def test_the_versions_are_listed_newest_first(run: Run, vault: Path) -> None:
    displace(vault, "Notes/Ada.md", "one\r\n", "two, longer\r\n", "three\r\n", why="doctor mended line 1")
    ran = run("restore", "Ada", "--vault", vault, "--json")
    assert (ran.code, ran.json["note"], ran.json["gone"], ran.json["restored"]) == (0, "Notes/Ada.md", False, None)
    rows = ran.json["versions"]
    assert [(row["version"], row["size"], row["why"], row["current"]) for row in rows] == [
        (1, 13, "doctor mended line 1", False),
        (2, 5, "doctor mended line 1", False),
    ]
    assert rows[0]["when"] > rows[1]["when"]
    assert Path(rows[1]["file"]).read_bytes() == b"one\r\n"
    plain = run("restore", "Ada", "--vault", vault, "--list")
    assert [line.split("\t")[2:] for line in plain.out.splitlines()[1:]] == [
        ["13", "doctor mended line 1"],
        ["5", "doctor mended line 1"],
    ]


def test_a_version_comes_back_byte_for_byte_and_what_stood_there_is_kept(run: Run, vault: Path) -> None:
    displace(vault, "Ada.md", "\ufeffone\r\nü", "two")
    ran = run("restore", "Ada.md", "--vault", vault, "--version", "1", "--yes")
    assert ran.code == 0
    assert "+one" in ran.out.replace("\ufeff", "")
    assert (vault / "Ada.md").read_bytes() == "\ufeffone\r\nü".encode()
    back = run("restore", "Ada.md", "--vault", vault, "--version", "1", "--yes", "--json")
    assert (back.code, back.json["written"], back.json["restored"]) == (0, True, 1)
    assert "you brought back the version of" in back.json["versions"][0]["why"]
    assert (vault / "Ada.md").read_bytes() == b"two"


def test_without_a_terminal_nothing_is_asked_and_nothing_is_written(run: Run, vault: Path) -> None:
    displace(vault, "Ada.md", "one", "two")
    for options in (
        [],
        ["--list"],
        ["--version", "1"],
        ["--version", "1", "--dry-run", "--yes"],
        ["--version", "1", "--json"],
    ):
        ran = run("restore", "Ada", "--vault", vault, *options)
        assert ran.code == 0
        assert (vault / "Ada.md").read_bytes() == b"two"
    assert "Say --yes" in run("restore", "Ada", "--vault", vault, "--version", "1").out
    assert "+one" in run("restore", "Ada", "--vault", vault, "--version", "1", "--dry-run").out


def test_yes_alone_brings_back_the_newest_that_is_not_what_stands(run: Run, vault: Path) -> None:
    displace(vault, "Ada.md", "one", "two", "three")
    ran = run("restore", "Ada", "--vault", vault, "--yes")
    assert ran.code == 0
    assert "brought back Ada.md" in ran.out
    assert (vault / "Ada.md").read_bytes() == b"two"
    (vault / "Ada.md").write_bytes(b"three")
    assert run("restore", "Ada", "--vault", vault, "--yes", "--json").json["restored"] == 2
    assert (vault / "Ada.md").read_bytes() == b"two"


def test_where_no_version_is_named_it_says_what_to_give(run: Run, vault: Path) -> None:
    displace(vault, "Ada.md", "one", "two")
    assert run("restore", "Ada", "--vault", vault).out.splitlines()[-1] == (
        "Nothing was written. Say --version N to see what one would change, and --yes to bring it back."
    )
    assert "Say --version" not in run("restore", "Ada", "--vault", vault, "--list").out
    write(vault, "Bob.md", "one")
    nothing = run("restore", "Bob", "--vault", vault, "--yes")
    assert (nothing.code, "No version of 'Bob.md' is kept" in nothing.out) == (0, True)


def test_a_note_that_is_gone_comes_back(run: Run, vault: Path) -> None:
    displace(vault, "People/Ada.md", "one", "two")
    (vault / "People/Ada.md").unlink()
    (vault / "People").rmdir()
    for name in ("Ada", "ada", "[[Ada]]", "People/Ada", "People/Ada.md"):
        assert run("restore", name, "--vault", vault, "--json").json["gone"]
    assert run("restore", "Ada", "--vault", vault, "--version", "1", "--yes").code == 0
    assert (vault / "People/Ada.md").read_bytes() == b"one"


def test_a_gone_note_whose_name_two_had_is_asked_for_by_its_path(run: Run, vault: Path) -> None:
    for folder in ("A", "B"):
        displace(vault, f"{folder}/Ada.md", folder, "two")
        (vault / folder / "Ada.md").unlink()
    ran = run("restore", "Ada", "--vault", vault)
    assert (ran.code, ran.err.splitlines()[0]) == (2, "vault-pln: 'Ada' could be A/Ada.md or B/Ada.md")
    assert run("restore", "B/Ada", "--vault", vault, "--version", "1", "--yes").code == 0
    assert (vault / "B/Ada.md").read_bytes() == b"B"


def test_a_note_that_was_renamed_since_has_its_versions(run: Run, vault: Path) -> None:
    displace(vault, "Ada.md", "one", "two")
    write(vault, "Other.md", "so that the vault is not empty")
    run("reindex", "--vault", vault)
    (vault / "Ada.md").rename(vault / "Ada Lovelace.md")
    ran = run("restore", "Ada Lovelace", "--vault", vault, "--version", "1", "--yes", "--json")
    assert [row["path"] for row in ran.json["versions"]] == ["Ada.md"]
    assert (vault / "Ada Lovelace.md").read_bytes() == b"one"
    assert not (vault / "Ada.md").exists()
    assert "(as Ada.md)" in run("restore", "Ada Lovelace", "--vault", vault).out


def test_what_is_not_there_is_said(run: Run, vault: Path) -> None:
    write(vault, "Ada.md", "one")
    assert "No version of 'Ada.md' is kept" in run("restore", "Ada", "--vault", vault).out
    assert run("restore", "Ada", "--vault", vault, "--json").json["versions"] == []
    for args, message in (
        (["Nobody"], "there is no note 'Nobody' in this vault, and no version of one is kept"),
        (["Ada", "--version", "1"], "there is no version 1 of 'Ada.md'; kept: none"),
    ):
        ran = run("restore", *args, "--vault", vault)
        assert (ran.code, ran.err.splitlines()[0]) == (2, f"vault-pln: {message}")
    assert run("restore", "Ada", "--vault", vault, "--version", "0").code == 2


def test_the_version_that_stands_already_is_not_written(run: Run, vault: Path) -> None:
    displace(vault, "Ada.md", "one", "two")
    (vault / "Ada.md").write_bytes(b"one")
    ran = run("restore", "Ada", "--vault", vault, "--version", "1", "--yes")
    assert (ran.code, "is this version already" in ran.out) == (0, True)
    assert run("restore", "Ada", "--vault", vault, "--json").json["versions"][0]["current"]


def test_a_note_that_cannot_be_written_is_named_with_the_cause(run: Run, vault: Path) -> None:
    displace(vault, "Ada.md", "one", "two")
    os.link(vault / "Ada.md", vault / "twin")
    ran = run("restore", "Ada", "--vault", vault, "--version", "1", "--yes")
    assert ran.code == 1
    assert "Ada.md: has a second name on the disk" in ran.err
    assert (vault / "twin").read_bytes() == b"two"


def test_a_kept_version_that_is_no_text_stays_where_it_is(run: Run, vault: Path) -> None:
    (vault / "Ada.md").write_bytes(b"caf\xe9")
    (done,) = carry_out(places_of(str(vault)), [Edit("Ada.md", b"caf\xe9", None, "why")])
    assert done.outcome == "written"
    ran = run("restore", "Ada", "--vault", vault, "--version", "1", "--yes")
    assert (ran.code, "is not UTF-8" in ran.err) == (2, True)
    assert not (vault / "Ada.md").exists()


def test_a_vault_whose_settings_cannot_be_read_can_be_restored(run: Run, vault: Path) -> None:
    displace(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\n---\n", "---\n{{{\n---\n")
    assert run("restore", "PLN Settings", "--vault", vault, "--version", "1", "--yes").code == 0
    assert (vault / "PLN/PLN Settings.md").read_bytes() == b"---\ntype: pln-settings\n---\n"


def test_on_a_terminal_it_asks_which_and_whether(vault: Path) -> None:
    displace(vault, "Ada.md", "one", "two", "three")
    with Terminal("restore", "Ada", "--vault", vault) as shown:
        shown.answer("Which one?", "2")
        shown.answer("Bring it back?", "n")
        assert shown.end() == 0
        assert "-three" in shown.shown
    assert (vault / "Ada.md").read_bytes() == b"three"
    with Terminal("restore", "Ada", "--vault", vault) as shown:
        shown.answer("Which one?", "2")
        shown.answer("Bring it back?", "y")
        assert shown.end() == 0
    assert (vault / "Ada.md").read_bytes() == b"one"
    with Terminal("restore", "Ada", "--vault", vault) as shown:
        shown.answer("Which one?", "0")
        assert shown.end() == 0
