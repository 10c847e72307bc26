"""What the daemon says of itself: a file outside the vault, and what was left in it."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

_SELDOM = 60.0
"""Seconds between two files in which nothing but times differs."""

_NAME = "health.json"


class HealthFile:
    """The file that ``status`` reads; rewritten where something changed, else once a minute at most."""

    def __init__(self, state: str) -> None:
        self._path = os.path.join(state, _NAME)
        self._facts: Mapping[str, Any] | None = None
        self._left = 0.0

    def leave(self, facts: Mapping[str, Any], moments: Mapping[str, datetime | None], now: float) -> bool:
        """Write the file if it is time; ``moments`` are what may grow old. ``now`` in seconds that only grow."""
        if facts == self._facts and now - self._left < _SELDOM:
            return False
        try:
            with open(f"{self._path}.new", "w", encoding="utf-8", errors="surrogateescape") as file:
                json.dump({**facts, **moments}, file, default=_plain)
            os.replace(f"{self._path}.new", self._path)
        except OSError:
            # on a full disk there are more important things to say
            return False
        self._facts, self._left = dict(facts), now
        return True


def _plain(value: Any) -> str:
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else str(value)


def read_health(state: str) -> dict[str, Any]:
    """What a daemon left, be it running or not; nothing where there is nothing to be read."""
    with suppress(OSError, ValueError), open(os.path.join(state, _NAME), encoding="utf-8") as file:
        found = json.load(file)
        return found if isinstance(found, dict) else {}
    return {}
