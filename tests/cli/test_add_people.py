"""A person or a goal is one line away: from the template, where their kind live, once."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import TODAY, Ran, Run, snapshot, write
from loopback import Answer, Site, serve
from terminal import Terminal

FEED = b"<rss version='2.0'><channel><title>Ada's notes</title><item><title>Post</title><guid>1</guid></item></channel></rss>"
PAGE = b"""<link rel=alternate type=application/rss+xml href=/feed>
<div class="h-card"><a class="p-name u-url" href="/">Ada Lovelace</a> <b class="p-nickname">Countess [[x]]</b></div>
<a rel="me" href="https://social.example/@ada">social</a> <a rel="me noopener" href="https://code.example/ada">code</a>
<a rel="me" href="mailto:ada@x.example">mail</a> <a rel="me" href="javascript:alert(1)">x</a>
<a href="https://other.example/">a friend</a>"""


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


@pytest.fixture
def home(vault: Path) -> Path:
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\nallow-private-hosts: [127.0.0.1]\n---\n")
    write(vault, "Goals/Learn Rust.md", "---\ntype: goal\n---\n")
    return vault


def add(run: Run, vault: Path, kind: str, *more: str) -> Ran:
    return run("add", kind, *more, "--vault", vault, "--today", TODAY)


def properties(note: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(note.read_text().split("---\n")[1])
    return {key: value for key, value in found.items() if value not in (None, [])}


def test_a_person_with_all_that_matters(run: Run, home: Path) -> None:
    write(home, "Humans/Grace Hopper.md", "---\ntype: person\n---\n")
    ran = add(
        run, home, "person", "Ada Lovelace", "--relation", "mentor, peer", "--cadence", "every 6 weeks", "--goal",
        "Learn Rust", "--expertise", "async, history", "--asks", "a reviewer", "--alias", "Ada", "--met", "2024-05-02",
        "--met-via", "Grace Hopper",
    )  # fmt: skip
    assert (ran.code, ran.out) == (0, "wrote Humans/Ada Lovelace.md\n")
    assert properties(home / "Humans/Ada Lovelace.md") == {
        "type": "person", "aliases": ["Ada"], "relation": ["mentor", "peer"], "goals": ["[[Learn Rust]]"],
        "expertise": ["async", "history"], "asks": ["a reviewer"], "cadence": "every 6 weeks", "met": date(2024, 5, 2),
        "met-via": "[[Grace Hopper]]",
    }  # fmt: skip
    (row,) = [row for row in run("people", "--vault", home, "--json").json if row["name"] == "Ada Lovelace"]
    assert (row["cadence_days"], row["problems"]) == (42, [])


def test_a_name_is_enough(run: Run, home: Path) -> None:
    assert add(run, home, "person", "Ada").code == 0
    assert (
        (home / "People/Ada.md").read_text().endswith("# Ada\n\n<!-- pln:begin network -->\n<!-- pln:end network -->\n")
    )


@pytest.mark.parametrize(
    ("there", "text"),
    [("People/Ada.md", "---\ntype: person\n---\n"), ("x/ada.md", "---\ntype: person\n---\n"), ("Ada.md", "My notes.\n"),
     ("People/Ada Lovelace.md", "---\ntype: person\naliases: [ADA]\n---\n")],
)  # fmt: skip
def test_nobody_is_made_twice(run: Run, home: Path, there: str, text: str) -> None:
    write(home, there, text)
    before = snapshot(home)
    ran = add(run, home, "person", "Ada")
    assert ran.code == 2
    assert there in ran.err
    assert snapshot(home) == before


@pytest.mark.parametrize(
    "name", ["../../escape", "a/b", "CON", "x" * 400, ".hidden", "[[Ada]] #tag", "{{title}} <% x %>"]
)
def test_a_strange_name_stays_in_its_folder_and_harms_nothing(run: Run, home: Path, name: str) -> None:
    before = set(snapshot(home))
    assert add(run, home, "person", name).code == 0
    (new,) = set(snapshot(home)) - before
    assert new.startswith("People/")
    assert new.count("/") == 1
    graph = run("graph", "--vault", home, "--json").json
    assert graph["unresolved"][new] == {}
    assert graph["resolved"][new] == {}


@pytest.mark.parametrize("name", ["", " ", "\u200b"])
def test_nobody_has_no_name(run: Run, home: Path, name: str) -> None:
    ran = add(run, home, "person", name)
    assert ran.code == 2
    assert "needs a name" in ran.err


@pytest.mark.parametrize("words", [["--cadence", "sometimes"], ["--goal", "Learn Rrust"], ["--met", "yesterday"]])
def test_impossible_words_are_refused(run: Run, home: Path, words: list[str]) -> None:
    ran = add(run, home, "person", "Ada", *words)
    assert ran.code == 2
    assert not (home / "People").exists()


def test_a_goal_that_is_none_is_told_the_others(run: Run, home: Path) -> None:
    assert "'Learn Rust'" in add(run, home, "person", "Ada", "--goal", "Rust").err


def test_a_page_tells_name_profiles_and_feed(run: Run, home: Path, site: Site) -> None:
    site.routes = {"/": Answer(200, PAGE), "/feed": Answer(200, FEED)}
    ran = add(run, home, "person", "--url", f"{site.url}/", "--json")
    assert ran.code == 0, ran.err
    assert ran.json["written"] == ["People/Ada Lovelace.md"]
    found = properties(home / "People/Ada Lovelace.md")
    assert found["feeds"] == [f"{site.url}/feed"]
    assert found["profiles"] == [f"{site.url}/", "https://social.example/@ada", "https://code.example/ada"]
    assert found["aliases"] == ["Countess x"]
    (row,) = run("fetch", "--vault", home, "--today", TODAY, "--json").json
    assert (row["source"], row["new"]) == ("People/Ada Lovelace.md", 1)


def test_a_page_without_a_feed_is_no_reason_not_to_know_somebody(run: Run, home: Path, site: Site) -> None:
    site.routes["/"] = Answer(200, b"<p>Hello")
    ran = add(run, home, "person", "Ada", "--url", f"{site.url}/")
    assert ran.code == 0
    assert "no feed was found there" in ran.err
    assert properties(home / "People/Ada.md")["profiles"] == [f"{site.url}/"]


def test_somebody_whose_feed_is_listed_is_there_already(run: Run, home: Path, site: Site) -> None:
    write(home, "Sources/Notes.md", f"---\ntype: source\nfeed: {site.url}/feed\n---\n")
    site.routes = {"/": Answer(200, PAGE), "/feed": Answer(200, FEED)}
    ran = add(run, home, "person", "Ada", "--url", f"{site.url}/")
    assert ran.code == 0
    assert "Sources/Notes.md" in ran.err
    assert "feeds" not in properties(home / "People/Ada.md")


@pytest.mark.parametrize("lists", ["profiles: [HOST]", "feeds: [HOST/]"])
def test_somebody_whose_page_is_listed_is_there_already(run: Run, home: Path, site: Site, lists: str) -> None:
    write(home, "Countess.md", f"---\ntype: person\n{lists.replace('HOST', site.url)}\n---\n")
    ran = add(run, home, "person", "Ada", "--url", f"{site.url}/")
    assert ran.code == 2
    assert "'Countess' has this page already: Countess.md" in ran.err
    assert site.asked == []


def test_on_a_terminal_it_asks_for_what_is_missing(home: Path) -> None:
    with Terminal("add", "person", "--vault", home) as terminal:
        terminal.answer("Name", "Ada")
        terminal.answer("What are they to you?", "mentor")
        terminal.answer("How often do you want to be in touch?", "")
        terminal.answer("For which of them is it?", "Rust")
        terminal.answer("For which of them is it?", "Learn Rust")
        assert terminal.end() == 0
    found = properties(home / "People/Ada.md")
    assert (found["relation"], found["goals"]) == (["mentor"], ["[[Learn Rust]]"])
    assert "cadence" not in found


def test_a_rhythm_that_is_none_is_asked_for_again(home: Path) -> None:
    with Terminal("add", "person", "Zoe.md", "--vault", home) as terminal:
        terminal.answer("What are they to you?", "friend")
        terminal.answer("How often do you want to be in touch?", "wekly")
        terminal.answer("'wekly' is no rhythm. Say weekly, monthly", "weekly")
        terminal.answer("For which of them is it?", "")
        assert terminal.end() == 0
    (note,) = home.rglob("Zoe.md")
    assert "\ncadence: weekly\n" in note.read_text()


def test_yes_asks_nothing(home: Path) -> None:
    with Terminal("add", "person", "Ada", "--yes", "--vault", home) as terminal:
        assert terminal.end() == 0
    assert (home / "People/Ada.md").exists()


# goals


def test_a_goal(run: Run, home: Path) -> None:
    ran = add(run, home, "goal", "Write a book", "--keywords", "novel, plot", "--target", "2027-03-01", "--weight", "3",
              "--parent", "Learn Rust", "--area", "art")  # fmt: skip
    assert (ran.code, ran.out) == (0, "wrote Goals/Write a book.md\n")
    assert properties(home / "Goals/Write a book.md") == {
        "type": "goal", "status": "active", "keywords": ["novel", "plot"], "target": date(2027, 3, 1), "weight": 3,
        "parent": "[[Learn Rust]]", "area": "art",
    }  # fmt: skip
    assert {row["name"] for row in run("goals", "--vault", home, "--json").json} == {"Learn Rust", "Write a book"}


def test_a_goal_is_not_made_twice(run: Run, home: Path) -> None:
    ran = add(run, home, "goal", "learn: rust")
    assert ran.code == 2
    assert "Goals/Learn Rust.md" in ran.err


def test_a_dry_run_writes_nothing(run: Run, home: Path) -> None:
    before = snapshot(home)
    ran = add(run, home, "goal", "Write a book", "--dry-run")
    assert "+++ b/Goals/Write a book.md" in ran.out
    assert snapshot(home) == before


def test_what_is_said_as_json(run: Run, home: Path) -> None:
    assert add(run, home, "goal", "Write a book", "--json").json == {
        "new": ["Goals/Write a book.md"], "written": ["Goals/Write a book.md"], "offers": [], "problems": [],
    }  # fmt: skip
