"""What a crash left half done is mended before a command reads the vault, and said with the note's name and no text."""

import errno
import logging
import os
from pathlib import Path
from typing import Any

import pytest

from conftest import Run, write
from vault_pln.edge.disk.journal import Entry, Journal
from vault_pln.edge.disk.look import digest
from vault_pln.edge.places import Places, places_of
from vault_pln.jobs.write import carry_out, tidy
from vault_pln.model.edit import Edit

SECRET = "the user's secret thoughts"


@pytest.fixture
def wreck(vault: Path) -> Places:
    """A write that broke off after its exchange, and the note was saved twice since: two versions of the user's."""
    places = places_of(str(vault))
    write(vault, "Ada.md", f"newer: {SECRET}")
    write(vault, "Bob.md", "Bob")
    temp = write(vault, ".vpln-Ada.md-token", f"older: {SECRET}")
    os.utime(temp, (1, 1))
    journal = Journal(f"{places.state}/journal")
    entry = Entry("token", "exchange", "Ada.md", temp=temp.name, base=digest(b"base"), new=digest(b"new"))
    journal.begin(entry)
    with journal.acting(entry):
        pass
    return places


def is_told_without_text(said: str) -> bool:
    return "Ada.md: two versions were saved at once" in said and "secret" not in said


def test_a_command_says_which_note_it_mended_and_nothing_of_its_text(
    run: Run, vault: Path, wreck: Places, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert run("reindex", "--vault", vault).code == 0
    assert is_told_without_text(caplog.text)
    assert "secret" not in caplog.text
    assert (vault / "Ada.pln-conflict-1.md").read_text() == f"older: {SECRET}"
    assert tidy(wreck) == []


def test_the_daemon_keeps_for_its_status_what_it_mended(wreck: Places) -> None:
    (message,) = tidy(wreck)
    assert is_told_without_text(message)


def test_a_write_mends_what_came_after_the_last_look(
    vault: Path, wreck: Places, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        (written,) = carry_out(wreck, [Edit("Bob.md", b"Bob", b"Bob\n", "why")])
    assert written.outcome == "written"
    assert is_told_without_text(caplog.text)
    assert (vault / "Ada.md").read_text() == f"newer: {SECRET}"


def test_a_note_that_cannot_be_read_is_left_when_vault_pln_goes(
    run: Run, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(vault, "Ada.md", "---\ntype: person\n---\n")
    assert run("reindex", "--vault", vault).code == 0
    people, real = vault / "PLN/PLN People.md", os.open

    opened: list[str] = []

    def fail_at_people(path: str, *rest: Any, **options: Any) -> int:
        opened.append(path)
        # the first time it is read for the index
        if path == str(people) and opened.count(path) > 1:
            raise OSError(errno.EIO, os.strerror(errno.EIO), path)
        return real(path, *rest, **options)

    monkeypatch.setattr(os, "open", fail_at_people)
    ran = run("remove", "--vault", vault, "--yes")
    assert ran.code == 0
    assert "PLN People.md: cannot be read and is left: Input/output error" in ran.out + ran.err
    assert people.exists()
    assert not (vault / "PLN/PLN Home.md").exists()
