"""Every phrase that is written into a vault, in one table per language."""

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    "reach-out": "Reach out",
    "read": "Read",
    "coming-up": "Coming up",
    "event-changed": "Changed: {event}",
    "event-cancelled": "Cancelled: {event}",
    "write-to": "Write to {person}: {reason}",
    "every-days": "every {days} days",
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
    "for-goal": "for {goal}",
    "by-person": "by {person}",
    "also-in": "also in {sources}",
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
    "in-vain": "nothing of its last {count} items was kept",
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
    "sources-intro": "What feeds the network. The table is kept by vault-pln; write whatever you like around it.",
    "goals-intro": "What the network is for. The table is kept by vault-pln; write whatever you like around it.",
    "home-intro": "The network at a glance. What stands between the markers is kept by vault-pln.",
    "linked-from": "Linked from",
    "shared-goals": "Shared goals",
    "counts": "{people} people, {sources} sources, {goals} goals",
}

GERMAN: Mapping[str, str] = {
    "reach-out": "Melde dich",
    "read": "Lesen",
    "coming-up": "Demnächst",
    "event-changed": "Geändert: {event}",
    "event-cancelled": "Abgesagt: {event}",
    "write-to": "Schreib {person}: {reason}",
    "every-days": "alle {days} Tage",
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
    "for-goal": "für {goal}",
    "by-person": "von {person}",
    "also-in": "auch in {sources}",
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
    "in-vain": "keiner der letzten {count} Beiträge wurde behalten",
    "keywords": "Stichwörter",
    "target": "Bis",
    "never": "nie",
    "none-yet": "Noch nichts.",
    "next-due": "Als Nächstes melden bei",
    "goals-at-a-glance": "Ziele im Überblick",
    "mediums": "Quellen nach Medium",
    "latest-contacts": "Letzte Kontakte",
    "and-more": "… und {count} weitere",
    "people-intro": "Alle im Netz. Die Tabelle pflegt vault-pln; schreib drumherum, was du magst.",
    "sources-intro": "Was das Netz speist. Die Tabelle pflegt vault-pln; schreib drumherum, was du magst.",
    "goals-intro": "Wofür das Netz da ist. Die Tabelle pflegt vault-pln; schreib drumherum, was du magst.",
    "home-intro": "Das Netz auf einen Blick. Was zwischen den Marken steht, pflegt vault-pln.",
    "linked-from": "Verwiesen von",
    "shared-goals": "Gemeinsame Ziele",
    "counts": "{people} Menschen, {sources} Quellen, {goals} Ziele",
}

LANGUAGES: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "de": GERMAN}


class Phrases:
    """The phrases of one language; an unknown language speaks English."""

    def __init__(self, language: str) -> None:
        self._table = LANGUAGES.get(language.lower().partition("-")[0], ENGLISH)

    def __call__(self, key: str, **values: object) -> str:
        """The phrase with its gaps filled; what is filled in is never read as a pattern again."""
        return self._table[key].format(**values) if values else self._table[key]

    def rhythm(self, days: int) -> str:
        """A cadence in words: "monthly", not "every 30 days"."""
        key = _RHYTHMS.get(days)
        return self(key) if key else self("every-days", days=days)


_RHYTHMS = {7: "weekly", 14: "fortnightly", 30: "monthly", 31: "monthly", 60: "every-two-months", 90: "quarterly",
            365: "yearly"}  # fmt: skip
