"""A text as terms: stems of its language, pairs where a script has no spaces, and nothing that tells nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.digest.terms import indexed, terms_of, variants, words
from vault_pln.model.terms import TextOf


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("How do I call C++ from C#?", ["call", "c++", "c#"]),
        ("Interrupts, and how they interrupt", ["interrupt", "interrupt"]),
        ("Der Garten und die Gärten", ["gart", "gart"]),
        ("Les chevaux et la forêt", ["cheval", "forêt"]),
        ("Изучение языков", ["изучен", "язык"]),
        ("no_std", ["std"]),
        ("机器学习", ["机器", "器学", "学习", "机", "器", "学", "习"]),
        ("Rustの所有権", ["rust", "の所", "所有", "有権", "所", "有", "権"]),
        ("茶", ["茶"]),
        ("", []),
        ("!!! --- …", []),
        ("x" * 41, []),
    ],
)
def test_a_text_is_known_by_its_terms(text: str, terms: list[str]) -> None:
    assert terms_of(text) == terms


def test_points_and_strokes_of_arabic_and_the_forms_of_letters_make_no_other_word() -> None:
    assert terms_of("مُعَلِّم") == terms_of("معلم")
    assert words("Ｒｕｓｔ") == words("rust") == words("RUST")
    assert terms_of("تعلم الآلة") == terms_of("تعلم الالة")


def test_a_letter_and_its_vowel_sign_stay_together() -> None:
    assert words("हिन्दी भाषा") == ["हिन्दी", "भाषा"]


def test_a_language_is_told_by_its_small_words_or_its_source() -> None:
    assert indexed("1", TextOf("Wie man die Beete mulcht", ""), "").language == "de"
    assert indexed("1", TextOf("Gardens", "for all of the people"), "").language == "en"
    assert indexed("1", TextOf("Beete", ""), "").language == ""
    assert indexed("1", TextOf("Beete", ""), "de-AT").language == "de"
    assert indexed("1", TextOf("Wie man die Beete mulcht", ""), "Klingon").language == "de"


def test_a_keyword_may_be_of_any_language_that_the_texts_have() -> None:
    assert variants("Gärten", ["de", "en"]) == [frozenset({"gart", "gärten"})]
    assert variants("borrow checker", ["en"]) == [frozenset({"borrow"}), frozenset({"checker"})]
    assert variants("机器学习", ["en"]) == [frozenset({"机器"}), frozenset({"器学"}), frozenset({"学习"})]
    assert variants("  ", ["en"]) == []


@given(st.text())
def test_a_term_is_a_word_that_the_store_takes_for_one(text: str) -> None:
    for term in terms_of(text):
        assert term == "".join(term.split())
        assert term
        assert '"' not in term
        assert all(sign in "+#" or sign.isalnum() for sign in term if sign.isascii())
