"""Keywords that say by their case what they are: IT and it, Go and go, C and c."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.digest.capitals import as_written, in_capitals
from vault_pln.core.digest.matching import counted, has_keyword
from vault_pln.core.digest.queries import query_of
from vault_pln.core.digest.terms import indexed, words
from vault_pln.model.kinds import Goal
from vault_pln.model.terms import Statistics, TextOf


def has(keyword: str, title: str, goal_text: str = "") -> bool:
    text = indexed("1", TextOf(title, ""))
    query = query_of(Goal("Goal.md", "Goal", keywords=(keyword,)), goal_text, [text.language, "en", "de", ""])
    return has_keyword(counted(text), query, Statistics(10))


@pytest.mark.parametrize(
    ("keyword", "yes", "no"),
    [
        ("IT", "Why IT budgets grow", "Why it grows, and is it bad"),
        ("US", "Trade: US-China talks", "Between us and them"),
        ("US", "The U.S. and its allies", "Tell us more"),
        ("WHO", "What the WHO says of the air", "Who says that of the air"),
        ("us", "What the US says", "What they say of us"),
        ("Go", "Why Go has no exceptions", "Why people go and come"),
        ("go", "Where to go and why", "Where to stay and why"),
        ("C", "Pointers in C", "Pointers in C++ and C#"),
        ("C", "C for beginners", "C. Smith for mayor"),
        ("C", "Memory in C, by hand", "C'est la vie, c'est tout"),
        ("C++", "Pointers in C++", "Pointers in C"),
        ("R", "Plots with R", "Plots in r/dataisbeautiful and R&B"),
        ("AI", "how ai is made", "how air is made"),
        ("IT security", "IT security for towns", "Security is what it is about"),
        ("US Senate", "The US Senate votes", "The Senate of Rome"),
        ("LEARN IT NOW", "How to learn anything now", "How to forget now"),
        ("IT", "Wie die IT das Amt verändert", "Wie es und wie it das Amt verändert"),
        ("the sea", "By the sea", "By the lake"),
    ],
)  # fmt: skip
def test_a_keyword_matches_what_it_says(keyword: str, yes: str, no: str) -> None:
    assert has(keyword, yes)
    assert not has(keyword, no)


def test_a_title_in_capitals_says_nothing_by_them() -> None:
    assert not has("IT", "BREAKING: HOW IT ENDED LAST NIGHT")
    assert has("ended", "BREAKING: HOW IT ENDED LAST NIGHT")


def test_the_small_words_of_a_german_goal_are_not_asked_for() -> None:
    why = "Ich möchte wissen, was die Partei will und wie sie dahin kam."
    assert has("die Linke", "Was wird aus der Linken und ihrem Programm", why)
    query = query_of(Goal("Ziel.md", "Ziel", keywords=("Beete",)), why, ["de"])
    assert not {"ich", "möcht", "möchte", "was", "die", "und", "wie", "sie", "will"} & query.weights.keys()


@pytest.mark.parametrize(
    ("why", "small"),
    [("Ich lerne Rust.", "ich"), ("أريد أن أتعلم البرمجة في وقتي", "في"), ("Rust et moi", "et")],
)  # fmt: skip
def test_a_text_too_short_to_tell_its_language_asks_for_no_small_words(why: str, small: str) -> None:
    assert small not in query_of(Goal("Goal.md", "Goal", keywords=("rust",)), why, ["en"]).weights


def test_a_chinese_goal_asks_for_pairs() -> None:
    query = query_of(Goal("学习.md", "学习", keywords=("机器学习",)), "我想学习机器", ["", "en"])
    assert {"机器", "学习"} <= query.weights.keys()
    assert has("机器学习", "谈谈机器学习")


def test_a_term_is_shown_as_it_is_written() -> None:
    assert [as_written(term) for term in (*in_capitals("US and Go in C"), "senat", "c++")] == [
        "US", "Go", "C", "senat", "c++",
    ]  # fmt: skip


@given(st.text())
def test_no_word_is_taken_for_one_of_these_terms(text: str) -> None:
    assert not set(in_capitals(text)) & set(words(text))


def test_the_article_and_the_pronoun_are_no_abbreviations() -> None:
    assert in_capitals("A year in which I wrote C") == ["+c"]
