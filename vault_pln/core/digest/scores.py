"""How well an item fits a goal, by the goal's keywords and by its source."""

import re
from collections.abc import Iterable, Mapping

from vault_pln.model.kinds import Goal
from vault_pln.model.network import Network
from vault_pln.model.news import Item

_WORD = re.compile(r"[^\W_]+(?:[+#]+(?!\w))?", re.UNICODE)
_TITLE, _SUMMARY, _SOURCE = 2.0, 1.0, 1.0


def words(text: str) -> list[str]:
    """The words of a text, without case; ``c++`` and ``c#`` are words."""
    return _WORD.findall(text.casefold())


class Keywords:
    """A goal's keywords, each a sequence of words."""

    def __init__(self, goal: Goal) -> None:
        self._phrases = tuple(dict.fromkeys(tuple(words(keyword)) for keyword in goal.keywords))

    def score(self, item: Item) -> float:
        """Each keyword in the title counts 2, in the summary or tags 1."""
        title, rest = words(item.title), words(f"{item.summary} {' '.join(item.tags)}")
        return sum(
            _TITLE * _contains(title, phrase) + _SUMMARY * _contains(rest, phrase) for phrase in self._phrases if phrase
        )


def _contains(text: list[str], phrase: tuple[str, ...]) -> bool:
    size = len(phrase)
    return any(_same(text[at : at + size], phrase) for at in range(len(text) - size + 1))


def _same(found: list[str], phrase: tuple[str, ...]) -> bool:
    """Equal words, where a plural ``s`` does not count."""
    return all(a.removesuffix("s") == b.removesuffix("s") for a, b in zip(found, phrase, strict=True))


def goal_scores(items: Iterable[Item], network: Network) -> dict[str, dict[str, float]]:
    """For each item (by id) the active goals it fits, with their scores; an item that fits none has no goals."""
    goals = {path: goal for path, goal in network.goals.items() if goal.status == "active"}
    keywords = {path: Keywords(goal) for path, goal in goals.items()}
    return {item.id: _of_item(item, network, keywords) for item in items}


def _of_item(item: Item, network: Network, keywords: Mapping[str, Keywords]) -> dict[str, float]:
    named = network.goals_of.get(item.source, ())
    found = {path: words.score(item) + (_SOURCE if path in named else 0.0) for path, words in keywords.items()}
    return {path: score for path, score in found.items() if score > 0}
