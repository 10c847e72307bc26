"""What is believed of a vault's listing: a note that is gone counts as there for a while."""

import os
from collections.abc import Mapping
from dataclasses import replace

from vault_pln.core.index.doubt import Doubt, is_doubtful
from vault_pln.edge import clock, disk
from vault_pln.model.files import Listing, Stat


class Belief:
    """The listings of one vault over time; ``held`` are the notes that count as they were, as listed last."""

    def __init__(self, root: str, doubt: Doubt) -> None:
        self._root, self._doubt = root, doubt
        self.held: frozenset[str] = frozenset()

    def listing(self, known: Mapping[str, Stat]) -> tuple[Listing, frozenset[str]]:
        """The vault as it is listed now, those notes as they were whose end is in doubt, and which they are."""
        found = disk.list_vault(self._root)
        self.held = self._doubt.look(known, found.notes, self._has_folder, clock.monotonic())
        return replace(found, notes={**found.notes, **{path: known[path] for path in self.held}}), self.held

    def is_doubtful(self, known: Mapping[str, Stat], path: str) -> bool:
        """Whether a known note is gone or much shorter now, so that one must look twice."""
        return path in known and is_doubtful(known[path], disk.stat_note(self._root, path))

    def wait(self) -> float | None:
        """Seconds until something more is believed, None where nothing is in doubt."""
        return self._doubt.wait(clock.monotonic())

    def _has_folder(self, path: str) -> bool:
        return os.path.isdir(os.path.dirname(f"{self._root}/{path}"))
