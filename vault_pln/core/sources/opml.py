"""OPML: lists of feeds as other programs write them, read as data and never as commands."""

import codecs
import re
from collections.abc import Iterator, Mapping
from itertools import accumulate, pairwise
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from vault_pln.core.markdown.escape import plain
from vault_pln.core.sources.address import web_form
from vault_pln.model.problem import Problem

_DEEPEST = 10
_LONGEST = 200
_AMPERSAND = re.compile(rb"&(?!#\d+;|#x[0-9a-fA-F]+;|(?:amp|lt|gt|quot|apos);)")
# looked for at the beginning alone, and what never ends is consumed as text: linear on any input
_UTF8 = re.compile(rb"""\A(<\?xml[^>]*encoding=)(["'])utf8\2""", re.IGNORECASE)
_ENCODING = re.compile(r"""\A(\s*<\?xml[^>]*?)\sencoding=(?:"[^"]*"|'[^']*')""")
_TAGS = re.compile(rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<outline\b", re.IGNORECASE | re.DOTALL)
_WEB = re.compile(r"https?://\S+\Z", re.IGNORECASE)


_ONE_FEED = "It is one feed and no list of them: vault-pln add source URL."
_FLAWS = {
    3: "it ends before all is said", 4: "a sign stands here that may not, or is written in another encoding",
    5: "what begins here has no end", 6: "a sign is cut off", 7: "what ends here is not what was begun",
    8: "an attribute stands here twice", 9: "something stands behind its end", 14: "a sign is named that is none",
    19: "it is written in another encoding than it says", 20: "what begins here has no end",
}  # fmt: skip
"""What expat says by its numbers."""

NAMESPACE = "urn:x-vault-pln:opml"
"""Of our own settings in a list that vault-pln wrote."""

_OWN = f"{{{NAMESPACE}}}"
_MOST_OWN = 50


class Outline(NamedTuple):
    """One feed of a list: plain texts, addresses http(s) or empty, the names of the folders around it.

    ``own`` are the settings of a list that vault-pln wrote, by name; nothing in them is trusted.
    """

    title: str
    xml_url: str
    html_url: str
    folders: tuple[str, ...]
    categories: tuple[str, ...]
    description: str
    language: str
    own: Mapping[str, tuple[str, ...]] = {}


def read_opml(data: bytes) -> tuple[list[Outline], list[Problem]]:
    """Every feed of an OPML file, and what could not be read; never raises.

    Names of elements and attributes count without case, ``type`` may be missing, ``url`` stands in for ``xmlUrl``;
    unescaped ``&`` and the misspelt encoding ``utf8`` are mended. What looks like a command is refused.
    """
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        return [], [Problem("", 1, "this is no OPML: the file is empty", "Export the list of feeds again.")]
    mended = _mended(data)
    above = data[: len(data) - len(data.lstrip())].count(b"\n")
    try:
        root = fromstring(mended)
    except ParseError as error:
        line = error.position[0] + above if error.position else None
        return [], [Problem("", line, f"this is no OPML: {_said(error)}", "Export the list of feeds again.")]
    except (DefusedXmlException, ValueError, LookupError, RecursionError):
        line = mended.count(b"\n", 0, max(mended.find(b"<!ENTITY"), 0)) + above + 1
        return [], [Problem("", line, "this OPML uses entities or an encoding that are not read", "Export it again.")]
    if root.tag.lower() != "opml":
        tag = plain(root.tag.rpartition("}")[2], 40)
        advice = _ONE_FEED if tag in ("rss", "feed", "RDF") else "Name an OPML file."
        return [], [Problem("", 1, f"this is no OPML: it begins with <{tag}>", advice)]
    outlines: list[Outline] = []
    problems: list[Problem] = []
    lines = _lines(mended, root, above)
    for top in (root, *(child for child in root if child.tag.lower() == "body")):
        for found in _walk(top, (), 0, lines):
            (problems if isinstance(found, Problem) else outlines).append(found)  # type: ignore[arg-type]
    return outlines, problems


def _said(error: ParseError) -> str:
    return _FLAWS.get(error.code, "it is no well-formed XML")


def _mended(data: bytes) -> bytes:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = _ENCODING.sub(r"\1", data.decode("utf-16", "replace"), count=1).encode("utf-8", "replace")
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    return _AMPERSAND.sub(b"&amp;", _UTF8.sub(rb"\1\2utf-8\2", data, count=1))


def _lines(data: bytes, root: Element, above: int) -> dict[Element, int]:
    """The line of each outline, counted in the text; nothing where the text and what was read do not agree."""
    outlines = [element for element in root.iter() if isinstance(element.tag, str) and element.tag.lower() == "outline"]
    places = [found.start() for found in _TAGS.finditer(data) if found[0].lower() == b"<outline"]
    if len(places) != len(outlines):
        return {}
    breaks = (data.count(b"\n", start, end) for start, end in pairwise((0, *places)))
    return {outline: above + 1 + before for outline, before in zip(outlines, accumulate(breaks), strict=True)}


def _walk(
    element: Element, folders: tuple[str, ...], depth: int, lines: Mapping[Element, int]
) -> Iterator[Outline | Problem]:
    for child in element:
        if child.tag.lower() != "outline":
            continue
        line = lines.get(child)
        if depth == _DEEPEST:
            yield Problem("", line, f"what is nested deeper than {_DEEPEST} folders is left out", "Move it up.")
            continue
        inside = folders
        values = {key.lower(): value.strip() for key, value in child.attrib.items()}
        if "xmlurl" in values or "url" in values or "filtercmd" in values:
            found = _outline(values, folders)
            yield found._replace(line=line) if isinstance(found, Problem) else found
        elif "htmlurl" in values and not len(child):
            title = plain(values.get("title") or values.get("text") or values["htmlurl"], _LONGEST)
            yield Problem("", line, f"'{title}' is left out: it names no feed", "Find it: vault-pln add source URL.")
        else:
            title = plain(values.get("title") or values.get("text") or "", _LONGEST)
            inside = (*folders, title) if title else folders
        yield from _walk(child, inside, depth + 1, lines)


def _outline(values: dict[str, str], folders: tuple[str, ...]) -> Outline | Problem:
    address = values.get("xmlurl") or values.get("url") or ""
    site = values.get("htmlurl", "")
    title = plain(values.get("title") or values.get("text") or site or address, _LONGEST)
    if "xmlurl" not in values and values.get("type", "").lower() in ("link", "include"):
        return Problem("", None, f"'{title}' is left out: it is a link, not a feed", "Add it by hand.")
    feed = _web(address)
    if "filtercmd" in values or not address.strip():
        what = "a command makes it" if "filtercmd" in values else "it has no web address"
        return Problem("", None, f"'{title}' is left out: {what}", "Add it by hand.")
    if not feed:
        return Problem("", None, f"'{title}' is left out: '{plain(address, 80)}' is no web address", "Add it by hand.")
    words = (plain(part, 60) for name in values.get("category", "").split(",") for part in [name.strip().strip("/")])
    categories = tuple(dict.fromkeys(word.rpartition("/")[2] for word in words if word))
    description, language = plain(values.get("description", ""), 300), plain(values.get("language", ""), 20)
    own = {key.removeprefix(_OWN): _own(text) for key, text in values.items() if key.startswith(_OWN)}
    return Outline(title, feed, _web(site), folders, categories, description, language, own)


def _own(text: str) -> tuple[str, ...]:
    return tuple(line for part in text.split("\n")[:_MOST_OWN] if (line := plain(part, _LONGEST)))


def _web(address: str) -> str:
    """The address if a web client may visit it, '' otherwise."""
    address = web_form(address)
    return address if _WEB.match(address) else ""
