"""When a source is visited again, and what is sent to and remembered of its server.

Validators are opaque and renewed one by one; hints of the server and of the feed only lengthen the wait.
RFC 9111 (caching), RFC 9110 section 10.2.3 (Retry-After).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import blake2b

from vault_pln.core.sources.domain import domain_of
from vault_pln.model.news import Entry, Feed, Response, Visits

_VALIDATORS_LAST = timedelta(days=8)
_FLOOR = 15 * 60
_CAP = 24 * 3600
_CAP_RETRY = 7 * 24 * 3600
_CLOCKS_DIFFER = timedelta(minutes=10)
_DEAD_AFTER = timedelta(days=30)
_JITTER = 0.1
_WEEK = timedelta(days=7)
_WITHOUT_VALIDATORS = 24 * 3600
"""The shortest wait where every visit costs the whole feed."""
_FORBIDS_WHEN_BUSY = frozenset(("reddit.com",))
"""Hosts whose 403 means "asked too often"."""


def is_due(visits: Visits, now: datetime) -> bool:
    """Whether the feed may be asked again by itself."""
    return not visits.gone and (visits.next_visit is None or visits.next_visit <= now or _went_back(visits, now))


def may_visit(visits: Visits, now: datetime, *, forced: bool) -> bool:
    """Whether the feed may be asked now. The user can force a visit early, but not against the server's word."""
    if not forced:
        return is_due(visits, now)
    return not visits.gone and (visits.not_before is None or visits.not_before <= now or _went_back(visits, now))


def _went_back(visits: Visits, now: datetime) -> bool:
    """Whether the clock stood in the future at the last visit: what was planned then is worth nothing."""
    return visits.last_visit is not None and visits.last_visit > now + _CLOCKS_DIFFER


def replanned(visits: Visits, now: datetime, every: int) -> Visits:
    """What is remembered under a clock that stood in the future, made true: the feed waits for its turn once more.

    Spread over ``every`` seconds, always alike for a feed, so that a corrected clock sends no burst.
    """
    if not _went_back(visits, now):
        return visits
    return replace(
        visits,
        last_visit=now,
        next_visit=now + timedelta(seconds=max(every, _FLOOR) * _share(visits.feed)),
        not_before=None,
        validators_since=_no_later(visits.validators_since, now),
        last_success=_no_later(visits.last_success, now),
        last_new=_no_later(visits.last_new, now),
        failing_since=_no_later(visits.failing_since, now),
    )


def at_new_address(visits: Visits, feed: str) -> Visits:
    """The memory of a feed that moved, for its new address; validators of the old server are none of the new one."""
    followed = bool(visits.moved_to)
    return replace(
        visits,
        feed=feed,
        moved_to="",
        announced="",
        etag=visits.etag if followed else "",
        last_modified=visits.last_modified if followed else "",
        body_hash=visits.body_hash if followed else "",
    )


def _no_later(moment: datetime | None, now: datetime) -> datetime | None:
    return min(moment, now) if moment is not None else None


def conditional_headers(visits: Visits, now: datetime) -> dict[str, str]:
    """The validators as they came, byte for byte; after eight days none, since some servers answer 304 for ever."""
    if visits.validators_since is None or now - visits.validators_since > _VALIDATORS_LAST:
        return {}
    pairs = {"If-None-Match": visits.etag, "If-Modified-Since": visits.last_modified}
    return {name: value for name, value in pairs.items() if value}


def body_hash(response: Response) -> str:
    """What tells one body from another; a feed whose body is known is not read again."""
    return blake2b(response.body, digest_size=16).hexdigest()


def after_visit(
    visits: Visits, response: Response, feed: Feed | None, now: datetime, every: int, *, wished: bool = False
) -> Visits:
    """What is remembered after a visit. ``feed`` is None where nothing new was to be read; ``every`` is in seconds.

    A source is visited about as often as it posts, and a server without validators once a day, unless ``every`` is
    what the user ``wished`` of this very source.
    """
    sent = conditional_headers(visits, now)
    visits = replace(
        visits,
        last_visit=now,
        http=response.status,
        requests=visits.requests + 1,
        unconditional=visits.unconditional + (not sent),
        unchanged=visits.unchanged + (response.status == 304),
        received=visits.received + len(response.body),
        not_before=_retry_after(response, now),
    )
    problem = response.error or _status_problem(visits, response, now) or (feed.problem if feed else "")
    if problem:
        return _failed(visits, response, problem, now, every)
    return _succeeded(visits, response, feed, now, every, wished)


def _succeeded(
    visits: Visits, response: Response, feed: Feed | None, now: datetime, every: int, wished: bool
) -> Visits:
    changed = response.status != 304
    etag = response.headers.get("etag", "" if changed else visits.etag)
    modified = response.headers.get("last-modified", "" if changed else visits.last_modified)
    if feed is not None:
        visits = replace(visits, hint=feed.hint, rhythm=_rhythm(feed.entries, now), announced=feed.moved_to,
                         blogroll=feed.blogroll)  # fmt: skip
    own = 0 if wished else max(visits.rhythm, 0 if etag or modified else _WITHOUT_VALIDATORS)
    # "every" is the shortest time the user wants, so that chance may only lengthen it
    wait = max(every, _FLOOR, min(_CAP, max(visits.hint, _freshness(response, now), own))) * _longer(visits.feed)
    return replace(
        visits,
        etag=etag,
        last_modified=modified,
        validators_since=now if changed else visits.validators_since,
        body_hash=body_hash(response) if changed else visits.body_hash,
        moved_to=response.moved_to or visits.moved_to,
        next_visit=now + timedelta(seconds=wait),
        errors=0,
        failing_since=None,
        problem="",
    )


def _rhythm(entries: Iterable[Entry], now: datetime) -> int:
    """Seconds between two posts of the last week, at most a day; 0 for a feed without dates."""
    dates = [entry.published for entry in entries if entry.published is not None]
    lately = sum(now - _WEEK <= moment <= now for moment in dates)
    return min(_CAP, int(_WEEK.total_seconds()) // max(lately, 1)) if dates else 0


def _failed(visits: Visits, response: Response, problem: str, now: datetime, every: int) -> Visits:
    errors = visits.errors + 1
    shortest = max(every, _FLOOR)
    wait = max(shortest, min(_CAP, shortest * 2 ** min(errors, 10)) if response.status != 404 else _CAP)
    next_visit = now + timedelta(seconds=wait * _longer(visits.feed))
    return replace(
        visits,
        errors=errors,
        failing_since=visits.failing_since or now,
        problem=problem,
        # when the new address of a moved feed fails, the old one is asked again before anything is given up
        gone=response.status == 410 and not visits.moved_to,
        moved_to="",
        next_visit=max(next_visit, visits.not_before or next_visit),
    )


def _status_problem(visits: Visits, response: Response, now: datetime) -> str:
    """The status in plain words, '' where it is none to complain of."""
    since, status = visits.failing_since or now, response.status
    if "challenge" in response.headers.get("cf-mitigated", ""):
        return f"{status}: Cloudflare lets only browsers in"
    if status == 403 and domain_of(visits.feed) in _FORBIDS_WHEN_BUSY:
        status = 429
    words: Mapping[int, str] = {
        401: "401: it wants a password",
        403: "403: it refuses to answer",
        404: "404: not found",
        410: f"410 gone since {since.date()}",
        429: "429: asked too often, waiting as it wishes",
        503: "503: too busy",
    }
    if status in (200, 203, 226, 304):
        return ""
    if status == 404 and now - since > _DEAD_AFTER:
        return f"404: not found since {since.date()}, probably dead"
    return words.get(status, f"{status}: the server failed" if status >= 500 else f"{status}: an unexpected answer")


def asks_to_wait(url: str, status: int) -> bool:
    """Whether a status means that the server of an address was asked too often."""
    return status in (429, 503) or (status == 403 and domain_of(url) in _FORBIDS_WHEN_BUSY)


def _retry_after(response: Response, now: datetime) -> datetime | None:
    """The moment before which the server does not want to be asked: seconds, or a date by the server's own clock."""
    value = response.headers.get("retry-after", "").strip()
    if response.status not in (429, 503) or not value:
        return None
    if _is_number(value):
        wait = float(value[:9])
    else:
        until, sent = _date(value), _date(response.headers.get("date", ""))
        wait = (until - (sent or now)).total_seconds() if until else 0.0
    return now + timedelta(seconds=min(max(wait, 0.0), _CAP_RETRY))


def _freshness(response: Response, now: datetime) -> int:
    """Seconds for which the answer says it stays fresh: ``max-age``, else ``Expires``."""
    control = response.headers.get("cache-control", "").lower()
    if control:
        parts = dict(part.strip().partition("=")[::2] for part in control.split(","))
        age = parts.get("max-age", "").strip('"')
        return min(int(age[:9]), _CAP) if _is_number(age) and "no-cache" not in parts else 0
    expires = _date(response.headers.get("expires", ""))
    sent = _date(response.headers.get("date", "")) or now
    return max(0, int((expires - sent).total_seconds())) if expires else 0


def _date(value: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _is_number(value: str) -> bool:
    # "²" is a digit to Python, and a header may hold it
    return value.isascii() and value.isdigit()


def _longer(feed: str) -> float:
    """A factor from 1 to 1.1, always the same for a feed, so that feeds do not fall due together."""
    return 1 + _JITTER * _share(feed)


def _share(feed: str) -> float:
    """A number from 0 to 1 that is always the same for a feed."""
    return int.from_bytes(blake2b(feed.encode("utf-8", "replace"), digest_size=4).digest(), "big") / 2**32
