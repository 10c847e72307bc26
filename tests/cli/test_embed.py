"""``daily-style: embed``: one stable line in the daily note, and the lines in a note of ours."""

import shutil
from pathlib import Path

import pytest

from conftest import TODAY, Run, write

ADA = "---\ntype: person\ncadence: monthly\n---\n"
EMBED = f"![[PLN {TODAY}]]"


@pytest.fixture
def friends(vault: Path) -> Path:
    write(vault, "Ada.md", ADA)
    write(vault, "2026-10-01.md", "Talked with [[Ada]]\n")
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\ndaily-style: embed\n---\n")
    return vault


@pytest.fixture
def note(friends: Path) -> Path:
    return write(friends, f"{TODAY}.md", "mine\n")


@pytest.fixture
def page(friends: Path) -> Path:
    return friends / f"PLN/Days/PLN {TODAY}.md"


def daily(run: Run, vault: Path, today: str = TODAY) -> bool:
    found = run("daily", "--vault", vault, "--today", today, "--json").json
    return bool(found["written"])


def more_people(vault: Path) -> None:
    write(vault, "Bob.md", "---\ntype: person\ncadence: 7\nlast-contact: 2026-01-01\n---\n")


def test_the_line_is_written_once_however_often_more_comes(run: Run, friends: Path, note: Path, page: Path) -> None:
    assert daily(run, friends)
    once = note.read_bytes()
    assert once == f"mine\n\n## Learning network\n{EMBED}\n".encode()
    more_people(friends)
    assert daily(run, friends)
    assert page.read_text().count("Write to") == 2
    assert note.read_bytes() == once
    assert not daily(run, friends)


def test_the_line_deleted_by_the_user_is_no_answer_and_stays_deleted(
    run: Run, friends: Path, note: Path, page: Path
) -> None:
    daily(run, friends)
    note.write_text("mine\n\n## Learning network\n")
    more_people(friends)
    assert daily(run, friends), "what is new goes where it belongs"
    assert note.read_text() == "mine\n\n## Learning network\n"
    assert page.read_text().count("- [ ] Write to") == 2
    assert not daily(run, friends)


def test_the_line_overwritten_by_an_editor_comes_once_more(run: Run, friends: Path, note: Path) -> None:
    daily(run, friends)
    for _ in range(3):
        note.write_text("mine, held open\n")
        daily(run, friends)
        assert note.read_text() in ("mine, held open\n", f"mine, held open\n\n## Learning network\n{EMBED}\n")
    assert note.read_text() == "mine, held open\n"


@pytest.mark.parametrize(
    ("old", "new", "due"),
    [("[ ]", "[x]", "2026-12-24"), ("[ ]", "[-]", "2026-11-30"), ("2026-11-25", "2026-12-20", "2026-12-20")],
)
def test_answers_in_our_note_are_read_as_anywhere(
    run: Run, friends: Path, note: Path, page: Path, old: str, new: str, due: str
) -> None:
    daily(run, friends)
    page.write_text(page.read_text().replace(old, new, 1))
    mine, page_text = note.read_bytes(), page.read_bytes()
    assert not daily(run, friends, "2026-11-24")
    assert (note.read_bytes(), page.read_bytes()) == (mine, page_text)
    (ada,) = run("people", "--vault", friends, "--today", "2026-11-26", "--json").json
    assert ada["due"] == due


def test_a_line_deleted_from_our_note_stays_deleted(run: Run, friends: Path, page: Path) -> None:
    daily(run, friends)
    page.write_text("## Learning network\n### Reach out\n")
    assert not daily(run, friends)
    assert " refused " in (friends / "PLN/Ledger/PLN ledger desk-0001.md").read_text()


def test_our_note_deleted_is_no_answer_and_nothing_in_it_comes_back(run: Run, friends: Path, page: Path) -> None:
    daily(run, friends)
    page.unlink()
    for day in (TODAY, "2026-11-24"):
        assert not daily(run, friends, day)
    assert not page.exists()
    assert " refused " not in (friends / "PLN/Ledger/PLN ledger desk-0001.md").read_text()


def test_without_a_daily_note_one_is_made_for_the_line(run: Run, friends: Path) -> None:
    assert daily(run, friends)
    assert (friends / f"{TODAY}.md").read_text() == f"## Learning network\n{EMBED}\n"
    (friends / f"{TODAY}.md").unlink()
    assert not daily(run, friends)
    assert not (friends / f"{TODAY}.md").exists()


def test_a_line_that_could_not_be_written_comes_with_the_next_run(
    run: Run, friends: Path, note: Path, page: Path
) -> None:
    note.write_bytes(b"not \xff UTF-8")
    assert not daily(run, friends)
    assert not page.exists(), "nothing at all is written beside a note that cannot be read"
    note.write_text("mine\n")
    assert daily(run, friends)
    assert EMBED in note.read_text()


def test_a_write_cut_off_between_our_note_and_the_line_is_completed(
    run: Run, friends: Path, note: Path, page: Path, machine: Path
) -> None:
    daily(run, friends)
    note.write_text("mine\n")
    ledger = friends / "PLN/Ledger/PLN ledger desk-0001.md"
    rows = ledger.read_text().splitlines(keepends=True)
    ledger.write_text("".join(row for row in rows if " embed " not in row))
    shutil.rmtree(machine / "state")
    before = page.read_bytes()
    daily(run, friends)
    assert note.read_text() == f"mine\n\n## Learning network\n{EMBED}\n"
    assert page.read_bytes() == before


def test_memory_lost_writes_no_second_line(run: Run, friends: Path, note: Path, page: Path, machine: Path) -> None:
    daily(run, friends)
    texts = note.read_bytes(), page.read_bytes()
    for folder in (machine / "state", machine / "cache", friends / "PLN/Ledger"):
        shutil.rmtree(folder, ignore_errors=True)
        assert not daily(run, friends)
    for folder in (machine / "state", machine / "cache", friends / "PLN/Ledger"):
        shutil.rmtree(folder, ignore_errors=True)
    assert not daily(run, friends)
    assert (note.read_bytes(), page.read_bytes()) == texts


def test_what_we_wrote_is_no_contact_no_backlink_and_no_link_of_the_users(
    run: Run, friends: Path, note: Path, page: Path
) -> None:
    note.write_text("mine [[Somewhere]] and [[2026-10-01]]\n")
    before = run("graph", "--vault", friends, "--json").json
    people = run("people", "--vault", friends, "--today", "2026-11-26", "--json").json
    backlinks = run("backlinks", "Ada", "--vault", friends, "--json").json
    daily(run, friends)
    assert run("graph", "--vault", friends, "--json").json == before
    assert run("people", "--vault", friends, "--today", "2026-11-26", "--json").json == people
    assert run("backlinks", "Ada", "--vault", friends, "--json").json == backlinks
    page.write_text(page.read_text().replace("[ ]", "[x]"))
    daily(run, friends, "2026-11-24")
    (ada,) = run("people", "--vault", friends, "--today", "2026-11-26", "--json").json
    assert ada["last_contact"] == "2026-11-24"
    assert run("graph", "--vault", friends, "--json").json == before


def test_an_untouched_line_in_our_note_is_closed_after_a_week(run: Run, friends: Path, page: Path) -> None:
    daily(run, friends)
    before = page.read_bytes()
    daily(run, friends, "2026-11-30")
    assert page.read_bytes() == before.replace(b"- [ ] Write", b"- [-] Write")


def test_a_change_of_style_brings_nothing_back(run: Run, friends: Path, note: Path, page: Path) -> None:
    write(friends, "PLN/PLN Settings.md", "---\ntype: pln-settings\n---\n")
    daily(run, friends)
    mine = note.read_text()
    write(friends, "PLN/PLN Settings.md", "---\ntype: pln-settings\ndaily-style: embed\n---\n")
    assert not daily(run, friends)
    assert not page.exists()
    note.write_text(mine.partition("- [ ]")[0])
    assert not daily(run, friends)
    more_people(friends)
    assert daily(run, friends)
    assert "Ada" not in page.read_text()
    assert note.read_text().count("^pln-") == 0
