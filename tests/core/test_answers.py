"""What the user answered: read from each line wherever it stands, and from what is missing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from vault_pln.core.digest.answers import Answer, Said, marks_of, moved_to, read_answers, records, shown_and_kept
from vault_pln.core.digest.ledger import Memory, remember, said_after
from vault_pln.core.markdown.note import read_note
from vault_pln.core.markdown.own import digest_of, embed_id, embed_line
from vault_pln.model.ledger import Entry, Sheet, Verb
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions

DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
A, B, C = "3f2a1c7d7k4m2q6p", "81d0c7aa5x7r3t2w", "c" * 16
PAGE = "2026-11-23.md"
FOLLOW_UP = f"- [ ] Write to [[Ada]]: monthly 📅 2026-11-25 ^pln-{A}"
ITEM = f"- [ ] [Pin](https://example.org/pin) · [[Weblog]] ^pln-{B}"
BULLET = f"- [Pin](https://example.org/pin) · [[Weblog]] ^pln-{B}"
MARKS = marks_of(Settings(), Conventions())


def wrote(line: str, what: str = "item", minutes: int = 0, day: date = DAY) -> Entry:
    key = line.rpartition("^pln-")[2]
    return Entry(NOON + timedelta(minutes=minutes), "wrote", key, day, what, digest_of(line), "before", "ada")


def told(verb: Verb, key: str, day: date = DAY, line: str = "-", minutes: int = 60) -> Entry:
    return Entry(NOON + timedelta(minutes=minutes), verb, key, day, line=line)


SEEN = told("seen", "0" * 16, minutes=10)
FOLLOWED = (wrote(FOLLOW_UP, "follow-up"), wrote(ITEM), SEEN)


def memory(notes: dict[str, str], *entries: Entry) -> Memory:
    """The memory of these notes; the day's note is the sheet, a missing one is missing."""
    read = {path: read_note(path, text.encode()) for path, text in notes.items()}
    page = read.get(PAGE)
    sheet = Sheet(PAGE, page.digest, page.headings) if page is not None else Sheet(PAGE)
    return remember(read.values(), entries, {(DAY, "lines"): sheet})


def answers(notes: dict[str, str], *entries: Entry) -> dict[str, Answer]:
    return read_answers(memory(notes, *(entries or FOLLOWED)), MARKS)


def day(*lines: str) -> str:
    return "\n".join(["## Learning network", "### Reach out", *lines, "### Read", "### Evening", "text"])


def said(line: str, key: str = A) -> Said:
    return answers({PAGE: day(line)})[key].said


@pytest.mark.parametrize(
    ("old", "new", "answer"),
    [
        ("", "", "open"), ("[ ]", "[x]", "done"), ("[ ]", "[X]", "done"), ("[ ]", "[-]", "refused"), ("[ ]", "[*]", "kept"),
        ("[ ]", "[b]", "kept"), ("📅", "#keep 📅", "kept"), ("📅", "#Keep 📅", "kept"), ("📅", "#keeper 📅", "edited"),
        ("[ ]", "[/]", "edited"), ("[ ]", "[>]", "edited"), ("monthly", "soon", "edited"), ("2026-11-25", "2026-12-20", "snoozed"),
        ("📅 2026-11-25", "", "edited"), ("- [ ]", "    - [ ]", "edited"), ("[ ]", "[x] #keep", "kept"),
        ("[ ] Write to [[Ada]]: monthly 📅 2026-11-25", "[x] Write ✅ 2026-11-24", "done"),
    ],
)  # fmt: skip
def test_a_line_says_itself_what_was_answered(old: str, new: str, answer: Said) -> None:
    line = FOLLOW_UP.replace(old, new, 1) if old else FOLLOW_UP
    assert said(line) == answer
    found = answers({"Project.md": line, PAGE: day()})[A]
    assert found.said == answer, "wherever it was moved"
    assert (found.sort, found.of, found.given) == ("follow-up", "ada", DAY)
    assert found.is_open is (answer in ("open", "edited", "snoozed"))


@pytest.mark.parametrize(
    ("line", "answer"),
    [(BULLET, "open"), (BULLET.replace(" ^", " #keep ^"), "kept"), (BULLET.replace("Pin", "Pins"), "edited"), (ITEM, "edited")],
)  # fmt: skip
def test_a_bullet_is_kept_by_its_tag(line: str, answer: Said) -> None:
    assert answers({PAGE: line}, wrote(BULLET), SEEN)[B].said == answer


def test_the_date_of_a_follow_up_alone_is_its_snooze() -> None:
    note = read_note(PAGE, f"{FOLLOW_UP.replace('11-25', '12-01')}\n{ITEM.replace(' ^', ' 📅 2026-12-01 ^')}".encode())
    follow_up, item = note.own_lines
    assert moved_to(follow_up, wrote(FOLLOW_UP, "follow-up")) == date(2026, 12, 1)
    assert moved_to(item, wrote(ITEM)) is None
    assert answers({PAGE: f"{ITEM.replace(' ^', ' 📅 2026-12-01 ^')}"})[B].said == "edited"


def test_the_user_may_call_the_tag_and_the_boxes_otherwise() -> None:
    marks = marks_of(replace(Settings(), keep_tag="Merken"), Conventions(done_marks=frozenset("xD")))
    found = memory({PAGE: f"{FOLLOW_UP.replace('[ ]', '[D]')}\n{ITEM.replace(' ^', ' #merken ^')}"}, *FOLLOWED)
    assert {key: one.said for key, one in read_answers(found, marks).items()} == {A: "done", B: "kept"}


@pytest.mark.parametrize(
    ("first", "second", "answer"),
    [("[ ]", "[x]", "done"), ("[x]", "[*]", "kept"), ("[-]", "[ ]", "open"), ("[-]", "[x]", "done")],
)
def test_of_two_copies_the_stronger_answer_counts(first: str, second: str, answer: Said) -> None:
    notes = {PAGE: FOLLOW_UP.replace("[ ]", first), "Project.md": FOLLOW_UP.replace("[ ]", second)}
    assert answers(notes)[A].said == answer
    assert len(answers(notes)[A].places) == 2


# deleted, or gone with its section or note


def test_a_deleted_line_is_a_no() -> None:
    found = answers({PAGE: day()})
    assert {key: one.said for key, one in found.items()} == {A: "deleted", B: "deleted"}
    assert not found[A].is_open


@pytest.mark.parametrize(
    "notes",
    [
        {},
        {PAGE: ""},
        {PAGE: "text\n## Evening\n"},
        {PAGE: "## Learning network\n## Reach out\n## Read"},
        {PAGE: "### Reach out\n### Read\n## Learning network"},
    ],
)
def test_a_deleted_section_or_note_is_no_answer(notes: dict[str, str]) -> None:
    assert {one.said for one in answers(notes).values()} == {"gone"}


def test_a_deleted_sub_section_is_no_answer_for_what_stood_in_it() -> None:
    found = answers({PAGE: "## Learning network\n### Read\n"})
    assert {key: one.said for key, one in found.items()} == {A: "gone", B: "deleted"}


def test_a_heading_that_the_user_renamed_is_known_by_the_lines_below_it() -> None:
    other = wrote(FOLLOW_UP.replace(A, C), "follow-up")
    found = answers({PAGE: f"## My people\n{FOLLOW_UP.replace(A, C)}"}, *FOLLOWED[:2], other, SEEN)
    assert {key: one.said for key, one in found.items()} == {A: "deleted", B: "gone", C: "open"}


def test_a_line_that_stands_elsewhere_tells_nothing_of_the_section() -> None:
    found = answers({PAGE: "", "Project.md": FOLLOW_UP}, *FOLLOWED, wrote(FOLLOW_UP.replace(A, C), "follow-up"))
    assert found[C].said == "gone"


@pytest.mark.parametrize("level", [5, 6])
def test_without_a_sub_heading_the_heading_is_enough(level: int) -> None:
    assert answers({PAGE: f"{'#' * level} Learning network\n"})[A].said == ("deleted" if level == 6 else "gone")
    none = marks_of(replace(Settings(), reach_out_heading="", read_heading=""), Conventions())
    found = read_answers(memory({PAGE: "## learning NETWORK\n"}, *FOLLOWED), none)
    assert {one.said for one in found.values()} == {"deleted"}


def test_headings_are_those_of_the_vaults_language_or_the_users_own() -> None:
    german = marks_of(replace(Settings(), language="de", read_heading="Lektüre"), Conventions())
    assert german.sub_headings == {"follow-up": "Melde dich", "item": "Lektüre", "event": "Demnächst",
                                   "taking-part": "Mitreden"}  # fmt: skip


def test_a_sort_without_a_sub_heading_of_its_own_needs_the_heading_alone() -> None:
    assert answers({PAGE: "## Learning network"}, wrote(ITEM, "give-back"), SEEN)[B].said == "deleted"


def test_what_is_missing_before_it_was_confirmed_is_no_answer_yet() -> None:
    assert answers({PAGE: day()}, *FOLLOWED[:2])[A].said == "gone"


def test_a_line_of_a_day_of_which_nothing_is_known_is_gone() -> None:
    late = wrote(ITEM, day=DAY + timedelta(days=1))
    assert answers({PAGE: day()}, late, told("seen", "0" * 16, DAY + timedelta(days=1)))[B].said == "gone"


# what was written down


def test_an_answer_written_down_outlives_the_note() -> None:
    for verb, answer in (("ticked", "done"), ("kept", "kept"), ("refused", "refused")):
        found = answers({}, *FOLLOWED, told(verb, A, DAY + timedelta(days=1), "digest"))[A]  # type: ignore[arg-type]
        assert (found.said, found.day) == (answer, DAY + timedelta(days=1))
    assert answers({}, *FOLLOWED, told("refused", A))[A].said == "deleted"


def test_a_line_that_is_there_again_speaks_for_itself() -> None:
    assert answers({PAGE: FOLLOW_UP}, *FOLLOWED, told("refused", A))[A].said == "open"


def test_the_last_word_written_down_counts() -> None:
    entries = (*FOLLOWED, told("ticked", A, line="x"), told("refused", A, minutes=90))
    assert answers({}, *entries)[A].said == "deleted"


def learned(notes: dict[str, str], *entries: Entry) -> list[tuple[Verb, str, str]]:
    found = memory(notes, *entries)
    rows = records(read_answers(found, MARKS), found, NOON, DAY)
    assert {(row.when, row.day) for row in rows} <= {(NOON, DAY)}
    again = memory(notes, *entries, *said_after(entries, rows))
    assert records(read_answers(again, MARKS), again, NOON, DAY) == [], "each is written down once"
    return [(row.verb, row.id, row.line) for row in rows]


def test_every_answer_is_written_down_once() -> None:
    ticked = FOLLOW_UP.replace("[ ]", "[x]")
    assert learned({PAGE: day(ticked)}, *FOLLOWED) == [("ticked", A, digest_of(ticked)), ("refused", B, "-")]
    assert learned({PAGE: day(FOLLOW_UP, ITEM)}, *FOLLOWED) == []
    assert learned({PAGE: day(FOLLOW_UP.replace("[ ]", "[/]"), ITEM)}, *FOLLOWED) == []
    kept = ITEM.replace("[ ]", "[b]")
    assert learned({PAGE: day(FOLLOW_UP, kept)}, *FOLLOWED) == [("kept", B, digest_of(kept))]
    assert learned({}, *FOLLOWED) == [], "a note that is gone is no answer"


def test_what_is_written_down_says_what_it_is_about() -> None:
    found = memory({PAGE: day(FOLLOW_UP.replace("[ ]", "[x]"), ITEM)}, *FOLLOWED)
    (row,) = records(read_answers(found, MARKS), found, NOON, DAY)
    assert (row.what, row.of) == ("follow-up", "ada")
    lost = memory({PAGE: FOLLOW_UP.replace("[ ]", "[x]")})
    (row,) = records(read_answers(lost, MARKS), lost, NOON, DAY)
    assert (row.what, row.of) == ("item", "-"), "the ledger is lost, and the tick is seen all the same"


def test_a_changed_mind_is_written_down_too() -> None:
    entries = (*FOLLOWED, told("ticked", A, line="x"))
    assert learned({PAGE: day(FOLLOW_UP.replace("[ ]", "[-]"), ITEM)}, *entries)[0][:2] == ("refused", A)


def test_the_day_of_an_answer() -> None:
    ticked = FOLLOW_UP.replace("[ ]", "[x]")
    later = DAY + timedelta(days=2)
    seen = (*FOLLOWED, told("ticked", A, later))
    assert answers({PAGE: ticked}, *seen)[A].day == later
    assert answers({PAGE: ticked.replace(" ^", " ✅ 2026-11-24 ^")}, *seen)[A].day == date(2026, 11, 24)
    assert answers({PAGE: ticked.replace(" ^", " [completion:: 2026-11-24] ^")}, *seen)[A].day == date(2026, 11, 24)
    assert answers({PAGE: ticked})[A].day is None
    two = {PAGE: FOLLOW_UP.replace("11-25", "12-20"), "B.md": FOLLOW_UP.replace("11-25", "12-24"), "C.md": FOLLOW_UP}
    assert answers(two)[A].day == date(2026, 12, 24)
    refused = (*FOLLOWED, told("refused", A, later, "x"))
    assert answers({PAGE: FOLLOW_UP.replace("[ ]", "[-]")}, *refused)[A].day == later
    assert answers({PAGE: FOLLOW_UP.replace("[ ]", "[*]")}, *refused)[A].day is None
    assert answers({PAGE: FOLLOW_UP}, *refused)[A].day is None


# lines that we closed


def test_a_line_that_we_closed_is_no_answer_until_the_user_touches_it() -> None:
    closed = FOLLOW_UP.replace("[ ]", "[-]")
    entries = (*FOLLOWED, told("closed", A, line=digest_of(closed)))
    assert answers({PAGE: closed}, *entries)[A].said == "closed"
    assert answers({PAGE: closed.replace("monthly", "no")}, *entries)[A].said == "refused"
    assert answers({PAGE: FOLLOW_UP}, *entries)[A].said == "edited", "the user opened it again"
    assert learned({PAGE: day(closed, ITEM)}, *entries) == []


# what is known of no ledger, and lines that are no lines


def test_without_a_ledger_a_line_still_answers() -> None:
    found = answers({PAGE: FOLLOW_UP.replace("[ ]", "[x]")}, SEEN)[A]
    assert (found.said, found.sort, found.of, found.given) == ("done", "", "", None)
    assert answers({PAGE: FOLLOW_UP.replace("11-25", "12-25")}, SEEN)[A].said == "open"


def test_the_line_that_embeds_a_day_asks_for_no_answer() -> None:
    embed = Entry(NOON, "wrote", embed_id("2026-11-23"), DAY, "embed")
    assert answers({PAGE: embed_line(DAY)}, embed) == {}
    assert answers({PAGE: embed_line(DAY)}, SEEN) == {}
    assert answers({}, embed) == {}


def test_how_many_items_of_a_source_were_shown_and_kept() -> None:
    rows = [Entry(NOON, "wrote", letter * 16, DAY, "item", of=of) for letter, of in ("ax", "bx", "cx", "dx", "ey")]
    text = "\n".join(f"- [{box}] t ^pln-{letter * 16}" for letter, box in ("ax", "b*", "c-", "e ")) + f"\n{FOLLOW_UP}"
    assert shown_and_kept(answers({PAGE: text}, *rows, FOLLOWED[0])) == {"x": (4, 2), "y": (1, 0)}
