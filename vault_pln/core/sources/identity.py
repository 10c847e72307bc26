"""What makes two entries one item: the same on every device, after a move, and from another source.

An entry has several keys and is known when any strong one is (the feed's id, the link, a platform's id): feeds
change their ids with a headline, with a new site, from one visit to the next. The weak key, title and date, is
asked only when most of a feed looks new at once.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qs, unquote, urlsplit

from vault_pln.core.markdown.ids import short_id
from vault_pln.model.news import Entry

# what newsletters, advertisers and mailers add to a link; the article is the same without it
_TRACKING_NAMES = """
    fbclid gclid dclid gbraid wbraid gclsrc msclkid twclid yclid ysclid igshid igsh li_fat_id mc_cid mc_eid _hsenc
    _hsmi hsctatracking mkt_tok vero_id vero_conv oly_anon_id oly_enc_id srsltid _bhlid _branch_match_id
    _branch_referrer ml_subscriber ml_subscriber_hash rb_clickid s_cid wickedid _openstat sc_cid xtor at_medium
    at_campaign
"""
_TRACKING = frozenset(_TRACKING_NAMES.split())
_TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_")
_DEFAULT_PORT = {"http": "80", "https": "443"}

_UNRESERVED = re.compile(r"%[0-9A-Fa-f]{2}")
_YOUTUBE_ID = re.compile(r"[\w-]{11}")
_YOUTUBE_HOSTS = frozenset(("youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com"))

_LONGEST_KEY = 200
_RETURNED_IN_BULK = 3
"""So many old-looking newcomers are needed before a feed is suspected of having changed its ids."""


def comparison_url(url: str, site: str = "") -> str:
    """The address as it is compared, never shown: '' where it is not http or https.

    Without scheme, ``www.``, default port, fragment (but ``#!``), trailing slash and tracking parameters; all
    other parameters stay, in their order. ``ref`` goes only when it names ``site``, the host that gave the link.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").removeprefix("www.").rstrip("."), parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in _DEFAULT_PORT or not host:
        return ""
    video = _youtube_id(host, parts.path, parts.query)
    if video:
        return f"youtube.com/watch?v={video}"
    place = _ascii(host) + (f":{port}" if port and str(port) != _DEFAULT_PORT[parts.scheme.lower()] else "")
    query = "&".join(one for one in parts.query.split("&") if one and not _is_tracking(one, site))
    fragment = f"#{parts.fragment}" if parts.fragment.startswith("!") else ""
    return place + _one_spelling(parts.path.rstrip("/") + (f"?{query}" if query else "") + fragment)


def item_keys(feed_url: str, entry: Entry) -> tuple[str, ...]:
    """The keys of an entry within its source, strong ones first; the last, ``t:``, is weak."""
    site = _host_of(feed_url)
    link = comparison_url(entry.link, site)
    keys = [("g:", entry.guid), ("l:", link)]
    video = re.fullmatch(r"youtube\.com/watch\?v=([\w-]{11})", link)
    platform = entry.guid if entry.guid.startswith("yt:video:") else f"yt:video:{video[1]}" if video else ""
    day = entry.published.astimezone(UTC).date().isoformat() if entry.published else ""
    keys += [("p:", platform), ("t:", f"{entry.title.casefold()}|{day}" if entry.title else "")]
    return tuple(kind + _short(value) for kind, value in keys if value)


def delivery_id(feed_url: str, entry: Entry, *, link_is_its_own: bool = True) -> str:
    """16 characters, the same on every device and for the same article from any source.

    Over the comparison URL; where there is none, or where the feed gives one link to all its entries, over the
    feed's address and the entry's id, else its title.
    """
    link = comparison_url(entry.link, _host_of(feed_url)) if link_is_its_own else ""
    if link:
        return short_id(link)
    return short_id(comparison_url(feed_url) or feed_url, entry.guid or entry.title)


@dataclass(frozen=True, slots=True)
class Identified:
    """An entry with its delivery id and its keys."""

    entry: Entry
    id: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sifted:
    """What a visit brought: ``new`` newest first, and all others, whose keys are to be remembered as well.

    ``problem`` is said when the feed seems to have renamed what it had.
    """

    new: tuple[Identified, ...]
    seen: tuple[Identified, ...]
    problem: str = ""


def identify(feed_url: str, entries: Sequence[Entry]) -> tuple[Identified, ...]:
    """The entries of one fetch, doubles dropped, and those without id, link and title.

    A key that different entries share (one id for all, the front page as every link) tells nothing and is left
    out.
    """
    distinct: dict[tuple[str, ...], tuple[Entry, tuple[str, ...]]] = {}
    for entry in entries:
        keys = item_keys(feed_url, entry)
        if keys:
            distinct.setdefault(tuple(key for key in keys if key[0] != "t") or keys, (entry, keys))
    times = Counter(key for _, keys in distinct.values() for key in keys)
    return tuple(_identified(feed_url, entry, keys, times) for entry, keys in distinct.values())


def _identified(feed_url: str, entry: Entry, keys: tuple[str, ...], times: Mapping[str, int]) -> Identified:
    own = tuple(key for key in keys if times[key] == 1)
    own_link = not any(key[0] == "l" and times[key] > 1 for key in keys)
    return Identified(entry, delivery_id(feed_url, entry, link_is_its_own=own_link), own or keys[-1:])


def first_entries(found: Sequence[Identified], newest: int) -> Sifted:
    """The rule of a first visit: the newest few, of any age; the rest counts as seen, so that no flood comes."""
    ordered = _newest_first(found)
    return Sifted(tuple(ordered[:newest]), tuple(ordered[newest:]))


def new_entries(
    found: Sequence[Identified],
    known: Collection[str],
    *,
    newest: int,
    since: datetime | None = None,
    returning: bool = False,
) -> Sifted:
    """What is new in a feed seen before; ``known`` are the keys remembered of it.

    When more than half of a feed is new and not younger than ``since`` (the last visit), the feed has changed
    its ids or its address: then title and date decide too, and of what is still new only the ``newest`` come.
    A feed that was ``returning`` after a month without answer gives the newest few, like on a first visit.
    """
    new = [one for one in found if not _is_known(one, known)]
    old = [one for one in new if one.entry.published is None or since is None or one.entry.published <= since]
    problem = ""
    if len(old) >= _RETURNED_IN_BULK and 2 * len(old) > len(found):
        fresh = [one for one in new if one not in old]
        old = [one for one in old if one.keys[-1] not in known]
        if len(old) > newest:
            problem = f"{len(old)} old entries look new at once: the newest {newest} were taken, the rest skipped"
        new = fresh + _newest_first(old)[:newest]
    ordered = tuple(_newest_first(new)[: newest if returning else None])
    return Sifted(ordered, tuple(one for one in found if one not in ordered), problem)


def _is_known(one: Identified, known: Collection[str]) -> bool:
    """By a strong key, or by the weak one where there is no other."""
    return any(key in known for key in one.keys if key[0] != "t" or len(one.keys) == 1)


def _newest_first(found: Sequence[Identified]) -> list[Identified]:
    """By date; feeds give the newest first, so that order decides among equals; the undated come last."""
    oldest = datetime.min.replace(tzinfo=UTC)
    return sorted(found, key=lambda one: one.entry.published or oldest, reverse=True)


def _is_tracking(parameter: str, site: str) -> bool:
    name, _, value = parameter.partition("=")
    name = unquote(name).lower()
    if name in _TRACKING or name.startswith(_TRACKING_PREFIXES):
        return True
    return name == "ref" and bool(site) and unquote(value).lower().removeprefix("www.").rstrip("/") == site


def _host_of(url: str) -> str:
    return comparison_url(url).partition("/")[0].partition("?")[0]


def _youtube_id(host: str, path: str, query: str) -> str:
    if host == "youtu.be":
        candidate = path[1:].partition("/")[0]
    elif host not in _YOUTUBE_HOSTS:
        return ""
    elif path == "/watch":
        candidate = parse_qs(query).get("v", [""])[0]
    else:
        kind, _, rest = path[1:].partition("/")
        candidate = rest.partition("/")[0] if kind in ("shorts", "live", "embed", "v") else ""
    return candidate if _YOUTUBE_ID.fullmatch(candidate) else ""


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        return host


def _one_spelling(text: str) -> str:
    """Percent-encoding in one way: ``%7E`` is ``~``, ``%c3`` is ``%C3``."""

    def spell(found: re.Match[str]) -> str:
        sign = chr(int(found[0][1:], 16))
        return sign if sign.isascii() and (sign.isalnum() or sign in "-._~") else found[0].upper()

    return _UNRESERVED.sub(spell, text)


def _short(value: str) -> str:
    return value if len(value) <= _LONGEST_KEY else short_id(value)
