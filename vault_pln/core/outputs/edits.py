"""Which of our notes, blocks, tables and maps differ from what they should say: the edits of a reindex."""

from collections.abc import Iterator, Mapping, Sequence

from vault_pln.core.markdown.ids import digest_of_bytes
from vault_pln.core.markdown.replace import blocks_of, edited_by_user, is_newer, replace_block
from vault_pln.core.outputs import INDEX_NOTES, bases, canvas, network
from vault_pln.core.outputs.canvas_file import Canvas, canvas_bytes, read_canvas
from vault_pln.core.outputs.parts import index_note
from vault_pln.core.outputs.picture import draw
from vault_pln.core.outputs.view import View
from vault_pln.model.edit import Edit
from vault_pln.model.note import OwnBlock
from vault_pln.model.problem import Problem


def index_edits(view: View, standing: Mapping[str, bytes]) -> Iterator[Edit | Problem]:
    """An edit for each file of the index that differs; ``standing`` are the present contents of those that exist."""
    folder = view.settings.folder
    # first the tables: once the index note is there, a missing one was deleted by the user
    yield from _base_edits(view, standing)
    for block, (name, render) in INDEX_NOTES.items():
        path, body = f"{folder}/{name}", render(view)
        before = standing.get(path)
        text = index_note(block, view.say(block), view.say(f"{block}-intro")) if before is None else _text(before)
        blocks = blocks_of(text) if text is not None else None
        yield from _edit(path, before, text, blocks, block, body)
    yield from _map_edits(view, f"{folder}/{canvas.NAME}", standing.get(f"{folder}/{canvas.NAME}"))


def _base_edits(view: View, standing: Mapping[str, bytes]) -> Iterator[Edit]:
    """The tables of Bases that were never made: they come with the index notes, and are the user's from then on."""
    folder = view.settings.folder
    for name, kind in bases.NAMES.items():
        made = (f"{folder}/{name}", f"{folder}/{name.removesuffix('.base')}.md")
        if not any(path in standing for path in made):
            text = bases.base_text(kind, view.settings, view.settings.language)
            yield Edit(made[0], None, text.encode(), "the table did not exist", "ours")


def _map_edits(view: View, path: str, before: bytes | None) -> Iterator[Edit | Problem]:
    """The map, where what it shows changed; it holds the user's own drawing, so it is written like a note of theirs."""
    found = read_canvas(before) if before is not None else Canvas([], [], {})
    if found is None:
        advice = "Mend it, or delete it to have it made anew."
        yield Problem(path, None, "is no canvas that can be read, and is left alone", advice)
        return
    new = canvas.drawn(view, draw(view), found)
    if (new.nodes, new.edges) != (found.nodes, found.edges):
        why = "the map changed" if before is not None else "the map did not exist"
        yield Edit(path, before, canvas_bytes(new), why)


def network_edits(view: View, standing: Mapping[str, bytes]) -> Iterator[Edit | Problem]:
    """An edit for each user's note whose ``network`` block differs; ``standing`` are the notes that have one."""
    for path, before in sorted(standing.items()):
        blocks = view.index.notes[path].blocks
        # a note that changed since it was read waits for the next look
        if digest_of_bytes(before) == view.index.notes[path].digest:
            yield from _edit(path, before, _text(before), blocks, network.NAME, network.render(view, path))


def _text(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _edit(
    path: str, before: bytes | None, text: str | None, blocks: Sequence[OwnBlock] | None, block: str, body: str
) -> Iterator[Edit | Problem]:
    new = replace_block(text, blocks, block, body) if text is not None else None
    if new is None:
        yield from _why_not(path, blocks, block)
    elif before is None or new.encode() != before:
        why = f"the {block} block changed" if before is not None else "the note did not exist"
        yield Edit(path, before, new.encode(), why, "user" if block == network.NAME else "ours")


def _why_not(path: str, blocks: Sequence[OwnBlock] | None, block: str) -> Iterator[Problem]:
    """Markers that do not fit together are a problem of the note itself; a missing block is the user's choice."""
    found = next((b for b in blocks or () if b.name == block), None)
    if found is not None and is_newer(found):
        advice = "Update vault-pln on this device."
        yield Problem(
            path, found.begin, f"the {block} block was written by a newer vault-pln and is left alone", advice
        )
    elif found is not None and edited_by_user(found):
        advice = f"To have it kept again, leave only '<!-- pln:begin {block} -->' and the end marker."
        yield Problem(path, None, f"the {block} block was edited by hand and is left alone", advice)
