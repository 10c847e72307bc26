"""Dataview's inline fields."""

import pytest

from vault_pln.core.markdown.fields import canonical_key
from vault_pln.core.markdown.note import read_note


def fields(text: str) -> list[tuple[str, str]]:
    return [(field.key, field.value) for field in read_note("note.md", text.encode()).fields]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("gave:: a review", [("gave", "a review")]),
        ("gave::a review", [("gave", "a review")]),
        ("gave:: a review\r", [("gave", "a review")]),
        ("Learned From:: [[Ada]]", [("learned-from", "[[Ada]]")]),
        ("**Bold Key**:: value", [("bold-key", "value")]),
        ("_key_:: value", [("key", "value")]),
        ("- in a list:: value", [("in-a-list", "value")]),
        ("- [x] in a task:: value", [("in-a-task", "value")]),
        ("> quoted:: value", [("quoted", "value")]),
        ("empty::", [("empty", "")]),
        ("url:: https://example.org/?a=b", [("url", "https://example.org/?a=b")]),
        ("ключ 2:: значение", [("ключ-2", "значение")]),
        ("🚀:: up", [("🚀", "up")]),
        ("twice:: a:: b", [("twice", "a:: b")]),
        ("code:: `x:: y`", [("code", "`x:: y`")]),
        ("met [[Ada]] [gave:: a talk] and (got:: [a book](x.md))", [("gave", "a talk"), ("got", "[a book](x.md)")]),
        ("nested [a:: [b] c] [d:: (e)]", [("a", "[b] c"), ("d", "(e)")]),
        (r"escaped [a:: b \] c]", [("a", r"b \] c")]),
        ("the outer one counts [a:: x [b:: y] z]", [("a", "x [b:: y] z")]),
        ("unclosed [a:: x and [b:: y]", [("b", "y")]),
        ("mixed [a:: x) [b:: y]", [("b", "y")]),
        ("whole:: and [inner:: y]", [("inner", "y")]),
        (r"\[a:: b]", []),
        ("`a:: b`", []),
        ("not `a`:: b", []),
        ("std::vector", [("std", "vector")]),
        ("std:::vector", []),
        ("::value", []),
        ("a sentence. With | a bar:: no", []),
        ("[[Note|alias:: x]]", []),
        ("no # heading:: here", []),
        ("```\na:: b\n```", []),
        ("%% a:: b %%", []),
        ("k" * 101 + ":: too long a key", []),
    ],
)
def test_fields_are_read_as_dataview_reads_them(text: str, found: list[tuple[str, str]]) -> None:
    assert fields(text) == found


def test_each_field_knows_its_line() -> None:
    note = read_note("note.md", b"---\na: 1\n---\nb:: 1\n\n- [c:: 2] (d:: 3)\n")
    assert [(field.key, field.line) for field in note.fields] == [("b", 4), ("c", 6), ("d", 6)]


def test_only_the_beginning_of_a_very_long_line_is_read() -> None:
    assert fields("a:: " + "x" * 10_000) == [("a", "x" * 1996)]
    assert fields("x" * 10_000 + " [a:: b]") == []


@pytest.mark.parametrize(
    ("key", "canonical"), [("A Key", "a-key"), ("**a_key**", "a-key"), ("Ключ", "ключ"), ("a  b", "a-b")]
)
def test_keys_are_compared_in_lower_case_with_dashes(key: str, canonical: str) -> None:
    assert canonical_key(key) == canonical
