"""The events of a calendar document as plain values: which revision counts, which occurrence is which.

The components are icalendar's, read by name only; this module knows nothing else of the library.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, tzinfo
from typing import Any, Literal, NamedTuple

from vault_pln.core.markdown.plain import is_blank, plain
from vault_pln.core.sources.entry import web_address
from vault_pln.model.events import Event, Moment

LONGEST_SUMMARY = 200
_MOST_PEOPLE, _MOST_TAGS = 100, 20
_LONGEST_ABOUT, _LONGEST_PLACE, _LONGEST_TAG, _LONGEST_ID = 300, 120, 60, 500


class Around(NamedTuple):
    """What is looked at: the zone that days are counted in, the first and the last of them."""

    zone: tzinfo
    first: date
    last: date

    def holds(self, moment: Moment) -> bool:
        """Whether a moment is on one of these days."""
        return self.first <= day_of(moment, self.zone) <= self.last


def day_of(moment: Moment, zone: tzinfo) -> date:
    """The local day of a moment."""
    return moment.astimezone(zone).date() if isinstance(moment, datetime) else moment


class Series:
    """The events of a document, by the id that all occurrences of one share."""

    def __init__(self, document: Any, around: Around, flaws: list[str]) -> None:
        self._around, self._flaws = around, flaws
        self._masters: dict[str, Any] = {}
        self._repeating: set[str] = set()
        alike: dict[tuple[str, str], list[Any]] = {}
        for component in document.walk("VEVENT"):
            if self._is_dated(component):
                meant = getattr(component.get("RECURRENCE-ID"), "dt", None)
                key = (self._uid_of(component), meant.isoformat() if meant is not None else "")
                alike.setdefault(key, []).append(component)
        self.sound = [one for (uid, meant), many in alike.items() for one in self._counted(uid, meant, many)]

    def _is_dated(self, component: Any) -> bool:
        start = component.get("DTSTART")
        if start is None or not hasattr(start, "dt"):
            self._flaws.append(f"the event '{_text(component, 'SUMMARY', 60)}' has no date that can be read")
            return False
        if "TZID" in start.params and isinstance(start.dt, datetime) and start.dt.tzinfo is None:
            zone = plain(str(start.params["TZID"]), 40)
            self._flaws.append(f"the time zone '{zone}' is not known; its times are read as local ones")
        return True

    def _counted(self, uid: str, meant: str, many: list[Any]) -> Iterator[Any]:
        """Of components with one id the latest revision; some exporters give every event the same id."""
        latest = max(map(_revision, many))
        by_start = {one["DTSTART"].dt.isoformat(): one for one in many if _revision(one) == latest}
        if meant or len(by_start) == 1:
            *_, last = by_start.values()
            yield self._known_as(uid, meant, last)
            return
        self._flaws.append(f"several events have the id '{plain(uid, 40)}'; they are told apart by their dates")
        for start, one in by_start.items():
            yield self._known_as(f"{uid}\0{start}", "", one)

    def _known_as(self, uid: str, meant: str, component: Any) -> Any:
        component["UID"] = uid
        if meant or any(name in component for name in ("RRULE", "RDATE")):
            self._repeating.add(uid)
        if not meant:
            self._masters[uid] = component
        return component

    def _uid_of(self, component: Any) -> str:
        uid = str(component.get("UID") or "").strip()[:_LONGEST_ID]
        return uid or f"\0{_text(component, 'SUMMARY', LONGEST_SUMMARY)}\0{component['DTSTART'].dt.isoformat()}"

    def events(self, occurrences: list[Any]) -> Iterator[Event]:
        """The occurrences as events, and those that were taken out of a series as cancelled ones."""
        found = [(one, self._day_meant(one)) for one in (*occurrences, *self._taken_out())]
        count = Counter((str(one["UID"]), _as_day(meant)) for one, meant in found)
        for one, meant in found:
            uid, day = str(one["UID"]), _as_day(meant)
            which = day if count[uid, day] == 1 else _as_time(meant)
            event = self._event(one, which if uid in self._repeating else "")
            if event is not None and self._around.holds(event.start):
                yield event

    def _day_meant(self, occurrence: Any) -> Moment:
        """The moment by which an occurrence is known in its series, in the zone of the series."""
        meant: Moment = occurrence["RECURRENCE-ID"].dt
        master = self._masters.get(str(occurrence["UID"]))
        zone = getattr(master["DTSTART"].dt, "tzinfo", None) if master is not None else None
        if isinstance(meant, datetime) and meant.tzinfo is not None and zone is not None:
            return meant.astimezone(zone)
        return meant

    def _taken_out(self) -> Iterator[Any]:
        for uid in sorted(self._repeating & self._masters.keys()):
            master = self._masters[uid]
            given = master.get("EXDATE", [])
            lists = given if isinstance(given, list) else [given]
            for entry in (one for many in lists for one in getattr(many, "dts", ())):
                if self._around.first <= _plain_day(entry.dt) <= self._around.last:
                    yield _excluded(master, entry)

    def _event(self, one: Any, recurrence: str) -> Event | None:
        start, end = self._moment(one.get("DTSTART")), self._moment(one.get("DTEND"))
        if start is None:
            return None
        if end is None or type(end) is not type(start) or end <= start:
            end = None
        return Event(
            uid=str(one["UID"]),
            recurrence=recurrence,
            start=start,
            end=end,
            summary=_text(one, "SUMMARY", LONGEST_SUMMARY),
            about=_text(one, "DESCRIPTION", _LONGEST_ABOUT),
            place=_text(one, "LOCATION", _LONGEST_PLACE),
            link=web_address("", _raw(one, "URL")),
            people=_people(one),
            tags=_tags(one),
            status=_status(one),
            sequence=_sequence(one),
        )

    def _moment(self, given: Any) -> Moment | None:
        moment = getattr(given, "dt", None)
        if isinstance(moment, datetime):
            aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=self._around.zone)
            with suppress(OverflowError, ValueError):
                return aware.astimezone(UTC)
            return None
        return moment if isinstance(moment, date) else None


def _revision(component: Any) -> tuple[int, str]:
    stamp = component.get("LAST-MODIFIED") or component.get("DTSTAMP")
    moment = getattr(stamp, "dt", None)
    return _sequence(component), moment.isoformat() if isinstance(moment, date) else ""


def _excluded(master: Any, entry: Any) -> Any:
    """The occurrence of a series that was taken out of it: the only way in which many programs cancel one."""
    copy = master.copy()
    copy["UID"], copy["DTSTART"], copy["RECURRENCE-ID"] = master["UID"], entry, entry
    copy.pop("DTEND", None)
    copy["STATUS"] = "CANCELLED"
    return copy


def _plain_day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _as_day(moment: Moment) -> str:
    return _plain_day(moment).isoformat()


def _as_time(moment: Moment) -> str:
    # without the offset, which a time zone may change
    return moment.strftime("%Y-%m-%dT%H:%M:%S") if isinstance(moment, datetime) else moment.isoformat()


def _raw(component: Any, name: str) -> str:
    value = component.get(name)
    value = value[0] if isinstance(value, list) and value else value
    return str(value) if value is not None else ""


def _text(component: Any, name: str, longest: int) -> str:
    text = plain(_raw(component, name), longest)
    return "" if is_blank(text) else text


def _people(component: Any) -> tuple[str, ...]:
    """The mail addresses of who organises it and who comes, in lower case."""
    found: dict[str, None] = {}
    for name in ("ORGANIZER", "ATTENDEE"):
        value = component.get(name)
        for one in value if isinstance(value, list) else [value] if value is not None else []:
            declined = str(getattr(one, "params", {}).get("PARTSTAT", "")).upper() == "DECLINED"
            address = str(one).strip()
            if address.lower().startswith("mailto:") and not declined:
                found[address[len("mailto:") :].lower()] = None
    return tuple(found)[:_MOST_PEOPLE]


def _tags(component: Any) -> tuple[str, ...]:
    value = component.get("CATEGORIES")
    lists = value if isinstance(value, list) else [value] if value is not None else []
    words = (plain(str(word), _LONGEST_TAG) for one in lists for word in getattr(one, "cats", ()))
    return tuple(dict.fromkeys(word for word in words if word))[:_MOST_TAGS]


def _status(component: Any) -> Literal["confirmed", "tentative", "cancelled"]:
    status = _raw(component, "STATUS").strip().lower()
    if status in ("cancelled", "canceled"):
        return "cancelled"
    return "tentative" if status == "tentative" else "confirmed"


def _sequence(component: Any) -> int:
    try:
        return int(component.get("SEQUENCE", 0))
    except (TypeError, ValueError):
        return 0
