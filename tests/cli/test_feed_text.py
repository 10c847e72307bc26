"""Hostile text in every field of every format: a day's note has the same structure whatever a feed says."""

import json
import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import pytest

from conftest import TODAY, Run, write
from hostile_text import HOSTILE, structure_of, taken_from
from vault_pln.core.markdown.note import read_note

TEXTS = [text for text in HOSTILE if len(text) < 1_000 and text.strip()]
TEXTS += ["javascript:alert(1)", "obsidian://new?file=x&content=y", "data:text/html,x", "file:///etc/passwd", "$& \\1"]
FIELDS = ("title", "link", "author", "category", "id", "summary", "enclosure", "comments")
_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Values = dict[str, str]


def items() -> list[Values]:
    """For each text an item that says it everywhere, and for each field one that says it there alone."""
    found = []
    for number, text in enumerate(TEXTS):
        well = {
            "title": f"A fine title {number}",
            "link": f"https://blog.example/{number}",
            "author": "Ada",
            "category": "rust",
            "id": f"id-{number}",
            "summary": "Some words.",
            "enclosure": "https://blog.example/x.mp3",
            "comments": "",
        }
        found.append(dict.fromkeys(FIELDS, text) | {"id": f"all-{number} {text}"})
        found.append(
            well | {"title": "", "id": f"sum-{number}", "link": f"https://blog.example/s{number}", "summary": text}
        )
        for field in FIELDS:
            own = {"link": f"https://blog.example/{field}{number}", "id": f"{field}-{number}"}
            ill = f"https://blog.example/{number}{text}" if field == "link" and number % 2 else text
            found.append(well | own | {field: ill})
    return found


def xml(text: str) -> str:
    return escape(_XML.sub("", text))


def rss(values: list[Values]) -> bytes:
    return _rss("<rss version='2.0'><channel>", values, "</channel></rss>", "<guid isPermaLink='false'>{id}</guid>")


def rdf(values: list[Values]) -> bytes:
    head = (
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><channel/>"
    )
    return _rss(head, values, "</rdf:RDF>", "")


def _rss(head: str, values: list[Values], end: str, more: str) -> bytes:
    form = (
        "<item><title>{title}</title><link>{link}</link><author>{author}</author><category>{category}</category>"
        "<description>{summary}</description><enclosure url='{enclosure}'/><comments>{comments}</comments>"
        + more
        + "</item>"
    )
    rows = (form.format(**{key: xml(value) for key, value in one.items()}) for one in values)
    return f"{head}<title>{xml(' '.join(TEXTS[:9]))}</title>{''.join(rows)}{end}".encode("utf-8", "replace")


def atom(values: list[Values]) -> bytes:
    form = (
        "<entry><title type='html'>{title}</title><link href='{link}'/><author><name>{author}</name></author>"
        "<category term='{category}'/><id>{id}</id><summary type='html'>{summary}</summary>"
        "<link rel='enclosure' href='{enclosure}'/></entry>"
    )
    rows = (form.format(**{key: xml(value) for key, value in one.items()}) for one in values)
    return f"<feed xmlns='http://www.w3.org/2005/Atom'>{''.join(rows)}</feed>".encode("utf-8", "replace")


def jsonfeed(values: list[Values]) -> bytes:
    rows = [
        {"id": one["id"], "title": one["title"], "url": one["link"], "authors": [{"name": one["author"]}], "tags": [one["category"]],
         "content_text": one["summary"], "attachments": [{"url": one["enclosure"]}]} for one in values
    ]  # fmt: skip
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": " ".join(TEXTS), "items": rows}).encode()


SETTINGS = """---
type: pln-settings
timezone: UTC
first-items: 9999
daily-items: 9999
max-per-source: 9999
---
"""
BEFORE = (
    "# A day\r\n\r\nMine, with a [[link]] and a #tag.\r\n\r\n## Learning network\r\n### Read\r\n\r\n## After\r\nno end"
)


def facts(line: str) -> tuple[dict[str, Any], list[str]]:
    """What programs take from a line of ours; of its one outward link only that it is there."""
    found: dict[str, Any] = {name: len(values) for name, values in taken_from(line).items()}
    found["wikilinks"], found["block ids"] = taken_from(line)["wikilinks"], taken_from(line)["block ids"][:1] and 1
    return found, structure_of(line)


@pytest.mark.parametrize("form", [rss, rdf, atom, jsonfeed])
def test_the_structure_of_the_note_does_not_depend_on_the_feed(
    run: Run, vault: Path, form: Callable[[list[Values]], bytes]
) -> None:
    write(vault, "PLN/PLN Settings.md", SETTINGS)
    write(vault, "Blog.md", "---\ntype: source\nfeed: Feeds/blog.feed\n---\n")
    (vault / "Feeds").mkdir()
    (vault / "Feeds/blog.feed").write_bytes(form(items()))
    note = write(vault, f"{TODAY}.md", BEFORE)
    before, mine = note.read_bytes(), read_note("n.md", BEFORE.encode())
    ran = run("fetch", "--vault", vault, "--today", TODAY, "--json")
    assert ran.code == 0, ran.err
    (row,) = ran.json
    assert row["new"] > 5 * len(TEXTS)
    written = run("daily", "--vault", vault, "--today", TODAY, "--json").json
    assert len(written["items"]) == row["new"]

    after = note.read_bytes()
    lines = after.split(b"\n")
    ours = [line.decode().rstrip("\r") for line in lines if b" ^pln-" in line]
    assert b"\n".join(line for line in lines if b" ^pln-" not in line) == before
    assert len(ours) == row["new"]
    linked = facts("- [ ] [word](https://blog.example/1) · [[Blog]] ^pln-aaaaaaaaaaaaaaaa")
    unlinked = facts("- [ ] word · [[Blog]] ^pln-aaaaaaaaaaaaaaaa")
    for line in ours:
        assert facts(line) in (linked, unlinked), line

    found = read_note("n.md", after)
    assert [link.target for link in found.links] == ["link"]
    assert [tag.name for tag in found.tags] == [tag.name for tag in mine.tags]
    assert [heading.text for heading in found.headings] == [heading.text for heading in mine.headings]
    assert (found.fields, found.blocks, found.properties) == (mine.fields, mine.blocks, mine.properties)
    assert len(found.own_lines) == len(ours)
    assert not found.problems
