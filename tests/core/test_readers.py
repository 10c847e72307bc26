"""Notes as people, sources, goals and the user: how leniently their values are read."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_kinds import SETTINGS, VAULT, note

from vault_pln.core.kinds.kind import recognise
from vault_pln.core.kinds.readers import READERS, read_goal, read_me, read_person, read_source, source_of_person
from vault_pln.core.kinds.rhythm_words import days
from vault_pln.core.kinds.values import Properties, as_day, seconds, texts
from vault_pln.core.markdown.phrases import LANGUAGES, Phrases
from vault_pln.model.kinds import Goal, Me, Person, Source
from vault_pln.model.note import Note


def person(head: str, **renamed: str) -> tuple[Person, list[tuple[int | None, str]]]:
    read = Properties(note(head, "People/Ada Lovelace.md"), renamed)
    return read_person(read._note, read), [(problem.line, problem.message) for problem in read.problems]


def test_a_person_has_all_the_properties_of_the_design() -> None:
    found, problems = person(
        "type: person\naliases: [Ada]\nrelation: [Mentor]\ngoals: ['[[Learn Rust]]']\npursues: ['[[Write a book]]']\n"
        "expertise: [async]\ncadence: monthly\nasks: [a reviewer]\noffers: [intro]\nfeeds: [https://ada.example/feed]\n"
        "profiles: [https://social.example/@a]\nmet: 2024-05-02\nmet-via: '[[Grace Hopper]]'\nknows: ['[[Grace Hopper]]']\n"
        "birthday: 1990-04-17\nlast-contact: 2026-08-14\nsnooze-until:\ntags: [person, Close]"
    )
    assert problems == []
    assert found == Person(
        path="People/Ada Lovelace.md",
        name="Ada Lovelace",
        aliases=("Ada",),
        relation=("mentor",),
        tags=("person", "close"),
        goals=("Learn Rust",),
        pursues=("Write a book",),
        expertise=("async",),
        asks=("a reviewer",),
        offers=("intro",),
        knows=("Grace Hopper",),
        met_via=("Grace Hopper",),
        feeds=("https://ada.example/feed",),
        profiles=("https://social.example/@a",),
        cadence=30,
        last_contact=date(2026, 8, 14),
        met=date(2024, 5, 2),
        birthday="1990-04-17",
    )


@pytest.mark.parametrize(
    ("head", "field", "expected"),
    [
        ("contact-frequency: weekly", "cadence", 7), ("prm-cadence: 10", "cadence", 10), ("prm-tier: inner", "cadence", 14),
        ("prm-tier: keep warm", "cadence", 180), ("cadence:\ncontact-frequency: weekly", "cadence", 7),
        ("contact-frequency: weekly\ncadence: yearly", "cadence", 365),
        ("ignore-journal: true", "ignore_journal", True), ("prm-ignore-journal: yes", "ignore_journal", True),
        ("ignore-journal: false", "ignore_journal", False), ("brief: true", "brief", True), ("brief:", "brief", False),
        ("prm-last-contacted: 2026-01-02", "last_contact", date(2026, 1, 2)), ("Last chat: 2026-01-02", "last_contact", date(2026, 1, 2)),
        ("last: 2026-01-02", "last_contact", None), ("prm-snooze-until: 2026-01-02", "snooze_until", date(2026, 1, 2)),
        ("prm-birthday: 04-17", "birthday", "04-17"), ("BDAY: 1990-04-17", "birthday", "1990-04-17"),
        ("relationship: Peer", "relation", ("peer",)), ("prm-relationship: [Expert]", "relation", ("expert",)),
        ("potential_contacts: ['[[Bob]]']", "knows", ("Bob",)), ("Friends: Bob", "knows", ("Bob",)), ("alias: Ada", "aliases", ("Ada",)),
        ("Goals: '[[X]]'", "goals", ("X",)),
    ],
)  # fmt: skip
def test_the_names_that_other_tools_use_are_read(head: str, field: str, expected: object) -> None:
    found, problems = person(head)
    assert (getattr(found, field), problems) == (expected, [])


def test_the_user_may_rename_any_property() -> None:
    found, _ = person("Ziele: '[[X]]'\ngoals: '[[Y]]'\nrhythmus: weekly", goals="ziele", cadence="Rhythmus")
    assert (found.goals, found.cadence) == (("X",), 7)
    assert person("goals: '[[Y]]'", goals="ziele")[0].goals == ("Y",), "the old name stays readable"


@pytest.mark.parametrize(
    ("head", "problem"),
    [
        ("a: 1\ncadence: often", (3, "'cadence: often' is no rhythm")),
        ("a: 1\ncadence: -3", (3, "'cadence: -3' is no rhythm")),
        ("cadence: true", (2, "'cadence: True' is no rhythm")),
        ("a:\n  - b\nlast-contact: 2024-11-31", (4, "'last-contact: 2024-11-31' is no date")),
        ("prm-last-contacted: soon", (2, "'prm-last-contacted: soon' is no date")),
        ("Met: soon", (2, "'Met: soon' is no date")),
        ("met: [1990, 2]", (2, "'met: 1990' is no date")),
        ("snooze-until: 04-17", (2, "'snooze-until: 04-17' is no date")),
        ("feeds: [ok.xml, 'file:///etc/passwd']", (2, "'file:' is no address a feed is fetched from")),
        ("feeds: ../secret.xml", (2, "the feed '../secret.xml' lies outside the vault")),
        ("feeds: /etc/passwd", (2, "the feed '/etc/passwd' lies outside the vault")),
        ("feeds: ~/x", (2, "the feed '~/x' lies outside the vault")),
        ("feeds: a\\..\\..\\x", (2, "the feed 'a\\..\\..\\x' lies outside the vault")),
        ("feeds: 'C:\\x'", (2, "'C:' is no address a feed is fetched from")),
        ("feeds: 'javascript:alert(1)'", (2, "'javascript:' is no address a feed is fetched from")),
    ],
)
def test_a_value_that_cannot_be_read_is_a_problem_with_its_line(head: str, problem: tuple[int, str]) -> None:
    found, problems = person(head)
    assert problems == [problem]
    assert (found.cadence, found.last_contact, found.met, found.snooze_until) == (None, None, None, None)
    assert [feed for feed in found.feeds if feed != "ok.xml"] == []


def source(head: str) -> tuple[Source, list[str]]:
    read = Properties(note(head, "Example Weblog.md"), {})
    return read_source(read._note, read), [problem.message for problem in read.problems]


def test_a_source_has_all_the_properties_of_the_design() -> None:
    found, problems = source(
        "type: source\nmedium: Blog\nurl: https://example.org/\nfeed: https://example.org/atom.xml\nauthor: ['[[Ada Lovelace]]']\n"
        "goals: ['[[Learn Rust]]']\ntopics: [async]\ndomain: engineering\nperspective: [practitioner]\nlanguage: en\n"
        "status: trial\nsince: 2026-08-01\nmax-items: 2\nevery: 6h\nonly: [rust]\nmute: [sponsored]\nalways: true"
    )
    assert problems == []
    assert found == Source(
        path="Example Weblog.md", name="Example Weblog", medium="blog", url="https://example.org/",
        feed="https://example.org/atom.xml", author=("Ada Lovelace",), goals=("Learn Rust",), topics=("async",),
        domain="engineering", perspective=("practitioner",), language="en", status="trial", since=date(2026, 8, 1), max_items=2,
        every=21600, only=("rust",), mute=("sponsored",), always=True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("head", "field", "default", "message"),
    [
        ("medium: paper", "medium", "", "'medium: paper' is not known"),
        ("status: gone", "status", "active", "'status: gone' is not known"),
        ("max-items: few", "max_items", None, "'max-items: few' is no number"),
        ("max-items: -1", "max_items", None, "'max-items: -1' is no number"),
        ("every: often", "every", None, "'every: often' is no span of time"),
        ("every: 6 months", "every", None, "'every: 6 months' is no span of time"),
        ("since: 2026-13-01", "since", None, "'since: 2026-13-01' is no date"),
        ("feed: ftp://x", "feed", "", "'ftp:' is no address a feed is fetched from"),
    ],
)
def test_an_odd_source_has_its_defaults_and_a_problem(head: str, field: str, default: object, message: str) -> None:
    found, problems = source(head)
    assert (getattr(found, field), problems) == (default, [message])


@pytest.mark.parametrize(
    "feed",
    [
        "https://e.org/f",
        "http://e.org/f",
        "HTTPS://e.org",
        "feed:https://e.org",
        "webcal://e.org/c",
        "feeds/x.xml",
        "x.ics",
    ],
)
def test_a_feed_is_an_address_or_a_file_of_the_vault(feed: str) -> None:
    assert source(f"feed: '{feed}'") == (Source("Example Weblog.md", "Example Weblog", feed=feed), [])


def test_a_goal_is_active_and_of_weight_one_unless_it_says_otherwise() -> None:
    read = Properties(note("type: goal"), {})
    assert read_goal(read._note, read) == Goal("Note.md", "Note")
    read = Properties(
        note("status: Someday\nkeywords: [rust]\ntarget: 2027-03-01\narea: work\nweight: 3\nparent: '[[S]]'\nasks: a"),
        {},
    )
    assert read_goal(read._note, read) == Goal(
        "Note.md", "Note", "someday", ("rust",), date(2027, 3, 1), "work", 3.0, ("S",), ("a",)
    )
    read = Properties(note("Deadline: 2024-11-31\nweight: heavy"), {})
    assert read_goal(read._note, read) == Goal("Note.md", "Note")
    assert sorted((p.line, p.message) for p in read.problems) == [
        (2, "'Deadline: 2024-11-31' is no date"),
        (3, "'weight: heavy' is no number"),
    ]


def test_the_user_is_a_note_too() -> None:
    read = Properties(note("type: me\ninterests: [a, b]\nformats: audio\nexpertise: [c]\noffers: [d]"), {})
    assert read_me(read._note, read) == Me("Note.md", ("a", "b"), ("audio",), ("c",), ("d",))


def test_there_is_a_reader_for_each_kind_that_can_be_recognised() -> None:
    assert set(READERS) == {"person", "source", "goal", "me"}


def test_who_publishes_is_a_source_under_their_own_note() -> None:
    found, _ = person("feeds: [https://a.example/1, https://a.example/2]\ngoals: '[[X]]'\nexpertise: [async]")
    one, other = source_of_person(found)
    assert (one.path, one.feed, one.person, one.goals, one.topics) == (
        found.path,
        "https://a.example/1",
        True,
        ("X",),
        ("async",),
    )
    assert other.feed == "https://a.example/2"
    assert source_of_person(person("a: 1")[0]) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (30, 30), (0, 0), (3650, 3650), (3651, None), (-1, None), (1.5, 1), ("30", 30), ("30 days", 30), ("weekly", 7), ("Weekly", 7),
        ("biweekly", 14), ("monthly", 30), ("quarterly", 90), ("yearly", 365), ("never", 0), ("every week", 7), ("every 6 weeks", 42),
        ("every other month", 60), ("6w", 42), ("2m", 60), ("1q", 90), ("2 d", 2), ("1y", 365), ("every quarter", 90), ("3 quarters", 270), ("every", None),
        ("often", None), ("", None), (True, None), (False, 0), ("²", None), ("9" * 5000, None), ("every 9999 years", None), ("٣٠", 30),
        (float("nan"), None), (float("inf"), None), ([1], None), ({}, None),
        ("wöchentlich", 7), ("Monatlich", 30), ("vierteljährlich", 90), ("jährlich", 365), ("nie", 0), ("täglich", 1), ("alle 6 Wochen", 42),
        ("alle zwei Monate", 60), ("jede Woche", 7), ("jeden Monat", 30), ("jedes Quartal", 90), ("every two weeks", 14), ("every three months", 90),
        ("alle 10 Tage", 10), ("halbjährlich", 180), ("6 Wochen", 42), ("every  6   weeks", 42), ("alle", None), ("Wochen", 7), ("every x weeks", None),
    ],
)  # fmt: skip
def test_a_rhythm_is_a_number_or_words(value: object, expected: int | None) -> None:
    assert days(value) == expected


@pytest.mark.parametrize("language", list(LANGUAGES))
@given(st.integers(1, 3650))
def test_every_rhythm_that_is_written_is_read(language: str, number: int) -> None:
    assert days(Phrases(language).rhythm(number)) == (30 if number == 31 else number)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("30m", 1800), ("6h", 21600), ("2d", 172800), ("1w", 604800), ("90 minutes", 5400), ("1 Hour", 3600), ("2 hrs", 7200),
        ("3 days", 259200), ("1 week", 604800), ("0m", 0), ("10 min", 600), ("6", None), ("6 months", None), ("6 moons", None),
        ("1 wombat", None), ("", None), ("h", None), ("-1h", None), ("1h30m", None), (6, None), (None, None), ("٣h", None),
    ],
)  # fmt: skip
def test_a_span_of_time_has_a_unit(value: object, expected: int | None) -> None:
    assert seconds(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-08-14", date(2026, 8, 14)), (" 2026-08-14 ", date(2026, 8, 14)), ("2026-08-14T10:00:00Z", date(2026, 8, 14)),
        ("2026-08-14 10:00", date(2026, 8, 14)), ("[[2026-08-14]]", date(2026, 8, 14)), ("[[Daily/2026-08-14|then]]", date(2026, 8, 14)),
        (20260814, date(2026, 8, 14)), ("2026-02-30", None), ("04-17", None), ("14.8.2026", None), ("", None), (None, None), (3, None),
        (True, None),
    ],
)  # fmt: skip
def test_a_date_is_written_one_way_or_as_a_link(value: object, expected: date | None) -> None:
    assert as_day(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ()), ("", ()), ("  ", ()), ("a", ("a",)), (["a", None, "", " b "], ("a", "b")), (3, ("3",)), (["[[A|x]]"], ("A",)),
        ([["A"]], ("A",)), ([["A", "B"], "C"], ("A", "B", "C")), ({"a": 1}, ()), ([{"a": 1}, "b"], ("b",)), (False, ("False",)),
        ("a, b", ("a, b",)),
    ],
)  # fmt: skip
def test_one_or_many_texts_lose_their_brackets(value: object, expected: tuple[str, ...]) -> None:
    assert texts(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("true", True),
        ("yes", True),
        ("'On'", True),
        ("1", True),
        ("false", False),
        ("no", False),
        ("maybe", False),
        ("", False),
    ],
)
def test_a_flag_is_set_only_by_a_plain_yes(value: str, *, expected: bool) -> None:
    assert source(f"always: {value}")[0].always is expected


SCALARS: Any = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2)
)
KEYS = st.sampled_from(["type", "tags", "cadence", "last-contact", "goals", "feeds", "met", "medium", "status", "every", "max-items", "weight",
                        "target", "always", "relation", "Aliases", "date"])  # fmt: skip


@given(st.dictionaries(KEYS, VALUES))
def test_no_value_makes_a_reader_raise_and_each_problem_has_a_line(properties: dict[str, Any]) -> None:
    one = Note("x.md", "", properties, dict.fromkeys(properties, 7))
    recognise(one, SETTINGS, VAULT)
    for reader in READERS.values():
        read = Properties(one, {})
        reader(one, read)
        assert all(problem.line == 7 for problem in read.problems)
