"""Foreign text that means mischief, and readers, written apart from the code under test, that say what it became."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt

from vault_pln.core.markdown.escape import harmless, link_to
from vault_pln.core.markdown.plain import TASK_EMOJI, is_blank, tidy

URL = "https://example.org/pin"

# --- Readers: what each program would take from a line, kept as simple as their documentation ---

_PUNCTUATION = re.escape("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_OBSIDIAN_TAG = r"[^\u2000-\u206F\u2E00-\u2E7F'!\"#$%&()*+,.:;<=>?@^`{|}~\[\]\\\s]+"
_TASKS_TAG = r"#[^ !@#$%^&*(),.?\":{}|<>]+"
_TASKS_FIELD = re.compile(
    rf"(?:[{TASK_EMOJI}]\ufe0f? *(?:\d{{4}}-\d\d-\d\d|[a-zA-Z0-9, !_-]*)|\[\w+:: *[^\]]*\]|{_TASKS_TAG})$"
)


def _honouring(line: str) -> str:
    """The line as a reader sees it that knows CommonMark's escapes: an escaped sign is just a sign."""
    return re.sub(rf"\\[{_PUNCTUATION}]", "\ue000", line)


def _tasks_fields(line: str) -> list[str]:
    rest = re.sub(r" \^[a-zA-Z0-9-]+$", "", line).rstrip()
    fields = []
    while found := _TASKS_FIELD.search(rest):
        fields.append(found[0])
        rest = rest[: found.start()].rstrip()
    return fields


def _dataview_tags(line: str) -> list[str]:
    candidates = re.findall(r"#[^\s,;.:!?'\"`()\[\]{}]+", line)
    return [one for one in candidates if re.fullmatch(f"#{_OBSIDIAN_TAG}", one)]


READERS: dict[str, Callable[[str], list[str]]] = {
    "wikilinks": lambda line: re.findall(r"!?\[\[.*?\]\]", _honouring(line)),
    "brackets": lambda line: re.findall(r"[\[\]]", _honouring(line)),
    "markdown links": lambda line: re.findall(r"\]\([^)]*\)", _honouring(line)),
    "footnotes": lambda line: re.findall(r"\[\^|\^\[", _honouring(line)),
    "obsidian tags": lambda line: re.findall(rf"(?:^|[\s\ue000])#{_OBSIDIAN_TAG}", _honouring(line)),
    "tasks tags": lambda line: re.findall(rf"(?:^|\s){_TASKS_TAG}", line),
    "dataview tags": _dataview_tags,
    "tasks fields": _tasks_fields,
    "task signs": lambda line: re.findall(f"[{TASK_EMOJI}]", line),
    "inline fields": lambda line: re.findall("::", line),
    "block ids": lambda line: re.findall(r"(?:^|\s)\^[A-Za-z0-9-]+", line) + re.findall(r"\^[A-Za-z0-9-]+$", line),
    "forged ids": lambda line: re.findall(r"\^pln-\w+", line),
    "comments": lambda line: re.findall("%%|<!--", line),
    "html": lambda line: re.findall("<", line),
    "templates": lambda line: re.findall(r"<%|\{\{", line),
    "code": lambda line: re.findall("`", _honouring(line)),
    "math": lambda line: re.findall(r"\$", _honouring(line)),
    "highlight": lambda line: re.findall("==", line),
    "strike": lambda line: re.findall("~~", line),
    "cells": lambda line: re.findall(r"(?<!\\)\|", line.replace("\\\\", "")),
    "addresses": lambda line: re.findall(r"(?<!\()\b(?:https?|ftp|file|obsidian)://|(?<!\w)www\.\w", line),
    "mail": lambda line: re.findall(r"[\w.+-]@\w", line),
    "line starts": lambda line: re.findall(r"^(?:#+(?:\s|$)|[-+*](?:\s|$)|\d+[.)](?:\s|$)|>|-+$|=+$|~~~|```)", line),
    "invisible": lambda line: [one for one in line if unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp")],
}

PLACES: tuple[Callable[[str], str], ...] = (
    lambda title: f"- [ ] {link_to(title, URL)} · [[Weblog]] · for Rust ^pln-aaaaaaaaaaaaaaaa",
    lambda title: f"- {harmless(title)} ^pln-aaaaaaaaaaaaaaaa",
    lambda title: f"- [ ] {harmless(title)}",
    lambda title: f"| {harmless(title)} | x |",
    harmless,
)

_markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def taken_from(line: str) -> dict[str, list[str]]:
    return {name: reader(line) for name, reader in READERS.items()}


def structure_of(line: str) -> list[str]:
    tokens = [token for block in _markdown.parse(line) for token in (block, *(block.children or ()))]
    return [token.type for token in tokens if token.type not in ("text", "inline")]


def shown(markdown: str) -> str:
    tokens = [token for block in _markdown.parse(markdown) for token in block.children or ()]
    return "".join(token.content for token in tokens)


@cache
def wanted_of(place: Callable[[str], str]) -> tuple[dict[str, list[str]], list[str]]:
    line = place("word")
    return taken_from(line), structure_of(line)


def assert_harmless(title: str, places: tuple[Callable[[str], str], ...] = PLACES) -> None:
    for place in places[:1] if is_blank(tidy(title)) else places:
        line = place(title)
        taken, structure = wanted_of(place)
        assert taken_from(line) == taken, line
        assert structure_of(line) == structure, line
        assert "\n" not in line


# --- The table of what plugins do with a title ---

HOSTILE = [
    "[[Ada Lovelace]]",
    "![[Secret note]]",
    "a]] b",
    "[x](https://evil.example)",
    "![x](https://evil.example/beacon.png)",
    "[x][y]",
    "[y]: https://evil.example",
    "<https://evil.example>",
    "see https://evil.example and www.evil.example or a@evil.example",
    "a | b",
    "a\nb",
    "a\u2028b\u2029c",
    "a\x00b\x0bc\x0c\x85d\x7f",
    "#tag and (#tag) and \\#tag and x#tag",
    "#",
    "# heading",
    "## #",
    "- [ ] task",
    "* bullet",
    "+ bullet",
    "1. one",
    "12) twelve",
    "> quote",
    "> [!note] callout",
    "---",
    "===",
    "=",
    "    code",
    "%%comment%%",
    "%%%",
    "==mark==",
    "$x^2$ and $$y$$",
    "^block",
    "text ^block",
    "text ^pln-aaaaaaaaaaaaaaaa",
    "text^block",
    "[^1]",
    "^[note]",
    "~~gone~~",
    "~~~",
    "<!-- pln:begin people -->",
    "<!-- swallows the rest",
    "```dataviewjs",
    "`= this.file.name`",
    "`$= dv.current()`",
    "``` ` ``",
    "key:: value",
    "[key:: value]",
    "(key:: value)",
    "a:::b",
    "<% tp.system.prompt() %>",
    "{{title}} and {{{content}}}",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<iframe src='https://evil.example'>",
    "</div>",
    "&lt;script&gt;",
    "&#91;&#91;x&#93;&#93;",
    "&amp;&num;tag",
    "*bold* and **bold** and _it_ and __it__ and ***x***",
    "a*b*c and a_b_c",
    "ends with \\",
    "\\[x\\](y)",
    "\\",
    "\u202eevil\u202c \u2066x\u2069 \u200f",
    "a\u200bb\u2060c\ufeffd",
    "\U000e0041\U000e0042",
    *(f"done {sign}\ufe0f 2026-01-01" for sign in TASK_EMOJI),
    "🏁 delete",
    "🔁 every day when done",
    "due 📅2026-11-23 more",
    "[due:: 2026-11-23]",
    "⏫",
    "no: {yes: !!python/object}",
    "---\ntype: person\n---",
    "\ud800",
    "x" * 100_000,
    "[" * 5_000,
    "&" * 5_000,
    "",
    " ",
]
