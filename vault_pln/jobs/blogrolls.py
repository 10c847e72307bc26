"""Blogrolls: lists (OPML) of what others follow, each read only where a note names it.

Foreign bytes are read in a process of its own; as a module (``python -m``) it is the other end.
"""

import marshal

from vault_pln.core.sources.listed_sites import listed_sites
from vault_pln.edge.sandbox import Sandbox, serve
from vault_pln.edge.store import Store
from vault_pln.model.news import Feed, ListedSite

_MODULE = "vault_pln.jobs.blogrolls"


class ListReader(Sandbox):
    """Reads lists one after the other; without a list there is no process. For one thread."""

    def __init__(self) -> None:
        super().__init__(_MODULE)

    def read(self, body: bytes) -> tuple[tuple[ListedSite, ...], str]:
        """The sites of a list, or why it cannot be read."""
        found = self.ask(body)
        if found.problem:
            return (), f"the list cannot be read: {found.problem}"
        rows, problem = marshal.loads(found.data)  # noqa: S302 -- our own other process wrote it
        return tuple(ListedSite(*row) for row in rows), problem


def take_in_list(store: Store, reader: ListReader, address: str, body: bytes) -> Feed:
    """Read a list and keep what it names; how that went, as of a feed."""
    sites, problem = reader.read(body)
    if problem:
        return Feed(problem=problem)
    store.keep_blogroll(address, sites)
    return Feed()


def _work(body: bytes) -> bytes:
    sites, problem = listed_sites(body)
    return marshal.dumps(([tuple(one) for one in sites], problem))


if __name__ == "__main__":
    listed_sites(b"<opml/>")  # loads what is loaded late, before memory is counted
    serve(_work)
