"""A proposal with the reason for it, and the id by which it is known."""

from collections.abc import Mapping
from typing import NamedTuple

from vault_pln.core.markdown.ids import short_id
from vault_pln.core.sources.domain import owner_of
from vault_pln.model.review import Proposal, Row
from vault_pln.model.settings import Settings

FOLLOW = "follow"
"""The kind of proposal that makes a note: ``new`` is the address of a site, and there is no note yet."""

KEYWORD = "keyword"
"""The kind of proposal that adds to a list."""

MOST: Mapping[str, int] = {FOLLOW: 3, "keep": 5, "drop": 5, "blogroll": 1, KEYWORD: 1}
"""How many of a kind are proposed in a week; what is left over comes in the next."""


class Wanted(NamedTuple):
    """A proposal, and the reason for it."""

    proposal: Proposal
    why: Row


def proposal_id(one: Proposal) -> str:
    """The id of a proposal: the same on every device, and another one as soon as the note says something else.

    A site is proposed under the id of its owner, so that a no is one to all of its addresses.
    """
    return site_id(one.new) if one.kind == FOLLOW else short_id("proposal", *one)


def site_id(site: str) -> str:
    """The id under which a site is offered."""
    return short_id("proposal", FOLLOW, owner_of(site))


def keyword_key(settings: Settings) -> str:
    """Under what name a goal's note has its keywords."""
    return settings.property_names.get("keywords", "keywords")
