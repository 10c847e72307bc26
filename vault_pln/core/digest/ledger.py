"""The ledgers: what each device delivered, as Markdown that only grows. Their union is the truth."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from vault_pln.core.markdown.ids import short_id
from vault_pln.core.markdown.own import digest_of
from vault_pln.model.ledger import Entry
from vault_pln.model.note import Note, OwnLine

_ROW = re.compile(
    r"- (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) (wrote|done|failed|ticked|known|renamed) ([0-9a-z]{16}) (\d{4}-\d\d-\d\d)"
    r" (\S+) (\S+) (\S+) (\S+)\s*\Z"
)
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
    return f"- {when} {entry.verb} {entry.id} {entry.day} {entry.what} {entry.line} {entry.base} {entry.of}\n"


def parse_ledger(text: str) -> list[Entry]:
    """The entries of a ledger; what is no entry is passed over."""
    found = (_entry(line) for line in text.split("\n") if line.startswith("- "))
    return [entry for entry in found if entry is not None]


def _entry(line: str) -> Entry | None:
    match = _ROW.match(line)
    if match is None:
        return None
    try:
        when = datetime.strptime(match[1], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        day = date.fromisoformat(match[4])
    except ValueError:
        return None
    return Entry(when, match[2], match[3], day, *match.group(5, 6, 7, 8))  # type: ignore[arg-type]  # the pattern knows the verbs


@dataclass(frozen=True, slots=True)
class Placed:
    """One of our lines as it stands in a note."""

    path: str
    line: OwnLine


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of all lines ever delivered: from the notes first, from the ledgers second.

    ``placed`` are the lines that stand in the vault, by id without ``pln-``; ``wrote`` the entries by id;
    ``ticked`` the day a tick was first seen; ``known`` the day a person was first known; ``former`` what a name's
    digest was before.
    """

    placed: Mapping[str, tuple[Placed, ...]] = field(default_factory=dict)
    wrote: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    ticked: Mapping[str, date] = field(default_factory=dict)
    known: Mapping[str, date] = field(default_factory=dict)
    former: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def names(self, name: str) -> frozenset[str]:
        """The digests of a name and of all that the note was called before."""
        digest = name_digest(name)
        return self.former.get(digest, frozenset()) | {digest}

    def known_since(self, name: str) -> date | None:
        """The day on which a person was first known."""
        return min((self.known[digest] for digest in self.names(name) if digest in self.known), default=None)

    def has(self, line_id: str) -> bool:
        """Whether a line was ever delivered, wherever it is now."""
        return line_id in self.placed or line_id in self.wrote

    def is_open(self, line_id: str) -> bool:
        """Whether a line stands unanswered in the vault."""
        return any(place.line.status == " " for place in self.placed.get(line_id, ()))

    def delivered_on(self, day: date, what: str) -> int:
        """How many lines of a sort went into the note of a day."""
        return sum(1 for entries in self.wrote.values() if entries[-1].day == day and entries[-1].what == what)


def remember(notes: Iterable[Note], entries: Iterable[Entry], digests: Mapping[date, str]) -> Memory:
    """The memory from the notes' own lines and all ledgers' entries.

    ``digests`` are those of the daily notes as they stand now, ``-`` for a missing one: a batch whose note is
    still, to the byte, what it was before the write was never written, and is forgotten once.
    """
    placed: dict[str, tuple[Placed, ...]] = {}
    for note in notes:
        for line in note.own_lines:
            key = line.id.removeprefix("pln-")
            placed[key] = (*placed.get(key, ()), Placed(note.path, line))
    wrote: dict[str, tuple[Entry, ...]] = {}
    ticked: dict[str, date] = {}
    known: dict[str, date] = {}
    former: dict[str, frozenset[str]] = {}
    done: set[str] = set()
    by_day: dict[date, set[str]] = {}
    # a sync program may leave the same line in two ledgers
    for entry in sorted(dict.fromkeys(entries), key=lambda e: e.when):
        if entry.verb == "wrote":
            wrote[entry.id] = (*wrote.get(entry.id, ()), entry)
            by_day.setdefault(entry.day, set()).add(entry.id)
        elif entry.verb == "done":
            done |= {key for key in by_day.get(entry.day, ()) if key in wrote and wrote[key][-1].day == entry.day}
        elif entry.verb == "failed":
            wrote.pop(entry.id, None)
        elif entry.verb == "ticked":
            ticked[entry.id] = min(entry.day, ticked.get(entry.id, entry.day))
        elif entry.verb == "renamed":
            former[entry.of] = former.get(entry.of, frozenset()) | former.get(entry.id, frozenset()) | {entry.id}
        else:
            known[entry.id] = min(entry.day, known.get(entry.id, entry.day))
    certain = done | placed.keys()
    standing = {key: rows for key, rows in wrote.items() if key in certain or not _never_happened(rows, digests)}
    return Memory(placed, standing, ticked, known, former)


def _never_happened(entries: tuple[Entry, ...], digests: Mapping[date, str]) -> bool:
    """A first attempt whose note has not changed since: the write was cut off between ledger and note."""
    entry = entries[-1]
    return len(entries) == 1 and digests.get(entry.day) == entry.base


def follow_up_id(digest: str, due: date) -> str:
    """The id of a round, from the digest of the person's name."""
    return short_id("follow-up", digest, due.isoformat())


def name_digest(name: str) -> str:
    """What stands for a source or a person in a ledger, where no name may stand."""
    return digest_of(name.casefold())
