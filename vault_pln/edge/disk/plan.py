"""Decide how an edit reaches the disk, from bytes and facts alone."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from vault_pln.model.edit import Whose

SIZE_LIMIT = 5_000_000
"""A user's note of this many bytes is no longer a note that anybody edits by hand."""

Kind = Literal["nothing", "append", "create", "exchange", "remove", "refuse", "defer"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the disk says of the note beside its bytes.

    ``odd`` names what stands there if it is no regular file; ``disturbed`` says why now is a bad moment.
    """

    whose: Whose = "user"
    size: int = 0
    links: int = 1
    read_only: bool = False
    odd: str = ""
    disturbed: str = ""


class Step(NamedTuple):
    """What to do: ``message`` for refuse and defer, ``tail`` for append; ``advice`` is what the user can do."""

    kind: Kind
    message: str = ""
    tail: bytes = b""
    advice: str = ""


def plan(base: bytes | None, wanted: bytes | None, now: bytes | None, facts: Facts) -> Step:
    """Choose the gentlest way from ``now`` to ``wanted``, given that the edit was made from ``base``.

    None stands for a note that does not exist.
    """
    if refusal := _oddity(facts):
        return refusal
    if wanted in (now, base):
        return Step("nothing")
    if now != base:
        return Step("defer", _difference(base, now))
    if facts.disturbed:
        return Step("defer", facts.disturbed)
    return _change(base, wanted, facts)


def is_text(data: bytes) -> bool:
    """Tell whether bytes are valid UTF-8."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def too_large(size: int, facts: Facts) -> bool:
    """Tell whether a note is larger than a user's note may be."""
    return facts.whose == "user" and size >= SIZE_LIMIT


def _oddity(facts: Facts) -> Step | None:
    if facts.odd:
        return _refuse(f"is {facts.odd}", "Put an ordinary note there, or take it out of the vault.")
    if too_large(facts.size, facts):
        return _refuse("is too large to be written (5 MB or more)", "Split it into smaller notes.")
    return None


def _refuse(message: str, advice: str) -> Step:
    return Step("refuse", message, advice=advice)


def _difference(base: bytes | None, now: bytes | None) -> str:
    if now is None:
        return "is gone meanwhile"
    return "exists meanwhile" if base is None else "was changed meanwhile"


def _change(base: bytes | None, wanted: bytes | None, facts: Facts) -> Step:
    """Choose for a note that stands as expected."""
    if refusal := _refusal(base or b"", wanted, facts):
        return refusal
    if base is None:
        return Step("create")
    if wanted is None:
        return Step("remove")
    if wanted.startswith(base):
        return Step("append", tail=wanted[len(base) :])
    return Step("exchange")


def _refusal(base: bytes, wanted: bytes | None, facts: Facts) -> Step | None:
    if facts.read_only:
        return _refuse("is read-only", "Give yourself the right to write it.")
    if wanted is not None and too_large(len(wanted), facts):
        return _refuse("would become too large (5 MB or more)", "Split it into smaller notes.")
    if wanted is not None and not is_text(base):
        return _refuse("is not valid UTF-8", "Save it as UTF-8 in your editor.")
    if facts.links > 1 and not (wanted or b"").startswith(base):
        message = "has a second name on the disk (a hard link): only its end can be written"
        return _refuse(message, "Copy it, and put the copy in its place.")
    return None
