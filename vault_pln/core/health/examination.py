"""The whole vault looked over: first from the facts of all notes, then in the texts that these make suspicious."""

from collections.abc import Iterable, Iterator, Mapping

from vault_pln.core.health.blocks import block_findings
from vault_pln.core.health.files import file_findings
from vault_pln.core.health.front_matter import front_matter_findings
from vault_pln.core.health.kinds import (
    relation_suspects,
    settings_suspects,
    status_suspects,
    type_suspects,
    vocabulary,
    word_suspects,
)
from vault_pln.core.health.links import link_suspects
from vault_pln.core.health.meant import Meant
from vault_pln.core.health.mending import Suspect, mended
from vault_pln.core.health.names import feed_findings, mail_findings, name_findings, unlinkable_findings
from vault_pln.core.health.properties import Naming, unquoted_suspects
from vault_pln.core.index.index import Index
from vault_pln.core.kinds.kind import is_template
from vault_pln.core.kinds.settings import find_settings
from vault_pln.core.markdown.replace import edited_by_user
from vault_pln.model.finding import Finding, Sort
from vault_pln.model.network import Network
from vault_pln.model.note import Note
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions

ORDER: tuple[Sort, ...] = ("file", "settings", "front matter", "property", "link", "ambiguous", "double", "block")
"""Sorts of findings, in the order in which one had better mend them."""


class Examination:
    """What is suspicious in a vault: in ``to_read`` the notes whose text must be seen for it."""

    def __init__(self, index: Index, network: Network, settings: Settings, conventions: Conventions) -> None:
        self._index, self._network, self._settings = index, network, settings
        self._daily = conventions.daily
        self._checked = [
            path for path in sorted(index.notes) if not is_template(index.notes[path], settings, conventions)
        ]
        self._users = [path for path in self._checked if not index.is_own(path)]
        self._meant = Meant(index, network, conventions, self._users)
        self._suspects: dict[str, list[Suspect]] = {}
        for suspect in self._all_suspects():
            self._suspects.setdefault(suspect.finding.path, []).append(suspect)
        self.to_read = frozenset(path for path in self._checked if self._needs_text(path))

    def findings(self, texts: Mapping[str, str | None], odd: Mapping[str, str]) -> list[Finding]:
        """All findings.

        ``texts`` are those of ``to_read``, None where a note is no text; ``odd`` says which files are not read.
        """
        found = list(file_findings(odd, self._index.notes.keys()))
        for path in self._suspects.keys() | self.to_read:
            found += self._of_note(self._index.notes[path], texts)
        found += name_findings(self._meant.kinds)
        found += unlinkable_findings(self._meant.kinds)
        found += feed_findings(self._network)
        found += mail_findings(self._index, self._network, self._settings.property_names)
        return ordered(found)

    def _of_note(self, note: Note, texts: Mapping[str, str | None]) -> Iterator[Finding]:
        suspects = self._suspects.get(note.path, ())
        text = texts.get(note.path)
        if text is None:
            sort: Sort = "file" if note.path in texts else "front matter"
            yield from (Finding(sort, *problem[:4]) for problem in note.problems)
            yield from (suspect.finding._replace(certain=False) for suspect in suspects)
            return
        if note.problems:
            yield from front_matter_findings(note.path, text)
        if note.blocks is None:
            yield from (Finding("block", *problem[:4]) for problem in note.problems[-1:])
        yield from block_findings(note, text)
        yield from mended(suspects, note, text)

    def _needs_text(self, path: str) -> bool:
        note = self._index.notes[path]
        if note.problems or any(suspect.remedy is not None for suspect in self._suspects.get(path, ())):
            return True
        return any(edited_by_user(block) for block in note.blocks or ())

    def _all_suspects(self) -> Iterator[Suspect]:
        spoken = vocabulary(self._index.notes[path] for path in self._users)
        naming = Naming(self._meant, self._settings)
        for path in self._users:
            note = self._index.notes[path]
            yield from type_suspects(note, spoken)
            yield from link_suspects(self._meant, note, self._daily, naming.links(note))
            if path in self._meant.kinds:
                yield from unquoted_suspects(note)
                yield from naming.suspects(note)
        yield from self._of_properties()
        yield from self._of_settings(spoken)

    def _of_properties(self) -> Iterator[Suspect]:
        notes = self._index.notes
        problems: dict[str, list[Finding]] = {}
        for problem in self._network.problems:
            if problem.path in notes and problem not in notes[problem.path].problems:
                problems.setdefault(problem.path, []).append(Finding("property", *problem[:4]))
        for path, found in problems.items():
            yield from word_suspects(notes[path], self._meant.kinds.get(path), found, self._settings)
        for path in self._network.goals:
            yield from status_suspects(notes[path], self._settings)
        people = [(notes[path], person.cadence is not None) for path, person in self._network.people.items()]
        yield from relation_suspects(people, self._settings)

    def _of_settings(self, spoken: Mapping[str, int]) -> Iterator[Suspect]:
        note, spare = find_settings(self._index.notes)
        if note is not None:
            yield from settings_suspects(note)
        yield from (Suspect(Finding("settings", *problem[:4])) for problem in spare)
        for path in self._checked:
            if self._index.is_own(path) and path.endswith("/PLN Settings.md"):
                yield from type_suspects(self._index.notes[path], spoken)


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """The findings by sort, note and line."""
    return sorted(findings, key=lambda f: (ORDER.index(f.sort), f.path, f.line or 0))
