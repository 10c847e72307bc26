"""import: what other programs know."""

import os
import sys
from collections.abc import Sequence
from datetime import date
from typing import IO, TYPE_CHECKING, Any

import click

from vault_pln.cli.options import of_vault, opened, writing
from vault_pln.cli.terminal import complain, count, problems_json, say, say_diff, say_json, say_problems, say_some

if TYPE_CHECKING:
    from vault_pln.jobs.vault import Vault
    from vault_pln.model.edit import Edit, Written
    from vault_pln.model.exchange import Form, Plan
    from vault_pln.model.problem import Problem

_FORMS: "dict[Form, tuple[str, str]]" = {
    "opml": ("feed", "source note"), "vcard": ("person", "person note"), "csv": ("person", "person note"),
    "icalendar": ("event", "note"), "json": ("record", "note"),
}  # fmt: skip
_SHOWN = 5
_ALL = "--dry-run shows them all"


@click.command("import")
@click.argument("file", type=click.File("rb"))
@click.option(
    "--column", "columns", multiple=True, metavar="PROPERTY=COLUMN", help="Which column of a table holds what."
)
@click.option(
    "--cadence", metavar="WORDS", help="How often to be in touch with new people whom dated notes name: monthly."
)
@click.option("--merge", is_flag=True, help="Add the proposed lines to notes that are there already.")
@click.option("--yes", is_flag=True, help="Make the notes without asking.")
@of_vault
@writing
def import_command(
    file: IO[bytes], columns: tuple[str, ...], cadence: str | None, merge: bool, yes: bool, vault: str | None,
    today: date | None, as_json: bool, dry_run: bool, accept_loss: bool,
) -> None:  # fmt: skip
    """Make notes of what FILE knows: feeds, people, events, a network. Shows first what would become of them, and asks.

    FILE is a list of feeds (OPML), an address book (vCard), a table of people (CSV; exports of LinkedIn and Google
    Contacts are known, other columns are named), a calendar (iCalendar) or what 'vault-pln export json' wrote. What is
    there already stays as it is; a second import makes no doubles. Lines for notes that are there are added only when
    you say so.

    \b
    vault-pln import feeds.opml
    vault-pln import people.vcf --dry-run
    vault-pln import members.csv --column name="Full name" --column email=Mail
    vault-pln import invitation.ics --yes
    """  # noqa: D301 -- a mark for click: the lines after it stay as they are
    from vault_pln.core.exchange.file_text import LARGEST
    from vault_pln.jobs.importing import plan_import

    opened_vault = opened(vault, today, accept_loss=accept_loss)
    name, data = os.path.basename(str(file.name)), file.read(LARGEST + 1)
    plan = plan_import(opened_vault, name, data, _columns(columns), _inside(opened_vault, str(file.name)))
    plan = _with_cadence(plan, cadence) if cadence else plan
    asking = sys.stdin.isatty() and not (yes or dry_run or as_json)
    if not as_json:
        _say_plan(plan, name)
        if dry_run:
            say_diff([*plan.edits, *(one.edit for one in plan.merges)])
    if asking:
        yes = bool(plan.edits) and click.confirm(f"Make {_notes(plan)}?", default=True)
        if yes and plan.met and not cadence and (cadence := _ask_cadence(len(plan.met))):
            plan = _with_cadence(plan, cadence)
        merge = bool(plan.merges) and (merge or click.confirm(f"Add these lines to {_there(plan)}?", default=False))
    merge = merge and (yes or asking)
    done = _carry_out(opened_vault, plan, make=yes, merge=merge) if not dry_run else []
    if as_json:
        say_json(_as_json(plan, done))
    elif not dry_run:
        _say_done(plan, done, make=yes, merge=merge, asked=asking, cadence=cadence)
    if any(one.outcome in ("deferred", "refused") for one in done):
        sys.exit(1)


def _ask_cadence(number: int) -> str:
    say(f"Your daily notes name {count(number, 'person')} of them.")
    while True:
        answer = str(click.prompt("How often to be in touch? (monthly; empty: later)", default="", show_default=False))
        if not answer.strip() or _is_rhythm(answer):
            return answer.strip()
        say("That is no rhythm: weekly, monthly, every 6 weeks, or a number of days.")


def _is_rhythm(words: str) -> bool:
    from vault_pln.core.kinds.rhythm_words import days

    return days(words) is not None


def _with_cadence(plan: "Plan", cadence: str) -> "Plan":
    from vault_pln.jobs.import_people import with_cadence
    from vault_pln.model.errors import UsageError

    if not _is_rhythm(cadence):
        raise UsageError(f"--cadence: '{cadence}' is no rhythm", "Say weekly, monthly, every 6 weeks, never, or days.")
    return with_cadence(plan, cadence)


def _columns(given: Sequence[str]) -> dict[str, str]:
    from vault_pln.model.errors import UsageError

    columns: dict[str, str] = {}
    for one in given:
        key, equals, column = one.partition("=")
        if not (equals and key.strip() and column.strip()):
            raise UsageError(f"--column: '{one}' names no column", "Say it as --column name='Full name'.")
        columns[key.strip().lower()] = column.strip()
    return columns


def _inside(vault: "Vault", file: str) -> str:
    """The path of the file in the vault, '' where it lies elsewhere."""
    path = os.path.relpath(os.path.realpath(file), vault.places.root).replace(os.sep, "/")
    return "" if path.startswith("../") or os.path.isabs(path) or file in ("-", "<stdin>") else path


def _carry_out(vault: "Vault", plan: "Plan", *, make: bool, merge: bool) -> "list[Written]":
    from dataclasses import replace

    from vault_pln.jobs.importing import carry_out_import

    return carry_out_import(vault, replace(plan, edits=plan.edits if make else ()), merge=merge)


def _notes(plan: "Plan") -> str:
    return count(len(plan.edits), _FORMS[plan.form][1])


def _there(plan: "Plan") -> str:
    return count(len(plan.merges), "note")


def _say_plan(plan: "Plan", name: str) -> None:
    """Counts, and the first lines of each."""
    thing = _FORMS[plan.form][0]
    if plan.edits:
        say(f"{count(len(plan.edits), thing)} would become {_notes(plan)}:")
        say_some([f"  + {edit.path}{_gist(edit)}" for edit in plan.edits], _SHOWN, _ALL)
    if plan.merges:
        say(f"{count(len(plan.merges), thing)} there already would get lines:")
        for one in plan.merges[:_SHOWN]:
            say(f"  ~ {one.edit.path}  ({one.because})")
            for line in one.lines:
                say(f"      + {line}")
        if len(plan.merges) > _SHOWN:
            say(f"  … and {len(plan.merges) - _SHOWN} more; {_ALL}")
    if plan.left:
        say(f"{count(len(plan.left), thing)} could mean several things and would be left alone:")
        say_some([f"  ? {problem}" for problem in plan.left], _SHOWN, _ALL)
    if plan.known:
        more = " more" if plan.merges else ""
        say(f"{count(len(plan.known), thing)}{more} there already, with nothing to add")
    if not (plan.edits or plan.merges or plan.left or plan.known or plan.problems):
        say(f"There is no {thing} in '{name}', so there is nothing to import.")
    say_problems(plan.problems)


def _gist(edit: "Edit") -> str:
    """The first properties that a new note would have."""
    rows = (edit.after or b"").decode().split("---")[1].strip().splitlines()
    said = [row for row in rows if not row.startswith("type:") and row.partition(":")[2].strip() not in ("", "[]")]
    return f"  ({'; '.join(said[:3])})" if said else ""


def _say_done(
    plan: "Plan", done: "Sequence[Written]", *, make: bool, merge: bool, asked: bool, cadence: str | None
) -> None:
    written = [one.edit.path for one in done if one.outcome == "written"]
    say_some([f"  wrote {path}" for path in written], _SHOWN)
    if written and make and _FORMS[plan.form][0] == "person" and not cadence:
        say("Write a 'cadence' (monthly) or a 'relation' (mentor) into the notes of those to keep in touch with.")
    for problem in _failed(done):
        complain(f"  {problem}")
    if plan.edits and not make:
        say("Nothing was written." if not done else "No note was made.")
        if not asked:
            say(f"Say --yes to make {_notes(plan)}.")
    if plan.merges and not merge and not asked:
        say(f"Say --yes --merge to add the lines to {_there(plan)}.")


def _failed(done: "Sequence[Written]") -> "list[Problem]":
    from vault_pln.model.problem import Problem

    return [
        Problem(one.edit.path, None, one.message or one.outcome, one.advice) for one in done if one.outcome != "written"
    ]


def _as_json(plan: "Plan", done: "Sequence[Written]") -> dict[str, Any]:
    return {
        "format": plan.form,
        "new": [edit.path for edit in plan.edits],
        "merge": [{"path": m.edit.path, "lines": m.lines, "because": m.because} for m in plan.merges],
        "known": plan.known,
        "left": problems_json(plan.left),
        "written": [one.edit.path for one in done if one.outcome == "written"],
        "problems": problems_json((*plan.problems, *_failed(done))),
    }
