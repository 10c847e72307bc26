"""New notes from templates: what is filled in is read back as it was meant, and nothing else changes."""

from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.kinds.create import fill_template, free_path, home_of, name_of_file, yaml_value
from vault_pln.core.markdown.frontmatter import read_front_matter


def filled(template: str, title: str = "T", **properties: object) -> str:
    def render(text: str, name: str) -> str:
        return text.replace("{{title}}", name)

    return fill_template(template, {k.replace("_", "-"): v for k, v in properties.items()}, title, render)  # type: ignore[misc]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_read_back_as_itself(text: str) -> None:
    for written, meant in ((yaml_value(text), text), (yaml_value([text, "x"]), [text, "x"])):
        front = f"---\na: {written}\nb: 1\n---\n"
        found = read_front_matter("x.md", front)
        assert found.problem is None
        assert found.properties == {"a": meant, "b": 1}


@pytest.mark.parametrize(
    "text", ["no", "Yes", "1e3", "0x1F", "1_000", "2026-11-23", "12:30", "~", "null", "a: b", "=", ""]
)
def test_no_text_becomes_anything_else_in_other_programs(text: str) -> None:
    assert yaml.safe_load(f"a: {yaml_value(text)}") in ({"a": text}, {"a": date(2026, 11, 23)})


def test_plain_things_stay_plain() -> None:
    assert yaml_value("https://example.org/a?b=c&d=%20#e") == "https://example.org/a?b=c&d=%20#e"
    assert yaml_value(["Learn Rust", "async", "[[X]]"]) == '[Learn Rust, async, "[[X]]"]'
    assert (yaml_value(True), yaml_value(3), yaml_value(date(2026, 1, 2))) == ("true", "3", "2026-01-02")


def test_properties_go_to_their_lines_and_others_to_the_end() -> None:
    template = "---\ntype: source # mine\nfeed:\nGoals: [old]\n---\nbody {{title}}\n"
    assert filled(template, feed="https://x.example", goals=["[[A]]"], status="trial") == (
        '---\ntype: source # mine\nfeed: https://x.example\nGoals: ["[[A]]"]\nstatus: trial\n---\nbody T\n'
    )


@pytest.mark.parametrize("old", ["\n  - x\n  - y", "\n- x\n- y", " |\n  many\n  lines", " [a,\n  b]"])
def test_a_value_of_several_lines_is_replaced_whole(old: str) -> None:
    assert filled(f"---\ngoals:{old}\ntype: source\n---\n", goals=["Z"]) == "---\ngoals: [Z]\ntype: source\n---\n"


def test_a_template_keeps_its_line_ends_and_loses_its_byte_order_mark() -> None:
    assert filled("\ufeff---\r\ntype: x\r\n---\r\n{{title}}\r\n", a="1") == '---\r\ntype: x\r\na: "1"\r\n---\r\nT\r\n'


def test_a_template_without_properties_gets_some() -> None:
    assert filled("# {{title}}\n", type="goal") == "---\ntype: goal\n---\n# T\n"
    assert filled("", type="goal") == "---\ntype: goal\n---\n"


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("name: {{title}}", 'He said: "no" # really'),
        ('name: "{{title}}"', 'back\\slash "quoted"'),
        ("name: '{{title}}'", "it's"),
        ("name: [x, {{title}}]", "a, b]"),
        ('name: ["{{title}}", x]', '"]'),
        ("name:\n  - {{title}}", "- [x]: y"),
        ("name: about {{title}}", "x: y"),
    ],
)
def test_a_title_in_the_properties_stays_a_text(line: str, title: str) -> None:
    found = read_front_matter("x.md", filled(f"---\n{line}\nlast: 1\n---\n", title))
    assert found.problem is None
    assert title in str(found.properties["name"]) or title in found.properties["name"]
    assert found.properties["last"] == 1


def test_a_name_that_any_file_has_is_not_given_again() -> None:
    taken = {name_of_file(path) for path in ("Notes/Home.md", "b/home 2.md", "pic.png")}
    assert free_path("Sources", "HOME", taken) == "Sources/HOME 3.md"
    assert free_path("", "pic.png", taken) == "pic.png 2.md"
    assert free_path("Sources", "New", taken) == "Sources/New.md"


def test_the_home_of_notes_is_where_most_of_them_are() -> None:
    assert home_of(["a/1.md", "b/2.md", "b/3.md"], "x") == "b"
    assert home_of([], "x") == "x"
    assert home_of(["1.md"], "x") == ""
