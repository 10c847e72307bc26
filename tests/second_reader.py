"""A feed read a second time, by hand and apart from the code under test: where the two differ, one is wrong."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any, NamedTuple

from lxml import etree


class Row(NamedTuple):
    """An entry: its title as a person would read it, its link as it stands, and its moment in UTC, to the second."""

    title: str
    link: str
    published: datetime | None


def rows_of(body: bytes) -> list[Row]:
    """The entries of an RSS, RDF, Atom or JSON feed, in their order."""
    if body.startswith(b"{"):
        items = json.loads(body)["items"]
        return [Row(one.get("title", ""), one["url"], _moment(one["date_published"])) for one in items]
    # what stands before the document is no XML, and real feeds have it
    root = etree.fromstring(body.lstrip(), etree.XMLParser(recover=True, huge_tree=True, resolve_entities=False))
    return [_row(one) for one in root.iter() if _name(one) in ("item", "entry")]


def _row(entry: Any) -> Row:
    title = next(_texts(entry, "title"), "")
    dates = (text for name in ("pubDate", "published", "date", "updated") for text in _texts(entry, name))
    return Row(read_by_a_person(title), next(_links(entry), ""), _moment(next(dates, "")))


def read_by_a_person(text: str) -> str:
    """Text without tags and entities, on one line."""
    return " ".join(unescape(unescape(re.sub(r"</?[a-z]+(?: [^>]*)?>", "", unescape(text)))).split())


def _links(entry: Any) -> Iterator[str]:
    for one in entry:
        if _name(one) == "link" and one.get("rel", "alternate") == "alternate":
            yield from filter(None, [(one.get("href") or one.text or "").strip()])


def _texts(entry: Any, name: str) -> Iterator[str]:
    plain = [one for one in entry if _name(one) == name and "search.yahoo" not in str(one.tag)]
    return ("".join(one.itertext()).strip() for one in plain)


def _name(one: Any) -> str:
    return etree.QName(one).localname if isinstance(one.tag, str) else ""


def _moment(text: str) -> datetime | None:
    if "0001" in text:
        return None  # Go's word for no date, which the standard library takes for 2001
    try:
        found = datetime.fromisoformat(text) if text[:4].isdigit() else parsedate_to_datetime(text)
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
