"""Every message of the program is in one table, with what to do and what provokes it: a new one needs a row there.

``tests/data/messages.tsv``; its first three columns are as the source says them, the last is for whoever reads it.
"""

from pathlib import Path

import pytest

from conftest import ROOT
from messages import Message, messages

TABLE = ROOT / "tests/data/messages.tsv"


def rows() -> list[tuple[Message, str]]:
    _, *lines = TABLE.read_text("utf-8").splitlines()
    return [(Message(*one), why) for *one, why in (line.split("\t") for line in lines)]


def test_every_message_is_in_the_table_and_no_other() -> None:
    found, listed = messages(ROOT / "vault_pln"), {message for message, _ in rows()}
    assert sorted(found - listed) == [], "these need a row in tests/data/messages.tsv"
    assert sorted(listed - found) == [], "these are said no more"


def test_every_message_says_what_to_do_and_what_provokes_it() -> None:
    for message, why in rows():
        passed_on = message.what.startswith("‹")
        assert message.advice or passed_on, message
        assert why.strip(), message
        assert passed_on or why != "passed on from what was called", message


def test_what_is_said_is_a_sentence_for_a_person() -> None:
    for message, _ in rows():
        if not message.what.startswith("‹"):
            assert not message.what.endswith("."), message
            assert not message.what[0].isupper(), message
        assert not message.advice[:1].islower(), message


@pytest.mark.parametrize(
    "source",
    [
        "def f():\n    raise UsageError('not in the table', 'Do it.')",
        "def f(one):\n    return Problem('', None, f'{one} is not in the table', 'Do it.')",
        "def f():\n    said = 'not in the table' if x else 'nor this'\n    return Problem('', 1, said, 'Do it.')",
        "SAID = 'not in the table'\ndef f():\n    raise VaultPlnError(SAID)",
        "def f(read):\n    read.report('key', 'not in the table', 'Do it.')",
        "def f():\n    return Feed(problem='not in the table')",
    ],
)
def test_a_message_that_is_new_is_found(tmp_path: Path, source: str) -> None:
    (tmp_path / "new.py").write_text(source)
    found = messages(tmp_path)
    assert any("not in the table" in one.what and one.advice for one in found)
    assert found - {message for message, _ in rows()} == found
