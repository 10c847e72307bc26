"""Taking part: a question in a forum, or a post of somebody followed, that the user has something to say to."""

import re
from collections.abc import Iterator
from typing import Literal, cast

from vault_pln.core.index.titles import name_of
from vault_pln.core.markdown.escape import plain
from vault_pln.core.suggest.give_back import own_notes
from vault_pln.core.suggest.ground import Ground
from vault_pln.core.suggest.wants import Said, gifts_of
from vault_pln.core.suggest.wording import LONGEST, telling
from vault_pln.model.digest import TakingPart
from vault_pln.model.news import Item
from vault_pln.model.suggestion import Evidence, Suggestion

_PLACES = frozenset({"forum", "community"})
"""The mediums in which questions are asked."""

_HELP = frozenset({"help", "question", "questions", "support", "hilfe", "frage", "fragen"})
_ASKING = re.compile(
    r"(?:how|why|what|which|who|where|when|is|are|can|could|does|do|did|should|has|have|anyone|anybody|wie|warum|was|"
    r"welche[rs]?|wer|wo|wann|ist|sind|kann|hat|habt|soll|weiß|kennt)\b",
    re.IGNORECASE,
)
_SETTLED = re.compile(r"[\[(](?:re)?(?:solved|answered|closed|hiring|jobs?|gelöst|erledigt)[\])]", re.IGNORECASE)
_MARKS = ("?", "？", "؟")

_KNOWS, _IN_TEXT, _NOTE, _PERSON = 1.0, 0.6, 0.7, 1.2
_FEWEST = 2
"""A note of the user's, and what is only in the text of a post, must share two words with it."""
_SHARE = 0.5
"""Of a note's name half must be there."""


def openings(ground: Ground) -> list[TakingPart]:
    """What has not been delivered yet and fits, best first."""
    me = ground.network.me
    known = gifts_of(me) if me is not None else []
    if not known and not any(goal.status == "active" for goal in ground.network.goals.values()):
        return []
    posts = [(item, person) for item in ground.items if (person := _writer(ground, item)) is not None]
    if not posts:
        return []
    gifts = _Gifts([*known, *_notes(ground)])
    found = [one for item, person in posts if (one := gifts.best(item, person)) is not None]
    return sorted(found, key=lambda one: (-one.score, -one.item.published.timestamp(), one.item.id))


def taking_part(ground: Ground) -> list[Suggestion]:
    """The openings as suggestions."""
    return [_suggestion(ground, one) for one in openings(ground)]


def _writer(ground: Ground, item: Item) -> str | None:
    """Who of the network wrote an item, '' where it is a question to everybody, None where it is neither."""
    source = ground.network.sources.get(item.source)
    if source is None or source.status in ("muted", "dropped") or ground.memory.has(item.id):
        return None
    if source.medium in _PLACES:
        return "" if is_question(item) else None
    writers = [source.path] if source.person else [ground.meant(one, source.path) for one in source.author]
    people = ground.network.people
    alone = len(writers) == 1 and writers[0] in people and not ground.is_left_alone(people[writers[0]])
    return writers[0] if alone else None


def is_question(item: Item) -> bool:
    """Whether a topic of a forum asks something that is still open."""
    if _SETTLED.search(item.title):
        return False
    asking = any(mark in item.title for mark in _MARKS) or _ASKING.match(item.title) is not None
    return asking or not _HELP.isdisjoint(tag.casefold() for tag in item.tags)


def _notes(ground: Ground) -> Iterator[Said]:
    for path in own_notes(ground):
        yield Said(path, "note", name_of(path), telling(name_of(path)))


class _Gifts:
    """What the user can say something with, found by the words of a post."""

    def __init__(self, gifts: list[Said]) -> None:
        self._by_term: dict[str, list[Said]] = {}
        for gift in gifts:
            for term in gift.terms:
                self._by_term.setdefault(term, []).append(gift)

    def best(self, item: Item, person: str) -> TakingPart | None:
        """What fits a post best."""
        title = telling(f"{item.title} {' '.join(item.tags)}")
        text = title | telling(item.summary)
        near = dict.fromkeys(gift for term in sorted(text) for gift in self._by_term.get(term, ()))
        fits = [(_fit(gift, title, text) * (_PERSON if person else 1.0), gift) for gift in near]
        score, gift = max(fits, key=lambda one: (one[0], one[1].text, one[1].owner), default=(0.0, None))
        if gift is None or score <= 0:
            return None
        key = cast("Literal['expertise', 'offers', 'note']", gift.key)
        return TakingPart(item, person, key, gift.text, gift.owner, round(score, 4))


def _fit(gift: Said, title: frozenset[str], text: frozenset[str]) -> float:
    shared = len(gift.terms & title)
    if gift.key == "note":
        enough = shared >= _FEWEST and shared >= len(gift.terms) * _SHARE
        return _NOTE * shared / len(gift.terms) if enough else 0.0
    if shared == len(gift.terms):
        return _KNOWS
    return _IN_TEXT if len(gift.terms) >= _FEWEST and gift.terms <= text else 0.0


def _suggestion(ground: Ground, one: TakingPart) -> Suggestion:
    where = one.person or one.item.source
    name = ground.network.people[where].name if one.person else ground.network.sources[where].name
    side, key = "person" if one.person else "source", f"part-{'reply' if one.person else 'answer'}"
    gift = Evidence(one.owner, None, one.gift)
    if one.key != "note":
        gift = ground.property(one.owner, one.key, one.gift)
    return Suggestion(
        "taking-part",
        f"{key}-{one.key}",
        {side: name, "title": plain(one.item.title, LONGEST), "gift": plain(one.gift, LONGEST)},
        {side: where} | ({"gift": one.owner} if one.key == "note" else {}),
        one.score,
        (gift, Evidence(one.item.source, None, f"{one.item.title} {one.item.url}".strip())),
        {"fit": one.score},
        one.item.url,
    )
