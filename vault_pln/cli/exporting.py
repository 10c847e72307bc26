"""export: the network for other programs."""

import os
import sys
from datetime import date
from typing import TYPE_CHECKING

import click

from vault_pln.cli.options import of_vault, opened
from vault_pln.cli.terminal import complain, safe, say_json, say_problems

if TYPE_CHECKING:
    from vault_pln.jobs.exporting import ExportForm

_FORMS: "dict[ExportForm, tuple[str, str]]" = {
    "opml": ("feed", "feeds"), "vcard": ("person", "people"), "csv": ("person", "people"),
    "json": ("note", "notes"), "graphml": ("note", "notes"), "ics": ("follow-up", "follow-ups"),
}  # fmt: skip


@click.command("export")
@click.argument("form", type=click.Choice(list(_FORMS)))
@click.option("--output", default="-", metavar="FILE", help="Write into this file; '-' is standard output.")
@click.option("--force", is_flag=True, help="Replace the file where it is there.")
@click.option("--schema", is_flag=True, help="Print the schema of the JSON and nothing else.")
@of_vault
def export_command(
    form: "ExportForm", output: str, force: bool, schema: bool, vault: str | None, today: date | None
) -> None:
    """Give the network to other programs; the vault stays as it is.

    opml: the feeds, with goals, topics and status in a namespace of their own. vcard (4.0), csv: the people. json: all
    of it, as --schema says. graphml: people, sources and goals as a graph with weighted ties. ics: who is due, as
    tasks. User names, passwords and tokens in addresses are left out. A file is readable by you alone, and replaces
    another one only with --force.

    \b
    vault-pln export opml --output feeds.opml
    vault-pln export vcard --output people.vcf
    vault-pln export json | jq '.people[].name'
    """  # noqa: D301 -- a mark for click: the lines after it stay as they are
    from vault_pln.jobs.exporting import export
    from vault_pln.model.errors import UsageError

    if schema:
        if form != "json":
            raise UsageError(f"there is no schema of {form}", "Say: vault-pln export json --schema.")
        from vault_pln.core.exchange.schema import SCHEMA

        say_json(SCHEMA)
        return
    done = export(opened(vault, today), form)
    data = done.text.encode("utf-8", "replace")
    if output == "-":
        _print(data)
    else:
        _write(output, data, force=force)
        complain(f"wrote {_counted(done.count, form)} into {safe(output)}")
    say_problems(done.problems)


def _counted(number: int, form: "ExportForm") -> str:
    one, many = _FORMS[form]
    return f"{number} {one if number == 1 else many}"


def _print(data: bytes) -> None:
    """The file as it is; a terminal gets it without what it would obey."""
    if sys.stdout.isatty():
        for line in data.decode().splitlines():
            click.echo(safe(line))
    else:
        click.echo(data, nl=False)


def _write(path: str, data: bytes, *, force: bool) -> None:
    from vault_pln.edge.private_file import write_private
    from vault_pln.model.errors import UsageError

    if path.lower().endswith(".md"):
        raise UsageError(f"'{path}' would be a note", "Name a file that is none, such as feeds.opml.")
    try:
        write_private(path, data, force=force)
    except FileExistsError:
        raise UsageError(f"'{path}' is there already", "Say --force to replace it, or name another file.") from None
    except IsADirectoryError:
        raise UsageError(f"'{path}' is a folder", f"Name a file: {os.path.join(path, 'network')}.") from None
