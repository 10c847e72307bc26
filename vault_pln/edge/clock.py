"""The clock: the only place that asks what time it is."""

import os
import time
from datetime import UTC, date, datetime, tzinfo
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

_SHIFT = 2.0
"""Seconds by which two clocks may differ more than before without anything having happened."""


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def local_now(zone: str) -> datetime:
    """This moment in the vault's time zone; an empty name is the machine's."""
    return datetime.now(zone_of(zone))


def zone_of(name: str) -> tzinfo:
    """The time zone of this name; an empty name is the machine's, which may change while we run."""
    name = name or zone_name()
    return ZoneInfo(name) if name else datetime.now().astimezone().tzinfo or UTC


def local_day(zone: str) -> date:
    """The day it is in the vault's time zone."""
    return local_now(zone).date()


def monotonic() -> float:
    """Seconds that only grow, through sleep too."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class Reading(NamedTuple):
    """Three clocks read together, in seconds: the one on the wall, one that only grows, one that stops in sleep."""

    wall: float
    steady: float
    awake: float


def read() -> Reading:
    """Read the clocks."""
    return Reading(time.time(), monotonic(), time.monotonic())


def what_happened(before: Reading, now: Reading) -> Literal["", "slept", "set"]:
    """Whether the machine slept between two readings, or somebody set its clock."""
    steady = now.steady - before.steady
    if steady - (now.awake - before.awake) > _SHIFT:
        return "slept"
    return "set" if abs(now.wall - before.wall - steady) > _SHIFT else ""


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
