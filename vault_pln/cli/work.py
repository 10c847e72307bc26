"""reindex, fetch and daily: the work itself, once."""

import sys
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from vault_pln.cli.options import mended, of_vault, opened, taking_over, writing
from vault_pln.cli.terminal import (
    count,
    end,
    problems_json,
    say,
    say_diff,
    say_json,
    say_problems,
    say_progress,
    say_some,
)

if TYPE_CHECKING:
    from vault_pln.jobs.daily import Delivered
    from vault_pln.model.digest import Day, Reading, TakingPart, Upcoming
    from vault_pln.model.problem import Problem


@click.command("reindex")
@of_vault
@writing
@taking_over
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if something would change.")
def reindex_command(
    vault: str | None, today: date | None, as_json: bool, dry_run: bool, accept_loss: bool, take_over: bool, check: bool
) -> None:
    """Read the vault and rewrite the index notes that changed."""
    from vault_pln.jobs.unchanged import look, reindex_at

    write = not (dry_run or check)
    moment = look(mended(vault, write=write), today)
    done = reindex_at(moment, write=write, accept_loss=accept_loss, take_over=take_over)
    if as_json:
        keys = ("notes", "people", "sources", "goals", "links", "unresolved", "read", "written", "seconds")
        say_json({**{key: getattr(done, key) for key in keys}, "problems": problems_json(done.problems)})
    else:
        if dry_run:
            say_diff(done.edits)
        kinds = (count(done.people, "person"), count(done.sources, "source"), count(done.goals, "goal"))
        links = f"{count(done.links, 'link')}, {done.unresolved} of them to nothing"
        say(f"{count(done.notes, 'note')}, {', '.join(kinds)}; {links}")
        say_some([f"  wrote {path}" for path in done.written], 20)
        _say_problem_count(done.problems)
    if check and done.edits:
        sys.exit(1)
    end(done.problems)


def _say_problem_count(problems: tuple[Any, ...]) -> None:
    if problems:
        say(f"{count(len(problems), 'problem')}:")
        say_problems(problems)


@click.command("fetch")
@of_vault
@writing
@taking_over
@click.option("--all", "everything", is_flag=True, help="Visit sources that are not due yet too.")
def fetch_command(
    vault: str | None,
    today: date | None,
    as_json: bool,
    dry_run: bool,
    accept_loss: bool,
    take_over: bool,
    everything: bool,
) -> None:
    """Visit the sources that are due.

    When they are is a matter of the real clock; --today only dates what comes in.
    """
    from vault_pln.jobs.due import has_feeds, next_visit
    from vault_pln.jobs.fetch import fetch
    from vault_pln.jobs.vault import unread

    opened_vault = opened(vault, today, accept_loss=accept_loss)
    done, problems = fetch(
        opened_vault, everything=everything, visit=not dry_run, told=say_progress, take_over=take_over
    )
    if as_json:
        say_json([one.as_json() for one in done])
    else:
        for one in done:
            what = f"{one.new} new" if one.outcome == "fetched" else one.outcome
            say(f"{what:>12}  {one.source}" + (f": {one.problem}" if one.problem else ""))
        new = sum(one.new for one in done)
        hint = "" if done or everything else _when_next(next_visit(opened_vault), dated=today is not None)
        if not has_feeds(opened_vault):
            hint = " (no note lists a feed: 'vault-pln add source URL' finds one and makes the note)"
        say(f"{count(len(done), 'source')} {'due' if dry_run else 'visited'}, {count(new, 'new item')}{hint}")
    say_problems((*problems, *unread(opened_vault)))


def _when_next(moment: datetime | None, *, dated: bool) -> str:
    when = f" before {moment.astimezone():%Y-%m-%d %H:%M}" if moment is not None else ""
    clock = " by the real clock, which --today does not move" if dated else ""
    return f" (none is due{when}{clock}; --all visits the others too)"


@click.command("daily")
@of_vault
@writing
@taking_over
def daily_command(
    vault: str | None, today: date | None, as_json: bool, dry_run: bool, accept_loss: bool, take_over: bool
) -> None:
    """Write today's follow-ups and reading into the daily note."""
    from vault_pln.jobs.answering import make_notes
    from vault_pln.jobs.calendars import stored_events
    from vault_pln.jobs.daily import daily
    from vault_pln.jobs.inbox import keep_inbox
    from vault_pln.jobs.stock import Stocks
    from vault_pln.jobs.vault import unread

    mended(vault, write=not dry_run)
    opened_vault = opened(vault, today, accept_loss=accept_loss)
    made, waiting = make_notes(opened_vault, write=not dry_run, take_over=take_over)
    stocks, events = Stocks(opened_vault), stored_events(opened_vault)
    done = daily(opened_vault, stocks.within(), events, write=not dry_run, take_over=take_over)
    kept, left = keep_inbox(opened_vault, done.day, stocks, write=not dry_run, take_over=take_over)
    waiting = (*waiting, *left)
    if as_json:
        say_json({**_daily_json(done, (*waiting, *unread(opened_vault))), "notes": [one.path for one in made]})
    else:
        if dry_run:
            say_diff((*made, *done.edits, *kept))
        failed = {one.path for one in waiting}
        for one in made:
            if one.path not in failed:
                say(f"{'would make' if dry_run else 'made'} {one.path}")
        verb = "wrote" if done.written else "would write" if dry_run and done.edits else "nothing written of"
        said = f"{verb} {_counted(done.day)}" if _has_lines(done.day) else "nothing new to write"
        say(f"{said} ({done.note})")
        say_problems((*waiting, *done.problems, *unread(opened_vault)))
    end((*waiting, *done.problems))


def _has_lines(day: "Day") -> bool:
    return bool(day.follow_ups or day.occasions or day.events or day.readings or day.taking_part)


def _counted(day: "Day") -> str:
    named = (("follow-up", day.follow_ups), ("occasion", day.occasions), ("event", day.events),
             ("conversation", day.taking_part), ("item", day.readings))  # fmt: skip
    *said, last = (count(len(lines), name) for name, lines in named if lines)
    return f"{', '.join(said)} and {last}" if said else last


def _daily_json(done: "Delivered", unread: Sequence["Problem"]) -> dict[str, Any]:
    people = ({"id": p.id, "person": p.person, "reason": p.reason, "due": p.due} for p in done.day.follow_ups)
    return {
        "note": done.note,
        "follow_ups": list(people),
        "occasions": [one._asdict() for one in done.day.occasions],
        "items": [_reading_json(one) for one in done.day.readings],
        "events": [_event_json(one) for one in done.day.events],
        "taking_part": [_part_json(one) for one in done.day.taking_part],
        "written": done.written,
        "problems": problems_json((*done.problems, *unread)),
    }


def _event_json(one: "Upcoming") -> dict[str, Any]:
    event = one.event
    where = {"start": event.start, "end": event.end, "place": event.place, "source": event.source}
    title = {"id": one.id, "what": one.what, "title": event.summary, "url": event.link}
    return {**title, **where, "goal": one.goal or None}


def _part_json(one: "TakingPart") -> dict[str, Any]:
    item = {"id": one.item.id, "title": one.item.title, "url": one.item.url, "source": one.item.source}
    return {**item, "person": one.person or None, "because": {"path": one.owner, one.key: one.gift}}


def _reading_json(one: "Reading") -> dict[str, Any]:
    item = {"id": one.item.id, "title": one.item.title, "url": one.item.url, "source": one.item.source}
    return {**item, "goal": one.goal or None, "score": one.score, "slot": one.slot}
