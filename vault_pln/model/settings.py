"""The settings and their defaults: the one list from which the settings note and the README are made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal


def _setting(default: Any, meaning: str) -> Any:  # Any: the field's own annotation says what it is
    """Give a field its default and its meaning; a mutable default is copied for each value."""
    if isinstance(default, dict):
        return field(default_factory=lambda: dict(default), metadata={"meaning": meaning})
    return field(default=default, metadata={"meaning": meaning})


CADENCES: Mapping[str, int] = {"mentor": 30, "mentee": 14, "collaborator": 30, "peer": 60, "expert": 90}
"""Days between two contacts by relation, after network-upkeep practice: closer roles more often."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user may set; a field ``daily_items`` is the property ``daily-items`` of the settings note."""

    folder: str = _setting("PLN", "where vault-pln keeps its own notes")
    daily_heading: str = _setting("Learning network", "the heading of the daily note under which lines are written")
    reach_out_heading: str = _setting("Reach out", "the sub-heading of the follow-ups; empty: none")
    read_heading: str = _setting("Read", "the sub-heading of the reading; empty: none")
    coming_up_heading: str = _setting("Coming up", "the sub-heading of the events of your calendars; empty: none")
    take_part_heading: str = _setting("Take part", "the sub-heading of what you may answer; empty: none")
    log_heading: str = _setting("Log", "the heading of the daily note under which log writes, where there is one")
    daily_at: str = _setting("06:00", "watch writes once a day, at the first moment after this time")
    create_daily: Literal["auto", "wait", "create"] = _setting(
        "auto",
        "wait for another program to create today's note, or create it; auto waits where Obsidian is set up",
    )
    daily_style: Literal["lines", "embed"] = _setting(
        "lines", "lines in the daily note, or embed: one stable line there and the lines in PLN/Days"
    )
    daily_items: int = _setting(7, "most reading lines a day")
    daily_follow_ups: int = _setting(3, "most people a day")
    daily_events: int = _setting(5, "most events of your calendars a day")
    daily_taking_part: int = _setting(1, "most questions and posts a day that you have something to say to; 0: none")
    max_per_source: int = _setting(2, "most reading lines of one source a day")
    first_items: int = _setting(3, "newest items taken on the first visit of a source; the rest count as seen")
    item_style: Literal["auto", "checkbox", "bullet"] = _setting(
        "auto", "checkbox, or bullet where the Tasks plugin would take every box for a task"
    )
    item_links: Literal["source", "both", "none"] = _setting(
        "source", "what of a reading line is a link: the source, source and goal, or nothing"
    )
    cadences: Mapping[str, int] = _setting(dict(CADENCES), "days between contacts, by relation or tag")
    network_block: Literal["plain", "brief"] = _setting(
        "plain", "what a network block says of a person: plain, or with a brief (for one person: brief: true)"
    )
    cadence_style: Literal["fixed", "adaptive"] = _setting(
        "fixed",
        "cadences as you set them, or adaptive: each contact moves one towards the gap it ended, at most by half",
    )
    poll_every: str = _setting("1h", "shortest time between two visits of a source")
    quiet_days: tuple[str, ...] = _setting((), "weekdays without follow-ups, such as saturday")
    pause_until: date | None = _setting(None, "nothing is written into daily notes before this date")
    language: str = _setting("en", "the language of every phrase written into the vault")
    locale: str = _setting("", "the language of days and months in names of daily notes; empty: as language")
    timezone: str = _setting("", "decides which day it is, on every device; empty: this machine's")
    writer: str = _setting("", "the device that writes and fetches, when several share the vault")
    mailboxes: tuple[str, ...] = _setting(
        (), "a Maildir, mbox or folder of .eml files in which newsletters arrive; it is only read"
    )
    allow_private_hosts: tuple[str, ...] = _setting(
        (), "host or host:port of your own network that a source may name directly"
    )
    person_folders: tuple[str, ...] = _setting((), "folders whose notes are people")
    person_tags: tuple[str, ...] = _setting(("person", "people"), "tags that make a note a person")
    source_folders: tuple[str, ...] = _setting((), "folders whose notes are sources")
    source_tags: tuple[str, ...] = _setting(("source", "sources"), "tags that make a note a source")
    goal_folders: tuple[str, ...] = _setting((), "folders whose notes are goals")
    goal_tags: tuple[str, ...] = _setting(("goal", "goals"), "tags that make a note a goal")
    template_folders: tuple[str, ...] = _setting((), "folders of templates, beside those Obsidian knows of")
    gave_tag: str = _setting("gave", "marks a line in which you gave something")
    got_tag: str = _setting("got", "marks a line in which you received something")
    call_tag: str = _setting("call", "marks a line about a call")
    met_tag: str = _setting("met", "marks a line about a meeting in person")
    mail_tag: str = _setting("mail", "marks a line about mails or letters")
    chat_tag: str = _setting("chat", "marks a line about a chat")
    mention_tag: str = _setting("mention", "marks a line that names people without contact")
    keep_tag: str = _setting("keep", "marks a reading line to keep as a note")
    share_tag: str = _setting("share", "marks a line whose link may be published")
    public_folder: str = _setting("", "where publish writes; empty: Public in our folder")
    property_names: Mapping[str, str] = _setting({}, "your own name for a property, as ours=yours")
