"""The daemon while the clock moves on, jumps, goes back and changes its offset; its own clock is another one's."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from conftest import Watch, write
from daemons import DUE, FALSE_TIME, Daemon, lines

SETTINGS = "---\ntype: pln-settings\ntimezone: {zone}\ndaily-at: {at}\n---\n"


class Clock:
    """What the daemon takes for the time; the file is read at each look at the clock."""

    def __init__(self, file: Path, now: str) -> None:
        self._file = file
        self.set(now)

    def set(self, now: str) -> None:
        """Set it to a time in UTC, from where it goes on."""
        new = self._file.with_suffix(".new")
        new.write_text(f"@{now}")
        new.replace(self._file)

    def environment(self) -> dict[str, str]:
        return FALSE_TIME | {"FAKETIME_TIMESTAMP_FILE": str(self._file), "FAKETIME_NO_CACHE": "1", "TZ": "UTC"}


@contextmanager
def at(now: str, vault: Path) -> Iterator[Clock]:
    if shutil.which("faketime") is None:
        pytest.skip("there is no faketime(1) here")
    yield Clock(vault.with_name("clock"), now)


def friend_at(vault: Path, zone: str = "UTC", at: str = "06:00") -> None:
    write(vault, "Ada.md", DUE)
    write(vault, "PLN/PLN Settings.md", SETTINGS.format(zone=zone, at=at))


def days(daemon: Daemon) -> int:
    return daemon.log.count("delivered follow_ups")


def written(vault: Path) -> list[str]:
    """The days that have lines, or a note of ours."""
    return sorted(path.stem for path in vault.glob("20*.md"))


def test_midnight_comes_while_it_runs(vault: Path, watch: Watch) -> None:
    friend_at(vault, at="00:00")
    with at("2027-03-01 12:00:00", vault) as clock:
        daemon = watch(vault, env=clock.environment())
        daemon.until(lambda: days(daemon) == 1)
        assert len(lines(vault, "2027-03-01")) == 1
        write(vault, "Bob.md", DUE)
        clock.set("2027-03-01 23:59:58")
        daemon.until(lambda: days(daemon) == 2)
    assert written(vault) == ["2027-03-01", "2027-03-02"]
    assert "Bob" in lines(vault, "2027-03-02")[0]
    # the jump to the evening; midnight itself is none
    assert daemon.log.count("time what=") == 1


def test_it_wakes_after_a_week(vault: Path, watch: Watch) -> None:
    friend_at(vault)
    with at("2027-03-01 08:00:00", vault) as clock:
        daemon = watch(vault, "--listing", "600", env=clock.environment())
        daemon.until(lambda: days(daemon) == 1)
        write(vault, "Bob.md", DUE)
        clock.set("2027-03-08 09:00:00")
        daemon.until_said("time what=set")
        daemon.until(lambda: days(daemon) == 2)
        assert written(vault) == ["2027-03-01", "2027-03-08"]
        daemon.until_health(lambda health: health["delivered"] == "2027-03-08")
    assert daemon.stop() == 0


def jump(daemon: Daemon, clock: Clock, to: str) -> None:
    said = daemon.log.count("time what=set")
    clock.set(to)
    daemon.until(lambda: daemon.log.count("time what=set") > said)
    daemon.until_it_rests()


def test_a_clock_that_goes_back_delivers_nothing_twice(vault: Path, watch: Watch) -> None:
    friend_at(vault)
    with at("2027-03-02 08:00:00", vault) as clock:
        daemon = watch(vault, env=clock.environment())
        daemon.until(lambda: days(daemon) == 1)
        before = lines(vault, "2027-03-02")
        for earlier in ("2027-03-02 07:00:00", "2027-03-01 23:30:00"):
            jump(daemon, clock, earlier)
        jump(daemon, clock, "2027-03-02 08:00:10")
    assert lines(vault, "2027-03-02") == before
    assert lines(vault, "2027-03-01") == []


def test_before_the_hour_it_says_so_and_after_it_writes(vault: Path, watch: Watch) -> None:
    friend_at(vault, at="07:30")
    with at("2027-03-01 06:00:00", vault) as clock:
        daemon = watch(vault, env=clock.environment())
        daemon.until_health(lambda health: health.get("day_waits") == "it is not 07:30 yet")
        clock.set("2027-03-01 07:30:01")
        daemon.until(lambda: days(daemon) == 1)


@pytest.mark.parametrize(
    ("last_second", "before", "after"),
    [
        # Berlin's 2027-03-28 has 23 hours, its 2027-10-31 has 25; its midnights are at 23:00 and 22:00 UTC
        ("2027-03-27 22:59:58", "2027-03-27", "2027-03-28"),
        ("2027-03-28 21:59:58", "2027-03-28", "2027-03-29"),
        ("2027-10-30 21:59:58", "2027-10-30", "2027-10-31"),
        ("2027-10-31 22:59:58", "2027-10-31", "2027-11-01"),
    ],
)
def test_days_begin_by_the_zone_of_the_vault(
    vault: Path, watch: Watch, last_second: str, before: str, after: str
) -> None:
    friend_at(vault, zone="Europe/Berlin", at="00:00")
    with at(f"{before} 12:00:00", vault) as clock:
        daemon = watch(vault, env=clock.environment())
        daemon.until(lambda: days(daemon) == 1)
        write(vault, "Bob.md", DUE)
        clock.set(last_second)
        daemon.until(lambda: days(daemon) == 2)
    assert written(vault) == [before, after]


def test_a_vault_that_goes_to_another_zone_is_in_another_day(vault: Path, watch: Watch) -> None:
    friend_at(vault, zone="Asia/Tokyo", at="00:00")
    with at("2027-03-01 14:00:00", vault) as clock:
        daemon = watch(vault, env=clock.environment())
        daemon.until(lambda: days(daemon) == 1)
        write(vault, "Bob.md", DUE)
        friend_at(vault, zone="Pacific/Kiritimati", at="00:00")
        daemon.until(lambda: days(daemon) == 2)
    assert written(vault) == ["2027-03-01", "2027-03-02"]
