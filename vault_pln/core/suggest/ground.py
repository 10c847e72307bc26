"""What suggestions stand on, and what several kinds of them ask of a person."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from vault_pln.core.digest.ledger import Memory
from vault_pln.core.index.index import Index
from vault_pln.core.markdown.phrases import Phrases
from vault_pln.core.network.reciprocity import balance
from vault_pln.core.network.rhythm import cadence_of, last_contact
from vault_pln.core.network.strength import strength
from vault_pln.core.network.tie_graph import Ties
from vault_pln.core.suggest.discovery import Candidate
from vault_pln.model.kinds import Person
from vault_pln.model.network import Contact, Network
from vault_pln.model.news import Item
from vault_pln.model.settings import Settings
from vault_pln.model.suggestion import Evidence
from vault_pln.model.vault import Conventions


@dataclass(frozen=True, slots=True)
class Ground:
    """A vault as suggestions see it. ``items`` are the newest first; ``liked`` the ids of those ticked or kept.

    ``sites`` are such as could be followed, best first.
    """

    index: Index
    network: Network
    ties: Ties
    memory: Memory
    settings: Settings
    conventions: Conventions
    say: Phrases
    items: Sequence[Item] = ()
    liked: frozenset[str] = field(default_factory=frozenset)
    sites: Sequence[Candidate] = ()

    def rows(self, path: str) -> tuple[Contact, ...]:
        """All contacts with somebody, oldest first."""
        return self.network.contacts.get(path, ())

    def last_contact(self, person: Person) -> date | None:
        """The later of what the notes show and what the person's note says."""
        rows = self.rows(person.path)
        return last_contact(person, rows[-1].day if rows else None)

    def strength(self, person: Person) -> float:
        """How strong the user's tie to somebody is; 0 without any contact."""
        rows, cadence = self.rows(person.path), cadence_of(person, self.settings)
        if not rows and person.last_contact is not None:
            rows = (Contact(person.last_contact, person.path, 0, ""),)
        return strength(rows, self.network.today, cadence)

    def balance(self, path: str) -> tuple[int, int, float]:
        """How often the user gave and got, and how that stands: below 0 they received more."""
        rows = self.rows(path)
        gave = sum(row.direction in ("gave", "both") for row in rows)
        got = sum(row.direction in ("got", "both") for row in rows)
        return gave, got, balance(gave, got)

    def is_left_alone(self, person: Person) -> bool:
        """Whether the user wants no word about somebody: a cadence of never, or a snooze that has not ended."""
        snoozed = person.snooze_until is not None and person.snooze_until > self.network.today
        return person.cadence == 0 or snoozed

    def meant(self, link: str, source: str) -> str:
        """The path of the note that a property's link means, '' for none."""
        return self.index.resolve(link, source).path or ""

    def property(self, path: str, key: str, text: str) -> Evidence:
        """The line of a property as evidence."""
        note = self.index.notes.get(path)
        if note is None:
            return Evidence(path, None, f"{key}: {text}")
        name = self.settings.property_names.get(key, key)
        lines = {found.lower(): line for found, line in note.property_lines.items()}
        return Evidence(path, lines.get(name.lower(), lines.get(key)), f"{key}: {text}")


def line_of(row: Contact) -> Evidence:
    """A line of contact as evidence."""
    return Evidence(row.path, row.line or None, row.text.strip())
