"""How patient the daemon is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """How patient the daemon is, in seconds; tests are less so."""

    quiet: float = 10.0
    settled: float = 1.0
    longest_settling: float = 5.0
    listing: float = 600.0
    tick: float = 30.0
    absent: float = 60.0
