"""What the vault's own configuration says: daily notes, templates, links, tasks, excluded files."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from vault_pln.model.vault import Conventions, DailyNotes

_DEFAULT_FORMAT = "YYYY-MM-DD"
_WEEKLY_FORMAT = "gggg-[W]ww"


def read_conventions(config: Mapping[str, bytes]) -> Conventions:
    """The conventions in the JSON files of ``.obsidian/`` (path → content); an unreadable one counts as absent."""
    app, templates = _json(config, "app.json"), _json(config, "templates.json")
    tasks = _json(config, "plugins/obsidian-tasks-plugin/data.json")
    style = app.get("newLinkFormat")
    folder = _folder(templates.get("folder"))
    return Conventions(
        daily=_daily(config),
        template_folders=(folder,) if folder else (),
        template_date_format=_text(templates.get("dateFormat")) or _DEFAULT_FORMAT,
        template_time_format=_text(templates.get("timeFormat")) or "HH:mm",
        link_style=style if style in ("relative", "absolute") else "shortest",
        markdown_links=app.get("useMarkdownLinks") is True,
        excluded=tuple(str(entry) for entry in _list(app.get("userIgnoreFilters")) if entry),
        task_format="dataview" if tasks.get("taskFormat") == "dataview" else "emoji",
        task_filter=_text(tasks.get("globalFilter")),
        done_marks=frozenset("xX") | frozenset(_done_marks(tasks)),
        tasks_plugin="plugins/obsidian-tasks-plugin/data.json" in config,
        obsidian=bool(config),
        weekly=_periodic(config, "weekly", "week", _WEEKLY_FORMAT),
    )


def _done_marks(tasks: Mapping[str, Any]) -> Iterator[str]:
    """The characters of the user's own statuses that the Tasks plugin takes for done."""
    statuses = tasks.get("statusSettings")
    for group in ("coreStatuses", "customStatuses"):
        for status in _list(statuses.get(group)) if isinstance(statuses, dict) else ():
            symbol = status.get("symbol") if isinstance(status, dict) and status.get("type") == "DONE" else None
            if isinstance(symbol, str) and len(symbol) == 1:
                yield symbol


def _daily(config: Mapping[str, bytes]) -> DailyNotes:
    """Periodic Notes where its daily notes are on; else the core plugin."""
    core = _json(config, "daily-notes.json")
    found = _periodic(config, "daily", "day", _DEFAULT_FORMAT)
    return found or _notes(core, "template", configured=bool(core) or _core_plugin(config))


def _periodic(config: Mapping[str, bytes], stable: str, beta: str, default: str) -> DailyNotes | None:
    """The notes of a period that Periodic Notes has on, in both shapes of its file."""
    periodic = _json(config, "plugins/periodic-notes/data.json")
    found = periodic.get(stable)
    if isinstance(found, dict) and found.get("enabled") is True:
        return _notes(found, "template", default)
    active = periodic.get("activeCalendarSet")
    for entry in _list(periodic.get("calendarSets")):
        found = entry.get(beta) if isinstance(entry, dict) and entry.get("id") == active else None
        if isinstance(found, dict) and found.get("enabled") is True:
            return _notes(found, "templatePath", default)
    return None


def _core_plugin(config: Mapping[str, bytes]) -> bool:
    plugins = _json(config, "core-plugins.json")
    return plugins.get("daily-notes") is True


def _notes(
    data: Mapping[str, Any], template: str, default: str = _DEFAULT_FORMAT, *, configured: bool = True
) -> DailyNotes:
    return DailyNotes(
        folder=_folder(data.get("folder")),
        format=_text(data.get("format")) or default,
        template=_folder(data.get(template)),
        configured=configured,
    )


def _folder(value: Any) -> str:
    return _text(value).replace("\\", "/").strip("/ ")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _json(config: Mapping[str, bytes], name: str) -> Mapping[str, Any]:
    try:
        data = json.loads(config.get(name, b"{}").decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return {}
    if isinstance(data, list):
        # old core-plugins.json: a list of what is on
        return {str(entry): True for entry in data}
    return data if isinstance(data, dict) else {}
