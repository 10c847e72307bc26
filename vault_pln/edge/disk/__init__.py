"""The vault on a disk: listing and reading it, and the only way anything is written into it."""

from vault_pln.edge.disk.journal import has_left_over
from vault_pln.edge.disk.scan import is_temporary, list_vault, read_config, read_note, stat_note
from vault_pln.edge.disk.write import Writer

__all__ = ["Writer", "has_left_over", "is_temporary", "list_vault", "read_config", "read_note", "stat_note"]
