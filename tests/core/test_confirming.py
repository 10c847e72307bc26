"""Confirmed or overwritten: what one look after a delivery says of it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from vault_pln.core.digest.confirming import verdicts
from vault_pln.core.digest.ledger import Memory, remember, said_after
from vault_pln.core.markdown.note import read_note
from vault_pln.core.markdown.own import embed_id, embed_line
from vault_pln.model.ledger import Entry, Sheet, Verb

DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
A, B, DAYS = "3f2a1c7d7k4m2q6p", "81d0c7aa5x7r3t2w", "0" * 16
PAGE = "2026-11-23.md"
LINES = f"mine\n\n## Learning network\n- [ ] a ^pln-{A}\n- [ ] b ^pln-{B}\n"


def at(seconds: int, verb: Verb, key: str, **more: str) -> Entry:
    return Entry(NOON + timedelta(seconds=seconds), verb, key, DAY, **more)


def done(text: str, seconds: int = 1) -> Entry:
    return at(seconds, "done", DAYS, line=read_note(PAGE, text.encode()).digest)


BATCH = (at(0, "wrote", A, base="before"), at(0, "wrote", B, base="before"), done(LINES))


def memory(entries: tuple[Entry, ...], notes: dict[str, str]) -> Memory:
    read = {path: read_note(path, text.encode()) for path, text in notes.items()}
    page = read.get(PAGE)
    sheet = Sheet(PAGE, page.digest, page.headings) if page is not None else Sheet(PAGE)
    return remember(read.values(), entries, {(DAY, "lines"): sheet, (DAY, "embed"): sheet})


def verdict(
    notes: dict[str, str], *entries: Entry, minutes: float = 5, today: date = DAY, own: tuple[Entry, ...] | None = None
) -> list[tuple[Verb, str]]:
    rows = entries or BATCH
    now = NOON + timedelta(minutes=minutes)
    found = said_after(
        rows, verdicts(memory(rows, notes), rows if own is None else own, ("Learning network",), now, today)
    )
    after = memory((*rows, *found), notes)
    assert all(after.has(row.id) is (row.verb != "lost") for row in found if row.id != DAYS)
    assert verdicts(after, rows, ("Learning network",), now, today) == [], "what is decided is decided"
    return [(row.verb, row.id) for row in found]


OVERWRITTEN = {PAGE: "mine and more\n"}
LOST = [("lost", A), ("lost", B)]
SEEN = [("seen", DAYS)]


def test_what_was_overwritten_is_written_again() -> None:
    assert verdict(OVERWRITTEN) == LOST
    assert not memory((*BATCH, at(300, "lost", A)), OVERWRITTEN).has(A)


def test_an_editor_that_saves_what_it_had_overwrote_it_too() -> None:
    rows = (at(0, "wrote", A, base=read_note(PAGE, b"mine\n").digest), done(LINES))
    assert verdict({PAGE: "mine\n"}, *rows) == [("lost", A)]


def test_it_is_written_again_once() -> None:
    again = (*BATCH, at(60, "lost", A), at(60, "lost", B), at(61, "wrote", A), at(61, "wrote", B), done(LINES, 62))
    assert verdict(OVERWRITTEN, *again) == SEEN


def test_what_was_not_overwritten_before_may_still_come_again() -> None:
    again = (*BATCH, at(60, "lost", A), at(61, "wrote", A), done(LINES, 62))
    assert verdict(OVERWRITTEN, *again) == [("lost", B), ("seen", DAYS)]


@pytest.mark.parametrize("minutes", [-1.1, -60, 10, 11, 1440])
def test_after_ten_minutes_or_by_a_clock_that_went_back_it_is_the_user_who_deleted_it(minutes: float) -> None:
    assert verdict(OVERWRITTEN, minutes=minutes) == SEEN


@pytest.mark.parametrize("minutes", [-1, 0, 9.9])
def test_within_ten_minutes_it_is_an_editor(minutes: float) -> None:
    assert verdict(OVERWRITTEN, minutes=minutes) == LOST


def test_the_next_day_it_is_too_late() -> None:
    assert verdict(OVERWRITTEN, today=DAY + timedelta(days=1)) == SEEN


@pytest.mark.parametrize(
    "notes",
    [
        {},
        {PAGE: "mine\n\n## Learning network\n"},
        {PAGE: "mine\n\n# LEARNING network\n"},
        {PAGE: LINES.replace("- [ ] b", "b")[: LINES.index("- [ ] b")]},
        {PAGE: "mine\n", "Project.md": f"- [x] a ^pln-{A}"},
    ],
    ids=["the note", "the lines", "the lines below another level", "one line", "all but a line that was moved"],
)
def test_what_the_user_deleted_stays_deleted(notes: dict[str, str]) -> None:
    assert verdict(notes) == SEEN


def test_an_editor_that_emptied_the_note_has_not_finished_saving() -> None:
    assert verdict({PAGE: ""}) == []
    assert verdict({PAGE: ""}, minutes=10) == SEEN
    other = Entry(NOON + timedelta(seconds=2), "wrote", "c" * 16, DAY + timedelta(days=1))
    found = verdicts(memory((*BATCH, other), {PAGE: ""}), (), ("Learning network",), NOON + timedelta(minutes=5), DAY)
    assert [(row.verb, row.day) for row in found] == [("seen", other.day)], "which says nothing of other days"


def test_what_stands_as_we_left_it_may_still_be_overwritten() -> None:
    assert verdict({PAGE: LINES}) == []
    assert verdict({PAGE: LINES}, *BATCH[:2]) == [], "and also when the last word is missing"


def test_a_line_taken_away_confirms_the_rest_also_when_the_last_word_is_missing() -> None:
    assert verdict({PAGE: f"## Learning network\n- [ ] a ^pln-{A}\n"}, *BATCH[:2]) == SEEN


def test_what_stands_after_ten_minutes_or_after_somebody_saved_is_confirmed() -> None:
    assert verdict({PAGE: LINES}, minutes=10) == SEEN
    assert verdict({PAGE: LINES + "more"}) == SEEN
    assert verdict({PAGE: LINES}, today=DAY + timedelta(days=1)) == SEEN
    assert verdict({PAGE: "mine", "Project.md": LINES}) == SEEN


def test_once_confirmed_a_deleted_section_stays_deleted() -> None:
    assert verdict(OVERWRITTEN, *BATCH, at(30, "seen", DAYS)) == []
    assert memory((*BATCH, at(30, "seen", DAYS), at(31, "lost", A)), OVERWRITTEN).has(A), "for ever"


@pytest.mark.parametrize("verb", ["lost", "failed"])
def test_what_was_taken_back_and_stands_again_stays_deleted_once_the_user_deletes_it(verb: Verb) -> None:
    """A sync program may bring back the note that it had replaced; what a disk refused may be there all the same."""
    rows = (*BATCH, at(60, verb, A, base="-"), at(60, verb, B, base="-"))
    assert verdict({PAGE: LINES}, *rows) == [("wrote", A), ("wrote", B), ("seen", DAYS)]
    back = said_after(rows, verdicts(memory(rows, {PAGE: LINES}), rows, "Learning network", NOON, DAY))
    for notes in ({}, {PAGE: "mine\n"}, {PAGE: "## Learning network\n"}):
        assert memory((*rows, *back), notes).has(A)


def test_of_what_stands_again_beside_a_newer_batch_the_batch_decides() -> None:
    rows = (*BATCH, at(60, "lost", A), at(60, "lost", B), at(61, "wrote", A, base="other"), done("a and b", 62))
    found = verdicts(memory(rows, {PAGE: LINES}), rows, "Learning network", NOON + timedelta(minutes=5), DAY)
    assert [(row.verb, row.id) for row in found] == [("wrote", B), ("seen", DAYS)]


def test_what_was_written_again_is_not_said_to_be_back() -> None:
    again = (*BATCH, at(60, "lost", A), at(60, "lost", B), at(61, "wrote", A), at(61, "wrote", B), done(LINES, 62))
    assert verdict({PAGE: LINES}, *again) == []


def test_what_another_device_wrote_is_not_written_again_by_this_one() -> None:
    assert verdict(OVERWRITTEN, own=()) == SEEN
    assert verdict(OVERWRITTEN, own=BATCH[:1]) == [("lost", A), ("seen", DAYS)]
    assert verdict(OVERWRITTEN, own=(at(0, "ticked", A),)) == SEEN
    assert verdict(OVERWRITTEN, own=(Entry(NOON, "wrote", A, DAY - timedelta(days=1)),)) == SEEN, "on another day"


def test_a_second_batch_of_the_day_is_in_doubt_together_with_the_first() -> None:
    rows = (BATCH[0], done("older"), at(240, "wrote", B), done(LINES, 241))
    assert verdict({PAGE: LINES}, *rows) == []
    assert verdict(OVERWRITTEN, *rows, minutes=11) == LOST
    assert verdict(OVERWRITTEN, *rows, minutes=14) == SEEN


def test_the_line_that_embeds_a_day_has_a_fate_of_its_own() -> None:
    key, shown = embed_id("2026-11-23"), f"## Learning network\n{embed_line(DAY)}\n"
    rows = (
        at(0, "wrote", key, what="embed"),
        Entry(NOON, "done", DAYS, DAY, "embed", read_note(PAGE, shown.encode()).digest),
    )
    assert verdict({PAGE: shown}, *rows) == []
    assert verdict({PAGE: shown + "more"}, *rows) == SEEN
    assert verdict({PAGE: "## Learning network\n"}, *rows) == SEEN
    assert verdict({PAGE: "mine\n"}, *rows) == [("lost", key)]
    assert verdict({}, *rows) == SEEN
