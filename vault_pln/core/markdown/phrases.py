"""Every phrase that is written into a vault, in one table per language."""

from collections.abc import Mapping

from vault_pln.core.markdown import phrases_network, phrases_review, phrases_suggest

ENGLISH: Mapping[str, str] = {
    "decimal-mark": ".",
    "reach-out": "Reach out",
    "read": "Read",
    "coming-up": "Coming up",
    "event-changed": "Changed: {event}",
    "event-cancelled": "Cancelled: {event}",
    "write-to": "Write to {person}: {reason}",
    "every-days": "every {days} {days:day|days}",
    "daily": "daily",
    "weekly": "weekly",
    "fortnightly": "every two weeks",
    "monthly": "monthly",
    "every-two-months": "every two months",
    "quarterly": "quarterly",
    "yearly": "yearly",
    "last-contact-on": "last contact {day}",
    "no-contact-yet": "no contact yet",
    "they-asked": "asked for {ask}",
    "their-post": "wrote “{title}”",
    "last-talked": "last note: “{text}”",
    "last-topic": "last time: {topics}",
    "last-topics": "Last topics",
    "asks-for": "Asks for",
    "you-ask-for": "You ask for",
    "notes-since": "Your notes since",
    "by-call": "call",
    "by-met": "met",
    "by-mail": "mail",
    "by-chat": "chat",
    "by-online": "online",
    "gave": "gave",
    "got": "got",
    "both": "both ways",
    "note-since": "on {day} you wrote about {topic}",
    "birthday-of": "Birthday of {person} on {day}",
    "birthday-years": "Birthday of {person} on {day} ({years})",
    "met-years-ago": "You met {person} {years} years ago, on {day}",
    "met-a-year-ago": "You met {person} a year ago, on {day}",
    "for-goal": "for {goal}",
    "by-person": "by {person}",
    "also-in": "also in {sources}",
    "slot-counterpoint": "counterpoint: little from “{reason}” for this goal so far",
    "slot-serendipity": "serendipity: from a source you have not seen yet",
    "slot-interest": "for your interests",
    "slot-insight": "again: kept on {reason}",
    "untitled": "untitled",
    "people": "People",
    "sources": "Sources",
    "goals": "Goals",
    "home": "Learning network",
    "person": "Person",
    "source": "Source",
    "goal": "Goal",
    "relation": "Relation",
    "last-contact": "Last contact",
    "contacts": "Contacts",
    "rhythm": "Rhythm",
    "due": "Due",
    "backlinks": "Backlinks",
    "last-linked": "Last linked",
    "medium": "Medium",
    "status": "Status",
    "shown": "Shown",
    "kept": "Kept",
    "last-item": "Last item",
    "health": "Health",
    "silent-since": "nothing since {day}",
    "in-vain": "nothing of its last {count} {count:item|items} was kept",
    "keywords": "Keywords",
    "target": "Target",
    "never": "never",
    "none-yet": "None yet.",
    "next-due": "Next to write to",
    "goals-at-a-glance": "Goals at a glance",
    "mediums": "Sources by medium",
    "latest-contacts": "Latest contacts",
    "and-more": "… and {count} more",
    "people-intro": "Everybody in the network. The table is kept by vault-pln; write whatever you like around it.",
    "inbox": "Inbox",
    "inbox-intro": "What the sources brought and did not fit into a day. The list is kept by vault-pln, once a day.",
    "inbox-on": "Waiting on {day}, best first:",
    "sources-intro": "What feeds the network. The table is kept by vault-pln; write whatever you like around it.",
    "goals-intro": "What the network is for. The table is kept by vault-pln; write whatever you like around it.",
    "home-intro": "The network at a glance. What stands between the markers is kept by vault-pln.",
    "linked-from": "Linked from",
    "shared-goals": "Shared goals",
    "counts": "{people} {people:person|people}, {sources} {sources:source|sources}, {goals} {goals:goal|goals}",
    "public-about": "Learning",
    "public-blogroll": "Blogroll",
    "public-links": "Links",
    "public-pages": "Pages",
    "public-goals": "What I am learning",
    "public-people": "People I learn from",
    "public-more": "More",
    "public-feed": "feed",
    "public-feed-of": "Feed of {name}",
    "public-via": "via",
    "public-author": "A learning network",
}

GERMAN: Mapping[str, str] = {
    "decimal-mark": ",",
    "reach-out": "Melde dich",
    "read": "Lesen",
    "coming-up": "Demnächst",
    "event-changed": "Geändert: {event}",
    "event-cancelled": "Abgesagt: {event}",
    "write-to": "Schreib {person}: {reason}",
    "every-days": "alle {days} Tage",
    "daily": "täglich",
    "weekly": "wöchentlich",
    "fortnightly": "alle zwei Wochen",
    "monthly": "monatlich",
    "every-two-months": "alle zwei Monate",
    "quarterly": "vierteljährlich",
    "yearly": "jährlich",
    "last-contact-on": "letzter Kontakt {day}",
    "no-contact-yet": "noch kein Kontakt",
    "they-asked": "sucht {ask}",
    "their-post": "schrieb „{title}“",
    "last-talked": "letzte Notiz: „{text}“",
    "last-topic": "zuletzt: {topics}",
    "last-topics": "Letzte Themen",
    "asks-for": "Sucht",
    "you-ask-for": "Du suchst",
    "notes-since": "Deine Notizen seitdem",
    "by-call": "Anruf",
    "by-met": "getroffen",
    "by-mail": "Post",
    "by-chat": "Chat",
    "by-online": "online",
    "gave": "gegeben",
    "got": "bekommen",
    "both": "beides",
    "note-since": "am {day} schriebst du über {topic}",
    "birthday-of": "Geburtstag von {person} am {day}",
    "birthday-years": "Geburtstag von {person} am {day} ({years})",
    "met-years-ago": "Du kennst {person} seit {years} Jahren, seit {day}",
    "met-a-year-ago": "Du kennst {person} seit einem Jahr, seit {day}",
    "for-goal": "für {goal}",
    "by-person": "von {person}",
    "also-in": "auch in {sources}",
    "slot-counterpoint": "Gegenpol: bisher wenig von „{reason}“ für dieses Ziel",
    "slot-serendipity": "Zufallsfund: aus einer Quelle, die du noch nicht kennst",
    "slot-interest": "für deine Interessen",
    "slot-insight": "noch einmal: behalten am {reason}",
    "untitled": "ohne Titel",
    "people": "Menschen",
    "sources": "Quellen",
    "goals": "Ziele",
    "home": "Lernnetz",
    "person": "Person",
    "source": "Quelle",
    "goal": "Ziel",
    "relation": "Beziehung",
    "last-contact": "Letzter Kontakt",
    "contacts": "Kontakte",
    "rhythm": "Rhythmus",
    "due": "Fällig",
    "backlinks": "Verweise",
    "last-linked": "Zuletzt verwiesen",
    "medium": "Medium",
    "status": "Stand",
    "shown": "Gezeigt",
    "kept": "Behalten",
    "last-item": "Letzter Beitrag",
    "health": "Zustand",
    "silent-since": "nichts seit {day}",
    "in-vain": "von den letzten {count} Beiträgen wurde keiner behalten",
    "keywords": "Stichwörter",
    "target": "Bis",
    "never": "nie",
    "none-yet": "Noch nichts.",
    "next-due": "Als Nächstes melden bei",
    "goals-at-a-glance": "Ziele im Überblick",
    "mediums": "Quellen nach Medium",
    "latest-contacts": "Letzte Kontakte",
    "and-more": "… und noch {count}",
    "people-intro": "Alle im Netz. Die Tabelle pflegt vault-pln; schreib drumherum, was du magst.",
    "inbox": "Eingang",
    "inbox-intro": "Was die Quellen brachten und in keinen Tag passte. vault-pln führt die Liste, einmal am Tag.",
    "inbox-on": "Was am {day} wartet, das Beste zuerst:",
    "sources-intro": "Was das Netz speist. Die Tabelle pflegt vault-pln; schreib drumherum, was du magst.",
    "goals-intro": "Wofür das Netz da ist. Die Tabelle pflegt vault-pln; schreib drumherum, was du magst.",
    "home-intro": "Das Netz auf einen Blick. Was zwischen den Marken steht, pflegt vault-pln.",
    "linked-from": "Verwiesen von",
    "shared-goals": "Gemeinsame Ziele",
    "counts": "{people} {people:Mensch|Menschen}, {sources} {sources:Quelle|Quellen}, {goals} {goals:Ziel|Ziele}",
    "public-about": "Lernen",
    "public-blogroll": "Blogroll",
    "public-links": "Links",
    "public-pages": "Seiten",
    "public-goals": "Was ich lerne",
    "public-people": "Von wem ich lerne",
    "public-more": "Mehr",
    "public-feed": "Feed",
    "public-feed-of": "Feed von {name}",
    "public-via": "über",
    "public-author": "Ein Lernnetz",
}

LANGUAGES: Mapping[str, Mapping[str, str]] = {
    "en": {**ENGLISH, **phrases_network.ENGLISH, **phrases_review.ENGLISH, **phrases_suggest.ENGLISH},
    "de": {**GERMAN, **phrases_network.GERMAN, **phrases_review.GERMAN, **phrases_suggest.GERMAN},
}


RHYTHMS: Mapping[int, str] = {1: "daily", 7: "weekly", 14: "fortnightly", 30: "monthly", 31: "monthly",
                              60: "every-two-months", 90: "quarterly", 365: "yearly"}  # fmt: skip
"""Days → the phrase for that rhythm."""


class _Count(int):
    """A number whose format is the word that goes with it: that for one, and that for any other number."""

    def __format__(self, words: str) -> str:
        if not words:
            return str(int(self))
        one, many = words.split("|")
        return one if self == 1 else many


class Phrases:
    """The phrases of one language; an unknown language speaks English."""

    def __init__(self, language: str) -> None:
        self._table = LANGUAGES.get(language.lower().partition("-")[0], LANGUAGES["en"])

    def __call__(self, key: str, **values: object) -> str:
        """The phrase with its gaps filled; what is filled in is never read as a pattern again.

        In a phrase ``{items}`` is a number and ``{items:item|items}`` the word that goes with it.
        """
        if not values:
            return self._table[key]
        return self._table[key].format(**{name: self._filling(value) for name, value in values.items()})

    def _filling(self, value: object) -> object:
        """A value as it stands in a phrase: a number that knows its words, a fraction with one decimal place."""
        if isinstance(value, float):
            return f"{value:.1f}".replace(".", self._table["decimal-mark"])
        return _Count(value) if isinstance(value, int) else value

    def rhythm(self, days: int) -> str:
        """A cadence in words: "monthly", not "every 30 days"."""
        key = RHYTHMS.get(days)
        return self(key) if key else self("every-days", days=days)
