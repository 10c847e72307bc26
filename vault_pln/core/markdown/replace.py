"""Replacing a block of ours in a note, and nothing else of it."""

from collections.abc import Sequence

from vault_pln.core.markdown.insert import newline_of
from vault_pln.core.markdown.own import FORMAT, block_digest, own_blocks, render_block
from vault_pln.model.note import OwnBlock

_EMPTY = block_digest("")


def edited_by_user(block: OwnBlock) -> bool:
    """Whether the text of a block is not what we wrote; what stands in a block never filled is the user's."""
    return block.found != (block.sha or _EMPTY)


def is_newer(block: OwnBlock) -> bool:
    """Whether a newer vault-pln wrote this block, in a shape not known here."""
    return block.version > FORMAT


def replace_block(text: str, blocks: Sequence[OwnBlock] | None, name: str, body: str) -> str | None:
    """The text with the block's new body; None where the block is missing, newer, or edited by the user.

    ``blocks`` are those of exactly this text. A block whose text would stay the same stays to the byte.
    """
    block = next((b for b in blocks or () if b.name == name), None)
    if block is None or is_newer(block) or edited_by_user(block):
        return None
    fresh = render_block(name, body)
    if block.sha is not None and f" sha={block.sha} " in fresh[: fresh.index("\n")]:
        return text
    lines = text.split("\n")
    ending = "\r\n" if newline_of(text) == "\r\n" else "\n"
    last = "\r" if lines[block.end - 1].endswith("\r") else ""
    mark = "\ufeff" if block.begin == 1 and text.startswith("\ufeff") else ""
    before, after = lines[: block.begin - 1], lines[block.end :]
    return "\n".join([*before, mark + fresh.replace("\n", ending) + last, *after])


def blocks_of(text: str) -> tuple[OwnBlock, ...] | None:
    """The blocks of one of our own notes, in which no code holds markers; as ``own_blocks``."""
    return own_blocks(text.split("\n"), ())
