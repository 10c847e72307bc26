"""The feed of a site whose front page stands where the address of a feed is asked for: found once, then visited itself.

A note may say ``feed: https://example.org/``. Only where such an address never gave a feed is its page looked through:
what was a feed and is a page now may be in other hands.
"""

import re
from dataclasses import replace
from typing import NamedTuple

from vault_pln.core.sources.address import property_form
from vault_pln.core.sources.calendar import is_calendar
from vault_pln.jobs.due import Due
from vault_pln.jobs.reading import Reader
from vault_pln.jobs.vault import Vault
from vault_pln.model.news import Response

_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_FEED = re.compile(rb"<(?:rss|feed|rdf:rdf)\b", re.IGNORECASE)
_HEAD = 2_000


class Answered(NamedTuple):
    """What a feed answered, and whether a page had to tell where it is."""

    response: Response
    by_page: bool = False


def feed_of_page(vault: Vault, reader: Reader, due: Due, response: Response) -> Answered:
    """The answer of the feed of a page; the page's own answer where there is none, or where none is looked for."""
    visits = due.visits
    if (
        due.listed.is_file
        or due.listed.is_blogroll
        or is_calendar(due.listed.source)
        or not (visits.is_page or visits.last_success is None)
    ):
        return Answered(response, visits.is_page)
    if response.status != 200 or not is_page(response.body):
        return Answered(response, visits.is_page)
    from vault_pln.jobs.finding import Finder

    with Finder(reader, vault.settings.allow_private_hosts) as finder:
        found = finder.of_page(due.listed.place, response)
    for one in found.offers:
        address = property_form(one.address)
        if address and one.address in found.answers and one.form != "calendar":
            return Answered(replace(found.answers[one.address], moved_to=address), by_page=True)
    return Answered(response, visits.is_page)


def is_page(body: bytes) -> bool:
    """Whether an answer is a web page."""
    head = body[:_HEAD]
    return _PAGE.search(head) is not None and _FEED.search(head) is None
