"""The command group; each command's module is imported when the command is called."""

from importlib import import_module

import click

from vault_pln import __version__

_COMMANDS = {
    "demo": ("start", "Run the whole loop on a copy of the sample vault."),
    "init": ("start", "Plug into a vault."),
    "import": ("exchange", "Make notes of what FILE knows: feeds, people, events, a network."),
    "export": ("exporting", "Give the network to other programs."),
    "publish": ("publishing", "Write a blogroll, a linkblog and pages from what you marked."),
    "add": ("add", "Make a note for a person, a source or a goal."),
    "log": ("log", "Write TEXT as one line into today's note."),
    "reindex": ("work", "Read the vault and rewrite the index notes that changed."),
    "fetch": ("work", "Visit the sources that are due."),
    "daily": ("work", "Write today's lines into the daily note."),
    "watch": ("run", "Do all of it as the vault changes and time passes."),
    "status": ("run", "Say whether it is running, what is due, what failed."),
    "service": ("service", "Let this machine run watch whenever you are logged in."),
    "doctor": ("doctor", "Find what is wrong in the vault, and mend it."),
    "people": ("network", "List the people: last contact, rhythm, who is due."),
    "sources": ("network", "List the sources: what they bring and how they are."),
    "goals": ("network", "List the goals: who and what serves them."),
    "items": ("network", "List unread items, best first."),
    "suggest": ("suggest", "Suggest what to do for your network, and say why."),
    "introduce": ("suggest", "Make a draft that introduces two people to each other."),
    "who": ("suggest", "Tell who knows about TOPIC, with the lines that say so."),
    "why": ("network", "Say why a line, a proposal or a review is there."),
    "show": ("notes", "Show all that is known of NOTE."),
    "links": ("notes", "List the links in NOTE and what each one means."),
    "backlinks": ("notes", "List the links that mean NOTE, with their lines."),
    "graph": ("notes", "Show all links of the vault as resolved."),
    "review": ("review", "Write the review of a week that is over."),
    "undo": ("review", "Take back a proposal that was carried out."),
    "restore": ("versions", "Bring back a version of NOTE that a write displaced."),
    "remove": ("removal", "Take vault-pln out of the vault."),
}
"""Command → its module in this package and what it does in a few words, in the order of the help."""


class _Group(click.Group):
    """Commands by name, loaded late so that starting costs no more than the command needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module, _ = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"vault_pln.cli.{module}"), f"{cmd_name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of commands, without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in _COMMANDS.items()])


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="vault-pln %(version)s")
@click.option("--vault", type=click.Path(), metavar="FOLDER", help="The vault, as behind a command.")
def app(vault: str | None) -> None:
    """Keep your personal learning network inside your Markdown vault.

    A command's vault is the folder given by its option --vault or by VAULT_PLN_VAULT, else the nearest one above the
    working folder.
    """
