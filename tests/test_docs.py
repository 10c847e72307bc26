"""The README is true: every command and setting is in it, and what it shows is what happens."""

import re
import tomllib
from importlib.metadata import metadata
from pathlib import Path

import click
import pytest

from conftest import ROOT, Run
from vault_pln.cli.app import app
from vault_pln.core.outputs.settings_note import settings_table

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = app.list_commands(click.Context(app))


def test_the_table_of_settings_is_the_one_list() -> None:
    table = "| setting | default | meaning |\n| --- | --- | --- |\n" + settings_table()
    assert f"<!-- settings -->\n{table}<!-- end of settings -->" in README


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_explained(name: str) -> None:
    assert re.search(rf"`(?:vault-pln )?{name}\b", README)
    command = app.get_command(click.Context(app), name)
    assert command is not None
    assert command.help


@pytest.mark.parametrize("name", re.findall(r"(?:`|\$ )vault-pln ([a-z]+)", README))
def test_no_command_is_made_up(name: str) -> None:
    assert name in COMMANDS


def test_what_it_tells_to_type_does_what_it_says(run: Run, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sample)
    (sample / "feeds.opml").write_text(
        '<opml version="2.0"><body><outline xmlUrl="https://a.example/f"/></body></opml>'
    )
    blocks = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    typed = [
        line.partition("#")[0].split()[2:] for block in blocks for line in block.splitlines() if "$ vault-pln" in line
    ]
    assert ["watch"] in typed
    for words in typed:
        # the daemon goes on until it is stopped, and a question needs a terminal
        if words != ["watch"]:
            ran = run(*words, *(["--yes"] if words == ["init"] else []))
            assert (words, ran.code) == (words, 0)


def test_the_lines_of_the_first_screen_are_from_the_sample_vault() -> None:
    shown = [line for line in README.splitlines() if "^pln-" in line]
    day = (ROOT / "tests/data/sample-day.md").read_text(encoding="utf-8").splitlines()
    assert shown
    assert [line for line in shown if line not in day] == []


def test_every_make_target_it_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"(?:`|\$ )make ([a-z]+)", README)):
        assert f"\n{target}:" in makefile


def test_every_picture_is_there_and_says_what_it_shows() -> None:
    pictures = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", README)
    assert pictures
    for words, path in pictures:
        assert words
        assert (ROOT / path).is_file()


def test_every_library_is_listed_with_its_licence() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = sorted((re.split("[><=~]", one)[0] for one in wanted), key=str.lower)
    rows = re.findall(
        r"^\| ([\w-]+) \| ([\w.-]+) \| [^|]+ \|$", README.partition("It stands on these libraries")[2], re.MULTILINE
    )
    assert [name for name, _ in rows[2:]] == names
    for name, licence in rows[2:]:
        # libraries of before 2024 say it in words of their own
        assert metadata(name).json.get("license_expression", licence) == licence


def test_the_messages_it_explains_are_those_of_the_program() -> None:
    table = README.partition("## When something is odd")[2].partition("\n## ")[0]
    said = re.findall(r"^\| `([^`]+)`", table, re.MULTILINE)
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "vault_pln").rglob("*.py"))
    assert said
    parts = [part.strip() for message in said for part in message.split("…")]
    assert [part for part in parts if part.rstrip(": ") not in source] == []


def test_where_it_says_something_is_added_there_is_such_a_place() -> None:
    table = README.partition("| to add |")[2].partition("\n\n")[0]
    for path in re.findall(r"`((?:core|model|cli)/[\w/]+(?:\.py)?/?)`", table):
        assert (ROOT / "vault_pln" / path).exists()
    for place, name in (
        ("core/kinds/readers.py", "READERS"),
        ("core/outputs/__init__.py", "INDEX_NOTES"),
        ("cli/app.py", "_COMMANDS"),
    ):
        assert (
            f"{name}:" in (source := (ROOT / "vault_pln" / place).read_text(encoding="utf-8")) or f"{name} =" in source
        )


def test_the_project_speaks_of_itself_alone() -> None:
    for path in ("README.md", "CHANGELOG.md", "Makefile", "pyproject.toml"):
        assert "/work" not in (ROOT / path).read_text(encoding="utf-8")
