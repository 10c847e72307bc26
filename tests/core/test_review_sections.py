"""The sections of a review: what is counted in a week, and that each number names what was counted."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grounds import item, note, person
from hostile_text import HOSTILE, structure_of, taken_from
from vault_pln.core.digest.ledger import name_digest
from vault_pln.core.markdown.escape import inline_code
from vault_pln.core.markdown.phrases import LANGUAGES
from vault_pln.core.review import SECTIONS, sections
from vault_pln.core.review.boxes import code_in
from vault_pln.core.review.record import dropped_on, path_digest
from vault_pln.core.review.week import last_ended, read_week, review_path, week_of, week_of_review
from vault_pln.model.ledger import Entry
from vault_pln.model.review import Row
from weeks import WEEK, material

DAYS = st.dates(date(1980, 1, 1), date(2100, 1, 1))


def rows(section: str, *args: object, **more: object) -> list[Row]:
    return list(SECTIONS[f"review-{section}"](material(*args, **more)))  # type: ignore[arg-type]  # as material has it


def told(section: str, *args: object, **more: object) -> list[str]:
    return [row.text for row in rows(section, *args, **more)]


def came(source: str, day: date, number: int, verb: str = "") -> list[Entry]:
    """The entries of an item that came on a day, and of the answer to it."""
    when, key = datetime(day.year, day.month, day.day, 6, tzinfo=UTC), f"{source.lower()}{number}".ljust(16, "x")
    found = [Entry(when, "wrote", key, day, of=name_digest(source)), Entry(when, "seen", "0" * 16, day)]
    return [*found, Entry(when, verb, key, day, of=name_digest(source))] if verb else found  # type: ignore[arg-type]


@given(DAYS)
def test_a_week_is_from_monday_to_sunday_and_reads_as_it_is_written(day: date) -> None:
    week = week_of(day)
    assert week.has(day)
    assert (week.monday.weekday(), week.sunday - week.monday) == (0, timedelta(days=6))
    assert read_week(str(week)) == week
    assert week_of_review("PLN", review_path("PLN", week)) == week
    assert last_ended(day).sunday < day <= last_ended(day).sunday + timedelta(days=7)


@pytest.mark.parametrize("text", ["", "2026", "2026-48", "2026-W00", "2026-W54", "2025-W53", "0000-W01", "2026-W1"])
def test_what_is_no_week_is_none(text: str) -> None:
    assert read_week(text) is None


def test_what_came_in_is_counted_by_the_answers_and_its_variety_set_against_four_weeks_before() -> None:
    notes = {"One": note("source", feed="https://one.example/"), "Two": note("source", feed="https://two.example/")}
    entries = [
        *came("One", WEEK.sunday, 1, "kept"),
        *came("Two", WEEK.monday, 2, "ticked"),
        *came("Two", WEEK.monday, 3),
        *came("One", WEEK.monday - timedelta(days=1), 4),
        *came("One", WEEK.monday - timedelta(days=22), 5),
        *came("Two", WEEK.sunday + timedelta(days=1), 6),
    ]
    found = rows("arrived", notes, (), entries)
    assert [row.text for row in found] == [
        "Items in the daily notes: 3 (sources: 2; read: 1; kept: 1)",
        "Read or kept: of [[Two]], [[One]]",
        "Sources shown in four weeks: 2, as varied as 2.0 of equal weight (1.0 in the four weeks before)",
        "Sources read or kept in four weeks: 2, as varied as 2.0 of equal weight",
    ]
    assert [len(row.because) for row in found] == [3, 2, 5, 2]


def test_contacts_are_days_with_somebody_and_new_ones_and_long_silences_are_named() -> None:
    notes = {
        "Ada": person(),
        "Bob": person(),
        "Cem": person(met="2020-01-01"),
        "2026-08-01": "Call with [[Bob]]",
        "2026-11-17": "[[Ada]] and [[Bob]]\n\nAgain [[Ada]]",
        "2026-11-22": "[[Ada]], [[Cem]]",
        "2026-11-23": "[[Bob]]",
    }
    found = rows("people", notes)
    assert [row.text for row in found] == [
        "Contacts: 4 (people: 3): [[Ada]], [[Bob]], [[Cem]]",
        "For the first time: [[Ada]]",
        "After a long silence: [[Bob]], before that on 2026-08-01",
    ]
    assert {(one.path, one.line) for one in found[0].because} == {
        ("2026-11-17.md", 1), ("2026-11-17.md", 3), ("2026-11-22.md", 1),
    }  # fmt: skip


def test_what_is_given_and_received_counts_lines_not_people() -> None:
    notes = {
        "Ada": person(), "Bob": person(),
        "2026-09-01": "Helped [[Ada]] #gave",
        "2026-11-17": "Reviewed for [[Ada]] and [[Bob]] #gave\n\n[[Bob]] sent me a book #got",
    }  # fmt: skip
    assert told("exchanged", notes) == [
        "This week: given 1, received 1",
        "In thirteen weeks: given 2, received 1",
    ]


def test_a_goal_is_fed_or_starves() -> None:
    notes = {
        "Rust": note("goal", weight=2), "Maps": note("goal"), "Zen": note("goal"), "Off": note("goal", status="done"),
        "One": note("source", goals='["[[Rust]]"]'),
        "Ada": person(goals='["[[Rust]]"]'),
        "2026-11-18": "[[Ada]] on [[Rust]]", "2026-10-01": "[[Maps]]",
    }  # fmt: skip
    assert told("goals", notes, (), came("One", WEEK.monday, 1)) == [
        "[[Rust]]: items 1; daily notes and meetings that name it 1; contacts with people who help 1",
        "[[Maps]]: nothing this week; last named on 2026-10-01",
        "[[Zen]]: nothing this week, and no dated note ever named it",
    ]


def test_who_came_in_the_quarter_and_through_whom() -> None:
    notes = {
        "Ada": person(), "Bob": person(met_via='"[[Ada]]"'),
        "Blog": note("source", since="2026-10-05", found_via='"[[Ada]]"'),
        "Gone": person(),
        "2026-08-01": "[[Ada]], [[Gone]]", "2026-10-10": "[[Ada]], [[Bob]]",
    }  # fmt: skip
    assert told("growth", notes) == [
        "Met in 2026-Q4 so far: 2; turnover against the quarter before: 67%",
        "Met by quarter: 2026-Q3 2, 2026-Q4 2",
        "New people this quarter: [[Bob]] (through [[Ada]])",
        "New sources this quarter: [[Blog]] (through [[Ada]])",
        "Met in the quarter before and not in this one: [[Gone]]",
    ]


def test_a_topic_rises_against_eight_weeks_in_items_of_several_sources() -> None:
    notes = {"One": note("source"), "Two": note("source")}
    before = (WEEK.monday - timedelta(days=10)).isoformat()
    items = [replace(item(f"Something old number {n}", "One", n), seen=before) for n in range(12)]
    assert told("rising", notes, items) == []
    titles = ["Embassy for beginners", "Why embassies matter", "The embassy executor", "Old things"]
    now = WEEK.sunday.isoformat()
    items += [replace(item(title, "One" if n % 2 else "Two", 20 + n), seen=now) for n, title in enumerate(titles)]
    (row,) = rows("rising", notes, items)
    assert row.text == "embassy: in the titles of 3 items this week, of 0 in the eight weeks before"
    assert [one.text for one in row.because] == titles[:3]
    assert told("rising", notes, [one for one in items if one.seen == now]) == [], "nothing to compare with"


@pytest.mark.parametrize("title", HOSTILE)
def test_of_a_hostile_title_only_words_come_into_a_review(title: str) -> None:
    before, now = (WEEK.monday - timedelta(days=10)).isoformat(), WEEK.sunday.isoformat()
    items = [replace(item(f"Something old number {n}", "One", n), seen=before) for n in range(12)]
    items += [replace(item(title, "One" if n % 2 else "Two", 20 + n), seen=now) for n in range(3)]
    for text in told("rising", {"One": note("source"), "Two": note("source")}, items):
        taken = taken_from(f"- {text}")
        assert {name for name, found in taken.items() if found} <= {"line starts", "escaped"}, text
        assert set(structure_of(f"- {text}")) == set(structure_of("- a word")), text


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_a_line_shown_as_code_is_code_whatever_stands_in_it(text: str) -> None:
    shown = inline_code(f"feed: {text}")
    assert "\n" not in shown
    assert list(code_in(f"x · {shown} → y")) == [" ".join(f"feed: {text}".split())]


def test_every_phrase_is_there_in_every_language_with_the_same_gaps() -> None:
    english = LANGUAGES["en"]
    for table in LANGUAGES.values():
        assert table.keys() == english.keys()
        for key, phrase in table.items():
            assert set(re.findall(r"\{(\w+)\}", phrase)) == set(re.findall(r"\{(\w+)\}", english[key])), key


def test_in_german_the_review_is_german() -> None:
    notes = {"Ada": person(expertise="[rust]"), "Rust": note("goal", keywords="[rust]"), "2026-11-18": "[[Ada]]"}
    given = material(notes, language="de")
    assert [given.say(one.key) for one in sections(given)] == [
        "Was hereinkam", "Kontakte", "Ziele", "Lücken, je mit einem nächsten Schritt", "Wie das Netz wächst",
    ]  # fmt: skip


def test_sources_that_left_are_named_with_how_and_counted_by_quarter() -> None:
    notes = {
        "Came": note("source", since="2026-11-01"),
        "Early": note("source", since="2026-05-01"),
        "Muted": note("source", status="muted"),
        "Dropped": note("source", status="dropped", since="2026-05-02"),
        "Quiet": note("source"),
        "Alive": note("source"),
        "Unknown": note("source", status="muted"),
    }
    entries = [
        *came("Muted", date(2026, 10, 9), 1),
        *came("Dropped", date(2026, 5, 9), 2),
        *(row for n in range(6) for row in came("Quiet", date(2026, 4, 1) + timedelta(days=n), 10 + n)),
        *(row for n in range(6) for row in came("Alive", WEEK.sunday - timedelta(days=n), 20 + n)),
    ]
    dropped = Entry(
        datetime(2026, 10, 12, tzinfo=UTC),
        "carried",
        "d" * 16,
        date(2026, 10, 12),
        "drop",
        of=path_digest("Dropped.md"),
    )
    given = replace(material(notes, (), entries), dropped=dropped_on([dropped]))
    found = [row.text for row in SECTIONS["review-growth"](given) if "ources that" in row.text]
    assert found == [
        "Sources that left this quarter: [[Muted]] (muted), [[Dropped]] (dropped)",
        "Sources that came and left by quarter: 2026-Q2 +2 −1, 2026-Q4 +1 −2",
    ]
    undone = replace(dropped, when=datetime(2026, 10, 13, tzinfo=UTC), verb="undone")
    assert dropped_on([dropped, undone]) == {}
