"""review and undo: the note of a week, and taking back what it made happen."""

import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from vault_pln.cli.options import mended, of_vault, opened, taking_over, writing
from vault_pln.cli.terminal import complain, count, end, problems_json, say, say_diff, say_json, say_problems

if TYPE_CHECKING:
    from vault_pln.core.review.boxes import Box
    from vault_pln.core.review.week import Week
    from vault_pln.jobs.proposals import Carried
    from vault_pln.jobs.review import Reviewed


def _week(_ctx: click.Context, _param: click.Parameter, value: str | None) -> "Week | None":
    from vault_pln.core.review.week import read_week

    week = read_week(value) if value is not None else None
    if value is not None and week is None:
        raise click.BadParameter("a week is written as 2026-W48")
    return week


@click.command("review")
@of_vault
@writing
@taking_over
@click.option("--week", callback=_week, metavar="YYYY-Www", help="The week; without it the last one that is over.")
def review_command(
    vault: str | None, today: date | None, as_json: bool, dry_run: bool, accept_loss: bool, take_over: bool,
    week: "Week | None",
) -> None:  # fmt: skip
    """Write the review of a week that is over, and carry out what was ticked in reviews.

    A review is written once. One that is there already is yours and stays as it is.
    """
    from vault_pln.jobs.proposals import carry_out_proposals
    from vault_pln.jobs.review import review

    mended(vault, write=not dry_run)
    opened_vault = opened(vault, today, accept_loss=accept_loss)
    carried = carry_out_proposals(opened_vault, write=not dry_run, take_over=take_over)
    if carried.edits and not dry_run:
        opened_vault = opened(vault, today, accept_loss=accept_loss)
    done = review(opened_vault, week, write=not dry_run, take_over=take_over)
    if as_json:
        say_json(_as_json(done, carried))
    else:
        if dry_run:
            say_diff([*carried.edits, *([done.edit] if done.edit is not None else [])])
        _say_done(done, carried, dry_run=dry_run)
    end((*carried.problems, *done.problems))


def _say_done(done: "Reviewed", carried: "Carried", *, dry_run: bool) -> None:
    for edit in carried.edits:
        say(f"{'would change' if dry_run else 'changed'} {edit.path}: {edit.why}")
    if done.edit is None:
        say(f"the review of {done.week} is there already: {done.path}")
    else:
        verb = "wrote" if done.written else "would write" if dry_run else "did not write"
        say(f"{verb} {done.path}, with {count(len(done.boxes), 'proposal')}")
    say_problems((*carried.problems, *done.problems))


def _as_json(done: "Reviewed", carried: "Carried") -> dict[str, Any]:
    from vault_pln.jobs.tracing import section_facts

    return {
        "week": str(done.week),
        "note": done.path,
        "written": done.written,
        "sections": section_facts(done.sections),
        "proposals": list(map(_proposal, done.boxes)),
        "carried_out": [edit.path for edit in carried.edits],
        "problems": problems_json((*carried.problems, *done.problems)),
    }


def _proposal(box: "Box") -> dict[str, Any]:
    from vault_pln.core.review.wanted import proposal_id

    one = box.wanted.proposal
    because = [because._asdict() for because in box.wanted.why.because]
    change = box.change
    what = {"kind": one.kind, "path": one.path or None, "line": change and change.number, "old": change and change.old,
            "new": one.new if change is None else change.new}  # fmt: skip
    return {"id": f"pln-{proposal_id(one)}", **what, "because": because}


@click.command("undo")
@click.argument("proposal", required=False, default="", metavar="[ID]")
@of_vault
@writing
@taking_over
def undo_command(
    proposal: str, vault: str | None, today: date | None, as_json: bool, dry_run: bool, accept_loss: bool,
    take_over: bool,
) -> None:  # fmt: skip
    """Take back the proposal that was carried out last, or the one with this ID."""
    from vault_pln.jobs.proposals import undo

    mended(vault, write=not dry_run)
    done = undo(opened(vault, today, accept_loss=accept_loss), proposal, write=not dry_run, take_over=take_over)
    written = done.result is not None and done.result.outcome in ("written", "unchanged")
    if as_json:
        say_json({"id": f"pln-{done.id}", "note": done.edit.path, "written": written})
    else:
        say_diff([done.edit])
        if written:
            same = done.edit.before == done.edit.after
            say(f"{done.edit.path} is as it was before" if same else f"took back the change of {done.edit.path}")
            say("ticked again, it is not carried out again; change the note yourself if you want it after all")
    if done.result is not None and not written:
        complain(f"not taken back: {done.edit.path}: {done.result.message} ({done.result.advice})")
        sys.exit(1)
