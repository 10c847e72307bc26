"""Many addresses visited side by side, each domain by one worker at a time; over within a moment when stopped."""

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol
from urllib.parse import urlsplit

from vault_pln import __version__
from vault_pln.core.sources.domain import domain_of
from vault_pln.model.news import Response

USER_AGENT = f"vault-pln/{__version__} (personal feed reader; +https://pypi.org/project/vault-pln/)"
_WORKERS = 8
_SPACING = 1.0
"""Seconds from one request to the next of a domain."""
_UNEVEN = 0.05
"""Seconds more, since one request may take longer on its way than the next."""
_SPACING_OF = {"reddit.com": 60.0}
"""Where more is asked for."""
_AHEAD = 4
"""Answers that may wait to be read, so that bodies do not pile up."""
_GLANCE = 0.1
"""Seconds between two looks whether to stop; the workers cannot be waited for, since a server may be silent."""


class Visitor(Protocol):
    """What visits an address: the web, which is loaded only where there is something to visit."""

    def get(self, url: str, headers: Mapping[str, str]) -> Response:
        """The answer."""


class Ask(NamedTuple):
    """One request: ``number`` tells the caller which; ``own`` for a host of the user's, which needs no spacing."""

    number: int
    url: str
    headers: Mapping[str, str]
    own: bool = False


Answered = tuple[Ask, Response]


def answers(web: Visitor, asks: Iterable[Ask], stop: threading.Event, gap: float = 0.0) -> Iterator[Answered]:
    """Every request with its answer, as they come; fewer when stopped. A visit that hangs holds up only its domain.

    No two requests begin within ``gap`` seconds.
    """
    hosts: queue.SimpleQueue[list[Ask]] = queue.SimpleQueue()
    groups = _by_domain(asks)
    turns = _Turns(gap)
    for group in groups:
        hosts.put(group)
    found: queue.Queue[Answered | None] = queue.Queue(_AHEAD)
    over = threading.Event()
    left = min(_WORKERS, len(groups))
    for number in range(left):
        work = _Worker(web, hosts, found, lambda: over.is_set() or stop.is_set(), stop.wait, turns.wait)
        # not waited for at the end of the process: it may hang in a request
        threading.Thread(target=work.run, name=f"visit-{number}", daemon=True).start()
    try:
        while left and not stop.is_set():
            try:
                one = found.get(timeout=_GLANCE)
            except queue.Empty:
                continue
            if one is None:
                left -= 1
            else:
                yield one
    finally:
        over.set()


class _Turns:
    """Hands out moments at least ``gap`` seconds apart, to many threads."""

    def __init__(self, gap: float) -> None:
        self._gap, self._next, self._lock = gap, 0.0, threading.Lock()

    def wait(self) -> float:
        """The seconds until the turn of who asks."""
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next)
            self._next = turn + self._gap
        return turn - now


def _by_domain(asks: Iterable[Ask]) -> list[list[Ask]]:
    groups: dict[str, list[Ask]] = {}
    for ask in asks:
        groups.setdefault(host_of(ask.url) if ask.own else domain_of(ask.url), []).append(ask)
    # the longest first, since it decides when all is over
    return sorted(groups.values(), key=len, reverse=True)


def rest_after(url: str, took: float) -> float:
    """Seconds of rest for the domain of an address that ``took`` so long from the request to the end of its answer.

    Requests are a second apart, or what the domain is known to ask for; a slow server rests as long as it worked.
    """
    spacing = _SPACING_OF.get(domain_of(url), _SPACING)
    return max(spacing + _UNEVEN - took, min(took, spacing))


def host_of(url: str) -> str:
    """The host of an address with its port, in lower case; '' for an address that cannot be read."""
    try:
        return urlsplit(url).netloc.lower().rpartition("@")[2]
    except ValueError:
        return ""


class _Worker(NamedTuple):
    """Takes one domain after the other until there is none left; says None at its end."""

    web: Visitor
    hosts: queue.SimpleQueue[list[Ask]]
    found: queue.Queue[Answered | None]
    is_over: Callable[[], bool]
    rest: Callable[[float], bool]
    turn: Callable[[], float]

    def run(self) -> None:
        while not self.is_over():
            try:
                group = self.hosts.get_nowait()
            except queue.Empty:
                break
            self._visit(group)
        self._tell(None)

    def _visit(self, group: list[Ask]) -> None:
        pause = 0.0
        for ask in group:
            self.rest(pause)
            self.rest(self.turn())
            if self.is_over():
                return
            answer = self._answer(ask)
            pause = 0.0 if ask.own else rest_after(ask.url, answer.took)
            self._tell((ask, answer))

    def _answer(self, ask: Ask) -> Response:
        try:
            return self.web.get(ask.url, ask.headers)
        except Exception as error:  # noqa: BLE001 -- one strange server must not take the others' turn
            return Response(ask.url, 0, error=f"the visit failed: {type(error).__name__}")

    def _tell(self, one: Answered | None) -> None:
        while not self.is_over():
            try:
                self.found.put(one, timeout=_GLANCE)
            except queue.Full:
                continue
            return
