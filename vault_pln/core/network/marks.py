"""What the user marked on a line about somebody: who gave, through which channel, how long it took, what it weighs.

Weights are this project's own: a line is 1, a meeting that names its people 1.5, a reaction to a post 0.3.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote

from vault_pln.core.kinds.values import Properties
from vault_pln.model.network import Direction
from vault_pln.model.settings import Settings

LINE, MEETING, REACTION = 1.0, 1.5, 0.3

CHANNELS = frozenset({"call", "met", "mail", "chat", "online"})
"""The channels that have a name in every language; others are in the user's own words."""

_TAG = re.compile(r"(?:^|\s)#([^\s#,.;:!?()\[\]]+)")
_VIA = re.compile(r"\bvia \[(?:\[([^\[\]|]+)|[^\[\]]*\]\(<?([^()<>]+))", re.IGNORECASE)
_GOT = re.compile(r"\blearned-from::|\bgot::", re.IGNORECASE)
_GAVE = re.compile(r"\bgave::", re.IGNORECASE)
_REACTION = re.compile(r"(?<![\w-])re:: *<?https?://\S", re.IGNORECASE)
_CHANNEL = re.compile(r"(?<![\w-])channel:: *([\w-]+)", re.IGNORECASE)
_PLACE = re.compile(r"(?<![\w-])loc:: *([^\s\])][^\])]*)", re.IGNORECASE)
_EFFORT = re.compile(r"\((?=\d)(?:(\d{1,2}(?:[.,]\d)?) ?h)?(?: ?(\d{1,3}) ?m(?:in)?)?\)")
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_PLACEHOLDER = re.compile(r"\{\{[^{}]+\}\}")


class Marks(NamedTuple):
    """What a line says beside whom it names: ``channel`` is '' where it does not say, ``minutes`` 0."""

    direction: Direction = "unknown"
    channel: str = ""
    minutes: int = 0
    weight: float = LINE


PLAIN = Marks()
"""What a line without any mark says."""


class LineMarks:
    """Reads the marks of a line, under the names that the settings give them."""

    def __init__(self, settings: Settings) -> None:
        self._gave, self._got = settings.gave_tag.lower(), settings.got_tag.lower()
        named = {"call": settings.call_tag, "met": settings.met_tag, "mail": settings.mail_tag,
                 "chat": settings.chat_tag}  # fmt: skip
        self._channels = {tag.lower(): channel for channel, tag in named.items()}

    def read(self, text: str, target: str) -> Marks:
        """What the line says of the one it links as ``target``; ``via [[X]]`` is said of X alone."""
        if "#" not in text and "::" not in text and "(" not in text and "via " not in text.lower():
            return PLAIN
        tags = tags_of(text)
        reaction = "::" in text and _REACTION.search(text) is not None
        channel = channel_of(text) or next((self._channels[tag] for tag in tags if tag in self._channels), "")
        return Marks(
            self._direction(text, tags, target, gave=reaction),
            channel or ("online" if reaction else ""),
            minutes_of(text),
            REACTION if reaction else LINE,
        )

    def _direction(self, text: str, tags: Iterable[str], target: str, *, gave: bool) -> Direction:
        gave = gave or self._gave in tags or _GAVE.search(text) is not None
        got = self._got in tags or _GOT.search(text) is not None or _is_via(text, target)
        if gave and got:
            return "both"
        return "gave" if gave else "got" if got else "unknown"


def tags_of(text: str) -> tuple[str, ...]:
    """The tags of a line, without ``#`` and in lower case."""
    return tuple(tag.lower() for tag in _TAG.findall(text)) if "#" in text else ()


def _is_via(text: str, target: str) -> bool:
    found = ((one[1] or unquote(one[2])).strip() for one in _VIA.finditer(text))
    return any(one in (target, f"{target}.md") for one in found)


def channel_of(text: str) -> str:
    """The channel that a line names itself: ``channel::``, else ``loc::``."""
    if "::" not in text:
        return ""
    named, place = _CHANNEL.search(text), _PLACE.search(text)
    return named[1].lower() if named is not None else _channel_at(place[1]) if place is not None else ""


def _channel_at(place: str) -> str:
    """Who writes down where, met there; an address on the web is a call."""
    return "call" if "://" in place else "met"


def minutes_of(text: str) -> int:
    """The effort written on a line: ``(30m)``, ``(1h)``, ``(1h 30m)``; 0 where there is none."""
    match = _EFFORT.search(text) if "(" in text else None
    if match is None:
        return 0
    return round(60 * float((match[1] or "0").replace(",", "."))) + int(match[2] or 0)


def channel_of_note(read: Properties) -> str:
    """The channel of a meeting: its ``channel``, else what its place (``loc``) says."""
    place = read.text("loc")
    return read.text("channel").lower() or (_channel_at(place) if place else "")


def has_placeholder(text: str) -> bool:
    """Whether a line waits for a template to be filled in: ``{{…}}`` outside inline code."""
    return "{{" in text and _PLACEHOLDER.search(_CODE.sub("", text)) is not None
