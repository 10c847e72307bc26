"""What the daemon does by the week: proposals that were ticked, and the review of the week that is over."""

import logging

from vault_pln.jobs.proposals import carry_out_proposals
from vault_pln.jobs.review import is_due, review
from vault_pln.jobs.vault import Vault
from vault_pln.model.errors import VaultPlnError

_log = logging.getLogger(__name__)


class Weekly:
    """Keeps reviews, with notes left alone that were written to in the last ``quiet`` seconds."""

    def __init__(self, quiet: float) -> None:
        self._quiet = quiet
        self._seen: Vault | None = None

    def keep(self, vault: Vault) -> None:
        """Do what is to be done in a vault that was looked at; what has to wait is tried again.

        Raises VaultPlnError where the review cannot be written.
        """
        if vault is self._seen:
            return
        carried = carry_out_proposals(vault, quiet=self._quiet)
        for edit in carried.edits:
            _log.info("carried out note=%r", edit.path)
        week = is_due(vault)
        if week is not None:
            done = review(vault, week, quiet=self._quiet)
            if done.problems:
                raise VaultPlnError(str(done.problems[0]))
            _log.info("reviewed week=%s", week)
        self._seen = None if carried.waits else vault
