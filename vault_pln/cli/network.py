"""people, sources, goals, items, why: the network as tables or JSON."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import click

from vault_pln.cli.options import of_vault, opened, places, with_json
from vault_pln.cli.terminal import complain, count, problems_json, say, say_json, say_table


@click.command("people")
@of_vault
@with_json
def people_command(vault: str | None, today: date | None, as_json: bool) -> None:
    """List the people: last contact, rhythm, who is due."""
    from vault_pln.jobs.unchanged import look, people_at

    rows = people_at(look(places(vault), today))
    if as_json:
        say_json(rows)
        return
    say_table(
        ["person", "relation", "last contact", "contacts", "every", "due"],
        ([r["name"], ", ".join(r["relation"]), str(r["last_contact"] or ""), str(r["contacts"]),
          _rhythm(r), str(r["due"] or "")] for r in rows),
    )  # fmt: skip
    _say_none(rows, "person", "NAME")


def _rhythm(row: dict[str, Any]) -> str:
    """The cadence; of somebody without one what is usual with them, and whether they are quieter than that."""
    if row["cadence_days"]:
        return count(row["cadence_days"], "day")
    if row["rhythm_days"] is None:
        return ""
    return f"about {count(round(row['rhythm_days']), 'day')}" + (", quiet now" if row["drifting"] else "")


@click.command("sources")
@of_vault
@with_json
def sources_command(vault: str | None, today: date | None, as_json: bool) -> None:
    """List the sources: what they bring and how they are."""
    from vault_pln.jobs.query import sources

    rows = sources(opened(vault, today))
    if as_json:
        say_json([{**row, "problems": problems_json(row["problems"])} for row in rows])
        return
    say_table(
        ["source", "medium", "status", "health", "last item", "shown", "kept"],
        ([r["name"], r["medium"], r["status"], r["health"], str(r["last_item"] or "")[:10], str(r["shown"]),
          str(r["kept"])] for r in rows),
    )  # fmt: skip
    _say_none(rows, "source", "URL")


@click.command("goals")
@of_vault
@with_json
def goals_command(vault: str | None, today: date | None, as_json: bool) -> None:
    """List the goals: who and what serves them."""
    from vault_pln.jobs.query import goals

    rows = goals(opened(vault, today))
    if as_json:
        say_json([{**row, "problems": problems_json(row["problems"])} for row in rows])
        return
    say_table(
        ["goal", "status", "people", "sources", "items in 30 days", "gaps"],
        ([r["name"], r["status"], str(len(r["people"])), str(len(r["sources"])), str(r["items_30d"]),
          "; ".join(r["gaps"])] for r in rows),
    )  # fmt: skip
    _say_none(rows, "goal", "NAME")


def _say_none(rows: Sequence[Any], kind: str, what: str) -> None:
    if not rows:
        complain(f"no note is a {kind}: 'vault-pln add {kind} {what}' makes one, or write 'type: {kind}' into a note")


@click.command("items")
@of_vault
@with_json
@click.option("--goal", metavar="NOTE", help="Only items for this goal.")
@click.option("--limit", type=click.IntRange(0), default=20, show_default=True, help="At most this many.")
def items_command(vault: str | None, today: date | None, as_json: bool, goal: str | None, limit: int) -> None:
    """List unread items, best first."""
    from vault_pln.jobs.query import items
    from vault_pln.jobs.stock import stocked

    opened_vault = opened(vault, today)
    rows = items(opened_vault, stocked(opened_vault), goal, limit)
    if as_json:
        say_json(rows)
    elif rows:
        say_table(["score", "item", "source"], ([f"{r['score']:g}", r["title"], r["source"]] for r in rows))
    elif limit:
        what = f"no item waits for '{goal}'" if goal else "no item waits"
        complain(f"{what}; 'vault-pln fetch' visits the sources, 'vault-pln sources' says what they bring")


@click.command("why")
@click.argument("line")
@of_vault
@with_json
def why_command(line: str, vault: str | None, today: date | None, as_json: bool) -> None:
    """Say why LINE is there: the id at its end, such as ^pln-81d0c7aa5x9r3t2w.

    Of a week, such as 2026-W48, it tells which notes and lines each number of its review comes from.
    """
    from vault_pln.jobs.why import why

    found = why(opened(vault, today), line)
    if as_json:
        say_json(found.facts)
        return
    for one in found.lines:
        say(one)
