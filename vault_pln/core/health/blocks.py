"""Blocks of ours that hold text of the user's, and are therefore left alone."""

import re
from collections.abc import Iterator

from vault_pln.core.markdown.own import REVIEW
from vault_pln.core.markdown.replace import edited_by_user
from vault_pln.model.finding import Finding, Fix
from vault_pln.model.note import Note, OwnBlock

_SHA = re.compile(r"(?: sha=[0-9a-f]+)?(?= -->)")


def block_findings(note: Note, text: str) -> Iterator[Finding]:
    """Blocks that no longer hold what we wrote. The edit takes their text for ours, so that it is written anew."""
    lines = text.removeprefix("\ufeff").split("\n")
    for block in note.blocks or ():
        if edited_by_user(block) and block.name != REVIEW:
            message = f"the {block.name} block was edited by hand and is left alone"
            advice = "Move what is yours out of it; with this edit the next reindex writes the block anew."
            fix = _given_back(block, lines[block.begin - 1].removesuffix("\r"))
            yield Finding("block", note.path, block.begin, message, advice, fix)


def _given_back(block: OwnBlock, line: str) -> Fix | None:
    place = _SHA.search(line)
    return Fix(block.begin, line, place.start(), place.end(), f" sha={block.found}") if place is not None else None
