"""What every output is made from."""

from collections.abc import Mapping
from dataclasses import dataclass

from vault_pln.core.digest.ledger import Memory
from vault_pln.core.index.index import Index
from vault_pln.core.markdown.phrases import Phrases
from vault_pln.model.network import Due, Network
from vault_pln.model.settings import Settings


@dataclass(frozen=True, slots=True)
class View:
    """The vault as the outputs see it; ``due`` is by person. Nothing in it is known to one machine only."""

    index: Index
    network: Network
    memory: Memory
    due: Mapping[str, Due]
    settings: Settings
    say: Phrases
