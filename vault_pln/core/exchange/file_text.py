"""The bytes of a file that the user names, as text; what is none, or too much, is one problem with its line."""

import codecs
import re

from vault_pln.model.problem import Problem

LARGEST = 20_000_000
"""Bytes: more than ten thousand people with their pictures."""

_LONGEST_LINE = 5_000_000
"""Bytes: some programs write a picture on one line."""

_CONFLICT = re.compile(r"^<{7} (?=(?s:.*)^>{7} )", re.MULTILINE)
_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16", codecs.BOM_UTF8: "utf-8-sig"}


def too_much(data: bytes) -> Problem | None:
    """Why a file is too large to be read, None where it is not."""
    if len(data) > LARGEST:
        size = f"{LARGEST // 1_000_000} MB"
        return Problem("", None, f"the file is larger than {size}", "Split it, or leave out pictures.")
    start = 0
    while len(data) - start > _LONGEST_LINE:
        end = data.rfind(b"\n", start, start + _LONGEST_LINE)
        if end < 0:
            line = data.count(b"\n", 0, start) + 1
            return Problem("", line, "the line has more than 5 million characters", "Export the file again.")
        start = end + 1
    return None


def packed(data: bytes) -> Problem | None:
    """A problem for a file that holds others (spreadsheets are such files, too), None for any other."""
    if not data.startswith((b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf")):
        return None
    advice = "Unpack it and import what is in it; of a spreadsheet, save the table as CSV."
    return Problem("", 1, "the file is packed", advice)


def file_text(data: bytes) -> str | Problem:
    """The text, its lines ended as in notes, or why it is none. It is UTF-8, or UTF-16 with a mark."""
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Problem("", line, f"this is no {encoding[:6].upper().rstrip('-S')} text", "Save the file as UTF-8.")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return Problem("", 1, "the file is empty", "Export it again.")
    if (at := text.find("\0")) >= 0:
        return Problem("", text.count("\n", 0, at) + 1, "a NUL character: this is no text", "Save the file as UTF-8.")
    if (conflict := _CONFLICT.search(text)) is not None:
        line = text.count("\n", 0, conflict.start()) + 1
        return Problem("", line, "the file holds a conflict of git", "Resolve it, or export the file again.")
    return text
