"""Several devices with one vault, in memory: what users, editors, sync programs and clocks do to it.

What vault-pln does is its own code (``prepare``, ``deliver``, ``hand_over``, ``close``, ``extended``); only the disk and the
clock are made up. Every write of ours is checked here as it happens.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from vault_pln.core.digest.delivery import deliver
from vault_pln.core.digest.ledger import Place, copy_of, device_of, entries_of, extended, ledger_path, place_of
from vault_pln.core.digest.sheets import lines_path
from vault_pln.core.digest.stock import small_stock
from vault_pln.core.index.index import Index
from vault_pln.core.kinds.daily import daily_path
from vault_pln.core.markdown.note import read_note
from vault_pln.core.network.survey import Survey
from vault_pln.core.outputs.today import Prepared, Scene, prepare
from vault_pln.core.outputs.view import memory_of
from vault_pln.jobs.handing import close, hand_over
from vault_pln.model.edit import Edit, Written
from vault_pln.model.ledger import Entry
from vault_pln.model.news import Item
from vault_pln.model.note import Note
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions

MORNING = datetime(2026, 11, 23, 6, tzinfo=UTC)
NETWORK = {
    "Ada.md": b"---\ntype: person\ncadence: 7\nlast-contact: 2026-11-10\nasks: [a reviewer]\n---\n",
    "Bob.md": b"---\ntype: person\ncadence: 9\nlast-contact: 2026-11-18\n---\n",
    "Forum.md": b"---\ntype: source\nmedium: forum\n---\n",
    "Me.md": b"---\ntype: me\nexpertise: [questions]\n---\n",
    "Blog.md": b"---\ntype: source\nfeed: https://example.org/feed\n---\n",
}
CONVENTIONS = Conventions()
HEADING = "## Learning network"
TEN_MINUTES = timedelta(minutes=10)
CONFLICT = ".sync-conflict-"

Version = tuple[int, ...]
Style = Literal["lines", "embed"]


class KilledError(Exception):
    """The process was killed at this step."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of one replica: ``data`` None is a deletion that others have to learn of."""

    data: bytes | None
    mtime: datetime
    version: Version


@dataclass(slots=True)
class Device:
    """One machine: its replica of the vault, its memory outside, its clock, and the editors open on it."""

    name: str
    number: int
    files: dict[str, File] = field(default_factory=dict)
    copy: bytes = b""
    store: dict[str, Item] = field(default_factory=dict)
    offset: timedelta = timedelta()
    online: bool = True
    buffers: dict[str, bytes] = field(default_factory=dict)
    saving: dict[str, bytes] = field(default_factory=dict)

    def read(self, path: str) -> bytes | None:
        file = self.files.get(path)
        return file.data if file is not None else None

    def notes(self) -> Iterator[tuple[str, bytes]]:
        return ((path, file.data) for path, file in sorted(self.files.items()) if file.data is not None)

    def parsed(self) -> list[Note]:
        return [parse(path, data) for path, data in self.notes() if CONFLICT not in path]


@lru_cache(maxsize=20_000)
def parse(path: str, data: bytes) -> Note:
    return read_note(path, data)


def user_lines(data: bytes) -> list[bytes]:
    """What users wrote into a note: all but our lines and headings, and blank lines."""
    ours = {one.line for one in parse("x.md", data).own_lines}
    headings = {HEADING.encode(), b"### Reach out", b"### Take part", b"### Read", b""}
    lines = enumerate(data.split(b"\n"), 1)
    return [line for number, line in lines if number not in ours and line.strip() not in headings]


class World:
    """All devices, the true time, and what the checks have to know."""

    def __init__(self, devices: int, style: Style) -> None:
        self.now = MORNING
        self.settings = replace(Settings(), daily_style=style, daily_items=3, daily_follow_ups=2)
        names = [f"device-{number}" for number in range(devices)]
        self.devices = [Device(name, number) for number, name in enumerate(names)]
        self.writer = 0
        self.feed: list[str] = []
        self.tokens = 0
        self.typed: set[bytes] = set()
        self.dropped: set[bytes] = set()
        self.dead: set[str] = set()
        self.moved: set[str] = set()
        self.raced: set[str] = set()
        self.written: Counter[str] = Counter()
        for device in self.devices:
            device.files = {path: File(data, MORNING, (0,) * devices) for path, data in NETWORK.items()}

    # clocks and paths

    def clock(self, device: Device) -> datetime:
        return (self.now + device.offset).replace(microsecond=0)

    def today(self, device: Device) -> date:
        return self.clock(device).date()

    def daily_note(self, device: Device) -> str:
        return daily_path(self.today(device), CONVENTIONS.daily)

    # the disk

    def put(self, device: Device, path: str, data: bytes | None) -> None:
        """Change a file, as whoever it is on this device."""
        old = device.files.get(path)
        before = old.version if old is not None else (0,) * len(self.devices)
        version = tuple(count + (number == device.number) for number, count in enumerate(before))
        device.files[path] = File(data, self.clock(device), version)

    def user_put(self, device: Device, path: str, data: bytes | None) -> None:
        """A user changes a note; what they take out of it is gone by their own will."""
        gone = set((device.read(path) or b"").split(b"\n")) - set((data or b"").split(b"\n"))
        self.dropped |= gone & self.typed
        self.put(device, path, data)
        self.note_doubles(device)

    def note_doubles(self, device: Device) -> None:
        """A line that was moved stands twice where an editor or a sync program puts an older text back."""
        self.raced |= {key for key, count in self.all_ids(device).items() if count > 1} & self.moved

    def token(self) -> bytes:
        self.tokens += 1
        word = b"my line %d" % self.tokens
        self.typed.add(word)
        return word

    # vault-pln

    def entries(self, device: Device) -> list[Entry]:
        """As the vault is opened: the copy first, then the ledgers by path."""
        ledgers = [
            data for path, data in device.notes() if device_of(self.settings.folder, path) and CONFLICT not in path
        ]
        return [entry for text in (device.copy, *ledgers) for entry in entries_of(text)]

    def prepared(self, device: Device) -> tuple[Index, Prepared]:
        notes = device.parsed()
        index = Index(notes, own=(note.path for note in notes if note.path.startswith("PLN/")))
        own = entries_of(device.read(ledger_path("PLN", device.name)) or b"")
        survey = Survey(index, self.settings, CONVENTIONS)
        now = self.clock(device)
        scene = Scene(index, survey, self.settings, CONVENTIONS, tuple(self.entries(device)), own, now.date(), now)
        oldest = (now.date() - timedelta(days=3)).isoformat()
        items = [item for item in device.store.values() if item.seen >= oldest]
        return index, prepare(scene, small_stock(items, survey.network(now.date())))

    def daily(self, device: Device, kill_at: int | None = None) -> None:
        """A run of ``daily``, killed before its n-th step on the disk where that is wished for."""
        deleted = self.deleted(device)
        index, chosen = self.prepared(device)
        now, today, steps = self.clock(device), self.today(device), iter(range(1000))
        note = daily_path(today, CONVENTIONS.daily)
        standing = {path: device.read(path) for path in (note, lines_path(today, self.settings, CONVENTIONS))}
        view = chosen.view
        delivery = deliver(chosen.day, index, view.network, view.memory, self.settings, CONVENTIONS, standing, "", now)

        def step() -> None:
            if next(steps) == kill_at:
                raise KilledError

        def append(entries: Sequence[Entry]) -> bool:
            step()
            self.append(device, entries)
            # a look that was cut off before this left nothing behind
            self.dead.update(deleted)
            return True

        def write(edit: Edit) -> Written:
            step()
            return self.write(device, edit)

        closing = [(path, device.read(path) or b"", numbers) for path, numbers in chosen.closing.items()]
        closing = [one for one in closing if parse(one[0], one[1]).digest == index.notes[one[0]].digest]
        try:
            hand_over(delivery, chosen.learned, append, write, lambda: now)
            close(closing, append, write, lambda: now, today)
        except KilledError:
            return

    def append(self, device: Device, entries: Sequence[Entry]) -> None:
        path = ledger_path("PLN", device.name)
        before = device.read(path)
        others = [d for p, d in device.notes() if device_of("PLN", p) and CONFLICT not in p and p != path]
        noted = [entry for ledger in (*others, before or b"") for entry in entries_of(ledger)]
        after = extended(device.name, before, noted, device.copy, entries)
        if after is not None and after != before:
            self.put(device, path, after)
            device.copy = copy_of([*others, after])

    def write(self, device: Device, edit: Edit) -> Written:
        """The writer: nothing is written over what it does not know, or while an editor is saving."""
        if edit.path in device.saving or device.read(edit.path) != edit.before:
            return Written(edit, "deferred", "somebody else is writing")
        assert edit.after is not None
        self.check_write(device, edit.path, edit.before or b"", edit.after)
        self.put(device, edit.path, edit.after)
        return Written(edit, "written")

    # what must hold

    def check_write(self, device: Device, path: str, before: bytes, after: bytes) -> None:
        """Only lines come in, or one box changes; no line comes twice, and none that the user deleted."""
        assert user_lines(before) == user_lines(after)
        if len(before.split(b"\n")) == len(after.split(b"\n")) and before:
            assert after.replace(b"[-]", b"[ ]") == before.replace(b"[-]", b"[ ]")
            return
        rest = iter(after.rstrip(b"\n").split(b"\n"))
        assert all(line in rest for line in before.rstrip(b"\n").split(b"\n") if line), (
            "what stood there stays, in order"
        )
        new = self.ids(path, after) - self.ids(path, before)
        everywhere = self.all_ids(device)
        for key in new:
            assert not everywhere[key], "a line that stands in the vault is not written again"
            assert key not in self.dead, "a line that the user deleted is not written again"
            self.written[key] += 1
            assert self.written[key] <= 2, "once, and once more where it was overwritten"

    @staticmethod
    def ids(path: str, data: bytes) -> set[str]:
        return {line.id.removeprefix("pln-") for line in parse(path, data).own_lines}

    @staticmethod
    def all_ids(device: Device) -> Counter[str]:
        return Counter(line.id.removeprefix("pln-") for note in device.parsed() for line in note.own_lines)

    def deleted(self, device: Device) -> set[str]:
        """The lines that are gone at this look: deleted for ever, unless they may have been overwritten."""
        index = Index(device.parsed())
        memory = memory_of(index, self.settings, CONVENTIONS, self.entries(device))
        own = {e.id for e in entries_of(device.read(ledger_path("PLN", device.name)) or b"") if e.verb == "wrote"}
        last = {key: rows[-1] for key, rows in memory.wrote.items()}
        batches: dict[Place, list[Entry]] = {}
        for key, entry in last.items():
            if key not in memory.confirmed:
                batches.setdefault(place_of(entry), []).append(entry)
        overwritten = {
            entry.id
            for place, batch in batches.items()
            if place[0] == self.today(device)
            and timedelta(minutes=-1) <= self.clock(device) - max(entry.when for entry in batch) < TEN_MINUTES
            and all(entry.id not in memory.placed for entry in batch)
            and device.read(memory.sheets[place].path)
            and not memory.sheets[place].has("Learning network")
            for entry in batch
            if entry.id in own and entry.id not in memory.lost
        }
        in_doubt = {key for key, entry in last.items() if device.read(memory.sheets[place_of(entry)].path) == b""}
        return last.keys() - memory.placed.keys() - overwritten - in_doubt

    def check(self) -> None:
        """What must hold at every moment."""
        for device in self.devices:
            for note in device.parsed():
                ids = [line.id for line in note.own_lines]
                assert len(ids) == len(set(ids)), "no id twice in a note"
            twice = {key for key, count in self.all_ids(device).items() if count > 1}
            assert twice <= self.raced, "no id twice in the vault, unless a line was moved and an older text put back"

    # sync

    def sync(self, one: Device, other: Device) -> None:
        """Bring two replicas in step, as Syncthing does: newest wins, the loser is kept beside it."""
        for path in sorted(one.files.keys() | other.files.keys()):
            if path not in one.saving and path not in other.saving:
                self._sync_file(one, other, path)
        self.note_doubles(one)
        self.note_doubles(other)

    def _sync_file(self, one: Device, other: Device, path: str) -> None:
        none = File(None, MORNING, (0,) * len(self.devices))
        mine, theirs = one.files.get(path, none), other.files.get(path, none)
        merged = tuple(map(max, mine.version, theirs.version))
        if mine.version == theirs.version:
            return
        if merged in (mine.version, theirs.version) or mine.data == theirs.data:
            best = mine if merged == mine.version or mine.data == theirs.data else theirs
            one.files[path] = other.files[path] = replace(best, version=merged)
            return
        # both changed it; an edit wins over a deletion
        won, lost = sorted(
            (mine, theirs), key=lambda file: (file.data is not None, file.mtime, file.version), reverse=True
        )
        one.files[path] = other.files[path] = replace(won, version=merged)
        if lost.data is not None:
            name = f"{path.removesuffix('.md')}{CONFLICT}{'-'.join(map(str, lost.version))}.md"
            one.files[name] = other.files[name] = File(lost.data, lost.mtime, merged)

    def check_texts(self) -> None:
        """Every line that a user typed, and did not take out, is somewhere on every device that is in step."""
        for device in self.devices:
            there = {line for _, data in device.notes() for line in data.split(b"\n")}
            assert self.typed - self.dropped <= there, "no line of a user is lost"
