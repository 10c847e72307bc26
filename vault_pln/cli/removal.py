"""remove: vault-pln taken out of a vault."""

import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from vault_pln.cli.options import mended, of_vault, writing
from vault_pln.cli.terminal import complain, count, problems_json, say, say_diff, say_json, say_problems

if TYPE_CHECKING:
    from vault_pln.edge.places import Places
    from vault_pln.jobs.remove import Removal
    from vault_pln.model.edit import Written


@click.command("remove")
@of_vault
@writing
@click.option("--lines", is_flag=True, help="Also the lines in daily notes that are still as they were written.")
@click.option("--public", is_flag=True, help="Also the public pages that publish wrote.")
@click.option("--state", is_flag=True, help="Also what this machine remembers of the vault.")
@click.option("--yes", is_flag=True, help="Do it without asking.")
def remove_command(
    vault: str | None, today: date | None, as_json: bool, dry_run: bool, accept_loss: bool, lines: bool, public: bool,
    state: bool, yes: bool,
) -> None:  # fmt: skip
    """Take vault-pln out of the vault: its blocks and its notes; your own text stays as it is.

    What is removed is kept for a week: 'vault-pln restore NOTE' brings it back.
    """
    from vault_pln.jobs.live import open_vault
    from vault_pln.jobs.remove import nobody_watching, plan_removal, remove
    from vault_pln.model.settings import Settings

    found = mended(vault, write=not dry_run)
    with nobody_watching(found):
        opened = open_vault(found, today, accept_loss=accept_loss, base=Settings())
        plan = plan_removal(opened, lines=lines, public=public)
        asking = sys.stdin.isatty() and not (yes or dry_run or as_json)
        if not as_json:
            _say_plan(plan)
        something = bool(plan.edits) or state
        agreed = yes or (asking and something and click.confirm("Take vault-pln out of this vault?", default=False))
        done = remove(opened, plan, state=state) if something and agreed and not dry_run else None
    if as_json:
        say_json(_as_json(plan, done, found))
    elif done is not None:
        _say_done(done, found, state=state)
    elif something and not (asking or dry_run):
        say("Nothing was removed. Say --yes to do it.")
    if done is not None and any(one.outcome in ("deferred", "refused") for one in done):
        sys.exit(1)


def _say_plan(plan: "Removal") -> None:
    say_diff(plan.edits)
    gone = sum(edit.after is None for edit in plan.edits)
    changed = len(plan.edits) - gone
    if plan.edits:
        say(f"{count(gone, 'file')} of vault-pln to remove, {count(changed, 'note')} to take its text out of")
    else:
        say("There is nothing of vault-pln in this vault that can be removed.")
    if plan.left:
        say("Left as it is:")
        say_problems(plan.left)


def _say_done(done: Sequence["Written"], found: "Places", *, state: bool) -> None:
    written = sum(one.outcome == "written" for one in done)
    say(f"took vault-pln out of {count(written, 'note')}")
    say("What was removed is kept for a week: 'vault-pln restore NOTE' brings it back.")
    if state:
        say(f"The rest is forgotten. Delete '{found.state}/kept' when you need it no more.")
    for one in done:
        if one.outcome in ("deferred", "refused"):
            complain(f"  not removed: {one.edit.path}: {one.message} ({one.advice})")


def _as_json(plan: "Removal", done: Sequence["Written"] | None, found: "Places") -> dict[str, Any]:
    rows = done or ()
    written = {one.edit.path for one in rows if one.outcome == "written"}
    failed = [one for one in rows if one.outcome in ("deferred", "refused")]
    return {
        "remove": [edit.path for edit in plan.edits if edit.after is None],
        "change": [edit.path for edit in plan.edits if edit.after is not None],
        "written": [edit.path for edit in plan.edits if edit.path in written],
        "left": problems_json(plan.left),
        "failed": [{"path": one.edit.path, "message": one.message, "advice": one.advice} for one in failed],
        "kept": f"{found.state}/kept",
    }
