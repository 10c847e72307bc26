"""The ledgers' memory: what was delivered, what never was, and what the user answered."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.digest.ledger import (
    Memory,
    Place,
    copy_of,
    device_of,
    entries_of,
    extended,
    follow_up_id,
    ledger_path,
    name_digest,
    new_ledger,
    parse_ledger,
    remember,
    render_entry,
    said_after,
)  # fmt: skip
from vault_pln.core.markdown.note import read_note
from vault_pln.model.ledger import Entry, Sheet, Verb
from vault_pln.model.note import Note

DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
A, B = "3f2a1c7d7k4m2q6p", "81d0c7aa5x7r3t2w"
BEFORE, AFTER = "0" * 32, "1" * 32


def at(minutes: int, verb: Verb, line_id: str = A, day: date = DAY, **more: str) -> Entry:
    return Entry(NOON + timedelta(minutes=minutes), verb, line_id, day, **more)


def wrote(minutes: int, line_id: str = A, day: date = DAY, base: str = BEFORE, what: str = "item") -> Entry:
    return at(minutes, "wrote", line_id, day, what=what, base=base)


def note(*lines: str, path: str = "2026-11-23.md") -> Note:
    return read_note(path, "\n".join(lines).encode())


def memory(*entries: Entry, notes: tuple[Note, ...] = (), digest: str = AFTER) -> Memory:
    return remember(notes, entries, sheets(**{DAY.isoformat(): digest}))


def sheets(**digests: str) -> dict[Place, Sheet]:
    return {(date.fromisoformat(day), "lines"): Sheet(f"{day}.md", digest) for day, digest in digests.items()}


# the file


def test_a_ledger_only_grows_and_begins_with_its_head() -> None:
    rows = [wrote(0), at(1, "done")]
    made = extended("desk", None, (), b"", rows)
    assert made == (new_ledger("desk") + "".join(map(render_entry, rows))).encode()
    assert extended("desk", made, entries_of(made), b"", [at(2, "seen")]) == made + render_entry(at(2, "seen")).encode()
    for before in (None, made):
        assert extended("desk", before, entries_of(before or b""), b"", ()) == before


def test_a_ledger_gets_back_what_it_lost_before_what_is_said_now() -> None:
    whole = extended("desk", None, (), b"", [wrote(0), wrote(5, B)])
    assert whole is not None
    older = new_ledger("desk").encode() + render_entry(wrote(0)).encode()
    mended = extended("desk", older, entries_of(older), copy_of([whole]), [at(1, "done")])
    assert mended is not None
    # said after what was lost, whatever the clock says
    assert list(entries_of(mended)) == [
        wrote(0),
        wrote(5, B),
        replace(at(1, "done"), when=NOON + timedelta(minutes=5, seconds=1)),
    ]
    # what another ledger says is not lost
    assert extended("desk", older, entries_of(whole), copy_of([whole]), ()) == older


def test_the_copy_of_ledgers_says_everything_once() -> None:
    one, other = (
        ("".join(map(render_entry, rows))).encode() for rows in ([wrote(0), wrote(1, B)], [wrote(0), at(3, "done")])
    )
    assert copy_of([one, other]) == "".join(map(render_entry, [wrote(1, B), wrote(0), at(3, "done")])).encode()


def test_an_entry_is_read_as_it_was_written() -> None:
    entry = Entry(NOON, "wrote", A, DAY, "follow-up", "aa", "bb", "cc")
    assert render_entry(entry) == f"- 2026-11-23T12:00:00Z wrote {A} 2026-11-23 follow-up aa bb cc\n"
    assert parse_ledger(new_ledger("desk") + render_entry(entry)) == [entry]


TOKENS = st.text("abcdef0123456789-", min_size=1, max_size=8)


@given(
    st.lists(
        st.builds(
            Entry,
            st.integers(0, 10**9).map(lambda seconds: NOON + timedelta(seconds=seconds)),
            st.sampled_from([verb for verb in get_args(Verb) if verb != "other"]),
            st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=16, max_size=16),
            st.dates(min_value=date(2020, 1, 1)),
            TOKENS, TOKENS, TOKENS, TOKENS,
        ),
        max_size=5,
    ),
    st.sampled_from(["\n", "\r\n"]),
)  # fmt: skip
def test_a_ledger_is_read_as_it_was_written_with_any_line_ending(entries: list[Entry], ending: str) -> None:
    text = new_ledger("desk") + "".join(map(render_entry, entries))
    assert parse_ledger(text.replace("\n", ending)) == entries


@pytest.mark.parametrize(
    "line",
    [
        "", "- ", "text", f"- 2026-11-23T12:00:00Z Ate {A} 2026-11-23 item a b c", "- 2026-11-23T12:00:00Z wrote short 2026-11-23 item a b c",
        f"- 2026-13-23T12:00:00Z wrote {A} 2026-11-23 item a b c", f"- 2026-11-23T12:00:00Z wrote {A} 2026-02-30 item a b c",
        f"- 2026-11-23T12:00:00Z wrote {A} 2026-11-23 item a b", f"* 2026-11-23T12:00:00Z wrote {A} 2026-11-23 item a b c",
        f"- 2026-11-23T12:00:00Z wrote {A} 2026-11-23 item a b  c d", f"> - 2026-11-23T12:00:00Z wrote {A} 2026-11-23 item a b c",
        "<<<<<<< desk", f"- 2026-11-23T25:00:00Z wrote {A} 2026-11-23 item a b c",
    ],
)  # fmt: skip
def test_what_is_no_entry_is_passed_over(line: str) -> None:
    good = render_entry(wrote(0))
    assert parse_ledger(f"{good}{line}\n{good}") == [wrote(0), wrote(0)]


def test_what_a_newer_version_says_is_read_as_far_as_it_is_understood() -> None:
    rows = f"- 2026-11-23T12:00:00Z shelved {A} 2026-11-23 item a b c d=e\n- 2026-11-23T12:00:01Z wrote {B} 2026-11-23 item a b c d\n"
    found = parse_ledger(rows)
    assert [(entry.verb, entry.id, entry.of) for entry in found] == [("other", A, "c"), ("wrote", B, "c")]
    assert memory(*found).has(A), "in doubt no duplicate"


def test_a_clock_set_back_does_not_turn_round_what_was_said_after_what() -> None:
    told = said_after([wrote(0)], [at(-60, "failed"), at(5, "known", B)])
    assert [entry.when for entry in told] == [NOON + timedelta(seconds=1), NOON + timedelta(minutes=5)]
    assert not memory(wrote(0), *told).has(A)
    assert said_after([], told) == told
    within = Entry(NOON + timedelta(milliseconds=900), "failed", A, DAY)
    assert said_after([wrote(0)], [within])[0].when == NOON + timedelta(seconds=1), "a ledger keeps whole seconds"


def test_within_one_second_the_last_word_counts() -> None:
    assert memory(wrote(0), at(0, "failed"), wrote(0)).has(A)
    assert not memory(wrote(0), at(0, "failed"), wrote(0), at(0, "failed")).has(A)


@given(st.text(max_size=200))
def test_no_text_makes_it_raise(text: str) -> None:
    assert parse_ledger(text + "\n" + render_entry(wrote(0)))[-1:] == [wrote(0)]


def test_each_device_has_a_ledger_of_its_own() -> None:
    path = ledger_path("PLN", "desk-0001")
    assert path == "PLN/Ledger/PLN ledger desk-0001.md"
    assert device_of("PLN", path) == "desk-0001"
    assert device_of("Network", path) is None
    assert device_of("PLN", "PLN/PLN Home.md") is None
    assert read_note(path, new_ledger("desk").encode()).properties == {"type": "pln-ledger", "device": "desk"}


# what was delivered


def test_nothing_is_known_at_first() -> None:
    assert not memory().has(A)
    assert memory().delivered_on(DAY, "item") == 0


def test_a_line_in_a_note_was_delivered_whatever_the_ledgers_say() -> None:
    for entries in ((), (wrote(0), at(1, "failed")), (wrote(0, base=BEFORE),)):
        found = memory(*entries, notes=(note(f"- [ ] x ^pln-{A}"),), digest=BEFORE)
        assert found.has(A)
        assert not found.has(B)


def test_a_line_that_was_moved_or_copied_is_found_in_every_place() -> None:
    notes = (note(f"- [ ] x ^pln-{A}"), note(f"- [x] x ^pln-{A}", path="Project.md"))
    found = memory(notes=notes).placed[A]
    assert [(place.path, place.line.status) for place in found] == [("2026-11-23.md", " "), ("Project.md", "x")]


def test_a_line_that_is_gone_from_its_note_was_deleted_by_the_user() -> None:
    assert memory(wrote(0)).has(A)
    assert memory(wrote(0), at(1, "done")).has(A)


def test_a_batch_whose_note_never_changed_was_never_written() -> None:
    found = memory(wrote(0), wrote(0, B), digest=BEFORE)
    assert (found.has(A), found.has(B)) == (False, False)
    assert found.delivered_on(DAY, "item") == 0


def test_the_note_that_was_to_be_made_and_is_not_there_was_never_made() -> None:
    assert not memory(wrote(0, base="-"), digest="-").has(A)


def test_a_note_that_was_made_and_deleted_again_brings_nothing_back() -> None:
    assert memory(wrote(0, base="-"), at(1, "done"), digest="-").has(A)
    assert memory(wrote(0, base=BEFORE), digest="-").has(A), "it stood there before, and somebody deleted it"


def test_a_note_that_is_again_as_it_was_before_brings_nothing_back_once_it_was_confirmed() -> None:
    assert memory(wrote(0), at(1, "done"), digest=BEFORE).has(A)


@pytest.mark.parametrize("sign", ["done", "seen", "placed"])
def test_one_sign_that_it_was_written_is_enough_where_the_note_is_as_it_was_before(sign: str) -> None:
    told = () if sign == "placed" else (at(1, sign),)  # type: ignore[arg-type]  # both are verbs
    notes = (note(f"- [ ] x ^pln-{A}"),) if sign == "placed" else ()
    found = memory(wrote(0), *told, notes=notes, digest=BEFORE)
    assert A in found.wrote
    assert found.delivered_on(DAY, "item") == 1


def test_it_is_forgotten_once_and_not_twice() -> None:
    assert not memory(wrote(0), digest=BEFORE).has(A)
    assert memory(wrote(0), wrote(10), digest=BEFORE).has(A), "in doubt no duplicate"


def test_a_failed_attempt_is_none() -> None:
    assert not memory(wrote(0), at(1, "failed")).has(A)
    assert memory(wrote(0), at(1, "failed"), wrote(2)).has(A)
    assert not memory(wrote(0), at(1, "failed"), wrote(2), digest=BEFORE).has(A)
    assert memory(wrote(0), wrote(0, B), at(1, "failed")).has(B)


def test_done_confirms_what_was_written_for_that_day_before_and_nothing_else() -> None:
    other = DAY + timedelta(days=1)
    entries = (wrote(0), at(1, "done", B), wrote(2, B), wrote(0, "c" * 16, other))
    found = remember((), entries, sheets(**{str(DAY): BEFORE, str(other): BEFORE}))
    assert (found.has(A), found.has(B), found.has("c" * 16)) == (True, False, False)


def test_a_line_written_again_on_another_day_belongs_to_that_day() -> None:
    other = DAY + timedelta(days=1)
    found = remember((), (wrote(0), at(1, "done"), wrote(2, day=other)), sheets(**{str(DAY): AFTER, str(other): AFTER}))
    assert (found.delivered_on(DAY, "item"), found.delivered_on(other, "item")) == (0, 1)


def test_the_lines_of_a_day_are_counted_by_sort() -> None:
    found = memory(
        wrote(0), wrote(0, B), wrote(0, "c" * 16, what="follow-up"), wrote(0, "d" * 16, DAY - timedelta(days=1))
    )
    assert (found.delivered_on(DAY, "item"), found.delivered_on(DAY, "follow-up")) == (2, 1)


def test_the_order_of_the_ledgers_does_not_matter_and_neither_does_a_line_in_two() -> None:
    desk = [wrote(0), at(1, "done"), at(30, "ticked", B)]
    laptop = [wrote(10, B), at(11, "failed", B), at(20, "known")]
    known = memory(*desk, *laptop)
    assert memory(*laptop, *desk) == known
    assert memory(*chain(desk, laptop, desk)) == known
    assert not memory(wrote(0), wrote(0), digest=BEFORE).has(A), "one attempt, copied by a sync program"


def test_the_first_sight_of_a_tick_and_of_a_person_is_kept() -> None:
    days = [DAY, DAY - timedelta(days=3), DAY + timedelta(days=5)]
    found = memory(
        *(at(n, "ticked", day=day) for n, day in enumerate(days)),
        *(at(n, "known", B, day) for n, day in enumerate(days)),
    )
    assert found.ticked == {A: days[1]}
    assert found.known == {B: days[1]}


def test_of_an_answer_and_of_a_closed_line_the_last_word_counts() -> None:
    rows = [at(0, "kept"), at(1, "refused"), at(1, "kept", B), at(2, "closed", line="x"), at(3, "closed", line="y")]
    found = memory(*rows)
    assert found.answered == {A: rows[1], B: rows[2]}
    assert found.closed == {A: "y"}


def test_a_renamed_person_keeps_what_is_known_of_them() -> None:
    old, mid, new = (name_digest(name) for name in ("Ada", "Ada L.", "Ada Lovelace"))
    found = memory(at(0, "known", old), at(1, "renamed", old, of=mid), at(2, "renamed", mid, of=new))
    assert found.names("Ada Lovelace") == {old, mid, new}
    assert found.known_since("Ada Lovelace") == DAY
    assert found.known_since("Ada L.") == DAY
    assert found.known_since("Grace Hopper") is None


# ids


def test_the_id_of_a_round_is_the_same_on_every_device_and_another_for_every_round() -> None:
    ada = name_digest("Ada Lovelace")
    assert follow_up_id(ada, DAY) == follow_up_id(name_digest("ada lovelace"), DAY)
    assert (
        len(
            {
                follow_up_id(ada, DAY),
                follow_up_id(ada, DAY + timedelta(days=1)),
                follow_up_id(name_digest("Grace"), DAY),
            }
        )
        == 3
    )
    assert note(f"- [ ] x ^pln-{follow_up_id(ada, DAY)}").own_lines


def test_no_name_stands_in_a_ledger() -> None:
    assert len(name_digest("Ada Lovelace")) == 16
    assert "ada" not in name_digest("Ada Lovelace")
    assert name_digest("Ada Lovelace") == name_digest("ADA LOVELACE")


def test_the_goal_and_the_place_of_a_line_are_kept_and_an_older_version_reads_the_rest() -> None:
    entry = Entry(
        datetime(2026, 11, 23, tzinfo=UTC), "wrote", "a" * 16, date(2026, 11, 23), of="o", goal="g", slot="new"
    )
    assert parse_ledger(render_entry(entry)) == [entry]
    assert render_entry(entry).endswith(" o g new\n")
    plain = replace(entry, goal="-", slot="-")
    assert render_entry(plain).endswith(" o\n")
    assert parse_ledger(render_entry(plain).replace("\n", " words of the user\n"))[0].of == "o"
