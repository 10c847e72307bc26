"""The text of a review. It is written once and the user's from then on, so nothing in it depends on when that is."""

from collections.abc import Iterable, Iterator

from vault_pln.core.markdown.insert import newline_of
from vault_pln.core.markdown.note import read_note
from vault_pln.core.markdown.own import REVIEW, render_block
from vault_pln.core.markdown.phrases import Phrases
from vault_pln.core.markdown.replace import replace_block
from vault_pln.core.review.week import Week
from vault_pln.model.note import Note
from vault_pln.model.review import Section


def review_note(week: Week, sections: Iterable[Section], boxes: Iterable[str], say: Phrases) -> str:
    """The review as a note of its own."""
    title = say("review-title", week=str(week))
    head = f"---\ntype: pln-review\nweek: {week}\n---\n# {title}\n\n"
    return head + review_body(week, sections, boxes, say, level=2) + "\n"


def with_review(text: str, note: Note, body: str) -> str | None:
    """The user's note of the week with the review in a block: in their own markers, else at the end.

    None where it has one already, or where what stands at its end is code or a comment.
    """
    here = next((block for block in note.blocks or () if block.name == REVIEW), None)
    if here is not None:
        return replace_block(text, note.blocks, REVIEW, body) if here.sha is None else None
    newline = newline_of(text)
    gap = "" if not text.strip() else newline if text.endswith("\n") else newline * 2
    after = text + gap + render_block(REVIEW, body).replace("\n", newline) + newline
    return after if any(block.name == REVIEW for block in read_note(note.path, after.encode()).blocks or ()) else None


def review_block(week: Week, sections: Iterable[Section], boxes: Iterable[str], say: Phrases) -> str:
    """The review as it stands in the user's own note of the week."""
    return f"## {say('review-title', week=str(week))}\n\n{review_body(week, sections, boxes, say, level=3)}"


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
