"""The e-mail addresses that a note has, under all the names that people and contacts plugins have for them."""

import re
from collections.abc import Iterator, Mapping

from vault_pln.core.kinds.values import texts
from vault_pln.model.note import Note
from vault_pln.model.problem import Problem

_KEY = re.compile(r"(?:e-?)?mails?(?P<more>[\[ _-].*)?\Z", re.IGNORECASE)
"""``email``, ``mail``, ``E-Mail``, ``emails``; ``EMAIL[HOME]``, ``email-work`` and the like."""

_MAIL = re.compile(r"[^\s<>@,;:()]+@[^\s<>@,;()]+\.[^\s<>@,;()]+")
_LONGEST = 1000
_NONE = frozenset({"none", "no", "n/a", "-", "?", "unknown", "keine", "unbekannt"})
"""What says that somebody has no address, or none that is known."""


def mails_of(note: Note, names: Mapping[str, str]) -> frozenset[str]:
    """Its addresses in small letters; ``names`` are the user's own names of properties."""
    return frozenset(mail for key in _keys(note, names) for mail in _in(note, key))


def _keys(note: Note, names: Mapping[str, str]) -> Iterator[str]:
    own = names.get("email", "email").lower()
    return (key for key in note.properties if key.lower() == own or _KEY.match(key))


def _in(note: Note, key: str) -> Iterator[str]:
    for text in texts(note.properties[key]):
        yield from (mail.lower() for mail in _MAIL.findall(text[:_LONGEST]))


def mail_problems(note: Note, names: Mapping[str, str]) -> Iterator[Problem]:
    """Properties for an address that hold none; of ``mail-list`` and the like nobody knows what they are for."""
    for key in _keys(note, names):
        named, value = _KEY.match(key), note.properties[key]
        said = [text for text in texts(value) if text.lower() not in _NONE]
        if said and (named is None or not named["more"]) and not any(_in(note, key)):
            line = note.property_lines.get(key, 1)
            yield Problem(note.path, line, f"'{key}: {value}' is no e-mail address", "Write it as name@example.org.")
