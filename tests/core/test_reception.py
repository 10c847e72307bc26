"""How a source is: in plain words, and what the user made of its items."""

from datetime import UTC, date, datetime, timedelta

import pytest

from vault_pln.core.digest.answers import Answer, Said
from vault_pln.core.digest.reception import IN_VAIN, reception, receptions
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
