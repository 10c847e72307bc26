"""Content lines: the grammar that vCard (RFC 6350, 2426, vCard 2.1) and iCalendar (RFC 5545) share.

Own code, since the one library for vCards knows no version 4 and gives up a whole file for one bad line, and since
every flaw has to be told with its line in the file.
"""

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from vault_pln.model.problem import Problem

LONGEST = 100_000
"""Characters of a value; only pictures, sounds and keys are longer, and these are not read."""

_MARKS = re.compile(r'[:;"]')
_NAME = re.compile(r"(?:[A-Za-z0-9-]+\.)?([A-Za-z0-9-]+)")
_BINARY = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_CUT = re.compile(r"\\.|[,;]", re.DOTALL)
_CARET = re.compile(r"\^([n'^])")
_FOLD_AT = 75
_MOST_PARAMS = 100


class ContentLine(NamedTuple):
    """One property: its name in upper case, without group; ``value`` as written; where it begins in the file."""

    name: str
    params: Mapping[str, tuple[str, ...]]
    value: str
    number: int


def content_lines(text: str) -> Iterator[ContentLine | Problem]:
    """The lines of a text, unfolded; one that is none is a problem with its line. Values of pictures are left out."""
    for number, line in _unfolded(text):
        yield _content_line(line, number)


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """The logical lines: folded ones, and those that quoted-printable goes on in (vCard 2.1), are one."""
    parts: list[str] = []
    start, soft = 0, False
    for number, line in enumerate(text.split("\n"), 1):
        if parts and (soft or line[:1] in (" ", "\t")):
            parts.append(line if soft else line[1:])
        else:
            if parts:
                yield start, "".join(parts)
            parts, start = ([line] if line.strip() else []), number
        soft = bool(parts) and line.endswith("=") and "QUOTED-PRINTABLE" in parts[0][:200].upper()
        if soft:
            parts[-1] = parts[-1][:-1]
    if parts:
        yield start, "".join(parts)


def _content_line(line: str, number: int) -> ContentLine | Problem:
    cuts, end = _cuts(line)
    found = _NAME.fullmatch(line[: cuts[0] if cuts else max(end, 0)].strip())
    if end < 0 or found is None or len(cuts) > _MOST_PARAMS:
        return Problem("", number, "this is no line of a card or calendar", "Export the file again.")
    name = found[1].upper()
    if name in _BINARY:
        return ContentLine(name, {}, "", number)
    if len(line) - end > LONGEST:
        return Problem("", number, f"'{name}' has more than {LONGEST:,} characters", "Shorten it, or leave it out.")
    params: dict[str, tuple[str, ...]] = {}
    for start, stop in pairwise((*cuts, end)):
        key, equals, given = line[start + 1 : stop].partition("=")
        key = key.strip().upper() if equals else "TYPE"
        params[key] = (*params.get(key, ()), *_param_values(given if equals else line[start + 1 : stop]))
    return ContentLine(name, params, _decoded(line[end + 1 :], params), number)


def _cuts(line: str) -> tuple[list[int], int]:
    """Where the parameters begin, and where the value does: -1 where no colon is outside quotes."""
    cuts: list[int] = []
    quoted = False
    for mark in _MARKS.finditer(line):
        if mark[0] == '"':
            quoted = not quoted
        elif not quoted and mark[0] == ";":
            cuts.append(mark.start())
        elif not quoted:
            return cuts, mark.start()
    return cuts, -1


def _param_values(text: str) -> tuple[str, ...]:
    words = (part.strip().strip('"') for part in re.split(r',(?=(?:[^"]*"[^"]*")*[^"]*$)', text[:1000]))
    return tuple(_CARET.sub(lambda found: {"n": "\n", "'": '"', "^": "^"}[found[1]], word) for word in words)


def _decoded(value: str, params: Mapping[str, tuple[str, ...]]) -> str:
    """The value without the encoding that vCard 2.1 may wrap it in."""
    encoding = "".join((*params.get("ENCODING", ()), *params.get("TYPE", ()))).upper()
    if "QUOTED-PRINTABLE" not in encoding:
        return value
    given = codecs.decode(value.encode("utf-8", "replace"), "quopri")
    charset = next(iter(params.get("CHARSET", ())), "utf-8")
    try:
        return given.decode(charset, "replace").replace("\r\n", "\n")
    except (LookupError, ValueError):
        return given.decode("utf-8", "replace")


def unescaped(value: str) -> str:
    """A text value as it is meant."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def parts(value: str, mark: str) -> list[str]:
    """The parts of a structured value (``;``) or a list (``,``), each as it is meant."""
    cuts = [found.start() for found in _CUT.finditer(value) if found[0] == mark]
    return [unescaped(value[start + 1 : end]) for start, end in pairwise((-1, *cuts, len(value)))]


def escaped(text: str) -> str:
    """A text as it stands in a value (RFC 6350 3.4, RFC 5545 3.3.11)."""
    for sign, mark in (("\\", "\\\\"), ("\r", ""), ("\n", "\\n"), (",", "\\,"), (";", "\\;")):
        text = text.replace(sign, mark)
    return text


def folded(lines: Iterable[str]) -> str:
    """The lines as a file holds them: CRLF, none longer than 75 bytes."""
    return "".join(f"{part}\r\n" for line in lines for part in _folds(line))


def _folds(line: str) -> Iterator[str]:
    start, size, lead = 0, 0, ""
    for at, sign in enumerate(line):
        width = len(sign.encode())
        if size + width > _FOLD_AT - len(lead):
            yield lead + line[start:at]
            start, size, lead = at, 0, " "
        size += width
    yield lead + line[start:]
