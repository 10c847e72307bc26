"""What vault-pln wrote: blocks between its markers, and lines that end in its ids."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.markdown.note import read_note
from vault_pln.core.markdown.own import block_digest, digest_of, own_blocks, own_line, own_text, render_block
from vault_pln.model.note import OwnBlock, OwnLine

ID = "pln-3f2a1c7d7k4m2q6p"
BEGIN, END = "<!-- pln:begin a -->", "<!-- pln:end a -->"
OTHER_BEGIN, OTHER_END = "<!-- pln:begin b -->", "<!-- pln:end b -->"


def blocks(*lines: str) -> tuple[OwnBlock, ...] | None:
    return own_blocks(lines, ())


def test_a_block_is_found_with_its_lines_and_digests() -> None:
    text = render_block("people", "| a |\n| --- |")
    found = blocks("text", *text.split("\n"), "more")
    assert found == (OwnBlock("people", 2, 7, block_digest("| a |\n| --- |"), block_digest("| a |\n| --- |")),)


def test_a_block_of_the_user_has_no_digest_yet() -> None:
    assert blocks(BEGIN, END) == (OwnBlock("a", 1, 2, None, block_digest("")),)


@pytest.mark.parametrize(
    "lines",
    [
        [BEGIN],
        [END],
        [END, BEGIN],
        [BEGIN, BEGIN, END],
        [BEGIN, END, END],
        [BEGIN, END, BEGIN, END],
        [BEGIN, OTHER_BEGIN, OTHER_END, END],
        [BEGIN, OTHER_BEGIN, END, OTHER_END],
        [BEGIN, OTHER_END],
        [f"> {BEGIN}", f"> {END}"],
        [BEGIN, f"  {END}"],
        [BEGIN, END, f"> {OTHER_BEGIN}"],
    ],
)
def test_markers_that_do_not_fit_together_leave_no_block_at_all(lines: list[str]) -> None:
    assert blocks(*lines) is None


@pytest.mark.parametrize(
    "line",
    [
        f"text {BEGIN}",
        f"{BEGIN} text",
        f"- {BEGIN}",
        "<!-- pln:begin -->",
        "<!-- pln:begin A -->",
        "<!-- pln:begin a sha=xyz -->",
        "<!--pln:begin a-->",
        "<!-- pln:middle a -->",
        "%% pln:begin a %%",
    ],
)
def test_what_is_not_exactly_a_marker_is_none(line: str) -> None:
    assert blocks(line, line) == ()


def test_spaces_and_a_carriage_return_behind_a_marker_do_not_matter() -> None:
    assert blocks(BEGIN + "  \r", END + "\t\r") is not None


def test_markers_in_code_are_none() -> None:
    assert own_blocks([BEGIN, END, BEGIN], {0, 1, 2}) == ()


@given(st.permutations([BEGIN, END, OTHER_BEGIN, OTHER_END, "text"]))
def test_blocks_never_overlap_and_their_text_is_never_the_users(lines: list[str]) -> None:
    found = blocks(*lines)
    for one, other in permutations(found or (), 2):
        assert one.end < other.begin or other.end < one.begin
    ours = {line for first, last in own_text(lines, ()) for line in range(first, last + 1)}
    assert {line - 1 for block in found or () for line in range(block.begin, block.end + 1)} <= ours


def test_text_between_markers_is_ours_also_where_they_do_not_fit_together() -> None:
    assert own_text([BEGIN, "x", END, "user", BEGIN, "y", END], ()) == [(0, 2), (4, 6)]
    assert own_text([BEGIN, BEGIN, "x", END, "user"], ()) == [(0, 3)]
    assert own_text([f"> {BEGIN}", "> x", f"> {END}", "user"], ()) == [(0, 2)]
    assert own_text(["user", BEGIN, "user"], ()) == []
    assert own_text([END, "user", BEGIN], ()) == []


TABLE = "| a | b |\n| --- | --- |\n| 1 | 2 |"


@pytest.mark.parametrize(
    "same",
    [
        "| a | b |  \n| --- | --- |\n| 1 | 2 |\t",
        "| a    |  b |\n|-----|:---|\n|1|2|".replace(":", "-"),
        "|a|b|\n|------|---|\n| 1      | 2 |",
        TABLE.replace("\n", "\r\n"),
        f"\n\n{TABLE}\n\n",
    ],
)
def test_the_digest_of_a_block_is_blind_to_trailing_spaces_and_padding(same: str) -> None:
    assert block_digest(same) == block_digest(TABLE)


@given(st.lists(st.lists(st.text("ab- :", max_size=5), min_size=2, max_size=3), max_size=4), st.sampled_from("\t "))
def test_the_padding_of_a_cell_is_of_any_kind_and_width(rows: list[list[str]], pad: str) -> None:
    one = "\n".join("| " + " | ".join(cells) + " |" for cells in rows)
    other = "\n".join(f"|{pad * 3}" + f"{pad * 4}|{pad}".join(cells) + f"{pad * 3}|" for cells in rows)
    assert block_digest(one) == block_digest(other)


@pytest.mark.parametrize(
    "other",
    [
        "",
        TABLE + "\nx",
        TABLE.replace("1", "3"),
        TABLE.replace("\n", "\n\n"),
        TABLE.replace("| 1", "|  | 1"),
        f"x{TABLE}",
    ],
)
def test_every_other_change_shows_in_the_digest(other: str) -> None:
    assert block_digest(other) != block_digest(TABLE)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (f"- [ ] Write to [[Ada]] ^{ID}", " "),
        (f"- [x] Write to [[Ada]] ^{ID}", "x"),
        (f"* [b] kept ^{ID}", "b"),
        (f"+ [*] kept ^{ID}", "*"),
        (f"12) [/] begun ^{ID}", "/"),
        (f"> - [-] moved into a quote ^{ID}", "-"),
        (f"\t1. [X] numbered ^{ID}  ", "X"),
        (f"- a bullet ^{ID}", None),
        (f"no list at all ^{ID}", None),
    ],
)
def test_a_line_of_ours_bears_an_id(text: str, status: str | None) -> None:
    assert own_line(text, 7) == OwnLine(ID, status, text, 7, digest_of(text.rstrip()))


@pytest.mark.parametrize(
    "text", [f"^{ID}", f" ^{ID}", f"- [ ] glued^{ID}", f"x ^{ID} more", "- [ ] x ^pln-short", f"- [ ] x ^{ID}0",
             f"- [ ] x ^{ID.upper()}", f"- [ ] x {ID}"]
)  # fmt: skip
def test_any_other_line_is_the_users(text: str) -> None:
    assert own_line(text, 1) is None


@given(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\n\r"), max_size=60))
def test_a_block_is_read_again_as_it_was_written(body: str) -> None:
    note = read_note("note.md", f"before\n{render_block('people', body)}\nafter [[Link]]".encode())
    if "pln:" not in body:
        assert note.blocks is not None
        assert [(block.name, block.sha == block.found) for block in note.blocks] == [("people", True)]


def test_who_goes_on_writing_behind_the_id_has_answered_our_line() -> None:
    found = own_line(f"- [x] a ^{ID} called her #keep", 3)
    assert found is not None
    assert (found.id, found.status, found.text) == (ID, "x", f"- [x] a ^{ID} called her #keep")
