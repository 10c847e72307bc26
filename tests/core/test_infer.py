"""The daily-note convention of a vault that says nothing about it."""

import pytest

from vault_pln.core.kinds.infer import infer_daily
from vault_pln.model.vault import DailyNotes


@pytest.mark.parametrize(
    ("paths", "folder", "moment"),
    [
        ([], "", "YYYY-MM-DD"),
        (["2026-11-23.md"], "", "YYYY-MM-DD"),
        (["journals/2026-11-23.md", "note.md"], "journals", "YYYY-MM-DD"),
        (["journals/2026_11_23.md", "pages/a.md"], "journals", "YYYY_MM_DD"),
        (["a/2026-11-23.md", "b/2026-11-22.md", "b/2026-11-21.md"], "b", "YYYY-MM-DD"),
        (["a/2026-11-23 Trip.md"], "", "YYYY-MM-DD"),
    ],
)
def test_most_dated_notes_decide(paths: list[str], folder: str, moment: str) -> None:
    assert infer_daily(DailyNotes(), paths) == DailyNotes(folder=folder, format=moment)


def test_what_is_configured_stays() -> None:
    daily = DailyNotes(folder="Daily", configured=True)
    assert infer_daily(daily, ["journals/2026_11_23.md"]) is daily
