"""Calls a person makes who has not read the help: each does what was meant, or says what to give."""

from pathlib import Path

import pytest

from conftest import TODAY, Run, write
from vault_pln.cli import suggest
from vault_pln.core.suggest.suggesters import SUGGESTERS

PERSON = "---\ntype: person\n---\n"
GOAL = "---\ntype: goal\nkeywords: [rust]\n---\n"


# where the vault is


def test_the_vault_may_be_named_before_the_command(run: Run, vault: Path, tmp_path: Path) -> None:
    write(vault, "Ada.md", PERSON)
    assert run("--vault", vault, "people", "--json").json[0]["name"] == "Ada"
    assert run("--vault", vault, "add", "person", "Bob").code == 0
    assert (vault / "Bob.md").exists()
    other = tmp_path / "other"
    (other / ".obsidian").mkdir(parents=True)
    assert run("--vault", other, "people", "--vault", vault, "--json").json[0]["name"] == "Ada"


def test_the_vault_before_the_command_wins_over_the_environment(
    run: Run, vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAULT_PLN_VAULT", str(tmp_path / "nowhere"))
    assert run("--vault", vault, "people").code == 0
    assert run("people", "--vault", vault).code == 0
    assert run("people").code == 4


# texts and names


def test_a_text_that_begins_like_an_option_is_logged(run: Run, vault: Path) -> None:
    assert run("log", "- [ ] call Ada", "--vault", vault, "--today", TODAY).code == 0
    assert run("log", "-5 degrees at the lake", "--vault", vault, "--today", TODAY).code == 0
    text = (vault / f"{TODAY}.md").read_text()
    assert "- [ ] call Ada\n" in text
    assert "- -5 degrees at the lake\n" in text


@pytest.mark.parametrize("name", [".", "..", "/", "%%", "---", "#"])
@pytest.mark.parametrize("kind", ["person", "goal"])
def test_what_can_be_no_name_of_a_note_is_refused(run: Run, vault: Path, kind: str, name: str) -> None:
    ran = run("add", kind, "--vault", vault, "--", name)
    assert (ran.code, ran.err.splitlines()[0]) == (2, f"vault-pln: '{name}' is no name for a note")
    assert list(vault.rglob("*.md")) == []


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Ada.md", "Ada"),
        ("💥", "💥"),
        ("王", "王"),
        ("7", "7"),
        ("a/b: c", "a b c"),
        ("{{title}}", "title"),
        ("<% tp.x %>", "tp.x"),
    ],
)
def test_a_name_becomes_a_sound_name_of_a_file(run: Run, vault: Path, name: str, file: str) -> None:
    assert run("add", "person", name, "--vault", vault).code == 0
    assert [path.stem for path in vault.rglob("*.md")] == [file]


def test_a_note_whose_name_no_link_can_hold_is_found_by_its_name(run: Run, vault: Path) -> None:
    write(vault, "People/a#b.md", PERSON)
    write(vault, "People/Bob [B] Brack.md", PERSON)
    write(vault, "People/c|d.md", PERSON)
    write(vault, "People/a.md", "# b\n")
    for name in ("a#b", "a#b.md", "People/a#b.md"):
        assert run("show", name, "--vault", vault, "--json").json["path"] == "People/a#b.md"
    assert run("show", "a#c", "--vault", vault, "--json").json["path"] == "People/a.md"
    assert run("show", "Bob [B] Brack", "--vault", vault).code == 0
    said = [
        one["path"] for one in run("doctor", "--vault", vault, "--json").json if "no link can hold" in one["message"]
    ]
    assert said == ["People/a#b.md", "People/c|d.md"]


def test_a_draft_names_such_a_note_in_a_way_that_is_read(run: Run, vault: Path) -> None:
    write(vault, "Ada.md", PERSON)
    write(vault, "Bob [B] Brack.md", PERSON)
    assert run("introduce", "Ada", "Bob [B] Brack", "--vault", vault).code == 0
    (draft,) = (vault / "PLN/Introductions").iterdir()
    assert 'Write `knows: "Bob [B] Brack"` into the note of Ada' in draft.read_text()
    write(vault, "Ada.md", '---\ntype: person\nknows: "Bob [B] Brack"\n---\n')
    assert '<edge source="Ada.md" target="Bob [B] Brack.md">' in run("export", "graphml", "--vault", vault).out


# nothing to tell


def test_where_no_item_waits_it_says_so(run: Run, vault: Path) -> None:
    write(vault, "Learn Rust.md", GOAL)
    assert "no item waits;" in run("items", "--vault", vault).err
    found = run("items", "--goal", "Learn Rust", "--vault", vault)
    assert (found.code, found.out) == (0, "")
    assert "no item waits for 'Learn Rust'; 'vault-pln fetch'" in found.err
    assert run("items", "--json", "--vault", vault).json == []


def test_where_there_is_nobody_and_nothing_it_says_how_to_begin(run: Run, vault: Path) -> None:
    write(vault, "Note.md", "words\n")
    for command, kind, what in (("people", "person", "NAME"), ("sources", "source", "URL"), ("goals", "goal", "NAME")):
        ran = run(command, "--vault", vault)
        assert (ran.code, ran.out) == (0, "")
        assert f"no note is a {kind}: 'vault-pln add {kind} {what}' makes one" in ran.err
        assert run(command, "--vault", vault, "--json").err == ""
    assert "(no note lists a feed: 'vault-pln add source URL'" in run("fetch", "--vault", vault).out


def test_with_nothing_to_take_back_undo_says_so(run: Run, vault: Path) -> None:
    ran = run("undo", "--vault", vault)
    assert (ran.code, ran.err.splitlines()) == (
        2,
        [
            "vault-pln: there is nothing to take back: no proposal was carried out that still stands",
            "  A proposal is a box in a review; ticked, it is carried out.",
        ],
    )
    unknown = run("undo", "^pln-aaaaaaaaaaaaaaaa", "--vault", vault)
    assert (unknown.code, "was not carried out" in unknown.err) == (2, True)


# weeks


@pytest.mark.parametrize("week", ["2026-W47", "2026-w47", " 2026-W47 "])
def test_a_week_is_known_in_any_case(run: Run, vault: Path, week: str) -> None:
    assert run("why", week, "--vault", vault).out.startswith("2026-W47: 2026-11-16 to 2026-11-22")


@pytest.mark.parametrize("week", ["2026-W99", "2026-W00", "2025-W53", "2026-w", "2026W47"])
def test_a_week_that_there_is_not_is_called_that(run: Run, vault: Path, week: str) -> None:
    ran = run("why", week, "--vault", vault)
    assert (ran.code, ran.err.splitlines()) == (
        2,
        [f"vault-pln: there is no week '{week}'", "  A week is written as 2026-W48, with 01 to 52 or 53."],
    )


# numbers


def test_home_and_review_count_given_and_received_in_the_same_way(run: Run, vault: Path) -> None:
    for name in ("Ada", "Bob"):
        write(vault, f"{name}.md", PERSON)
    write(vault, "2026-11-10.md", "- [[Ada]] and [[Bob]] read my draft #got\n- helped [[Ada]] #gave\n")
    write(vault, "Meeting.md", "---\ntype: meeting\ndate: 2026-11-12\npeople: ['[[Ada]]', '[[Bob]]']\n---\n")
    run("reindex", "--vault", vault, "--today", TODAY)
    assert (
        "In all so far: given 1 time, received 1 time; both ways with 1 of 2 people"
        in (vault / "PLN/PLN Home.md").read_text()
    )
    run("review", "--vault", vault, "--today", TODAY)
    (review,) = (vault / "PLN/Reviews").iterdir()
    assert "- In thirteen weeks: given 1, received 1\n" in review.read_text()


# the registry


def test_every_kind_of_suggestion_can_be_asked_for() -> None:
    assert tuple(SUGGESTERS) == suggest.KINDS
