"""A year with a vault, in memory: a user who answers, moves and deletes follow-ups, and ignores them for a month.

What vault-pln does is its own code (``prepare``, ``deliver``, ``hand_over``, ``close``); only the disk and the clock are
made up. All that the user does comes from one seed.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

from vault_pln.core.digest.answers import TIME_TO_WRITE
from vault_pln.core.digest.delivery import deliver
from vault_pln.core.digest.stock import Stock
from vault_pln.core.index.index import Index
from vault_pln.core.index.own import is_own_note
from vault_pln.core.kinds.daily import daily_path
from vault_pln.core.markdown.note import read_note
from vault_pln.core.markdown.tasks import read_fields
from vault_pln.core.network.survey import Survey
from vault_pln.core.outputs.today import Scene, prepare
from vault_pln.jobs.handing import close, hand_over
from vault_pln.model.edit import Edit, Written
from vault_pln.model.ledger import Entry
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions, DailyNotes

FIRST = date(2026, 11, 23)
DAYS = 365
IGNORED = range(150, 180)
"""The days, from the first, on which the user does not look at anything."""

CAP = 3
_PEOPLE = 40
_VAULT = Conventions(
    daily=DailyNotes("Daily", template="Templates/Daily", configured=True), template_folders=("Templates",)
)


@dataclass(frozen=True, slots=True)
class Said:
    """A follow-up as it came: whom it is about, when it was due, when it came."""

    id: str
    person: str
    due: date
    came: date


@dataclass(slots=True)
class Year:
    """The vault, the ledger, and what happened to the lines."""

    folder: Path
    seed: int = 1
    files: dict[str, bytes] = field(default_factory=dict)
    ledger: list[Entry] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    occasions: Counter[str] = field(default_factory=Counter)
    deleted: set[str] = field(default_factory=set)
    answered: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        for path in sorted(self.folder.rglob("*.md")):
            self.files[path.relative_to(self.folder).as_posix()] = path.read_bytes()
        self._random = Random(self.seed)
        self._add_people()
        notes = [read_note(path, data) for path, data in self.files.items()]
        self._index = Index(notes, own=(path for path in self.files if is_own_note(path, "PLN")))
        self._settings = Settings(daily_follow_ups=CAP)
        self._survey = Survey(self._index, self._settings, _VAULT)
        self.today = FIRST

    _random: Random = field(init=False)
    _index: Index = field(init=False)
    _settings: Settings = field(init=False)
    _survey: Survey = field(init=False)
    today: date = field(init=False)

    def _add_people(self) -> None:
        there = sum(path.startswith("People/") for path in self.files)
        for number in range(_PEOPLE - there):
            cadence = self._random.choice(
                ["3", "weekly", "every 2 weeks", "monthly", "monatlich", "quarterly", "60", "yearly"]
            )
            birthday = f"{self._random.randint(1, 12):02}-{self._random.randint(1, 28):02}"
            met = FIRST - timedelta(self._random.randint(1, 900))
            last = FIRST - timedelta(self._random.randint(0, 120))
            seen = f"last-contact: {last}\n" if number % 3 else ""
            head = f"type: person\ncadence: {cadence}\nbirthday: {birthday}\nmet: {met}\n{seen}"
            self.files[f"People/Peer {number:02}.md"] = f"---\n{head}---\n".encode()

    def live(self) -> None:
        """Live through the year."""
        for number in range(DAYS):
            self.today = FIRST + timedelta(number)
            if number not in IGNORED:
                self._user()
            self._daily()
            self._check()

    # the user

    def _user(self) -> None:
        for path in sorted(self._index.ours()):
            if path.startswith("Daily/"):
                self._answer(path)
        if self._random.random() < 0.3:
            person = self._random.choice(sorted(path for path in self.files if path.startswith("People/")))
            note = daily_path(self.today, _VAULT.daily)
            line = f"- met [[{person.removesuffix('.md')}]] #met\n".encode()
            self._put(note, self.files.get(note, b"") + line)

    def _answer(self, path: str) -> None:
        """Look at the lines of a note that are still open, as one does now and then."""
        lines = self.files[path].decode().split("\n")
        before = list(lines)
        for number, line in enumerate(before):
            if line.startswith("- [ ] ") and "^pln-" in line and self._random.random() < 0.25:
                lines[number] = self._changed(line)
        if lines != before:
            self._put(path, "\n".join(line for line in lines if line != "\0").encode())

    def _changed(self, line: str) -> str:
        what = self._random.choices(["tick", "snooze", "delete", "refuse", "edit"], [6, 2, 1, 1, 1])[0]
        self.answered[what] += 1
        key = line.rpartition("^pln-")[2]
        text, _, date_and_id = line.partition(" 📅 ")
        match what:
            case "tick":
                return line.replace("- [ ]", "- [x]", 1).replace(" ^pln-", f" ✅ {self.today} ^pln-")
            case "snooze":
                later = self.today + timedelta(self._random.randint(3, 20))
                return f"{text} 📅 {later}{date_and_id[10:]}"
            case "edit":
                return line.replace("Write to", "Do write to", 1)
            case "refuse":
                return line.replace("- [ ]", "- [-]", 1)
            case _:
                self.deleted.add(key)
                return "\0"

    # vault-pln

    def _daily(self) -> None:
        now = datetime.combine(self.today, time(6), UTC)
        scene = Scene(
            self._index, self._survey, self._settings, _VAULT, tuple(self.ledger), self.ledger, self.today, now
        )
        chosen = prepare(scene, Stock())
        note = daily_path(self.today, _VAULT.daily)
        standing = {note: self.files.get(note)}
        view = chosen.view
        delivery = deliver(
            chosen.day, self._index, view.network, view.memory, self._settings, _VAULT, standing, "## Log\n", now
        )
        closing = [(path, self.files[path], numbers) for path, numbers in chosen.closing.items()]
        assert hand_over(delivery, chosen.learned, self._append, self._write, lambda: now) == []
        close(closing, self._append, self._write, lambda: now, self.today)
        self.said += [Said(one.id, one.person, one.due, self.today) for one in chosen.day.follow_ups]
        self.occasions.update(one.id for one in chosen.day.occasions)
        assert len(chosen.day.follow_ups) + len(chosen.day.occasions) <= CAP
        self._check_open()

    def _check_open(self) -> None:
        """Of the lines that still ask, and were not moved to another day, nobody has two."""
        known = {one.id: one for one in self.said}
        asking: Counter[str] = Counter()
        for note in self._index.ours().values():
            for line in note.own_lines:
                said = known.get(line.id.removeprefix("pln-"))
                if said is not None and line.status == " " and read_fields(line.text).due == said.came + TIME_TO_WRITE:
                    asking[said.person] += 1
        assert all(count == 1 for count in asking.values()), "nobody is open twice"

    def _append(self, entries: Sequence[Entry]) -> bool:
        self.ledger += entries
        return True

    def _write(self, edit: Edit) -> Written:
        assert self.files.get(edit.path) == edit.before
        assert edit.after is not None
        self._put(edit.path, edit.after)
        return Written(edit, "written")

    def _put(self, path: str, data: bytes) -> None:
        new = [path] if path not in self.files else []
        self.files[path] = data
        named = self._index.naming(new)
        self._index.change([read_note(path, data)])
        self._survey.update({path} | named | self._index.naming(new))

    def _check(self) -> None:
        text = self.files.get(daily_path(self.today, _VAULT.daily), b"")
        assert not any(key.encode() in text for key in self.deleted), "what was deleted stays away"

    # what it was like

    @property
    def lateness(self) -> list[int]:
        """For how many days each follow-up had been due when it came, ordered."""
        return sorted((one.came - one.due).days for one in self.said)

    def lines_in(self, days: range) -> int:
        """How many follow-ups came on these days, counted from the first."""
        return sum((one.came - FIRST).days in days for one in self.said)
