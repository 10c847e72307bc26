"""Ticks that carry no date: the day they were first seen is written down, since no note says it."""

from vault_pln.core.digest.ledger import Memory
from vault_pln.core.markdown.tasks import read_fields


def undated_ticks(memory: Memory) -> list[str]:
    """The ids of ticked lines of ours whose text has no done date and whose tick was not seen before."""
    return sorted(
        key
        for key, places in memory.placed.items()
        if key not in memory.ticked
        and any(p.line.status in ("x", "X") and read_fields(p.line.text).done is None for p in places)
    )
