"""publish: the public face of the network."""

import sys
from datetime import date
from typing import TYPE_CHECKING

import click

from vault_pln.cli.options import of_vault, opened, writing
from vault_pln.cli.terminal import complain, count, problems_json, say, say_diff, say_json, say_problems, say_some

if TYPE_CHECKING:
    from vault_pln.jobs.publishing import Publishing
    from vault_pln.model.edit import Written

_SHOWN = 20


@click.command("publish")
@click.option("--check", is_flag=True, help="List every string that leaves the vault; exit 1 if one was not approved.")
@click.option("--yes", is_flag=True, help="Approve what is new without asking.")
@of_vault
@writing
def publish_command(
    check: bool, yes: bool, vault: str | None, today: date | None, as_json: bool, dry_run: bool, accept_loss: bool
) -> None:
    """Write blogroll, linkblog and pages from what you marked, into PLN/Public or the folder named in the settings.

    Public are notes with 'pln-publish: true' (of a source its name, addresses and topics, of a person name, home page
    and feed, of a goal its name) and the links of lines marked #share in dated notes. Nothing else of a note leaves
    the vault, and nothing new without your word. Addresses of your own network and secrets are left out. Uploading
    the folder is up to you.

    \b
    vault-pln publish --check
    vault-pln publish --yes
    """  # noqa: D301 -- a mark for click: the lines after it stay as they are
    from vault_pln.jobs.publishing import carry_out_publishing, folder_of, plan_publishing

    opened_vault = opened(vault, today, accept_loss=accept_loss)
    plan = plan_publishing(opened_vault)
    asking = sys.stdin.isatty() and not (yes or dry_run or as_json or check)
    if not as_json:
        _say_plan(plan, everything=check)
        if dry_run:
            say_diff(plan.edits)
    if asking and plan.new:
        yes = click.confirm(f"Publish {count(len(plan.new), 'new string')}?", default=False)
    write = not (check or dry_run) and (yes or not plan.new)
    done = carry_out_publishing(opened_vault, plan) if write else []
    if as_json:
        _say_as_json(plan, done)
    elif write:
        _say_done(plan, done, folder_of(opened_vault))
    elif not (check or dry_run):
        say("Nothing was written." + ("" if asking else " Say --yes to publish it."))
    if (check and plan.new) or _failed(done):
        sys.exit(1)


def _say_plan(plan: "Publishing", *, everything: bool) -> None:
    new = set(plan.new)
    shown = plan.said if everything else plan.new
    lines = []
    for one in shown:
        place = one.path if one.line is None else f"{one.path}:{one.line}"
        lines.append(f"  {'new' if one in new else 'approved'}  {place}  {one.what}: {one.text}")
    say_some(lines, len(lines) if everything else _SHOWN, "--check lists them all")
    say(f"{count(len(plan.said), 'string')} would be public, {len(plan.new)} of them not approved yet")
    say_problems(plan.withheld)
    if not plan.said:
        say("Mark a note with 'pln-publish: true', or a line with a link with #share.")


def _say_done(plan: "Publishing", done: "list[Written]", folder: str) -> None:
    from vault_pln.jobs.write import problem_of

    written = [one.edit.path for one in done if one.outcome == "written"]
    say_some([f"  wrote {path}" for path in written], _SHOWN)
    for one in _failed(done):
        complain(f"  {problem_of(one)}")
    if not plan.edits and plan.said:
        say(f"'{folder}' is as it should be.")


def _say_as_json(plan: "Publishing", done: "list[Written]") -> None:
    from vault_pln.jobs.write import problem_of

    new = set(plan.new)
    rows = [{**one._asdict(), "approved": one not in new} for one in plan.said]
    written = [one.edit.path for one in done if one.outcome == "written"]
    files = [edit.path for edit in plan.edits]
    problems = problems_json([*plan.withheld, *map(problem_of, _failed(done))])
    say_json({"strings": rows, "files": files, "written": written, "problems": problems})


def _failed(done: "list[Written]") -> "list[Written]":
    return [one for one in done if one.outcome in ("deferred", "refused")]
