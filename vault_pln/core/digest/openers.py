"""What to begin with when writing to somebody: one concrete thing, the most telling there is."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from vault_pln.core.digest.shared import notes_since, topics_of
from vault_pln.core.index.index import Index
from vault_pln.core.index.titles import name_of
from vault_pln.core.markdown.escape import plain
from vault_pln.core.markdown.phrases import Phrases
from vault_pln.model.network import Contact, Network
from vault_pln.model.news import Item

_LONGEST = 90
_MOST_TOPICS = 2
_LINK = re.compile(r"!?\[\[([^\[\]]+)\]\]")
_TIDY = re.compile(r"^[\s>]*(?:[-*+]|\d+[.)])?\s*(?:\[.\])?\s*|(?<!\S)[#^][\w/-]+")


class Openers:
    """Finds openers in one vault; ``newest`` is the newest post of people who publish."""

    def __init__(self, index: Index, network: Network, newest: Mapping[str, Item], say: Phrases) -> None:
        self._index, self._network, self._newest, self._say = index, network, newest, say

    def of(self, path: str, since: date | None) -> str:
        """One opener, '' where there is nothing.

        The first of: what they ask for, their newest post, what the last contact was about, a note of the user's since
        then on a topic of theirs, the last line about them.
        """
        person, rows = self._network.people[path], self._network.contacts[path]
        if person.asks:
            return self._say("they-asked", ask=plain(person.asks[0], _LONGEST))
        post = self._newest.get(path)
        if post is not None:
            return self._say("their-post", title=plain(post.title, _LONGEST))
        return self._topic(rows[-1:]) or self._note(path, since) or self._line(rows)

    def _topic(self, rows: Iterable[Contact]) -> str:
        names = [name_of(topic) for topic in topics_of(self._index, self._network, rows)[:_MOST_TOPICS]]
        return self._say("last-topic", topics=plain(", ".join(names), _LONGEST)) if names else ""

    def _note(self, path: str, since: date | None) -> str:
        note = next(iter(notes_since(self._index, self._network, path, since)), None) if since else None
        return self._say("note-since", day=note.day, topic=plain(note.topic, _LONGEST)) if note is not None else ""

    def _line(self, rows: tuple[Contact, ...]) -> str:
        text = next((row.text for row in reversed(rows) if row.line and " " in row.text), "")
        words = plain(_TIDY.sub("", _LINK.sub(_shown, text)), _LONGEST)
        return self._say("last-talked", text=words) if len(words.split()) > 2 else ""


def _shown(match: re.Match[str]) -> str:
    target, _, display = match[1].partition("|")
    return display or target.rpartition("/")[2]
