"""How a source is, in plain words."""

from datetime import datetime

from vault_pln.model.news import Visits

_QUIET_MONTHS = 4
_DAYS_IN_MONTH = 30


def health(visits: Visits | None, newest: datetime | None, now: datetime) -> str:
    """What failed; else "not visited yet", "posts stopped 5 months ago" or "fine"."""
    if visits is None or visits.last_visit is None:
        return "not visited yet"
    if visits.problem:
        return visits.problem
    months = (now - newest).days // _DAYS_IN_MONTH if newest is not None else 0
    return f"posts stopped {months} months ago" if months >= _QUIET_MONTHS else "fine"
