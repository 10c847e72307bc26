"""Birthdays and days of meeting: once, of people who are followed up, within the places of a day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from vault_pln.core.digest.ledger import Memory, name_digest, remember
from vault_pln.core.digest.occasions import choose_occasions
from vault_pln.model.digest import Occasion
from vault_pln.model.kinds import Person
from vault_pln.model.ledger import Entry
from vault_pln.model.network import Network
from vault_pln.model.settings import Settings

DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ADA = Person("Ada.md", "Ada", cadence=30)


def chosen(*people: Person, today: date = DAY, memory: Memory | None = None, most: int = 3) -> tuple[Occasion, ...]:
    network = Network(today, {p.path: p for p in people}, {}, {}, None, {p.path: () for p in people}, {}, {}, ())
    return choose_occasions(network, memory or Memory(), Settings(daily_follow_ups=most))


@pytest.mark.parametrize(
    ("birthday", "years"),
    [
        ("1990-11-23", 36),
        ("11-23", None),
        ("--11-23", None),
        ("19901123", 36),
        ("--1123", None),
        ("1990-11-23T00:00", 36),
    ],
)
def test_a_birthday_in_every_form_that_contacts_have(birthday: str, years: int | None) -> None:
    (one,) = chosen(ADA._replace(birthday=birthday))
    assert (one.person, one.what, one.day, one.years) == ("Ada.md", "birthday", DAY, years)


@pytest.mark.parametrize(
    "birthday", ["", "1990-11-22x", "23.11.", "1990", "13-45", "00-00", "2026-11-23", "2030-11-23", "soon"]
)
def test_what_is_no_birthday_or_has_not_come_is_none(birthday: str) -> None:
    assert chosen(ADA._replace(birthday=birthday)) == ()


def test_it_is_said_on_the_day_or_within_three_days() -> None:
    person = ADA._replace(birthday="1990-11-23")
    said = [bool(chosen(person, today=DAY + timedelta(days))) for days in range(-2, 6)]
    assert said == [False, False, True, True, True, True, False, False]
    ids = {chosen(person, today=DAY + timedelta(days))[0].id for days in range(4)}
    assert len(ids) == 1, "late it is the same line"


@pytest.mark.parametrize(("year", "day"), [(2027, 28), (2028, 29), (2100, 28)])
def test_the_29th_of_february_comes_every_year(year: int, day: int) -> None:
    person = ADA._replace(birthday="1992-02-29")
    (one,) = chosen(person, today=date(year, 3, 1))
    assert one.day == date(year, 2, day)


def test_the_day_they_were_met_returns_each_year_and_not_in_the_first() -> None:
    met = ADA._replace(met=date(2024, 11, 23))
    assert [(one.what, one.years) for one in chosen(met)] == [("met", 2)]
    assert chosen(met, today=date(2024, 11, 23)) == ()
    assert [one.years for one in chosen(met, today=date(2025, 11, 24))] == [1]


def test_only_people_who_are_followed_up_and_not_snoozed() -> None:
    person = ADA._replace(birthday="11-23", met=date(2020, 11, 23))
    assert len(chosen(person)) == 2
    assert chosen(person._replace(cadence=0)) == ()
    assert chosen(person._replace(cadence=None)) == ()
    assert len(chosen(person._replace(cadence=None, relation=("mentor",)))) == 2
    assert chosen(person._replace(snooze_until=DAY + timedelta(1))) == ()
    assert len(chosen(person._replace(snooze_until=DAY))) == 2


def test_it_is_said_once_under_every_name() -> None:
    person = ADA._replace(birthday="11-23")
    (one,) = chosen(person)
    wrote = Entry(NOON, "wrote", one.id, DAY, "occasion", of=name_digest("Ada"))
    assert chosen(person, memory=remember([], [wrote], {})) == ()
    renamed = Entry(NOON, "renamed", name_digest("Ada"), DAY, of=name_digest("Ada Lovelace"))
    memory = remember([], [wrote, renamed], {})
    assert chosen(person._replace(name="Ada Lovelace"), memory=memory) == ()
    assert chosen(person._replace(name="Bob"), memory=memory) != ()


def test_no_more_than_there_are_places() -> None:
    people = [ADA._replace(path=f"{n}.md", name=f"P{n}", birthday="11-23") for n in range(5)]
    assert [one.person for one in chosen(*people)] == ["0.md", "1.md", "2.md"]
    assert chosen(*people, most=0) == ()
    wrote = [
        Entry(NOON, "wrote", c * 16, DAY, what) for c, what in (("a", "follow-up"), ("b", "occasion"), ("c", "item"))
    ]
    assert len(chosen(*people, memory=remember([], wrote, {}))) == 1
