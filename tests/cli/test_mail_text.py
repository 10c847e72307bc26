"""Hostile text in every part of a mail: a day's note has the same structure whatever anybody mails."""

from email.header import Header
from pathlib import Path

import pytest

from conftest import TODAY, Run, write
from hostile_text import HOSTILE, structure_of, taken_from
from vault_pln.core.markdown.note import read_note

TEXTS = [text for text in HOSTILE if len(text) < 1_000 and text.strip()]
SETTINGS = (
    "---\ntype: pln-settings\nfirst-items: 9999\ndaily-items: 9999\nmax-per-source: 9999\nmailboxes: [Box]\n---\n"
)
BEFORE = (
    "# A day\r\n\r\nMine, with a [[link]] and a #tag.\r\n\r\n## Learning network\r\n### Read\r\n\r\n## After\r\nno end"
)


def letter(number: int, text: str, *, encoded: bool) -> bytes:
    """A mail that says the text everywhere; in its head as it is, which is against the rules, or encoded."""
    line = " ".join(text.split())
    head = Header(text.encode("utf-8", "replace"), "utf-8", maxlinelen=1_000_000).encode() if encoded else line
    # the second link is for nobody to follow
    link = f"https://weekly.example.org/{number}" if number % 2 else f"https://weekly.example.org/{line}"
    mail = (
        f"From: {head} <news@weekly.example.org>\nList-Id: {head} <weekly.example.org>\nSubject: {head}\n"
        f"Message-ID: <{number}-{line}>\nArchived-At: <{link}>\nContent-Type: text/html; charset=utf-8\n\n<p>{text}</p>\n"
    )
    return mail.encode("utf-8", "replace")


def facts(line: str) -> tuple[dict[str, object], list[str]]:
    """What programs take from a line of ours; of its one outward link only that it is there."""
    taken = taken_from(line)
    found: dict[str, object] = {name: len(values) for name, values in taken.items()}
    return found | {"wikilinks": taken["wikilinks"], "block ids": bool(taken["block ids"])}, structure_of(line)


@pytest.mark.parametrize("encoded", [True, False])
def test_the_structure_of_the_note_does_not_depend_on_the_mail(run: Run, vault: Path, encoded: bool) -> None:
    write(vault, "PLN/PLN Settings.md", SETTINGS)
    write(vault, "News.md", "---\ntype: source\nfeed: list-id:weekly.example.org\n---\n")
    (vault / "Box").mkdir()
    for number, text in enumerate(TEXTS):
        (vault / f"Box/{number}.eml").write_bytes(letter(number, text, encoded=encoded))
    note = write(vault, f"{TODAY}.md", BEFORE)
    before, mine = note.read_bytes(), read_note("n.md", BEFORE.encode())
    (row,) = run("fetch", "--vault", vault, "--today", TODAY, "--json").json
    assert (row["problem"], row["status"]) == (None, "fetched")
    assert row["new"] > 0.9 * len(TEXTS)
    written = run("daily", "--vault", vault, "--today", TODAY, "--json").json
    assert len(written["items"]) == row["new"]

    after = note.read_bytes()
    lines = after.split(b"\n")
    ours = [line.decode().rstrip("\r") for line in lines if b" ^pln-" in line]
    assert b"\n".join(line for line in lines if b" ^pln-" not in line) == before
    linked = facts("- [ ] [word](https://weekly.example.org/1) · [[News]] ^pln-aaaaaaaaaaaaaaaa")
    unlinked = facts("- [ ] word · [[News]] ^pln-aaaaaaaaaaaaaaaa")
    for line in ours:
        assert facts(line) in (linked, unlinked), line
    found = read_note("n.md", after)
    assert [link.target for link in found.links] == ["link"]
    assert [tag.name for tag in found.tags] == [tag.name for tag in mine.tags]
    assert (found.fields, found.blocks, found.properties) == (mine.fields, mine.blocks, mine.properties)
