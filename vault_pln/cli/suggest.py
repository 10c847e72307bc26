"""suggest and who: what to do for the network, and who knows what, each with its reason."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from typing import Any

import click

from vault_pln.cli.options import of_vault, opened, with_json
from vault_pln.cli.terminal import say, say_json

_KINDS = ("give-back", "ask", "thanks", "introduction", "bridge", "dormant", "taking-part")
_REASONS = 3


@click.command("suggest")
@of_vault
@with_json
@click.option("--kind", "kinds", type=click.Choice(_KINDS), multiple=True, help="Only this kind; may be repeated.")
@click.option("--limit", type=click.IntRange(1), default=5, show_default=True, help="At most this many of a kind.")
def suggest_command(vault: str | None, today: date | None, as_json: bool, kinds: tuple[str, ...], limit: int) -> None:
    """Suggest what to do for your network, and say why.

    Things to send to somebody, asks you can help with or be helped with, thanks due, people to introduce, ties that
    hold the network together and were silent for long, and where to take part.
    """
    from vault_pln.core.markdown.phrases import Phrases
    from vault_pln.jobs.suggest import suggestions

    opened_vault = opened(vault, today)
    rows = suggestions(opened_vault, kinds or _KINDS, limit)
    if as_json:
        say_json(rows)
        return
    headings = Phrases(opened_vault.settings.language)
    for kind, found in groupby(rows, key=lambda row: str(row["kind"])):
        say(headings(f"kind-{kind}"))
        for row in found:
            say(f"  - {row['text']}")
            _say_why(row["why"])
        say()
    if not rows:
        say("nothing to suggest yet: say in notes of people what they ask for, know and pursue, and what you do")


@click.command("who")
@click.argument("topic")
@of_vault
@with_json
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, help="At most this many people.")
def who_command(topic: str, vault: str | None, today: date | None, as_json: bool, limit: int) -> None:
    """Tell who knows about TOPIC, with the lines that say so.

    TOPIC is a word, a few words, or the name of one of your goals.
    """
    from vault_pln.jobs.suggest import knowers

    rows = knowers(opened(vault, today), topic, limit)
    if as_json:
        say_json(rows)
        return
    for row in rows:
        say(f"{row['score']:g}  {row['name']}")
        _say_why(row["why"])
    if not rows:
        say(f"nobody in your notes is said to know about '{topic}'")


def _say_why(found: Iterable[Mapping[str, Any]]) -> None:
    for one in list(found)[:_REASONS]:
        place = one["path"] if one["line"] is None else f"{one['path']}:{one['line']}"
        say(f"      {place}: {one['text']}")
