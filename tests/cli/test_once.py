"""Once and only once: what was written comes again only where it was overwritten, and only once."""

import shutil
from pathlib import Path

import pytest

from conftest import TODAY, Run, write

FEED = """<rss version="2.0"><channel><title>Blog</title><item><title>Pin</title><link>https://blog.example/pin</link>
<guid>pin</guid><pubDate>Mon, 16 Nov 2026 10:00:00 GMT</pubDate></item></channel></rss>"""
ADA = "---\ntype: person\ncadence: monthly\nasks: [a reviewer for her talk]\n---\n"


@pytest.fixture
def friends(vault: Path) -> Path:
    write(vault, "Ada.md", ADA)
    write(vault, "2026-10-01.md", "Talked with [[Ada]]\n")
    return vault


def daily(run: Run, vault: Path, today: str = TODAY) -> dict[str, object]:
    found: dict[str, object] = run("daily", "--vault", vault, "--today", today, "--json").json
    return found


def lines(vault: Path, name: str = TODAY) -> list[str]:
    return [line for line in (vault / f"{name}.md").read_text().splitlines() if "^pln-" in line]


# overwritten, confirmed, deleted


OVERWRITTEN = "what an editor held open\n"


def test_lines_that_an_editor_saved_over_come_once_more_and_no_oftener(run: Run, friends: Path) -> None:
    note = write(friends, f"{TODAY}.md", "mine\n")
    daily(run, friends)
    (line,) = lines(friends)
    note.write_text(OVERWRITTEN)
    assert daily(run, friends)["written"] is True
    assert lines(friends) == [line], "the same bytes"
    note.write_text(OVERWRITTEN)
    for day in (TODAY, TODAY, "2026-11-24"):
        assert daily(run, friends, day)["written"] is False
    assert note.read_text() == OVERWRITTEN


def test_a_section_that_was_there_at_a_later_look_stays_deleted(run: Run, friends: Path) -> None:
    note = write(friends, f"{TODAY}.md", "mine\n")
    daily(run, friends)
    note.write_text(note.read_text() + "more of mine\n")
    daily(run, friends)
    note.write_text(OVERWRITTEN)
    assert daily(run, friends)["written"] is False


def test_lines_deleted_below_their_heading_are_no_overwriting(run: Run, friends: Path) -> None:
    daily(run, friends)
    write(friends, f"{TODAY}.md", "## Learning network\n")
    assert daily(run, friends)["written"] is False


def test_an_answer_outlives_its_note(run: Run, friends: Path) -> None:
    daily(run, friends)
    note = friends / f"{TODAY}.md"
    note.write_text(note.read_text().replace("[ ]", "[-]"))
    daily(run, friends, "2026-11-24")
    note.unlink()
    ledger = (friends / "PLN/Ledger/PLN ledger desk-0001.md").read_text()
    assert " refused " in ledger
    assert daily(run, friends, "2026-11-25")["written"] is False


def test_a_closed_line_that_the_user_opens_again_stays_open(run: Run, friends: Path) -> None:
    daily(run, friends)
    daily(run, friends, "2026-11-30")
    note = friends / f"{TODAY}.md"
    assert "- [-] Write to [[Ada]]" in note.read_text()
    note.write_text(note.read_text().replace("[-]", "[ ]"))
    mine = note.read_text()
    assert daily(run, friends, "2026-12-01")["written"] is False, "it waits for an answer again"
    assert note.read_text() == mine


def test_a_line_in_work_is_neither_closed_nor_followed_by_another(run: Run, friends: Path) -> None:
    daily(run, friends)
    note = friends / f"{TODAY}.md"
    note.write_text(note.read_text().replace("[ ]", "[/]"))
    mine = note.read_text()
    assert daily(run, friends, "2026-12-20")["written"] is False
    assert note.read_text() == mine


# memory lost


LOSSES = ["cache", "state", "ledger", "cache state", "cache ledger"]


@pytest.mark.parametrize("losses", [*LOSSES, "state ledger", "cache state ledger"])
def test_memory_lost_writes_no_second_line(run: Run, friends: Path, machine: Path, losses: str) -> None:
    daily(run, friends)
    note = (friends / f"{TODAY}.md").read_bytes()
    lose(friends, machine, losses)
    for day in (TODAY, "2026-11-24", "2026-11-25"):
        assert daily(run, friends, day)["written"] is False
    assert (friends / f"{TODAY}.md").read_bytes() == note


@pytest.mark.parametrize("losses", LOSSES)
def test_a_deleted_line_stays_deleted_while_any_memory_is_left(
    run: Run, friends: Path, machine: Path, losses: str
) -> None:
    daily(run, friends)
    note = friends / f"{TODAY}.md"
    note.write_text("## Learning network\n### Reach out\n")
    lose(friends, machine, losses)
    for day in (TODAY, "2026-11-24", "2026-11-25"):
        assert daily(run, friends, day)["written"] is False
    assert note.read_text() == "## Learning network\n### Reach out\n"


@pytest.mark.parametrize("losses", ["cache", "cache state"])
def test_a_line_deleted_two_years_ago_stays_deleted(run: Run, friends: Path, machine: Path, losses: str) -> None:
    """Why no id ever leaves a ledger: rounds count from the last contact, and a first visit takes news of any age."""
    write(friends, "Blog.md", "---\ntype: source\nfeed: feed.xml\n---\n")
    write(friends, "feed.xml", FEED)
    run("fetch", "--vault", friends, "--today", TODAY)
    daily(run, friends)
    deleted = lines(friends)
    assert len(deleted) == 2
    note = friends / f"{TODAY}.md"
    note.write_text("".join(line for line in note.read_text().splitlines(keepends=True) if "^pln-" not in line))
    daily(run, friends, "2026-11-24")
    note.unlink()
    lose(friends, machine, losses)
    run("fetch", "--vault", friends, "--today", "2028-11-23", "--all")
    assert daily(run, friends, "2028-11-23")["items"] == []
    (round_since,) = lines(friends, "2028-11-23")
    assert "Write to [[Ada]]" in round_since
    assert round_since.rpartition("^")[2] not in deleted[0]


def test_a_ledger_that_went_back_is_made_whole_again(run: Run, friends: Path) -> None:
    daily(run, friends)
    ledger = friends / "PLN/Ledger/PLN ledger desk-0001.md"
    whole = ledger.read_text()
    ledger.write_text("".join(row for row in whole.splitlines(keepends=True) if " wrote " not in row))
    note = friends / f"{TODAY}.md"
    note.write_text(note.read_text().replace("[ ]", "[x]"))
    daily(run, friends, "2026-11-24")
    rows = {row for row in whole.splitlines() if row.startswith("- ")}
    found = [row for row in ledger.read_text().splitlines() if row in rows]
    assert sorted(found) == sorted(rows), "each once"


def test_a_vault_made_anew_at_the_same_place_begins_anew(run: Run, friends: Path, machine: Path) -> None:
    daily(run, friends)
    shutil.rmtree(friends)
    (friends / ".obsidian").mkdir(parents=True)
    write(friends, "Ada.md", ADA)
    write(friends, "2026-10-01.md", "Talked with [[Ada]]\n")
    assert (machine / "state").exists()
    assert daily(run, friends)["written"] is True


def test_a_damaged_copy_of_the_ledger_is_none(run: Run, friends: Path, machine: Path) -> None:
    daily(run, friends)
    (copy,) = (machine / "state").glob("*/ledgers.md")
    for damage in (b"", b"[]\n", b'{"Ada.md": 1}\n', b"\xff\xfe{", copy.read_bytes()[:40]):
        copy.write_bytes(damage)
        assert daily(run, friends)["written"] is False


def lose(vault: Path, machine: Path, losses: str) -> None:
    places = {"cache": machine / "cache", "state": machine / "state", "ledger": vault / "PLN/Ledger"}
    for name in losses.split():
        shutil.rmtree(places[name], ignore_errors=True)


# other devices


@pytest.mark.parametrize("name", [f"{TODAY}.sync-conflict-20261123-130434-ANQLDC6.md", f"{TODAY} (conflicted copy).md"])
def test_a_conflict_copy_never_causes_a_second_line(run: Run, friends: Path, name: str) -> None:
    daily(run, friends)
    note = friends / f"{TODAY}.md"
    write(friends, name, note.read_text())
    ledger = friends / "PLN/Ledger/PLN ledger desk-0001.md"
    write(friends, f"PLN/Ledger/{ledger.stem}.sync-conflict-20261123-130434-ANQLDC6.md", ledger.read_text())
    assert daily(run, friends)["written"] is False
    note.write_text("## Learning network\n### Reach out\n")
    assert daily(run, friends, "2026-11-24")["written"] is False
    assert (friends / name).read_text().count("^pln-") == 1
