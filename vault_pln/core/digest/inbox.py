"""The inbox: what waits and did not fit into a day, so that a lost line is never a lost item."""

from collections.abc import Container

from vault_pln.core.digest.answers import Answers
from vault_pln.core.digest.choice import rank
from vault_pln.core.digest.ledger import Memory
from vault_pln.core.digest.stock import Stock
from vault_pln.model.digest import Reading
from vault_pln.model.network import Network
from vault_pln.model.news import Item

DAYS = 30
"""So long an item waits in the inbox."""
ROWS = 50


def inbox(
    stock: Stock, network: Network, memory: Memory, answers: Answers, chosen: Container[str]
) -> tuple[list[Reading], int]:
    """What waits, best first, and how much more there is; ``chosen`` are the ids that go into today's note.

    Delivered items are not among it, but those whose line went with its section or note: that was no answer.
    """

    def waits(item: Item) -> bool:
        source = network.sources.get(item.source)
        if item.id in chosen or source is None or source.status in ("muted", "dropped"):
            return False
        answer = answers.get(item.id)
        return answer.said == "gone" if answer is not None else not memory.has(item.id)

    ranked = rank([item for item in stock.items if waits(item)], stock, network, memory, answers)
    return ranked[:ROWS], max(len(ranked) - ROWS, 0)
