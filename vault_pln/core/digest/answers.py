"""What the user answered to each line ever delivered: read from the line itself, wherever it stands now.

A line in the vault speaks for itself. One that is nowhere was answered by being deleted, unless its whole section or
note is gone, which is no answer. What was once written down of an answer outlives the line and its note.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from vault_pln.core.digest.ledger import Memory, Place, place_of
from vault_pln.core.markdown.phrases import Phrases
from vault_pln.core.markdown.tasks import read_fields
from vault_pln.model.ledger import Entry, Placed, Verb
from vault_pln.model.note import OwnLine
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions

TIME_TO_WRITE = timedelta(days=2)
"""What a follow-up of today asks for: the time the user has before a task counts as late."""

Said = Literal["kept", "done", "snoozed", "edited", "open", "refused", "closed", "deleted", "gone"]
"""``kept``: a strong yes. ``done``: ticked, a weak yes. ``snoozed``: its date was moved. ``edited``: changed, and not
answered. ``open``: still as it was written. ``refused``: ``[-]``, and ``deleted``: both a no. ``closed``: by us, no
answer. ``gone``: with its section or note, no answer."""

_STRENGTH: tuple[Said, ...] = ("kept", "done", "snoozed", "edited", "open", "refused", "closed")
"""Of a line that stands in several places the first of these counts."""

_UNANSWERED: frozenset[Said] = frozenset({"snoozed", "edited", "open"})
_YES: frozenset[Said] = frozenset({"kept", "done"})
_RECORDS: Mapping[Said, Verb] = {"done": "ticked", "kept": "kept", "refused": "refused", "deleted": "refused"}
_RECORDED: Mapping[Verb, Said] = {"ticked": "done", "kept": "kept", "refused": "refused"}
_KEPT = frozenset("*b")
_TAG = re.compile(r"(?:^|\s)#([^\s#,.;:!?()\[\]]+)")


class Marks(NamedTuple):
    """How answers look in this vault: boxes that mean done, the tag that keeps, and under which headings lines go."""

    done: frozenset[str]
    keep_tag: str
    headings: tuple[str, ...]
    sub_headings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one delivered line.

    ``sort`` is what it was (``item``, ``follow-up``, …) and ``of`` the digest of the name it is about, both empty
    where no ledger knows; ``given`` the day it was delivered for. ``day`` is that of the answer where it is known:
    when it was done or its answer first seen, for a snoozed line the day it was moved to. ``places`` is where it
    stands. ``goal`` is the digest of the name of the goal it was for, ``slot`` the place of the day it filled.
    """

    said: Said
    sort: str = ""
    of: str = ""
    given: date | None = None
    day: date | None = None
    places: tuple[Placed, ...] = ()
    goal: str = ""
    slot: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the line stands somewhere and still asks for an answer."""
        return self.said in _UNANSWERED


Answers = Mapping[str, Answer]
"""By the line's id, without ``pln-``."""


def marks_of(settings: Settings, conventions: Conventions) -> Marks:
    """How answers look under these settings."""
    return Marks(conventions.done_marks, settings.keep_tag, daily_headings(settings), sub_headings(settings))


def daily_headings(settings: Settings) -> tuple[str, ...]:
    """Under which heading of the daily note lines go: the first of these that stands there, else the first.

    Where the user named none it is that of the vault's language, and the English one where a template has it.
    """
    given = settings.daily_heading
    if given != Settings().daily_heading:
        return (given,)
    return tuple(dict.fromkeys((Phrases(settings.language)("home"), given)))


def sub_headings(settings: Settings) -> dict[str, str]:
    """Under which sub-heading lines of each sort go, in the vault's language where the user named no other."""
    say, untouched = Phrases(settings.language), Settings()
    reach_out, read, coming_up = settings.reach_out_heading, settings.read_heading, settings.coming_up_heading
    take_part = settings.take_part_heading
    return {
        "follow-up": say("reach-out") if reach_out == untouched.reach_out_heading else reach_out,
        "item": say("read") if read == untouched.read_heading else read,
        "event": say("coming-up") if coming_up == untouched.coming_up_heading else coming_up,
        "taking-part": say("take-part") if take_part == untouched.take_part_heading else take_part,
    }


def read_answers(memory: Memory, marks: Marks) -> dict[str, Answer]:
    """The answer to every line ever delivered; those that only embed our note of a day ask for none."""
    kept = _sections_with_lines(memory)
    found: dict[str, Answer] = {}
    for key, rows in memory.wrote.items():
        entry = rows[-1]
        if key not in memory.placed and entry.what != "embed":
            said, day = _of_missing(key, entry, kept, memory, marks)
            found[key] = Answer(said, entry.what, entry.of, entry.day, day, (), entry.goal, entry.slot)
    for key, places in memory.placed.items():
        if not places[0].line.text.startswith("!"):
            found[key] = _of_standing(key, places, memory, marks)
    return found


def _of_standing(key: str, places: tuple[Placed, ...], memory: Memory, marks: Marks) -> Answer:
    rows = memory.wrote.get(key, ())
    said = min((_said(key, place.line, rows, memory, marks) for place in places), key=_STRENGTH.index)
    day = _day(key, said, places, rows, memory)
    if not rows:
        return Answer(said, day=day, places=places)
    row = rows[-1]
    return Answer(said, row.what, row.of, row.day, day, places, row.goal, row.slot)


def _said(key: str, line: OwnLine, rows: tuple[Entry, ...], memory: Memory, marks: Marks) -> Said:
    if is_kept(line, marks):
        return "kept"
    if line.status is not None and line.status in marks.done:
        return "done"
    if line.status == "-":
        return "closed" if memory.closed.get(key) == line.digest else "refused"
    if rows and moved_to(line, rows[-1]) is not None:
        return "snoozed"
    as_written = not rows or any(line.digest == row.line for row in rows)
    # a box with another sign is in work, and one that we closed was opened again
    return "open" if as_written and line.status in (None, " ") and key not in memory.closed else "edited"


def is_kept(line: OwnLine, marks: Marks) -> bool:
    """Whether the user marked this line as worth keeping: by its box or by a tag."""
    if line.status is not None and line.status in _KEPT:
        return True
    return "#" in line.text and marks.keep_tag.lower() in map(str.lower, _TAG.findall(line.text))


def moved_to(line: OwnLine, entry: Entry) -> date | None:
    """The day to which the user moved a follow-up, None where it has the date we gave it, or none."""
    if entry.what != "follow-up":
        return None
    due = read_fields(line.text).due
    return due if due is not None and due != entry.day + TIME_TO_WRITE else None


def _day(key: str, said: Said, places: Iterable[Placed], rows: tuple[Entry, ...], memory: Memory) -> date | None:
    if said == "snoozed":
        return max(day for place in places if (day := moved_to(place.line, rows[-1])) is not None)
    if said == "done":
        written = (read_fields(p.line.text).done for p in places if "✅" in p.line.text or "::" in p.line.text)
        return min((day for day in written if day is not None), default=memory.ticked.get(key))
    record = memory.answered.get(key)
    return record.day if record is not None and _RECORDS.get(said) == record.verb else None


def _of_missing(
    key: str, entry: Entry, kept: frozenset[tuple[Place, str]], memory: Memory, marks: Marks
) -> tuple[Said, date | None]:
    record = memory.answered.get(key)
    if record is not None:
        said = _RECORDED[record.verb]
        return ("deleted" if said == "refused" and record.line == "-" else said), record.day
    sheet = memory.sheets.get(place_of(entry))
    if key not in memory.confirmed or sheet is None or sheet.is_missing:
        return "gone", None
    # a heading that the user renamed is known by the lines that still stand below it
    sort = "item" if entry.what == "insight" else entry.what
    below = marks.sub_headings.get(sort, "")
    stands = (place_of(entry), entry.what) in kept or any(sheet.has(one, below) for one in marks.headings)
    return ("deleted" if stands else "gone"), None


def _sections_with_lines(memory: Memory) -> frozenset[tuple[Place, str]]:
    """The day and sort of the lines that still stand in the note into which they were written."""
    return frozenset(
        (place_of(rows[-1]), rows[-1].what)
        for key, rows in memory.wrote.items()
        if (sheet := memory.sheets.get(place_of(rows[-1]))) is not None
        and any(place.path == sheet.path for place in memory.placed.get(key, ()))
    )


def records(answers: Answers, memory: Memory, now: datetime, today: date) -> list[Entry]:
    """What the ledger must learn: each answer on the day it is first seen, since no note keeps it for ever."""
    found = []
    for key, answer in sorted(answers.items()):
        verb, known = _RECORDS.get(answer.said), memory.answered.get(key)
        if verb is not None and (known is None or known.verb != verb):
            line = answer.places[0].line.digest if answer.places else "-"
            found.append(Entry(now, verb, key, today, answer.sort or "item", line, of=answer.of or "-"))
    return found


def shown_and_kept(answers: Answers) -> Mapping[str, tuple[int, int]]:
    """By the digest of a source's name: how many of its items were delivered, how many were ticked or kept."""
    shown: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for answer in answers.values():
        if answer.sort == "item":
            shown[answer.of] += 1
            kept[answer.of] += answer.said in _YES
    return {name: (count, kept[name]) for name, count in shown.items()}
