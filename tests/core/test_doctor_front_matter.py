"""Front matter that cannot be read: the line to blame, and how it reads again."""

from typing import Any

import pytest

from vault_pln.core.health.front_matter import front_matter_findings
from vault_pln.core.health.mending import apply_fixes
from vault_pln.core.markdown.frontmatter import read_front_matter


def broken(block: str) -> tuple[list[tuple[int | None, str]], dict[str, Any] | None, bool]:
    """Lines and causes, the properties once mended (None: still unreadable), and whether all of it is certain."""
    text = f"---\n{block}\n---\nbody\n"
    found = list(front_matter_findings("x.md", text))
    after = read_front_matter("x.md", apply_fixes(text, [one.fix for one in found if one.fix is not None]))
    causes = [(one.line, one.message.removeprefix("the properties cannot be read: ")) for one in found]
    return causes, None if after.problem else after.properties, all(one.certain for one in found)


@pytest.mark.parametrize(
    ("block", "line", "cause", "reads"),
    [
        ("aliases:\n- @ada", 3, "begins with '@'", {"aliases": ["@ada"]}),
        ("aliases: [@ada, Ada]", 2, "in the list", {"aliases": ["@ada", "Ada"]}),
        ("tags: [#a, b]", 2, "in the list", {"tags": ["#a", "b"]}),
        ("tags: [a, #b]", 2, "in the list", {"tags": ["a", "#b"]}),
        ("site: @ada # comment", 2, "begins with '@'", {"site": "@ada"}),
        ("title: a: b", 2, "': ' in it", {"title": "a: b"}),
        ('title: say "a": b', 2, "': ' in it", {"title": 'say "a": b'}),
        ('title: it\'s "a": b', 2, "': ' in it", {"title": 'it\'s "a": b'}),
        ("title: end:", 2, "': ' in it", {"title": "end:"}),
        ("list:\n  - a: b: c", 3, "': ' in it", {"list": ["a: b: c"]}),
        ("up: [[X]] and more", 2, "a link", {"up": "[[X]] and more"}),
        ("up: [[X]], [[Y]]", 2, "a link", {"up": ["[[X]]", "[[Y]]"]}),
        ("t: {{title}} x", 2, "a placeholder", {"t": "{{title}} x"}),
        ('a: "<% x("Y") %>"', 2, "a quote", {"a": '<% x("Y") %>'}),
        ("a:\n\t- b\n\t- c", 3, "a tab", {"a": ["b", "c"]}),
        ("x: *foo*", 2, "begins with '*'", {"x": "*foo*"}),
        ("x: `c`", 2, "begins with '`'", {"x": "`c`"}),
        ("x: - y", 2, "begins with '-'", {"x": "- y"}),
        ("title: 'it's'", 2, "a quote", {"title": "it's"}),
        ('title: "a "b" c"', 2, "a quote", {"title": 'a "b" c'}),
        ('title: "a" b', 2, "a quote", {"title": '"a" b'}),
        ("aliases: A\n- \ntags:\n- x", 3, "an empty item", {"aliases": "A", "tags": ["x"]}),
        ("a: 1\nb: 2\na: 1", 4, "'a' stands here and in line 2", {"a": 1, "b": 2}),
        ("a:\na: 2", 2, "'a' stands here and in line 3", {"a": 2}),
        ("a:\n- x\na:", 4, "'a' stands here and in line 2", {"a": ["x"]}),
    ],
)
def test_what_can_only_mean_one_thing_is_mended(block: str, line: int, cause: str, reads: dict[str, Any]) -> None:
    causes, properties, certain = broken(block)
    assert causes[0][0] == line
    assert cause in causes[0][1]
    assert properties == reads
    assert certain


@pytest.mark.parametrize(
    ("block", "line", "reads"),
    [
        ("key:value\nb: c", 2, {"key": "value", "b": "c"}),
        ("b: c\nkey:value", 3, {"b": "c", "key": "value"}),
        ("type: person\n cadence: weekly", 3, {"type": "person", "cadence": "weekly"}),
        ("a: b\n\tc: d", 3, {"a": "b", "c": "d"}),
        ('a: "unclosed\nb: c\nd: e', 2, {"a": "unclosed", "b": "c", "d": "e"}),
        ('a: "x\nb: "y', 2, {"a": "x", "b": "y"}),
        ('a: "x" and "y"', 2, {"a": '"x" and "y"'}),
        ("x: | y", 2, {"x": "| y"}),
        ("a:\n\t- b\n\t\t- c", 3, {"a": ["b - c"]}),
        ('a: "x" y # z', 2, {"a": '"x" y # z'}),
        ("b: [x, y\nc: d", 2, {"b": "[x, y", "c": "d"}),
    ],
)
def test_what_may_mean_another_thing_is_offered(block: str, line: int, reads: dict[str, Any]) -> None:
    causes, properties, certain = broken(block)
    assert causes[0][0] == line
    assert properties == reads
    assert not certain


@pytest.mark.parametrize(
    "block",
    [
        "aliases: A\n- B",
        "a: 1\na: 2",
        "a:\n- x\na:\n- y",
        "just text",
        "- a\nb: c",
        "a: x\x07y",
        "@b: c",
        "[a, b",
        "{a: 1, a: 2}",
        "a: # x\n}",
    ],
)  # fmt: skip
def test_what_cannot_be_mended_in_one_line_is_named_as_it_is(block: str) -> None:
    causes, properties, certain = broken(block)
    assert len(causes) == 1
    assert properties is None
    assert not certain


def test_all_lines_are_found_at_once() -> None:
    causes, properties, certain = broken("aliases:\n- @a\n- @b\ntitle: x: y\nup: [[A]] b")
    assert [line for line, _ in causes] == [3, 4, 5, 6]
    assert properties == {"aliases": ["@a", "@b"], "title": "x: y", "up": "[[A]] b"}
    assert certain


def test_what_comes_before_one_that_cannot_be_mended_is_mended() -> None:
    causes, properties, _ = broken("aliases:\n- @a\nb: c\nb: d")
    assert [line for line, _ in causes] == [3, 5]
    assert properties is None


@pytest.mark.parametrize("text", ["\ufeff---\r\na: b: c\r\n---\r\nx", "---\r\na: b: c\r\n---\r\nx\n"])
def test_every_other_byte_stays(text: str) -> None:
    (found,) = front_matter_findings("x.md", text)
    assert found.fix is not None
    assert apply_fixes(text, [found.fix]) == text.replace("a: b: c", 'a: "b: c"')


def test_a_note_without_a_problem_has_none() -> None:
    assert list(front_matter_findings("x.md", "---\na: b\n---\n")) == []
