"""New notes from templates: properties filled in, the rest as the user wrote it."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date

from vault_pln.core.index.names import folded, name_key
from vault_pln.core.markdown.escape import file_name, harmless

_KEY = re.compile(r"([^\s:#-][^:#]*):(?:[ \t]+(.*?))?[ \t]*(\r?)\Z")
_ITEM = re.compile(r"([ \t]*-[ \t]+)(.*?)[ \t]*(\r?)\Z")
_PART = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,\[\]"']*\{\{[^,\[\]"']*""")
_PLAIN = re.compile(r"(?:[A-Za-z0-9À-ɏ][\w À-ɏ./+@~-]*|https?://[\w.:?&=+@~%#/;!$()*-]*[\w/=)~-])\Z")
_NOT_PLAIN = re.compile(
    r"(?:true|false|yes|no|on|off|null|~|[\d._+-]*|0[xob][\da-f_]+|[\d.]+e[+-]?\d+)\Z|.*:\s|.*\s#|.*\s\Z", re.IGNORECASE
)
_ACTIVE = re.compile(r"\[\[|\]\]|\{\{|\}\}|<%|%>")
_TEXT = re.compile(r"\{\{text\}\}")
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")

Value = str | int | float | bool | date | list[str]
Render = Callable[[str, str], str]
"""Fills the variables of a template's text in, given the title."""


def yaml_value(value: Value) -> str:
    """A value as it may stand behind ``key:``; a text that YAML would take for anything else is quoted."""
    if isinstance(value, list):
        return "[" + ", ".join(yaml_value(one) for one in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        plain = _PLAIN.match(value) and not _NOT_PLAIN.match(value) and "," not in value
        return value if plain else _quoted(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _quoted(text: str) -> str:
    # what JSON leaves as it is and YAML takes for a line end, or for no text at all
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def inactive(text: str) -> str:
    """A foreign text as a property may hold it: without what Obsidian makes links of and template plugins run."""
    return " ".join(_ACTIVE.sub(" ", text).split()) if _ACTIVE.search(text) else text


def fill_template(template: str, properties: Mapping[str, Value], title: str, render: Render, text: str = "") -> str:
    """The template's text with these properties and its variables filled in, in one pass.

    A property that the template names gets its value on that line, instead of what the template has there; the
    others follow before the closing fence. A title is only ever visible text. ``text``, Markdown that is safe already,
    goes where the template has ``{{text}}``, else to its end, and no variable of it is filled in.
    """
    lines = template.removeprefix("\ufeff").split("\n")
    if lines[0].rstrip() != "---" or "---" not in (line.rstrip() for line in lines[1:]):
        lines = ["---", "---", *lines]
    end = next(number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---")
    left = dict(properties)
    head = list(_head(lines[1:end], left, lambda text: render(text, inactive(title))))
    tail = "\r" if lines[0].endswith("\r") else ""
    head += [f"{key}: {yaml_value(value)}{tail}" for key, value in left.items()]
    parts = [render(part, harmless(title)) for part in _TEXT.split("\n".join(lines[end + 1 :]))]
    body = text.join(parts) if len(parts) > 1 or not text else f"{parts[0].rstrip()}\n\n{text}\n"
    return "\n".join([lines[0], *head, lines[end], body])


def _head(lines: Iterable[str], left: dict[str, Value], render: Callable[[str], str]) -> Iterator[str]:
    """The lines of the front matter with the properties of ``left`` in their places, which are taken out of it."""
    replaced = False
    for line in lines:
        match = _KEY.match(line)
        if match is None and replaced and (line[:1] in (" ", "\t") or _ITEM.match(line)):
            continue  # belongs to the value that was replaced
        name = next((key for key in left if match is not None and key.lower() == match[1].lower()), None)
        replaced = name is not None
        if match is not None and name is not None:
            yield f"{match[1]}: {yaml_value(left.pop(name))}{match[3]}"
        else:
            yield _rendered(line, render)


def _rendered(line: str, render: Callable[[str], str]) -> str:
    """A line of the front matter with its variables filled in, quoted where YAML needs it."""
    if "{{" not in line:
        return line
    match = _KEY.match(line)
    item = _ITEM.match(line)
    start, value, end = (
        (f"{match[1]}: ", match[2] or "", match[3]) if match else item.groups() if item else ("", line, "")
    )
    if value.startswith(("[", '"', "'")):
        return start + _PART.sub(lambda found: _part(found[0], render), value) + end
    return start + yaml_value(render(value)) + end


def _part(text: str, render: Callable[[str], str]) -> str:
    if "{{" not in text:
        return text
    bare = text.strip()
    space = text[: len(text) - len(text.lstrip())]
    return space + (_quoted(render(bare[1:-1])) if bare[0] in "\"'" else yaml_value(render(bare)))


def free_path(folder: str, title: str, taken: Collection[str]) -> str:
    """A path for a new note whose name no file of the vault has, so that no link changes its meaning.

    ``taken`` are the names in use, as ``name_of_file`` gives them.
    """
    name = file_name(title)
    path, number = f"{name}.md", 2
    while name_of_file(path) in taken:
        path, number = f"{name} {number}.md", number + 1
    return f"{folder}/{path}" if folder else path


def name_of_file(path: str) -> str:
    """The name of a file as links compare it."""
    return name_key(folded(path))


def home_of(paths: Iterable[str], default: str) -> str:
    """The folder in which most of these notes live."""
    count: dict[str, int] = {}
    for path in paths:
        folder = path.rpartition("/")[0]
        count[folder] = count.get(folder, 0) + 1
    return min(count, key=lambda folder: (-count[folder], folder), default=default)
