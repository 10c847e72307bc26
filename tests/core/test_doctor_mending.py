"""Edits of lines, carried out together."""

import pytest

from vault_pln.core.health.mending import apply_fixes, quoted
from vault_pln.core.markdown.frontmatter import read_front_matter
from vault_pln.model.finding import Fix

TEXT = "\ufeffone two\r\nthree\nfour"


def test_edits_of_one_line_are_carried_out_together() -> None:
    fixes = [Fix(1, "one two", 0, 3, "1"), Fix(1, "one two", 3, 4, "_"), Fix(1, "one two", 4, 7, "2")]
    assert apply_fixes(TEXT, fixes) == apply_fixes(TEXT, fixes[::-1]) == "\ufeff1_2\r\nthree\nfour"


@pytest.mark.parametrize(
    "other",
    [Fix(1, "one two", 2, 5, "!"), Fix(1, "one too", 4, 7, "2"), Fix(1, "one two", 1, 3, "1")],
    ids=["meets another", "no longer fits", "twice"],
)
def test_one_that_meets_another_or_no_longer_fits_is_left_out(other: Fix) -> None:
    assert apply_fixes(TEXT, [Fix(1, "one two", 1, 3, "1"), other]).count("\r\nthree\nfour") == 1
    assert apply_fixes(TEXT, [other, Fix(3, "four", 0, 4, "")]).endswith("\r\nthree\n")
    assert len(apply_fixes(TEXT, [Fix(1, "one two", 1, 3, "1"), other])) < len(TEXT)


@pytest.mark.parametrize("value", ["a", "@a", "a: b", 'say "a"', "it's", 'it\'s "a"', "a\\b", "", "#a", "[[A]]"])
def test_a_quoted_value_reads_as_it_is(value: str) -> None:
    text = f"---\na: {quoted(value)}\n---\n"
    assert read_front_matter("x.md", text).properties == {"a": value}
