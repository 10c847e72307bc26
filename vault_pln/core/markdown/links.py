"""Links as written: wikilinks, embeds, Markdown links, links in properties."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import unquote

from vault_pln.core.markdown.code import is_escaped
from vault_pln.model.note import LinkKind

# each begins with plain characters, which lets the engine skip what cannot match; each takes every step once
_WIKILINK = re.compile(r"\[\[(?!\[)([^\[\]\n]*+(?:(?:\](?!\])|\[(?!\[))[^\[\]\n]*+)*+)\]\]")
_INTERNAL = re.compile(r"\]\((?![a-zA-Z][a-zA-Z0-9+.-]++:)")
_DESTINATION = re.compile(
    r"\]\([ \t]*+(?:<([^<>\n]*)>|((?:[^\s()\\]|\\.|\((?:[^\s()]|\([^\s()]*\))*+\))*+))"
    r"(?:[ \t]++(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*+\)"
)
_BRACKET = re.compile(r"\\[^\n]|[\[\]]")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_SIZE = re.compile(r"\s*[0-9]+(?:x[0-9]+)?\s*\Z")


class Written(NamedTuple):
    """A link in a text: its place, and target and display text as meant."""

    start: int
    target: str
    kind: LinkKind
    display: str | None


def links_in(masked: str, text: str = "") -> Iterator[Written]:
    """Every link of a masked text; wikilinks first, then Markdown links. External addresses are none.

    ``text`` is the same text unmasked, from which target and display are taken.
    """
    if "[[" in masked:
        yield from _wikilinks(masked, text or masked)
    if "](" in masked:
        yield from _markdown_links(masked, text or masked)


def _wikilinks(masked: str, text: str) -> Iterator[Written]:
    for match in _WIKILINK.finditer(masked):
        start, end = match.span(1)
        target, display = _parts(text[start:end])
        start -= 2
        before = masked[start - 1] if start else ""
        if target and not (before == "\\" and is_escaped(masked, start)):
            embed = before == "!" and not is_escaped(masked, start - 1)
            yield Written(start, target, "embed" if embed else "wikilink", display)


def _markdown_links(masked: str, text: str) -> Iterator[Written]:
    done = 0
    for match in _INTERNAL.finditer(masked):
        if match.start() >= done:
            line = masked.rfind("\n", done, match.start()) + 1 or done
            end = masked.find("\n", match.start())
            done = end if end != -1 else len(masked)
            yield from _links_of_line(masked, text, line, done)


def _links_of_line(masked: str, text: str, line: int, end: int) -> Iterator[Written]:
    """The Markdown links of one line, brackets paired from the inside; around a link only an image may stand."""
    closing = {match.start(): match for match in _DESTINATION.finditer(masked, line, end)}
    opened: list[int] = []
    free = at = line
    for match in _BRACKET.finditer(masked, line, end) if closing else ():
        place = match.start()
        if place < at:
            continue
        if match[0] == "[":
            opened.append(place)
        elif match[0] == "]" and opened:
            start = opened.pop()
            image = start > line and masked[start - 1] == "!" and not is_escaped(masked, start - 1)
            wikilink = masked.startswith("[", start + 1) and masked[place - 1] == "]"
            if place in closing and (image or start >= free) and not wikilink:
                at = closing[place].end()
                free = free if image else place
                yield from _linked(text, start, place, closing[place], image=image)


def _linked(text: str, start: int, close: int, destination: re.Match[str], *, image: bool) -> Iterator[Written]:
    """The link between these brackets, if it leads to anywhere in the vault; without a text only an image does."""
    raw = text[slice(*destination.span(1))] or _ESCAPED.sub(r"\1", text[slice(*destination.span(2))])
    if raw and not _SCHEME.match(raw) and not raw.startswith("//") and (image or close > start + 1):
        yield Written(start, _decoded(raw).strip(), "embed" if image else "markdown", text[start + 1 : close])


def _decoded(raw: str) -> str:
    """Without percent signs; where they are no UTF-8, as written."""
    try:
        return unquote(raw, errors="strict") if "%" in raw else raw
    except UnicodeDecodeError:
        return raw


def _parts(inner: str) -> tuple[str, str | None]:
    """Target and display of what stands between the brackets; the bar of a table cell is escaped."""
    target, bar, display = inner.partition("|")
    target = target.removesuffix("\\").strip() if bar else target.strip()
    if bar and not target:
        return inner.strip().removeprefix("\\"), None
    return target, display.strip() if bar else None


def is_size(display: str | None) -> bool:
    """Whether an embed's display text is a size in pixels."""
    return display is not None and _SIZE.match(display) is not None


def property_links(value: Any, key: str) -> Iterator[tuple[str, str, str | None]]:
    """(key path, target, display) of every link in a property, in lists too; the path of an item is ``key.0``.

    An unquoted ``[[X]]`` is a nested list to YAML and is no link, as in Obsidian.
    """
    if isinstance(value, str):
        if "[" in value:
            for link in links_in(value):
                yield key, link.target, link.display
    elif isinstance(value, list):
        for number, item in enumerate(value):
            if isinstance(item, str) and "[" in item:
                yield from property_links(item, f"{key}.{number}")


def link_or_text(value: str) -> str:
    """The target of a property that is a link, else its text."""
    if "[" in value:
        for link in links_in(value):
            return link.target
    return value.strip()
