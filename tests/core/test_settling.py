"""Changes settle: after a moment of quiet, or after the longest that one waits."""

from vault_pln.core.index.settling import Settling


def test_nothing_is_waited_for_where_nothing_happened() -> None:
    assert Settling(1, 5).wait(100) is None


def test_a_change_settles_after_a_moment_of_quiet() -> None:
    settling = Settling(1, 5)
    settling.hint("a.md", 10)
    assert settling.wait(10) == 1
    settling.hint("b.md", 10.5)
    assert settling.wait(11) == 0.5
    assert settling.wait(11.5) == 0
    assert settling.take() == {"a.md", "b.md"}
    assert settling.wait(12) is None


def test_changes_without_end_settle_all_the_same() -> None:
    settling = Settling(1, 5)
    for tenth in range(100):
        settling.hint("a.md", tenth / 10)
    assert settling.wait(9.9) == 0
    settling.take()
    settling.hint("a.md", 20)
    assert settling.wait(20) == 1
