"""Publish: the public face, from what is marked; nothing new goes out that the user has not seen."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vault_pln.core.exchange.feed_list import ListedFeed, write_opml
from vault_pln.core.markdown.ids import digest_of_bytes
from vault_pln.core.outputs.view import View
from vault_pln.core.publish.atom import write_atom
from vault_pln.core.publish.chosen import (
    Publication,
    Said,
    SharedLink,
    newest_first,
    public_notes,
    shared_links,
    sharing_lines,
    strings,
)
from vault_pln.core.publish.pages import PAGES, write_pages
from vault_pln.core.sources.opml import NAMESPACE
from vault_pln.edge import disk
from vault_pln.jobs.vault import Vault, refuse_loss, view_of
from vault_pln.jobs.write import carry_out
from vault_pln.model.edit import Edit, Written
from vault_pln.model.errors import UsageError
from vault_pln.model.network import Network
from vault_pln.model.problem import Problem

_APPROVED = "PLN Published.md"
_NAMES = ("blogroll.opml", "linkblog.xml", *PAGES)
_OURS = (
    b'<meta name="generator" content="vault-pln">', b"<generator>vault-pln</generator>",
    f'xmlns:pln="{NAMESPACE}"'.encode(), b"type: pln-published",
)  # fmt: skip
"""What only our files hold: a page of the user's may well speak of vault-pln."""
_HEAD = "---\ntype: pln-published\nfeed-id: {}\n---\nWhat vault-pln may publish, as digests.\n\n"
_IDENTITY = re.compile(r"^feed-id: ([0-9a-f]{32})$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Publishing:
    """What would be public: every string of it, those that were not approved before, and the files.

    ``withheld`` is what was marked and may not leave.
    """

    said: tuple[Said, ...]
    new: tuple[Said, ...]
    edits: tuple[Edit, ...]
    withheld: tuple[Problem, ...] = ()


def plan_publishing(vault: Vault) -> Publishing:
    """What would be public now, nothing written; raises VaultEmptiedError on a mass loss."""
    refuse_loss(vault)
    view = view_of(vault)
    public = _public(vault, view.network)
    said = strings(public)
    path = f"{vault.settings.folder}/{_APPROVED}"
    before = _standing(vault, path)
    list_of_approved = (before or b"").decode("utf-8", "replace")
    approved = frozenset(list_of_approved.split())
    new = tuple(one for one in said if one.digest not in approved)
    digests = "".join(f"{digest}\n" for digest in sorted({one.digest for one in said}))
    identity = _identity(list_of_approved, digests)
    files = {f"{folder_of(vault)}/{name}": text for name, text in _files(vault, view, public, identity).items()}
    wanted = files if said or any(_standing(vault, one) is not None for one in files) else {}
    if said or before is not None:
        # first what was approved: cut off between the two, nothing is public that is not in it
        wanted = {path: f"{_HEAD.format(identity)}```\n{digests}```\n", **wanted}
    return Publishing(said, new, tuple(_edits(vault, wanted.items())), public.withheld)


def _identity(list_of_approved: str, digests: str) -> str:
    """What tells this feed from others for ever: the digest of what was published first, kept when that is no more."""
    known = _IDENTITY.search(list_of_approved)
    return known[1] if known is not None else digest_of_bytes(digests.encode())


def folder_of(vault: Vault) -> str:
    """Where the public files go, relative to the vault."""
    return vault.settings.public_folder.strip("/") or f"{vault.settings.folder}/Public"


def public_files(vault: Vault) -> dict[str, bytes]:
    """The public files that are there and that publish wrote, by path."""
    paths = [f"{folder_of(vault)}/{name}" for name in _NAMES]
    found = {path: data for path in paths if (data := _standing(vault, path)) is not None}
    return {path: data for path, data in found.items() if _is_ours(data)}


def _is_ours(data: bytes) -> bool:
    return any(mark in data for mark in _OURS)


def _public(vault: Vault, network: Network) -> Publication:
    notes = vault.index.notes.some({*network.people, *network.sources, *network.goals})
    public = public_notes(notes, network, vault.settings)
    found: list[SharedLink | Problem] = []
    for path, note in vault.index.notes.items():
        if (note.tags or note.own_lines) and sharing_lines(note, vault.settings.share_tag):
            text = (_standing(vault, path) or b"").decode("utf-8", "replace")
            found += shared_links(note, text, vault.index, public, vault.settings, vault.conventions, vault.today)
    withheld = tuple(one for one in found if isinstance(one, Problem))
    links = newest_first(one for one in found if isinstance(one, SharedLink))
    return public._replace(links=links, withheld=(*public.withheld, *withheld))


def _files(vault: Vault, view: View, public: Publication, identity: str) -> dict[str, str]:
    say = view.say
    feeds = [
        ListedFeed(one.name, one.feed, one.url, one.goals[0] if one.goals else "", one.language,
                   {"topics": one.topics} if one.topics else {})
        for one in (*public.sources, *public.people)
        if one.feed
    ]  # fmt: skip
    return {
        "blogroll.opml": write_opml(feeds, say("public-blogroll")),
        "linkblog.xml": write_atom(public.links, say("public-links"), say("public-author"), identity),
        **write_pages(public, say, vault.settings.language),
    }


def _edits(vault: Vault, files: Iterable[tuple[str, str]]) -> Iterator[Edit]:
    for path, text in files:
        before = _standing(vault, path)
        if before is not None and not _is_ours(before):
            raise UsageError(f"'{path}' is there and not made by vault-pln", "Move it, or name another public-folder.")
        if before != text.encode():
            yield Edit(path, before, text.encode(), "what is public changed", "ours")


def _standing(vault: Vault, path: str) -> bytes | None:
    try:
        return disk.read_note(vault.places.root, path)
    except FileNotFoundError:
        return None


def carry_out_publishing(vault: Vault, plan: Publishing) -> list[Written]:
    """Write the list of what was approved, then the files."""
    return carry_out(vault.places, plan.edits)
