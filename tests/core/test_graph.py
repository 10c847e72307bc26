"""The graph in Obsidian's shape, canvases included."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_note import link_facts

from vault_pln.core.index.canvas import canvas_links
from vault_pln.core.index.graph import graph
from vault_pln.core.index.index import Index
from vault_pln.core.markdown.note import read_note

EMPTY_MIX = {"unique": 0, "ambiguous": 0, "exact": 0, "unresolved": 0, "case": 0}


def index_of(notes: dict[str, str], files: tuple[str, ...] = (), own: tuple[str, ...] = ()) -> Index:
    return Index([read_note(path, text.encode()) for path, text in notes.items()], files, own)


def canvas(*nodes: Any) -> bytes:
    return json.dumps({"nodes": nodes, "edges": []}).encode()


def test_every_sort_of_link_counts_and_one_to_a_heading_is_an_edge_to_itself() -> None:
    index = index_of(
        {
            "A.md": '---\nup: "[[B]]"\n---\n[[B]] [[b#H]] [t](B.md) ![[B]] %% [[B]] %% [[#H]] [[Missing#X]] [[missing]]\n',
            "B.md": "`[[A]]` <!-- [[A]] -->",
        },
    )
    assert graph(index, {}) == {
        "resolved": {"A.md": {"B.md": 6, "A.md": 1}, "B.md": {}},
        "unresolved": {"A.md": {"Missing": 1, "missing": 1}, "B.md": {}},
        "mix": {"unique": 6, "ambiguous": 0, "exact": 0, "unresolved": 2, "case": 1},
    }


def test_the_mix_tells_how_links_were_found() -> None:
    notes = {"Note.md": "", "a/Note.md": "[[Note]]", "b/Twin.md": "[[twin]]", "c/Twin.md": "[[B/Twin]] [[../c/Twin]]"}
    assert graph(index_of(notes), {})["mix"] == {"unique": 0, "ambiguous": 1, "exact": 3, "unresolved": 0, "case": 2}


def test_what_vault_pln_wrote_is_left_out_and_may_be_linked() -> None:
    index = index_of(
        {
            "Ada.md": "[[PLN People]]\n<!-- pln:begin network -->\n[[Grace]]\n<!-- pln:end network -->\n"
            "- [ ] Write to [[Grace]] ^pln-aaaaaaaaaaaaaaaa\n- [x] Write to [[Grace]] ^pln-bbbbbbbbbbbbbbbb\n",
            "Grace.md": "",
            "PLN/PLN People.md": "[[Ada]] [[Grace]]",
        },
        own=("PLN/PLN People.md",),
    )
    assert graph(index, {}) == {
        "resolved": {"Ada.md": {"PLN/PLN People.md": 1}, "Grace.md": {}},
        "unresolved": {"Ada.md": {}, "Grace.md": {}},
        "mix": EMPTY_MIX | {"unique": 1},
    }


def test_a_canvas_is_a_source_of_edges() -> None:
    index = index_of({"A.md": "", "Sub/B.md": ""}, files=("Map.canvas", "img.png"))
    data = canvas(
        {"type": "file", "file": "A.md"},
        {"type": "file", "file": "Sub/B.md", "subpath": "#Part"},
        {"type": "file", "file": "img.png"},
        {"type": "file", "file": "B.md"},
        {"type": "text", "text": "see [[B]], ![[img.png]] and `[[A]]`\n[t](A.md)"},
        {"type": "link", "url": "https://example.org"},
        {"type": "group", "label": "[[A]]"},
    )
    assert graph(index, {"Map.canvas": canvas_links(data)})["resolved"]["Map.canvas"] == {
        "A.md": 2, "Sub/B.md": 2, "img.png": 2,
    }  # fmt: skip
    assert graph(index, {"Map.canvas": canvas_links(data)})["unresolved"]["Map.canvas"] == {"/B.md": 1}


def test_links_of_a_canvas_are_as_written() -> None:
    found = canvas_links(canvas({"type": "file", "file": "A b.md"}, {"type": "text", "text": "[[X|y]] ![[z.png]]"}))
    assert [link_facts(link) for link in found] == ["1 embed /A b.md", "1 wikilink X | y", "1 embed z.png"]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"not json", b"\xff", b"[]", b"null", b"1", b'{"nodes": 3}', b'{"nodes": null}', b'{"nodes": [3, null, []]}',
        b'{"nodes": [{"type": "file"}, {"type": "file", "file": 3}, {"type": "text", "text": null}]}', b"[" * 100_000,
        b'{"nodes": [' + b"[" * 100_000, b'{"edges": []}',
    ],
)  # fmt: skip
def test_a_canvas_that_cannot_be_read_has_no_links(data: bytes) -> None:
    assert canvas_links(data) == []


def test_a_canvas_may_begin_with_a_byte_order_mark() -> None:
    assert len(canvas_links(b"\xef\xbb\xbf" + canvas({"type": "file", "file": "A.md"}))) == 1


@given(st.binary(max_size=50) | st.text(max_size=50).map(str.encode))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    assert isinstance(canvas_links(data), list)


@given(st.recursive(st.none() | st.text(max_size=5) | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(
    st.sampled_from(["nodes", "type", "file", "text", "subpath"]), inner | st.sampled_from(["file", "text"]))))  # fmt: skip
def test_no_json_makes_it_raise(value: object) -> None:
    assert isinstance(canvas_links(json.dumps({"nodes": [value]}).encode()), list)
    assert isinstance(canvas_links(json.dumps(value).encode()), list)
