"""watch and status: the daemon and how it is."""

import gc
import signal
import sys
from datetime import date
from typing import TYPE_CHECKING

import click

from vault_pln.cli.options import of_vault, opened, places, with_json
from vault_pln.cli.terminal import complain, count, say, say_json

if TYPE_CHECKING:
    from vault_pln.daemon import Daemon
    from vault_pln.jobs.status import Status

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
@click.option("--absent", type=click.FloatRange(0), default=60.0, hidden=True, help="When a deletion is believed.")
def watch_command(
    vault: str | None,
    today: date | None,
    quiet: float,
    accept_loss: bool,
    tick: float,
    settled: float,
    listing: float,
    absent: float,
) -> None:
    """Do all of it as the vault changes and time passes, until stopped.

    SIGHUP reads settings and configuration again, SIGUSR1 looks at all notes now.
    """
    from vault_pln.daemon import Daemon, Pace

    # other commands do without, but this one stays
    gc.enable()
    found = places(vault)
    pace = Pace(quiet=quiet, settled=settled, tick=tick, listing=listing, absent=absent)
    daemon = Daemon(found, pace, today, accept_loss=accept_loss)
    try:
        _obey_signals(daemon)
        daemon.run(ready=lambda: complain(f"watching {found.root}; stop with Ctrl-C"))
    except _Overdue:
        complain("stopped in the middle of something; the next start mends it")


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
        _say_status(found)
    if check:
        sys.exit(3 if found.running is None else int(found.degraded))


def _say_status(found: "Status") -> None:
    facts = found.facts
    say(f"vault      {facts['vault']} ({count(facts['notes'], 'note')})")
    say(f"watch      {'not running' if found.running is None else f'running, process {found.running}'}")
    if found.running is not None:
        for what in ("trouble", "events"):
            if found.health.get(what):
                say(f"           {found.health[what]}")
    say(f"writes     {facts['writes']}")
    if facts["lost"]:
        say("           many notes are gone at once: nothing is written until --accept-loss")
    say(f"today      {facts['daily_note']}: {'written' if facts['delivered_today'] else 'not written yet'}")
    say(f"people     {len(facts['people_due'])} due")
    say(f"sources    {facts['sources_due']} due, {len(facts['failing'])} failing")
    for feed, problem in facts["failing"].items():
        say(f"           {facts['failing_notes'][feed]}: {problem} ({feed})")
    say(f"problems   {facts['problems']} in notes ('vault-pln reindex' lists them)")
