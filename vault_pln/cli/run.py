"""watch and status: the daemon and how it is."""

import gc
import os
import signal
import sys
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from vault_pln.cli.options import of_vault, opened, places, with_json
from vault_pln.cli.terminal import complain, count, say, say_json, say_some

if TYPE_CHECKING:
    from vault_pln.daemon import Daemon
    from vault_pln.jobs.status import Status

_MOST_AILING = 10
_PATIENCE = 1.2
"""Seconds that a stop waits for the work in hand before it breaks it off; every write can be mended afterwards."""


class _Overdue(BaseException):
    """The daemon was asked to stop and is still busy."""


@click.command("watch")
@of_vault
@click.option("--quiet", type=click.FloatRange(0), default=10.0, show_default=True, metavar="SECONDS",
              help="Write only to notes that were left alone this long.")  # fmt: skip
@click.option("--accept-loss", is_flag=True, help="The notes that are gone at the start are meant to be gone.")
@click.option("--tick", type=click.FloatRange(0.05), default=30.0, hidden=True, help="How often the time is looked at.")
@click.option("--settled", type=click.FloatRange(0.05), default=1.0, hidden=True, help="How long changes settle.")
@click.option("--listing", type=click.FloatRange(0.05), default=600.0, hidden=True, help="How often all is listed.")
@click.option(
    "--log",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Log into this file, which is begun anew at a megabyte; three older ones stay.",
)
@click.option("--absent", type=click.FloatRange(0), default=60.0, hidden=True, help="When a deletion is believed.")
def watch_command(
    vault: str | None,
    today: date | None,
    quiet: float,
    accept_loss: bool,
    tick: float,
    settled: float,
    listing: float,
    log: str | None,
    absent: float,
) -> None:
    """Do all of it as the vault changes and time passes, until stopped.

    SIGHUP reads settings and configuration again, SIGUSR1 looks at all notes now.
    """
    from vault_pln.daemon import Daemon
    from vault_pln.jobs.pace import Pace

    # other commands do without, but this one stays
    gc.enable()
    if log is not None:
        _log_into(log)
    found = places(vault)
    pace = Pace(quiet=quiet, settled=settled, tick=tick, listing=listing, absent=absent)
    daemon = Daemon(found, pace, today, accept_loss=accept_loss)
    try:
        _obey_signals(daemon)
        daemon.run(ready=lambda: _stay(f"watching {found.root}; stop with Ctrl-C"))
    except _Overdue:
        complain("stopped in the middle of something; the next start mends it")
    _leave()


def _stay(said: str) -> None:
    """What was read at the start stays: garbage need not be looked for in it again and again."""
    complain(said)
    gc.collect()
    gc.freeze()


def _log_into(path: str) -> None:
    """Let all that is logged go into this file instead of stderr."""
    import logging
    from logging.handlers import RotatingFileHandler

    file = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=3, encoding="utf-8", errors="backslashreplace")
    root = logging.getLogger()
    file.setFormatter(root.handlers[0].formatter)
    root.handlers[:] = [file]


def _leave() -> None:
    """End with exit 0 now: all is written, and giving back the memory of many notes piece by piece takes seconds."""
    import logging

    signal.setitimer(signal.ITIMER_REAL, 0)
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _obey_signals(daemon: "Daemon") -> None:
    def stop(*_: object) -> None:
        daemon.ask("stop")
        signal.setitimer(signal.ITIMER_REAL, _PATIENCE)

    def overdue(*_: object) -> None:
        raise _Overdue

    signal.signal(signal.SIGALRM, overdue)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    signal.signal(signal.SIGHUP, lambda *_: daemon.ask("reload"))
    signal.signal(signal.SIGUSR1, lambda *_: daemon.ask("reconcile"))


@click.command("status")
@of_vault
@with_json
@click.option("--check", is_flag=True, help="Exit 0 if fine, 1 if degraded, 3 if not running.")
def status_command(vault: str | None, today: date | None, as_json: bool, check: bool) -> None:
    """Say whether it is running, what is due, what failed."""
    from vault_pln.jobs.status import status

    found = status(opened(vault, today))
    if as_json:
        say_json({"running": found.running, "health": found.health, **found.facts})
    else:
        say_status(found)
    if check:
        sys.exit(3 if found.running is None else int(found.degraded))


def say_status(found: "Status") -> None:
    """Print how the daemon is, what is due and what failed."""
    facts = found.facts
    say(f"vault      {facts['vault']} ({count(facts['notes'], 'note')})")
    say(f"watch      {'not running' if found.running is None else f'running, process {found.running}'}")
    if found.running is not None:
        _say_health(found.health)
    say(f"device     {facts['device']}")
    say(f"writes     {facts['writes']}")
    if facts["lost"]:
        say("           many notes are gone at once: nothing is written until --accept-loss")
    if facts["read_only"]:
        say("           the vault is read-only: nothing is written")
    say(f"today      {facts['daily_note']}: {_day(facts, running=found.running is not None)}")
    say(f"people     {len(facts['people_due'])} due")
    later = facts["next_visit"] and not facts["sources_due"]
    visit = f", next visit {_at(facts['next_visit'])}" if later else ""
    say(f"sources    {facts['sources_due']} due, {len(facts['failing'])} failing{visit}")
    for feed, problem in facts["failing"].items():
        say(f"           {facts['failing_notes'][feed]}: {problem} ({feed})")
    ailing = [f"           {path}: {words}" for path, words in facts["ailing"].items()]
    say_some(ailing, _MOST_AILING, "'vault-pln sources' lists them all")
    for path, remark in facts["remarks"].items():
        say(f"           {path}: {remark}")
    for path, number in facts["events"].items():
        say(f"           {path}: {count(number, 'event')} in the next 14 days")
    _say_copies(facts)
    say(f"problems   {facts['problems']} in notes ('vault-pln reindex' lists them)")


def _day(facts: Mapping[str, Any], *, running: bool) -> str:
    """How it stands with today's lines, and when the next ones come."""
    if facts["due_since"] is not None:
        stopped = running or facts["writes"] != "yes" or facts["read_only"] or facts["lost"]
        hint = "" if stopped else "; 'vault-pln daily' writes what there is"
        return f"not written yet, due since {_at(facts['due_since'])}{hint}"
    written = "written" if facts["delivered_today"] else "not written yet"
    return f"{written}; next lines {_at(facts['next_delivery'])}"


def _say_health(health: Mapping[str, Any]) -> None:
    """What the daemon said of itself; one of another version may not say all of it."""
    for what in ("trouble", "events"):
        if health.get(what):
            say(f"           {health[what]}")
    lost = f", events were lost {count(health['overflows'], 'time')}" if health.get("overflows") else ""
    folders = f"{health.get('watched', '?')} of {health.get('folders', '?')} folders watched"
    waiting = count(health.get("queue", 0), "change")
    say(f"           {folders}, last looked {_at(health.get('listed'))}, {waiting} waiting{lost}")
    for path, why in health.get("deferred", {}).items():
        say(f"           waits: {path}: {why}")
    for path in health.get("doubtful", ()):
        say(f"           in doubt: {path} is gone or much shorter; believed in a minute")
    if health.get("day_waits"):
        say(f"           today's lines wait: {health['day_waits']}")
    if health.get("overtaken"):
        say(f"           {count(health['overtaken'], 'write')} gave way to a save at the same moment")
    if health.get("last_error"):
        say(f"           last trouble {_at(health['last_error']['at'])}: {health['last_error']['what']}")


def _say_copies(facts: Mapping[str, Any]) -> None:
    copies = [*facts["conflicts"], *facts["conflict_copies"]]
    if copies:
        say(f"conflicts  {count(len(copies), 'copy')}, not read:")
    for path in copies:
        say(f"           {path}")
    if facts["kept"]:
        say(f"kept       {count(facts['kept'], 'version')} that a write displaced, in {facts['state']}/kept")


def _at(moment: str | None) -> str:
    """A moment in local time, to the minute."""
    if not moment:
        return "never"
    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")
