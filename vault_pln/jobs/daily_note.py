"""The daily note as it stands, or as it is made: from the user's template."""

from datetime import datetime

from vault_pln.core.kinds.daily import daily_path
from vault_pln.core.markdown.template import needs_templater, render_template
from vault_pln.edge import clock, disk
from vault_pln.jobs.vault import Vault
from vault_pln.model.edit import Edit
from vault_pln.model.problem import Problem


def present(vault: Vault, path: str) -> bytes | None:
    """What a note holds now, None where there is none."""
    try:
        return disk.read_note(vault.places.root, path)
    except FileNotFoundError:
        return None


def unreadable(path: str) -> Problem:
    """Said of a note that is no text."""
    return Problem(path, None, "the note is not UTF-8 and is never written", "Save it as UTF-8 in your editor.")


def made_without_template(vault: Vault, path: str, edits: tuple[Edit, ...]) -> tuple[Problem, ...]:
    """Said when a new note could not be made from the user's template, since only Templater can run that."""
    template = vault.conventions.daily.template
    if not any(edit.before is None for edit in edits) or not needs_templater(_template(vault)):
        return ()
    why = f"the template '{template}' needs Templater, so the note was made without it"
    return (Problem(path, None, why, "Open today's note in Obsidian first, or set create-daily to wait."),)


def _template(vault: Vault) -> str:
    """The text of the user's daily template; empty where there is none."""
    template = vault.conventions.daily.template
    data = present(vault, f"{template.removesuffix('.md')}.md") if template else None
    return data.decode("utf-8", "replace").removeprefix("\ufeff") if data is not None else ""


def fresh_daily(vault: Vault) -> str:
    """The text of a new daily note, from the user's template; one that only Templater can run is left out."""
    daily, text = vault.conventions.daily, _template(vault)
    if not text or needs_templater(text):
        return ""
    return render_template(
        text,
        title=daily_path(vault.today, daily).rpartition("/")[2].removesuffix(".md"),
        now=datetime.combine(vault.today, clock.local_now(vault.settings.timezone).time()),
        day=vault.today,
        date_format=vault.conventions.template_date_format,
        time_format=vault.conventions.template_time_format,
        daily_format=daily.format,
        locale=daily.locale,
    )
