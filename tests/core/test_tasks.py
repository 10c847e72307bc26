"""Tasks as the Tasks plugin reads and writes them: every row of the reference's section 3."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.markdown.note import read_note
from vault_pln.core.markdown.tasks import TaskFormat, read_fields, write_task

DATA: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).parent.parent / "data" / "tasks.json").read_text(encoding="utf-8")
)
FIELDS = ("🔺", "⏫", "🔁 every week", "🏁 delete", "🆔 x1", "⛔ a,b", "➕ 2026-01-01", "🛫 2026-01-02", "⏳ 2026-01-03",
          "📅 2026-01-04", "❌ 2026-01-05", "#tag", "[priority:: high]", "[start:: 2026-01-02]")  # fmt: skip


@pytest.mark.parametrize("row", DATA["lines"], ids=lambda row: repr(row["line"]))
def test_a_line_is_a_task_where_obsidian_and_tasks_agree(row: dict[str, Any]) -> None:
    tasks = read_note("note.md", row["line"].encode()).tasks
    assert [[task.status, task.text] for task in tasks] == ([row["task"]] if row["task"] else []), row.get("why", "")


@pytest.mark.parametrize("row", DATA["fields"], ids=lambda row: repr(row["text"]))
def test_fields_are_read_backwards_from_the_end(row: dict[str, Any]) -> None:
    found = read_fields(row["text"])
    dates = {name: day.isoformat() for name, day in found.dates.items()}
    assert (found.description, dates) == (row["description"], row["dates"]), row.get("why", "")


@given(st.lists(st.sampled_from(FIELDS), max_size=17))
def test_a_done_date_is_found_behind_or_before_any_other_fields(others: list[str]) -> None:
    for text in (" ".join(["Call Ada", *others, "✅ 2026-11-20"]), " ".join(["Call Ada", "✅ 2026-11-20", *others])):
        assert read_fields(text).done == date(2026, 11, 20)


def test_after_twenty_rounds_it_stops_as_tasks_does() -> None:
    assert read_fields("a ✅ 2026-11-20" + " #t" * 19).done == date(2026, 11, 20)
    assert read_fields("a ✅ 2026-11-20" + " #t" * 20).done is None


@given(st.text(max_size=80))
def test_no_text_makes_it_raise_and_none_gets_longer(text: str) -> None:
    assert len(read_fields(text).description) <= len(text)


@pytest.mark.parametrize(
    ("style", "global_filter", "line"),
    [
        ("emoji", "", "- [ ] Write to [[Ada]] 📅 2026-11-25"),
        ("emoji", "#task", "- [ ] #task Write to [[Ada]] 📅 2026-11-25"),
        ("dataview", "", "- [ ] Write to [[Ada]]  [due:: 2026-11-25]"),
        ("dataview", "#task", "- [ ] #task Write to [[Ada]]  [due:: 2026-11-25]"),
    ],
)
def test_a_task_is_written_as_the_plugin_would(style: TaskFormat, global_filter: str, line: str) -> None:
    assert write_task("Write to [[Ada]]", date(2026, 11, 25), style, global_filter) == line


@pytest.mark.parametrize("style", ["emoji", "dataview"])
@given(day=st.dates())
def test_what_is_written_is_read_again_also_with_an_id_behind_it(style: TaskFormat, day: date) -> None:
    task = read_note("note.md", f"{write_task('Write', day, style, '')} ^pln-short".encode()).tasks[0]
    found = read_fields(task.text)
    assert (found.description, found.due) == ("Write", day)
