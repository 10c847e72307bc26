"""vCard: people as address books exchange them; versions 2.1, 3.0 and 4.0 are read, 4.0 is written.

Sources: RFC 6350 (4.0), 2426 (3.0), 6715 (expertise, interests), 9554 (profiles); ``X-PLN-`` where none has a word.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from vault_pln.core.exchange.content_lines import ContentLine, content_lines, escaped, folded, parts, unescaped
from vault_pln.core.exchange.people_values import clean, unread
from vault_pln.core.markdown.plain import cut, is_blank, tidy
from vault_pln.model.exchange import Card
from vault_pln.model.problem import Problem

MOST = 10_000
"""So many people are read from one file."""

_LONGEST_NAME = 200
_PLAIN: Mapping[str, str] = {
    "EMAIL": "email", "TEL": "phone", "URL": "url", "TITLE": "title", "ROLE": "role", "BDAY": "birthday",
    "SOCIALPROFILE": "profiles", "X-SOCIALPROFILE": "profiles", "EXPERTISE": "expertise", "INTEREST": "interests",
    "HOBBY": "interests", "X-PLN-MET": "met", "X-PLN-RELATION": "relation", "X-PLN-CADENCE": "cadence",
    "X-PLN-FEED": "feeds", "X-PLN-ASKS": "asks", "X-PLN-OFFERS": "offers", "X-PLN-KNOWS": "knows",
}  # fmt: skip
_LISTS: Mapping[str, str] = {"NICKNAME": "aliases", "CATEGORIES": "tags"}
_ACQUAINTED = frozenset({"contact", "acquaintance", "friend", "met", "co-worker", "colleague"})
_NO_PERSON = frozenset({"group", "org", "location", "application", "device"})


class _Open(NamedTuple):
    """A card that is being read."""

    line: int
    rows: list[ContentLine]
    flaws: list[Problem]


def read_cards(text: str) -> tuple[list[Card], list[Problem]]:
    """Every person of a file, and what could not be read; never raises.

    A card with a broken line, a card that does not end and one that says it is no person are left out, each a
    problem with its line. More than ten thousand are no file to read.
    """
    cards: list[Card] = []
    problems: list[Problem] = []
    card: _Open | None = None
    if "BEGIN:VCARD" not in text.upper():
        return [], [Problem("", 1, "this is no vCard: it has no BEGIN:VCARD", "Export the address book again.")]
    for row in content_lines(text):
        if isinstance(row, Problem):
            (card.flaws if card is not None else problems).append(row)
        elif row.name == "BEGIN" and row.value.strip().upper() == "VCARD":
            problems += [_cut_off(card)] if card is not None else []
            card = _Open(row.number, [], [])
        elif row.name == "END" and card is not None:
            found, flaws = _card(card)
            cards += [found] if found is not None else []
            problems += flaws
            card = None
        elif card is not None:
            card.rows.append(row)
        if len(cards) > MOST:
            line = cards[-1].line
            return [], [Problem("", line, f"the file has more than {MOST:,} people", "Split it.")]
    problems += [_cut_off(card)] if card is not None else []
    if not cards and not problems:
        problems.append(Problem("", 1, "this is no vCard: it has no BEGIN:VCARD", "Export the address book again."))
    return cards, problems


def _cut_off(card: _Open) -> Problem:
    return Problem("", card.line, "the card has no end; it is left out", "Export the address book again.")


def _card(card: _Open) -> tuple[Card | None, list[Problem]]:
    """The person of a card, None where it is left out, and what could not be read."""
    if card.flaws:
        flaw = card.flaws[0]
        return None, [flaw._replace(message=f"{flaw.message}; the card is left out")]
    by_name: dict[str, list[ContentLine]] = {}
    for row in card.rows:
        by_name.setdefault(row.name, []).append(row)
    kind = _first(by_name, "KIND").strip().lower() or ("org" if _first(by_name, "X-ABSHOWAS") == "COMPANY" else "")
    name = cut(tidy(_name(by_name)), _LONGEST_NAME)
    if kind in _NO_PERSON or "X-ADDRESSBOOKSERVER-KIND" in by_name:
        message = f"'{name}' is no person but of the kind '{kind or 'group'}'; it is left out"
        return None, [Problem("", card.line, message, "Make a note by hand if it is somebody.")]
    if is_blank(name):
        return None, [
            Problem("", card.line, "a card without a name is left out", "Give it a name in the address book.")
        ]
    given = _values(by_name)
    values = {key: found for key, texts in given.items() if (found := clean(key, texts))}
    note = tuple(line for row in by_name.get("NOTE", ()) for line in unescaped(row.value).split("\n") if line.strip())
    person = Card(name, card.line, tidy(_first(by_name, "UID"))[:300], values, note)
    return person, list(unread(name, card.line, given))


def _first(rows: Mapping[str, Sequence[ContentLine]], name: str) -> str:
    return next((unescaped(row.value) for row in rows.get(name, ()) if row.value.strip()), "")


def _name(rows: Mapping[str, Sequence[ContentLine]]) -> str:
    """What somebody is called, else made of the parts of their name."""
    full = _first(rows, "FN")
    if not is_blank(full) or "N" not in rows:
        return full
    family, given, middle, *_ = (*parts(rows["N"][0].value, ";"), "", "", "")
    return " ".join(part for part in (given, middle, family) if part.strip())


def _values(rows: Mapping[str, Sequence[ContentLine]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}

    def add(key: str, values: Iterable[str]) -> None:
        found.setdefault(key, []).extend(values)

    for name, key in _PLAIN.items():
        add(key, (_value(row) for row in rows.get(name, ())))
    for name, key in _LISTS.items():
        add(key, (part for row in rows.get(name, ()) for part in parts(row.value, ",")))
    for row in rows.get("ORG", ()):
        add("org", [", ".join(part for part in parts(row.value, ";") if part.strip())])
    for row in rows.get("ADR", ()):
        add("location", parts(row.value, ";")[3:4])
    add("knows", (_value(row) for row in rows.get("RELATED", ()) if _is_acquainted(row)))
    # of several home pages the first is the one; the others are pages of theirs all the same
    add("profiles", found["url"][1:])
    return found


def _value(row: ContentLine) -> str:
    """A single value; a birthday whose year is not known has none."""
    text = unescaped(row.value)
    if row.name == "BDAY" and row.params.get("X-APPLE-OMIT-YEAR", ("?",))[0] == text[:4]:
        return re.sub(r"^\d{4}-?", "--", text)
    return text


def _is_acquainted(row: ContentLine) -> bool:
    types = {word.lower() for word in row.params.get("TYPE", ())}
    return not types or not _ACQUAINTED.isdisjoint(types)


def write_cards(cards: Iterable[Card]) -> str:
    """A vCard 4.0 file: the same people give the same bytes."""
    return folded(line for card in cards for line in _lines(card))


def _lines(card: Card) -> Iterator[str]:
    values = card.values
    yield from ("BEGIN:VCARD", "VERSION:4.0", f"FN:{escaped(card.name)}")
    if card.uid:
        yield f"UID:{escaped(card.uid)}"
    for name, key in _LISTS.items():
        if values.get(key):
            yield f"{name}:{','.join(map(escaped, values[key]))}"
    for name, key in _WRITTEN:
        for value in values.get(key, ()):
            yield f"{name}:{escaped(_dated(value) if name == 'BDAY' else value)}"
    if values.get("location"):
        yield f"ADR:;;;{escaped(values['location'][0])};;;"
    yield from (f"NOTE:{escaped(line)}" for line in card.note)
    yield "END:VCARD"


def _dated(day: str) -> str:
    return day.replace("-", "") if not day.startswith("--") else "--" + day[2:].replace("-", "")


_WRITTEN = (*((name, key) for name, key in _PLAIN.items() if name not in ("X-SOCIALPROFILE", "HOBBY")), ("ORG", "org"))
"""How each property is written, in this order."""
