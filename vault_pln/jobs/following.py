"""Following a site that a review offered and the user ticked: a source note on trial, and taking it back."""

from vault_pln.core.index.titles import link_to
from vault_pln.core.kinds.create import Value, home_of
from vault_pln.core.review.boxes import Ticked
from vault_pln.core.review.follow import accepted
from vault_pln.core.sources.domain import owner_of
from vault_pln.jobs.create import Notes
from vault_pln.jobs.listed import known_sources
from vault_pln.jobs.review import text_of
from vault_pln.jobs.vault import Vault
from vault_pln.model.edit import Edit
from vault_pln.model.errors import UsageError
from vault_pln.model.ledger import Entry
from vault_pln.model.network import Network

FOLDER = "Sources"
"""Where source notes go in a vault that has none yet."""


def following(vault: Vault, network: Network, one: Ticked) -> Edit | None:
    """The edit that makes the note of a site; None where the line has no such address, or a note lists its owner."""
    wanted = accepted(one.entry.id, one.line.text, one.path, vault.index, network)
    if wanted is None or owner_of(wanted.address) in _owners(network):
        return None
    via = [link_to(vault.index, path) for path in wanted.via]
    values: dict[str, Value] = {
        "medium": "blog",
        "feed": wanted.address,
        "goals": [link_to(vault.index, path) for path in wanted.goals],
        "status": "trial",
        "since": vault.today,
        "found-via": via[0] if len(via) == 1 else via,
    }
    given = {key: value for key, value in values.items() if value != []}
    folder = home_of((path for path, source in network.sources.items() if not source.person), FOLDER)
    return Notes(vault).new("source", folder, wanted.name, given, "you ticked a proposal")


def _owners(network: Network) -> set[str]:
    """Whose feeds and sites the notes list."""
    listed = known_sources(network)
    return {owner_of(f"https://{key}") for key in (*listed.feeds, *listed.all_sites)}


def path_of_made(vault: Vault, entry: Entry) -> str | None:
    """The note that was made, wherever it is now, as long as nobody touched it."""
    return next((path for path, note in vault.index.notes.items() if note.digest == entry.line), None)


def unfollowing(vault: Vault, entry: Entry) -> Edit:
    """The edit that takes the note away again; raises UsageError where it is not as it was made."""
    path = path_of_made(vault, entry)
    text = text_of(vault, path) if path is not None else None
    if path is None or text is None:
        message = "the note that the proposal made is gone, or you have written in it: it is left as it is"
        advice = (
            "If it is there, delete it or write 'status: dropped'; 'vault-pln undo ID' takes back another proposal."
        )
        raise UsageError(message, advice)
    return Edit(path, text.encode(), None, "you took a proposal back")
