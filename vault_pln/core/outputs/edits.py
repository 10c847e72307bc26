"""Which of our notes and blocks differ from what they should say: the edits of a reindex."""

from collections.abc import Iterator, Mapping, Sequence

from vault_pln.core.markdown.ids import digest_of_bytes
from vault_pln.core.markdown.replace import blocks_of, edited_by_user, is_newer, replace_block
from vault_pln.core.outputs import INDEX_NOTES, network
from vault_pln.core.outputs.parts import index_note
from vault_pln.core.outputs.view import View
from vault_pln.model.edit import Edit
from vault_pln.model.note import OwnBlock
from vault_pln.model.problem import Problem


def index_edits(view: View, standing: Mapping[str, bytes]) -> Iterator[Edit | Problem]:
    """An edit for each index note that differs; ``standing`` are the present contents of those that exist."""
    for block, (name, render) in INDEX_NOTES.items():
        path, body = f"{view.settings.folder}/{name}", render(view)
        before = standing.get(path)
        text = index_note(block, view.say(block), view.say(f"{block}-intro")) if before is None else _text(before)
        blocks = blocks_of(text) if text is not None else None
        yield from _edit(path, before, text, blocks, block, body)


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
