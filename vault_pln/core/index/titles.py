"""Links that we write to notes of the vault."""

import json
import posixpath
from functools import lru_cache
from urllib.parse import quote

from vault_pln.core.index.index import Index
from vault_pln.core.markdown.escape import harmless
from vault_pln.model.vault import Conventions

_NOT_IN_LINKS = frozenset("[]|#^")


def name_of(path: str) -> str:
    """A note's name: its file name without folder and ``.md``."""
    return path.rpartition("/")[2].removesuffix(".md")


def fits_in_link(path: str) -> bool:
    """Whether a wikilink can hold this path."""
    return _NOT_IN_LINKS.isdisjoint(path) and path.isprintable()


def link_to(index: Index, path: str, *, cell: bool = False) -> str:
    """A wikilink to a note, shortest where its name is unique, shown under its name; in a table with its bar escaped.

    A name that no wikilink can hold becomes plain text.
    """
    return _wikilink(path, "\\|" if cell else "|", alone=index.names.is_alone(path))


@lru_cache(maxsize=200_000)
def _wikilink(path: str, bar: str, *, alone: bool) -> str:
    """Kept, since the index of people holds thousands of links of which few are new."""
    if not fits_in_link(path):
        return harmless(name_of(path))
    return f"[[{name_of(path)}]]" if alone else _shown_as(path.removesuffix(".md"), name_of(path), bar)


def named_in_property(name: str) -> str:
    """A name as a property holds it: as a link, or, where no wikilink can hold it, as it is; both are read."""
    return json.dumps(f"[[{name}]]" if fits_in_link(name) else name, ensure_ascii=False)


def link_in_style(index: Index, path: str, source: str, conventions: Conventions) -> str:
    """A link to a note as Obsidian would write it into the note ``source`` under the user's settings."""
    name = name_of(path)
    relative = conventions.link_style == "relative"
    address = posixpath.relpath(f"/{path}", f"/{posixpath.dirname(source)}") if relative else path
    if conventions.markdown_links:
        short = conventions.link_style == "shortest" and index.names.is_alone(path)
        return f"[{harmless(name)}]({quote(f'{name}.md' if short else address)})"
    if conventions.link_style == "shortest" or not fits_in_link(path):
        return link_to(index, path)
    return _shown_as(address.removesuffix(".md"), name, "|")


def _shown_as(target: str, name: str, bar: str) -> str:
    return f"[[{target}]]" if target == name else f"[[{target}{bar}{name}]]"
