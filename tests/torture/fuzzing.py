"""What must hold of any bytes that are a note: it is read without an error, and an edit changes only what it says.

``python fuzzing.py CORPUS -max_total_time=SECONDS -seed=NUMBER`` lets atheris look for bytes of which it does not hold.
"""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
PARTS = ("digest.closing", "exchange.added", "markdown.insert", "markdown.note", "markdown.replace", "review.change")
HEADING = "Learning network"
ID = "pln-zzzzzzzzzzzzzzzz"
LINE = f"- [ ] Write to [[Ada]] ^{ID}"
BODY = "| Note |\n| --- |\n| [[Ada]] |"
NOW, TODAY = datetime(2026, 11, 23, tzinfo=UTC), date(2026, 11, 23)


class Examiner:
    """The functions that read and edit a text, imported within ``watched``, which may want to follow them."""

    def __init__(self, watched: AbstractContextManager[object] | None = None) -> None:
        with watched or nullcontext():
            self._core: dict[str, Any] = {name: import_module(f"vault_pln.core.{name}") for name in PARTS}
            self._proposal: Any = import_module("vault_pln.model.review").Proposal

    def _of(self, part: str, name: str) -> Callable[..., Any]:
        found: Callable[..., Any] = getattr(self._core[part], name)
        return found

    def examine(self, data: bytes) -> None:
        """Read and edit a note with these bytes; raises AssertionError where an edit does more than it says."""
        note = self._of("markdown.note", "read_note")("note.md", data)
        try:
            text = data.decode()
        except UnicodeDecodeError:
            assert note.problems
            return
        self._insert(text)
        self._replace(text, note)
        self._change(text, note)
        self._add(text)
        self._close(data, note)

    def _insert(self, text: str) -> None:
        groups = self._of("markdown.insert", "Group")
        insert, remove = self._of("markdown.insert", "insert_groups"), self._of("markdown.insert", "remove_own_lines")
        after = insert(text, HEADING, [groups("Read", [LINE])])
        assert is_one_piece_more(text, after), "an insertion changed more"
        if ID not in text:
            found = self._of("markdown.note", "read_note")("note.md", after.encode()).own_lines
            assert [line.id for line in found].count(ID) == 1, "the line that was inserted is not seen"
            assert is_one_piece_more(text, remove(after, frozenset([ID]))), "taking our line out changed more"
        line = self._of("markdown.insert", "insert_line")(text, "Log", HEADING, "- a line")
        assert is_one_piece_more(text, line), "a line changed more"

    def _replace(self, text: str, note: Any) -> None:
        replace = self._of("markdown.replace", "replace_block")
        for block in note.blocks or ():
            after = replace(text, note.blocks, block.name, BODY)
            if after is None:
                continue
            rows, wanted = after.split("\n"), text.split("\n")
            tail = len(wanted) - block.end
            assert rows[: block.begin - 1] == wanted[: block.begin - 1], "a block changed what stands before it"
            assert rows[len(rows) - tail :] == wanted[block.end :], "a block changed what stands behind it"
            again = self._of("markdown.note", "read_note")("note.md", after.encode()).blocks
            assert replace(after, again, block.name, BODY) == after, "a block is not found again"

    def _change(self, text: str, note: Any) -> None:
        key = next((key for key in note.properties if key.lower() == "status"), "status")
        value = note.properties.get(key)
        proposal = self._proposal("drop", "note.md", key, "" if value is None else str(value), "dropped")
        change = self._of("review.change", "change_of")(proposal, note, text)
        if change is None:
            return
        new = self._of("review.change", "changed")(text, change)
        told = self._of("markdown.note", "read_note")("note.md", new.encode())
        assert dict(told.properties) == {**note.properties, key: "dropped"}, "a property changed another"
        old_rows, new_rows = text.split("\n"), new.split("\n")
        if change.old is not None:
            old_rows.pop(change.number - 1)
        new_rows.pop(change.number - 1)
        assert new_rows == old_rows, "a property changed another line"

    def _add(self, text: str) -> None:
        found = self._of("exchange.added", "with_properties")("note.md", text, {"email": "ada@example.org"})
        if found is not None and not is_one_piece_more(text, found.text):
            rows, wanted = found.text.split("\n"), text.split("\n")
            assert sum(a != b for a, b in zip(rows, wanted, strict=True)) == 1, "a property changed another line"

    def _close(self, data: bytes, note: Any) -> None:
        boxes = [line.line for line in note.own_lines if line.status == " "]
        if boxes:
            after = self._of("digest.closing", "close_lines")("note.md", data, boxes, NOW, TODAY).edit.after
            rows, wanted = after.split(b"\n"), data.split(b"\n")
            assert len(rows) == len(wanted)
            changed = {number for number, (a, b) in enumerate(zip(rows, wanted, strict=True), 1) if a != b}
            assert changed <= set(boxes), "closing a line changed another"


def is_one_piece_more(text: str, after: str) -> bool:
    """Whether cutting one stretch out of ``after`` gives the text."""
    start = next((n for n, (a, b) in enumerate(zip(text, after, strict=False)) if a != b), min(len(text), len(after)))
    added = len(after) - len(text)
    return added >= 0 and any(
        after[:at] + after[at + added :] == text for at in range(max(0, start - added), start + 1)
    )


def main() -> None:
    """Let atheris go on until its time is over, or until it has found something."""
    atheris: Any = import_module("atheris")
    examiner = Examiner(atheris.instrument_imports(include=["vault_pln.core"]))
    atheris.Setup(sys.argv, examiner.examine)
    atheris.Fuzz()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
