"""show, links, backlinks, graph: what is known of one note, and of all links."""

from datetime import date

import click

from vault_pln.cli.briefs import brief_lines
from vault_pln.cli.completing import note_names
from vault_pln.cli.options import of_vault, opened, with_json
from vault_pln.cli.terminal import problems_json, say, say_json, say_table


@click.command("show")
@click.argument("note", shell_complete=note_names)
@of_vault
@with_json
def show_command(note: str, vault: str | None, today: date | None, as_json: bool) -> None:
    """Show all that is known of NOTE: a path, or a name as in a link.

    Of a person that is a brief too: what you spoke of last, who asks for what, and what came since.
    """
    from vault_pln.jobs.query import show

    found = show(opened(vault, today), note)
    if as_json:
        say_json({**found.facts, "problems": problems_json(found.problems)})
        return
    say(f"{found.facts['path']}: {found.facts['kind'] or 'an ordinary note'}"
        + (f" ({found.because})" if found.because else ""))  # fmt: skip
    for key, value in found.facts["properties"].items():
        say(f"  {key}: {', '.join(map(str, value)) if isinstance(value, list) else value}")
    for name in ("tags", "tasks", "headings", "links"):
        say(f"  {name}: {len(found.facts[name])}")
    for gap in found.facts.get("gaps", ()):
        say(f"  gap: {gap}")
    for line in brief_lines(found.facts["brief"]):
        say(f"  {line}")
    for row in found.facts["backlinks"]:
        say(f"  ← {row['path']}:{row['line']}: {row['text']}")
    for row in found.facts.get("evidence", ()):
        say(f"  + {row['date']} {row['path']}:{row['line']}: {row['text']}")
    for advice in found.facts.get("advice", ()):
        say(f"  ? {advice}")
    for problem in found.problems:
        say(f"  ! {problem}")


@click.command("links")
@click.argument("note", shell_complete=note_names)
@of_vault
@with_json
def links_command(note: str, vault: str | None, today: date | None, as_json: bool) -> None:
    """List the links in NOTE and what each one means."""
    from vault_pln.jobs.query import links

    found = links(opened(vault, today), note)
    if as_json:
        say_json(found)
    else:
        say_table(
            ["line", "link", "means"],
            ([str(r["line"]), r["link"], r["resolved"] or "nothing"] for r in found),
        )


@click.command("backlinks")
@click.argument("note", shell_complete=note_names)
@of_vault
@with_json
def backlinks_command(note: str, vault: str | None, today: date | None, as_json: bool) -> None:
    """List the links that mean NOTE, with their lines."""
    from vault_pln.jobs.query import backlinks

    found = backlinks(opened(vault, today), note)
    if as_json:
        say_json(found)
    else:
        say_table(
            ["note", "date", "text"],
            ([f"{r['path']}:{r['line']}", r["date"] or "", r["text"]] for r in found),
        )


@click.command("graph")
@of_vault
@with_json
def graph_command(vault: str | None, today: date | None, as_json: bool) -> None:
    """Show all links of the vault as resolved."""
    from vault_pln.jobs.query import graph_of

    found = graph_of(opened(vault, today))
    if as_json:
        say_json(found)
        return
    say(", ".join(f"{count} {how}" for how, count in found["mix"].items()))
    for path, missing in found["unresolved"].items():
        for text, count in missing.items():
            say(f"{path}: [[{text}]]" + (f" ({count} times)" if count > 1 else ""))
