"""Whom first, and what to begin with."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest

from vault_pln.core.digest.openers import Openers
from vault_pln.core.digest.priority import boost
from vault_pln.core.digest.shared import SharedNote, notes_since, topics_of
from vault_pln.core.index.index import Index
from vault_pln.core.markdown.note import read_note
from vault_pln.core.markdown.phrases import Phrases
from vault_pln.core.network.survey import Survey
from vault_pln.model.kinds import Person
from vault_pln.model.network import Network
from vault_pln.model.news import Item
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions

TODAY = date(2026, 11, 23)
ADA = "---\ntype: person\ngoals: ['[[Learn Rust]]']\nexpertise: [vector search]\ntags: [person, trains]\n---\n"
NOTES = {
    "Ada.md": ADA,
    "Learn Rust.md": "---\ntype: goal\n---\n",
    "Pinning.md": "",
    "Bob.md": "---\ntype: person\n---\n",
}


def built(notes: Mapping[str, str]) -> tuple[Index, Network]:
    texts = {**NOTES, **notes}
    index = Index([read_note(path, text.encode()) for path, text in texts.items()])
    return index, Survey(index, Settings(), Conventions()).network(TODAY)


def opener(notes: Mapping[str, str], post: str = "", language: str = "en") -> str:
    index, network = built(notes)
    noon = datetime(2026, 11, 1, 12, tzinfo=UTC)
    newest = (
        {"Ada.md": Item("a" * 16, "Ada.md", "f", post, "https://ada.example/", "", noon, "2026-11-01")} if post else {}
    )
    rows = network.contacts["Ada.md"]
    return Openers(index, network, newest, Phrases(language)).of("Ada.md", rows[-1].day if rows else None)


ASKS = ADA.replace("type: person", "type: person\nasks: [a reviewer, a desk]")
TOPIC = {"2026-10-01.md": "Talked with [[Ada]] about [[Learn Rust]] and [[Pinning]] and [[Bob]]"}
LINE = {"2026-10-01.md": "- Had a long lunch with [[Ada|her]] #met"}
SINCE = {"2026-11-02.md": "Read about ownership for [[Learn Rust]]"}


@pytest.mark.parametrize(
    ("notes", "post", "expected"),
    [
        ({"Ada.md": ASKS, **TOPIC, **SINCE}, "Pins", "asked for a reviewer"),
        ({**TOPIC, **SINCE}, "Pins", "wrote “Pins”"),
        ({**TOPIC, **SINCE}, "", "last time: Learn Rust, Pinning"),
        ({**LINE, **SINCE}, "", "on 2026-11-02 you wrote about Learn Rust"),
        (LINE, "", "last note: “Had a long lunch with her”"),
        ({"2026-10-01.md": "[[Ada]]"}, "", ""),
        (SINCE, "", ""),
        ({}, "", ""),
    ],
)
def test_the_most_telling_thing_is_the_opener(notes: dict[str, str], post: str, expected: str) -> None:
    assert opener(notes, post) == expected


def test_it_speaks_the_language_of_the_vault() -> None:
    assert opener(TOPIC, language="de") == "zuletzt: Learn Rust, Pinning"
    assert opener({**LINE, **SINCE}, language="de") == "am 2026-11-02 schriebst du über Learn Rust"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[Ada]] on [[Pinning]]\n[[Learn Rust]] elsewhere", ["Pinning.md"]),
        ("[[Ada]] on [[2026-10-02]], [[Bob]] and [[Nothing]]", []),
        ("[[Ada]] ![[Pinning]]", ["Pinning.md"]),
        (
            "---\ntype: meeting\ndate: 2026-10-03\npeople: ['[[Ada]]']\ntopics: ['[[Pinning]]']\nup: '[[Learn Rust]]'\n---\n",
            ["Pinning.md"],
        ),
    ],
)
def test_topics_are_what_the_line_links_beside_people_and_days(text: str, expected: list[str]) -> None:
    index, network = built({"2026-10-01.md": text, "2026-10-02.md": ""})
    assert list(topics_of(index, network, network.contacts["Ada.md"])) == expected


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("[[Learn Rust]]", "Learn Rust"),
        ("- [ ] read for [[Learn Rust]]", "Learn Rust"),
        ("a timetable #trains", "trains"),
        ("#Vector-Search", "Vector-Search"),
        ("[[Pinning]] #train #person", ""),
        ("nothing", ""),
    ],
)
def test_a_note_since_shares_a_goal_or_a_tag(text: str, topic: str) -> None:
    index, network = built({"2026-11-02.md": text, "2026-09-30.md": text, "2026-12-02.md": text, "Undated.md": text})
    expected = (SharedNote("2026-11-02.md", date(2026, 11, 2), topic),) if topic else ()
    assert notes_since(index, network, "Ada.md", date(2026, 10, 1)) == expected
    assert notes_since(index, network, "Bob.md", date(2026, 10, 1)) == (), "who has no topics shares none"


def test_notes_since_come_newest_first() -> None:
    index, network = built({f"2026-11-{day:02}.md": "[[Learn Rust]]" for day in range(1, 21)})
    found = [note.day.day for note in notes_since(index, network, "Ada.md", date(2026, 11, 10))]
    assert found == list(range(20, 10, -1))


@pytest.mark.parametrize(
    ("asks", "constraint", "expected"),
    [((), None, 0), ((), 1.0, 0), ((), 1.125, 0), ((), 0.2, 0.2), (("x",), None, 0.25), (("x", "y"), 0.0, 0.5)],
)
def test_open_asks_and_ties_between_circles_count_for_up_to_half_a_round(
    asks: tuple[str, ...], constraint: float | None, expected: float
) -> None:
    assert boost(Person("Ada.md", "Ada", asks=asks), constraint) == pytest.approx(expected)
