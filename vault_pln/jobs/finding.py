"""Finding the feeds of an address the user named: a page, a channel, a profile, a feed. Few requests, each checked.

the address → what the table of sites knows → its page → candidates → each fetched and read
"""

import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from vault_pln.core.kinds.senders import mail_feed
from vault_pln.core.sources import schedule
from vault_pln.core.sources.address import web_form
from vault_pln.core.sources.discovery import (
    PROBES,
    Candidate,
    feeds_in_lookup,
    linked_feeds,
    mentioned_feeds,
    usual_feeds,
)
from vault_pln.core.sources.domain import domain_of
from vault_pln.core.sources.identity import comparison_url
from vault_pln.core.sources.offer import Offer, offer_of, offered
from vault_pln.core.sources.page import Page, read_page
from vault_pln.core.sources.platforms import profile_address, told_by_address, told_by_page
from vault_pln.edge import clock
from vault_pln.edge.web import Web
from vault_pln.jobs.reading import Reader
from vault_pln.jobs.visiting import USER_AGENT, host_of, rest_after
from vault_pln.model.news import Response

_LARGEST = 10_000_000
_PATIENCE = 10.0
"""Seconds for which the user is let wait until a domain may be asked again."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d{1,5}(?:/|\Z))")
"""A scheme, and no host with its port."""


@dataclass(frozen=True, slots=True)
class Found:
    """What an address led to: its page (None where none was needed), the feeds, best first, and why there is none."""

    address: str
    page: Page | None = None
    offers: tuple[Offer, ...] = ()
    problem: str = ""
    answers: Mapping[str, Response] = field(default_factory=dict)
    """What each of the feeds answered."""


def full_address(given: str) -> str:
    """The address a user means: ``example.org``, ``feed:…``, ``@name@host`` and ``name@host`` are short for one."""
    given = given.strip()
    short = profile_address(given) or mail_feed(given) or mail_feed(f"mailto:{given}" if "/" not in given else "")
    if short:
        return short
    address = web_form(given)
    return address if _SCHEME.match(address) else f"https://{address}"


class Finder:
    """Visits an address and what may be its feeds, which ``reader`` reads; ``allow_private`` as in the settings."""

    def __init__(self, reader: Reader, allow_private: tuple[str, ...]) -> None:
        self._own = Web(USER_AGENT, allow_private)
        # what a page names is not named by the user, and must not lead into his network
        self._others = Web(USER_AGENT)
        self._reader = reader
        self._hosts = frozenset(host.strip().lower() for host in allow_private)
        self._free: dict[str, float] = {}
        """When a domain may be asked again, on the monotonic clock."""
        self._answers: dict[str, Response] = {}
        self._left = PROBES
        self._refused = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._own.close()
        self._others.close()

    def find(self, address: str, *, page_too: bool = False) -> Found:
        """The feeds of an address; with ``page_too`` its page is read even where the feed is known without it."""
        told = told_by_address(address)
        if told.refusal:
            return Found(address, problem=told.refusal)
        known = [Candidate(feed, "the site is known to give it", told.medium) for feed in told.feeds]
        offers = self._read(known, address)
        if self._refused or (offers and not page_too):
            return self._found(address, None, offers)
        response = self._get(told.lookup or address, address)
        if response.error or not 200 <= response.status < 300:
            problem = response.error or f"the server answered {response.status}"
            return self._found(address, None, offers, problem)
        if told.lookup:
            return self._found(address, None, self._read(feeds_in_lookup(response.body), address))
        itself = self._offer(Candidate(address, "it is a feed itself", told.medium), response)
        if isinstance(itself, Offer):
            return self._found(address, None, [itself])
        return self._of_page(address, response, offers)

    def of_page(self, address: str, response: Response) -> Found:
        """The feeds of a page that was just visited, where it says so or where they usually are."""
        self._free[domain_of(response.url)] = clock.monotonic() + rest_after(response.url, response.took)
        return self._of_page(address, response, [])

    def _of_page(self, address: str, response: Response, offers: list[Offer]) -> Found:
        page = read_page(response.body, url=response.url, content_type=response.headers.get("content-type", ""))
        shown = offer_of(Candidate(address, "it is a feed itself"), _as_answer(response, page.raw), self._reader.read)
        if page.raw and isinstance(shown, Offer):
            return Found(address, None, (shown,))
        told = told_by_page(response.url, response.body)
        known = [Candidate(feed, "the page names it", told.medium) for feed in told.feeds]
        offers = offers or self._read(known, address) or self._read(linked_feeds(page), address)
        offers = offers or self._of_canonical(page, response.url, address) or self._read(mentioned_feeds(page), address)
        offers = offers or self._read(usual_feeds(page, response.url), address, first_only=True)
        return self._found(address, page, offers)

    def _of_canonical(self, page: Page, here: str, address: str) -> list[Offer]:
        """The feeds of the page that this one is a copy of."""
        canonical = page.canonical
        if not canonical or comparison_url(canonical) == comparison_url(here) or not self._left:
            return []
        told = told_by_address(canonical)
        if told.feeds:
            return self._read([Candidate(feed, "its original is known to give it", told.medium) for feed in told.feeds],
                              address)  # fmt: skip
        self._left -= 1
        response = self._get(canonical, address)
        original = read_page(response.body, url=response.url, content_type=response.headers.get("content-type", ""))
        return self._read(linked_feeds(original), address)

    def _found(self, address: str, page: Page | None, offers: list[Offer], problem: str = "") -> Found:
        problem = "" if offers else problem or self._refused or "no feed was found there"
        return Found(address, page, tuple(offered(offers)), problem, self._answers)

    def _read(self, candidates: Iterable[Candidate], address: str, *, first_only: bool = False) -> list[Offer]:
        """The candidates that turn out to be feeds, as far as the number of probes allows."""
        found: list[Offer] = []
        for candidate in candidates:
            if not self._left or self._refused or (first_only and found):
                break
            self._left -= 1
            response = self._get(candidate.address, address)
            one = self._offer(candidate, response)
            if isinstance(one, Offer):
                found.append(one)
            elif schedule.asks_to_wait(candidate.address, response.status):
                # who is asked to wait does not go on trying
                self._refused = f"its server asks to be left alone for now ({response.status}); try it again later"
        return found

    def _offer(self, candidate: Candidate, response: Response) -> Offer | str:
        one = offer_of(candidate, response, self._reader.read)
        if isinstance(one, Offer):
            self._answers[one.address] = response
        return one

    def _get(self, url: str, address: str) -> Response:
        named = _place(url) == _place(address)
        host = host_of(url)
        web = self._own if named else self._others
        if {host, host.rpartition(":")[0]} & self._hosts and named:
            return web.get(url, {}, cap=_LARGEST)
        return self._in_turn(web, url)

    def _in_turn(self, web: Web, url: str) -> Response:
        """A visit once its domain had its rest; one that wants a long rest is not visited again."""
        domain = domain_of(url)
        wait = self._free.get(domain, 0.0) - clock.monotonic()
        if wait > _PATIENCE:
            return Response(url, 0, error=f"{domain} wants to be asked only once in {wait:.0f} seconds")
        if wait > 0:
            threading.Event().wait(wait)
        response = web.get(url, {}, cap=_LARGEST)
        self._free[domain] = clock.monotonic() + rest_after(url, response.took)
        return response


def _place(url: str) -> tuple[str, int | None]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "", None
    return host, port or (443 if parts.scheme == "https" else 80)


def _as_answer(response: Response, raw: str) -> Response:
    return Response(response.url, response.status, {}, raw.encode(), response.moved_to)
