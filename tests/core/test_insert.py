"""Inserting lines into a user's note: everything else stays, byte for byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.markdown.insert import Group, insert_groups, newline_of, remove_own_lines
from vault_pln.core.markdown.note import read_note

HEADING = "Learning network"
ID = "^pln-3f2a1c7d7k4m2q6p"
LINE = f"- [ ] Write to [[Ada]] {ID}"
ONE = Group("", [LINE])
REACH, READ = Group("Reach out", [LINE]), Group("Read", ["- [ ] item"])


def inserted(text: str, *groups: Group, level: int = 2) -> str:
    return insert_groups(text, HEADING, groups or (ONE,), level)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"## {HEADING}\n{LINE}\n"),
        ("\ufeff", f"\ufeff## {HEADING}\n{LINE}\n"),
        ("Text", f"Text\n\n## {HEADING}\n{LINE}\n"),
        ("Text\n", f"Text\n\n## {HEADING}\n{LINE}\n"),
        ("Text\n\n", f"Text\n\n## {HEADING}\n{LINE}\n"),
        ("Text\n \t\n", f"Text\n \t\n## {HEADING}\n{LINE}\n"),
        ("Text\r\n", f"Text\r\n\r\n## {HEADING}\r\n{LINE}\r\n"),
        ("---\na: 1\n---\n", f"---\na: 1\n---\n\n## {HEADING}\n{LINE}\n"),
        (f"## {HEADING}", f"## {HEADING}\n{LINE}\n"),
        (f"## {HEADING}\n", f"## {HEADING}\n{LINE}\n"),
        (f"# {HEADING}\nText\n\n\n", f"# {HEADING}\nText\n{LINE}\n\n\n"),
        (f"#### {HEADING} ####\n", f"#### {HEADING} ####\n{LINE}\n"),
        (f"## {HEADING.upper()}  \nText", f"## {HEADING.upper()}  \nText\n{LINE}\n"),
        (f"## {HEADING}\n- mine\n\n## Next\nText\n", f"## {HEADING}\n- mine\n{LINE}\n\n## Next\nText\n"),
        (f"## {HEADING}\n## Next\n", f"## {HEADING}\n{LINE}\n## Next\n"),
        (f"## {HEADING}\n### Mine\n- a\n# Top\n", f"## {HEADING}\n{LINE}\n### Mine\n- a\n# Top\n"),
        (f"## {HEADING}\n## {HEADING}\n", f"## {HEADING}\n{LINE}\n## {HEADING}\n"),
        (f"## {HEADING}\r\nText\r\n## Next\r\n", f"## {HEADING}\r\nText\r\n{LINE}\r\n## Next\r\n"),
        (f"## {HEADING}\nText\r\n## Next\r\n# Last\r\n", f"## {HEADING}\nText\r\n{LINE}\r\n## Next\r\n# Last\r\n"),
    ],
)
def test_lines_come_at_the_end_of_their_section_or_make_it_at_the_end_of_the_note(before: str, after: str) -> None:
    assert inserted(before) == after


@pytest.mark.parametrize(
    "before",
    [
        f"---\n# {HEADING}\na: 1\n---\nText\n",
        f"```\n## {HEADING}\n```\n",
        f"<!--\n## {HEADING}\n-->\n",
        f"%%\n## {HEADING}\n%%\n",
        f"> ## {HEADING}\n",
        f"##{HEADING}\n",
        f"    ## {HEADING}\n",
        f"## {HEADING} and more\n",
        f"`## {HEADING}`\n",
    ],
)
def test_what_only_looks_like_the_heading_is_none(before: str) -> None:
    assert inserted(before) == f"{before}\n## {HEADING}\n{LINE}\n"


@pytest.mark.parametrize("tail", ["```\ncode\n", "~~~", "<!-- open\n", "%%\nopen", "- item\n  ```js\n  x\n"])
def test_lines_never_land_in_code_or_a_comment_that_is_left_open(tail: str) -> None:
    for before in (f"Text\n{tail}", f"## {HEADING}\n{tail}", f"## {HEADING}\n- a\n\n{tail}"):
        after = inserted(before)
        assert [line.id for line in read_note("note.md", after.encode()).own_lines] == [ID[1:]]
        assert after.endswith(tail.partition("  ```")[2] or tail)


def test_a_heading_with_code_in_it_is_found() -> None:
    text = insert_groups("## My `code` heading\n", "My `code` heading", (ONE,))
    assert text == f"## My `code` heading\n{LINE}\n"


def test_groups_stand_under_sub_headings_one_level_deeper() -> None:
    text = inserted("", REACH, READ)
    assert text == f"## {HEADING}\n### Reach out\n{LINE}\n### Read\n- [ ] item\n"
    assert inserted(text, Group("Reach out", ["- [ ] second"]), Group("read", ["- [ ] other"])) == (
        f"## {HEADING}\n### Reach out\n{LINE}\n- [ ] second\n### Read\n- [ ] item\n- [ ] other\n"
    )


def test_a_sub_heading_elsewhere_in_the_note_is_not_ours() -> None:
    before = f"### Read\n- mine\n## {HEADING}\n## Other\n### Read\n"
    assert inserted(before, READ) == before.replace("## Other", "### Read\n- [ ] item\n## Other")


def test_the_level_of_the_heading_decides_that_of_the_sub_headings() -> None:
    assert inserted(f"##### {HEADING}\n", READ) == f"##### {HEADING}\n###### Read\n- [ ] item\n"
    once = inserted(f"###### {HEADING}\n", READ)
    assert once == f"###### {HEADING}\n- [ ] item\n", "below the sixth level there is none"
    assert inserted("", ONE, level=1) == f"# {HEADING}\n{LINE}\n"


def test_a_group_without_lines_changes_nothing() -> None:
    assert inserted("Text", Group("Read", []), Group("", ())) == "Text"


@pytest.mark.parametrize(
    ("text", "newline"),
    [("", "\n"), ("a", "\n"), ("a\nb\r\n", "\n"), ("a\r\nb\r\nc\n", "\r\n"), ("a\rb\r", "\n"), ("a\r\n", "\r\n")],
)
def test_the_majority_of_line_endings_decides(text: str, newline: str) -> None:
    assert newline_of(text) == newline


PIECES = st.sampled_from(
    ["\n", "\r\n", "\ufeff", "---\n", "a: 1\n", f"## {HEADING}\n", f"# {HEADING}", "### Read\n", "## Other\r\n", "# \n",
     "- [ ] mine\n", "text", "`", "```\n", "~~~\n", "> ", "<!--", "-->\n", "%%", "|", "\t", " ", "é", "\x0b", "\u2028", "#"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=20).map("".join)
GROUPS = st.lists(st.sampled_from([ONE, REACH, READ, Group("", ["- a", "- b"]), Group("Read", [])]), max_size=3)


@given(TEXTS, GROUPS)
def test_what_is_not_inserted_stays_byte_for_byte(before: str, groups: list[Group]) -> None:
    """Each group adds one stretch of text, so that cutting these out gives the note as it was."""
    text = before
    for group in groups:
        after = insert_groups(text, HEADING, [group])
        start = next((n for n, (a, b) in enumerate(zip(text, after, strict=False)) if a != b), len(text))
        added = len(after) - len(text)
        places = [at for at in range(max(0, start - added), start + 1) if after[:at] + after[at + added :] == text]
        assert places
        assert after[places[0] : places[0] + added].count("\n") >= len(group.lines)
        text = after
    assert insert_groups(before, HEADING, groups).replace("\r", "") == text.replace("\r", "")


@given(TEXTS)
def test_an_inserted_line_is_seen_as_ours_and_hides_nothing_of_the_user(before: str) -> None:
    after = read_note("note.md", inserted(before).encode())
    assert [line.id for line in after.own_lines] == [ID[1:]]
    assert len(after.tasks) == len(read_note("note.md", before.encode()).tasks)


@given(TEXTS)
def test_a_second_insertion_finds_the_section_of_the_first(before: str) -> None:
    once = inserted(before, READ)
    twice = inserted(once, READ)
    assert twice.count(HEADING) == once.count(HEADING)


@given(TEXTS)
def test_removing_our_lines_gives_back_the_rest(before: str) -> None:
    after = inserted(before, Group("", [LINE, "- [ ] stays"]))
    assert remove_own_lines(after, frozenset([ID[1:]])) == inserted(before, Group("", ["- [ ] stays"]))


def test_only_the_lines_named_are_removed() -> None:
    other = LINE.replace(ID, "^pln-aaaaaaaaaaaaaaaa")
    text = f"a {ID} b\r\n{LINE}\r\n{other}\n{LINE}"
    assert remove_own_lines(text, frozenset([ID[1:]])) == f"a {ID} b\r\n{other}\n"
    assert remove_own_lines(text, frozenset()) == text


@pytest.mark.parametrize("opening", ["```", "~~~", "<!--", "%%", "---\n# a"])
def test_a_byte_order_mark_hides_nothing_of_what_the_text_begins_with(opening: str) -> None:
    """Whatever the text is without its mark, it is with it: lines written into code would be written again."""
    groups = [Group("Read", ["- [ ] a ^pln-aaaaaaaaaaaaaaaa"])]
    plain = insert_groups(f"{opening}\nwords", "Learning network", groups)
    assert insert_groups(f"\ufeff{opening}\nwords", "Learning network", groups) == f"\ufeff{plain}"
