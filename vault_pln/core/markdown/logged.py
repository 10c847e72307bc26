"""A line that the user logs: their own words as one list item, which must leave the rest of the note as it is."""

import unicodedata

from vault_pln.core.markdown.note import read_note

_BULLETS = ("- ", "* ", "+ ")
_LONGEST = 2000
_LINE_ENDS = ("Cc", "Zl", "Zp", "Cs")


def log_line(text: str) -> str:
    """The list item of a text; one that was given as a list item already keeps its words."""
    words = text.strip()
    return f"- {words[2:].strip() if words.startswith(_BULLETS) else words}"


def why_not_logged(text: str) -> str:
    """Why a text cannot be logged as one line, '' where it can."""
    line = log_line(text)
    if line in ("- ", "- -", "- *", "- +"):
        return "there is nothing to log"
    if any(unicodedata.category(sign) in _LINE_ENDS for sign in text):
        return "the text has a line break or a control character"
    if len(line) > _LONGEST:
        return f"the text is longer than {_LONGEST} characters"
    note = read_note("x.md", f"{line}\n\n[[x]]\n".encode())
    if note.own_lines:
        return "the text ends like a line of vault-pln's own"
    if line.count("%%") % 2 or not any(link.line == 3 and link.place == "text" for link in note.links):
        return "the text opens code or a comment that it does not close"
    return ""
