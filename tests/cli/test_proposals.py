"""Proposals in the hard cases: feeds that moved, runs that were cut off, notes that one line cannot change."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conftest import Run, write
from loopback import Answer, Site, serve
from reviews import BOX, DROPPED, LEDGER, MONDAY, REVIEW, TODAY, TRIAL, review, shown, tick
from vault_pln.core.digest.ledger import entries_of, render_entry
from vault_pln.core.markdown.own import digest_of
from vault_pln.core.review.week import week_of
from vault_pln.edge.places import places_of
from vault_pln.jobs.live import open_vault
from vault_pln.jobs.review import is_due
from vault_pln.jobs.weekly import Weekly
from vault_pln.model.ledger import Entry

SETTINGS = "---\ntype: pln-settings\nallow-private-hosts: [127.0.0.1]\n---\n"
FEED = b"<rss version='2.0'><channel><title>A blog</title></channel></rss>"


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


def ticked(run: Run, vault: Path, text: str = TRIAL) -> str:
    """A review with one proposal that is ticked and waits; its id."""
    write(vault, "Old Blog.md", text)
    shown(vault, "Old Blog")
    (box,) = BOX.findall(review(run, vault))
    tick(vault)
    return str(box[-16:])


def cut_off(vault: Path, key: str) -> None:
    """What a run leaves behind that was killed after it wrote down what it is about to do."""
    old, new = ("status: trial # for now", "status: dropped # for now")
    (proposed,) = (one for one in entries_of((vault / LEDGER).read_bytes()) if one.verb == "proposed")
    when = datetime.now(UTC) + timedelta(minutes=1)
    entry = Entry(when, "carrying", key, proposed.day, "drop", digest_of(new), digest_of(old), proposed.of)
    with (vault / LEDGER).open("a") as ledger:
        ledger.write(render_entry(entry))


@pytest.mark.parametrize("note", [TRIAL, DROPPED])
def test_what_was_cut_off_before_or_after_the_note_is_brought_to_its_end_and_can_be_taken_back(
    run: Run, vault: Path, note: str
) -> None:
    cut_off(vault, ticked(run, vault))
    write(vault, "Old Blog.md", note)
    assert " · done ^pln-" in review(run, vault)
    assert (vault / "Old Blog.md").read_bytes() == DROPPED.encode()
    assert run("undo", "--vault", vault, "--today", TODAY).code == 0
    assert (vault / "Old Blog.md").read_bytes() == TRIAL.encode()


def test_a_review_whose_writing_was_cut_off_is_written_by_itself_with_the_same_boxes(
    run: Run, vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(vault, "Old Blog.md", TRIAL)
    shown(vault, "Old Blog")
    text, ledger = review(run, vault), vault / LEDGER
    (vault / REVIEW).unlink()
    proposed = re.sub(r"(?m)^- \S+ reviewed .*\n", "", ledger.read_text())
    ledger.write_text(proposed)
    monkeypatch.setenv("VAULT_PLN_STATE", str(tmp_path / "fresh"))
    again = open_vault(places_of(str(vault)), MONDAY)
    assert is_due(again) == week_of(MONDAY - timedelta(days=1))
    Weekly(quiet=0).keep(again)
    assert (vault / REVIEW).read_text() == text
    assert ledger.read_text().count(" proposed ") == 1
    assert is_due(open_vault(places_of(str(vault)), MONDAY)) is None


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("feed: https://old.example/feed\nsince: 2026-10-01\n", "status: trial"),
        ("feed: https://old.example/feed\nsince: 2026-10-01\n", 'Status: "trial"'),
        ("status: trial\nfeed: https://old.example/feed\n", "since: 2026-10-01"),
    ],
)
def test_a_property_is_changed_wherever_it_stands_and_however_it_is_written(
    run: Run, vault: Path, front: str, line: str
) -> None:
    text = f"---\ntype: source\n{front}{line}\n---\nstatus: trial\n"
    ticked(run, vault, text)
    review(run, vault)
    changed = re.sub(r'(?i)(status: )"?trial"?', r"\1dropped", text, count=1)
    assert (vault / "Old Blog.md").read_text() == changed
    assert run("sources", "--vault", vault, "--today", TODAY, "--json").json[0]["status"] == "dropped"


def test_what_more_than_one_line_would_have_to_say_is_not_proposed(run: Run, vault: Path) -> None:
    write(vault, "Old Blog.md", TRIAL.replace("status: trial # for now", "status:\r\n  - trial"))
    shown(vault, "Old Blog")
    assert BOX.findall(review(run, vault)) == []


def test_two_proposals_about_one_note_are_carried_out_one_after_the_other(run: Run, vault: Path, site: Site) -> None:
    write(vault, "PLN/PLN Settings.md", SETTINGS)
    site.routes |= {"/old": Answer(301, b"", {"Location": "/new"}), "/new": Answer(200, FEED)}
    text = TRIAL.replace("https://old.example/feed", f"{site.url}/old")
    write(vault, "Old Blog.md", text)
    assert run("fetch", "--vault", vault, "--today", TODAY, "--all").code == 0
    shown(vault, "Old Blog")
    assert len(BOX.findall(review(run, vault))) == 2
    for _ in range(2):
        tick(vault)
    for _ in range(2):
        review(run, vault)
    wanted = DROPPED.replace("https://old.example/feed", f"{site.url}/new")
    assert (vault / "Old Blog.md").read_bytes() == wanted.encode()
    assert (vault / REVIEW).read_text().count(" · done ^pln-") == 2
    for _ in range(2):
        assert run("undo", "--vault", vault, "--today", TODAY).code == 0
    assert (vault / "Old Blog.md").read_bytes() == text.encode()


@pytest.mark.parametrize("feeds", ["\n  - {0}/other\n  - '{0}/old'", "['{0}/other', \"{0}/old\"]", "[{0}/old]"])
def test_a_device_that_never_saw_the_feed_move_carries_the_move_out(
    run: Run, vault: Path, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, feeds: str
) -> None:
    write(vault, "PLN/PLN Settings.md", SETTINGS)
    site.routes |= {"/old": Answer(308, b"", {"Location": "/new?a=%3C%25b"}), "/new?a=%3C%25b": Answer(200, FEED)}
    text = f"---\ntype: person\nfeeds: {feeds.format(site.url)}\n---\n"
    note = write(vault, "Ann.md", text)
    site.routes["/other"] = Answer(200, FEED)
    assert run("fetch", "--vault", vault, "--today", TODAY, "--all").code == 0
    (box,) = BOX.findall(review(run, vault))
    assert box.startswith("- [ ] Visit Ann at its new address · `")
    tick(vault)
    monkeypatch.setenv("VAULT_PLN_STATE", str(tmp_path / "fresh"))
    monkeypatch.setenv("VAULT_PLN_CACHE", str(tmp_path / "fresh-cache"))
    review(run, vault)
    assert note.read_text() == text.replace("/old", "/new?a=%3C%25b")


def test_a_feed_that_moved_to_where_another_source_is_visited_is_not_proposed(
    run: Run, vault: Path, site: Site
) -> None:
    write(vault, "PLN/PLN Settings.md", SETTINGS)
    site.routes |= {"/old": Answer(301, b"", {"Location": "/new"}), "/new": Answer(200, FEED)}
    for name in ("old", "new"):
        write(vault, f"{name}.md", f"---\ntype: source\nfeed: {site.url}/{name}\n---\n")
    assert run("fetch", "--vault", vault, "--today", TODAY, "--all").code == 0
    assert BOX.findall(review(run, vault)) == []
