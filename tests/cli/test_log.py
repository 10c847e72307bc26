"""One line into today's note: the user's own words, and nothing else changes."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import TODAY, Run, snapshot, write
from vault_pln.core.markdown.insert import insert_line
from vault_pln.core.markdown.logged import log_line, why_not_logged
from vault_pln.core.markdown.note import read_note

NOTE = f"{TODAY}.md"
TEXT = "talked with [[Ada]] about [[Rust]] #got"


@pytest.fixture
def network(vault: Path) -> Path:
    write(vault, "Ada.md", "---\ntype: person\ncadence: monthly\naliases: [Countess]\n---\n")
    write(vault, "Grace Hopper.md", "---\ntype: person\n---\n")
    write(vault, "Rust.md", "")
    return vault


def log(run: Run, vault: Path, text: str = TEXT, *more: str) -> dict[str, Any]:
    found: dict[str, Any] = run("log", text, "--vault", vault, "--today", TODAY, "--json", *more).json
    return found


def test_a_logged_line_is_a_contact(run: Run, network: Path) -> None:
    found = log(run, network)
    assert found == {"note": NOTE, "line": 1, "text": f"- {TEXT}", "written": True, "problems": []}
    assert (network / NOTE).read_text() == f"- {TEXT}\n"
    ada, _ = run("people", "--vault", network, "--today", TODAY, "--json").json
    assert (ada["last_contact"], ada["got"], ada["due"]) == (TODAY, 1, "2026-12-23")


def test_a_dry_run_shows_the_line_and_writes_nothing(run: Run, network: Path) -> None:
    before = snapshot(network)
    ran = run("log", TEXT, "--vault", network, "--today", TODAY, "--dry-run")
    assert f"+- {TEXT}" in ran.out
    assert ran.code == 0
    assert snapshot(network) == before


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# Day\n\n## Log\n- early\n\n## Notes\n", "# Day\n\n## Log\n- early\n{line}\n\n## Notes\n"),
        ("## log\n### Morning\nx\n", "## log\n{line}\n### Morning\nx\n"),
        ("# Day\ntext", "# Day\ntext\n{line}\n"),
        ("# Day\r\n\r\n### Log\r\n", "# Day\r\n\r\n### Log\r\n{line}\r\n"),
        ("\ufeff---\ntags: [x]\n---\n", "\ufeff---\ntags: [x]\n---\n{line}\n"),
        ("# Day\n\n## Learning network\n### Read\n- x\n", "# Day\n{line}\n\n## Learning network\n### Read\n- x\n"),
        ("## Learning network\n- x\n", "{line}\n\n## Learning network\n- x\n"),
        ("a\n```\n## Log\nopen", "a\n{line}\n```\n## Log\nopen"),
        ("```\nopen", "{line}\n\n```\nopen"),
        ("", "{line}\n"),
    ],
)
def test_it_goes_under_its_heading_else_to_the_end_before_our_section(
    run: Run, network: Path, before: str, after: str
) -> None:
    write(network, NOTE, before)
    found = log(run, network)
    assert (network / NOTE).read_bytes().decode() == after.format(line=f"- {TEXT}")
    assert (network / NOTE).read_bytes().split(b"\n")[found["line"] - 1].strip() == f"- {TEXT}".encode()


def test_the_heading_is_a_setting(run: Run, network: Path) -> None:
    write(network, "PLN/PLN Settings.md", "---\ntype: pln-settings\nlog-heading: Tagebuch\n---\n")
    write(network, NOTE, "## Log\n\n## Tagebuch\n\n## Ende\n")
    log(run, network)
    assert (network / NOTE).read_text() == f"## Log\n\n## Tagebuch\n- {TEXT}\n\n## Ende\n"


def test_the_daily_note_is_made_from_the_users_template(run: Run, network: Path) -> None:
    write(network, ".obsidian/daily-notes.json", json.dumps({"folder": "Daily", "template": "T/Day"}))
    write(network, "T/Day.md", "# {{date}}\n\n## Log\n\n## Evening\n")
    assert log(run, network)["note"] == f"Daily/{NOTE}"
    assert (network / "Daily" / NOTE).read_text() == f"# {TODAY}\n\n## Log\n- {TEXT}\n\n## Evening\n"


def test_a_template_that_only_templater_can_run_is_left_out_and_said(run: Run, network: Path) -> None:
    write(network, ".obsidian/daily-notes.json", json.dumps({"template": "Day"}))
    write(network, "Day.md", "# <% tp.file.title %>\n")
    (problem,) = log(run, network)["problems"]
    assert "needs Templater" in problem["message"]
    assert (network / NOTE).read_text() == f"- {TEXT}\n"


def test_with_the_embed_style_it_is_still_the_users_note(run: Run, network: Path) -> None:
    write(network, "PLN/PLN Settings.md", "---\ntype: pln-settings\ndaily-style: embed\n---\n")
    assert log(run, network)["note"] == NOTE


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "nothing to log"),
        ("  - ", "nothing to log"),
        ("one\ntwo", "line break"),
        ("one\rtwo", "line break"),
        ("bell \x07", "control character"),
        ("one\u2028two", "line break"),
        ("x" * 3000, "longer than 2000"),
        ("```", "opens code"),
        ("- ~~~ x", "opens code"),
        ("<!-- x", "opens code"),
        ("a %% x", "opens code"),
        ("done ^pln-3f2a1c7d7k4m2q6p", "vault-pln's own"),
    ],
)
def test_what_is_no_line_is_refused(run: Run, network: Path, text: str, why: str) -> None:
    before = snapshot(network)
    ran = run("log", "--vault", network, "--today", TODAY, "--", text)
    assert ran.code == 2
    assert why in ran.err
    assert snapshot(network) == before


def test_a_link_without_a_note_is_written_and_said(run: Run, network: Path) -> None:
    problems = log(run, network, "met [[Grace Hoper]], the [[Countess]] and [[Somebody Else]]")["problems"]
    assert [(p["line"], p["message"], p["advice"]) for p in problems] == [
        (1, "no note is called 'Grace Hoper'", "Did you mean [[Grace Hopper]]?"),
        (1, "no note is called 'Countess'", "Did you mean [[Ada]]?"),
        (1, "no note is called 'Somebody Else'", "Make the note, or write the name as its note has it."),
    ]
    assert (network / NOTE).read_text() == "- met [[Grace Hoper]], the [[Countess]] and [[Somebody Else]]\n"


def test_a_note_that_is_no_text_stays_as_it_is(run: Run, network: Path) -> None:
    (network / NOTE).write_bytes(b"\xff\xfe")
    ran = run("log", TEXT, "--vault", network, "--today", TODAY)
    assert (ran.code, ran.out) == (1, "")
    assert "not UTF-8" in ran.err
    assert (network / NOTE).read_bytes() == b"\xff\xfe"


def test_on_a_device_that_is_not_the_writer_it_says_so(run: Run, network: Path) -> None:
    write(network, "PLN/PLN Settings.md", "---\ntype: pln-settings\nwriter: other-0002\n---\n")
    ran = run("log", TEXT, "--vault", network, "--today", TODAY)
    assert ran.code == 1
    assert "'other-0002' is the writer" in ran.err
    assert not (network / NOTE).exists()
    assert log(run, network, TEXT, "--take-over")["written"] is True


PARTS = st.sampled_from(
    ["# Day\n", "## Log\n", "text\n", "- item\n", "\n", "## Learning network\n", "### Read\n", "```\n", "> quote\n", "%%\n", "x"]
)  # fmt: skip


@given(st.lists(PARTS, max_size=8).map("".join), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\ufeff"]))
def test_one_line_comes_in_and_counts(before: str, ending: str, mark: str) -> None:
    text = mark + before.replace("\n", ending)
    after = insert_line(text, "Log", "Learning network", f"- {TEXT}")
    lines = after.removeprefix("\ufeff").split("\n")
    assert after.startswith(mark)
    assert sum(line.strip() == f"- {TEXT}" for line in lines) == 1
    rest = [line.rstrip("\r") for line in lines if line.strip() != f"- {TEXT}" and line.strip("\r")]
    assert rest == [line for line in before.split("\n") if line], "in order, and nothing is lost"
    assert [link.target for link in read_note("x.md", after.encode()).links] == ["Ada", "Rust"]


@given(st.text(max_size=40))
def test_what_may_be_logged_changes_nothing_after_it(text: str) -> None:
    if not why_not_logged(text):
        note = read_note("x.md", f"{log_line(text)}\n\n# Heading\n[[Ada]]\n".encode())
        assert [(h.line, h.text) for h in note.headings] == [(3, "Heading")]
        assert ("Ada", 4) in [(link.target, link.line) for link in note.links]
