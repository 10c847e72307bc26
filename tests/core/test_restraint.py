"""A disk in trouble is left alone for longer and longer, and tried again at once when it is well."""

import pytest

from vault_pln.core.health.restraint import Restraint


@pytest.mark.parametrize(("cause", "why"), [("full", "the disk is full"), ("read-only", "the disk is read-only")])
def test_a_disk_that_takes_nothing_is_left_alone_from_a_minute_to_an_hour(cause: str, why: str) -> None:
    restraint, now, waits = Restraint(), 0.0, []
    for _ in range(9):
        restraint.failed("a.md", cause, now)  # type: ignore[arg-type]
        restraint.failed("b.md", cause, now)  # type: ignore[arg-type]
        wait = restraint.wait(now)
        assert wait is not None
        assert restraint.why(now + wait - 1) == why
        assert restraint.why(now + wait) == ""
        waits.append(wait)
        now += wait
    assert waits == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    restraint.went_well("a.md")
    restraint.failed("a.md", cause, now)  # type: ignore[arg-type]
    assert restraint.wait(now) == 60


@pytest.mark.parametrize("cause", ["broken", "denied"])
def test_a_note_with_an_error_is_left_alone_and_no_other(cause: str) -> None:
    restraint = Restraint()
    restraint.failed("a.md", cause, 0)  # type: ignore[arg-type]
    assert restraint.why(0) == ""
    assert restraint.spared(59) == {"a.md"}
    assert restraint.spared(60) == frozenset()
    restraint.failed("a.md", cause, 60)  # type: ignore[arg-type]
    assert restraint.wait(60) == 120
    restraint.went_well("b.md")
    assert restraint.spared(61) == {"a.md"}
    restraint.went_well("a.md")
    assert restraint.spared(61) == frozenset()


def test_what_is_no_fault_of_the_disk_may_be_tried_at_any_time() -> None:
    restraint = Restraint()
    restraint.failed("a.md", "", 0)
    restraint.failed("b.md", "overtaken", 0)
    assert (restraint.why(0), restraint.spared(0), restraint.wait(0)) == ("", frozenset(), None)


def test_everything_may_be_tried_again_when_the_user_says_so() -> None:
    restraint = Restraint()
    restraint.failed("a.md", "full", 0)
    restraint.failed("b.md", "broken", 0)
    restraint.forget()
    assert (restraint.why(0), restraint.spared(0)) == ("", frozenset())
