"""The review of a week: what came of it in numbers that can be traced, and proposals to tick.

To add a section: a function from ``Material`` to rows, and a line in SECTIONS.
"""

from collections.abc import Callable, Iterator, Mapping

from vault_pln.core.outputs.growth import pictures
from vault_pln.core.outputs.view import View
from vault_pln.core.review.advised import lacking, suggestions
from vault_pln.core.review.arrived import arrived
from vault_pln.core.review.fed import fed
from vault_pln.core.review.growth import growth
from vault_pln.core.review.material import Material
from vault_pln.core.review.met import exchanged, met
from vault_pln.core.review.rising import rising
from vault_pln.core.review.sharpen import clearer
from vault_pln.model.review import Row, Section

SECTIONS: Mapping[str, Callable[[Material], Iterator[Row]]] = {
    "review-arrived": arrived,
    "review-rising": rising,
    "review-people": met,
    "review-exchanged": exchanged,
    "review-goals": fed,
    "review-gaps": lacking,
    "review-clearer": clearer,
    "review-suggestions": suggestions,
    "review-growth": growth,
}
"""The heading of each section → what makes its rows; one without rows is left out."""


CHARTS: Mapping[str, Callable[[View], str]] = {"review-growth": pictures}
"""The heading of a section → the pictures below its rows; what they count, a row of theirs says too."""


def sections(given: Material) -> list[Section]:
    """What is to be said of a week."""
    found = (Section(key, tuple(rows(given))) for key, rows in SECTIONS.items())
    return [one._replace(chart=CHARTS[one.key](given.view) if one.key in CHARTS else "") for one in found if one.rows]
