"""Which person of the vault a card is about: by identity, name or mail address; what could be several is left alone."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from vault_pln.core.exchange.people_values import clean
from vault_pln.core.kinds.create import name_of_file
from vault_pln.core.markdown.escape import file_name
from vault_pln.model.exchange import Card
from vault_pln.model.problem import Problem

_MOST_TWINS = 20
_CHOOSE = "Give them different names, or one mail address, in the address book; or make the note by hand."


class Known(NamedTuple):
    """A person of the vault as cards are compared with them; ``title`` is the name of their note, one of ``names``."""

    path: str
    names: frozenset[str]
    uid: str
    mails: frozenset[str]
    title: str = ""


class Matched(NamedTuple):
    """Cards of nobody known, cards of people who are there (path → card, and why), and what is left alone."""

    new: tuple[Card, ...]
    there: Mapping[str, tuple[Card, str]]
    left: tuple[Problem, ...]


def name_mark(name: str) -> str:
    """What two spellings of a name have in common; it is what links and file systems compare."""
    return name_of_file(f"{file_name(name)}.md")


def uid_mark(uid: str) -> str:
    """An identity as it is compared."""
    return uid.strip().casefold().removeprefix("urn:uuid:")


def mails_of(values: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Mail addresses as they are compared."""
    return frozenset(mail.strip().casefold().removeprefix("mailto:") for mail in values.get("email", ()))


def matched(cards: Iterable[Card], known: Iterable[Known]) -> Matched:
    """What becomes of each card. Cards of one person in a file are one; namesakes in it are left alone."""
    single, left = _united(cards)
    people = _Known(known)
    sure = [people.by_identity_or_name(card) for card in single]
    taken = {path for paths in sure if len(paths) == 1 for path in paths}
    new: list[Card] = []
    claims: dict[str, list[tuple[Card, str]]] = {}
    for card, paths in zip(single, sure, strict=True):
        why = "the same UID" if people.has_identity(card) else "the same name" if paths else "the same mail address"
        found = paths or people.by_mail(card) - taken
        if not found:
            new.append(card)
        elif len(found) > 1:
            left.append(_several(card, found))
        else:
            claims.setdefault(min(found), []).append((card, why))
    there = {path: cards[0] for path, cards in claims.items() if len(cards) == 1}
    for path, rivals in claims.items():
        if len(rivals) > 1:
            left += [_left(card, f"'{card.name}' and another card may both be '{path}'") for card, _ in rivals]
    return Matched(tuple(new), there, tuple(sorted(left, key=lambda problem: problem.line or 0)))


class _Known:
    """The people of the vault, by what tells them."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._titles: dict[str, set[str]] = {}
        self._names: dict[str, set[str]] = {}
        self._mails: dict[str, set[str]] = {}
        self._uids: dict[str, set[str]] = {}
        for one in known:
            tables = (
                (self._titles, {one.title}),
                (self._names, one.names),
                (self._mails, one.mails),
                (self._uids, {one.uid}),
            )
            for table, keys in tables:
                for key in keys - {""}:
                    table.setdefault(key, set()).add(one.path)

    def has_identity(self, card: Card) -> bool:
        return bool(self._uids.get(uid_mark(card.uid)))

    def by_identity_or_name(self, card: Card) -> frozenset[str]:
        """Those with this identity, else those of this name; of namesakes the one whose mail address it is.

        As for links, the name of a note goes before the aliases of others.
        """
        same = self._uids.get(uid_mark(card.uid))
        if same:
            return frozenset(same)
        mark = name_mark(card.name)
        named = frozenset(self._titles.get(mark) or self._names.get(mark) or ())
        mailed = self.by_mail(card)
        if not named or not mailed:
            return named
        # a name of one and the address of another: it may be either
        return named & mailed or named | mailed

    def by_mail(self, card: Card) -> frozenset[str]:
        return frozenset(path for mail in mails_of(card.values) for path in self._mails.get(mail, ()))


def _several(card: Card, paths: Iterable[str]) -> Problem:
    there = ", ".join(f"'{path}'" for path in sorted(paths)[:3])
    return _left(card, f"'{card.name}' may be any of {there}")


def _united(cards: Iterable[Card]) -> tuple[list[Card], list[Problem]]:
    """The cards of one person as one; namesakes that nothing else ties, and one identity for two, are problems."""
    by_name: dict[str, list[Card]] = {}
    bearers: dict[str, set[str]] = {}
    for card in cards:
        mark = name_mark(card.name)
        bearers.setdefault(uid_mark(card.uid), set()).add(mark)
        group = by_name.setdefault(mark, [])
        twin = next((at for at, other in enumerate(group[:_MOST_TWINS]) if _is_same(other, card)), None)
        if twin is None:
            group.append(card)
        else:
            group[twin] = _one(group[twin], card)
    shared = {mark for mark, names in bearers.items() if mark and len(names) > 1}
    single: list[Card] = []
    left: list[Problem] = []
    for group in by_name.values():
        if len(group) > 1:
            left += [_left(card, f"several are called '{card.name}' and may be one or many") for card in group]
        elif uid_mark(group[0].uid) in shared:
            left.append(_left(group[0], f"'{group[0].name}' has the UID of somebody else"))
        else:
            single += group
    return single, left


def _left(card: Card, why: str) -> Problem:
    return Problem("", card.line, f"{why}; left alone", _CHOOSE)


def _is_same(one: Card, other: Card) -> bool:
    """Whether two of a name are one: a mail address or number of both, or nothing in one that the other has not."""
    if one.uid and uid_mark(one.uid) == uid_mark(other.uid):
        return True
    for key in ("email", "phone"):
        if set(one.values.get(key, ())) & set(other.values.get(key, ())):
            return True
    rows = [{(key, text) for key, texts in card.values.items() for text in texts} for card in (one, other)]
    return not (one.uid and other.uid) and (rows[0] <= rows[1] or rows[1] <= rows[0])


def _one(one: Card, other: Card) -> Card:
    """All that two cards of a person say."""
    keys = dict.fromkeys((*one.values, *other.values))
    values = {key: clean(key, (*one.values.get(key, ()), *other.values.get(key, ()))) for key in keys}
    return Card(one.name, one.line, one.uid or other.uid, values, tuple(dict.fromkeys((*one.note, *other.note))))
