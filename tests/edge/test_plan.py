import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.edge.disk.plan import SIZE_LIMIT, Facts, Kind, Step, plan
from vault_pln.edge.disk.quiet import Quiet

USER = Facts(whose="user")
OURS = Facts(whose="ours")


@pytest.mark.parametrize(
    ("base", "wanted", "now", "kind"),
    [
        (b"a", b"a\nb", b"a", "append"),
        (b"", b"line\n", b"", "append"),
        (b"a\nc", b"a\nb\nc", b"a\nc", "exchange"),
        (b"ab", b"a", b"ab", "exchange"),
        (None, b"new", None, "create"),
        (b"a", None, b"a", "remove"),
        (b"a", b"b", b"b", "nothing"),
        (b"a", b"a", b"something else", "nothing"),
        (None, b"new", b"new", "nothing"),
        (b"a", None, None, "nothing"),
        (b"a", b"b", b"c", "defer"),
        (b"a", b"b", None, "defer"),
        (None, b"a", b"b", "defer"),
        (b"a", None, b"b", "defer"),
    ],
)
@pytest.mark.parametrize("facts", [USER, OURS])
def test_the_gentlest_step_is_chosen(
    base: bytes | None, wanted: bytes | None, now: bytes | None, kind: Kind, facts: Facts
) -> None:
    assert plan(base, wanted, now, facts).kind == kind


def test_the_reason_of_a_delay_says_what_happened() -> None:
    assert plan(b"a", b"b", None, USER) == Step("defer", "is gone meanwhile")
    assert plan(None, b"b", b"a", USER) == Step("defer", "exists meanwhile")
    assert plan(b"a", b"b", b"c", USER) == Step("defer", "was changed meanwhile")
    assert plan(b"a", b"b", b"a", Facts(disturbed="is open in vim")) == Step("defer", "is open in vim")


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        (Facts(odd="a link"), "refuse"),
        (Facts(read_only=True), "refuse"),
        (Facts(links=2), "refuse"),
        (Facts(size=SIZE_LIMIT), "refuse"),
        (Facts(size=SIZE_LIMIT, whose="ours"), "exchange"),
    ],
)
def test_facts_of_the_disk_change_the_step(facts: Facts, kind: Kind) -> None:
    assert plan(b"a\nc", b"a\nb\nc", b"a\nc", facts).kind == kind


def test_the_end_of_a_hard_linked_note_may_be_written_and_nothing_else() -> None:
    linked = Facts(links=2)
    assert plan(b"a", b"ab", b"a", linked) == Step("append", tail=b"b")
    assert plan(b"a", None, b"a", linked).kind == "refuse"


def test_a_note_may_not_grow_over_the_limit() -> None:
    assert plan(b"a", b"a" * SIZE_LIMIT, b"a", USER).kind == "refuse"
    assert plan(b"a", b"a" * SIZE_LIMIT, b"a", OURS).kind == "append"
    assert plan(None, b"a" * SIZE_LIMIT, None, USER).kind == "refuse"


def test_a_note_that_is_not_utf_8_is_never_written_but_ours_may_be_removed() -> None:
    assert plan(b"caf\xe9", b"caf\xe9 more", b"caf\xe9", USER).kind == "refuse"
    assert plan(b"caf\xe9", None, b"caf\xe9", OURS).kind == "remove"


MAYBE = st.one_of(st.none(), st.binary(max_size=6))


@given(MAYBE, MAYBE, MAYBE)
def test_only_a_note_that_stands_as_expected_is_changed(
    base: bytes | None, wanted: bytes | None, now: bytes | None
) -> None:
    step = plan(base, wanted, now, Facts())
    if step.kind in {"append", "create", "exchange", "remove"}:
        assert now == base != wanted
    if step.kind == "append":
        assert base is not None
        assert base + step.tail == wanted
    if step.kind == "nothing":
        assert wanted in (now, base)
    assert bool(step.message) == (step.kind in {"defer", "refuse"})


# whether now is a good moment


def disturbance(quiet: Quiet, note: Path) -> str:
    return quiet.disturbance(str(note.parent), note.name, note.stat())


def test_a_note_is_quiet_when_it_was_left_alone_long_enough(tmp_path: Path) -> None:
    note = tmp_path / "a.md"
    note.write_bytes(b"x")
    os.utime(note, (1e9, 1e9))  # a sync program sets times of its own: what was written just now has just changed
    changed = note.stat().st_ctime
    assert disturbance(Quiet(10, lambda: changed + 9), note) == "was changed less than 10 seconds ago"
    assert disturbance(Quiet(10, lambda: changed + 10), note) == ""
    assert disturbance(Quiet(0, lambda: changed), note) == ""


def test_a_stamp_from_the_future_counts_from_when_it_was_first_seen(tmp_path: Path) -> None:
    note = tmp_path / "a.md"
    note.write_bytes(b"x")
    os.utime(note, (4e9, 4e9))
    now = note.stat().st_ctime + 60
    quiet = Quiet(10, lambda: now)
    for seconds, expected in [(0, True), (9, True), (1, False)]:
        now += seconds
        assert bool(disturbance(quiet, note)) is expected
    note.write_bytes(b"xy")
    os.utime(note, (4e9, 4e9))
    assert disturbance(quiet, note)


@pytest.mark.parametrize("lock", [".a.md.swp", ".a.md.swo", ".#a.md", ".~lock.a.md#"])
def test_a_note_that_is_open_in_an_editor_is_not_quiet(tmp_path: Path, lock: str) -> None:
    note = tmp_path / "a.md"
    note.write_bytes(b"x")
    (tmp_path / lock).symlink_to("nowhere")
    quiet = Quiet(10, lambda: note.stat().st_ctime + 60)
    assert lock in disturbance(quiet, note)
    assert lock in quiet.disturbance(str(tmp_path), "a.md", None)
    assert quiet.disturbance(str(tmp_path), "b.md", None) == ""
