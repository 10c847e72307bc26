"""How a source is, in plain words."""

from datetime import datetime

from vault_pln.model.news import Visits

_QUIET_MONTHS = 4
_DAYS_IN_MONTH = 30


def health(visits: Visits | None, newest: datetime | None, now: datetime, *, in_vain: int = 0) -> str:
    """What failed; else "posts stopped 5 months ago", "nothing of its last 30 items was kept", or "fine".

    ``in_vain`` is the number of the last items of which none was kept, 0 where that is not worth a word.
    """
    if visits is None or visits.last_visit is None:
        return "not visited yet"
    if visits.problem:
        return visits.problem
    months = (now - newest).days // _DAYS_IN_MONTH if newest is not None else 0
    if months >= _QUIET_MONTHS:
        return f"posts stopped {months} months ago"
    return f"nothing of its last {in_vain} items was kept" if in_vain else "fine"
