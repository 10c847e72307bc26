"""The order of a delivery: the ledger knows before a note does, and takes back what did not happen."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from vault_pln.core.digest.delivery import Delivery, Part
from vault_pln.core.markdown.ids import digest_of_bytes
from vault_pln.core.markdown.own import digest_of
from vault_pln.jobs.handing import close, hand_over
from vault_pln.model.edit import Edit, Outcome, Written
from vault_pln.model.ledger import Entry

DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
A, B, DAYS = "3f2a1c7d7k4m2q6p", "81d0c7aa5x7r3t2w", "0" * 16
LINES = Part((DAY, "lines"), (Entry(NOON, "wrote", A, DAY),), Edit("day.md", b"", b"lines", "why"))
EMBED = Part((DAY, "embed"), (Entry(NOON, "wrote", B, DAY, "embed"),), Edit("note.md", b"", b"embed", "why"))
LEARNED = [Entry(NOON, "seen", DAYS, DAY)]


class Hands:
    """An executor that does as it is told, and what was asked of it."""

    def __init__(self, outcomes: dict[str, Outcome], *, kept: bool = True) -> None:
        self.outcomes, self.kept = outcomes, kept
        self.asked: list[object] = []

    def append(self, entries: Sequence[Entry]) -> bool:
        self.asked.append([(entry.verb, entry.id, entry.what, entry.line) for entry in entries])
        return self.kept

    def write(self, edit: Edit) -> Written:
        self.asked.append(edit.path)
        return Written(edit, self.outcomes.get(edit.path, "written"), "said so")


def handed(hands: Hands, *parts: Part) -> list[tuple[str, str]]:
    delivery = Delivery(parts) if parts else None
    return [
        (one.edit.path, one.outcome) for one in hand_over(delivery, LEARNED, hands.append, hands.write, lambda: NOON)
    ]


FIRST = [("seen", DAYS, "item", "-"), ("wrote", A, "item", "-"), ("wrote", B, "embed", "-")]


def done(what: str, text: bytes) -> tuple[str, str, str, str]:
    return ("done", DAYS, what, digest_of_bytes(text))


def test_the_ledger_learns_of_everything_before_the_first_note_changes() -> None:
    hands = Hands({})
    assert handed(hands, LINES, EMBED) == []
    assert hands.asked == [FIRST, "day.md", "note.md", [done("item", b"lines"), done("embed", b"embed")]]


def test_nothing_to_deliver_still_teaches_the_ledger() -> None:
    hands = Hands({})
    assert handed(hands) == []
    assert hands.asked == [FIRST[:1]]


def test_without_the_ledger_no_note_is_touched() -> None:
    hands = Hands({}, kept=False)
    assert handed(hands, LINES, EMBED) == [("day.md", "refused")]
    assert hands.asked == [FIRST]


def test_what_failed_is_taken_back_and_what_would_show_it_is_not_tried() -> None:
    for outcome in ("deferred", "refused"):
        hands = Hands({"day.md": outcome})
        assert handed(hands, LINES, EMBED) == [("day.md", outcome), ("note.md", "deferred")]
        assert hands.asked == [FIRST, "day.md", [("failed", A, "item", "-"), ("failed", B, "embed", "-")]]


def test_each_note_has_a_fate_of_its_own() -> None:
    hands = Hands({"note.md": "deferred"})
    assert handed(hands, LINES, EMBED) == [("note.md", "deferred")]
    assert hands.asked[-1] == [done("item", b"lines"), ("failed", B, "embed", "-")]
    assert handed(Hands({"day.md": "unchanged"}), LINES) == []


def test_a_line_is_said_to_be_closed_once_it_is() -> None:
    line = f"- [ ] Write ^pln-{A}"
    closing = [("a.md", line.encode(), [1]), ("b.md", line.encode(), [1])]
    hands = Hands({"a.md": "deferred"})
    close(closing, hands.append, hands.write, lambda: NOON, DAY)
    assert hands.asked == ["a.md", "b.md", [("closed", A, "follow-up", digest_of(line.replace("[ ]", "[-]")))]]
