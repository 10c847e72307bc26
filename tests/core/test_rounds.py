"""Open rounds, snoozed rounds, and lines that are closed because nobody touched them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from vault_pln.core.digest.answers import Answer, Said
from vault_pln.core.digest.closing import close_lines, lines_to_close
from vault_pln.core.digest.ledger import Memory, follow_up_id, name_digest, remember
from vault_pln.core.digest.rounds import is_waiting, moved_to, open_rounds, snoozes_since
from vault_pln.core.markdown.note import read_note
from vault_pln.core.markdown.own import digest_of
from vault_pln.model.kinds import Person
from vault_pln.model.ledger import Entry, Placed
from vault_pln.model.network import Contact, Network

DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
A, B = "3f2a1c7d7k4m2q6p", "81d0c7aa5x7r3t2w"
ADA, BOB = name_digest("Ada"), name_digest("Bob")


def answer(said: Said, of: str = ADA, sort: str = "follow-up", day: date | None = None) -> Answer:
    return Answer(said, sort, of, DAY, day)


# rounds


@pytest.mark.parametrize(
    ("said", "stands", "waits"),
    [
        ("open", True, True), ("edited", True, True), ("snoozed", True, False), ("done", False, False), ("kept", False, False),
        ("refused", False, False), ("closed", False, False), ("deleted", False, False), ("gone", False, False),
    ],
)  # fmt: skip
def test_a_round_is_open_until_it_is_answered_and_waits_unless_it_is_snoozed(
    said: Said, *, stands: bool, waits: bool
) -> None:
    opened = open_rounds({A: answer(said, day=DAY)})
    assert bool(opened) is stands
    assert is_waiting(opened, [ADA]) is waits
    assert not is_waiting(opened, [BOB])


def test_a_reading_line_is_no_round() -> None:
    assert open_rounds({A: answer("open", sort="item"), B: answer("open", sort="")}) == {}


def test_one_line_that_waits_is_enough_under_whatever_name() -> None:
    opened = open_rounds({A: answer("snoozed", day=DAY), B: answer("open", BOB)})
    assert is_waiting(opened, [ADA, BOB])
    assert open_rounds({A: answer("open"), B: answer("edited")})[ADA] == [answer("open"), answer("edited")]


def test_a_snoozed_round_comes_on_the_latest_day_until_a_line_came_there() -> None:
    later = DAY + timedelta(days=9)
    opened = open_rounds({A: answer("snoozed", day=DAY), B: answer("snoozed", BOB, day=later)})
    assert moved_to(opened, [ADA, BOB], Memory()) == later
    assert moved_to(opened, [ADA], Memory()) == DAY
    assert moved_to(opened, [name_digest("Eve")], Memory()) is None
    assert moved_to(open_rounds({A: answer("open", day=DAY)}), [ADA], Memory()) is None
    for name in (ADA, BOB):
        came = Memory(wrote={follow_up_id(name, later): ()})
        assert moved_to(opened, [ADA, BOB], came) is None
    assert moved_to(opened, [ADA, BOB], Memory(wrote={follow_up_id(ADA, DAY): ()})) == later


def test_the_rounds_that_were_moved_since_the_last_contact_are_counted() -> None:
    moved = {str(number): answer("snoozed", day=DAY) for number in range(3)}
    others = {"a": answer("open"), "b": answer("snoozed", BOB), "c": answer("snoozed", sort="item")}
    assert snoozes_since({**moved, **others}, {ADA}, None) == 3
    assert snoozes_since(moved, {ADA}, DAY - timedelta(days=1)) == 3
    assert snoozes_since(moved, {ADA}, DAY) == 0, "contact begins anew"
    assert snoozes_since(moved, frozenset(), None) == 0


# closing

LINE = f"- [ ] Write to [[Ada]] 📅 2026-11-25 ^pln-{A}"


def placed(text: str, path: str = "2026-11-23.md") -> tuple[Placed, ...]:
    return tuple(Placed(path, line) for line in read_note(path, text.encode()).own_lines)


def network(today: date, *contacts: date) -> Network:
    rows = tuple(Contact(day, "x.md", 1, "x") for day in contacts)
    people = {"Ada.md": Person(path="Ada.md", name="Ada")}
    return Network(today, people, {}, {}, None, {"Ada.md": rows}, {}, {}, ())


def closing(
    said: Said, days: int, *contacts: date, of: str = ADA, sort: str = "follow-up", text: str = f"x\n{LINE}"
) -> dict[str, list[int]]:
    one = replace(answer(said, of, sort), places=placed(text))
    return lines_to_close({A: one}, Memory(), network(DAY + timedelta(days=days), *contacts))


def test_a_line_is_closed_after_a_week() -> None:
    assert closing("open", 6) == {}
    assert closing("open", 7) == {"2026-11-23.md": [2]}
    assert closing("open", 8, of=BOB) == {"2026-11-23.md": [2]}, "also when nobody is called so any more"


def test_a_line_is_closed_when_contact_happened_otherwise() -> None:
    yesterday = DAY - timedelta(days=1)
    assert closing("open", 2, yesterday) == {}
    assert closing("open", 2, yesterday, DAY) == {"2026-11-23.md": [2]}
    assert closing("open", 2, DAY + timedelta(days=1)) == {"2026-11-23.md": [2]}
    assert closing("open", 2, DAY, of=BOB) == {}


@pytest.mark.parametrize("said", ["edited", "snoozed", "done", "kept", "refused", "closed"])
def test_a_line_that_the_user_touched_is_never_closed(said: Said) -> None:
    assert closing(said, 30) == {}


def test_only_follow_ups_are_closed_and_of_copies_only_those_still_open() -> None:
    assert closing("open", 30, sort="item") == {}
    text = f"{LINE.replace('[ ]', '[-]')}\n{LINE}\n{LINE}"
    assert closing("open", 30, text=text) == {"2026-11-23.md": [2, 3]}


def test_a_former_name_counts() -> None:
    former = Memory(former={ADA: frozenset({BOB})})
    one = replace(answer("open", BOB), places=placed(LINE))
    assert lines_to_close({A: one}, former, network(DAY, DAY)) == {"2026-11-23.md": [1]}


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_closing_changes_one_box_and_nothing_else(ending: str) -> None:
    before = ending.join(["\ufeffmine [ ]", LINE, "", LINE.replace(A, B), "no end [ ]"]).encode()
    edit, entries = close_lines("x.md", before, [2], NOON, DAY)
    closed = LINE.replace("[ ]", "[-]")
    assert (edit.path, edit.before, edit.whose) == ("x.md", before, "user")
    assert edit.after == before.replace(LINE.encode(), closed.encode())
    assert entries == (Entry(NOON, "closed", A, DAY, "follow-up", digest_of(closed)),)
    assert remember([], entries, {}).closed == {A: digest_of(closed)}


def test_only_the_first_box_of_a_line_is_closed() -> None:
    text = LINE.replace("Write", "Write [ ]").encode()
    edit, _ = close_lines("x.md", text, [1], NOON, DAY)
    assert edit.after == text.replace(b"- [ ]", b"- [-]")
