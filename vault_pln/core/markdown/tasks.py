"""Task lines as the Tasks plugin reads and writes them, in its emoji format and in Dataview's.

Both are read backwards from the end of the line: after the first field only fields, tags and a block id may follow.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

TaskFormat = Literal["emoji", "dataview"]

_EMOJI: Mapping[str, str] = {
    "➕": "created", "🛫": "start", "⏳": "scheduled", "⌛": "scheduled",
    "📅": "due", "📆": "due", "🗓": "due", "❌": "cancelled", "✅": "done",
}  # fmt: skip
_DATAVIEW: Mapping[str, str] = {"created": "created", "start": "start", "scheduled": "scheduled", "due": "due",
                                "cancelled": "cancelled", "completion": "done"}  # fmt: skip
_ID = "[a-zA-Z0-9_-]+"
_OTHER = re.compile(
    rf"(?:[🔺⏫🔼🔽⏬]\uFE0F?|🔁\uFE0F? *[a-zA-Z0-9, !]+|🏁\uFE0F? *[a-zA-Z]+|🆔\uFE0F? *{_ID}"
    rf"|⛔\uFE0F? *{_ID}(?: *, *{_ID})*)\Z"
)
_DATED = re.compile(r"([➕🛫⏳⌛📅📆🗓❌✅])\uFE0F? *(\d{4}-\d{2}-\d{2})\Z", re.ASCII)
_FIELD = re.compile(r"(?:\[ *([a-zA-Z]+):: *([^\[\]()]*?) *\]|\( *([a-zA-Z]+):: *([^\[\]()]*?) *\))(?: *,)?\Z")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_OTHER_FIELDS = frozenset({"priority", "repeat", "onCompletion", "id", "dependsOn"})
_TAG = re.compile(r"(?:^|\s)#[^ !@#$%^&*(),.?\":{}|<>]+\Z")
_BLOCK = re.compile(r" \^[a-zA-Z0-9-]+\Z")
_ROUNDS = 20
_LONGEST_FIELD = 200


@dataclass(frozen=True, slots=True)
class TaskFields:
    """What the plugin sees in a task: the description that is left, and its dates by field."""

    description: str
    dates: Mapping[str, date]

    @property
    def done(self) -> date | None:
        """The day the task was completed on."""
        return self.dates.get("done")

    @property
    def due(self) -> date | None:
        """The day it is due."""
        return self.dates.get("due")


def read_fields(text: str) -> TaskFields:
    """The fields at the end of a task's text (what follows the box), in either format."""
    rest = _BLOCK.sub("", text[-_LONGEST_FIELD:].rstrip())
    rest = (text[:-_LONGEST_FIELD] + rest).strip()
    dates: dict[str, date] = {}
    tags: list[str] = []
    for _ in range(_ROUNDS):
        shorter = _strip_one(rest, dates, tags)
        if shorter is None:
            break
        rest = shorter
    return TaskFields(" ".join([rest, *reversed(tags)]).strip(), dates)


def _strip_one(rest: str, dates: dict[str, date], tags: list[str]) -> str | None:
    """The text without its last field or tag, None when it ends in neither."""
    tail = rest[-_LONGEST_FIELD:]
    match = _DATED.search(tail) or _FIELD.search(tail) or _OTHER.search(tail)
    if match is None:
        match = _TAG.search(tail)
        if match is None:
            return None
        tags.append(match[0].strip())
    elif match.re is not _OTHER and not _take(match, dates):
        return None
    return rest[: len(rest) - len(tail) + match.start()].rstrip()


def _take(match: re.Match[str], dates: dict[str, date]) -> bool:
    """Keep the date of a field; of two of a sort the first in the line counts. False where it is no field of theirs."""
    name, value = (match[1], match[2]) if match[1] is not None else (match[3], match[4])
    if name in _OTHER_FIELDS:
        return True
    field = _EMOJI.get(name) or _DATAVIEW.get(name)
    try:
        day = date.fromisoformat(value) if _DATE.match(value) else None
    except ValueError:
        day = None
    if field is None or day is None:
        return False
    dates[field] = day
    return True


def write_task(text: str, due: date, style: TaskFormat, global_filter: str) -> str:
    """An open task with a due date as the plugin would write it, without block id.

    The global filter comes first in the text, where the plugin itself puts it.
    """
    words = f"{global_filter} {text}" if global_filter else text
    if style == "dataview":
        return f"- [ ] {words}  [due:: {due.isoformat()}]"
    return f"- [ ] {words} 📅 {due.isoformat()}"
