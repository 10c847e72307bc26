"""The review of the sample vault's fourth month: it says what it said, and each of its numbers can be traced."""

import re
from pathlib import Path

from conftest import ROOT, TODAY, Run

WEEK = "2026-W47"
REVIEW = f"PLN/Reviews/PLN review {WEEK}.md"
TWIN = ROOT / "tests/data/sample-review.md"


def lived(run: Run, sample: Path) -> None:
    """A week with vault-pln: lines on three days, and answers to some."""
    for day in ("2026-11-16", "2026-11-17", "2026-11-19"):
        for command in (["fetch"], ["daily"]):
            assert run(*command, "--vault", sample, "--today", day).code == 0
    note = sample / "Daily/2026-11-17.md"
    first, second, third, *_ = re.findall(r"^- \[ \] \[.*$", note.read_text(), re.MULTILINE)
    text = (
        note.read_text()
        .replace(first, first.replace("[ ]", "[x]", 1))
        .replace(second, f"{second[:-22]} #keep{second[-22:]}")
    )
    note.write_text(text.replace(third, third.replace("[ ]", "[-]", 1)))


def test_the_review_of_the_fourth_month_is_as_expected_and_every_number_comes_from_lines(
    run: Run, sample: Path
) -> None:
    lived(run, sample)
    assert run("review", "--vault", sample, "--today", TODAY).code == 0
    assert (sample / REVIEW).read_text() == TWIN.read_text()
    found = run("why", WEEK, "--vault", sample, "--today", TODAY, "--json").json
    rows = [row for section in found["sections"] for row in section["rows"]]
    assert [row["text"] for row in rows if re.search(r"\d", row["text"]) and not row["because"]] == []
    for because in (because for row in rows for because in row["because"]):
        text = (sample / because["path"]).read_text().splitlines()
        assert because["line"] is None or 0 < because["line"] <= len(text)
