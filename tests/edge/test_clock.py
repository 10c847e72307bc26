"""Three clocks tell a sleep from a clock that was set."""

import shutil
import subprocess
import sys

import pytest

from vault_pln.edge.clock import Reading, local_now, monotonic, read, what_happened, zone_of

BEFORE = Reading(1_000_000.0, 500.0, 300.0)


@pytest.mark.parametrize(
    ("wall", "steady", "awake", "what"),
    [
        (30, 30, 30, ""),
        (31.9, 30, 30, ""),
        (7 * 86400, 7 * 86400, 30, "slept"),
        (3, 3, 0.5, "slept"),
        (3630, 30, 30, "set"),
        (-3570, 30, 30, "set"),
        # a machine that set its clock when it woke has slept all the same
        (90000, 3600, 30, "slept"),
    ],
)
def test_what_happened_between_two_readings(wall: float, steady: float, awake: float, what: str) -> None:
    now = Reading(BEFORE.wall + wall, BEFORE.steady + steady, BEFORE.awake + awake)
    assert what_happened(BEFORE, now) == what


def test_nothing_happened_just_now() -> None:
    assert what_happened(read(), read()) == ""


def test_time_in_sleep_counts() -> None:
    code = "from vault_pln.edge.clock import monotonic; print(monotonic())"
    program = ["unshare", "-rT", "--boottime", "1000000", sys.executable, "-c", code]
    if shutil.which("unshare") is None:
        pytest.skip("there is no unshare(1) here")
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    if "unshare" in done.stderr:
        pytest.skip(f"no time namespaces here: {done.stderr}")
    assert float(done.stdout) > monotonic() + 900_000


def test_a_zone_has_a_name_or_is_the_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert str(zone_of("Europe/Berlin")) == "Europe/Berlin"
    assert str(zone_of("")) == "Asia/Tokyo"
    monkeypatch.setenv("TZ", "Europe/Berlin")
    assert str(local_now("").tzinfo) == "Europe/Berlin"
