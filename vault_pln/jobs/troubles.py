"""Parts of the daemon's work that are in trouble: said when it begins and when it ends, and never twice."""

import logging
from collections.abc import Callable
from datetime import datetime

from vault_pln.edge import clock
from vault_pln.model.errors import VaultPlnError


class Troubles:
    """What each part of the work waits for. ``told`` is called whenever that changed.

    The log gets no more than the reason; what holds words of a note or names one is only ``shown`` to the user.
    """

    def __init__(self, log: logging.Logger, told: Callable[[], object]) -> None:
        self._log, self._told = log, told
        self._shown: dict[str, str] = {}
        self.last: tuple[datetime, str] | None = None
        """The latest trouble, and when it began."""

    def __getitem__(self, part: str) -> str:
        return self._shown.get(part, "")

    def __str__(self) -> str:
        return "; ".join(filter(None, self._shown.values()))

    def attempt(self, part: str, work: Callable[[], object]) -> bool:
        """Do a part of the work; whether it went well."""
        trouble = shown = ""
        try:
            work()
        except VaultPlnError as error:
            trouble = error.message
        except OSError as error:
            trouble, shown = error.strerror or type(error).__name__, str(error)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the other parts of the work go on
            trouble = f"unexpected {type(error).__name__}"
            if trouble != self[part]:
                self._log.debug("failed part=%s", part, exc_info=True)
        self.tell(part, trouble, shown)
        return not trouble

    def tell(self, part: str, trouble: str, shown: str = "") -> None:
        """A part of the work is in trouble, or well where there is none."""
        shown = shown or trouble
        if shown == self[part]:
            return
        if trouble:
            self._log.warning("waiting part=%s because=%r", part, trouble)
            self.last = (clock.now(), shown)
        else:
            self._log.warning("going on part=%s", part)
        self._shown[part] = shown
        self._told()
