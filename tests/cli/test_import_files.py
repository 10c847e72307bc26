"""Broken and hostile files of every format that is imported, each with what is said of it; nothing of them is written.

``tests/data/imports`` has a folder for each format and, beside it, what is said of its files: the exit code and every
line on stderr. To add a case, add a file and its row.
"""

import json
from pathlib import Path

import pytest

from conftest import ROOT, TODAY, Run, snapshot, write

IMPORTS = ROOT / "tests/data/imports"
FORMS = ("csv", "ics", "json", "opml", "vcf")
LEAST = 40


@pytest.mark.parametrize("form", FORMS)
def test_each_file_is_a_clear_problem_with_its_line_and_writes_nothing(run: Run, vault: Path, form: str) -> None:
    write(vault, "People/Ada.md", "---\ntype: person\n---\n")
    expected = json.loads((IMPORTS / f"{form}.json").read_text("utf-8"))
    files = sorted((IMPORTS / form).iterdir())
    assert [file.name for file in files] == sorted(expected)
    assert len(files) >= LEAST
    before = snapshot(vault)
    for file in files:
        ran = run("import", file, "--vault", vault, "--today", TODAY, "--yes", "--merge")
        assert {"code": ran.code, "said": ran.err.splitlines()} == expected[file.name], file.name
        assert snapshot(vault) == before, file.name


@pytest.mark.parametrize("form", FORMS)
def test_what_is_said_names_the_file_its_line_and_what_to_do(form: str) -> None:
    for name, row in json.loads((IMPORTS / f"{form}.json").read_text("utf-8")).items():
        assert row["said"], name
        place = f"{name}:"
        if row["code"] == 2:
            what, advice = row["said"]
            assert what.startswith(f"vault-pln: {place}"), name
            assert advice.endswith("."), name
        for line in row["said"][:1] if row["code"] == 2 else row["said"]:
            number, _, message = line.partition(place)[2].partition(": ")
            assert number.isdecimal(), name
            assert message, name
            assert row["code"] == 2 or line.endswith(".)"), name
