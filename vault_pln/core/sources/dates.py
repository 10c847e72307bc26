"""The dates of feeds, in all the ways they are written; what is not understood is None, never a guess."""

import re
from datetime import UTC, datetime, timedelta, timezone

_EARLIEST = 1990
"""No feed is older than the web; such years are a clock that was never set."""
_AHEAD = timedelta(hours=24)

_ZONES = """
    ut 0, utc 0, gmt 0, z 0, wet 0, west 1, bst 1, cet 1, mez 1, cest 2, mesz 2, eet 2, sast 2, eest 3, msk 3, trt 3,
    gst 4, pkt 5, ist 5.5, npt 5.75, ict 7, wib 7, hkt 8, sgt 8, myt 8, pht 8, awst 8, jst 9, kst 9, acst 9.5, aest 10,
    acdt 10.5, aedt 11, nzst 12, nzdt 13, ndt -2.5, brt -3, art -3, clst -3, adt -3, nst -3.5, ast -4, clt -4, edt -4,
    est -5, cdt -5, cst -6, mdt -6, mst -7, pdt -7, pst -8, akdt -8, akst -9, hst -10
"""
"""Zone names as feeds use them; where a name is used twice (IST, CST, BST), by the larger number of people."""

_MONTH_NAMES = """
    jan 1, ene 1, gen 1, feb 2, fev 2, fév 2, mar 3, mär 3, mrz 3, mrt 3, maa 3, apr 4, avr 4, abr 4, may 5, mai 5,
    mag 5, mei 5, maj 5, jun 6, juin 6, giu 6, jul 7, juil 7, lug 7, aug 8, aoû 8, ago 8, sep 9, set 9, oct 10, okt 10,
    ott 10, out 10, nov 11, dec 12, déc 12, dez 12, dic 12
"""


def _table(text: str) -> dict[str, float]:
    pairs = (pair.split() for pair in text.split(","))
    return {name: float(number) for name, number in pairs}


_HOURS = _table(_ZONES)
_MONTHS = _table(_MONTH_NAMES)

_TIME = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?: ?([AaPp])\.?[Mm]\b\.?)?|T(\d\d)(\d\d)(\d\d)?")
_OFFSET = re.compile(r" ?(?:UTC?|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?\b")
_ZONE_NAME = re.compile(r" ?\(?([A-Za-z]{1,4})\b")
_YEAR_FIRST = re.compile(r"\b(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d)|\b(\d{4})(\d\d)(\d\d)(?!\d)")
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th|\.)?[ -]+([^\W\d_]{3,12})\.?,?[ -]+(\d{4}|\d{2})\b")
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? (?:.*? )??(\d{4})\b")
_NUMBERS = re.compile(r"\b(\d{1,2})([./])(\d{1,2})\2(\d{4})\b")


def parse_date(text: str) -> datetime | None:
    """The moment a feed's date means, in UTC.

    ISO 8601, RFC 822 (with or without zone, with named zones), Unix seconds and milliseconds, and the usual
    informal ways. Without a zone UTC is meant; a date alone is its midnight.
    """
    text = " ".join(text[:100].split())
    try:
        return _from_number(text) if text.isascii() and text.isdigit() else _from_words(text)
    except (ValueError, OverflowError):
        return None


def clamp_published(published: datetime | None, now: datetime) -> datetime | None:
    """The date if it can be true: not before 1990, not more than a day ahead; else None, for "when first seen"."""
    if published is None or published.year < _EARLIEST or published > now + _AHEAD:
        return None
    return published


def _from_number(text: str) -> datetime | None:
    if len(text) in (8, 14):
        return datetime.strptime(text.ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    if len(text) in (9, 10, 13):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    return None


def _from_words(text: str) -> datetime | None:
    time = _TIME.search(text)
    before, after = (text[: time.start()], text[time.end() :]) if time else (text, "")
    day = _day(before) or _day(f"{before}{after}")
    if day is None:
        return None
    moment = datetime(*day, tzinfo=_zone(after) if time else UTC)
    return (moment + (_span(time) if time else timedelta())).astimezone(UTC)


def _span(time: re.Match[str]) -> timedelta:
    """The time since midnight; 24:00 is the next midnight, and a leap second the one before it."""
    hour, minute, second = (int(part or 0) for part in (time[1] or time[5], time[2] or time[6], time[3] or time[7]))
    if time[4]:
        hour = hour % 12 + (12 if time[4] in "Pp" else 0)
    if hour > 24 or minute > 59:
        raise ValueError(time[0])
    return timedelta(hours=hour, minutes=minute, seconds=min(second, 59))


def _zone(after: str) -> timezone:
    if offset := _OFFSET.match(after):
        shift = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(-shift if offset[1] == "-" else shift) if shift < timedelta(hours=16) else UTC
    name = _ZONE_NAME.match(after)
    return timezone(timedelta(hours=_HOURS.get(name[1].lower(), 0))) if name else UTC


def _day(text: str) -> tuple[int, int, int] | None:
    if found := _YEAR_FIRST.search(text):
        return int(found[1] or found[4]), int(found[2] or found[5]), int(found[3] or found[6] or 1)
    for found in _DAY_FIRST.finditer(text):
        if month := _month(found[2]):
            return _year(found[3]), month, int(found[1])
    for found in _MONTH_FIRST.finditer(text):
        if month := _month(found[1]):
            return int(found[3]), month, int(found[2])
    found = _NUMBERS.search(text)
    return _by_numbers(int(found[1]), found[2], int(found[3]), int(found[4])) if found else None


def _by_numbers(first: int, sign: str, second: int, year: int) -> tuple[int, int, int] | None:
    if sign == "." or first > 12:
        return year, second, first
    # 03/04/2026 is March in one country and April in another
    return (year, first, second) if second > 12 else None


def _month(name: str) -> int | None:
    name = name.lower()
    month = _MONTHS.get(name[:4]) or _MONTHS.get(name[:3])
    return int(month) if month else None


def _year(digits: str) -> int:
    """Two digits as RFC 2822 reads them."""
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < 50 else 1900)
