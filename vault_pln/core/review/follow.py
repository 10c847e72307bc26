"""Sites to follow, as boxes of a review: offered with who cites them, and read again from the line that was ticked.

The address is the one in code whose owner the id stands for, so no other can be slipped in; the notes that the line
links are taken as they stand there. A device that remembers nothing can carry it out.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from vault_pln.core.index.index import Index
from vault_pln.core.index.titles import link_to
from vault_pln.core.markdown.escape import harmless, safe_link
from vault_pln.core.markdown.escape import link_to as link_out
from vault_pln.core.review.boxes import code_in
from vault_pln.core.review.material import Material, of_item
from vault_pln.core.review.wanted import FOLLOW, Wanted, proposal_id
from vault_pln.core.sources.address import property_form
from vault_pln.core.sources.domain import owner_of
from vault_pln.core.suggest.discovery import Candidate, site_name
from vault_pln.model.network import Network
from vault_pln.model.review import Because, Proposal, Row

_MOST_NAMED = 4
_LINK = re.compile(r"!?\[\[([^\[\]|#]+)[^\[\]]*\]\]")


class Accepted(NamedTuple):
    """A site that the user said yes to: its address, and the notes its line names: who cites it, what it is for."""

    address: str
    via: tuple[str, ...]
    goals: tuple[str, ...]

    @property
    def name(self) -> str:
        """What its note is called: the same on every device, and nothing that a stranger says of himself."""
        return owner_of(self.address)


def follow(given: Material) -> Iterator[Wanted]:
    """The sites worth following, best first."""
    for one in given.discovery.candidates:
        if one.site == property_form(one.site) == safe_link(one.site):
            yield Wanted(
                Proposal(FOLLOW, "", "feed", "", one.site), Row(_text(given, one), tuple(_because(given, one)))
            )


def _text(given: Material, one: Candidate) -> str:
    sources = list(dict.fromkeys(row.source for row in one.citations))
    listed = {row.source for row in one.citations if not row.item}
    key = "propose-follow" if set(sources) - listed else "propose-follow-listed"
    names = ", ".join(named(given, path) for path in sources[:_MOST_NAMED])
    site = link_out(site_name(one.site), one.site)
    text = given.say(key, site=site, sources=names)
    goals = ", ".join(link_to(given.view.index, path) for path in one.goals)
    return given.say("propose-follow-for", what=text, goals=goals) if goals else text


def named(given: Material, path: str) -> str:
    """A link to a source; a person without one, so that a ticked box is never taken for contact."""
    person = given.view.network.people.get(path)
    return link_to(given.view.index, path) if person is None else harmless(person.name)


def _because(given: Material, one: Candidate) -> Iterator[Because]:
    """The kept items that link to it, how much their sources are trusted, and how it came to its score."""
    shown = {row.id: row for row in given.shown}
    for row in one.citations:
        if row.item in shown:
            yield of_item(shown[row.item])
        elif not row.item:
            yield Because(row.source, _line(given, row.source), "names it in its blogroll")
    for path in dict.fromkeys(row.source for row in one.citations):
        best = next(row for row in one.citations if row.source == path)
        words = f", on {', '.join(best.terms)}" if best.terms else ""
        yield Because(path, None, f"trust {best.trust:.2f}, match {best.match:.2f}{words}")
    yield Because("", None, f"score {one.score:.3f}; {one.citing} of {one.sources} sources link to it at all")


def _line(given: Material, path: str) -> int | None:
    note = given.view.index.notes[path]
    return next((line for key, line in note.property_lines.items() if key.lower() == "blogroll"), None)


def accepted(key: str, line: str, path: str, index: Index, network: Network) -> Accepted | None:
    """What a ticked line (of the note ``path``) asks for; None where its address is none that was offered."""
    found = (one for one in code_in(line) if one == property_form(one) == safe_link(one))
    address = next((one for one in found if proposal_id(Proposal(FOLLOW, "", "feed", "", one)) == key), None)
    if address is None:
        return None
    meant = [index.resolve(link.strip(), path).path for link in _LINK.findall(line)]
    paths = list(dict.fromkeys(one for one in meant if one is not None))
    via = (one for one in paths if one in network.sources)
    return Accepted(address, tuple(via), tuple(one for one in paths if one in network.goals))
