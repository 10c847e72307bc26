"""The ledgers: what each device delivered, as Markdown that only grows. Their union is the truth."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import get_args

from vault_pln.core.markdown.ids import short_id
from vault_pln.core.markdown.own import digest_of
from vault_pln.model.ledger import Entry, Placed, Sheet, Verb
from vault_pln.model.note import Note

_ROW = re.compile(
    r"- (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) ([a-z][a-z-]*) ([0-9a-z]{16}) (\d{4}-\d\d-\d\d)"
    r" (\S+) (\S+) (\S+) (\S+)(?: ([0-9a-z-]+) ([a-z-]+))?(?:\s.*)?\Z"
)
_VERBS = frozenset(get_args(Verb))
_HEAD = """---
type: pln-ledger
device: {device}
---
What vault-pln on this device wrote into daily notes, so that nothing is ever written twice.
Do not edit it; deleting it costs nothing but that memory.

"""


def ledger_path(folder: str, device: str) -> str:
    """Where a device keeps its ledger."""
    return f"{folder}/Ledger/PLN ledger {device}.md"


def device_of(folder: str, path: str) -> str | None:
    """The device whose ledger this is, None for any other note."""
    head = f"{folder}/Ledger/PLN ledger "
    return path[len(head) : -len(".md")] if path.startswith(head) and path.endswith(".md") else None


def new_ledger(device: str) -> str:
    """An empty ledger."""
    return _HEAD.format(device=device)


def render_entry(entry: Entry) -> str:
    """An entry as its line."""
    when = entry.when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    more = f" {entry.goal} {entry.slot}" if (entry.goal, entry.slot) != ("-", "-") else ""
    return f"- {when} {entry.verb} {entry.id} {entry.day} {entry.what} {entry.line} {entry.base} {entry.of}{more}\n"


def parse_ledger(text: str) -> list[Entry]:
    """The entries of a ledger; what is no entry is passed over.

    What a newer version says in words of its own is kept as ``other``, and what it says beyond our words is left out.
    """
    found = (_entry(line) for line in text.split("\n") if line.startswith("- "))
    return [entry for entry in found if entry is not None]


def _entry(line: str) -> Entry | None:
    match = _ROW.match(line)
    if match is None:
        return None
    try:
        when = datetime.fromisoformat(match[1])
        day = date.fromisoformat(match[4])
    except ValueError:
        return None
    verb = match[2] if match[2] in _VERBS else "other"
    what, line, base, of = match.group(5, 6, 7, 8)
    return Entry(when, verb, match[3], day, what, line, base, of, match[9] or "-", match[10] or "-")  # type: ignore[arg-type]


def said_after(known: Iterable[Entry], entries: Iterable[Entry]) -> list[Entry]:
    """The entries, each with a time after that of anything known, so that the order of what was said is kept.

    Clocks go wrong and are set back: what this device says now would else count as said before what it answers to.
    """
    latest = max((entry.when for entry in known), default=None)
    if latest is None:
        return list(entries)
    # a ledger keeps whole seconds
    next_second = latest.replace(microsecond=0) + timedelta(seconds=1)
    return [entry if entry.when >= next_second else replace(entry, when=next_second) for entry in entries]


def extended(
    device: str, before: bytes | None, noted: Iterable[Entry], copy: bytes, said: Iterable[Entry]
) -> bytes | None:
    """A device's ledger with more entries; ``before`` is what it says now, ``noted`` what all ledgers say.

    What they have lost since this device wrote last, it gets back from the ``copy``.
    """
    copied, there = entries_of(copy), set(noted)
    lost = (entry for entry in copied if entry not in there)
    rows = "".join(map(render_entry, [*lost, *said_after([*there, *copied], said)]))
    return (new_ledger(device).encode() if before is None else before) + rows.encode() if rows else before


def copy_of(ledgers: Iterable[bytes]) -> bytes:
    """What to keep outside the vault: all that these ledgers say."""
    return "".join(map(render_entry, _once(entry for ledger in ledgers for entry in entries_of(ledger)))).encode()


def _once(entries: Iterable[Entry]) -> list[Entry]:
    """Each entry once: a sync program may leave one in two ledgers, and its last place tells what came after what."""
    return list(reversed(dict.fromkeys(reversed(list(entries)))))


@lru_cache(maxsize=16)
def entries_of(data: bytes) -> tuple[Entry, ...]:
    """The entries of a ledger as it stands on the disk; kept, since of several ledgers one changes at a time."""
    return tuple(parse_ledger(data.decode("utf-8", "replace")))


Place = tuple[date, str]
"""Where lines went: the day, and ``embed`` for the line that embeds our note of the day, else ``lines``."""


def place_of(entry: Entry) -> Place:
    """Where the line of an entry went, or what an entry about a whole day speaks of."""
    return entry.day, "embed" if entry.what == "embed" else "lines"


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of all lines ever delivered: from the notes first, from the ledgers second.

    ``placed`` are the lines that stand in the vault, by id without ``pln-``; ``wrote`` the entries by id;
    ``ticked`` the day a tick was first seen; ``known`` the day a person was first known; ``former`` what a name's
    digest was before. ``confirmed`` are the ids whose fate is settled, ``lost`` those that were overwritten once,
    ``back`` the entries of those that were taken back and stand in the vault all the same, ``other`` those that a
    newer version knows something of. ``answered`` is what was last written down of an answer,
    ``closed`` the digest of a line that we closed. ``left`` is the digest a note had when we had written into it,
    ``sheets`` what stands of it now.
    """

    placed: Mapping[str, tuple[Placed, ...]] = field(default_factory=dict)
    wrote: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    ticked: Mapping[str, date] = field(default_factory=dict)
    known: Mapping[str, date] = field(default_factory=dict)
    former: Mapping[str, frozenset[str]] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()
    back: tuple[Entry, ...] = ()
    other: frozenset[str] = frozenset()
    answered: Mapping[str, Entry] = field(default_factory=dict)
    closed: Mapping[str, str] = field(default_factory=dict)
    left: Mapping[Place, str] = field(default_factory=dict)
    sheets: Mapping[Place, Sheet] = field(default_factory=dict)

    def names(self, name: str) -> frozenset[str]:
        """The digests of a name and of all that the note was called before."""
        digest = name_digest(name)
        return self.former.get(digest, frozenset()) | {digest}

    def known_since(self, name: str) -> date | None:
        """The day on which a person was first known."""
        return min((self.known[digest] for digest in self.names(name) if digest in self.known), default=None)

    def has(self, line_id: str) -> bool:
        """Whether a line was ever delivered, wherever it is now."""
        return line_id in self.placed or line_id in self.wrote or line_id in self.other

    def delivered_on(self, day: date, what: str) -> int:
        """How many lines of a sort went into the note of a day."""
        return len(self.given_on(day, what))

    def given_on(self, day: date, what: str) -> list[str]:
        """Of each line of a sort that went into the note of a day, the digest of the name it is about."""
        rows = (entries[-1] for entries in self.wrote.values())
        return [entry.of for entry in rows if entry.day == day and entry.what == what]


def remember(notes: Iterable[Note], entries: Iterable[Entry], sheets: Mapping[Place, Sheet]) -> Memory:
    """The memory from the notes' own lines and all ledgers' entries.

    ``sheets`` are the notes of the days as they stand now: a batch whose note is still, to the byte, what it was
    before the write was never written, and is forgotten once.
    """
    placed: dict[str, tuple[Placed, ...]] = {}
    for note in notes:
        for line in note.own_lines:
            key = line.id.removeprefix("pln-")
            placed[key] = (*placed.get(key, ()), Placed(note.path, line))
    told = _Told()
    for entry in _once(sorted(entries, key=lambda entry: entry.when)):
        told.take(entry)
    certain = told.done | told.confirmed | placed.keys()
    wrote = {key: rows for key, rows in told.wrote.items() if key in certain or not _never_happened(rows, sheets)}
    back = tuple(row for key, row in told.taken_back.items() if key in placed and key not in told.wrote)
    return Memory(
        placed, wrote, told.ticked, told.known, told.former, frozenset(told.confirmed), frozenset(told.lost), back,
        frozenset(told.other), told.answered, told.closed, told.left, sheets,
    )  # fmt: skip


class _Told:
    """What the entries say, taken in one by one, oldest first."""

    def __init__(self) -> None:
        self.wrote: dict[str, tuple[Entry, ...]] = {}
        self.ticked: dict[str, date] = {}
        self.known: dict[str, date] = {}
        self.former: dict[str, frozenset[str]] = {}
        self.done: set[str] = set()
        self.confirmed: set[str] = set()
        self.lost: set[str] = set()
        self.taken_back: dict[str, Entry] = {}
        self.other: set[str] = set()
        self.answered: dict[str, Entry] = {}
        self.closed: dict[str, str] = {}
        self.left: dict[Place, str] = {}
        self._by_place: dict[Place, set[str]] = {}

    def take(self, entry: Entry) -> None:
        """Take in one entry."""
        match entry.verb:
            case "wrote":
                self.wrote[entry.id] = (*self.wrote.get(entry.id, ()), entry)
                self._by_place.setdefault(place_of(entry), set()).add(entry.id)
            case "done":
                self.done |= self._written_to(place_of(entry))
                self.left[place_of(entry)] = entry.line
            case "seen":
                self.confirmed |= self._written_to(place_of(entry))
            case "failed" | "lost":
                self._take_back(entry)
            case "closed":
                self.closed[entry.id] = entry.line
            case "ticked" | "kept" | "refused":
                self._take_answer(entry)
            case "known":
                self.known[entry.id] = min(entry.day, self.known.get(entry.id, entry.day))
            case "renamed":
                before = self.former.get(entry.id, frozenset()) | {entry.id}
                self.former[entry.of] = self.former.get(entry.of, frozenset()) | before
            case "reviewed" | "proposed" | "carrying" | "carried" | "stale" | "undone":
                # what a review proposes is no line of a day
                pass
            case _:
                self.other.add(entry.id)

    def _written_to(self, place: Place) -> set[str]:
        """The lines that went to a place, and nowhere else since."""
        ids = self._by_place.get(place, ())
        return {key for key in ids if key in self.wrote and place_of(self.wrote[key][-1]) == place}

    def _take_back(self, entry: Entry) -> None:
        # what was once confirmed is never written again, whatever a ledger says that a sync program put back
        if entry.id in self.confirmed:
            return
        rows = self.wrote.pop(entry.id, ())
        if rows:
            self.taken_back[entry.id] = rows[-1]
        self.done.discard(entry.id)
        if entry.verb == "lost":
            self.lost.add(entry.id)

    def _take_answer(self, entry: Entry) -> None:
        self.answered[entry.id] = entry
        if entry.verb == "ticked":
            self.ticked[entry.id] = min(entry.day, self.ticked.get(entry.id, entry.day))


def _never_happened(entries: tuple[Entry, ...], sheets: Mapping[Place, Sheet]) -> bool:
    """A first attempt whose note has not changed since: the write was cut off between ledger and note."""
    sheet = sheets.get(place_of(entries[-1]))
    return len(entries) == 1 and sheet is not None and sheet.digest == entries[-1].base


def follow_up_id(digest: str, due: date) -> str:
    """The id of a round, from the digest of the person's name."""
    return short_id("follow-up", digest, due.isoformat())


def name_digest(name: str) -> str:
    """What stands for a source or a person in a ledger, where no name may stand."""
    return digest_of(name.casefold())
