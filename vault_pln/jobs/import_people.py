"""People of an address book or a table become person notes; lines for notes that are there are only proposed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from vault_pln.core.exchange.added import with_properties
from vault_pln.core.exchange.matching import Known, Matched, mails_of, matched, name_mark, uid_mark
from vault_pln.core.exchange.people_values import ALIASES, listed, written
from vault_pln.core.exchange.table import COLUMNS, read_table
from vault_pln.core.exchange.vcard import read_cards
from vault_pln.core.index.titles import link_to, name_of
from vault_pln.core.kinds.create import Value, home_of, name_of_file
from vault_pln.core.markdown.escape import file_name, harmless
from vault_pln.core.markdown.ids import digest_of_bytes
from vault_pln.core.network.traces import day_of
from vault_pln.edge import disk
from vault_pln.jobs.create import Notes
from vault_pln.jobs.vault import Vault, view_of
from vault_pln.model.edit import Edit
from vault_pln.model.errors import UsageError
from vault_pln.model.exchange import Card, Form, Merge, Plan
from vault_pln.model.kinds import Person
from vault_pln.model.problem import Problem

_FOLDER = "People"
_MOST_NOTE_LINES = 200


def plan_people(vault: Vault, form: Form, name: str, text: str, columns: Mapping[str, str]) -> Plan:
    """What the people of a file become: new notes, lines for notes that are there, or nothing."""
    if wrong := [key for key in columns if key not in COLUMNS]:
        raise UsageError(f"--column: '{wrong[0]}' is no property of people", f"Use one of: {', '.join(COLUMNS)}.")
    if columns and "name" not in columns:
        raise UsageError("--column: no column is named for 'name'", "Say --column name=COLUMN too.")
    cards, problems = read_table(text, columns) if form == "csv" else read_cards(text)
    people = _People(vault, name)
    found = matched(cards, people.known())
    people.learn(found)
    new, taken = people.new(found.new)
    merges, same, unclear = people.merges(found)
    left = (*found.left, *taken, *unclear)
    return Plan(form, new, merges, same, left, tuple(problems), tuple(_met(vault, new)))


def _met(vault: Vault, new: Iterable[Edit]) -> Iterator[str]:
    """The new notes of people whom dated notes name already: with them the user keeps in touch."""
    for edit in new:
        notes = (vault.index.notes[path] for path in vault.index.naming([edit.path]))
        if any(day_of(note, vault.settings, vault.conventions) is not None for note in notes):
            yield edit.path


def with_cadence(plan: Plan, cadence: str) -> Plan:
    """The plan in which the new notes of people whom dated notes name say this cadence."""
    return replace(plan, edits=tuple(_kept_up(one, cadence) if one.path in plan.met else one for one in plan.edits))


def _kept_up(edit: Edit, cadence: str) -> Edit:
    found = with_properties(edit.path, (edit.after or b"").decode(), {"cadence": cadence})
    return edit if found is None else Edit(edit.path, None, found.text.encode(), edit.why)


class _People:
    """The people of a vault, and what the cards of one file would make of them."""

    def __init__(self, vault: Vault, file: str) -> None:
        self._vault, self._file = vault, file
        self._people: Mapping[str, Person] = view_of(vault).network.people
        notes = vault.index.notes.some(set(self._people))
        self._listed = {path: listed(note, vault.settings.property_names) for path, note in notes.items()}
        self._uids: dict[str, str] = {}

    def known(self) -> list[Known]:
        return [self._known(path, said) for path, said in self._listed.items()]

    def _known(self, path: str, said: Mapping[str, tuple[str, ...]]) -> Known:
        names = (name_of(path), *self._people[path].aliases, *said.get("name", ()))
        uid = uid_mark(next(iter(said.get("uid", ())), ""))
        if uid:
            self._uids[uid] = path
        return Known(path, frozenset(map(name_mark, names)), uid, mails_of(said), name_mark(name_of(path)))

    def learn(self, found: Matched) -> None:
        """Whom the cards of a file mean, so that others may name them."""
        self._uids |= {uid_mark(card.uid): path for path, (card, _) in found.there.items() if card.uid}

    def new(self, cards: Iterable[Card]) -> tuple[tuple[Edit, ...], list[Problem]]:
        """The notes of people who are not there; where a note that is no person's has the name, the card is left."""
        others = {name_of_file(path): path for path in self._vault.index.notes if path not in self._people}
        wanted = [card for card in cards if name_mark(card.name) not in others]
        left = [_no_person(card, others[name_mark(card.name)]) for card in cards if name_mark(card.name) in others]
        folder, notes = home_of(self._people, _FOLDER), Notes(self._vault)
        uids = {uid_mark(card.uid): card.name for card in wanted if card.uid}
        why = f"from {self._file}"
        edits = [_with_note(notes.new("person", folder, c.name, self._properties(c, uids), why), c) for c in wanted]
        return tuple(edits), left

    def merges(self, found: Matched) -> tuple[tuple[Merge, ...], tuple[str, ...], list[Problem]]:
        """The lines that people who are there would get, those who need none, and notes that cannot be added to."""
        merges: list[Merge] = []
        same: list[str] = []
        left: list[Problem] = []
        for path, (card, because) in sorted(found.there.items()):
            values = self._missing(path, card)
            merge = self._merge(path, values, because) if values else None
            if merge is not None:
                merges.append(merge)
            elif values:
                left.append(Problem(path, None, "nothing can be added to its properties", "See: vault-pln doctor."))
            else:
                same.append(card.name)
        return tuple(merges), tuple(same), left

    def _missing(self, path: str, card: Card) -> dict[str, Value]:
        """What the card says that the note is silent about, under the user's names."""
        said = self._listed[path]
        values = {key: value for key, value in self._properties(card, {}).items() if key not in said}
        names = {name_mark(one) for one in (name_of(path), *self._people[path].aliases, *said.get("name", ()))}
        if name_mark(card.name) not in names and "aliases" not in said:
            values["aliases"] = [card.name]
        renamed = self._vault.settings.property_names
        return {renamed.get(key, key): value for key, value in values.items()}

    def _merge(self, path: str, values: Mapping[str, Value], because: str) -> Merge | None:
        try:
            before = disk.read_note(self._vault.places.root, path)
            text = before.decode("utf-8")
        except (OSError, UnicodeDecodeError):
            return None
        if digest_of_bytes(before) != self._vault.index.notes[path].digest:
            return None
        found = with_properties(path, text, values)
        if found is None:
            return None
        edit = Edit(path, before, found.text.encode("utf-8"), f"lines from {self._file}")
        return Merge(edit, found.lines, because)

    def _properties(self, card: Card, new: Mapping[str, str]) -> dict[str, Value]:
        knows = tuple(self._linked(name, new) for name in card.values.get("knows", ()))
        values = {**card.values, "knows": knows, "uid": (card.uid,) if card.uid else ()}
        return written({key: tuple(one for one in values[key] if one) for key in ALIASES if key in values})

    def _linked(self, name: str, new: Mapping[str, str]) -> str:
        """Somebody another one knows: a link where they are a person of the vault or of the file, else the name."""
        path = self._uids.get(uid_mark(name))
        if path is not None:
            return link_to(self._vault.index, path)
        if uid_mark(name) in new:
            return f"[[{file_name(new[uid_mark(name)])}]]"
        resolved = self._vault.index.resolve(name, "").path
        if resolved is not None and resolved in self._people:
            return link_to(self._vault.index, resolved)
        return "" if ":" in name else name


def _no_person(card: Card, path: str) -> Problem:
    advice = f"Write 'type: person' into {path} if it is about them, and import again."
    return Problem("", card.line, f"'{card.name}': a note of this name is there and is no person; left alone", advice)


def _with_note(edit: Edit, card: Card) -> Edit:
    """The new note with the text that the other program has about the person, as a quote: nothing in it acts."""
    if not card.note or edit.after is None:
        return edit
    lines = "".join(f"> {harmless(line)}\n" for line in card.note[:_MOST_NOTE_LINES])
    return Edit(edit.path, None, edit.after.rstrip(b"\n") + b"\n\n" + lines.encode(), edit.why)
