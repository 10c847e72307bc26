"""What other programs' settings in the vault say, as far as vault-pln follows them."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class DailyNotes:
    """Where daily notes live: folder, moment.js format, template path (without or with ``.md``).

    ``configured`` is true where Obsidian, Periodic Notes or another editor says so; where it is not, a note of that
    name counts in every folder.
    """

    folder: str = ""
    format: str = "YYYY-MM-DD"
    template: str = ""
    configured: bool = False
    locale: str = "en"


@dataclass(frozen=True, slots=True)
class Conventions:
    """The vault's own conventions: daily notes, templates, tasks, links, what is excluded from search.

    ``done_marks`` are the characters in a task's box that mean it is done. ``weekly`` are the notes of weeks, where
    Periodic Notes has them on.
    """

    daily: DailyNotes = DailyNotes()
    template_folders: tuple[str, ...] = ()
    template_date_format: str = "YYYY-MM-DD"
    template_time_format: str = "HH:mm"
    link_style: Literal["shortest", "relative", "absolute"] = "shortest"
    markdown_links: bool = False
    excluded: tuple[str, ...] = ()
    task_format: Literal["emoji", "dataview"] = "emoji"
    task_filter: str = ""
    tasks_plugin: bool = False
    done_marks: frozenset[str] = frozenset("xX")
    obsidian: bool = False
    weekly: DailyNotes | None = None
