"""The daily-note convention of a vault whose configuration does not tell: read from the notes it has.

Foam keeps ``journals/2026-11-23.md``, Logseq ``journals/2026_11_23.md``, others a folder of their own.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from vault_pln.model.vault import DailyNotes

_DATED = re.compile(r"(?:(.*)/)?\d{4}([-_])\d\d\2\d\d\.md\Z")
_FORMATS = {"-": "YYYY-MM-DD", "_": "YYYY_MM_DD"}


def infer_daily(daily: DailyNotes, paths: Iterable[str]) -> DailyNotes:
    """The folder and format of most notes that are named like a day; what is configured stays as it is."""
    if daily.configured:
        return daily
    found = Counter((match[1] or "", match[2]) for path in paths if (match := _DATED.match(path)))
    if not found:
        return daily
    folder, mark = min(found, key=lambda place: (-found[place], place))
    return replace(daily, folder=folder, format=_FORMATS[mark])
