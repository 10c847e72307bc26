"""Tables of people: known exports by their headers, others by the columns the user names."""

from pathlib import Path

import pytest

from conftest import Run
from imports import imported, properties

LINKED_IN = (
    'Notes:\n"When exporting your connection data, you may notice, that some are missing."\n\n'
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    'Ada,Lovelace,https://www.linkedin.com/in/ada,ada@x.example,"Engines, Ltd",Analyst,12 Jan 2024\n'
)
GOOGLE = (
    "First Name,Middle Name,Last Name,Nickname,Organization Name,Organization Title,Birthday,Notes,Labels,"
    "E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Value,Phone 1 - Value,Address 1 - City,Website 1 - Value\r\n"
    'Ada,,Lovelace,Countess,"Engines, Ltd",Analyst,1815-12-10,"two\nlines",* myContacts ::: Friends,'
    "* Home,ada@x.example ::: a@y.example,,+44 1,London,ada.example\r\n"
)
GOOGLE_BEFORE = (
    "Name,Given Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Organization 1 - Name,"
    "Organization 1 - Title\nAda Lovelace,Ada,Lovelace,* myContacts ::: Friends,*,ada@x.example,"
    '"Engines, Ltd",Analyst\n'
)


@pytest.mark.parametrize("text", [LINKED_IN, GOOGLE, GOOGLE_BEFORE], ids=["LinkedIn", "Google", "Google before"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_known_exports_need_no_columns(run: Run, vault: Path, tmp_path: Path, text: str, encoding: str) -> None:
    file = tmp_path / "Connections.csv"
    file.write_bytes(text.encode(encoding))
    assert imported(run, vault, file)["written"] == ["People/Ada Lovelace.md"]
    found = properties(vault / "People/Ada Lovelace.md")
    assert (found["org"], found["title"]) == ("Engines, Ltd", "Analyst")
    assert "ada@x.example" in found["email"]
    if text == GOOGLE:
        assert (found["location"], found["tags"], found["aliases"]) == ("London", ["friends"], ["Countess"])
        assert found["profiles"] == ["https://ada.example"]
        assert (vault / "People/Ada Lovelace.md").read_text().endswith("\n\n> two\n> lines\n")
    assert imported(run, vault, file)["known"] == ["Ada Lovelace"]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_columns_are_named_by_the_user(run: Run, vault: Path, tmp_path: Path, mark: str) -> None:
    file = tmp_path / "members.csv"
    rows = (("Full name", "E-Mail", "x", "Rhythm"), ("Ada Lovelace", "ada@x.example", "=1+1", "monthly"))
    file.write_text("\n".join(mark.join(row) for row in rows))
    named = ("--column", "name=Full name", "--column", "email=e-mail", "--column", "cadence=Rhythm")
    assert imported(run, vault, file, *named)["written"] == ["People/Ada Lovelace.md"]
    found = properties(vault / "People/Ada Lovelace.md")
    assert (found["email"], found["cadence"]) == ("ada@x.example", "monthly")


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ((), "t.csv:2: these columns are not known"),
        (("name=Nobody",), "t.csv:2: there is no column 'Nobody'"),
        (("nmae=A",), "'nmae' is no property of people"),
        (("email=A",), "no column is named for 'name'"),
        (("name",), "'name' names no column"),
    ],
)
def test_a_column_that_is_not_there_is_one_clear_line(
    run: Run, vault: Path, tmp_path: Path, named: tuple[str, ...], said: str
) -> None:
    file = tmp_path / "t.csv"
    file.write_text("\nA,B\n1,2\n")
    ran = run("import", file, "--vault", vault, "--yes", *(part for one in named for part in ("--column", one)))
    assert ran.code == 2
    assert said in ran.err.splitlines()[0]
    assert list(vault.rglob("*.md")) == []


def test_columns_are_for_tables_only(run: Run, vault: Path, tmp_path: Path) -> None:
    (tmp_path / "a.vcf").write_text("BEGIN:VCARD\nFN:A\nEND:VCARD\n")
    ran = run("import", tmp_path / "a.vcf", "--vault", vault, "--column", "name=A")
    assert (ran.code, "--column is for tables" in ran.err) == (2, True)


def test_a_row_that_is_off_costs_only_itself(run: Run, vault: Path, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("name,email\nAda,a@x.example\n,nobody@x.example\nBob,b@x.example,too,many\nEve\n")
    done = imported(run, vault, file)
    assert done["written"] == ["People/Ada.md", "People/Eve.md"]
    assert [problem["line"] for problem in done["problems"]] == [3, 4]
