"""Any feed as well-formed XML of bounded size, so that the parser behind it is neither confused nor kept busy.

feedparser needs seconds for a long author or many categories (its work there is quadratic), and guesses where XML
is broken. So the text is parsed here first, in linear time, and written again with what a reader needs: the
beginning of every field, a limited number of fields of one name. What no XML parser accepts is repaired first;
what cannot be repaired is given up to the place where it breaks, without the entry that breaks off: half a title
would be another entry tomorrow.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

_MOST_ENTRIES = 3_000
_MOST_FIELDS = 400
_DEEPEST = 60
_MOST_ATTRIBUTES = 40
_LONGEST_ATTRIBUTE = 4_000
_LONGEST_FIELD = 4_000
_LONGEST_TEXT = 8_000
_LONGEST_PERSON = 120
_MOST_OF_A_NAME = 30
_MOST_PERSONS = 5
_MOST_REPAIRED = 3_000_000
_LONGEST_PROLOGUE = 200

_CONTAINERS = frozenset(("rss", "rdf:rdf", "feed", "channel", "item", "entry"))
_ENTRIES = frozenset(("item", "entry"))
_TEXTS = frozenset(
    ("description", "summary", "content", "content:encoded", "subtitle", "media:group", "media:description", "body")
)
_ALL = ""
_PERSON = re.compile(r"author|creator|contributor|editor|webmaster|publisher|owner|rights|copyright")

_LINKS = {"podcast:transcript": "transcript", "podcast:chapters": "chapters"}

_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
}
"""What a prefix means that a feed uses without saying so."""

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TAG = re.compile(r"<(/?)([A-Za-z_][\w:.-]*+)((?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>")
_ATTRIBUTE = re.compile(r"([A-Za-z_][\w:.-]*+)\s*+=\s*+(\"[^\"]*+\"|'[^']*+'|[^\s\"'<>]++)")
_DOCTYPE = re.compile(r"<![^>\[]{0,2000}+(?:\[[^\]]{0,65536}+\][^>]{0,2000}+)?>")
_AMPERSAND = re.compile(r"&(?:(#(?:[0-9]{1,7}|x[0-9A-Fa-f]{1,6}))|([A-Za-z][A-Za-z0-9]{1,31}));|&")


def root_of(text: str) -> tuple[str, int]:
    """Name and place of the first element, past declarations (also broken ones), comments and DOCTYPE."""
    at = text.find("<")
    for _ in range(_LONGEST_PROLOGUE):
        if at < 0:
            break
        if tag := _TAG.match(text, at):
            return tag[2].lower(), at
        at = text.find("<", _end_of_declaration(text, at))
    return "", -1


def _end_of_declaration(text: str, at: int) -> int:
    for opening, closing in (("<!--", "-->"), ("<?", "?>")):
        if text.startswith(opening, at) and (end := text.find(closing, at)) >= 0:
            return end
    doctype = _DOCTYPE.match(text, at)
    return doctype.end() if doctype else at + 1


def well_formed(text: str) -> str:
    """The XML from its root element on, well-formed and bounded; broken XML is repaired as far as possible."""
    text = _NOT_XML.sub("", text)
    try:
        return _Rewritten(text, whole=True).text()
    except expat.ExpatError:
        return _Rewritten("".join(_repaired(text[:_MOST_REPAIRED])), whole=False).text()


class _Rewritten:
    """Copies XML and leaves out what is too much; a *field* is a child of a container, with all that is in it."""

    def __init__(self, text: str, *, whole: bool) -> None:
        self._out: list[str] = []
        self._open: list[str] = []
        self._fields: list[Counter[str]] = []
        self._entries = 0
        self._entry_at = 0
        self._field_depth = 0
        self._left = 0
        self._skipped = 0
        self._prefixes: set[str] = set()
        self._declared = {"xml", "xmlns"}
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        try:
            parser.Parse(text, True)
        except expat.ExpatError:
            if whole:
                raise

    def text(self) -> str:
        """All that was copied, every element closed, every prefix declared."""
        self._drop_unfinished_entry()
        missing = sorted(self._prefixes - self._declared)
        declared = "".join(f' xmlns:{one}="{_NAMESPACES.get(one, f"urn:undeclared:{one}")}"' for one in missing)
        closing = "".join(f"</{name}>" for name in reversed(self._open))
        return "".join((self._out[0], declared, *self._out[1:], closing)) if self._out else ""

    def _drop_unfinished_entry(self) -> None:
        level = next((level for level, name in enumerate(self._open) if name.lower() in _ENTRIES), None)
        if level is not None:
            del self._open[level:]
            del self._out[self._entry_at :]

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._skipped or not self._is_wanted(name.lower()):
            self._skipped += 1
            return
        if name.lower() in _ENTRIES and not self._field_depth:
            self._entry_at = len(self._out)
        name, attributes = _as_link(name, attributes)
        self._open.append(name)
        # the root's ">" stands apart, so that declarations can still be put before it
        self._out += (f"<{self._name(name)}{self._attributes(attributes)}", ">")

    def _is_wanted(self, name: str) -> bool:
        if self._field_depth:
            return self._left > 0 and len(self._open) < _DEEPEST
        if name in _CONTAINERS and len(self._open) < 4:
            self._fields.append(Counter())
            self._entries += name in _ENTRIES
            return self._entries <= _MOST_ENTRIES or self._forget_container()
        if not self._fields:
            return False
        self._field_depth = len(self._open) + 1
        return self._is_affordable(name, self._fields[-1]) or self._forget_field()

    def _is_affordable(self, name: str, fields: Counter[str]) -> bool:
        person = _PERSON.search(name)
        self._left = _LONGEST_PERSON if person else _LONGEST_TEXT if name in _TEXTS else _LONGEST_FIELD
        fields[_ALL] += 1
        if fields[_ALL] > _MOST_FIELDS:
            return False
        fields[name] += 1
        return fields[name] <= (_MOST_PERSONS if person else _MOST_OF_A_NAME)

    def _forget_container(self) -> bool:
        self._fields.pop()
        return False

    def _forget_field(self) -> bool:
        self._field_depth = 0
        return False

    def _end(self, _name: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        if self._field_depth == len(self._open):
            self._field_depth = 0
        elif not self._field_depth:
            self._fields.pop()
        self._out.append(f"</{self._name(self._open.pop())}>")

    def _data(self, data: str) -> None:
        if self._skipped or not self._field_depth or self._left <= 0:
            return
        self._out.append(_in_one_piece(data[: self._left]))
        self._left -= len(data)

    def _name(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        if colon:
            self._prefixes.add(prefix)
        return f"{prefix}:{local.replace(':', '_')}" if colon else name

    def _attributes(self, attributes: dict[str, str]) -> str:
        kept = []
        for name, value in list(attributes.items())[:_MOST_ATTRIBUTES]:
            if name.startswith("xmlns:"):
                if not value:
                    continue
                self._declared.add(name[6:])
                kept.append(f" {name}={quoteattr(value[:_LONGEST_ATTRIBUTE])}")
            else:
                kept.append(f" {self._name(name)}={quoteattr(value[:_LONGEST_ATTRIBUTE])}")
        return "".join(kept)


def _as_link(name: str, attributes: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Transcripts and chapters of a podcast as links: feedparser keeps but the last of such elements."""
    rel = _LINKS.get(name.lower())
    return (name, attributes) if rel is None else ("atom:link", {"rel": rel, "href": attributes.get("url", "")})


def _in_one_piece(text: str) -> str:
    """The text so that a parser reports it at once: feedparser gets one call for each line and each entity."""
    text = text.replace("\r", " ").replace("\n", " ")
    if "<" not in text and "&" not in text and "]]>" not in text:
        return text
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def _repaired(text: str) -> Iterator[str]:
    """The same text with tags in balance, every attribute quoted and every ampersand an entity.

    What is open at the end stays open, so that the unfinished is seen to be so.
    """
    open_tags: list[str] = []
    times_open: Counter[str] = Counter()
    for kind, token in _tokens(text):
        if kind == "text":
            yield _AMPERSAND.sub(_entity, token).replace("<", "&lt;")
        elif kind == "verbatim":
            yield escape(token)
        else:
            yield from _balanced(token, open_tags, times_open)


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    hopeless: set[str] = set()
    while (start := text.find("<", at)) >= 0:
        yield "text", text[at:start]
        end, content = _section(text, start, hopeless)
        if end:
            yield "verbatim", content
        elif tag := _TAG.match(text, start):
            yield "tag", tag[0]
            end = tag.end()
        else:
            yield "text", "<"
            end = start + 1
        at = end
    yield "text", text[at:]


def _section(text: str, start: int, hopeless: set[str]) -> tuple[int, str]:
    """Where a comment, CDATA section or instruction at ``start`` ends, and its text; (0, "") if there is none."""
    for opening, closing in (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")):
        if opening not in hopeless and text.startswith(opening, start):
            end = text.find(closing, start + len(opening))
            if end >= 0:
                content = text[start + len(opening) : end] if opening == "<![CDATA[" else ""
                return end + len(closing), content
            # never looked for again: a thousand openings without an end must not mean a thousand searches
            hopeless.add(opening)
    return 0, ""


def _balanced(tag: str, open_tags: list[str], times_open: Counter[str]) -> Iterator[str]:
    found = _TAG.match(tag)
    assert found is not None
    closes, name, attributes = found.groups()
    if not closes:
        values = {key: value.strip("\"'") for key, value in _ATTRIBUTE.findall(attributes)}
        quoted = "".join(f" {key}={quoteattr(unescape(value))}" for key, value in values.items())
        empty = attributes.endswith("/")
        yield f"<{name}{quoted}{'/' if empty else ''}>"
        if not empty:
            open_tags.append(name)
            times_open[name] += 1
        return
    while times_open[name]:
        last = open_tags.pop()
        times_open[last] -= 1
        yield f"</{last}>"
        if last == name:
            return


def _entity(found: re.Match[str]) -> str:
    if not found[1] and not found[2]:
        return "&amp;"
    text = _NOT_XML.sub("", unescape(found[0]))
    return escape(text) if text != found[0] else f"&amp;{found[0][1:]}"
