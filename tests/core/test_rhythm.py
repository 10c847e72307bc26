"""How often somebody wants to be in touch, and when they are due."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.network.rhythm import (
    adapted,
    cadence_of,
    is_drifting,
    last_contact,
    next_due,
    own_rhythm,
    stretched,
    urgency,
)
from vault_pln.model.kinds import Person
from vault_pln.model.network import Due
from vault_pln.model.settings import Settings

ADA = Person("Ada.md", "Ada")
DAY = date(2026, 11, 23)
DATES = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (ADA, None),
        (ADA._replace(cadence=45), 45),
        (ADA._replace(cadence=45, relation=("mentor",)), 45),
        (ADA._replace(cadence=0, relation=("mentor",)), None),
        (ADA._replace(relation=("mentor",)), 30),
        (ADA._replace(relation=("expert", "mentee")), 14),
        (ADA._replace(tags=("person", "peer")), 60),
        (ADA._replace(relation=("expert",), tags=("mentor",)), 30),
        (ADA._replace(relation=("friend",)), None),
    ],
)
def test_a_cadence_is_the_persons_own_else_the_shortest_of_relation_and_tags(
    person: Person, expected: int | None
) -> None:
    assert cadence_of(person, Settings()) == expected


def test_the_settings_decide_about_relations_and_tags() -> None:
    settings = Settings(cadences={"friend": 10, "mentor": 0})
    assert cadence_of(ADA._replace(relation=("friend", "mentor")), settings) == 10
    assert cadence_of(ADA._replace(relation=("mentor",)), settings) is None, "0 is never"


@pytest.mark.parametrize(
    ("evidence", "written", "expected"),
    [
        (None, None, None),
        (DAY, None, DAY),
        (None, DAY, DAY),
        (DAY, date(2026, 1, 1), DAY),
        (date(2026, 1, 1), DAY, DAY),
    ],
)
def test_the_last_contact_is_the_later_of_evidence_and_what_the_note_says(
    evidence: date | None, written: date | None, expected: date | None
) -> None:
    assert last_contact(ADA._replace(last_contact=written), evidence) == expected


def test_somebody_is_due_a_cadence_after_the_last_contact() -> None:
    assert next_due(ADA, 30, DAY, None, ()) == Due(DAY + timedelta(30), DAY, 30)
    assert next_due(ADA._replace(last_contact=DAY), 30, None, None, ()) == Due(DAY + timedelta(30), DAY, 30)


def test_a_skipped_round_is_left_out_and_no_other() -> None:
    skipped = {DAY + timedelta(30), DAY + timedelta(60)}
    assert next_due(ADA, 30, DAY, None, skipped) == Due(DAY + timedelta(90), DAY, 30)
    assert next_due(ADA, 30, DAY, None, {DAY + timedelta(60)}) == Due(DAY + timedelta(30), DAY, 30)


def test_without_any_date_nobody_is_due() -> None:
    assert next_due(ADA, 30, None, None, ()) is None


@given(DATES, st.integers(1, 3650), st.text(max_size=20))
def test_the_first_date_is_spread_over_half_a_cadence(known: date, cadence: int, name: str) -> None:
    person = ADA._replace(name=name)
    found = next_due(person, cadence, None, known, ())
    assert found is not None
    assert found.since is None
    assert 0.75 * cadence - 1 <= (found.day - known).days <= 1.25 * cadence + 1
    assert next_due(person, cadence, None, known, ()) == found, "the same on every device"


def test_an_import_of_a_hundred_people_does_not_bring_all_at_once() -> None:
    days = [next_due(ADA._replace(name=f"Person {n}"), 30, None, DAY, ()) for n in range(100)]
    count: dict[date, int] = {}
    for due in days:
        assert due is not None
        count[due.day] = count.get(due.day, 0) + 1
    assert len(count) >= 14
    assert max(count.values()) <= 20


def test_the_day_they_were_met_goes_before_the_day_they_were_first_known() -> None:
    met = ADA._replace(met=date(2026, 1, 1))
    assert next_due(met, 30, None, DAY, ()) == next_due(ADA, 30, None, date(2026, 1, 1), ())


@pytest.mark.parametrize(("late", "expected"), [(-10, 0.0), (0, 0.0), (15, 0.5), (30, 1.0), (90, 3.0)])
def test_urgency_is_how_late_in_rounds(late: int, expected: float) -> None:
    assert urgency(Due(DAY, DAY - timedelta(30), 30), DAY + timedelta(late)) == expected


@given(DATES, st.integers(1, 365), st.integers(0, 400), st.integers(0, 400))
def test_the_later_the_more_urgent(day: date, cadence: int, one: int, more: int) -> None:
    due = Due(day, None, cadence)
    assert urgency(due, day + timedelta(one)) <= urgency(due, day + timedelta(one + more))


# adaptive


@pytest.mark.parametrize(
    ("gaps", "expected"),
    [
        ([], 30),
        ([30], 30),
        ([40], 33),
        ([20], 27),
        ([40, 40], 35),
        ([1], 21),
        ([1, 1], 15),
        ([1] * 20, 15),
        ([300], 60),
        ([300, 300], 60),
        ([300, 30], 51),
        ([0, 40], 33),
    ],
)
def test_a_cadence_moves_towards_the_gaps_between_contacts_and_at_most_by_half(gaps: list[int], expected: int) -> None:
    days = [DAY]
    for gap in gaps:
        days.append(days[-1] + timedelta(gap))
    assert adapted(30, days) == expected
    assert adapted(30, reversed(days)) == expected


@given(st.integers(1, 365), st.lists(DATES, max_size=20))
def test_the_users_own_cadence_stays_the_anchor(base: int, days: list[date]) -> None:
    assert base // 2 <= adapted(base, days) <= 2 * base
    assert adapted(base, days) >= 1


@pytest.mark.parametrize(("snoozes", "expected"), [(0, None), (2, None), (3, 45), (9, 45)])
def test_three_snoozes_speak_for_a_longer_cadence(snoozes: int, expected: int | None) -> None:
    assert stretched(30, snoozes) == expected


# drift


def gaps(*lengths: int) -> list[date]:
    days = [date(2020, 1, 1)]
    for length in lengths:
        days.append(days[-1] + timedelta(length))
    return days


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], None),
        (gaps(7, 7), None),
        (gaps(7, 7, 7), 7),
        (gaps(6, 7, 7), 7),
        (gaps(6, 6, 6), None),
        (gaps(6, 6, 6, 6), 6),
        (gaps(1, 10, 100), 10),
        (gaps(1, 10, 20, 100), 15),
        (gaps(*[100] * 30, *[2] * 30), 2),
        (gaps(*[100] * 31, *[2] * 29), 2),
        (gaps(7, 0, 7, 0, 7), 7),
    ],
)
def test_the_own_rhythm_is_the_median_of_three_to_thirty_gaps_of_three_weeks_at_least(
    days: list[date], expected: float | None
) -> None:
    assert own_rhythm(days) == expected
    assert own_rhythm([*reversed(days), *days]) == expected


@pytest.mark.parametrize(
    ("rhythm", "silence", "expected"),
    [
        (7, 21, False), (7, 22, True), (7, 97, True), (7, 98, False),
        (30, 60, False), (30, 61, True), (30, 360, True), (30, 361, False),
        (14, 28, False), (14, 29, True),
    ],
)  # fmt: skip
def test_drift_is_a_silence_longer_than_usual_that_is_not_over(rhythm: float, silence: int, *, expected: bool) -> None:
    assert is_drifting(rhythm, silence) is expected
