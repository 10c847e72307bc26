"""The clock: the only place that asks what time it is."""

import os
import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def local_now(zone: str) -> datetime:
    """This moment in the vault's time zone; an empty name is the machine's."""
    return datetime.now(ZoneInfo(zone)) if zone else datetime.now().astimezone()


def local_day(zone: str) -> date:
    """The day it is in the vault's time zone."""
    return local_now(zone).date()


def monotonic() -> float:
    """Seconds that only grow, through sleep too."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def zone_name() -> str:
    """The machine's time zone by its name, such as ``Europe/Berlin``; empty where it has none."""
    given = os.environ.get("TZ", "")
    target = os.path.realpath("/etc/localtime")
    name = given.lstrip(":") or target.partition("/zoneinfo/")[2]
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return ""
    return name
