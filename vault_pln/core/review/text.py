"""The text of a review. It is written once and the user's from then on, so nothing in it depends on when that is."""

from collections.abc import Iterable, Iterator

from vault_pln.core.markdown.phrases import Phrases
from vault_pln.core.review.week import Week
from vault_pln.model.review import Section


def review_note(week: Week, sections: Iterable[Section], boxes: Iterable[str], say: Phrases) -> str:
    """The review as a note of its own."""
    title = say("review-title", week=str(week))
    head = f"---\ntype: pln-review\nweek: {week}\n---\n# {title}\n\n"
    return head + review_body(week, sections, boxes, say, level=2) + "\n"


def review_body(week: Week, sections: Iterable[Section], boxes: Iterable[str], say: Phrases, *, level: int) -> str:
    """The review without a title, its headings of this level."""
    intro = say("review-intro", first=week.monday.isoformat(), last=week.sunday.isoformat(), week=str(week))
    return "\n\n".join([intro, *_parts(sections, list(boxes), say, "#" * level)])


def _parts(sections: Iterable[Section], boxes: list[str], say: Phrases, mark: str) -> Iterator[str]:
    for one in sections:
        yield f"{mark} {say(one.key)}"
        yield "\n".join(f"- {row.text}" for row in one.rows)
        if one.chart:
            yield one.chart
    if boxes:
        yield f"{mark} {say('review-proposals')}"
        yield say("review-proposals-intro")
        yield "\n".join(boxes)
