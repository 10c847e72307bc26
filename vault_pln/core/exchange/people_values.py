"""What other programs say of a person, as our properties hold it; and what a person's note says of the same."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from vault_pln.core.kinds.create import Value, inactive
from vault_pln.core.kinds.rhythm_words import days
from vault_pln.core.kinds.values import texts
from vault_pln.core.markdown.links import link_or_text
from vault_pln.core.markdown.plain import cut, is_blank, tidy
from vault_pln.core.sources.address import property_form, web_form
from vault_pln.model.note import Note
from vault_pln.model.problem import Problem

ALIASES: Mapping[str, tuple[str, ...]] = {
    "aliases": ("aliases", "alias", "nickname"),
    "relation": ("relation", "relationship", "prm-relationship"),
    "expertise": ("expertise",),
    "interests": ("interests",),
    "email": ("email", "emails", "e-mail", "mail", "mails"),
    "phone": ("phone", "phones", "tel"),
    "url": ("url", "website"),
    "org": ("org", "company"),
    "title": ("title", "job-title"),
    "role": ("role",),
    "location": ("location", "prm-location", "city", "based-in"),
    "birthday": ("birthday", "prm-birthday", "bday"),
    "met": ("met",),
    "profiles": ("profiles",),
    "feeds": ("feeds",),
    "knows": ("knows", "potential_contacts", "friends"),
    "cadence": ("cadence", "contact-frequency", "prm-cadence", "prm-tier"),
    "asks": ("asks",),
    "offers": ("offers",),
    "tags": ("tags", "tag"),
    "uid": ("uid",),
}
"""Property → the names under which notes have it, those of contacts plugins among them; in the order written."""

NAMES = ("name", "fn")
"""Where a note says what somebody is called, beside its file name and aliases."""

_LISTS = frozenset({"aliases", "relation", "expertise", "interests", "profiles", "feeds", "knows", "asks", "offers",
                    "tags"})  # fmt: skip
_SINGLE = frozenset({"url", "org", "title", "role", "location", "birthday", "met", "cadence", "uid"})
_MOST = 50
_LONGEST = 500
_TAG = re.compile(r"[^\w/-]+")
_DAYS = ("%Y-%m-%d", "%Y%m%d", "%d %b %Y", "%d %B %Y", "%d.%m.%Y", "%Y/%m/%d")
_NO_YEAR = re.compile(r"(?:--)?(\d\d)-(\d\d)|--(\d\d)(\d\d)")


def clean(key: str, given: Iterable[str]) -> tuple[str, ...]:
    """The texts of a property as it may hold them, each once; what cannot stand there falls away."""
    shape = _SHAPES.get(key, _text)
    found = dict.fromkeys(text for one in given if (text := shape(one)))
    return tuple(found)[: 1 if key in _SINGLE else _MOST]


def unread(name: str, line: int, given: Mapping[str, Iterable[str]]) -> Iterator[Problem]:
    """A problem for each text that its property cannot hold; of profiles many are none, and these are not told."""
    for key, advice in _ADVICE.items():
        for text in given.get(key, ()):
            if not is_blank(tidy(text)) and not _SHAPES[key](text):
                shown = cut(tidy(text), 60)
                yield Problem("", line, f"'{name}': '{shown}' is no {_WORDS.get(key, key)}, and is left out", advice)


def _text(text: str) -> str:
    return inactive(cut(tidy(text), _LONGEST))


def _tag(text: str) -> str:
    """A group of an address book as a tag; those that every card of a program has are none."""
    word = _TAG.sub("-", tidy(text).removeprefix("* ")).strip("-/").lower()[:60]
    return "" if word in ("mycontacts", "contacts") or word.replace("/", "").isdecimal() else word


def _mail(text: str) -> str:
    text = _text(text.strip().removeprefix("mailto:"))
    return text if "@" in text and " " not in text else ""


def _web(text: str) -> str:
    text = web_form(text.strip())
    return property_form(text if "://" in text[:12] or "." not in text or " " in text else f"https://{text}")


def _feed(text: str) -> str:
    """A feed on the web; one that lies in the vault says nothing to anybody else."""
    host = text.strip().partition("/")[0]
    return _web(text) if "://" in text[:12] or "." in host else ""


def _birthday(text: str) -> str:
    found = _NO_YEAR.fullmatch(text.strip())
    return f"--{found[1] or found[3]}-{found[2] or found[4]}" if found else day(text)


def day(text: str) -> str:
    """A day as ``YYYY-MM-DD``; '' for what is none."""
    text = tidy(text).partition("T")[0]
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    return ""


def _cadence(text: str) -> str:
    return tidy(text).lower() if days(tidy(text)) is not None else ""


_SHAPES: Mapping[str, Callable[[str], str]] = {
    "tags": _tag, "email": _mail, "url": _web, "profiles": _web, "feeds": _feed, "birthday": _birthday, "met": day,
    "cadence": _cadence, "relation": lambda text: _text(text).lower(),
    "phone": lambda text: _text(text.strip().removeprefix("tel:")),
}  # fmt: skip


_DAY = "Write it as 1990-04-17."
_WEB_ADVICE = "Write it as https://example.org/."
_ADVICE: Mapping[str, str] = {
    "cadence": "Write weekly, monthly, every 6 weeks, never, or a number of days.", "birthday": _DAY, "met": _DAY,
    "email": "Write it as ada@example.org.", "url": _WEB_ADVICE, "feeds": _WEB_ADVICE,
}  # fmt: skip
_WORDS: Mapping[str, str] = {
    "met": "day", "email": "mail address", "url": "web address", "feeds": "web address",
}  # fmt: skip


def written(values: Mapping[str, tuple[str, ...]]) -> dict[str, Value]:
    """The properties of a note: lists where ours are lists, one text where there is one, days as days."""
    found: dict[str, Value] = {}
    for key in ALIASES:
        given = values.get(key, ())
        if given:
            found[key] = list(given) if key in _LISTS or len(given) > 1 else _single(key, given[0])
    return found


def _single(key: str, text: str) -> Value:
    if key not in ("met", "birthday"):
        return text
    # a note has a birthday of an unknown year as month and day
    return text.removeprefix("--") if text.startswith("--") else date.fromisoformat(text)


def listed(note: Note, renamed: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """What a person's note says already, by our names; ``renamed`` are those the user gave.

    A contacts plugin writes ``EMAIL[HOME]`` and ``TEL[CELL]``: what stands in brackets tells several of a sort apart.
    """
    given: dict[str, list[Any]] = {}
    for key, value in note.properties.items():
        given.setdefault(key.lower().partition("[")[0], []).append(value)
    found = {}
    for key, names in {**ALIASES, "name": NAMES}.items():
        wanted = (renamed[key].lower(), *names) if key in renamed else names
        values = (tuple(text for value in given.get(name, ()) for text in texts(value)) for name in wanted)
        found[key] = next((value for value in values if value), ())
    return {key: tuple(map(link_or_text, value)) for key, value in found.items() if value}
