"""restore: a version of a note that a write displaced, brought back."""

import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from vault_pln.cli.completing import note_names
from vault_pln.cli.options import mended, of_vault, writing
from vault_pln.cli.terminal import complain, say, say_diff, say_json, say_table

if TYPE_CHECKING:
    from vault_pln.jobs.restore import History
    from vault_pln.jobs.vault import Vault
    from vault_pln.model.edit import Edit, Written


@click.command("restore")
@click.argument("note", shell_complete=note_names)
@of_vault
@writing
@click.option("--list", "listing", is_flag=True, help="Only list what is kept.")
@click.option(
    "--version", "number", type=click.IntRange(1), metavar="N", help="The version to bring back; 1 is the newest."
)
@click.option("--yes", is_flag=True, help="Bring it back without asking; without --version the newest that differs.")
def restore_command(
    note: str, vault: str | None, today: date | None, as_json: bool, dry_run: bool, accept_loss: bool,
    listing: bool, number: int | None, yes: bool,
) -> None:  # fmt: skip
    """Bring back a version of NOTE that a write displaced; versions are kept for a week.

    NOTE may be gone by now, or have another name. The version that stands now is kept in its turn.
    """
    from vault_pln.jobs.live import open_vault
    from vault_pln.jobs.restore import history, newest, restoring
    from vault_pln.model.settings import Settings

    # a settings note that cannot be read is perhaps what shall be brought back
    opened = open_vault(mended(vault, write=not dry_run), today, accept_loss=accept_loss, base=Settings())
    found = history(opened, note)
    asking = sys.stdin.isatty() and not (as_json or listing or dry_run)
    if not as_json and number is None:
        _say_versions(found)
    if number is None and yes:
        number = newest(found)
    elif number is None and asking and found.versions:
        number = _ask_number(len(found.versions))
    if number is None or listing:
        if as_json:
            say_json(_as_json(found, None, None))
        elif found.versions and not (asking or listing):
            say("Nothing was written. Say --version N to see what one would change, and --yes to bring it back.")
        return
    edit = restoring(opened, found, number)
    if not as_json:
        _say_change(edit)
    wanted = not dry_run and (yes or (asking and click.confirm("Bring it back?", default=False)))
    done = _restored(opened, edit) if wanted else None
    if as_json:
        say_json(_as_json(found, number, done))
    else:
        _say_done(edit, done, hint=not (yes or asking or dry_run))


def _restored(vault: "Vault", edit: "Edit") -> "Written":
    from vault_pln.jobs.restore import restore

    return restore(vault, edit)


def _ask_number(most: int) -> int | None:
    given: int = click.prompt(
        f"Which one? (1 to {most}, 0 for none)", type=click.IntRange(0, most), default=0, show_default=False
    )
    return given or None


def _say_versions(found: "History") -> None:
    if not found.versions:
        say(f"No version of '{found.path}' is kept: no write displaced one in the last week.")
        return
    say(f"{found.path}" + (" (gone by now)" if found.now is None else ""))
    say_table(
        ["", "displaced", "bytes", "why"],
        ([str(one.number), f"{one.kept.when.astimezone():%Y-%m-%d %H:%M:%S}", str(len(one.data)), _why(found, one)]
         for one in found.versions),
    )  # fmt: skip


def _why(found: "History", version: Any) -> str:
    kept = version.kept
    name = f" (as {kept.path})" if kept.path not in ("", found.path) else ""
    same = ", the same as now" if version.current else ""
    return f"{kept.why or 'not known'}{name}{same}"


def _say_change(edit: "Edit") -> None:
    if edit.before == edit.after:
        say(f"'{edit.path}' is this version already.")
    else:
        say_diff([edit])


def _say_done(edit: "Edit", done: "Written | None", *, hint: bool) -> None:
    if done is None:
        if hint and edit.before != edit.after:
            say("Nothing was written. Say --yes to bring it back.")
        return
    if done.outcome == "written":
        say(f"brought back {edit.path}; what stood there is kept, too")
    elif done.outcome != "unchanged":
        complain(f"not brought back: {edit.path}: {done.message}")
        complain(f"  {done.advice}")
        sys.exit(1)


def _as_json(found: "History", number: int | None, done: "Written | None") -> dict[str, Any]:
    versions = [
        {
            "version": one.number,
            "when": one.kept.when.isoformat(),
            "size": len(one.data),
            "why": one.kept.why,
            "path": one.kept.path or found.path,
            "file": one.kept.file,
            "current": one.current,
        }
        for one in found.versions
    ]
    written = done is not None and done.outcome == "written"
    return {
        "note": found.path,
        "gone": found.now is None,
        "versions": versions,
        "restored": number if written else None,
        "written": written,
        "problem": (done.message or None) if done is not None else None,
    }
