"""CSV: people as tables have them, with the columns the user names, or those that are known by their headers."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO

from vault_pln.core.exchange.people_values import ALIASES, clean, unread
from vault_pln.core.markdown.plain import cut, is_blank, tidy
from vault_pln.model.exchange import Card
from vault_pln.model.problem import Problem

COLUMNS = ("name", *ALIASES, "note")
"""What a column may hold: the properties of a person, their name, and a text about them."""

MOST = 10_000
"""So many people are read from one file."""

Columns = Sequence[str]
"""For each column of a table what it holds, '' for one that is not read."""

_LONGEST_CELL = 100_000
_PREAMBLE = 20
_MANY = re.compile(r"\s*(?: ::: |[;\n])\s*")
_SPLIT = frozenset({"aliases", "relation", "expertise", "interests", "email", "phone", "profiles", "feeds", "knows",
                    "asks", "offers", "tags"})  # fmt: skip
_FLAWS = {"end of data": "a quote is not closed", "expected after": "there is text behind a quote",
          "field larger": "a cell is too long"}  # fmt: skip
_FIRST_LINE = "Save it as CSV; its first line says what is in the columns: name,email."
_QUOTES = "Put texts with commas into quotes."
_FORMULA = re.compile(r"'?[=+@\t-]")

_LINKED_IN = {
    "first name": "given", "last name": "family", "url": "profiles", "email address": "email", "company": "org",
    "position": "title",
}  # fmt: skip
_GOOGLE = {
    "name": "name", "given name": "given", "first name": "given", "additional name": "middle", "middle name": "middle",
    "family name": "family", "last name": "family", "nickname": "aliases", "birthday": "birthday", "notes": "note",
    "organization name": "org", "organization title": "title", "group membership": "tags", "labels": "tags",
    "location": "location",
}  # fmt: skip
_GOOGLE_NUMBERED = (
    (re.compile(r"e-mail \d+ - value"), "email"), (re.compile(r"phone \d+ - value"), "phone"),
    (re.compile(r"website \d+ - value"), "profiles"), (re.compile(r"organization 1 - name"), "org"),
    (re.compile(r"organization 1 - title"), "title"), (re.compile(r"address 1 - city"), "location"),
)  # fmt: skip


def read_table(text: str, named: Mapping[str, str]) -> tuple[list[Card], list[Problem]]:
    """Every person of a table, and what could not be read; never raises.

    ``named`` says for a property which column holds it; without it the header decides: our own names, LinkedIn's
    connections, Google's contacts. Several values in one cell are set apart by ``;``, ``:::`` or a new line.
    """
    rows, flaw = _rows(text)
    if flaw is not None:
        return [], [flaw]
    for number, row in rows:
        if any(len(cell) > _LONGEST_CELL for cell in row):
            return [], [Problem("", number, f"a cell has more than {_LONGEST_CELL:,} characters", "Shorten it.")]
    if len(rows) > MOST:
        return [], [Problem("", rows[MOST][0], f"the table has more than {MOST:,} rows", "Split it.")]
    return _people(rows, named)


def _rows(text: str) -> tuple[list[tuple[int, list[str]]], Problem | None]:
    """The rows that hold something, each with the line it begins in, or the place where this is no table."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line, rows = 1, list[tuple[int, list[str]]]()
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((line, row))
            line = reader.line_num + 1
            if len(rows) > MOST + _PREAMBLE:
                break
    except csv.Error as error:
        why = next((said for sign, said in _FLAWS.items() if sign in str(error)), str(error))
        return [], Problem("", line, f"this is no table: {why}", "Save it as CSV again.")
    return rows, None


def _delimiter(text: str) -> str:
    """What sets cells apart in the first lines."""
    head = "\n".join(text.split("\n", _PREAMBLE)[:_PREAMBLE])[:_LONGEST_CELL]
    return max(",;\t", key=lambda sign: (head.count(sign), sign == ","))


def _people(rows: list[tuple[int, list[str]]], named: Mapping[str, str]) -> tuple[list[Card], list[Problem]]:
    at, columns, problem = _header(rows, named)
    if problem is not None:
        return [], [problem]
    cards: list[Card] = []
    problems: list[Problem] = []
    width = len(columns)
    for number, row in rows[at + 1 :]:
        if len(row) > width and any(cell.strip() for cell in row[width:]):
            problems.append(
                Problem("", number, f"the row has {len(row)} cells, and the first row {width}; it is left out", _QUOTES)
            )
            continue
        given = _given(row, columns)
        found = _card(number, given)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            cards.append(found)
            problems += unread(found.name, number, given)
    return cards, problems


def _header(rows: list[tuple[int, list[str]]], named: Mapping[str, str]) -> tuple[int, Columns, Problem | None]:
    """Which row is the header and what its columns hold. Some programs put remarks above it."""
    for at, (_, row) in enumerate(rows[:_PREAMBLE]):
        heads = [tidy(cell).casefold() for cell in row]
        columns = _chosen(heads, named) if named else _known(heads)
        if columns:
            return at, columns, None
    line, heads = rows[0] if rows else (1, [])
    there = cut(tidy(", ".join(f"'{cell}'" for cell in heads[:10])) or "nothing", 300)
    missing = next((one for one in named.values() if one.casefold() not in (tidy(h).casefold() for h in heads)), None)
    if missing is not None:
        return 0, (), Problem("", line, f"there is no column '{missing}'", f"Name one of: {there}.")
    if len(heads) < 2:
        return 0, (), Problem("", line, "this is no table of people", _FIRST_LINE)
    advice = f"Say which column holds what: --column name=COLUMN. There are: {there}."
    return 0, (), Problem("", line, "these columns are not known", advice)


def _chosen(heads: list[str], named: Mapping[str, str]) -> Columns:
    """What the columns of a row hold that has all those the user named, empty for another row."""
    wanted = {column.casefold(): key for key, column in named.items()}
    return [wanted.get(head, "") for head in heads] if set(wanted) <= set(heads) else []


def _known(heads: list[str]) -> Columns:
    """What the columns of an export hold, empty for a header that is not known."""
    if {"first name", "last name", "connected on"} <= set(heads):
        return [_LINKED_IN.get(head, "") for head in heads]
    if "e-mail 1 - value" in heads or "group membership" in heads or {"labels", "organization name"} <= set(heads):
        return [_google(head) for head in heads]
    if "name" in heads and set(heads) & set(ALIASES):
        return [head if head in COLUMNS else "" for head in heads]
    return [] if heads != ["name"] else ["name"]


def _google(head: str) -> str:
    return _GOOGLE.get(head) or next((key for form, key in _GOOGLE_NUMBERED if form.fullmatch(head)), "")


def _given(row: list[str], columns: Columns) -> dict[str, list[str]]:
    """The texts of a row by what they are."""
    given: dict[str, list[str]] = {}
    for key, cell in zip(columns, row, strict=False):
        text = cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell
        if key and text.strip():
            given.setdefault(key, []).extend(_MANY.split(text) if key in _SPLIT else [text])
    return given


def _card(number: int, given: Mapping[str, Sequence[str]]) -> Card | Problem:
    parts = (text for key in ("given", "middle", "family") for text in given.get(key, ()))
    name = cut(tidy(given["name"][0] if "name" in given else " ".join(parts)), 200)
    if is_blank(name):
        return Problem("", number, "a row without a name is left out", "Give it a name.")
    values = {key: found for key in ALIASES if (found := clean(key, given.get(key, ())))}
    note = tuple(line for text in given.get("note", ()) for line in text.split("\n") if line.strip())
    uid = tidy(next(iter(given.get("uid", ())), ""))[:300]
    return Card(name, number, uid, {key: value for key, value in values.items() if key != "uid"}, note)


def write_table(cards: Iterable[Card]) -> str:
    """People as a table, under our own names. What a spreadsheet would take for a formula begins with an apostrophe."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for card in cards:
        texts = {"name": (card.name,), "uid": (card.uid,), **card.values}
        texts["birthday"] = tuple(text.removeprefix("--") for text in texts.get("birthday", ()))
        cells = ["; ".join(texts.get(key, ())) for key in COLUMNS[:-1]]
        writer.writerow([_guarded(cell) for cell in (*cells, "\n".join(card.note))])
    return out.getvalue()


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell
