"""service: watch started by the machine itself."""

import sys
from datetime import date
from typing import TYPE_CHECKING

import click

from vault_pln.cli.options import of_vault, opened, places
from vault_pln.cli.terminal import complain, say, say_diff

if TYPE_CHECKING:
    from vault_pln.jobs.service import Service


@click.group("service")
def service_command() -> None:
    """Let this machine run 'watch' whenever you are logged in (systemd, launchd)."""


@service_command.command("install")
@of_vault
@click.option("--plain", is_flag=True, help="Without the restrictions that need user namespaces (systemd).")
@click.option("--dry-run", is_flag=True, help="Show the file and write nothing.")
@click.option("--yes", is_flag=True, help="Do it without asking.")
def install_command(vault: str | None, today: date | None, plain: bool, dry_run: bool, yes: bool) -> None:  # noqa: ARG001
    """Write the service of this vault and start it. Run it again after an update or a move."""
    from vault_pln.jobs.service import install, installed, service_of
    from vault_pln.model.edit import Edit

    found = places(vault)
    wanted = service_of(found, hardened=not plain)
    before = installed(wanted)
    if before != wanted.text:
        standing = before.encode() if before is not None else None
        say_diff([Edit(wanted.path.removeprefix("/"), standing, wanted.text.encode(), "the service", "ours")])
    if dry_run:
        return
    if not (yes or (sys.stdin.isatty() and click.confirm("Write it and start it?", default=True))):
        say("Nothing was written. Say --yes to do it.")
        return
    install(found, wanted)
    say(f"{wanted.name} runs, and will whenever you are logged in.")
    if wanted.manager == "systemd":
        say("On a server, 'loginctl enable-linger' lets it run while you are not.")


@service_command.command("uninstall")
@of_vault
def uninstall_command(vault: str | None, today: date | None) -> None:  # noqa: ARG001
    """Stop the service and take it away; the vault stays as it is."""
    from vault_pln.jobs.service import service_of, uninstall

    wanted = service_of(places(vault))
    say(f"{wanted.name} is stopped and gone." if uninstall(wanted) else "There is no service of this vault.")


@service_command.command("status")
@of_vault
def state_command(vault: str | None, today: date | None) -> None:
    """Say how the service is; exit 0 if fine, 1 if degraded, 3 if not running."""
    from vault_pln.cli.run import say_status
    from vault_pln.jobs.service import service_of, state_of
    from vault_pln.jobs.status import status

    wanted = service_of(places(vault))
    say(f"service    {state_of(wanted)} ({wanted.path})")
    found = status(opened(vault, today))
    say_status(found)
    sys.exit(3 if found.running is None else int(found.degraded))


@service_command.command("logs")
@of_vault
@click.option("-n", "--lines", type=click.IntRange(1), default=50, show_default=True, help="How many lines.")
@click.option("-f", "--follow", is_flag=True, help="Go on as it logs.")
def logs_command(vault: str | None, today: date | None, lines: int, follow: bool) -> None:  # noqa: ARG001
    """Show what the service logged; no text of your notes is in it."""
    from vault_pln.jobs.service import service_of, show_logs

    wanted = service_of(places(vault))
    _flush(wanted)
    show_logs(wanted, lines, follow=follow)


def _flush(wanted: "Service") -> None:
    complain(f"{wanted.name}:")
    sys.stdout.flush()
    sys.stderr.flush()
