"""Replacing a block of ours, and nothing else of the note."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vault_pln.core.markdown.note import read_note
from vault_pln.core.markdown.own import render_block
from vault_pln.core.markdown.replace import edited_by_user, replace_block

EMPTY = "<!-- pln:begin network -->\n<!-- pln:end network -->"
BODY = "| Note | Links |\n| --- | --- |\n| [[Ada]] | 2 |"


def replaced(text: str, body: str = BODY, name: str = "network") -> str | None:
    return replace_block(text, read_note("note.md", text.encode()).blocks, name, body)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("Text\n\n", "\n\nMore"),
        ("---\ntype: person\n---\n", "\n"),
        ("\ufeff", "\n"),
        ("> quote\n", "\n\ttab  \n"),
    ],
)
def test_a_block_made_by_the_user_is_filled_and_all_else_stays(before: str, after: str) -> None:
    assert replaced(before + EMPTY + after) == before + render_block("network", BODY) + after


def test_a_new_body_takes_the_place_of_the_old_one() -> None:
    text = f"Text\n{render_block('network', 'old')}\nMore"
    assert replaced(text) == f"Text\n{render_block('network', BODY)}\nMore"
    assert replaced(text, "") == f"Text\n{render_block('network', '')}\nMore"


def test_the_majority_of_line_endings_is_kept() -> None:
    text = ("Text\n" + EMPTY + "\nMore\n").replace("\n", "\r\n")
    assert replaced(text) == f"Text\n{render_block('network', BODY)}\nMore\n".replace("\n", "\r\n")
    assert replaced("Text\n" + EMPTY + "\r\n") == "Text\n" + render_block("network", BODY) + "\r\n"
    at_end = "Text\r\nMore\r\n" + EMPTY
    assert replaced(at_end) == "Text\r\nMore\r\n" + render_block("network", BODY).replace("\n", "\r\n")


@pytest.mark.parametrize(
    "padded",
    [
        render_block("network", BODY).replace("| Note |", "|   Note   |"),
        render_block("network", BODY).replace("---", "-------"),
        render_block("network", BODY).replace("|\n", "|  \n"),
    ],
)
def test_a_block_that_only_a_formatter_touched_stays_to_the_byte(padded: str) -> None:
    padded = padded.replace("<!------- ", "<!-- ").replace(" ------->", " -->")
    assert padded != render_block("network", BODY)
    assert replaced(padded) == padded
    assert replaced(padded, "new") == render_block("network", "new")


@pytest.mark.parametrize(
    "edited",
    [
        render_block("network", BODY).replace("[[Ada]]", "[[Ada]] my note"),
        render_block("network", BODY).replace("\n\n<!-- pln:end", "\nmy line\n<!-- pln:end"),
        render_block("network", BODY).replace("| [[Ada]] | 2 |\n", ""),
        EMPTY.replace("\n", "\nwhat the user wrote before it was ever filled\n"),
        render_block("network", "").replace("\n\n\n", "\n\nmy line\n"),
    ],
)  # fmt: skip
def test_a_block_that_the_user_edited_is_left_alone(edited: str) -> None:
    note = read_note("note.md", edited.encode())
    assert note.blocks is not None
    assert [edited_by_user(block) for block in note.blocks] == [True]
    assert replaced(edited) is None


@pytest.mark.parametrize(
    "text",
    [
        "no block",
        EMPTY.replace("network", "people"),
        EMPTY + "\n" + EMPTY,
        EMPTY.partition("\n")[0],
        f"```\n{EMPTY}\n```",
        "> " + EMPTY.replace("\n", "\n> "),
        "    " + EMPTY.replace("\n", "\n    "),
    ],
)
def test_no_block_to_be_had_is_none_at_all(text: str) -> None:
    assert replaced(text) is None


def test_of_two_blocks_only_the_one_named_changes() -> None:
    other = render_block("people", "stays")
    assert replaced(f"{other}\n{EMPTY}") == f"{other}\n{render_block('network', BODY)}"


LINES = st.lists(
    st.sampled_from(["", "text", "  indented", "| a | b |", "| --- | --- |", "> quote", "`code`", "é \ufeff", "%%"])
)
ENDINGS = st.sampled_from(["\n", "\r\n"])


@given(LINES, LINES, LINES, LINES, ENDINGS)
def test_replacing_twice_is_replacing_once_and_outside_nothing_changes(
    before: list[str], after: list[str], first: list[str], second: list[str], ending: str
) -> None:
    head, tail = "".join(line + ending for line in before), "".join(ending + line for line in after)
    assume("---" not in head)
    once = replaced(head + EMPTY.replace("\n", ending) + tail, "\n".join(first))
    assert once is not None
    assert replaced(once, "\n".join(first)) == once
    twice = replaced(once, "\n".join(second))
    assert twice is not None
    assert (twice.startswith(head), twice.endswith(tail)) == (True, True)
    assert replaced(twice, "\n".join(second)) == twice
    assert replaced(twice, "\n".join(first)) == once


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_filled_block_is_read_as_unedited(ending: str) -> None:
    text = replaced(f"Text{ending}{ending}{EMPTY.replace(chr(10), ending)}{ending}")
    assert text is not None
    note = read_note("note.md", text.encode())
    assert note.blocks is not None
    assert [edited_by_user(block) for block in note.blocks] == [False]
