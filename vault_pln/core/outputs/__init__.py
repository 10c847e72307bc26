"""The texts of our own notes, made from the index; nothing is written here.

To add an index note: a module with NAME and ``render(view)``, and a line in INDEX_NOTES.
"""

from collections.abc import Callable, Mapping, Sequence

from vault_pln.core.outputs import bases, canvas, goals, home, people, sources
from vault_pln.core.outputs.view import View

INDEX_NOTES: Mapping[str, tuple[str, Callable[[View], str]]] = {
    home.NAME: ("PLN Home.md", home.render),
    people.NAME: ("PLN People.md", people.render),
    sources.NAME: ("PLN Sources.md", sources.render),
    goals.NAME: ("PLN Goals.md", goals.render),
}
"""Block name → file name in the folder of ours, and what makes its text."""

INDEX_FILES: Sequence[str] = (*(name for name, _ in INDEX_NOTES.values()), *bases.NAMES, canvas.NAME)
"""All files that a reindex makes in the folder of ours."""
