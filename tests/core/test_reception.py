"""How a source is: in plain words, and what the user made of its items."""

from datetime import UTC, date, datetime, timedelta

import pytest

from vault_pln.core.digest.answers import Answer, Said
from vault_pln.core.digest.reception import IN_VAIN, Taste, answered_for, reception, receptions, signal
from vault_pln.core.sources.health import health
from vault_pln.model.news import Visits

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)
VISITED = Visits("f", last_visit=NOW)


def items(*said: Said, of: str = "blog") -> list[Answer]:
    """Answers to items of a source, the newest first."""
    return [Answer(one, "item", of, DAY - timedelta(days=ago)) for ago, one in enumerate(said)]


@pytest.mark.parametrize(
    ("said", "in_vain"),
    [
        (["gone"] * IN_VAIN, True),
        (["gone"] * (IN_VAIN - 1), False),
        (["gone"] * (IN_VAIN - 1) + ["done"], False),
        (["gone"] * IN_VAIN + ["done"], True),
        ([], False),
    ],
)
def test_thirty_items_in_a_row_of_which_none_was_kept_are_worth_a_word(said: list[Said], in_vain: bool) -> None:
    found = reception(items(*said))
    assert found.in_vain == in_vain
    assert (found.shown, found.kept) == (len(said), said.count("done"))
    assert found.last == (DAY if said else None)


def test_answers_are_told_apart_by_source_and_follow_ups_are_none() -> None:
    answers = {str(n): one for n, one in enumerate([*items("done"), *items("gone", of="other")])}
    answers["f"] = Answer("done", "follow-up", "blog", DAY)
    assert {name: len(rows) for name, rows in receptions(answers).items()} == {"blog": 1, "other": 1}


@pytest.mark.parametrize(
    ("visits", "newest", "in_vain", "words"),
    [
        (None, None, 0, "not visited yet"),
        (Visits("f", problem="x"), NOW, 0, "not visited yet"),
        (Visits("f", last_visit=NOW, problem="410 gone since 2026-11-02"), NOW, 30, "410 gone since 2026-11-02"),
        (VISITED, NOW - timedelta(days=155), 30, "posts stopped 5 months ago"),
        (VISITED, NOW - timedelta(days=119), 0, "fine"),
        (VISITED, NOW, 30, "nothing of its last 30 items was kept"),
        (VISITED, None, 0, "fine"),
    ],
)
def test_health_is_said_in_plain_words(
    visits: Visits | None, newest: datetime | None, in_vain: int, words: str
) -> None:
    assert health(visits, newest, NOW, in_vain=in_vain) == words


@pytest.mark.parametrize(
    ("said", "ago", "value"),
    [
        ("kept", 1, 1.0), ("done", 1, 0.5), ("refused", 1, -1.0), ("deleted", 1, -1.0), ("open", 13, None),
        ("open", 14, -0.25), ("edited", 20, -0.25), ("gone", 20, None), ("closed", 20, None),
    ],
)  # fmt: skip
def test_an_answer_is_a_signal_and_two_weeks_of_silence_are_a_weak_no(
    said: Said, ago: int, value: float | None
) -> None:
    assert signal(Answer(said, "item", "blog", DAY - timedelta(days=ago)), DAY) == value


def test_taste_is_of_a_source_and_of_a_source_for_a_goal() -> None:
    def answers(*said: Said, goal: str) -> dict[str, Answer]:
        return {f"{goal}{n}": Answer(one, "item", "blog", DAY, goal=goal) for n, one in enumerate(said)}

    taste = Taste(answers("kept", "kept", "done", goal="rust") | answers("refused", "refused", goal="sql"), DAY)
    assert taste.liking(["blog"], ["rust"]) > 1 > taste.liking(["blog"], ["sql"])
    assert taste.liking(["other"], ["rust"]) == 1
    assert taste.liking(["was another", "blog"], ["rust"]) == taste.liking(["blog"], ["rust"])
    deleted: list[Said] = ["deleted"] * 1000
    worst = Taste(answers(*deleted, goal="rust"), DAY).liking(["blog"], ["rust"])
    assert 0.7 <= worst < 0.71


def test_what_was_kept_counts_twice_for_its_goal_and_silence_not_at_all() -> None:
    answers = {
        "a": Answer("kept", "item", "blog", DAY, goal="g"),
        "b": Answer("done", "item", "blog", DAY, goal="g"),
        "c": Answer("deleted", "item", "blog", DAY, goal="g"),
        "d": Answer("open", "item", "blog", DAY - timedelta(days=30), goal="g"),
        "e": Answer("kept", "item", "blog", DAY, goal="unknown"),
        "f": Answer("done", "follow-up", "ada", DAY, goal="g"),
    }
    assert answered_for(answers, {"g": "Rust.md"}) == {"Rust.md": (["a", "a", "b"], ["c"])}
