"""A suggestion in a note: the names of notes as links, everything else as plain text."""

from vault_pln.core.index.index import Index
from vault_pln.core.index.titles import link_to
from vault_pln.core.markdown.escape import harmless
from vault_pln.core.markdown.phrases import Phrases
from vault_pln.model.suggestion import Suggestion


def suggested(one: Suggestion, index: Index, say: Phrases, *, cell: bool = False) -> str:
    """The suggestion as Markdown; in a table with its bars escaped."""
    return say(one.phrase, **{key: _shown(one, key, index, cell=cell) for key in one.values})


def _shown(one: Suggestion, key: str, index: Index, *, cell: bool) -> str:
    path = one.notes.get(key)
    return link_to(index, path, cell=cell) if path is not None else harmless(one.values[key])
