"""Whom to write to today, and with what reason."""

from collections.abc import Callable, Mapping
from datetime import date

from vault_pln.core.digest.answers import TIME_TO_WRITE, Answers
from vault_pln.core.digest.due import is_open, is_quiet, is_snoozed
from vault_pln.core.digest.ledger import Memory, follow_up_id, name_digest
from vault_pln.core.digest.occasions import WHAT as OCCASION
from vault_pln.core.digest.rounds import is_waiting, open_rounds
from vault_pln.core.markdown.phrases import Phrases
from vault_pln.core.network.rhythm import urgency
from vault_pln.model.digest import FollowUp
from vault_pln.model.network import Due, Network
from vault_pln.model.settings import Settings


def choose_follow_ups(
    network: Network,
    due: Mapping[str, Due],
    memory: Memory,
    answers: Answers,
    settings: Settings,
    say: Phrases,
    boost: Callable[[str], float],
    opener: Callable[[str, date | None], str],
    taken: int = 0,
) -> tuple[FollowUp, ...]:
    """Everybody who is due today, the latest first, at most as many as the settings allow a day.

    Nobody is prompted on a quiet day, while snoozed, or while a line about them stands open anywhere. ``boost`` is
    what is added to the urgency of somebody, ``opener`` what to begin with since when; so many places are ``taken``.
    """
    today = network.today
    if is_quiet(today, settings):
        return ()
    opened = open_rounds(answers)
    places = (
        settings.daily_follow_ups - taken - sum(memory.delivered_on(today, what) for what in ("follow-up", OCCASION))
    )
    waiting = [
        (urgency(when, today), path)
        for path, when in due.items()
        if when.day <= today
        and not is_snoozed(network.people[path], today)
        and not is_waiting(opened, memory.names(network.people[path].name))
        # the notes are asked too, since the ledger may be lost
        and not is_open(follow_up_id(name_digest(network.people[path].name), when.day), answers)
    ]
    ordered = sorted(waiting, key=lambda pair: (-pair[0] - boost(pair[1]), pair[1]))[: max(places, 0)]
    return tuple(_follow_up(network, path, due[path], late, say, opener) for late, path in ordered)


def _follow_up(
    network: Network, path: str, due: Due, late: float, say: Phrases, opener: Callable[[str, date | None], str]
) -> FollowUp:
    person = network.people[path]
    since = say("last-contact-on", day=due.since) if due.since else say("no-contact-yet")
    reason = f"{say.rhythm(due.cadence)}, {since}"
    line = follow_up_id(name_digest(person.name), due.day)
    return FollowUp(line, path, reason, opener(path, due.since), due.day, network.today + TIME_TO_WRITE, late)
