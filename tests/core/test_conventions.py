"""What other programs' configuration says, and what no configuration can break."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.kinds.conventions import read_conventions
from vault_pln.model.vault import Conventions, DailyNotes

PERIODIC = "plugins/periodic-notes/data.json"
TASKS = "plugins/obsidian-tasks-plugin/data.json"
CORE = {"daily-notes.json": {"folder": "Core", "format": "YYYY", "template": "T"}}
FILES = ("app.json", "templates.json", "core-plugins.json", "daily-notes.json", PERIODIC, TASKS)


def read(config: dict[str, Any]) -> Conventions:
    return read_conventions({name: json.dumps(value).encode() for name, value in config.items()})


def beta(active: object, *sets: object) -> dict[str, Any]:
    return {PERIODIC: {"activeCalendarSet": active, "calendarSets": list(sets)}}


def test_without_any_configuration_everything_has_its_default() -> None:
    assert read({}) == Conventions()


@pytest.mark.parametrize(
    ("config", "daily"),
    [
        ({"app.json": {}}, DailyNotes()),
        ({"core-plugins.json": {"daily-notes": True}}, DailyNotes(configured=True)),
        ({"core-plugins.json": {"daily-notes": False}}, DailyNotes()),
        ({"core-plugins.json": ["file-explorer", "daily-notes"]}, DailyNotes(configured=True)),
        ({"daily-notes.json": {"folder": "Daily", "template": "Templates/Daily Note Template"}},
         DailyNotes("Daily", template="Templates/Daily Note Template", configured=True)),
        ({"daily-notes.json": {"folder": "/Daily\\Notes/", "format": "YYYY/MM/DD"}},
         DailyNotes("Daily/Notes", "YYYY/MM/DD", configured=True)),
        ({"daily-notes.json": {"folder": "", "format": "", "template": "", "autorun": True}}, DailyNotes(configured=True)),
        ({"daily-notes.json": {"folder": 3, "format": None, "template": []}}, DailyNotes(configured=True)),
        # Periodic Notes, stable
        (CORE | {PERIODIC: {"daily": {"enabled": True, "format": "YYYY-MM-DD", "folder": "Journal", "template": "P"}}},
         DailyNotes("Journal", "YYYY-MM-DD", "P", configured=True)),
        (CORE | {PERIODIC: {"daily": {"enabled": True}}}, DailyNotes(configured=True)),
        (CORE | {PERIODIC: {"daily": {"enabled": False, "folder": "Journal"}}}, DailyNotes("Core", "YYYY", "T", configured=True)),
        (CORE | {PERIODIC: {"daily": {"enabled": "yes", "folder": "Journal"}}}, DailyNotes("Core", "YYYY", "T", configured=True)),
        # Periodic Notes, 1.0-beta
        (CORE | beta("one", {"id": "two", "day": {"enabled": True, "folder": "No"}},
                     {"id": "one", "day": {"enabled": True, "format": "YYYYMMDD", "folder": "Yes", "templatePath": "P.md"}}),
         DailyNotes("Yes", "YYYYMMDD", "P.md", configured=True)),
        (CORE | beta("one", {"id": "one", "day": {"enabled": False, "folder": "No"}}), DailyNotes("Core", "YYYY", "T", configured=True)),
        (CORE | beta("one", {"id": "one"}), DailyNotes("Core", "YYYY", "T", configured=True)),
        (CORE | beta("one", {"id": "two", "day": {"enabled": True}}), DailyNotes("Core", "YYYY", "T", configured=True)),
        (CORE | beta("one", None, 3, {"id": "one", "day": 5}), DailyNotes("Core", "YYYY", "T", configured=True)),
        (CORE | {PERIODIC: {"calendarSets": 3}}, DailyNotes("Core", "YYYY", "T", configured=True)),
    ],
)  # fmt: skip
def test_daily_notes_are_where_the_vault_says(config: dict[str, Any], daily: DailyNotes) -> None:
    assert read(config).daily == daily


def test_the_rest_of_the_configuration_is_read_too() -> None:
    found = read(
        {
            "app.json": {
                "newLinkFormat": "relative",
                "useMarkdownLinks": True,
                "userIgnoreFilters": ["Archive/", "/^x/", ""],
            },
            "templates.json": {"folder": "Templates/", "dateFormat": "DD.MM.", "timeFormat": "h:mm"},
            TASKS: {"globalFilter": " #task ", "taskFormat": "dataview"},
        }
    )
    assert found == Conventions(
        template_folders=("Templates",),
        template_date_format="DD.MM.",
        template_time_format="h:mm",
        link_style="relative",
        markdown_links=True,
        excluded=("Archive/", "/^x/"),
        task_format="dataview",
        task_filter="#task",
        tasks_plugin=True,
        obsidian=True,
    )


def test_the_users_own_statuses_that_mean_done_are_known() -> None:
    statuses = {
        "coreStatuses": [{"symbol": " ", "type": "TODO"}, {"symbol": "x", "type": "DONE"}],
        "customStatuses": [{"symbol": "D", "type": "DONE"}, {"symbol": "-", "type": "CANCELLED"}, {"symbol": "", "type": "DONE"},
                           {"type": "DONE"}, None],
    }  # fmt: skip
    assert read({TASKS: {"statusSettings": statuses}}).done_marks == frozenset("xXD")
    assert read({TASKS: {"statusSettings": []}}).done_marks == frozenset("xX")


@pytest.mark.parametrize(
    ("app", "expected"),
    [
        ({"userIgnoreFilters": None}, ()),
        ({"userIgnoreFilters": "Archive"}, ()),
        ({"userIgnoreFilters": 5}, ()),
        ({"userIgnoreFilters": {"a": 1}}, ()),
        ({"userIgnoreFilters": ["a", None, 3]}, ("a", "3")),
    ],
)
def test_excluded_files_are_a_list_or_none(app: dict[str, Any], expected: tuple[str, ...]) -> None:
    assert read({"app.json": app}).excluded == expected


@pytest.mark.parametrize("style", ["shortest", "sideways", None, ["relative"], 3])
def test_an_unknown_link_style_is_the_shortest(style: object) -> None:
    assert read({"app.json": {"newLinkFormat": style, "useMarkdownLinks": "yes"}}).link_style == "shortest"
    assert not read({"app.json": {"newLinkFormat": style, "useMarkdownLinks": "yes"}}).markdown_links


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"null", b"3", b'"text"', b"[" * 100_000])
def test_a_file_that_cannot_be_read_counts_as_absent(data: bytes) -> None:
    found = read_conventions(dict.fromkeys(FILES, data))
    assert found == Conventions(obsidian=True, tasks_plugin=True)


def test_a_byte_order_mark_does_no_harm() -> None:
    found = read_conventions({"daily-notes.json": b'\xef\xbb\xbf{"folder": "D"}'})
    assert found.daily == DailyNotes("D", configured=True)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["daily", "day", "id", "enabled", "folder", "format", "calendarSets", "activeCalendarSet",
                                       "template", "templatePath", "userIgnoreFilters", "globalFilter"]), inner, max_size=4),
    max_leaves=10,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(FILES), JSON))
def test_no_json_makes_it_raise(config: dict[str, Any]) -> None:
    found = read(config)
    assert found.daily.format
    assert not found.daily.folder.startswith("/")
