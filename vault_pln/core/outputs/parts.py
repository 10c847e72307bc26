"""What the index notes share: links to notes, and tables."""

from collections.abc import Iterable, Sequence

from vault_pln.core.index.index import Index
from vault_pln.core.index.titles import link_to
from vault_pln.core.markdown.escape import harmless


def links_to(index: Index, paths: Iterable[str], *, cell: bool = False) -> str:
    """Several notes, comma-separated."""
    return ", ".join(link_to(index, path, cell=cell) for path in paths)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; cells must be safe already."""
    return table_of_rows(head, map(row, rows))


def table_of_rows(head: Sequence[str], rows: Iterable[str]) -> str:
    """A Markdown table whose rows are lines already."""
    return "\n".join([row(head), row(["---"] * len(head)), *rows])


def row(cells: Sequence[str]) -> str:
    """One line of a table."""
    return "| " + " | ".join(cells) + " |"


def cell(text: str) -> str:
    """The user's own short text in a table cell, shown as it is and read as nothing else."""
    return harmless(text)


def index_note(kind: str, title: str, intro: str) -> str:
    """A new index note, its block still empty; the text around the block is the user's from then on."""
    return f"---\ntype: pln-index\n---\n# {title}\n\n{intro}\n\n<!-- pln:begin {kind} -->\n<!-- pln:end {kind} -->\n"
