"""Whom to write to today, and with what reason."""

import re
from collections.abc import Mapping
from datetime import date

from vault_pln.core.digest.answers import TIME_TO_WRITE, Answers
from vault_pln.core.digest.due import is_open
from vault_pln.core.digest.ledger import Memory, follow_up_id, name_digest
from vault_pln.core.digest.rounds import is_waiting, open_rounds
from vault_pln.core.markdown.escape import plain
from vault_pln.core.markdown.phrases import Phrases
from vault_pln.core.network.rhythm import urgency
from vault_pln.model.digest import FollowUp
from vault_pln.model.kinds import Person
from vault_pln.model.network import Contact, Due, Network
from vault_pln.model.news import Item
from vault_pln.model.settings import Settings

_LONGEST_OPENER = 90
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def choose_follow_ups(
    network: Network,
    due: Mapping[str, Due],
    memory: Memory,
    answers: Answers,
    settings: Settings,
    say: Phrases,
    newest: Mapping[str, Item],
) -> tuple[FollowUp, ...]:
    """Everybody who is due today, the latest first, at most as many as the settings allow a day.

    Nobody is prompted on a quiet day, while snoozed, or while a line about them stands open anywhere.
    ``newest`` is the newest post of people who publish.
    """
    today = network.today
    if _WEEKDAYS[today.weekday()] in settings.quiet_days:
        return ()
    opened = open_rounds(answers)
    places = settings.daily_follow_ups - memory.delivered_on(today, "follow-up")
    waiting = [
        (urgency(when, today), path)
        for path, when in due.items()
        if when.day <= today
        and not _snoozed(network.people[path], today)
        and not is_waiting(opened, memory.names(network.people[path].name))
        # the notes are asked too, since the ledger may be lost
        and not is_open(follow_up_id(name_digest(network.people[path].name), when.day), answers)
    ]
    ordered = sorted(waiting, key=lambda pair: (-pair[0], pair[1]))[: max(places, 0)]
    return tuple(_follow_up(network, path, due[path], late, say, newest.get(path)) for late, path in ordered)


def _snoozed(person: Person, today: date) -> bool:
    return person.snooze_until is not None and person.snooze_until > today


def _follow_up(network: Network, path: str, due: Due, late: float, say: Phrases, post: Item | None) -> FollowUp:
    person = network.people[path]
    since = say("last-contact-on", day=due.since) if due.since else say("no-contact-yet")
    reason = f"{say.rhythm(due.cadence)}, {since}"
    opener = _opener(person, network.contacts[path], post, say)
    line = follow_up_id(name_digest(person.name), due.day)
    return FollowUp(line, path, reason, opener, due.day, network.today + TIME_TO_WRITE, late)


def _opener(person: Person, rows: tuple[Contact, ...], post: Item | None, say: Phrases) -> str:
    """One concrete thing to begin with: what they asked for, their newest post, or the last note about them."""
    if person.asks:
        return say("they-asked", ask=plain(person.asks[0], _LONGEST_OPENER))
    if post is not None:
        return say("their-post", title=plain(post.title, _LONGEST_OPENER))
    text = next((row.text for row in reversed(rows) if row.line and " " in row.text), "")
    words = plain(_TIDY.sub("", _LINK.sub(_shown, text)), _LONGEST_OPENER)
    return say("last-talked", text=words) if len(words.split()) > 2 else ""


_LINK = re.compile(r"!?\[\[([^\[\]]+)\]\]")
_TIDY = re.compile(r"^[\s>]*(?:[-*+]|\d+[.)])?\s*(?:\[.\])?\s*|(?<!\S)[#^][\w/-]+")


def _shown(match: re.Match[str]) -> str:
    target, _, display = match[1].partition("|")
    return display or target.rpartition("/")[2]
