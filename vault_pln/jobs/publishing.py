"""Publish: the public face, from what is marked; nothing new goes out that the user has not seen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vault_pln.core.exchange.feed_list import ListedFeed, write_opml
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
from vault_pln.core.publish.pages import write_pages
from vault_pln.edge import disk
from vault_pln.jobs.vault import Vault, refuse_loss, view_of
from vault_pln.jobs.write import carry_out
from vault_pln.model.edit import Edit, Written
from vault_pln.model.errors import UsageError
from vault_pln.model.network import Network

_APPROVED = "PLN Published.md"
_OURS = b"vault-pln"
_HEAD = "---\ntype: pln-published\n---\nWhat vault-pln may publish, as digests.\n\n"


@dataclass(frozen=True, slots=True)
class Publishing:
    """What would be public: every string of it, those that were not approved before, and the files."""

    said: tuple[Said, ...]
    new: tuple[Said, ...]
    edits: tuple[Edit, ...]


def plan_publishing(vault: Vault) -> Publishing:
    """What would be public now, nothing written; raises VaultEmptiedError on a mass loss."""
    refuse_loss(vault)
    view = view_of(vault)
    public = _public(vault, view.network)
    said = strings(public)
    path = f"{vault.settings.folder}/{_APPROVED}"
    before = _standing(vault, path)
    approved = frozenset((before or b"").decode("utf-8", "replace").split())
    new = tuple(one for one in said if one.digest not in approved)
    files = {f"{folder_of(vault)}/{name}": text for name, text in _files(vault, view, public).items()}
    wanted = files if said or any(_standing(vault, one) is not None for one in files) else {}
    if said or before is not None:
        # first what was approved: cut off between the two, nothing is public that is not in it
        digests = "".join(f"{digest}\n" for digest in sorted({one.digest for one in said}))
        wanted = {path: f"{_HEAD}```\n{digests}```\n", **wanted}
    return Publishing(said, new, tuple(_edits(vault, wanted.items())))


def folder_of(vault: Vault) -> str:
    """Where the public files go, relative to the vault."""
    return vault.settings.public_folder.strip("/") or f"{vault.settings.folder}/Public"


def _public(vault: Vault, network: Network) -> Publication:
    notes = vault.index.notes.some({*network.people, *network.sources, *network.goals})
    public = public_notes(notes, network, vault.settings)
    links: list[SharedLink] = []
    for path, note in vault.index.notes.items():
        if (note.tags or note.own_lines) and sharing_lines(note, vault.settings.share_tag):
            text = (_standing(vault, path) or b"").decode("utf-8", "replace")
            links += shared_links(note, text, vault.index, public, vault.settings, vault.conventions, vault.today)
    return public._replace(links=newest_first(links))


def _files(vault: Vault, view: View, public: Publication) -> dict[str, str]:
    say = view.say
    feeds = [
        ListedFeed(one.name, one.feed, one.url, one.goals[0] if one.goals else "", one.language,
                   {"topics": one.topics} if one.topics else {})
        for one in (*public.sources, *public.people)
        if one.feed
    ]  # fmt: skip
    return {
        "blogroll.opml": write_opml(feeds, say("public-blogroll")),
        "linkblog.xml": write_atom(public.links, say("public-links"), say("public-author")),
        **write_pages(public, say, vault.settings.language),
    }


def _edits(vault: Vault, files: Iterable[tuple[str, str]]) -> Iterator[Edit]:
    for path, text in files:
        before = _standing(vault, path)
        if before is not None and _OURS not in before:
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
