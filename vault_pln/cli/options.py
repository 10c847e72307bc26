"""The options that commands share, and the vault they mean."""

import os
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from vault_pln.edge.places import Places
    from vault_pln.jobs.vault import Vault

F = TypeVar("F", bound=Callable[..., Any])


def _day(_ctx: click.Context, _param: click.Parameter, value: datetime | None) -> date | None:
    if value is not None and not 1900 <= value.year <= 9000:
        raise click.BadParameter("a day between 1900-01-01 and 9000-12-31 is needed")
    return value.date() if value is not None else None


def _verbose(_ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    import logging

    level = os.environ.get("VAULT_PLN_LOG", "INFO" if value else "WARNING")
    logging.basicConfig(level=level.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s")


def _vault(ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """The vault named behind the command, else before it, else by the environment."""
    typed = ctx.get_parameter_source("vault") == click.core.ParameterSource.COMMANDLINE
    before: str | None = ctx.find_root().params.get("vault")
    return value if typed or before is None else before


def of_vault(command: F) -> F:
    """--vault, --today and -v: what every command takes."""
    command = click.option("-v", "--verbose", is_flag=True, expose_value=False, callback=_verbose, help="Say more.")(
        command
    )
    command = click.option(
        "--today", type=click.DateTime(["%Y-%m-%d"]), callback=_day, metavar="YYYY-MM-DD",
        help="Act as if this were today.",
    )(command)  # fmt: skip
    return click.option(
        "--vault", envvar="VAULT_PLN_VAULT", type=click.Path(), callback=_vault, metavar="FOLDER", help="The vault."
    )(command)


def with_json(command: F) -> F:
    """--json: one JSON document on stdout, nothing else."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(command)


def writing(command: F) -> F:
    """--dry-run, --accept-loss and --json: what every writing command takes."""
    command = click.option("--accept-loss", is_flag=True, help="The notes that are gone are meant to be gone.")(command)
    command = click.option("--dry-run", is_flag=True, help="Show the edits as a diff and write nothing.")(command)
    return with_json(command)


def taking_over(command: F) -> F:
    """--take-over: what every command takes that only the writer of a vault carries out."""
    return click.option(
        "--take-over", is_flag=True, help="Do it this once, though another device is the writer of this vault."
    )(command)


def places(vault: str | None) -> "Places":
    """Where the vault of this call is; raises VaultNotFoundError."""
    from vault_pln.edge.places import find_vault, places_of

    return places_of(find_vault(vault, os.getcwd()))


def mended(vault: str | None, *, write: bool) -> "Places":
    """Where the vault is; for a call that will ``write``, what a crash left half done in it is mended first."""
    found = places(vault)
    if write:
        from vault_pln.edge.disk import has_left_over

        if has_left_over(found.state):
            from vault_pln.jobs.write import mend

            mend(found)
    return found


def opened(vault: str | None, today: date | None, *, accept_loss: bool = False) -> "Vault":
    """The vault of this call, read as it is now."""
    from vault_pln.jobs.live import open_vault

    return open_vault(places(vault), today, accept_loss=accept_loss)
