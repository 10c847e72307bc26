"""Goals made sharper by a review: a keyword that what was kept has in common, and what a goal does not say."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from conftest import Run, write
from loopback import Answer, Site, serve
from reviews import BOX, MONDAY, REVIEW, TODAY, review, tick


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


def read(run: Run, vault: Path, site: Site, goal: str, titles: tuple[str, ...] = ("Rust: Borrowing by {}",)) -> Path:
    """A vault in which posts of three sources were kept for a goal; the goal's note."""
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\nallow-private-hosts: [127.0.0.1]\n---\n")
    note = write(vault, "Learn Rust.md", goal)
    for name in ("ada", "ben", "cem"):
        posts = "".join(f"<item><title>{one.format(name)}</title><guid>{name}{n}</guid></item>"
                        for n, one in enumerate(titles))  # fmt: skip
        site.routes[f"/{name}"] = Answer(200, f"<rss version='2.0'><channel>{posts}</channel></rss>".encode())
        write(vault, f"Sources/{name.title()}.md", f"---\ntype: source\nfeed: {site.url}/{name}\n---\n")
    day = (MONDAY - timedelta(days=5)).isoformat()
    lines = write(vault, f"{day}.md", "")
    for command in (["fetch", "--all"], ["daily"]):
        assert run(*command, "--vault", vault, "--today", day).code == 0
    lines.write_text(lines.read_text().replace("- [ ] ", "- [x] "))
    return note


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("keywords: [rust] # mine", "keywords: [rust, borrowing] # mine"),
        ("keywords: [rust, 'async io',]", "keywords: [rust, 'async io', borrowing]"),
        ("keywords:\n  - rust\nweight: 2", "keywords:\n  - rust\n  - borrowing\nweight: 2"),
        ("keywords: []\ntopics: [rust]", "keywords: [borrowing]\ntopics: [rust]"),
        ("topics: [rust]", "topics: [rust]\nkeywords: [borrowing]"),
    ],
)
def test_a_word_that_recurs_in_what_was_kept_becomes_a_keyword_by_a_tick(
    run: Run, vault: Path, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, after: str
) -> None:
    note = read(run, vault, site, text := f"---\r\ntype: goal\n{before}\n---\nMine.")
    (box,) = BOX.findall(review(run, vault))
    assert "Make “borrowing” a keyword of [[Learn Rust]]: it is in 3 titles that you read or kept for it · `" in box
    assert "Borrowing by ada" in run("why", box[-20:], "--vault", vault, "--today", TODAY).out
    tick(vault)
    monkeypatch.setenv("VAULT_PLN_STATE", str(tmp_path / "fresh"))
    monkeypatch.setenv("VAULT_PLN_CACHE", str(tmp_path / "fresh-cache"))
    assert " · done ^pln-" in review(run, vault)
    assert note.read_bytes().decode() == f"---\r\ntype: goal\n{after}\n---\nMine."
    assert run("undo", "--vault", vault, "--today", TODAY).code == 0
    assert note.read_bytes().decode() == text


@pytest.mark.parametrize("still", [True, False])
def test_undo_takes_a_keyword_out_of_the_keywords_and_never_the_same_line_of_another_list(
    run: Run, vault: Path, site: Site, *, still: bool
) -> None:
    text = "---\ntype: goal\nkeywords:\n  - rust\nchapters:\n  - borrowing\n---\n"
    note = read(run, vault, site, text)
    review(run, vault)
    tick(vault)
    review(run, vault)
    assert note.read_text() == text.replace("  - rust\n", "  - rust\n  - borrowing\n")
    if not still:
        note.write_text(text)
    assert run("undo", "--vault", vault, "--today", TODAY).code == 0
    assert note.read_text() == text


@pytest.mark.parametrize("keywords", ["rust", '["rust",\n  "async"]', "[rust, borrow]"])
def test_what_one_line_cannot_say_or_the_goal_asks_for_already_is_not_proposed(
    run: Run, vault: Path, site: Site, keywords: str
) -> None:
    read(run, vault, site, f"---\ntype: goal\nkeywords: {keywords}\n---\n")
    assert BOX.findall(review(run, vault)) == []


def test_a_hostile_title_gives_no_keyword_but_plain_words(run: Run, vault: Path, site: Site) -> None:
    titles = ("Rust [[evil]] {{{{x}}}} &lt;% run %&gt; #tag `code` {}",)
    read(run, vault, site, "---\ntype: goal\nkeywords: [rust]\n---\n", titles)
    (box,) = BOX.findall(review(run, vault))
    assert re.search(r"`keywords: \[rust\]` → `keywords: \[rust, [a-z]+\]`", box)


def test_once_a_month_a_goal_hears_what_it_does_not_say(run: Run, vault: Path) -> None:
    write(vault, "Rust.md", "---\ntype: goal\nkeywords: [rust]\ntarget: 2026-01-01\n---\nWhy: speed\n")
    write(vault, "Go.md", "---\ntype: goal\nstatus: paused\n---\n")
    write(vault, "C.md", "---\ntype: goal\n---\n- [ ] read K&R\n")
    assert "could be clearer" not in review(run, vault)
    assert run("review", "--vault", vault, "--today", "2026-12-07").code == 0
    text = (vault / REVIEW.replace("W47", "W49")).read_text()
    assert "## Goals that could be clearer\n\n" in text
    assert re.findall(r"- (\[\[.*does not say: .*)", text) == [
        "[[C]] does not say: keywords, the words that good articles use, why, a date to look back",
        "[[Rust]] does not say: a next step, a date that is still to come",
    ]
