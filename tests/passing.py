"""Time that passes for the memory of sources: every moment in it moves into the past."""

import json
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any


def pass_time(machine: Path, **span: float) -> None:
    """Let hours or days go by (``hours=2``), or the clock be set back (``days=-3``)."""
    ago = timedelta(**span)
    for store in machine.glob("state/*/news.sqlite"):
        with sqlite3.connect(store) as db:
            for feed, data in db.execute("SELECT feed, data FROM visits").fetchall():
                earlier = {name: _earlier(value, ago) for name, value in json.loads(data).items()}
                db.execute("UPDATE visits SET data = ? WHERE feed = ?", (json.dumps(earlier), feed))
        db.close()


def _earlier(value: Any, ago: timedelta) -> Any:
    try:
        return (datetime.fromisoformat(value) - ago).isoformat() if isinstance(value, str) and "T" in value else value
    except ValueError:
        return value
