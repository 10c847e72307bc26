"""The only thing that changes a vault."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

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

Cause = Literal["", "overtaken", "full", "read-only", "denied", "broken", "ledger"]
"""What kept a note from being written: somebody saved it at that moment, or something of the disk: no room, no writing
at all, no permission here, an error of it, or that the ledger could not be written first."""


@dataclass(frozen=True, slots=True)
class Written:
    """What became of an edit: ``deferred`` may succeed later (somebody else was writing), ``refused`` will not.

    ``message`` says why it was not written, ``advice`` what the user can do.
    """

    edit: Edit
    outcome: Outcome
    message: str = ""
    cause: Cause = ""
    advice: str = ""


class KeptVersion(NamedTuple):
    """A version of a note that a write displaced: when that was (aware UTC), and the file outside the vault it is in.

    ``digest`` is the beginning of the SHA-256 of its bytes. ``path`` is the note's at that time and ``why`` the reason
    of the write, both empty where they are not known.
    """

    when: datetime
    file: str
    digest: str
    whose: Whose = "user"
    path: str = ""
    why: str = ""
