"""A note of each kind as a value. To add a kind: its type in the model, a reader here, a line in READERS."""

import re
from collections.abc import Callable, Mapping
from typing import Literal, cast

from vault_pln.core.index.titles import name_of
from vault_pln.core.kinds.senders import mail_feed
from vault_pln.core.kinds.values import Properties
from vault_pln.core.kinds.wishes import why_no_wish
from vault_pln.model.kinds import MEDIUMS, Goal, Kind, Me, Person, Source
from vault_pln.model.note import Note

AnyKind = Person | Source | Goal | Me
SOURCE_STATUS = ("trial", "active", "muted", "dropped")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def read_person(note: Note, read: Properties) -> Person:
    """A person; each property under the names that contacts plugins use too."""
    return Person(
        path=note.path,
        name=name_of(note.path),
        aliases=read.texts("aliases", "alias"),
        relation=tuple(word.lower() for word in read.texts("relation", "relationship", "prm-relationship")),
        tags=tuple(dict.fromkeys(tag.name.lower() for tag in note.tags if tag.line < note.body_line)),
        goals=read.texts("goals"),
        pursues=read.texts("pursues"),
        expertise=read.texts("expertise"),
        asks=read.texts("asks"),
        offers=read.texts("offers"),
        knows=read.texts("knows", "potential_contacts", "friends"),
        met_via=read.texts("met-via"),
        feeds=tuple(feed for feed in read.texts("feeds") if _check_feed("feeds", feed, read)),
        profiles=read.texts("profiles"),
        cadence=read.days("cadence", "contact-frequency", "prm-cadence", "prm-tier"),
        last_contact=read.day("last-contact", "prm-last-contacted", "last chat"),
        snooze_until=read.day("snooze-until", "prm-snooze-until"),
        met=read.day("met"),
        birthday=read.birthday("birthday", "prm-birthday", "bday"),
        ignore_journal=read.flag("ignore-journal", "prm-ignore-journal"),
        brief=read.flag("brief"),
        blogroll=_lists("blogroll", read),
    )


def read_source(note: Note, read: Properties) -> Source:
    """A source, with or without a feed."""
    feed, *others = read.texts("feed") or ("",)
    if others:
        message = "a source has one feed; of several only the first is visited"
        read.report("feed", message, "Give each a note of its own.")
    most = read.number("max-items")
    return Source(
        path=note.path,
        name=name_of(note.path),
        medium=read.one_of("medium", MEDIUMS, ""),
        url=read.text("url"),
        feed=feed if _check_feed("feed", feed, read) else "",
        author=read.texts("author"),
        goals=read.texts("goals"),
        topics=read.texts("topics"),
        domain=read.text("domain"),
        perspective=read.texts("perspective"),
        language=read.text("language"),
        status=cast("Literal['trial', 'active', 'muted', 'dropped']", read.one_of("status", SOURCE_STATUS, "active")),
        since=read.day("since"),
        max_items=None if most is None else int(most),
        every=read.seconds("every"),
        only=_wishes("only", read),
        mute=_wishes("mute", read),
        always=read.flag("always"),
        members=read.texts("members"),
        found_via=read.texts("found-via"),
        blogroll=_lists("blogroll", read),
    )


def _lists(name: str, read: Properties) -> tuple[str, ...]:
    """Addresses or files of lists of feeds; no sender of mail is one."""
    return tuple(one for one in read.texts(name) if not mail_feed(one) and _check_feed(name, one, read))


def _wishes(name: str, read: Properties) -> tuple[str, ...]:
    """Words, phrases and expressions; an expression that is none is a problem."""
    wishes = read.texts(name)
    for wish in wishes:
        if why := why_no_wish(wish):
            advice = "Write a word, a phrase, or an expression as RE2 has them between slashes."
            read.report(name, f"'{wish}' is no regular expression ({why})", advice)
    return wishes


def _check_feed(name: str, feed: str, read: Properties) -> bool:
    """A feed is an http(s) address, a sender of mail, or a path inside the vault; anything else is a problem."""
    if mail_feed(feed):
        return True
    scheme = _SCHEME.match(feed)
    if scheme is not None and scheme[1].lower() not in {"http", "https", "webcal", "feed"}:
        read.report(name, f"'{scheme[1]}:' is no address a feed is fetched from", "Use an https:// address.")
        return False
    if scheme is None and (feed.startswith(("/", "~")) or ".." in feed.replace("\\", "/").split("/")):
        read.report(name, f"the feed '{feed}' lies outside the vault", "Name a file inside the vault, or an address.")
        return False
    return bool(feed)


def read_goal(note: Note, read: Properties) -> Goal:
    """A goal; without a status it is active."""
    weight = read.number("weight")
    return Goal(
        path=note.path,
        name=name_of(note.path),
        status=read.text("status").lower() or "active",
        keywords=read.texts("keywords"),
        target=read.day("target", "deadline"),
        area=read.text("area"),
        weight=1.0 if weight is None else weight,
        parent=read.texts("parent"),
        asks=read.texts("asks"),
        topics=read.texts("topics"),
    )


def read_me(note: Note, read: Properties) -> Me:
    """The user."""
    return Me(
        path=note.path,
        interests=read.texts("interests"),
        formats=read.texts("formats"),
        expertise=read.texts("expertise"),
        offers=read.texts("offers"),
    )


READERS: Mapping[Kind, Callable[[Note, Properties], AnyKind]] = {
    "person": read_person,
    "source": read_source,
    "goal": read_goal,
    "me": read_me,
}


def source_of_person(person: Person) -> list[Source]:
    """A person who publishes is a source too, under their own note: one for each feed."""
    return [Source(path=person.path, name=person.name, medium="blog", feed=feed, goals=person.goals,
                   topics=person.expertise, author=(person.name,), person=True, blogroll=person.blogroll)
            for feed in person.feeds]  # fmt: skip
