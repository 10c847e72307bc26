"""The vault on a disk: listing and reading it. What writes is in ``write``, which takes longer to come."""

from vault_pln.edge.disk.journal import has_left_over
from vault_pln.edge.disk.scan import is_temporary, list_vault, read_config, read_note, stat_note

__all__ = ["has_left_over", "is_temporary", "list_vault", "read_config", "read_note", "stat_note"]
