"""What answers ask for beyond the line itself: notes of ticked events and of kept items."""

from vault_pln.jobs.event_notes import make_event_notes
from vault_pln.jobs.item_notes import make_item_notes
from vault_pln.jobs.ledger import why_not_writing
from vault_pln.jobs.making import Made
from vault_pln.jobs.vault import Vault


def make_notes(vault: Vault, *, write: bool = True, take_over: bool = False) -> Made:
    """Make the notes that the user's answers ask for; none where this device may not write."""
    if vault.lost or why_not_writing(vault, take_over=take_over):
        return Made()
    events, items = make_event_notes(vault, write=write), make_item_notes(vault, write=write)
    return Made(events.edits + items.edits, events.problems + items.problems)
