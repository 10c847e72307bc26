"""Files that stand where a note is expected and are not read."""

import re
from collections.abc import Collection, Iterator, Mapping

from vault_pln.model.finding import Finding

_CONFLICT = re.compile(r"\.sync-conflict-[^.]*|\.pln-conflict-[^.]*| ?\([^()]*[Cc]onflicted copy[^()]*\)")


def file_findings(odd: Mapping[str, str], notes: Collection[str]) -> Iterator[Finding]:
    """Conflict copies, folders and links with a note's name, names no file should have; ``odd`` says what each is."""
    for path, what in sorted(odd.items()):
        yield Finding("file", path, None, f"not read: it is {what}", advice_for(path, what, notes))


def advice_for(path: str, what: str, notes: Collection[str]) -> str:
    """What to do about such a file."""
    if "conflict copy" in what:
        original = _CONFLICT.sub("", path)
        beside = f" '{original}'" if original in notes else " the note"
        return f"Take over into{beside} what is missing there, then delete the copy."
    if "UTF-8" in what:
        return "Give it another name."
    if "link" in what:
        return "Put the file itself there, if it belongs to the vault."
    return "Rename it, if it is in the way."
