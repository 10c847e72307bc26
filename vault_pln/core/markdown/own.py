"""What vault-pln wrote into a note: blocks between its markers, lines that end in its ids, and embedded days."""

import re
from collections.abc import Container, Iterator, Sequence
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from vault_pln.core.markdown.ids import short_id
from vault_pln.model.note import OwnBlock, OwnLine

_MARKER = re.compile(
    r"^([ \t>]*)<!-- pln:(begin|end) ([a-z][a-z0-9-]*)(?: sha=([0-9a-f]+))?(?: v=([1-9][0-9]*))? -->[ \t]*$"
)
_LINE = re.compile(r"^(.*?\S)[ \t]+\^(pln-[0-9a-z]{16})[ \t]*$")
_GONE_ON = re.compile(r"^([ \t>]*(?:[-*+]|[0-9]+[.)])[ \t].*?\S)[ \t]+\^(pln-[0-9a-z]{16})(?=[ \t])")
"""A list item in which somebody went on writing behind our id, where an editor puts the cursor."""
_EMBED = re.compile(r"^!\[\[PLN (\d{4}-\d\d-\d\d)\]\][ \t]*$")
_BOX = re.compile(r"^[\t >]*(?:[-*+]|[0-9]+[.)])[ \t]+\[(.)\]")

REVIEW = "review"
"""The block that holds the review of a week in the user's note of that week: written once, and theirs from then on."""

FORMAT = 1
"""The way in which blocks are written; raised when what a block says gets another shape.

A marker names it from the second on. Of two versions of vault-pln on two devices the older one leaves a block of a
higher format alone, else each would undo what the other wrote, for ever.
"""


def digest_of(text: str) -> str:
    """16 hexadecimal digits that tell one text from another."""
    return _digest(_encoded(text))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=8).hexdigest()


def block_digest(body: str) -> str:
    """The digest of a block's text, blind to trailing spaces and to the padding of table cells."""
    return _block_digest(body.replace("\r\n", "\n").rstrip().lstrip("\n"))


@lru_cache(maxsize=8)
def _block_digest(text: str) -> str:
    """Kept, since what stands in a note is mostly what was written there last."""
    data = _encoded(text)
    if b" \n" in data or b"\t\n" in data:
        data = _encoded("\n".join(line.rstrip() for line in text.split("\n")))
    return _digest((_unpadded(data) if b"|" in data else data).strip(b"\n"))


def _unpadded(table: bytes) -> bytes:
    """A table without the padding of its cells; in our own tables, which can be long, that is a space or two."""
    if b"\t" not in table and b"----" not in table and b"   " not in table:
        # most bars have a space on both sides, and the table is gone through only once for these
        table = table.replace(b" | ", b"|").replace(b" |", b"|").replace(b" |", b"|")
        return table.replace(b"| ", b"|").replace(b"| ", b"|").strip(b" ")
    cells = [cell.strip(b" \t") for cell in table.split(b"|")]
    return b"|".join([b"---" if cell[:3] == b"---" and not cell.strip(b"-") else cell for cell in cells])


def embed_line(day: date) -> str:
    """The line that embeds our note of a day; it never changes, and carries no id that a reader would see."""
    return f"![[PLN {day.isoformat()}]]"


def embed_id(day: str) -> str:
    """The id of the line that embeds our note of a day (``YYYY-MM-DD``)."""
    return short_id("embed", day)


def may_hold_own_line(text: str) -> bool:
    """Whether it is worth looking for lines of ours in a text."""
    return "^pln-" in text or "![[PLN " in text


def own_line(text: str, line: int) -> OwnLine | None:
    """The line as one of ours, if it bears one of our ids or embeds a day; ``text`` is without its line ending."""
    embed = _EMBED.match(text)
    if embed is not None:
        return OwnLine(f"pln-{embed_id(embed[1])}", None, text, line, digest_of(text.rstrip()))
    match = _LINE.match(text) or _GONE_ON.match(text)
    if match is None:
        return None
    box = _BOX.match(text)
    return OwnLine(match[2], box[1] if box else None, text, line, digest_of(text.rstrip()))


class _Marker(NamedTuple):
    """A marker: the line it stands on, from 0, and what stands before it there."""

    line: int
    lead: str
    verb: str
    name: str
    sha: str | None
    version: str | None


def _markers(lines: Sequence[str], hidden: Container[int]) -> Iterator[_Marker]:
    for number, line in enumerate(lines):
        if "pln:" in line and number not in hidden:
            match = _MARKER.match(line.rstrip("\r"))
            if match is not None:
                yield _Marker(number, *match.groups())


def own_blocks(lines: Sequence[str], hidden: Container[int]) -> tuple[OwnBlock, ...] | None:
    """The blocks of a note, None where its markers do not fit together: then none may be touched.

    They do not where they are doubled, nested, unpaired or not at the beginning of their line (in a quote, a callout).

    ``lines`` are without line endings; ``hidden`` are the lines (from 0) that stand in code.
    """
    markers = list(_markers(lines, hidden))
    begins, ends = markers[::2], markers[1::2]
    if len(begins) != len(ends) or len({begin.name for begin in begins}) != len(begins):
        return None
    pairs = list(zip(begins, ends, strict=True))
    if any((b.verb, e.verb) != ("begin", "end") or b.name != e.name or b.lead or e.lead for b, e in pairs):
        return None
    return tuple(_block(b, e, lines) for b, e in pairs)


def _block(begin: _Marker, end: _Marker, lines: Sequence[str]) -> OwnBlock:
    body = block_digest("\n".join(lines[begin.line + 1 : end.line]))
    return OwnBlock(begin.name, begin.line + 1, end.line + 1, begin.sha, body, int(begin.version or 1))


def own_text(lines: Sequence[str], hidden: Container[int]) -> list[tuple[int, int]]:
    """From and to which line (from 0, both included) the text is ours, also where the markers do not fit together.

    From each first beginning to the next end of that name. A beginning without end takes nothing from the user.
    """
    opened: dict[str, int] = {}
    found: list[tuple[int, int]] = []
    for marker in _markers(lines, hidden):
        if marker.verb == "begin":
            opened.setdefault(marker.name, marker.line)
        elif marker.name in opened:
            found.append((opened.pop(marker.name), marker.line))
    return sorted(found)


def render_block(name: str, body: str) -> str:
    """A block with its markers, blank lines inside them so that every renderer sees tables and lists.

    ``body`` is without final newline, its lines ended by a line feed.
    """
    version = f" v={FORMAT}" if FORMAT > 1 else ""
    return f"<!-- pln:begin {name} sha={block_digest(body)}{version} -->\n\n{body}\n\n<!-- pln:end {name} -->"
