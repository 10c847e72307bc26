"""A canvas as bytes: as Obsidian writes it, and refused where something of it would be lost."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.outputs.canvas_file import Canvas, canvas_bytes, read_canvas

NODE = {"id": "a", "type": "text", "text": "Grüße 😀", "x": 1, "y": -2, "width": 3, "height": 4.5}
EDGE = {"id": "e", "fromNode": "a", "toNode": "a"}


def test_it_is_written_as_obsidian_does() -> None:
    assert canvas_bytes(Canvas([NODE], [], {"metadata": {}})).decode() == (
        '{\n\t"nodes":[\n\t\t{"id":"a","type":"text","text":"Grüße 😀","x":1,"y":-2,"width":3,"height":4.5}\n\t],\n'
        '\t"edges":[],\n\t"metadata":{}\n}'
    )


@pytest.mark.parametrize("data", [b"", b" \n", b"{}", b'{"nodes":[]}', b"\xef\xbb\xbf{}"])
def test_an_empty_one_is_one(data: bytes) -> None:
    assert read_canvas(data) == Canvas([], [], {})


@pytest.mark.parametrize(
    "data",
    [
        b"{", b"[]", b"null", b"\xff{}", b'{"nodes":{}}', b'{"nodes":[1]}', b'{"nodes":[{"id":1,"x":0}]}',
        b'{"nodes":[{"id":"a","x":0,"y":0,"width":1}]}', b'{"nodes":[{"id":"a","x":"0","y":0,"width":1,"height":1}]}',
        b'{"edges":[{"id":"e","fromNode":"a"}]}', b'{"nodes":[],"nodes":[]}', b'{"x":NaN}', b'{"x":1e999}',
        b"[" * 100_000 + b"]" * 100_000, b'{"x":' + b"9" * 5000 + b"}",
    ],
    ids=str,
)  # fmt: skip
def test_what_could_not_be_kept_as_it_is_is_none(data: bytes) -> None:
    assert read_canvas(data) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.text(), JSON, max_size=4), JSON)
def test_whatever_a_canvas_holds_is_written_as_it_was_read(more: dict[str, Any], rest: Any) -> None:
    canvas = Canvas([{**more, **NODE}], [{**more, **EDGE}], {"plugin": rest})
    data = canvas_bytes(canvas)
    assert read_canvas(data) == canvas
    assert json.loads(data) == {"nodes": canvas.nodes, "edges": canvas.edges, "plugin": rest}


def test_half_a_surrogate_pair_survives() -> None:
    data = b'{"nodes":[{"id":"a","type":"text","text":"\\ud83d \xc3\xbc","x":0,"y":0,"width":1,"height":1}]}'
    canvas = read_canvas(data)
    assert canvas is not None
    assert read_canvas(canvas_bytes(canvas)) == canvas
