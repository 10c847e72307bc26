"""Feeds that were found and read, as they are offered: each once, the best form of it first."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from vault_pln.core.markdown.plain import plain
from vault_pln.core.sources.calendar import is_calendar_text
from vault_pln.core.sources.discovery import Candidate
from vault_pln.core.sources.identity import comparison_url
from vault_pln.model.news import Feed, Response

Form = Literal["atom", "rss", "json", "calendar", "mail"]
_FORMS: tuple[Form, ...] = ("atom", "rss", "json", "calendar", "mail")
_HEAD = 4_096
_CALENDAR_NAME = re.compile(r"^(?:X-WR-CALNAME|NAME)[^:\r\n]*:(.{1,300})", re.MULTILINE | re.IGNORECASE)
_EVENT = re.compile(r"^BEGIN:VEVENT\s*$", re.MULTILINE | re.IGNORECASE)
_RECORDING = re.compile(r"\.(?:mp3|m4a|ogg|opus|aac|flac|wav)(?:$|\?)", re.IGNORECASE)


class Offer(NamedTuple):
    """A feed that can be read: its address (the new one, where it moved for good), and what is in it.

    ``last_title`` and ``last_date`` are of its newest item; an empty feed is one all the same. ``others`` are the
    addresses of the same feed in other forms.
    """

    address: str
    title: str
    form: Form
    entries: int
    last_title: str
    last_date: datetime | None
    site: str
    language: str
    medium: str
    because: str
    others: tuple[str, ...] = ()


def offer_of(candidate: Candidate, response: Response, read: Callable[[Response], Feed]) -> Offer | str:
    """The feed that a candidate turned out to be, as ``read`` reads it, or why it is none."""
    if response.error:
        return response.error
    if response.status not in (200, 203, 226):
        return f"the server answered {response.status}"
    address = response.moved_to or candidate.address
    if is_calendar_text(response.body):
        return _calendar(candidate, address, response.body)
    feed = read(response)
    if feed.problem:
        return feed.problem
    newest = max(feed.entries, key=lambda one: one.published or datetime.min.replace(tzinfo=UTC), default=None)
    return Offer(
        address=address,
        title=feed.title,
        form=_form(response.body),
        entries=len(feed.entries),
        last_title=newest.title if newest is not None else "",
        last_date=newest.published if newest is not None else None,
        site=feed.site,
        language=feed.language,
        medium=candidate.medium or _medium(feed),
        because=candidate.because,
    )


def offered(found: Iterable[Offer]) -> list[Offer]:
    """Each feed once, in the order found; of the forms in which a site gives the same feed, Atom, RSS, then JSON."""
    kept: dict[tuple[str, str], Offer] = {}
    seen: set[str] = set()
    for one in found:
        address = comparison_url(one.address)
        if address in seen:
            continue
        seen.add(address)
        # the same title over the same newest item is the same feed, over others it is not
        same = (one.title.casefold(), one.last_title.casefold()) if one.title else (address, "")
        other = kept.get(same, one)
        best, rest = (one, other) if _FORMS.index(one.form) < _FORMS.index(other.form) else (other, one)
        others = dict.fromkeys((*best.others, rest.address, *rest.others))
        kept[same] = best._replace(others=tuple(address for address in others if address != best.address))
    # those in which nothing was published yet, as the releases of many repositories, come last
    return sorted(kept.values(), key=lambda one: not one.entries)


def _form(body: bytes) -> Form:
    head = body[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] == b"{":
        return "json"
    return "atom" if b"<feed" in head else "rss"


def _medium(feed: Feed) -> str:
    recorded = sum(any(_RECORDING.search(file) for file in entry.enclosures) for entry in feed.entries)
    return "podcast" if recorded and 2 * recorded >= len(feed.entries) else ""


def _calendar(candidate: Candidate, address: str, body: bytes) -> Offer:
    text = body.decode("utf-8", "replace")
    name = _CALENDAR_NAME.search(text)
    title = plain(name[1].strip(), 200) if name else ""
    return Offer(address, title, "calendar", len(_EVENT.findall(text)), "", None, "", "", "calendar", candidate.because)
