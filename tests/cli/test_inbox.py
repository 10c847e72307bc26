"""PLN Inbox: what did not fit into a day, so that a lost line is never a lost item."""

import json
from pathlib import Path

import pytest

from conftest import TODAY, Run, Watch, write

SETTINGS = "---\ntype: pln-settings\ntimezone: Europe/Berlin\ndaily-items: 1\n---\n"
SOURCE = "---\ntype: source\nfeed: Feeds/weblog.json\ngoals: ['[[Learn Rust]]']\n---\n"


def entry(number: int, title: str) -> dict[str, str]:
    url = f"https://weblog.example/{number}"
    return {"id": str(number), "url": url, "title": title, "date_published": f"2026-11-2{number}T10:00:00Z"}


@pytest.fixture
def home(run: Run, vault: Path) -> Path:
    """A vault with three items and one place a day."""
    write(vault, "PLN/PLN Settings.md", SETTINGS)
    write(vault, "Goals/Learn Rust.md", "---\ntype: goal\nkeywords: [pin]\n---\n")
    write(vault, "Sources/Weblog.md", SOURCE)
    entries = [entry(1, "Gardens in winter"), entry(2, "Pin and unpin"), entry(3, "Bread")]
    write(vault, "Feeds/weblog.json", json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": entries}))
    assert run("fetch", "--vault", vault, "--today", TODAY, "--all").code == 0
    return vault


def daily(run: Run, vault: Path, today: str = TODAY, *more: str) -> None:
    assert run("daily", "--vault", vault, "--today", today, *more).code == 0


def rows(vault: Path) -> list[str]:
    text = (vault / "PLN/PLN Inbox.md").read_text()
    return [line.split("](")[0].removeprefix("- [") for line in text.splitlines() if line.startswith("- [")]


def in_days(vault: Path) -> set[str]:
    lines = (line for path in vault.glob("2026-*.md") for line in path.read_text().splitlines())
    return {line.split("](")[0].partition("[ ] [")[2] for line in lines if "weblog.example" in line}


def test_what_does_not_fit_waits_and_goes_once_it_is_delivered(run: Run, home: Path) -> None:
    daily(run, home)
    assert in_days(home) == {"Pin and unpin"}
    assert rows(home) == ["Bread", "Gardens in winter"]
    daily(run, home, "2026-11-24")
    assert in_days(home) | set(rows(home)) == {"Pin and unpin", "Bread", "Gardens in winter"}
    assert len(rows(home)) == 1


def test_it_is_rewritten_once_a_day(run: Run, home: Path) -> None:
    daily(run, home)
    before = (home / "PLN/PLN Inbox.md").read_bytes()
    write(home, "Sources/Other.md", SOURCE.replace("weblog", "other"))
    write(home, "Feeds/other.json", (home / "Feeds/weblog.json").read_text().replace("weblog", "other"))
    run("fetch", "--vault", home, "--today", TODAY, "--all")
    daily(run, home)
    assert (home / "PLN/PLN Inbox.md").read_bytes() == before
    daily(run, home, "2026-11-24")
    assert b"Waiting on 2026-11-24" in (home / "PLN/PLN Inbox.md").read_bytes()


def test_a_line_that_went_with_its_note_waits_again_and_a_deleted_one_does_not(run: Run, home: Path) -> None:
    daily(run, home)
    (home / f"{TODAY}.md").unlink()
    daily(run, home, "2026-11-24")
    assert "Pin and unpin" in rows(home)
    note = home / "2026-11-24.md"
    # seen by a later look, and deleted only then
    run("daily", "--vault", home, "--today", "2026-11-25")
    gone = in_days(home)
    text = "".join(line for line in note.read_text().splitlines(True) if "^pln-" not in line)
    note.write_text(text)
    daily(run, home, "2026-11-26")
    assert gone - in_days(home)
    assert not (gone - in_days(home)) & set(rows(home))


def test_what_the_user_wrote_into_the_note_stays_and_an_edited_block_is_left(run: Run, home: Path) -> None:
    daily(run, home)
    note = home / "PLN/PLN Inbox.md"
    note.write_bytes(note.read_bytes() + b"\r\nmine \xc3\xbc\n")
    daily(run, home, "2026-11-24")
    assert note.read_bytes().endswith(b"\r\nmine \xc3\xbc\n")
    assert b"Waiting on 2026-11-24" in note.read_bytes()
    edited = note.read_bytes().replace(b"best first", b"worst first")
    note.write_bytes(edited)
    said = run("daily", "--vault", home, "--today", "2026-11-25")
    assert note.read_bytes() == edited
    assert "the inbox was edited by hand" in said.err


def test_a_note_that_is_not_utf_8_is_never_written(run: Run, home: Path) -> None:
    daily(run, home)
    note = home / "PLN/PLN Inbox.md"
    note.write_bytes(note.read_bytes() + b"\xff")
    before = note.read_bytes()
    assert "not UTF-8" in run("daily", "--vault", home, "--today", "2026-11-24").err
    assert note.read_bytes() == before


def test_a_block_that_was_taken_out_stays_out(run: Run, home: Path) -> None:
    write(home, "PLN/PLN Inbox.md", "only mine\n")
    daily(run, home)
    assert (home / "PLN/PLN Inbox.md").read_text() == "only mine\n"


@pytest.mark.parametrize("more", ["writer: lap-0002", "pause-until: 2027-01-01"])
def test_who_may_not_write_today_writes_none(run: Run, home: Path, more: str) -> None:
    write(home, "PLN/PLN Settings.md", SETTINGS.replace("daily-items", f"{more}\ndaily-items"))
    daily(run, home)
    assert not (home / "PLN/PLN Inbox.md").exists()


def test_a_dry_run_shows_it_and_without_sources_there_is_none(run: Run, home: Path) -> None:
    shown = run("daily", "--vault", home, "--today", TODAY, "--dry-run").out
    assert "+Waiting on" in shown
    assert not (home / "PLN/PLN Inbox.md").exists()
    (home / "Sources/Weblog.md").unlink()
    daily(run, home)
    assert not (home / "PLN/PLN Inbox.md").exists()


def test_watch_keeps_it_and_remove_takes_it_away(run: Run, home: Path, watch: Watch) -> None:
    daemon = watch(home, "--today", TODAY)
    daemon.until((home / "PLN/PLN Inbox.md").exists)
    assert daemon.stop() == 0
    assert rows(home) == ["Bread", "Gardens in winter"]
    run("remove", "--vault", home, "--yes")
    assert not (home / "PLN/PLN Inbox.md").exists()


def test_a_source_has_its_share_of_a_day_and_not_of_a_run(run: Run, home: Path) -> None:
    write(home, "PLN/PLN Settings.md", SETTINGS.replace("daily-items: 1", "daily-items: 7"))
    daily(run, home)
    assert len(in_days(home)) == 2
    daily(run, home)
    assert len(in_days(home)) == 2
