"""Front matter as Obsidian reads it, and the limits that keep a hostile one harmless."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.markdown.frontmatter import front_matter_end, read_front_matter
from vault_pln.core.markdown.note import read_note

ROWS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent.parent / "data" / "front_matter.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: repr(row["text"][4:44]))
def test_front_matter_is_read_as_obsidian_reads_it(row: dict[str, Any]) -> None:
    note = read_note("note.md", row["text"].encode())
    if "problem" in row:
        assert note.properties == {}
        assert [(problem.line, problem.message) for problem in note.problems] == [(row["line"], row["problem"])]
    else:
        assert (note.properties, note.problems) == (row["properties"], ())
        assert typed(note.properties) == typed(row["properties"])
    if "lines" in row:
        assert note.property_lines == row["lines"]


def typed(value: object) -> object:
    """1, 1.0 and True are equal to Python, and not to a person."""
    if isinstance(value, dict):
        return {key: typed(one) for key, one in value.items()}
    return [typed(one) for one in value] if isinstance(value, list) else type(value)


def refused(block: str) -> str:
    front = read_front_matter("note.md", f"---\n{block}\n---\n[[Body]]\n")
    assert front.properties == {}
    assert front.problem is not None
    return front.problem.message


@pytest.mark.parametrize("deep", ["a: " + "[" * 30_000, "a: " + "{b: " * 15_000, "- " * 30_000, "? " * 30_000])
def test_a_nesting_that_would_crash_the_loader_is_a_problem(deep: str) -> None:
    assert refused(deep) == "the properties are nested too deeply"


@pytest.mark.parametrize("depth", [49, 50])
def test_fifty_levels_are_the_limit(depth: int) -> None:
    block = "a: " + "[" * depth + "]" * depth
    front = read_front_matter("note.md", f"---\n{block}\n---\n")
    assert (front.problem is None) == (depth == 49), "the map itself is a level"


def test_block_nesting_is_counted_too() -> None:
    assert refused("".join("\n" + " " * level + "a:" for level in range(60)))[:25] == "the properties are nested"


def test_an_alias_chain_is_refused_before_it_grows() -> None:
    chain = "a0: &a0 [x, x]\n" + "\n".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))
    assert refused(chain) == "the properties use YAML aliases (*)"


@pytest.mark.parametrize("text", ["x" * 65_536, "ü" * 33_000])
def test_more_than_64_kilobytes_are_not_read(text: str) -> None:
    assert refused(f"a: {text}") == "the properties are longer than 64 KB and were not read"


def test_64_kilobytes_are_read() -> None:
    text = "x" * (64 * 1024 - 4)
    assert read_front_matter("note.md", f"---\na: {text}\n---\n").properties == {"a": text}


def test_thousands_of_properties_are_read() -> None:
    block = "\n".join(f"k{n}: v" for n in range(5000))
    assert len(read_front_matter("note.md", f"---\n{block}\n---\n").properties) == 5000


@pytest.mark.parametrize("digits", [300, 301, 5000])
def test_a_number_of_any_length_is_harmless(digits: int) -> None:
    word = "9" * digits
    value = read_front_matter("note.md", f"---\na: {word}\n---\n").properties["a"]
    assert value == (int(word) if digits <= 300 else word)


@given(st.text(alphabet=st.sampled_from("ab:-[]{}\"'#&*!|>%@`?, \n\t0.~\\\r\u2028"), max_size=60))
def test_no_block_makes_the_reader_raise(block: str) -> None:
    text = f"---\n{block}\n---\nBody"
    front = read_front_matter("note.md", text)
    assert front.problem is None or (front.properties == {} and front.problem.line is not None)
    assert front.problem is None or 1 <= (front.problem.line or 0) <= text.count("\n") + 1


@given(st.dictionaries(st.text("abcdef -", min_size=1).map(str.strip), st.text(st.characters(max_codepoint=0xD7FF))))
def test_quoted_text_comes_back_as_it_was(properties: dict[str, str]) -> None:
    block = "\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in properties.items())
    front = read_front_matter("note.md", f"---\n{block}\n---\n")
    assert front.problem is None
    assert front.properties == properties


@given(st.text(max_size=40), st.booleans())
def test_the_end_of_front_matter_is_where_the_body_begins(body: str, mark: bool) -> None:
    head = ("\ufeff" if mark else "") + "---\na: 1\n---\n"
    assert front_matter_end(head + body) == len(head)
    assert front_matter_end(("\ufeff" if mark else "") + "x" + body) == 0
