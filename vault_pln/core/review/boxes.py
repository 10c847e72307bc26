"""The boxes of a review: how a proposal looks, which ones are ticked, and what is noted in them afterwards.

A box is known by its id, and ours only where a ledger says that a review made it; its words carry nothing out.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from vault_pln.core.markdown.escape import inline_code
from vault_pln.core.markdown.own import digest_of
from vault_pln.core.markdown.phrases import LANGUAGES, Phrases
from vault_pln.core.review.change import Change
from vault_pln.core.review.record import Records
from vault_pln.core.review.wanted import Wanted, proposal_id
from vault_pln.model.edit import Edit
from vault_pln.model.ledger import Entry, Verb
from vault_pln.model.note import Note, OwnLine

_DAY = r"\d{4}-\d\d-\d\d"
_LINE = re.compile(rf"(- \[)(.)(\] .*?)((?: (?:✅ {_DAY}|\[completion:: {_DAY}\]))*)( \^pln-[0-9a-z]{{16}})")
_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)")
_ADDRESS = re.compile(r"https?://[^\s`]+")
_WORDS = re.compile(r"\w+")
_ENDS = frozenset("'\",]}")
_LONGEST = 300
_NOTED: Mapping[Verb, str] = {"carried": "review-done", "stale": "review-stale", "undone": "review-undone"}


class Box(NamedTuple):
    """A proposal in a review: why, what it changes (None where it makes a note), and its line."""

    wanted: Wanted
    change: Change | None
    line: str


class Ticked(NamedTuple):
    """A proposal that the user said yes to: how it stands, and the note and line of its box."""

    entry: Entry
    path: str
    line: OwnLine

    @property
    def addresses(self) -> frozenset[str]:
        """The addresses that the line may show; which one is meant, if any, is for the id to say."""
        return frozenset(one for found in _ADDRESS.findall(self.line.text) for one in _beginnings(found))

    @property
    def words(self) -> frozenset[str]:
        """The words that the line shows in code."""
        return frozenset(word for found in code_in(self.line.text) for word in _WORDS.findall(found))


def _beginnings(address: str) -> Iterator[str]:
    """An address, and what of it stands before a sign that may be the end of a value in a list or in quotes."""
    yield address
    yield from (address[:place] for place, sign in enumerate(address) if sign in _ENDS)


def box_of(wanted: Wanted, change: Change | None) -> Box:
    """``- [ ] what and why · `old line` → `new line` ^pln-…``; without a change, ``- [ ] … · `address` ^pln-…``."""
    lines = (change.old, change.new) if change is not None else (wanted.proposal.new,)
    shown = [line for line in lines if line is not None and line.strip()]
    if any(len(line) > _LONGEST for line in shown):
        shown = [one for one in wanted.proposal[-2:] if one]
    text = f"{wanted.why.text} · {' → '.join(map(inline_code, shown))}"
    return Box(wanted, change, f"- [ ] {text} ^pln-{proposal_id(wanted.proposal)}")


def code_in(text: str) -> Iterator[str]:
    """What stands in a line as inline code."""
    return (found[2].strip() if "`" in found[2] else found[2] for found in _SPAN.finditer(text))


def ticked(notes: Iterable[Note], records: Records, done: Container[str]) -> list[Ticked]:
    """The proposals that wait to be carried out, each once, by id."""
    found = {
        entry.id: Ticked(entry, path, line)
        for path, line, entry in _ours(notes, records)
        if entry.verb in ("proposed", "carrying") and line.status is not None and line.status in done
    }
    return [found[key] for key in sorted(found)]


def _ours(notes: Iterable[Note], records: Records) -> Iterator[tuple[str, OwnLine, Entry]]:
    """The boxes of proposals, with how each stands."""
    for note in notes:
        for line in note.own_lines:
            rows = records.get(line.id.removeprefix("pln-"))
            if rows is not None:
                yield note.path, line, rows[-1]


def to_note(notes: Iterable[Note], records: Records, say: Phrases) -> dict[str, dict[int, str]]:
    """Lines by note and number that shall say what became of their proposal: only such as nobody but us wrote."""
    found: dict[str, dict[int, str]] = {}
    for path, line, entry in _ours(notes, records):
        new = _noted(line, records[entry.id][0], entry, say)
        if new not in (None, line.text.rstrip()):
            found.setdefault(path, {})[line.line] = str(new)
    return found


def _noted(line: OwnLine, first: Entry, last: Entry, say: Phrases) -> str | None:
    """The line with what is to be noted in it, None where it is not as we wrote it."""
    parts = _LINE.fullmatch(line.text.rstrip())
    if parts is None or last.verb not in _NOTED:
        return None
    begin, sign, text, stamp, end = parts.groups()
    text = _without_note(text)
    if digest_of(f"{begin} {text}{end}") != first.line:
        return None
    return f"{begin}{sign}{text} · {say(_NOTED[last.verb])}{stamp}{end}"


def _without_note(text: str) -> str:
    for language in LANGUAGES:
        for key in _NOTED.values():
            text = text.removesuffix(f" · {Phrases(language)(key)}")
    return text


def noting(path: str, data: bytes, lines: Mapping[int, str]) -> Edit:
    """The edit that puts these lines in the place of what stands there in exactly this text."""
    rows = data.split(b"\n")
    for number, text in lines.items():
        rows[number - 1] = text.encode() + (b"\r" if rows[number - 1].endswith(b"\r") else b"")
    return Edit(path, data, b"\n".join(rows), "what became of a proposal")
