"""The one table of phrases: both languages say the same, and numbers go with the words beside them."""

import re
from collections.abc import Mapping
from string import Formatter

import pytest

from vault_pln.core.markdown.phrases import LANGUAGES, Phrases

ENGLISH, GERMAN = LANGUAGES["en"], LANGUAGES["de"]
NOUNS = "days|people|sources|goals|items|ties|times|notes|weeks|years"
COUNTED = re.compile(rf"\{{[a-z]+\}} (?:more |new )?(?:{NOUNS})\b")
"""A bare number with a word for many beside it."""


def gaps(text: str) -> set[str]:
    """What fills a phrase."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_both_languages_say_the_same_things_of_the_same() -> None:
    assert {key: gaps(text) for key, text in ENGLISH.items()} == {key: gaps(text) for key, text in GERMAN.items()}


@pytest.mark.parametrize("table", LANGUAGES.values(), ids=LANGUAGES)
def test_words_that_go_with_a_number_have_two_forms(table: Mapping[str, str]) -> None:
    for key, text in table.items():
        words = [spec for _, _, spec, _ in Formatter().parse(text) if spec]
        assert all(len(one.split("|")) == 2 for one in words), key


def test_no_word_stands_for_more_than_one_beside_a_bare_number() -> None:
    found = {key for key, text in ENGLISH.items() if COUNTED.search(text)}
    assert found == {"met-years-ago"}, "where a year has a phrase of its own"


@pytest.mark.parametrize(
    ("key", "values", "english", "german"),
    [
        ("counts", {"people": 1, "sources": 1, "goals": 1}, "1 person, 1 source, 1 goal", "1 Mensch, 1 Quelle, 1 Ziel"),
        ("counts", {"people": 0, "sources": 2, "goals": 3}, "0 people, 2 sources, 3 goals",
         "0 Menschen, 2 Quellen, 3 Ziele"),
        ("shown-like", {"sources": 1, "like": 1.0}, "Shown: 1 source, as varied as 1.0 of equal weight",
         "Gezeigt: 1 Quelle, so vielfältig wie 1,0 von gleichem Gewicht"),
        ("on-the-map", {"people": 1, "map": "M"}, "1 more person is not drawn here. The map: M",
         "1 weiterer Mensch ist hier nicht gezeichnet. Die Karte: M"),
        ("on-the-map", {"people": 2, "map": "M"}, "2 more people are not drawn here. The map: M",
         "2 weitere Menschen sind hier nicht gezeichnet. Die Karte: M"),
        ("review-rises", {"term": "T", "count": 1, "past": 0},
         "T: in the titles of 1 item this week, of 0 in the eight weeks before",
         "T: diese Woche in 1 Titel, in den acht Wochen davor in 0"),
    ],
)  # fmt: skip
def test_a_number_and_the_word_beside_it_agree(key: str, values: dict[str, object], english: str, german: str) -> None:
    assert Phrases("en")(key, **values) == english
    assert Phrases("de")(key, **values) == german


def test_a_text_that_looks_like_a_pattern_is_left_as_it_is() -> None:
    assert Phrases("en")("for-goal", goal="{days:a|b} {0}") == "for {days:a|b} {0}"


@pytest.mark.parametrize(
    ("days", "english", "german"),
    [(1, "daily", "täglich"), (2, "every 2 days", "alle 2 Tage"), (7, "weekly", "wöchentlich")],
)
def test_a_rhythm_in_words(days: int, english: str, german: str) -> None:
    assert Phrases("en").rhythm(days) == english
    assert Phrases("de").rhythm(days) == german
