"""A web page as facts: its links, what it says of itself, whose it is. Nothing in it is trusted.

The parser (libxml2) reads anything in linear time, fetches nothing, and ignores what is nested too deep.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from vault_pln.core.markdown.plain import plain
from vault_pln.core.sources.address import web_form
from vault_pln.core.sources.entry import web_address

_LARGEST = 2_000_000
_MOST_LINKS = 5_000
_LONGEST_TITLE = 200
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_TITLES = ("og:site_name", "application-name", "og:title")


class PageLink(NamedTuple):
    """A ``<link>`` or ``<a>``: an absolute http(s) address, what it is called, its relations and its type."""

    address: str
    text: str
    rel: frozenset[str] = frozenset()
    type: str = ""
    class_: str = ""
    is_feed_scheme: bool = False


class Card(NamedTuple):
    """A person as an h-card describes them (microformats.org/wiki/h-card), without mail addresses."""

    name: str
    nicknames: tuple[str, ...]
    urls: tuple[str, ...]
    birthday: str


class Page(NamedTuple):
    """What a page says. ``base`` is what its relative links count from; ``is_post`` for one article of many.

    ``raw`` is the text of a ``<pre>`` that is all of the page, as browsers show XML.
    """

    base: str
    title: str = ""
    language: str = ""
    generator: str = ""
    canonical: str = ""
    is_post: bool = False
    links: tuple[PageLink, ...] = ()
    anchors: tuple[PageLink, ...] = ()
    card: Card | None = None
    raw: str = ""


def read_page(body: bytes, *, url: str, content_type: str = "") -> Page:
    """The page in the body of an answer from ``url``; never raises. Of a large page the first two million bytes."""
    root = _parsed(body[:_LARGEST], content_type)
    if root is None:
        return Page(url)
    base = next((a for one in root.iter("base") if (a := web_address(url, one.get("href") or ""))), url)
    links = tuple(_links(root, "link", base))
    anchors = tuple(_links(root, "a", base))
    metas = {_meta_name(one): one.get("content") or "" for one in root.iter("meta")}
    names = (
        *(metas.get(name, "") for name in _TITLES[:2]),
        _text_of(next(root.iter("title"), None)),
        metas.get("og:title", ""),
    )
    return Page(
        base=base,
        title=next((name for text in names if (name := plain(text, _LONGEST_TITLE))), ""),
        language=plain(root.get("lang") or "", 35),
        generator=plain(metas.get("generator", ""), 80).lower(),
        canonical=next((link.address for link in links if "canonical" in link.rel), ""),
        is_post=metas.get("og:type", "").lower() == "article",
        links=links,
        anchors=anchors,
        card=_card(root, base, url),
        raw=_raw(root),
    )


def _parsed(body: bytes, content_type: str) -> Any:
    from lxml import etree

    parser = etree.HTMLParser(encoding=_encoding(body, content_type), no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(body.replace(b"\0", b" "), parser)
    except (etree.LxmlError, ValueError):
        return None
    return root if root is not None and isinstance(root.tag, str) else None


def _encoding(body: bytes, content_type: str) -> str | None:
    """UTF-8 where it fits, else what the server says; None leaves it to the page."""
    try:
        body[: _LARGEST - 4].decode()
    except UnicodeDecodeError as error:
        # a sign cut in two at the end is no other encoding
        if error.start < _LARGEST - 8:
            served = _CHARSET.search(content_type)
            return _known(served[1]) if served else None
    return "utf-8"


def _known(encoding: str) -> str | None:
    from lxml import etree

    try:
        etree.HTMLParser(encoding=encoding)
    except LookupError:
        return None
    return encoding


def _links(root: Any, tag: str, base: str) -> Iterator[PageLink]:
    found = (one for one in root.iter(tag) if one.get("href"))
    for _, one in zip(range(_MOST_LINKS), found, strict=False):
        href = one.get("href").strip()
        address = web_address(base, web_form(href))
        if address:
            yield PageLink(
                address,
                plain(one.get("title") or (_text_of(one) if tag == "a" else ""), _LONGEST_TITLE),
                frozenset((one.get("rel") or "").lower().split()),
                (one.get("type") or "").partition(";")[0].strip().lower(),
                (one.get("class") or "").lower(),
                href.lower().startswith(("feed:", "webcal:")),
            )


def _meta_name(meta: Any) -> str:
    return str(meta.get("property") or meta.get("name") or "").lower()


def _text_of(element: Any) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _raw(root: Any) -> str:
    pre = next(root.iter("pre"), None)
    text = "".join(pre.itertext()).strip() if pre is not None else ""
    return text if text.startswith(("<?xml", "<rss", "<feed")) else ""


def _card(root: Any, base: str, url: str) -> Card | None:
    """The card whose address is the page's own, else the first."""
    cards = [_as_card(one, base) for one in root.iter() if _has_class(one, "h-card")][:20]
    own = url.rstrip("/")
    return next((card for card in cards if any(one.rstrip("/") == own for one in card.urls)), next(iter(cards), None))


def _as_card(card: Any, base: str) -> Card:
    inner = list(card.iter())
    urls = [_address(one, base) for one in inner if _has_class(one, "u-url")] or [_address(card, base)]
    image = next((str(one.get("alt") or "") for one in inner if one.tag == "img"), "")
    names = [_value(one) for one in inner if _has_class(one, "p-name")] or [_text_of(card) or image]
    nicknames = (plain(_value(one), 60) for one in inner if _has_class(one, "p-nickname"))
    birthday = next((_value(one) for one in inner if _has_class(one, "dt-bday")), "")
    return Card(
        name=plain(names[0], 100),
        nicknames=tuple(dict.fromkeys(name for name in nicknames if name)),
        urls=tuple(dict.fromkeys(address for address in urls if address)),
        birthday=birthday.strip()[:10] if re.match(r"(?:\d{4}|--)-?\d\d-\d\d", birthday.strip()) else "",
    )


def _has_class(element: Any, name: str) -> bool:
    # a comment or an instruction has no text for its tag
    return isinstance(element.tag, str) and name in (element.get("class") or "").split()


def _value(element: Any) -> str:
    """The value of a property, as microformats read it."""
    return str(element.get("datetime") or element.get("content") or element.get("alt") or _text_of(element))


def _address(element: Any, base: str) -> str:
    return web_address(base, element.get("href") or "")
