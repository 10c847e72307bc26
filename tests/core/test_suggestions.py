"""Suggestions: each kind over small vaults, with the same vault in which one thing is different."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grounds import TODAY, ground, item, note, person, said
from vault_pln.core.suggest.ground import Ground
from vault_pln.core.suggest.introductions import draft_path
from vault_pln.core.suggest.suggesters import SUGGESTERS, suggest
from vault_pln.model.news import Item
from vault_pln.model.settings import Settings

Notes = dict[str, str]


def found(kind: str, notes: Notes, items: Sequence[Item] = (), today: date = TODAY) -> list[str]:
    where = ground(notes, items, today=today)
    return said(suggest(where, [kind]), where)


ME = note("me", expertise="[api design, postgres]", offers="[honest README reviews]")
RUST = note("goal", keywords="[ownership, borrow checker]", asks="[a review of the state machine]")
MET = {"2026-11-20": "talked with [[Ada]] and [[Ben]]\n"}
FORUM = note("source", medium="forum")


@pytest.mark.parametrize(
    ("ada", "things", "sentence"),
    [
        ({"asks": "[error logs to practise on]"}, ["Error logs of a year"], "asks for “error logs to practise on”"),
        ({"pursues": '"[[Rust]]"'}, ["Ownership in one page"], "pursues Rust"),
        ({"pursues": "Sourdough"}, ["A sourdough diary"], "pursues Sourdough"),
        ({"expertise": "[error handling]"}, ["Error handling, a history"], "knows about error handling"),
        ({"expertise": "[edited books]"}, ["Editing a book"], "knows about edited books"),
        ({"expertise": "[機械学習]"}, ["機械学習入門"], "knows about 機械学習"),
        # twins: too little of the ask, the word only in another form of the goal, half of the expertise
        ({"asks": "[error logs to practise on]"}, ["Error messages"], None),
        ({"pursues": '"[[Rust]]"'}, ["Owners of houses"], None),
        ({"expertise": "[error handling]"}, ["Handling of glass"], None),
        ({"expertise": "[error handling]", "cadence": "never"}, ["Error handling"], None),
        ({"expertise": "[error handling]", "snooze-until": "2026-12-24"}, ["Error handling"], None),
    ],
)
def test_give_back(ada: dict[str, str], things: list[str], sentence: str | None) -> None:
    notes = {"Ada": person(**ada), "Rust": RUST, "Blog": note("source")}
    for rows in (
        found("give-back", notes, [item(title, "Blog") for title in things]),
        found("give-back", {**notes, **dict.fromkeys(things, "text\n")}),
    ):
        assert rows == ([] if sentence is None else [f"Send Ada “{things[0]}”: {sentence}"])


def test_nothing_is_sent_to_who_wrote_it_or_has_it() -> None:
    ada = person(expertise="[async]", feeds="[https://ada.example/feed]")
    blog = note("source", author='"[[Ada]]"')
    assert found("give-back", {"Ada": ada}, [item("Async at last", "Ada")]) == []
    assert found("give-back", {"Ada": ada, "Blog": blog}, [item("Async at last", "Blog")]) == []
    sent = {"Ada": ada, "Blog": note("source"), "2026-11-20": "sent [[Ada]] https://example.org/1 #gave\n"}
    assert found("give-back", sent, [item("Async at last", "Blog")]) == []
    told = {"Ada": ada, "Async at last": "", "2026-11-20": "gave [[Ada]] my [[Async at last]]\n"}
    assert found("give-back", told) == []


def test_who_gave_more_comes_first() -> None:
    notes = {"Ada": person(expertise="async"), "Ben": person(expertise="async"), "Async": "",
             "2026-11-20": "[[Ben]] helped #got\n"}  # fmt: skip
    assert [row.split(" “")[0] for row in found("give-back", notes)] == ["Send Ben", "Send Ada"]


@pytest.mark.parametrize("path", ["PLN/Async", "Templates/Async", "2026-11-20"])
def test_what_is_no_note_of_a_thing_is_not_passed_on(path: str) -> None:
    assert found("give-back", {"Ada": person(expertise="async"), path: "---\na: '{{title}}'\n---\n"}) == []


@pytest.mark.parametrize(
    ("notes", "sentences"),
    [
        (
            {"Ada": person(asks="[a README for the winter]"), "Me": ME},
            ["Help Ada: asks for “a README for the winter”, and you offer “honest README reviews”"],
        ),
        (
            {"Ada": person(asks="[help with a postgres table]"), "Me": ME},
            ["Help Ada: asks for “help with a postgres table”, and you know about postgres"],
        ),
        (
            {"Ada": person(expertise="[state machines]"), "Rust": RUST},
            ["Ask Ada: you look for “a review of the state machine” (Rust), they know about state machines"],
        ),
        (
            {"Ada": person(offers="[design reviews]"), "Rust": RUST},
            ["Ask Ada: you look for “a review of the state machine” (Rust), they offer “design reviews”"],
        ),
        ({"Ada": person(asks="[help with a postgres table]")}, []),
        ({"Ada": person(asks="[help with an api]"), "Me": ME}, []),
        ({"Ada": person(asks="[someone with time]"), "Me": note("me", offers="[time for someone]")}, []),
        ({"Ada": person(expertise="[machines]"), "Rust": note("goal", status="done", asks="[machines]")}, []),
    ],
)
def test_open_asks(notes: Notes, sentences: list[str]) -> None:
    assert found("ask", notes) == sentences


@pytest.mark.parametrize(
    ("days", "due"),
    [
        ({"2026-11-02": "[[Ada]] read my draft #got"}, True),
        ({"2026-11-02": "[[Ada]] read my draft #got", "2026-11-03": "sent [[Ada]] a book #gave"}, False),
        ({"2026-11-02": "[[Ada]] read my draft #got", "2026-11-03": "a letter of thanks to [[Ada]]"}, False),
        ({"2026-11-02": "[[Ada]] read my draft #got", "2026-11-03": "talked with [[Ada]]"}, True),
        ({"2026-11-01": "a book for [[Ada]] #gave", "2026-11-02": "[[Ada]] read my draft #got"}, True),
        ({"2026-07-02": "[[Ada]] read my draft #got"}, False),
        ({"2026-11-02": "[[Ada]] read my draft"}, False),
    ],
)
def test_thanks_due(days: Notes, due: bool) -> None:
    rows = found("thanks", {"Ada": person(), **days})
    assert rows == (["Thank Ada for what you noted on 2026-11-02: “Ada read my draft”"] if due else [])


@pytest.mark.parametrize(
    ("ada", "ben", "sentence"),
    [
        ({"asks": "[help with rust]"}, {"expertise": "rust"}, "Ada and Ben: Ada asks for “help with rust”, Ben knows about rust"),
        ({"asks": "[a book editor]"}, {"offers": "[an editor]"}, "Ada and Ben: Ada asks for “a book editor”, Ben offers “an editor”"),
        ({"pursues": "Bread"}, {"pursues": "bread"}, "Ada and Ben: both pursue bread"),
        ({"pursues": '"[[Rust]]"'}, {"goals": '"[[Rust]]"'}, "Ada and Ben: Ada pursues Rust, Ben helps you with it"),
        ({"goals": '"[[Rust]]"'}, {"goals": '"[[Rust]]"'}, "Ada and Ben: both help you with Rust"),
        ({"asks": "[help with rust]", "knows": '"[[Ben]]"'}, {"expertise": "rust"}, None),
        ({"asks": "[help with rust]", "met-via": '"[[Ben]]"'}, {"expertise": "rust"}, None),
        ({"asks": "[help with rust]"}, {"expertise": "rust", "cadence": "never"}, None),
        ({"asks": "[help with rust]"}, {"expertise": "bread"}, None),
        ({"asks": "[help with rust]", "expertise": "rust"}, {}, None),
    ],
)  # fmt: skip
def test_introductions(ada: dict[str, str], ben: dict[str, str], sentence: str | None) -> None:
    notes = {"Ada": person(**ada), "Ben": person(**ben), "Rust": RUST, **MET}
    assert found("introduction", notes) == ([] if sentence is None else [sentence])


def test_only_who_the_user_knows_is_introduced_and_only_once() -> None:
    notes = {"Ada": person(asks="[help with rust]"), "Ben": person(expertise="rust"), **MET}
    assert found("introduction", notes)
    assert found("introduction", {**notes, "2026-11-20": "talked with [[Ada]]\n"}) == []
    for pair in ("Ada - Ben", "Ben - Ada"):
        assert found("introduction", {**notes, f"PLN/Introductions/{pair}": ""}) == []


def test_an_introduction_has_its_numbers() -> None:
    people = {"Ada": person(asks="[help with rust]", knows='"[[Zoe]]"', cadence=3),
              "Ben": person(expertise="rust", knows='"[[Zoe]]"', cadence=30), "Zoe": person()}  # fmt: skip
    (one,) = suggest(ground({**people, **MET}), ["introduction"])
    # two people known to the user: 1 / ln 3; Zoe knows two: 1 / ln 2; Ada's tie of three days halved once
    assert one.numbers == pytest.approx({"match": 1.0, "adamic_adar": 0.9102 + 1.4427, "weaker_tie": 0.5}, abs=1e-4)
    assert [tuple(row) for row in one.why] == [
        ("Ada.md", 3, "asks: help with rust"),
        ("Ben.md", 3, "expertise: rust"),
    ]


def test_a_draft_has_a_name_that_every_disk_can_hold() -> None:
    assert draft_path("PLN", "A/B: C?", "../D") == "PLN/Introductions/A B C - .. D.md"


@pytest.mark.parametrize(
    ("notes", "sentence"),
    [
        ({"Ada": person(goals='"[[Rust]]"')}, "Ada: nobody else helps you with Rust; last contact 2026-08-01"),
        ({"Ada": person(knows='"[[Zoe]]"'), "Zoe": person()}, "Ada: you reach Zoe through nobody else; last contact 2026-08-01"),
        (
            {"Ada": person(knows='"[[Zoe]]"'), "Zoe": person(knows='"[[Yan]]"'), "Yan": person()},
            "Ada: you reach Zoe and 1 more through nobody else; last contact 2026-08-01",
        ),
        ({"Ada": person(goals='"[[Rust]]"'), "Ben": person(goals='"[[Rust]]"')}, None),
        ({"Ada": person(goals='"[[Rust]]"', cadence=100)}, None),
        ({"Ada": person(goals='"[[Rust]]"', cadence="never")}, None),
        ({"Ada": person(goals='"[[Rust]]"', last_contact="2026-11-20")}, None),
        ({"Ada": person(knows='"[[Zoe]]"'), "Zoe": person(last_contact="2026-11-20")}, None),
        ({"Ada": person(knows='"[[Zoe]]"'), "Zoe": person(), "Ben": person(knows='"[[Zoe]]"', last_contact="2026-11-20")}, None),
    ],
)  # fmt: skip
def test_bridges_at_risk(notes: Notes, sentence: str | None) -> None:
    rows = found("bridge", {**notes, "Rust": RUST, "2026-08-01": "talked with [[Ada]]\n"})
    assert rows == ([] if sentence is None else [sentence])


def test_what_ties_somebody_to_whom_they_lead_is_shown() -> None:
    goal = {"Rust": RUST, "2026-08-01": "talked with [[Ada]]\n"}
    group = '---\npeople: ["[[Zoe]]", "[[Ada]]"]\n---\n'
    for notes, first in (
        ({"Ada": person(), "Zoe": person(met_via='"[[Ada]]"')}, ("Zoe.md", 3, "met-via: Ada")),
        ({"Ada": person(), "Zoe": person(), "Study group": group},
         ("Study group.md", None, "Study group")),
    ):  # fmt: skip
        (one,) = suggest(ground({**goal, **notes}), ["bridge"])
        assert [tuple(row) for row in one.why] == [first, ("2026-08-01.md", 1, "talked with [[Ada]]")]


OLD = {"2024-03-01": "a long walk with [[Ada]]\n"}


@pytest.mark.parametrize(
    ("notes", "sentence"),
    [
        (
            {"Ada": person(expertise="[ceramics, glazes]")},
            "Ada: last contact 2024-03-01; nobody you are in touch with knows about ceramics, glazes",
        ),
        ({"Ada": person(knows='"[[Zoe]]"'), "Zoe": person()}, "Ada: last contact 2024-03-01; knows people who are new to your circle (1)"),
        ({"Ada": person(expertise="rust"), "Ben": person(expertise="rust", last_contact="2026-11-20")}, "Ada: last contact 2024-03-01"),
        ({"Ada": person(cadence="never")}, None),
        ({"Ada": person(last_contact="2026-01-01")}, None),
        ({"Ada": person(snooze_until="2027-01-01")}, None),
    ],
)  # fmt: skip
def test_a_dormant_tie(notes: Notes, sentence: str | None) -> None:
    assert found("dormant", {**notes, **OLD}) == ([] if sentence is None else [sentence])


def test_one_dormant_tie_a_week_and_everybody_has_a_turn() -> None:
    names = ["Ada", "Ben", "Cleo"]
    notes = {name: person(last_contact="2024-01-01") for name in names}
    monday = date(2026, 11, 23)
    weeks = [
        [found("dormant", notes, today=monday + timedelta(weeks=week, days=day)) for day in range(7)]
        for week in range(3)
    ]
    assert all(len(rows) == 1 for week in weeks for rows in week)
    assert all(rows == week[0] for week in weeks for rows in week)
    assert {week[0][0].partition(":")[0] for week in weeks} == set(names)


@pytest.mark.parametrize(
    ("title", "tags", "sentence"),
    [
        ("API design: builder or struct?", (), "Forum: “API design: builder or struct?”; you know about api design"),
        ("How to begin an API design", (), "Forum: “How to begin an API design”; you know about api design"),
        ("Stuck with postgres", ("help",), "Forum: “Stuck with postgres”; you know about postgres"),
        ("Who reviews my README?", (), "Forum: “Who reviews my README?”; you offer “honest README reviews”"),
        ("Is an interrupt shared state?", (), "Forum: “Is an interrupt shared state?”; you have a note, “Interrupts and shared state”"),
        ("API design weekly", (), None),
        ("[solved] API design: builder or struct?", (), None),
        ("What is an api?", (), None),
        ("Who shares a flat?", (), None),
        ("Is my state of mind shared?", (), "Forum: “Is my state of mind shared?”; you have a note, “Interrupts and shared state”"),
        ("Is a state a machine?", (), None),
    ],
)  # fmt: skip
def test_taking_part_in_a_forum(title: str, tags: tuple[str, ...], sentence: str | None) -> None:
    notes = {
        "Me": ME,
        "Forum": FORUM,
        "Interrupts and shared state": "",
        "State machines in five strictly typed languages": "",
    }
    assert found("taking-part", notes, [item(title, "Forum", tags=tags)]) == ([] if sentence is None else [sentence])


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ({"Ada": person(feeds="[https://ada.example/feed]")}, "Ada wrote “API design, again”; you know about api design"),
        ({"Ada": person(), "Blog": note("source", author='"[[Ada]]"')}, "Ada wrote “API design, again”; you know about api design"),
        ({"Ada": person(feeds="[https://ada.example/feed]", cadence="never")}, None),
        ({"Ada": person(), "Blog": note("source")}, None),
        ({"Ada": person(), "Blog": note("source", author='"[[Ada]]"', status="muted")}, None),
    ],
)  # fmt: skip
def test_taking_part_in_what_somebody_followed_writes(source: Notes, sentence: str | None) -> None:
    notes = {"Me": ME, **source}
    items = [item("API design, again", "Blog" if "Blog" in source else "Ada")]
    assert found("taking-part", notes, items) == ([] if sentence is None else [sentence])


def test_nobody_takes_part_who_said_nothing_of_themselves() -> None:
    notes = {"Forum": FORUM, "Interrupts and shared state": ""}
    question = [item("Is an interrupt shared state?", "Forum")]
    assert found("taking-part", notes, question) == []
    assert found("taking-part", {**notes, "Rust": RUST}, question)


# of all kinds

WORDS = ["rust", "bread", "maps", "glass"]
NAMES = ["Ada", "Ben", "Cleo", "Dan", "Eve"]


def people() -> st.SearchStrategy[Notes]:
    word, others = st.sampled_from(WORDS), st.lists(st.sampled_from(NAMES), max_size=3, unique=True)
    one = st.builds(
        lambda knows, asks, know, pursues, met: person(
            knows="[" + ", ".join(f'"[[{name}]]"' for name in knows) + "]", asks=f"[help with {asks}]", expertise=f"[{know}]",
            pursues=pursues, last_contact=met,
        ),
        others, word, word, word, st.sampled_from(["2026-11-20", "2026-08-01", "2024-01-01"]),
    )  # fmt: skip
    return st.fixed_dictionaries(dict.fromkeys(NAMES, one))


def whole(notes: Notes) -> Ground:
    """A vault with these people in which most kinds of suggestions have something to say."""
    items = [item(f"What is {word}?", "Forum", number) for number, word in enumerate(WORDS)]
    day = "".join(f"[[{name}]] helped me #got\n\n" for name in sorted(notes))
    return ground({**notes, "Me": note("me", expertise="[rust, maps]"), "Forum": FORUM, "2026-11-02": day}, items)


@settings(max_examples=30)
@given(people(), st.integers(1, 3))
def test_few_of_each_kind_about_others_and_the_same_each_time(notes: Notes, limit: int) -> None:
    where = whole(notes)
    rows = suggest(where, limit=limit)
    assert rows == suggest(whole(dict(reversed(notes.items()))), limit=limit)
    for kind in SUGGESTERS:
        assert sum(one.kind == kind for one in rows) <= limit
    assert all(one.why and one.kind in SUGGESTERS for one in rows)
    for one in rows:
        named = [path for key, path in one.notes.items() if key in ("person", "other")]
        assert len(named) == len(set(named)), "nobody and themselves"
        if one.kind == "introduction":
            assert one.notes["other"] not in where.ties[one.notes["person"]], "no pair that is tied"


@settings(max_examples=20)
@given(people())
def test_all_that_is_said_can_be_said_in_every_language(notes: Notes) -> None:
    for language in ("en", "de"):
        where = ground(notes, settings=Settings(language=language))
        assert all(said(suggest(where), where))


def test_today_is_a_monday() -> None:
    assert TODAY.weekday() == 0
