"""The command group; each command's module is imported when the command is called."""

from importlib import import_module

import click

from vault_pln import __version__

_COMMANDS = {
    "demo": "start",
    "init": "start",
    "import": "exchange",
    "export": "exporting",
    "publish": "publishing",
    "add": "add",
    "log": "log",
    "reindex": "work",
    "fetch": "work",
    "daily": "work",
    "watch": "run",
    "status": "run",
    "service": "service",
    "doctor": "doctor",
    "people": "network",
    "sources": "network",
    "goals": "network",
    "items": "network",
    "suggest": "suggest",
    "introduce": "suggest",
    "who": "suggest",
    "why": "network",
    "show": "notes",
    "links": "notes",
    "backlinks": "notes",
    "graph": "notes",
    "review": "review",
    "undo": "review",
    "restore": "versions",
    "remove": "removal",
}
"""Command → its module in this package, in the order of the help."""


class _Group(click.Group):
    """Commands by name, loaded late so that starting costs no more than the command needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        module = _COMMANDS.get(cmd_name)
        if module is None:
            return None
        command: click.Command = getattr(import_module(f"vault_pln.cli.{module}"), f"{cmd_name}_command")
        return command


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="vault-pln %(version)s")
def app() -> None:
    """Keep your personal learning network inside your Markdown vault.

    A command's vault is the folder given by its option --vault or by VAULT_PLN_VAULT, else the nearest one above the
    working folder.
    """
