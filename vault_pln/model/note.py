"""A note as facts: what stands in its text, nothing that depends on other notes.

Named tuples, since a vault has hundreds of thousands of them.
"""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from vault_pln.model.problem import Problem

LinkKind = Literal["wikilink", "markdown", "embed", "property"]

Place = Literal["text", "comment", "quote", "answered"]
"""Where a link stands: ``comment`` is inside ``%% %%``, ``quote`` in a block quote that is no callout,
``answered`` in a line of ours that the user ticked."""


class Link(NamedTuple):
    """A link as written: ``target`` is decoded, with its ``#`` part; ``key`` is the property it stands in."""

    target: str
    kind: LinkKind
    line: int
    display: str | None = None
    key: str | None = None
    place: Place = "text"


class Heading(NamedTuple):
    """An ATX heading; ``text`` without its marks."""

    level: int
    text: str
    line: int


class Task(NamedTuple):
    """A list item with a box; ``status`` is the character in it, ``text`` all that follows, block id included."""

    status: str
    text: str
    line: int


class Tag(NamedTuple):
    """A tag without its ``#``; line 0 is the front matter where no better line is known."""

    name: str
    line: int


class InlineField(NamedTuple):
    """A Dataview field ``key:: value``; the key in its canonical form."""

    key: str
    value: str
    line: int


class BlockId(NamedTuple):
    """A block id without its ``^``."""

    name: str
    line: int


class OwnLine(NamedTuple):
    """A line that ends in one of our ids. ``status`` is the character in its box, None for a bullet.

    ``digest`` is that of the whole line as it stands now.
    """

    id: str
    status: str | None
    text: str
    line: int
    digest: str


class OwnBlock(NamedTuple):
    """A block between our markers: ``begin`` and ``end`` are the lines of the markers, from 1.

    ``sha`` is what the marker says (None: made by the user, never filled), ``found`` what the text gives, ``version``
    the format it is written in.
    """

    name: str
    begin: int
    end: int
    sha: str | None
    found: str
    version: int = 1


class Note(NamedTuple):
    """All that one note says. ``lines`` holds the text of each line that has a link or an inline field.

    ``blocks`` is None when the markers of the note do not fit together: then nothing in it is replaced.
    """

    path: str
    digest: str
    properties: Mapping[str, Any] = {}
    property_lines: Mapping[str, int] = {}
    body_line: int = 1
    links: tuple[Link, ...] = ()
    tags: tuple[Tag, ...] = ()
    headings: tuple[Heading, ...] = ()
    block_ids: tuple[BlockId, ...] = ()
    tasks: tuple[Task, ...] = ()
    fields: tuple[InlineField, ...] = ()
    own_lines: tuple[OwnLine, ...] = ()
    blocks: tuple[OwnBlock, ...] | None = ()
    lines: Mapping[int, str] = {}
    problems: tuple[Problem, ...] = ()
