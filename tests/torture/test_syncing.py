"""Two daemons on two folders that Syncthing keeps in step, and a third device that only edits."""

import random
import re
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from machines import (
    FULL,
    OUR_LINE,
    Machine,
    deliveries,
    ids_in,
    need,
    notes_of,
    seed,
    size,
    strays,
    tell,
    written_after_confirmation,
)
from syncing import Syncthing, in_step, settle, tree

from conftest import write
from loopback import Answer, Site, serve

FIRST = date(2026, 3, 2)
ROUNDS_A_DAY = 3
DUE = "---\ntype: person\ncadence: weekly\nlast-contact: 2026-01-01\n---\n"
SETTINGS = """---
type: pln-settings
writer: desk-aaaa
daily-follow-ups: 1000
daily-items: 1000
max-per-source: 1000
first-items: 1000
timezone: UTC
daily-style: {style}
allow-private-hosts: [{host}]
---
"""
EMBED = re.compile(r"^!\[\[PLN \d{4}-\d\d-\d\d\]\]$", re.MULTILINE)
OURS = re.compile(r"^- \[ \] .*\^pln-([0-9a-z]{16})$", re.MULTILINE)


@dataclass
class World:
    """What is on the three devices, and what the users did there."""

    writer: Machine
    reader: Machine
    third: Path
    devices: list[Syncthing]
    site: Site
    chance: random.Random
    day: date = FIRST
    items: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    late: set[str] = field(default_factory=set)
    deleted: dict[str, str] = field(default_factory=dict)
    known: int = 0
    asides: "Counter[str]" = field(default_factory=Counter)
    in_asides: str = ""
    done: "Counter[str]" = field(default_factory=Counter)

    @property
    def today(self) -> str:
        return f"{self.day}.md"

    # what happens in a round; nobody edits the same note on two devices at once, but the third device

    def add_person(self, machine: Machine) -> None:
        name = f"P{len(self.people)}"
        self.people.append(name)
        write(machine.vault, f"People/{name}.md", DUE)

    def edit_old_day(self, machine: Machine) -> None:
        day = self.day - timedelta(self.chance.randint(20, 40) + 30 * (machine is self.reader))
        with (machine.vault / f"{day}.md").open("ab") as file:
            file.write(self._new_text(f"talked with [[Ada{self.chance.randint(0, 3)}]]"))

    def delete_line(self, machine: Machine) -> None:
        """One of our lines in a note that no daemon writes now, and the other device's user neither."""
        days = [
            self.day - timedelta(ago)
            for ago in range(1, 5)
            if (self.day - timedelta(ago)).toordinal() % 2 == (machine is self.reader)
        ]
        notes = [
            note for day in days for note in (machine.vault / f"{day}.md", machine.vault / f"PLN/Days/PLN {day}.md")
        ]
        found = [(note, match) for note in notes if note.exists() for match in OURS.finditer(note.read_text())]
        if not found:
            return
        note, match = self.chance.choice(found)
        data, line = note.read_bytes(), match[0].encode() + b"\n"
        assert data.count(line) == 1
        new = note.with_suffix(".new")
        new.write_bytes(data.replace(line, b""))
        new.replace(note)
        self.deleted[match[1]] = match[0]

    def rename(self, machine: Machine) -> None:
        loose = sorted((machine.vault / "Loose").glob(f"{machine.device} *.md"))
        if loose:
            path = self.chance.choice(loose)
            path.rename(path.with_name(f"{machine.device} {self.chance.random()}.md"))

    def delete(self, machine: Machine) -> None:
        loose = sorted((machine.vault / "Loose").glob(f"{machine.device} *.md"))
        if loose:
            self.chance.choice(loose).unlink()

    def make(self, machine: Machine) -> None:
        write(machine.vault, f"Loose/{machine.device} {self.chance.random()}.md", "Met [[Ada1]]\n")

    def kill(self, machine: Machine) -> None:
        time.sleep(self.chance.random())
        machine.kill()
        self.watch(machine)

    def edit_late(self) -> None:
        """The third device writes into today's note, whatever the others do with it."""
        with (self.third / self.today).open("ab") as file:
            file.write(self._new_text("from the third device"))
        self.late.add(self.today)

    def _new_text(self, words: str) -> bytes:
        self.texts.append(f"text {len(self.texts)} {words}")
        return self.texts[-1].encode() + b"\n"

    # the days

    def watch(self, machine: Machine) -> None:
        machine.watch("--today", str(self.day), "--quiet", "0.5", "--settled", "0.1", "--listing", "0.4")

    def begin_day(self) -> None:
        """A new day on both devices, with something new to read."""
        for machine in (self.writer, self.reader):
            if machine.process is not None:
                self.chance.choice([machine.stop, machine.kill])()
        self.day, self.known = self.day + timedelta(1), len(self.people)
        self.items.append(f"Item {len(self.items)}")
        self.site.routes["/feed"] = Answer(200, feed(self.items))
        assert self.writer.run("fetch", "--all", "--today", str(self.day)).returncode == 0
        for machine in (self.writer, self.reader):
            self.watch(machine)

    def round(self, *, first: bool) -> None:
        """A few things happen at once; in the first round of a day the day's lines are being written."""
        if first and self.chance.random() < 0.7:
            time.sleep(self.chance.random() * 2)
            self.edit_late()
            self.done["late, at the delivery"] += 1
        acts = [self.add_person, self.edit_old_day, self.delete_line, self.rename, self.delete, self.make, self.kill]
        for machine in (self.writer, self.reader):
            for act in self.chance.sample(acts, self.chance.randint(1, 3)):
                act(machine)
                self.done[act.__name__] += 1
        if self.chance.random() < 0.5:
            time.sleep(self.chance.random())
            self.edit_late()
            self.done["late"] += 1

    def settle(self) -> None:
        """Wait until all of it has been taken in everywhere."""
        settle(self.devices)
        for machine in (self.writer, self.reader):
            machine.until_it_rests()
        settle(self.devices)

    def check(self, *, whole_day: bool) -> None:
        found = tree(self.third)
        copies = {name: data for name, data in found.items() if ".sync-conflict-" in name}
        for name in copies:
            note = re.sub(r"\.sync-conflict-[^.]*", "", name)
            assert note in self.late, f"a conflict between the two daemons: {name}"
            self.asides[note] += 1
        everywhere = self.in_asides + "".join(data.decode() for name, data in found.items() if name.endswith(".md"))
        assert [text for text in self.texts if f"{text}\n" not in everywhere] == []
        counts = ids_in(self.third)
        assert [line_id for line_id, count in counts.items() if count > 1] == []
        embeds = Counter(EMBED.findall("".join(data.decode() for data in notes_of(self.third).values())))
        assert [embed for embed, count in embeds.items() if count > 1] == []
        assert self.deleted.keys() & counts.keys() == set()
        assert strays(self.writer.vault) == strays(self.reader.vault) == []
        rows = self.writer.ledger()
        assert [line_id for line_id, count in deliveries(rows).items() if count > 2] == []
        assert written_after_confirmation(rows) == set()
        if whole_day:
            self._check_day(everywhere)
        self._put_aside(copies)

    def _check_day(self, everywhere: str) -> None:
        """All that was to be delivered was: it stands somewhere, or was deleted by the user."""
        rows = self.writer.ledger()
        lines = deliveries([row for row in rows if row[3] != "embed"]).keys()
        assert lines - set(OUR_LINE.findall(everywhere)) - self.deleted.keys() == set()
        embeds = {f"![[PLN {day}]]" for verb, _, day, what in rows if (verb, what) == ("wrote", "embed")}
        assert [embed for embed in embeds if embed not in everywhere] == []
        wanted = [f"[{item}]" for item in self.items] + [f"[[{name}]]" for name in self.people[: self.known]]
        stood = everywhere + "".join(self.deleted.values())
        assert [one for one in wanted if one not in stood] == []

    def _put_aside(self, copies: dict[str, bytes]) -> None:
        """The user looks at the conflict copies and takes them out of the vault."""
        for name, data in copies.items():
            self.in_asides += data.decode() + "\n"
            (self.third / name).unlink()


def feed(items: list[str]) -> bytes:
    rows = "".join(f"<item><title>{one}</title><link>https://blog.example/{one[5:]}</link></item>" for one in items)
    return f"<rss version='2.0'><channel><title>Blog</title>{rows}</channel></rss>".encode()


@pytest.mark.parametrize("style", ["lines", "embed"])
def test_two_daemons_and_a_third_device_keep_all_of_it(tmp_path: Path, style: str) -> None:
    need("syncthing")
    rounds = size(2, 300)
    if style == "embed" and not FULL:
        pytest.skip("one style is enough for a slice; PLN_TORTURE=1 takes both")
    folders = [tmp_path / name for name in ("a", "b", "c")]
    for folder in folders:
        (folder / ".stfolder").mkdir(parents=True)
    with ExitStack() as stack:
        site = stack.enter_context(serve())
        write(folders[0], "PLN/PLN Settings.md", SETTINGS.format(style=style, host=site.host))
        write(folders[0], "Blog.md", f"---\ntype: source\nfeed: {site.url}/feed\n---\n")
        for number in range(4):
            write(folders[0], f"Ada{number}.md", "---\ntype: person\n---\n")
        devices = stack.enter_context(in_step(tmp_path, folders))
        settle(devices)
        writer = stack.enter_context(Machine(tmp_path / "writer", folders[0], "desk-aaaa"))
        reader = stack.enter_context(Machine(tmp_path / "reader", folders[1], "desk-bbbb"))
        chance = random.Random(seed(f"syncing-{style}"))
        world = World(writer, reader, folders[2], devices, site, chance)
        for number in range(rounds):
            if number % ROUNDS_A_DAY == 0:
                world.begin_day()
            world.round(first=number % ROUNDS_A_DAY == 0)
            world.settle()
            world.check(whole_day=number % ROUNDS_A_DAY == ROUNDS_A_DAY - 1)
            if number + 1 == rounds or number % 20 == 19:
                tell(f"{style}: {number + 1} rounds, {dict(world.done)}, {len(world.deleted)} lines deleted, "
                     f"{len(deliveries(writer.ledger()))} delivered, conflict copies of notes the third device wrote "
                     f"into: {world.asides.total()}")  # fmt: skip
