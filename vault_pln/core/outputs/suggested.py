"""A suggestion in a note: the names of notes as links, everything else as plain text."""

from vault_pln.core.index.index import Index
from vault_pln.core.index.titles import link_to
from vault_pln.core.markdown.escape import harmless
from vault_pln.core.markdown.phrases import Phrases
from vault_pln.model.suggestion import Suggestion


def suggested(one: Suggestion, index: Index, say: Phrases, *, cell: bool = False) -> str:
    """The suggestion as Markdown; in a table with its bars escaped."""
    return say(one.phrase, **{key: _shown(one, key, index, cell=cell) for key in one.values})


def _shown(one: Suggestion, key: str, index: Index, *, cell: bool) -> str | int:
    path, value = one.notes.get(key), one.values[key]
    if path is not None:
        return link_to(index, path, cell=cell)
    return value if isinstance(value, int) else harmless(value)
