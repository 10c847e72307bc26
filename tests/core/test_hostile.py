"""Hostile notes, lists and links: none makes the reader raise, and twice the text is twice the work at most."""

import time
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault_pln.core.markdown.insert import Group, insert_groups
from vault_pln.core.markdown.note import read_note
from vault_pln.core.markdown.tasks import read_fields
from vault_pln.core.sources.opml import read_opml
from vault_pln.core.sources.outlinks import site_linked, site_of

PIECES = ("[", "]", "[[", "]]", "](", "(", ")", "![", "|", "\\", "`", "```", "~~~", "%%", "<!--", "-->", "#", "# ", "^", "^a", "::",
          "a::", "[a:: ", "- [ ] ", "- [x] ", "> ", "> [!note]", "- ", "1. ", "---\n", "...", "{", "}", "'", '"', "*", "&a", "!!x",
          "? ", ": ", "\t", " ", "\n", "\r\n", "\r", "\x00", "\x85", "\u2028", "\ufeff", "é", "e\u0301", "🚀", "a", "tags: ", "%41", "%ff",
          "<!-- pln:begin a -->", "<!-- pln:end a -->", " ^pln-aaaaaaaaaaaaaaaa", "📅 2026-01-01")  # fmt: skip


@settings(max_examples=500)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.booleans())
def test_no_text_makes_the_reader_raise_and_every_fact_knows_its_line(text: str, front: bool) -> None:
    text = f"---\n{text}" if front else text
    note = read_note("note.md", text.encode())
    last = text.count("\n") + 1
    groups: tuple[tuple[Any, ...], ...] = (
        note.links,
        note.tags,
        note.headings,
        note.tasks,
        note.fields,
        note.own_lines,
    )
    assert all(1 <= fact.line <= last for group in groups for fact in group)
    assert set(note.lines) <= {link.line for link in note.links} | {field.line for field in note.fields}
    assert all(1 <= block.begin < block.end <= last for block in note.blocks or ())


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_raise(data: bytes) -> None:
    note = read_note("note.md", data)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        assert [problem.message for problem in note.problems] == ["the note is not UTF-8 and was not read"]
    else:
        assert "the note is not UTF-8 and was not read" not in [problem.message for problem in note.problems]


@given(st.text(max_size=200))
def test_reading_depends_on_nothing_but_the_bytes(text: str) -> None:
    assert read_note("note.md", text.encode()) == read_note("note.md", text.encode())


def quadratic_in_line(text: str) -> None:
    """What the test below must be able to tell from the real readers."""
    for place in range(0, len(text), 40):
        text.count("x", place)


UNITS = ("[", "]", "[[", "]]", "[[a", "[[a]]", "[[a|", "[a", "[a](b) ", "](", "](a ", "](  ", "](((((", "](<a", '](a "', "![a](b",
         "![](a)](b", "[a](http://b [c](d) ", "`", "`a", "`a` ", "\\`", "```\n", "```a\n~~~b\n", "a ```\n", "> ```\n", "- ```\n", "%%", "%% a ", "<!--", "<!--\n",
         "a <!-- b\n", "<!-- -->", "-->", "#", "# ", "#a ", "# a #", "^", "^a", " ^a ", "::", "a::", "*a::", "[a:: ", "(a:: b)", "a:: b\n",
         "- [ ] ", "- [ ] a\n", "[x] ", "> ", "> a [[b]]\n", "> [!a] [[b]]\n", "> > > > > [[b]]\n", "- ", "1. ", "*", "_", "\\", "\\[", " ", "\t", "\n", "\r",
         "x", "|", "<!-- pln:begin a -->\n", "<!-- pln:begin a -->\n<!-- pln:end a -->\n", "- [x] [[a]] ^pln-aaaaaaaaaaaaaaaa\n",
         " ^pln-aaaaaaaaaaaaaaaa")  # fmt: skip


def work(read: Callable[[str], object], text: str) -> float:
    """The least time of three runs, in seconds of this process alone."""
    times = []
    for _ in range(3):
        start = time.process_time()
        read(text)
        times.append(time.process_time() - start)
    return min(times)


def growth(read: Callable[[str], object], unit: str, size: int = 16_000) -> float:
    """How much more work eight times the text is, per doubling. Tiny times are noise, and no growth."""
    small, large = (work(read, unit * (n // len(unit))) for n in (size, size * 8))
    return float((large / max(small, 0.0005)) ** (1 / 3))


def is_linear(read: Callable[[str], object], unit: str, size: int = 16_000) -> bool:
    """Linear is 2, quadratic 4; what a busy machine makes look worse is measured again."""
    return any(growth(read, unit, size) < 2.7 for _ in range(4))


def read(text: str) -> object:
    return read_note("note.md", text.encode())


def insert(text: str) -> object:
    return insert_groups(text, "Learning network", [Group("Read", ["- a"])])


@pytest.mark.parametrize("unit", UNITS, ids=repr)
def test_twice_the_text_is_twice_the_work(unit: str) -> None:
    assert is_linear(read, unit)


@pytest.mark.parametrize("unit", ["a: [[b]]\n", "- ", "[", "x", "'\n", "# a\n", " ", "a:\n", "|\n"], ids=repr)
def test_front_matter_of_twice_the_length_is_twice_the_work(unit: str) -> None:
    assert is_linear(lambda text: read(f"---\n{text}\n---\n"), unit, 8_000)
    assert is_linear(lambda text: read(f"---\n{text}"), unit)


def test_runs_of_backticks_of_every_length_are_no_more_work() -> None:
    def runs(text: str) -> object:
        return read(" ".join("`" * length for length in range(1, int((2 * len(text)) ** 0.5))))

    assert is_linear(runs, "x")


@pytest.mark.parametrize(
    "unit", ["# a\n", "## Learning network\n", "```\n", "<!--", "%%", "`", "- [ ] a\n", " "], ids=repr
)
def test_inserting_into_twice_the_text_is_twice_the_work(unit: str) -> None:
    assert is_linear(insert, unit, 8_000)


@pytest.mark.parametrize("unit", ["📅 2026-01-01 ", "#a ", "[due:: 2026-01-01] ", " ", "🆔", "⛔ a,", "🔁 a"], ids=repr)
def test_reading_the_fields_of_a_long_task_is_no_more_work(unit: str) -> None:
    assert is_linear(read_fields, unit)


def test_a_quadratic_reader_would_be_found() -> None:
    assert not is_linear(quadratic_in_line, "x")


@pytest.mark.parametrize("unit", ["x", "a:: b "])
def test_a_line_of_ten_megabytes_is_read(unit: str) -> None:
    note = read_note("note.md", (unit * (10_000_000 // len(unit))).encode())
    assert all(len(line) <= 2000 for line in note.lines.values())


@pytest.mark.parametrize(
    "line", ["*" * 1000 + "a" * 990 + "::", "[a::" * 500, "(" * 1000 + "a" * 99 + "::" + ")" * 800, "_*~" * 600 + "::"]
)
def test_the_worst_line_for_fields_is_hardly_more_work_than_a_plain_one(line: str) -> None:
    worst, plain = "\n".join([line] * 50), "\n".join(["word " * 398 + "a:: b"] * 50)
    assert work(read, worst) < 100 * work(read, plain)


@pytest.mark.parametrize("code", ["utf-8", "utf-16"])
def test_a_list_that_begins_again_and_again_is_twice_the_work_for_twice_the_length(code: str) -> None:
    assert is_linear(lambda text: read_opml(text.encode(code)), "<?xml", 4_000)


def test_comments_of_a_list_that_never_end_are_twice_the_work_for_twice_the_length() -> None:
    feed = "<body><outline xmlUrl='https://example.org/feed'/></body>"

    def read_list(text: str) -> object:
        outlines, problems = read_opml(f"<opml><?x {text}?>{feed}</opml>".encode())
        assert (len(outlines), problems) == (1, [])
        return outlines

    assert is_linear(read_list, "<!--", 8_000)


@pytest.mark.parametrize("unit", ["a-", "a", "-", "_a", "a--", "/a-a"])
def test_a_path_of_twice_the_length_is_twice_the_work(unit: str) -> None:
    assert is_linear(lambda text: site_linked(f"https://example.org/{text}/x"), unit, 100)


def test_a_host_of_twice_as_many_parts_is_twice_the_work() -> None:
    numbers = count()
    assert is_linear(lambda text: site_of(f"https://a{next(numbers)}.{text}org/"), "a.", 4_000)
