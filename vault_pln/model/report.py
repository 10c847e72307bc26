"""What a reindex found and did."""

from dataclasses import dataclass

from vault_pln.model.edit import Edit, Written
from vault_pln.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Reindexed:
    """Counts of the vault, ``read`` notes that had to be read, ``written`` paths, ``seconds`` it took.

    ``edits`` is what was, or in a dry run would be, written; ``unwritten`` what could not be; ``held`` says that
    another device is the one to do it.
    """

    notes: int
    people: int
    sources: int
    goals: int
    links: int
    unresolved: int
    read: int
    edits: tuple[Edit, ...]
    written: tuple[str, ...]
    problems: tuple[Problem, ...]
    seconds: float
    unwritten: tuple[Written, ...] = ()
    held: bool = False
