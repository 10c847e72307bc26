"""What status says of today's lines and visits: never a moment that is over as one that will come."""

from datetime import UTC, datetime
from pathlib import Path

from conftest import Run, write

SETTINGS = "---\ntype: pln-settings\ntimezone: UTC\n{}---\n"
FRIEND = "---\ntype: person\ncadence: weekly\nlast-contact: 2026-01-01\n---\n"


def today_line(run: Run, vault: Path, *more: str) -> str:
    out = run("status", "--vault", vault, *more).out
    return next(line for line in out.splitlines() if line.startswith("today "))


def test_lines_that_could_be_written_are_due_since_their_hour(run: Run, vault: Path) -> None:
    write(vault, "PLN/PLN Settings.md", SETTINGS.format("daily-at: 00:00\n"))
    write(vault, "Ada.md", FRIEND)
    day = datetime.now(UTC).date()
    assert today_line(run, vault).endswith(
        f"{day}.md: not written yet, due since {_local(day)}; 'vault-pln daily' writes what there is"
    )
    assert run("daily", "--vault", vault).code == 0
    assert "written; next lines " in today_line(run, vault)
    assert run("status", "--vault", vault, "--json").json["due_since"] is None


def _local(day: object) -> str:
    return f"{datetime.fromisoformat(f'{day}T00:00+00:00').astimezone():%Y-%m-%d %H:%M}"


def test_lines_of_a_day_to_come_and_of_a_pause_are_not_due(run: Run, vault: Path) -> None:
    assert "not written yet; next lines 2999-01-01" in today_line(run, vault, "--today", "2999-01-01")
    write(vault, "PLN/PLN Settings.md", SETTINGS.format("pause-until: 2999-01-01\n"))
    assert "not written yet; next lines 2999-01-01" in today_line(run, vault)


def test_a_visit_that_is_due_is_not_the_next_one(run: Run, vault: Path) -> None:
    write(vault, "feed.xml", "<rss version='2.0'><channel><title>A</title></channel></rss>")
    write(vault, "Blog.md", "---\ntype: source\nfeed: feed.xml\n---\n")
    assert "sources    1 due, 0 failing\n" in run("status", "--vault", vault).out
    run("fetch", "--vault", vault)
    assert "sources    0 due, 0 failing, next visit 20" in run("status", "--vault", vault).out


def test_fetch_says_that_a_day_does_not_move_the_clock_of_visits(run: Run, vault: Path) -> None:
    write(vault, "feed.xml", "<rss version='2.0'><channel><title>A</title></channel></rss>")
    write(vault, "Blog.md", "---\ntype: source\nfeed: feed.xml\n---\n")
    run("fetch", "--vault", vault)
    assert (
        "by the real clock, which --today does not move" in run("fetch", "--vault", vault, "--today", "2999-01-01").out
    )
    assert "by the real clock" not in run("fetch", "--vault", vault).out
