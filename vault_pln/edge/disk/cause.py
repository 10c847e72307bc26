"""Why an edit was not carried out: which errors may pass, and what they mean in plain words."""

import errno
from typing import Literal

from vault_pln.model.edit import Cause
from vault_pln.model.errors import WriteRefusedError

PASSING = frozenset(
    {errno.ENOENT, errno.EEXIST, errno.EAGAIN, errno.EBUSY, errno.ESTALE, errno.ETXTBSY, errno.EINTR},
)
WORDS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "the disk is read-only",
    errno.EIO: "the disk reports an error",
    errno.EACCES: "no permission to write here",
    errno.EPERM: "no permission to write here",
    errno.ENAMETOOLONG: "the name is too long for this disk",
    errno.ENOENT: "is gone meanwhile",
    errno.EEXIST: "exists meanwhile",
    errno.ELOOP: "is a link",
}
CAUSES: dict[int, Cause] = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EROFS: "read-only",
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EIO: "broken",
}
ADVICE: dict[Cause, str] = {
    "full": "Make room on the disk; the next run tries again.",
    "read-only": "Mount the disk for writing; the next run tries again.",
    "denied": "Give yourself the right to write there; the next run tries again.",
    "broken": "Look after the disk; the next run tries again.",
}
LATER = "The next run tries again."


class NotWrittenError(WriteRefusedError):
    """Why an edit was not carried out; ``deferred`` may succeed later, ``refused`` will not."""

    def __init__(
        self, outcome: Literal["deferred", "refused"], message: str, cause: Cause = "", advice: str = ""
    ) -> None:
        super().__init__(message, advice or ADVICE.get(cause, LATER))
        self.cause: Cause = cause
        self.outcome: Literal["deferred", "refused"] = outcome


def not_written(error: OSError) -> NotWrittenError:
    """Put an error of the system into plain words."""
    outcome: Literal["deferred", "refused"] = "deferred" if error.errno in PASSING else "refused"
    return NotWrittenError(outcome, in_words(error), CAUSES.get(error.errno or 0, ""))


def in_words(error: OSError | NotWrittenError) -> str:
    """Say what an error means; its own words where there are no better ones."""
    if isinstance(error, NotWrittenError):
        return error.message
    return WORDS.get(error.errno or 0) or error.strerror or str(error)
