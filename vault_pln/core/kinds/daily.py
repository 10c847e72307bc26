"""Which note is the daily note of which day."""

from datetime import date, datetime, time
from functools import lru_cache

from vault_pln.model.vault import DailyNotes


@lru_cache(maxsize=4096)
def daily_path(day: date, daily: DailyNotes) -> str:
    """The path of a day's note."""
    from vault_pln.core.markdown.moment import format_moment

    name = format_moment(datetime.combine(day, time()), daily.format, daily.locale)  # a day has no zone
    path = f"{daily.folder}/{name}" if daily.folder else name
    return path if path.endswith(".md") else f"{path}.md"


@lru_cache(maxsize=200_000)
def daily_day(path: str, daily: DailyNotes) -> date | None:
    """The day of a daily note, None for any other note.

    The whole path below the folder counts, else the file's name under the last part of the format; without any
    configuration a plain ``2026-11-23.md`` is a daily note in every folder.
    """
    folder = f"{daily.folder}/" if daily.folder else ""
    if daily.configured and not path.startswith(folder):
        return None
    if not any(map(str.isdigit, path)):
        # no day can be told without a digit, and most names do without
        return None
    from vault_pln.core.markdown.moment import parse_moment

    inner = path.removeprefix(folder)
    stem, form = inner.removesuffix(".md"), daily.format.removesuffix("[.md]")
    if "/" in form:
        day = parse_moment(stem, form, daily.locale)
        if day is not None:
            return day
    return parse_moment(stem.rpartition("/")[2], form.rpartition("/")[2], daily.locale)
