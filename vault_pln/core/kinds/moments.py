"""The moments of a day in a time zone: a day has 23, 24 or 25 hours, so nothing is ever a day later by adding 24."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

_SECOND = timedelta(seconds=1)


def moment_of(day: date, clock: str, zone: tzinfo) -> datetime:
    """The first moment, in UTC, at which the clocks of a day show ``HH:MM`` or more.

    A time that the clocks skip is the moment at which they skip it; of one they show twice it is the first.
    """
    hour, minute = map(int, clock.split(":"))
    local = datetime.combine(day, time(hour, minute), zone)
    late, early = (local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    # only of a time that is skipped is the reading by the offset that holds afterwards the earlier one
    return late if early >= late else _jump(early, late, zone)


def _jump(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """The moment between these two from which the clocks go by the offset that holds at the second."""
    offset = after.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after.replace(microsecond=0)


def next_midnight(now: datetime, zone: tzinfo) -> datetime:
    """The moment at which the next day begins, in UTC."""
    return moment_of(now.astimezone(zone).date() + timedelta(days=1), "00:00", zone)
