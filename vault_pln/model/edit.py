"""The only thing that changes a vault."""

from dataclasses import dataclass
from typing import Literal

Whose = Literal["user", "ours"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One note's next content, and what must stand there now for it to be written.

    ``before`` is the exact content the edit was made from, None when the note must not exist;
    ``after`` is the whole new content, None to remove the note.
    ``whose`` says how careful the write is: a note of the user's, or one that only vault-pln writes.
    """

    path: str
    before: bytes | None
    after: bytes | None
    why: str
    whose: Whose = "user"


Outcome = Literal["written", "unchanged", "deferred", "refused"]


@dataclass(frozen=True, slots=True)
class Written:
    """What became of an edit: ``deferred`` may succeed later (somebody else was writing), ``refused`` will not."""

    edit: Edit
    outcome: Outcome
    message: str = ""
