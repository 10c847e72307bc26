"""The note of what did not fit into a day; written once a day by the device that writes."""

from collections.abc import Sequence
from datetime import date

from vault_pln.core.digest.lines import Page, reading_parts
from vault_pln.core.markdown.replace import blocks_of, edited_by_user, replace_block
from vault_pln.core.outputs.parts import index_note
from vault_pln.model.digest import Reading
from vault_pln.model.edit import Edit
from vault_pln.model.problem import Problem

NAME = "inbox"
FILE = "PLN Inbox.md"


def render(readings: Sequence[Reading], more: int, day: date, page: Page) -> str:
    """One line per item, best first: no box, since an answer is given in the note of a day."""
    say = page.say
    if not readings:
        return f"{say('inbox-on', day=day)}\n\n{say('none-yet')}"
    rows = [" · ".join([*reading_parts(one, page), one.item.seen]) for one in readings]
    rest = [say("and-more", count=more)] if more else []
    return "\n".join([say("inbox-on", day=day), "", *(f"- {row}" for row in rows), *(f"\n{line}" for line in rest)])


def is_of(before: bytes | None, day: date, page: Page) -> bool:
    """Whether the inbox as it stands is that of this day."""
    return before is not None and f"\n{page.say('inbox-on', day=day)}".encode() in before


def inbox_edit(before: bytes | None, body: str, page: Page) -> Edit | Problem | None:
    """The edit that brings the inbox up to date; None where the user took the block out."""
    try:
        text = before.decode() if before is not None else index_note(NAME, page.say("inbox"), page.say("inbox-intro"))
    except UnicodeDecodeError:
        return Problem(page.path, None, "the note is not UTF-8 and is never written", "Save it as UTF-8.")
    blocks = blocks_of(text)
    block = next((one for one in blocks or () if one.name == NAME), None)
    if block is not None and edited_by_user(block):
        advice = f"To have it kept again, leave only '<!-- pln:begin {NAME} -->' and the end marker."
        return Problem(page.path, block.begin, "the inbox was edited by hand and is left alone", advice)
    new = replace_block(text, blocks, NAME, body)
    if new is None:
        return None
    why = "what waits today" if before is not None else "the note did not exist"
    return Edit(page.path, before, new.encode(), why, "ours")
