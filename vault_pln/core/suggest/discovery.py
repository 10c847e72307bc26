"""Sites worth following, found through what is followed already: who links to them, and from what.

A site's score is the sum, over the sources that cite it, of ``trust · match``, times how much a citation of it tells
(``rarity``). Each source counts once, with its best citation, however often it repeats itself. ``trust`` is the share
of a source's items that was kept; ``match`` how well what cites the site fits a goal. The idea, that what the trusted
point to is worth trusting in turn, is that of Gyöngyi, Garcia-Molina and Pedersen, "Combating Web Spam with
TrustRank" (2004), one step far; the damping is the inverse document frequency of Robertson and Zaragoza, "The
Probabilistic Relevance Framework" (2009), with sources for documents: a site to which everybody links says little
about anybody.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from math import log
from typing import NamedTuple

_ENOUGH = 2
"""So many sources, independent of each other, cite a site that is worth offering."""
_FEWEST = 30
"""With fewer sources than this nothing can be said to be popular: one counts as if there were so many."""
_MOST_GOALS = 2


class Citation(NamedTuple):
    """A source links to a site: in an item that was kept, or (``item`` is '') in the list of what it reads itself.

    ``source`` is the path of its note, ``owner`` whose the site is; ``trust`` and ``match`` are from 0 to 1. ``goals``
    are those that the item fits, by how well; ``terms`` what of the goals stands in it. ``vouches``: the citation of a
    trusted source's list, which is enough by itself. ``reads``: the link leads to something to read there, and not just
    to the front page.
    """

    owner: str
    site: str
    source: str
    item: str = ""
    trust: float = 0.0
    match: float = 0.0
    goals: Mapping[str, float] = {}
    terms: tuple[str, ...] = ()
    vouches: bool = False
    reads: bool = True

    @property
    def weight(self) -> float:
        """What it counts; a link to a front page, which may be that of a shop or a tool, counts half."""
        return self.trust * self.match * (1.0 if self.reads else 0.5)


class Candidate(NamedTuple):
    """A site to offer: the address where it begins, its score, and the citations that speak for it, the best first.

    ``goals`` are what it may help with, the best first; ``citing`` how many sources cite it at all, of ``sources``.
    """

    owner: str
    site: str
    score: float
    citations: tuple[Citation, ...]
    goals: tuple[str, ...]
    citing: int
    sources: int


def site_name(site: str) -> str:
    """A site as it is shown: its host, and whose part of it it is."""
    return site.partition("://")[2].removeprefix("www.").rstrip("/")


def trust(shown: int, kept: int) -> float:
    """The share of a source's items that was kept; a few items count as little, by one kept of four seen beforehand."""
    return (kept + 1) / (shown + 4)


def rarity(citing: int, sources: int) -> float:
    """How much it tells that a source cites a site, if so many of so many do."""
    count = max(sources, citing, _FEWEST)
    return log(1 + (count - citing + 0.5) / (citing + 0.5))


def candidates(citations: Iterable[Citation], citing: Mapping[str, int], sources: int) -> list[Candidate]:
    """The sites that two sources cite, one of them something to read there, or one that vouches; best first.

    ``citing`` is, by owner, how many of the ``sources`` cite a site in anything at all, kept or not.
    """
    by_owner: dict[str, list[Citation]] = {}
    for one in citations:
        by_owner.setdefault(one.owner, []).append(one)
    found = (_candidate(owner, rows, citing.get(owner, 0), sources) for owner, rows in by_owner.items())
    return sorted((one for one in found if _is_enough(one)), key=lambda one: (-one.score, one.owner))


def _is_enough(one: Candidate) -> bool:
    named = {row.source for row in one.citations}
    cited = len(named) >= _ENOUGH and any(row.reads for row in one.citations)
    return one.score > 0 and (cited or any(row.vouches for row in one.citations))


def _candidate(owner: str, rows: Iterable[Citation], citing: int, sources: int) -> Candidate:
    ordered = sorted(rows, key=lambda one: (-one.weight, one.source, one.item, one.site))
    best: dict[str, Citation] = {}
    for one in ordered:
        best.setdefault(one.source, one)
    citing = max(citing, len(best))
    # rounded, so that the order in which floats are added up can never matter
    score = round(sum(one.weight for one in best.values()) * rarity(citing, sources), 9)
    return Candidate(owner, _site(ordered), score, tuple(ordered), _goals(best.values()), citing, sources)


def _site(rows: Iterable[Citation]) -> str:
    """The address at which most is read; of several the secure and the shortest."""
    known = list(rows)
    counts = Counter(one.site for one in known if one.reads) or Counter(one.site for one in known)
    return min(counts, key=lambda site: (-counts[site], not site.startswith("https:"), len(site), site))


def _goals(rows: Iterable[Citation]) -> tuple[str, ...]:
    sums: dict[str, float] = {}
    for one in rows:
        for goal, fit in one.goals.items():
            sums[goal] = sums.get(goal, 0.0) + one.trust * fit
    worth = {goal: round(value, 9) for goal, value in sums.items() if value > 0}
    return tuple(sorted(worth, key=lambda goal: (-worth[goal], goal))[:_MOST_GOALS])
