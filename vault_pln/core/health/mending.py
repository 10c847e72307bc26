"""From what a property or link should say to the edit of one line: tried on the text, and seen to change nothing else.

What stands in a note is found by trying: an edit counts only where the note, read again, says what it said before
but for the one thing. So neither code nor a comment, nor a value that looks the same, is ever taken for it.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from vault_pln.core.markdown.frontmatter import read_front_matter
from vault_pln.core.markdown.links import links_in
from vault_pln.core.markdown.note import read_note
from vault_pln.model.finding import Finding, Fix
from vault_pln.model.note import Link, Note

_BOM = "\ufeff"
_KEY = re.compile(r"[\"']?(.*?)[\"']?[ \t]*:")
_TABLE_RULE = re.compile(r"[ \t>]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-*+:?[ \t]*+)++\Z")
_IN_THE_WAY = re.compile(r"[ \"#%()<>\[\]\\^`{|}\0-\x1f]")


class NewLink(NamedTuple):
    """Another target for the link with this number in its note; ``shown`` is its text where it has none yet."""

    number: int
    target: str
    shown: str = ""


class NewValue(NamedTuple):
    """Another text for one value of a property."""

    key: str
    old: str
    new: str


class NewKey(NamedTuple):
    """Another name for a property."""

    old: str
    new: str


Remedy = NewLink | NewValue | NewKey


class Suspect(NamedTuple):
    """A finding, and what would mend it; where in its line that stands is not known yet."""

    finding: Finding
    remedy: Remedy | None = None


def apply_fixes(text: str, fixes: Iterable[Fix]) -> str:
    """The text with these edits; one that no longer fits, or meets another one, is left out."""
    lines = text.split("\n")
    by_line: dict[int, list[Fix]] = {}
    for fix in fixes:
        by_line.setdefault(fix.line, []).append(fix)
    for number, here in by_line.items():
        head, line, tail = _bare_line(lines, number)
        lines[number - 1] = head + _together(line, here) + tail
    return "\n".join(lines)


def _bare_line(lines: list[str], number: int) -> tuple[str, str, str]:
    """A line without byte order mark and line ending, and these two."""
    line = lines[number - 1]
    head = _BOM if number == 1 and line.startswith(_BOM) else ""
    tail = "\r" if line.endswith("\r") else ""
    return head, line[len(head) : len(line) - len(tail)], tail


def _together(line: str, fixes: list[Fix]) -> str:
    """From the right, so that what stands before stays where it is."""
    free = len(line)
    new = line
    for fix in sorted(set(fixes), key=lambda f: (f.start, f.end, f.text), reverse=True):
        if fix.old == line and fix.end <= free:
            new = new[: fix.start] + fix.text + new[fix.end :]
            free = fix.start
    return new


def mended(suspects: Sequence[Suspect], note: Note, text: str) -> list[Finding]:
    """The findings of a note, with their fixes where the remedies can be carried out in one line of its text."""
    links = _link_fixes(note, text, [s.remedy for s in suspects if isinstance(s.remedy, NewLink)])
    found: list[Finding] = []
    taken: set[Fix] = set()
    for suspect in suspects:
        fix = _fix(suspect.remedy, links, taken, note.path, text)
        found.append(_with_fix(suspect, fix))
        taken.update([fix] if fix is not None else [])
    return found


def _fix(remedy: Remedy | None, links: Mapping[int, Fix], taken: Container[Fix], path: str, text: str) -> Fix | None:
    if isinstance(remedy, NewLink):
        return links.get(remedy.number)
    if isinstance(remedy, NewValue):
        return _value_fix(path, text, remedy, taken)
    return _key_fix(path, text, remedy) if remedy is not None else None


def _with_fix(suspect: Suspect, fix: Fix | None) -> Finding:
    if fix is None:
        return suspect.finding._replace(certain=False)
    return suspect.finding._replace(line=fix.line, fix=fix)


def _value_fix(path: str, text: str, remedy: NewValue, taken: Container[Fix]) -> Fix | None:
    """Another text in the place of one value of a property, quoted where it would not read otherwise.

    ``taken`` are the edits of values that are the same.
    """
    text = text.removeprefix(_BOM)
    front = read_front_matter(path, text)
    old = front.properties.get(remedy.key)
    wanted = [{**front.properties, remedy.key: swapped} for swapped in _swaps(old, remedy.old, remedy.new)]
    for fix in _value_places(text.split("\n"), front.lines, front.body_line, remedy):
        after = read_front_matter(path, apply_fixes(text, [fix]))
        if after.problem is None and after.properties in wanted and fix not in taken:
            return fix
    return None


def _swaps(value: Any, old: str, new: str) -> Iterator[Any]:
    """The value as it will be, with one item changed."""
    same = (old, [[old[2:-2]]])  # an unquoted [[X]] is a list in a list
    if value in same:
        yield new
    for number, item in enumerate(value if isinstance(value, list) else ()):
        if item in same:
            yield [*value[:number], new, *value[number + 1 :]]


def _value_places(lines: list[str], starts: dict[str, int], body: int, remedy: NewValue) -> Iterator[Fix]:
    first = starts.get(remedy.key, body)
    last = min((n for key, n in starts.items() if n > first and "." not in key), default=body - 1)
    for number in range(first, last):
        line = lines[number - 1].removesuffix("\r")
        skip = _KEY.match(line) if number == first else None
        for found in re.finditer(re.escape(remedy.old), line[skip.end() if skip else 0 :]):
            start = found.start() + (skip.end() if skip else 0)
            for new in (remedy.new, quoted(remedy.new)):
                yield Fix(number, line, start, start + len(remedy.old), new)


def quoted(value: str) -> str:
    """A text in quotes, as YAML reads it again."""
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def _key_fix(path: str, text: str, remedy: NewKey) -> Fix | None:
    text = text.removeprefix(_BOM)
    front = read_front_matter(path, text)
    number = front.lines.get(remedy.old)
    if number is None or remedy.new in front.properties:
        return None
    line = text.split("\n")[number - 1].removesuffix("\r")
    start = line.find(remedy.old)
    fix = Fix(number, line, start, start + len(remedy.old), remedy.new)
    after = read_front_matter(path, apply_fixes(text, [fix]))
    wanted = {remedy.new if key == remedy.old else key: value for key, value in front.properties.items()}
    return fix if start >= 0 and after.properties == wanted else None


def _link_fixes(note: Note, text: str, remedies: Sequence[NewLink]) -> dict[int, Fix]:
    """The fix of each link that has one."""
    lines = text.split("\n")
    return _proven(note, text, remedies, {remedy.number: _places(note, lines, remedy) for remedy in remedies})


def _proven(note: Note, text: str, remedies: Sequence[NewLink], places: Mapping[int, Sequence[Fix]]) -> dict[int, Fix]:
    """The fixes that change their links only. All are tried at once, and halves of them where that fails."""
    first = {remedy.number: places[remedy.number][0] for remedy in remedies if places[remedy.number]}
    if not first or _changes_only(note, text, first, remedies):
        return first
    if len(remedies) > 1:
        half = len(remedies) // 2
        return _proven(note, text, remedies[:half], places) | _proven(note, text, remedies[half:], places)
    number = remedies[0].number
    others = ({number: fix} for fix in places[number][1:])
    return next((other for other in others if _changes_only(note, text, other, remedies)), {})


def _places(note: Note, lines: list[str], remedy: NewLink) -> list[Fix]:
    """The edits of all that looks like this link in its line, beginning with the one that is as many-eth as it is."""
    old = note.links[remedy.number]
    line = _bare_line(lines, old.line)[1]
    bar = "\\|" if _in_table(lines, old.line) else "|"
    alike = (w for w in links_in(line) if (w.target, w.kind) == (old.target, old.kind))
    found = [fix for w in alike if (fix := _new_target(old, line, w.start, remedy, bar)) is not None]
    same = (old.target, old.kind, old.line)
    nth = sum((link.target, link.kind, link.line) == same for link in note.links[: remedy.number])
    return [*found[nth:], *found[:nth]]


def _changes_only(note: Note, text: str, fixes: Mapping[int, Fix], remedies: Sequence[NewLink]) -> bool:
    """Whether the note, with these edits, has the same links but for those."""
    targets = {remedy.number: remedy.target for remedy in remedies if remedy.number in fixes}
    after = read_note(note.path, apply_fixes(text, fixes.values()).encode()).links
    return len(after) == len(note.links) and all(
        new == old if n not in targets else _is_renamed(old, new, targets[n])
        for n, (old, new) in enumerate(zip(note.links, after, strict=True))
    )


def _is_renamed(old: Link, new: Link, target: str) -> bool:
    """Whether a link has become another in nothing but its target, and its display text where it had none."""
    section = "".join(old.target.partition("#")[1:])
    return new.target == target + section and new._replace(target=old.target, display=old.display) == old


def _new_target(link: Link, line: str, start: int, remedy: NewLink, bar: str) -> Fix | None:
    if line[start : start + 2] != "[[":
        return _new_destination(link, line, start, remedy.target)
    end = line.index("]]", start)
    new = _rewritten(line[start + 2 : end], remedy.target, "" if link.kind == "embed" else remedy.shown, bar)
    return Fix(link.line, line, start, end + 2, f"[[{new}]]")


def new_item(link: Link, item: str, remedy: NewLink) -> str | None:
    """A value of a property with another target for its link, None where the link is not found in it."""
    written = next((w for w in links_in(item) if w.target == link.target), None)
    fix = _new_target(link, item, written.start, remedy, "|") if written is not None else None
    return fix.new if fix is not None else None


def _rewritten(inner: str, target: str, shown: str, bar: str) -> str:
    """What stands between the brackets of a wikilink, with another path: section and display text stay."""
    before, old_bar, display = inner.partition("|")
    escaped = "\\" if old_bar and before.endswith("\\") else ""
    _, mark, section = before.removesuffix("\\").partition("#")
    if old_bar:
        return f"{target}{mark}{section}{escaped}|{display}"
    return f"{target}{mark}{section}{bar}{shown}" if shown else f"{target}{mark}{section}"


def _new_destination(link: Link, line: str, start: int, target: str) -> Fix | None:
    """The same for ``[text](path)``; what Markdown cannot hold there is encoded."""
    path = link.target.partition("#")[0]
    for form in (path, path.replace(" ", "%20"), _encoded(path), quote(path)):
        for opening in ("](<", "]("):
            place = line.find(opening + form, start)
            if place != -1:
                begin = place + len(opening)
                new = target if opening == "](<" else _encoded(target)
                return Fix(link.line, line, begin, begin + len(form), new)
    return None


def _encoded(path: str) -> str:
    return "".join(quote(sign) if _IN_THE_WAY.match(sign) else sign for sign in path)


def _in_table(lines: list[str], number: int) -> bool:
    """Whether a line stands in a table, where a bar ends a cell."""
    if lines[number - 1].lstrip(" \t>").startswith("|"):
        return True
    while number > 1 and "|" in lines[number - 1]:
        number -= 1
        if _TABLE_RULE.match(lines[number - 1].rstrip("\r")):
            return True
    return False
