"""Names in charts: each becomes visible text and nothing else. The entities are those that Mermaid 11 decodes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.markdown.plain import tidy
from vault_pln.core.outputs.mermaid import is_plain, label, network, pie
from vault_pln.core.outputs.picture import Group, Line, Picture

HOSTILE = [
    "end", 'Ada "the" <b>Countess</b>', "a[b]c{d}", '%%{init: {"theme":"forest"}}%%', "`code` *star* _u_", "$$x^2$$",
    "# hash; semi", "n1 --> n2", "A|B", "a\\b", '"`md`"', "fa:fa-car", "a~~~b", 'click n1 href "javascript:alert(1)"',
    "&amp; &lt;i&gt;", "@me :::cls", "10% #35; #quot;", "two\nlines", "```", "x\u202ey",
]  # fmt: skip
SPECIAL = re.compile(r"[\"'`<>\[\]{}|;#%$&*_~\\:@^=\n\r]")


def decoded(text: str) -> str:
    return re.sub(r"#(\d+);", lambda found: chr(int(found[1])), text)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_that_means_something_to_mermaid_is_only_shown(name: str) -> None:
    found = label(name)
    assert decoded(found[1:-1]) == tidy(name)
    assert not SPECIAL.search(re.sub(r"#\d+;", "", found[1:-1]))


@pytest.mark.parametrize(
    "name", ["😀 Zoë 👩‍👩‍👧", "عبد الله محمد", "דוד כהן", "日本語の名前", "Jean-Luc (of the ship)"]
)
def test_a_name_in_any_script_stays_as_it_is(name: str) -> None:
    assert label(name) == f'"{name}"'
    assert is_plain(name)


def test_a_long_name_is_cut_and_an_empty_one_is_a_dash() -> None:
    assert label("x" * 100) == f'"{"x" * 39}…"'
    assert label(" \u200b") == '"-"'
    assert not is_plain("x" * 100)


@given(st.text(max_size=60))
def test_no_text_leaves_its_quotes(text: str) -> None:
    found = label(text)
    assert found[0] == found[-1] == '"'
    assert not SPECIAL.search(re.sub(r"#\d+;", "", found[1:-1]))


def test_a_pie_has_a_line_for_each_count() -> None:
    assert pie('By "kind"', [("blog", 4), ("a;b", 1)]) == (
        "```mermaid\npie showData title By #34;kind#34;\n"
        '    "blog" : 4\n    "a#59;b" : 1\n```'
    )  # fmt: skip


def picture(groups: list[Group], lines: list[Line]) -> Picture:
    return Picture(tuple(groups), tuple(lines), 0, 0, 0)


NAMES = {"G": "Rust", "H": "Write", "a": "Ada", "b": "Bob", "c": "Cy"}


def test_people_stand_in_the_group_of_their_goal() -> None:
    found = network(
        picture(
            [Group("G", ("a", "source")), Group("H", ()), Group("", ("b", "c"))],
            [Line("a", "b", "tie", 2), Line("a", "H", "goal"), Line("a", "source", "author")],
        ),
        NAMES,
        frozenset({"a"}),
    )
    assert found.split("\n") == [
        "```mermaid", "flowchart LR", '    subgraph g0["Rust"]', '        n0["Ada"]', "    end", '    n1["Bob"]',
        "    n0 ---|2| n1", "    class n0 internal-link", "```",
    ]  # fmt: skip


def test_a_second_goal_is_tied_with_dots() -> None:
    found = network(picture([Group("G", ("a",)), Group("H", ("b",))], [Line("a", "H", "goal")]), NAMES, frozenset())
    assert "    n0 -.- g1\n" in found


def test_where_nobody_is_tied_to_anything_there_is_no_chart() -> None:
    assert network(picture([Group("G", ()), Group("", ("a", "b"))], []), NAMES, frozenset()) == ""
