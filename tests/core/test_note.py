"""A note from bytes to facts: every file of data/notes against its twin."""

import json
from pathlib import Path
from typing import Any

import pytest

from vault_pln.core.markdown.note import read_note
from vault_pln.model.note import Link, Note

NOTES = Path(__file__).parent.parent / "data" / "notes"
NAMES = sorted(path.stem for path in NOTES.glob("*.md"))


def facts(note: Note) -> dict[str, Any]:
    """What a note says, without what is empty; ``blocks`` null is a note whose markers do not fit together."""
    found = {
        "body_line": note.body_line if note.body_line > 1 else None,
        "properties": note.properties,
        "property_lines": note.property_lines,
        "links": [link_facts(link) for link in note.links],
        "tags": [[tag.line, tag.name] for tag in note.tags],
        "headings": [[heading.line, heading.level, heading.text] for heading in note.headings],
        "block_ids": [[block.line, block.name] for block in note.block_ids],
        "tasks": [[task.line, task.status, task.text] for task in note.tasks],
        "fields": [[field.line, field.key, field.value] for field in note.fields],
        "own_lines": [[line.line, line.status, line.id] for line in note.own_lines],
        "problems": [f"{problem.line}: {problem.message}" for problem in note.problems],
    }
    shown = {key: value for key, value in found.items() if value}
    if note.blocks is None:
        return shown | {"blocks": None}
    blocks = [[block.name, block.begin, block.end, block.sha] for block in note.blocks]
    return shown | ({"blocks": blocks} if blocks else {})


def link_facts(link: Link) -> str:
    """Line, kind, target; then display text, key and place where there are such."""
    display = f" | {link.display}" if link.display is not None else ""
    key = f" in {link.key}" if link.key is not None else ""
    place = f" ({link.place})" if link.place != "text" else ""
    return f"{link.line} {link.kind} {link.target}{display}{key}{place}"


@pytest.mark.parametrize("name", NAMES)
def test_a_note_is_read_as_its_twin_says(name: str) -> None:
    note = read_note(f"{name}.md", (NOTES / f"{name}.md").read_bytes())
    assert facts(note) == json.loads((NOTES / f"{name}.json").read_text(encoding="utf-8"))


def test_every_note_has_its_twin() -> None:
    assert sorted(path.stem for path in NOTES.glob("*.json")) == NAMES


def test_the_text_of_each_line_with_a_link_or_a_field_is_kept() -> None:
    note = read_note("note.md", b'---\nup: "[[A]]"\n---\n  - [[B]]  \r\nplain\nkey:: value\n[[C]] [[D]]')
    assert note.lines == {4: "- [[B]]", 6: "key:: value", 7: "[[C]] [[D]]"}
    assert read_note("note.md", b"[[A]]").lines == {1: "[[A]]"}


def test_of_a_very_long_line_the_beginning_is_kept() -> None:
    assert read_note("note.md", b"[[A]] " + b"x" * 9000).lines == {1: "[[A]] " + "x" * 1994}


def test_the_digest_is_that_of_the_bytes() -> None:
    texts = [b"", b"a", b"a\n", b"a\r\n", b"\xef\xbb\xbfa", b"\xff"]
    assert len({read_note("note.md", text).digest for text in texts}) == len(texts)
    assert read_note("a.md", b"a").digest == read_note("b.md", b"a").digest


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("```[[A]]`", 1),
        ("```\n[[A]]\n", 0),
        ("```x`\n[[A]]", 1),
        ("~~~x`~\n[[A]]", 0),
        ("~~\n[[A]]", 1),
        ("  ```\n[[A]]\n   ````  \n[[B]]", 1),
        ("```\n[[A]]\n``` x\n[[B]]", 0),
        ("```\n[[A]]\n~~~\n[[B]]", 0),
        ("````\n[[A]]\n```\n[[B]]", 0),
        ("1. ```\n   [[A]]\n   ```\n[[B]]", 1),
        ("> > ```\n> > [[A]]\n> > ```\n[[B]]", 1),
        ("`a\nb` [[A]]", 1),
        ("`a\n\n[[A]]`", 1),
        ("`a\n> [[A]]`", 0),
        ("`a\n# [[A]]`", 1),
        ("`a\n- [[A]]`", 1),
        ("`a\n2) [[A]]`", 1),
        ("`a\n12. [[A]]`", 1),
        ("`a\n+ [[A]]`", 1),
        ("`a\n* [[A]]`", 1),
        ("`a\n* `[[A]]", 1),
        ("`a\n*b [[A]]`", 0),
        ("`a\r\n\r\n[[A]]`", 1),
        ("`a\n> \t\n> [[A]]`", 1),
        ("`a\n###### [[A]]`", 1),
        ("`a\n####### [[A]]`", 0),
        ("`a\n#tag [[A]]`", 0),
        ("`a\n| [[A]]`", 1),
        ("`a\n~~~\n[[A]]`\n~~~", 0),
        ("`a\n<!-- x -->[[A]]`", 1),
        ("a <!-- b\n[[A]] -->", 0),
        ("a <!-- b\n\n[[A]] -->", 1),
        ("<!-- b\n\n[[A]] -->", 0),
        ("- <!-- b\n\n[[A]] -->", 0),
        ("<!-- a > [[A]] -->", 0),
        ("<!-- <a> <b> [[A]] <c> -->[[B]]", 1),
        ("<!-- <a> <b> <c> <d> <e> <f> [[A]] -->[[B]]", 1),
        ("<!-- " + "[[A]] " * 100 + "-->[[B]]", 1),
        ("<!--> [[A]] -->", 1),
        ("<!---> [[A]] -->", 1),
        ("<!--[[A]]-->", 0),
        ("<!-- a -- [[A]] -->[[B]]", 1),
        ("\\<!-- [[A]] -->", 1),
        ("`<!--` [[A]] `-->`", 1),
        ("<!-- ` --> [[A]] `", 1),
        ("``[[A]]` ``[[B]]", 1),
        ("`` `[[A]]` `` [[B]]", 1),
        ("\\`[[A]]`", 1),
        ("\\\\`[[A]]`", 0),
        ("\\``[[A]]`", 0),
        ("\\\\\\`[[A]]`", 1),
    ],
)
def test_code_and_html_comments_hide_what_commonmark_hides(text: str, links: int) -> None:
    assert len(read_note("note.md", text.encode()).links) == links
