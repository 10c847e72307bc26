"""Taking vault-pln out of a vault: what is ours goes, and what is the user's stays byte for byte."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from vault_pln.core.index.own import is_own_note
from vault_pln.core.kinds.settings import NAME as SETTINGS
from vault_pln.core.markdown.ids import digest_of_bytes
from vault_pln.core.markdown.own import digest_of
from vault_pln.core.markdown.phrases import Phrases
from vault_pln.core.markdown.replace import blocks_of, edited_by_user
from vault_pln.core.outputs import INDEX_NOTES, bases, canvas, inbox
from vault_pln.core.outputs.canvas_file import canvas_bytes, read_canvas
from vault_pln.core.outputs.parts import index_note
from vault_pln.model.edit import Edit
from vault_pln.model.kinds import Kind
from vault_pln.model.ledger import Entry
from vault_pln.model.note import Note, OwnBlock
from vault_pln.model.problem import Problem
from vault_pln.model.settings import Settings

_BLOCKS = {**{file: block for block, (file, _) in INDEX_NOTES.items()}, inbox.FILE: inbox.NAME}
"""File name → the block of ours in it, for notes in which the rest is the user's."""
_WHY = "vault-pln was taken out of the vault"
_BOM = b"\xef\xbb\xbf"
_HEADING = re.compile(rb"#{1,6}\s")

Found = Iterator[Edit | Problem]


@dataclass(frozen=True, slots=True)
class Removable:
    """What a removal is decided from.

    ``contents`` are the present bytes of the notes concerned, ``templates`` the texts that came with the program, by
    file name. With ``lines``, the lines that are still as we wrote them go, too; ``entries`` say how that was.
    """

    notes: Mapping[str, Note]
    contents: Mapping[str, bytes]
    templates: Mapping[str, str]
    entries: Iterable[Entry]
    settings: Settings
    lines: bool


def is_concerned(note: Note, settings: Settings, *, lines: bool) -> bool:
    """Whether a note has anything of ours that a removal may take, or has to leave and say so."""
    if is_own_note(note.path, settings.folder) or note.blocks is None or note.blocks:
        return True
    return lines and bool(note.own_lines or any(_embedded_day(link.target) for link in note.links))


def removal(given: Removable) -> Found:
    """The edits that take us out of the vault, and what is left and why.

    The user's notes come first and the settings last, so that a removal that breaks off can be made again.
    """
    ours = [path for path in given.contents if is_own_note(path, given.settings.folder)]
    written = _as_written(given.entries) if given.lines else {}
    days = [one for path in ours if _is_day(path, given.settings) for one in _day(path, given, written)]
    gone = frozenset(_name(one.path) for one in days if isinstance(one, Edit) and one.after is None)
    for path in sorted(given.contents.keys() - set(ours)):
        yield from _users_note(path, given, written, gone)
    yield from days
    others = (path for path in ours if not _is_day(path, given.settings))
    for path in sorted(others, key=lambda path: (_name(path) == _name(SETTINGS), path)):
        yield from _own_note(path, given)


def _users_note(path: str, given: Removable, written: Mapping[str, set[str]], gone: frozenset[str]) -> Found:
    note, data = given.notes[path], given.contents[path]
    if digest_of_bytes(data) != note.digest:
        yield Problem(path, None, "was changed just now and is left as it is", "Run the command again.")
        return
    drop = _untouched(note, written)
    if gone:
        drop |= {number for number, line in enumerate(data.split(b"\n"), 1) if _embedded_day(_text(line)) in gone}
    if note.blocks is None:
        yield _broken(path)
    for block in note.blocks or ():
        if edited_by_user(block):
            yield _edited(path, block)
        else:
            drop |= set(range(block.begin, block.end + 1))
    if drop:
        yield Edit(path, data, _without(data, drop), _WHY)


def _own_note(path: str, given: Removable) -> Found:
    """A note with a name of ours: of an index note what the user wrote stays, and of a template one that was edited."""
    data = given.contents[path]
    name = path.rpartition("/")[2]
    if path.startswith(f"{given.settings.folder}/Templates/"):
        if given.templates.get(name, "").encode() == data:
            yield Edit(path, data, None, _WHY, "ours")
        else:
            yield Problem(path, None, "a template that you edited; it stays", "Delete it if you do not need it.")
        return
    if path.startswith(f"{given.settings.folder}/Reviews/"):
        yield _review(path, data, given)
        return
    if name in bases.NAMES:
        yield _base(path, data, bases.NAMES[name], given.settings)
        return
    if name == canvas.NAME:
        yield from _map(path, data)
        return
    block = _BLOCKS.get(name)
    if block is None:
        yield Edit(path, data, None, _WHY, "ours")
    else:
        yield from _index_note(path, data, block, given.settings)


def _review(path: str, data: bytes, given: Removable) -> Edit | Problem:
    """A review is the user's: it goes where nobody touched it since it was written."""
    if digest_of(_text(data)) in {entry.line for entry in given.entries if entry.verb == "reviewed"}:
        return Edit(path, data, None, _WHY, "ours")
    return Problem(
        path, None, "a review, which is yours since it was written; it stays", "Delete it if you do not need it."
    )


def _base(path: str, data: bytes, kind: Kind, settings: Settings) -> Edit | Problem:
    if any(data == bases.base_text(kind, settings, language).encode() for language in (settings.language, "en")):
        return Edit(path, data, None, _WHY, "ours")
    return Problem(path, None, "a table that you edited; it stays", "Delete it if you do not need it.")


def _map(path: str, data: bytes) -> Found:
    """Of the map stays what the user drew."""
    found = read_canvas(data)
    if found is None:
        advice = "Delete it if you do not need it."
        yield Problem(path, None, "is no canvas that can be read, and is left as it is", advice)
        return
    rest = canvas.without_ours(found)
    if not rest.nodes:
        yield Edit(path, data, None, _WHY, "ours")
    elif rest != found:
        yield Edit(path, data, canvas_bytes(rest), f"{_WHY}; your own drawing stays")


def _index_note(path: str, data: bytes, block: str, settings: Settings) -> Found:
    try:
        blocks = blocks_of(data.decode("utf-8"))
    except UnicodeDecodeError:
        yield Problem(path, None, "is not UTF-8 and is left as it is", "Delete it if you do not need it.")
        return
    if blocks is None:
        yield _broken(path)
        return
    yield from (_edited(path, one) for one in blocks if edited_by_user(one))
    rest = _without_blocks(data, blocks)
    if rest in _untouched_rests(block, settings):
        yield Edit(path, data, None, _WHY, "ours")
    elif rest != data:
        yield Edit(path, data, rest, f"{_WHY}; your own text stays", "ours")


def _untouched_rests(block: str, settings: Settings) -> Iterator[bytes]:
    """What stands around the block of an index note into which nobody wrote, in the vault's language or ours."""
    for language in (settings.language, "en"):
        say = Phrases(language)
        text = index_note(block, say(block), say(f"{block}-intro"))
        yield _without_blocks(text.encode(), blocks_of(text) or ())


def _day(path: str, given: Removable, written: Mapping[str, set[str]]) -> Found:
    """A note of a day's lines: they are the user's, and it goes when only those went that nobody touched."""
    note, data = given.notes.get(path), given.contents[path]
    if note is None or digest_of_bytes(data) != note.digest:
        yield Problem(path, None, "was changed just now and is left as it is", "Run the command again.")
        return
    rest = _without(data, _untouched(note, written))
    if all(not line.strip() or _HEADING.match(line) for line in rest.removeprefix(_BOM).split(b"\n")):
        yield Edit(path, data, None, _WHY, "ours")
        return
    advice = "Delete them by hand." if given.lines else "With --lines those that you did not touch go."
    yield Problem(path, None, "holds lines that were written for you; they stay", advice)
    if rest != data:
        yield Edit(path, data, rest, _WHY, "ours")


def _as_written(entries: Iterable[Entry]) -> dict[str, set[str]]:
    """The digests of our lines as they were written, by id."""
    found: dict[str, set[str]] = {}
    for entry in entries:
        if entry.verb == "wrote":
            found.setdefault(entry.id, set()).add(entry.line)
    return found


def _untouched(note: Note, written: Mapping[str, set[str]]) -> set[int]:
    """The lines, from 1, that are still as we wrote them."""
    return {own.line for own in note.own_lines if own.digest in written.get(own.id.removeprefix("pln-"), ())}


def _without_blocks(data: bytes, blocks: Iterable[OwnBlock]) -> bytes:
    """The bytes without the blocks that nobody edited."""
    ranges = (range(block.begin, block.end + 1) for block in blocks if not edited_by_user(block))
    return _without(data, {number for lines in ranges for number in lines})


def _without(data: bytes, numbers: set[int]) -> bytes:
    """The bytes without these lines (from 1) and their line endings; a byte order mark stays."""
    *lines, last = data.split(b"\n")
    kept = [line + b"\n" for number, line in enumerate(lines, 1) if number not in numbers]
    rest = b"".join(kept) + (b"" if len(lines) + 1 in numbers else last)
    return _BOM + rest if data.startswith(_BOM) and not rest.startswith(_BOM) else rest


def _is_day(path: str, settings: Settings) -> bool:
    return path.startswith(f"{settings.folder}/Days/")


def _embedded_day(text: str) -> str:
    """The name of the note of a day's lines, where a link or a whole line is its embedding."""
    found = re.fullmatch(r"(?:!\[\[)?(PLN \d{4}-\d\d-\d\d)(?:\]\])?", text)
    return found[1] if found is not None else ""


def _name(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")


def _text(line: bytes) -> str:
    return line.decode("utf-8", "replace").rstrip("\r")


def _broken(path: str) -> Problem:
    advice = "Delete the markers and what we wrote between them by hand."
    return Problem(path, None, "markers of vault-pln in it do not fit together; it is left as it is", advice)


def _edited(path: str, block: OwnBlock) -> Problem:
    advice = "Delete the markers, and what you do not need between them, by hand."
    return Problem(path, block.begin, f"the {block.name} block was edited by hand and is left as it is", advice)
