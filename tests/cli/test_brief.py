"""What is good to know before writing to somebody: on request, and in their note where it asks for it."""

from pathlib import Path

import pytest

from conftest import TODAY, Run, write

ADA = (
    "---\ntype: person\ngoals: ['[[Learn Rust]]']\nasks: [a reviewer]\nfeeds: [Feeds/ada.xml]\ntags: [person, trains]\n"
)
BLOCK = "---\n<!-- pln:begin network -->\n<!-- pln:end network -->\n"
POSTS = "".join(
    f"<item><title>Post {n}</title><link>https://ada.example/{n}</link><pubDate>{day} Nov 2026 08:00:00 GMT</pubDate></item>"
    for n, day in ((1, "09"), (2, "21"))
)


@pytest.fixture
def friends(vault: Path) -> Path:
    write(vault, "Ada.md", ADA + BLOCK)
    write(vault, "Learn Rust.md", "---\ntype: goal\nasks: [a code review partner]\n---\n")
    write(vault, "Pinning.md", "")
    write(vault, "Feeds/ada.xml", f"<rss version='2.0'><channel><title>Ada</title>{POSTS}</channel></rss>")
    for day in ("2026-10-01", "2026-10-11", "2026-10-21"):
        write(vault, f"{day}.md", "[[Ada]]\n")
    write(vault, "2026-11-10.md", "- Talked with [[Ada]] about [[Pinning]] #call #got (30m)\n- [ ] write to [[Ada]]\n")
    write(vault, "2026-11-20.md", "Ownership at last: [[Learn Rust]]\n")
    write(vault, "2026-11-05.md", "Before: [[Learn Rust]]\n")
    return vault


def test_a_brief_tells_what_was_and_what_came_since(run: Run, friends: Path) -> None:
    run("fetch", "--vault", friends, "--today", TODAY)
    brief = run("show", "Ada", "--vault", friends, "--today", TODAY, "--json").json["brief"]
    assert (brief["last_contact"], brief["rhythm_days"], brief["drifting"]) == ("2026-11-10", 10, False)
    assert brief["contacts"][0] == {
        "day": "2026-11-10", "path": "2026-11-10.md", "line": 1, "channel": "call", "direction": "got", "minutes": 30,
        "text": "- Talked with [[Ada]] about [[Pinning]] #call #got (30m)",
    }  # fmt: skip
    assert [row["day"] for row in brief["contacts"]] == ["2026-11-10", "2026-10-21", "2026-10-11", "2026-10-01"]
    assert brief["topics"] == ["Pinning.md"]
    assert brief["asks"] == {"theirs": ["a reviewer"], "yours": [{"goal": "Learn Rust.md", "ask": "a code review partner"}]}  # fmt: skip
    assert [(post["title"], post["url"]) for post in brief["posts"]] == [("Post 2", "https://ada.example/2")]
    assert brief["notes"] == [{"path": "2026-11-20.md", "day": "2026-11-20", "topic": "Learn Rust"}]


def test_on_a_terminal_it_is_a_few_lines(run: Run, friends: Path) -> None:
    run("fetch", "--vault", friends, "--today", TODAY)
    lines = run("show", "Ada", "--vault", friends, "--today", TODAY).out.splitlines()
    brief = [line.strip() for line in lines if not line.startswith("  ←")]
    for line in (
        "last contact: 2026-11-10, about every 10 days",
        "2026-11-10 (call, got, 30 min) 2026-11-10.md:1: - Talked with [[Ada]] about [[Pinning]] #call #got (30m)",
        "last topics: Pinning",
        "they ask for: a reviewer",
        "you ask for: a code review partner (Learn Rust)",
        "they wrote: Post 2 <https://ada.example/2> on 2026-11-21",
        "you wrote: 2026-11-20.md about Learn Rust",
    ):
        assert line in brief


def test_of_a_note_that_is_no_person_there_is_none(run: Run, friends: Path) -> None:
    assert run("show", "Learn Rust", "--vault", friends, "--today", TODAY, "--json").json["brief"] is None
    assert "last contact" not in run("show", "Learn Rust", "--vault", friends, "--today", TODAY).out


def test_of_somebody_never_met_it_is_short(run: Run, friends: Path) -> None:
    write(friends, "Eve.md", "---\ntype: person\n---\n")
    brief = run("show", "Eve", "--vault", friends, "--today", TODAY, "--json").json["brief"]
    assert (brief["last_contact"], brief["contacts"], brief["notes"], brief["rhythm_days"]) == (None, [], [], None)
    assert "last contact: never" in run("show", "Eve", "--vault", friends, "--today", TODAY).out


BRIEF = """- Latest contacts: 2026-11-10 (call, got, 30 min), 2026-10-21, 2026-10-11, 2026-10-01
- Last topics: [[Pinning]]
- Asks for: a reviewer
- You ask for: a code review partner ([[Learn Rust]])
- Your notes since: 2026-11-20 (Learn Rust)
"""


def test_their_block_holds_it_only_where_that_is_wished_for(run: Run, friends: Path) -> None:
    run("reindex", "--vault", friends, "--today", TODAY)
    assert BRIEF not in (friends / "Ada.md").read_text()
    write(friends, "Ada.md", f"{ADA}brief: true\n{BLOCK}")
    run("reindex", "--vault", friends, "--today", TODAY)
    first = (friends / "Ada.md").read_text()
    assert BRIEF in first
    run("fetch", "--vault", friends, "--today", TODAY)
    assert run("reindex", "--vault", friends, "--today", TODAY, "--json").json["written"] == [], "nor what was fetched"
    assert "Ada.md" not in run("reindex", "--vault", friends, "--today", "2026-12-24", "--json").json["written"]
    assert (friends / "Ada.md").read_text() == first, "no day that passes changes it"


def test_a_setting_wishes_for_it_in_every_block_and_without_a_block_there_is_none(run: Run, friends: Path) -> None:
    write(friends, "PLN/PLN Settings.md", "---\ntype: pln-settings\nnetwork-block: brief\nlanguage: de\n---\n")
    write(friends, "Eve.md", "---\ntype: person\nbrief: true\n---\n[[Learn Rust]]\n")
    eve = (friends / "Eve.md").read_bytes()
    run("reindex", "--vault", friends, "--today", TODAY)
    text = (friends / "Ada.md").read_text()
    assert "- Letzte Kontakte: 2026-11-10 (Anruf, bekommen, 30 min), 2026-10-21" in text
    assert "- Deine Notizen seitdem: 2026-11-20 (Learn Rust)" in text
    assert (friends / "Eve.md").read_bytes() == eve


def test_who_has_no_cadence_has_a_rhythm_that_is_shown_and_never_a_task(run: Run, friends: Path) -> None:
    (ada,) = run("people", "--vault", friends, "--today", "2026-12-08", "--json").json
    assert (ada["cadence_days"], ada["due"], ada["rhythm_days"], ada["drifting"]) == (None, None, 10, True)
    assert "about 10 days, quiet now" in run("people", "--vault", friends, "--today", "2026-12-08").out
    assert run("daily", "--vault", friends, "--today", "2026-12-08", "--json").json["follow_ups"] == []
    write(friends, "Ada.md", f"{ADA}cadence: monthly\n{BLOCK}")
    (ada,) = run("people", "--vault", friends, "--today", "2026-12-08", "--json").json
    assert (ada["cadence_days"], ada["rhythm_days"], ada["drifting"]) == (30, None, False)


def test_an_adaptive_cadence_follows_what_happens(run: Run, friends: Path) -> None:
    write(friends, "Ada.md", f"{ADA}cadence: monthly\n{BLOCK}")
    write(friends, "PLN/PLN Settings.md", "---\ntype: pln-settings\ncadence-style: adaptive\n---\n")
    (ada,) = run("people", "--vault", friends, "--today", TODAY, "--json").json
    # gaps of 10, 10 and 20 days: 30 → 24 → 19.8 → 19.86
    assert (ada["cadence_days"], ada["due"]) == (30, "2026-11-30")
