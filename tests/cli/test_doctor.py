"""What is wrong in a vault, and the line that mends it: shown, asked for, carried out to the byte."""

import sys
from pathlib import Path
from typing import Any

import pytest

from conftest import TODAY, Run, snapshot, write
from terminal import Terminal
from vault_pln.edge.places import places_of
from vault_pln.jobs.doctor import examine, mend
from vault_pln.jobs.live import open_vault

ADA = "---\ntype: person\naliases: [Ada]\n---\n"


@pytest.fixture
def sick(vault: Path) -> Path:
    """A vault with a certain edit, one to be asked for, and a finding without any."""
    write(vault, "Ada Lovelace.md", ADA)
    write(vault, "Log.md", "With [[Ada]]\nand [[Ada Lovelac]]\n")
    write(vault, "x.md", "---\na: 1\na: 2\n---\n")
    return vault


def doctor(run: Run, vault: Path, *options: str) -> Any:
    return run("doctor", "--vault", vault, "--today", TODAY, *options, "--json").json


def test_a_healthy_vault_has_nothing_wrong(run: Run, sample: Path) -> None:
    ran = run("doctor", "--vault", sample, "--today", TODAY, "--check")
    assert (ran.code, ran.out) == (0, "Nothing is wrong that vault-pln knows of.\n")
    assert doctor(run, sample) == []


def test_what_vault_pln_wrote_is_no_mistake_of_the_users(run: Run, sample: Path) -> None:
    for command in (("reindex",), ("fetch", "--all"), ("daily",)):
        run(*command, "--vault", sample, "--today", TODAY)
    assert doctor(run, sample) == []


def test_each_finding_says_where_what_and_how(run: Run, sick: Path) -> None:
    before = snapshot(sick)
    link, near, twice = doctor(run, sick)[1], doctor(run, sick)[2], doctor(run, sick)[0]
    assert {key: link[key] for key in ("path", "line", "message", "fix")} == {
        "path": "Log.md",
        "line": 1,
        "message": "'[[Ada]]' means no note; it is an alias of 'Ada Lovelace.md'",
        "fix": {"line": 1, "old": "With [[Ada]]", "new": "With [[Ada Lovelace|Ada]]"},
    }
    assert near["fix"] == {"line": 2, "old": "and [[Ada Lovelac]]", "new": "and [[Ada Lovelace]]"}
    assert (twice["path"], twice["line"], twice["fix"]) == ("x.md", 3, None)
    assert twice["advice"]
    assert snapshot(sick) == before


def test_it_is_printed_by_sort_with_what_to_do_next(run: Run, sick: Path) -> None:
    ran = run("doctor", "--vault", sick)
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "Properties that cannot be read: 1",
        "  x.md:3: the property 'a' stands here twice (Keep one of the two.)",
        "Links that miss what they mean: 2",
        "  Log.md:1: '[[Ada]]' means no note; it is an alias of 'Ada Lovelace.md'",
        "      With [[Ada]]  →  With [[Ada Lovelace|Ada]]",
        "  Log.md:2: '[[Ada Lovelac]]' means no note; it is nearly the name of 'Ada Lovelace.md'",
        "      and [[Ada Lovelac]]  →  and [[Ada Lovelace]]",
        "3 findings, 2 with an edit that mends it, 1 of them certain",
        "'vault-pln doctor --fix' shows each edit and asks; --yes takes the certain ones.",
    ]


def test_of_many_findings_the_first_are_printed(run: Run, vault: Path) -> None:
    for number in range(25):
        write(vault, f"{number:02}.md", "---\na: b: c\n---\n")
    lines = run("doctor", "--vault", vault).out.splitlines()
    assert lines[-3] == "  … and 5 more; --json lists them all"
    assert len(doctor(run, vault)) == 25


def test_check_tells_whether_something_is_wrong(run: Run, sick: Path) -> None:
    assert run("doctor", "--vault", sick, "--check").code == 1
    (sick / "x.md").unlink()
    assert run("doctor", "--vault", sick, "--check", "--fix", "--yes").code == 1
    (sick / "Log.md").write_text("[[Ada]]")
    assert run("doctor", "--vault", sick, "--check", "--fix", "--yes").code == 0
    assert run("doctor", "--vault", sick, "--check").code == 0


def test_a_dry_run_shows_all_edits_as_a_diff(run: Run, sick: Path) -> None:
    before = snapshot(sick)
    ran = run("doctor", "--vault", sick, "--dry-run")
    assert ran.out.splitlines()[-7:] == [
        "+++ b/Log.md",
        "@@ -1,3 +1,3 @@",
        "-With [[Ada]]",
        "-and [[Ada Lovelac]]",
        "+With [[Ada Lovelace|Ada]]",
        "+and [[Ada Lovelace]]",
        " ",
    ]
    certain = run("doctor", "--vault", sick, "--dry-run", "--yes").out
    assert "+With [[Ada Lovelace|Ada]]" in certain
    assert "+and [[Ada Lovelace]]" not in certain
    assert snapshot(sick) == before


def test_yes_takes_what_is_certain_and_nothing_else(run: Run, sick: Path) -> None:
    ran = run("doctor", "--vault", sick, "--fix", "--yes")
    assert (sick / "Log.md").read_text() == "With [[Ada Lovelace|Ada]]\nand [[Ada Lovelac]]\n"
    assert (sick / "x.md").read_text() == "---\na: 1\na: 2\n---\n"
    assert "mended 1 line in 1 note" in ran.out
    assert "2 findings, 1 with an edit" in ran.out
    assert [finding["mended"] for finding in doctor(run, sick, "--fix", "--yes")] == [False, False]


@pytest.mark.parametrize("options", [("--fix",), ("--fix", "--json"), ("--fix", "--dry-run", "--json")])
def test_without_a_terminal_nothing_is_asked_and_nothing_written(
    run: Run, sick: Path, options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot(sick)
    with (sick.parent / "empty").open("w+") as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        ran = run("doctor", "--vault", sick, *options)
    assert ran.code == 0
    assert "Mend it?" not in ran.out
    assert snapshot(sick) == before


@pytest.mark.parametrize(
    ("answers", "log"),
    [
        (["y", "y"], "With [[Ada Lovelace|Ada]]\nand [[Ada Lovelace]]\n"),
        (["n", "yes"], "With [[Ada]]\nand [[Ada Lovelace]]\n"),
        (["what", "all"], "With [[Ada Lovelace|Ada]]\nand [[Ada Lovelace]]\n"),
        (["y", "quit"], "With [[Ada Lovelace|Ada]]\nand [[Ada Lovelac]]\n"),
        (["q"], "With [[Ada]]\nand [[Ada Lovelac]]\n"),
        (["y", "\x04"], "With [[Ada]]\nand [[Ada Lovelac]]\n"),
    ],
)
def test_on_a_terminal_each_edit_is_shown_and_asked_for(sick: Path, answers: list[str], log: str) -> None:
    with Terminal("doctor", "--fix", "--vault", sick) as terminal:
        for answer in answers:
            terminal.answer("Mend it?", answer)
        code = terminal.end()
    assert "[1/2] Log.md:1: '[[Ada]]' means no note" in terminal.shown
    assert "-With [[Ada]]" in terminal.shown
    assert "+With [[Ada Lovelace|Ada]]" in terminal.shown
    assert (sick / "Log.md").read_text() == log
    assert code == (1 if "\x04" in answers else 0)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"\xef\xbb\xbf[[Ada]]\r\n\r\nx", b"\xef\xbb\xbf[[Ada Lovelace|Ada]]\r\n\r\nx"),
        (b"a\rb\nc\x00 [[Ada]]\r\n\x0c\n\n", b"a\rb\nc\x00 [[Ada Lovelace|Ada]]\r\n\x0c\n\n"),
        (b"\xef\xbb\xbf---\r\na: b: c\r\nd: e\n---\r\n[[Ada]]",
         b'\xef\xbb\xbf---\r\na: "b: c"\r\nd: e\n---\r\n[[Ada Lovelace|Ada]]'),
        ("é\u2028[[Ada]]\x85\n".encode(), "é\u2028[[Ada Lovelace|Ada]]\x85\n".encode()),
    ],
)  # fmt: skip
def test_every_other_byte_and_the_mode_survive(run: Run, vault: Path, before: bytes, after: bytes) -> None:
    write(vault, "Ada Lovelace.md", ADA)
    note = vault / "Log.md"
    note.write_bytes(before)
    note.chmod(0o640)
    run("doctor", "--vault", vault, "--fix", "--yes")
    assert note.read_bytes() == after
    assert note.stat().st_mode & 0o777 == 0o640


def test_a_note_that_cannot_be_written_is_named(run: Run, sick: Path) -> None:
    (sick / "Log.md").chmod(0o444)
    ran = run("doctor", "--vault", sick, "--fix", "--yes")
    assert "not mended: Log.md: is read-only" in ran.err
    assert "mended" not in ran.out.splitlines()[-3]
    assert (sick / "Log.md").read_text().startswith("With [[Ada]]")


def test_a_note_that_changes_meanwhile_is_not_written(sick: Path) -> None:
    places = places_of(str(sick))
    vault = open_vault(places)
    found = examine(vault)
    write(sick, "Log.md", "With [[Ada]] and others\n")
    (done,) = mend(vault, found, found.findings)
    assert done.outcome == "deferred"
    links = [finding for finding in examine(vault).findings if finding.sort == "link"]
    assert [(finding.fix, finding.certain) for finding in links] == [(None, False)] * 2
    (sick / "Log.md").unlink()
    assert len(examine(vault).findings) == 3
    assert mend(vault, found, []) == []


def test_a_settings_note_that_cannot_be_read_is_mended(run: Run, vault: Path) -> None:
    settings = write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\ndaily-heading: Learn: daily\n---\n")
    assert run("reindex", "--vault", vault).code == 3
    assert run("doctor", "--vault", vault, "--fix", "--yes").code == 0
    assert settings.read_text() == '---\ntype: pln-settings\ndaily-heading: "Learn: daily"\n---\n'
    assert run("reindex", "--vault", vault).code == 0


def test_files_and_notes_that_are_not_read_are_named(run: Run, vault: Path) -> None:
    write(vault, "Ada.md", ADA)
    write(vault, "Ada (conflicted copy 2026).md", ADA)
    (vault / "latin.md").write_bytes(b"---\ntype: person\n---\ncaf\xe9\n")
    (vault / "folder.md").mkdir()
    found = {row["path"]: row for row in doctor(run, vault)}
    assert found.keys() == {"Ada (conflicted copy 2026).md", "latin.md", "folder.md"}
    assert found["latin.md"]["line"] == 4
    assert {row["sort"] for row in found.values()} == {"file"}


def test_an_emptied_vault_is_looked_at_and_not_written(run: Run, vault: Path) -> None:
    write(vault, "Ada Lovelace.md", ADA)
    write(vault, "Log.md", "[[Ada]]")
    for number in range(20):
        write(vault, f"{number}.md", "x")
    doctor(run, vault)
    for number in range(20):
        (vault / f"{number}.md").unlink()
    assert len(doctor(run, vault)) == 1
    assert run("doctor", "--vault", vault, "--fix", "--yes").code == 6
    assert (vault / "Log.md").read_text() == "[[Ada]]"
    assert run("doctor", "--vault", vault, "--fix", "--yes", "--accept-loss").code == 0
    assert (vault / "Log.md").read_text() == "[[Ada Lovelace|Ada]]"
