"""What a goal lacks, each with a next step that the vault already holds."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest

from grounds import TODAY, ground, note, person, said
from vault_pln.core.digest.ledger import name_digest
from vault_pln.core.suggest.discovery import Candidate, Citation
from vault_pln.core.suggest.gaps import MOST, gaps
from vault_pln.model.ledger import Entry

GOAL = note("goal", keywords="[rust, async]")
FED = {"Rust": GOAL, "Fed": note("source", goals='["[[Rust]]"]'), "2026-11-20": "[[Rust]]"}


def lacks(notes: Mapping[str, str], entries: tuple[Entry, ...] = ()) -> list[str]:
    """The gaps of the goal ``Rust``."""
    where = ground(notes, entries=entries)
    return said(gaps(where.index, where.network, where.memory)["Rust.md"], where)


def came(source: str, *days: date) -> tuple[Entry, ...]:
    """Items of a source that came into the notes of these days."""
    return tuple(
        Entry(datetime(day.year, day.month, day.day, 6, tzinfo=UTC), verb, f"{number:0>16}", day, of=name_digest(source))
        for number, day in enumerate(days)
        for verb in ("wrote", "done")
    )  # fmt: skip


def test_a_role_that_nobody_fills_is_offered_to_who_lists_a_keyword_and_was_met_last() -> None:
    notes = {
        **FED,
        "Ana": person(expertise="[async]"),
        "Bea": person(expertise="[Async Rust]", last_contact="2026-05-04"),
        "Cem": person(expertise="[cooking]", last_contact="2026-11-01"),
        "Dov": person(expertise="[rust]", cadence="never", last_contact="2026-11-02"),
        "Eli": person(expertise="[rust]", snooze_until="2027-01-01", last_contact="2026-11-02"),
    }
    assert lacks(notes) == ["no mentor or expert: Bea lists Async Rust; last talked 2026-05-04"]
    assert lacks({**FED, "Ana": notes["Ana"]}) == ["no mentor or expert: Ana lists async; no contact yet"]
    assert lacks({**notes, "Fay": person(relation="expert", goals='["[[Rust]]"]')}) == []


@pytest.mark.parametrize(
    ("pursues", "shown"), [("Learn Rust at last", "Learn Rust at last"), ('"[[Rust]]"', "Rust"), ("async", "async")]
)
def test_a_peer_is_who_pursues_the_same(pursues: str, shown: str) -> None:
    assert lacks({**FED, "Bob": person(pursues=pursues)}) == [f"no peer: Bob pursues {shown}; no contact yet"]


def test_a_source_about_the_same_takes_the_place_of_one_that_went_quiet() -> None:
    notes = {
        "Rust": GOAL,
        "2026-11-20": "[[Rust]]",
        "Old": note("source", goals='["[[Rust]]"]', feed="https://old.example/"),
        "New": note("source", topics="[rust]", feed="https://new.example/"),
    }
    assert lacks(notes) == [], "nothing is known of how often it brings something"
    days = [TODAY - timedelta(days=60 + 7 * week) for week in range(4)]
    assert lacks(notes, came("Old", *days)) == ["no source since Old went quiet on 2026-09-24: New is about rust"]
    assert lacks(notes, came("Old", *days, TODAY)) == []
    assert lacks({key: text for key, text in notes.items() if key != "Old"}) == ["no source: New is about rust"]


def test_a_muted_source_is_named_where_there_is_no_other() -> None:
    notes = {"Rust": GOAL, "2026-11-20": "[[Rust]]", "Loud": note("source", goals='["[[Rust]]"]', status="muted")}
    assert lacks(notes) == ["no source: Loud is muted"]


def test_a_forum_that_is_about_the_same_and_does_not_name_the_goal_is_a_community() -> None:
    assert lacks({**FED, "Forum": note("source", medium="forum", topics="[async]")}) == [
        "no community: Forum is about async"
    ]


def test_a_goal_at_rest_names_who_helps() -> None:
    helper = person(relation="mentor", goals='["[[Rust]]"]', last_contact="2026-11-10")
    notes = {**FED, "Ada": helper}
    assert lacks(notes) == []
    del notes["2026-11-20"]
    assert lacks(notes) == ["no dated note names it: Ada helps with it; last talked 2026-11-10"]
    assert lacks({**notes, "2026-10-01": "[[Rust]]", "2026-12-01": "[[Rust]]"}) == [
        "not named in a note since 2026-10-01: Ada helps with it; last talked 2026-11-10"
    ]


def test_there_are_never_more_than_three_and_none_for_a_goal_that_rests() -> None:
    notes = {
        "Rust": GOAL,
        "Ada": person(expertise="[rust]", pursues="[rust]"),
        "Bob": person(relation="mentee", goals='["[[Rust]]"]', last_contact="2026-11-10"),
        "New": note("source", topics="[rust]", medium="forum"),
        "Done": note("goal", status="done", keywords="[rust]"),
    }
    assert len(lacks(notes)) == MOST
    where = ground(notes)
    assert gaps(where.index, where.network, where.memory).keys() == {"Rust.md"}


def site(goal: str, *sources: str) -> Candidate:
    rows = tuple(Citation("ada.example", "https://ada.example/", source, "1", 0.5, 1.0) for source in sources)
    return Candidate("ada.example", "https://ada.example/", 1.0, rows, (goal,), len(rows), 9)


def test_where_no_source_of_the_vault_fits_a_site_is_named_that_sources_link_to() -> None:
    notes = {"Rust": GOAL, "Old Blog": note("source", goals='["[[Rust]]"]'), "Two": note("source"), "Go": note("goal")}
    days = [TODAY - timedelta(days=100 + 7 * number) for number in range(6)]
    entries = came("Old Blog", *days)
    where = ground(notes, entries=entries)
    for known, said_ in ((entries, f" since Old Blog went quiet on {days[0]}"), ((), "")):
        where = ground(notes if known else {**notes, "Old Blog": note("source")}, entries=known)
        sites = [site("Go.md", "Two.md"), site("Rust.md", "Two.md", "Old Blog.md"), site("Rust.md", "Two.md")]
        (gap, *_) = gaps(where.index, where.network, where.memory, sites)["Rust.md"]
        assert said([gap], where) == [f"no source{said_}: ada.example is linked by 2 of your sources"]
        assert [one.path for one in gap.why] == ["Rust.md", "Two.md", "Old Blog.md"]
    fed = ground({"Rust": GOAL, "Two": note("source"), "Fed": note("source", topics="[rust]")})
    (gap, *_) = gaps(fed.index, fed.network, fed.memory, [site("Rust.md", "Two.md")])["Rust.md"]
    assert said([gap], fed) == ["no source: Fed is about rust"]
