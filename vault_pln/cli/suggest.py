"""suggest, introduce and who: what to do for the network, and who knows what, each with its reason."""

import sys
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from typing import Any

import click

from vault_pln.cli.completing import note_names
from vault_pln.cli.options import mended, of_vault, opened, with_json, writing
from vault_pln.cli.terminal import problems_json, say, say_diff, say_json, say_problems

KINDS = ("give-back", "ask", "thanks", "introduction", "bridge", "dormant", "taking-part", "discovery")
"""The kinds in their order, said here too since finding them takes imports that --help can do without."""

_REASONS = 3


@click.command("suggest")
@of_vault
@with_json
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="Only this kind; may be repeated.")
@click.option("--limit", type=click.IntRange(1), default=5, show_default=True, help="At most this many of a kind.")
def suggest_command(vault: str | None, today: date | None, as_json: bool, kinds: tuple[str, ...], limit: int) -> None:
    """Suggest what to do for your network, and say why.

    Things to send to somebody, asks you can help with or be helped with, thanks due, people to introduce, ties that
    hold the network together and were silent for long, where to take part, and
    sites to follow.
    """
    from vault_pln.core.markdown.phrases import Phrases
    from vault_pln.jobs.suggest import suggestions

    opened_vault = opened(vault, today)
    rows = suggestions(opened_vault, kinds or KINDS, limit)
    if as_json:
        say_json(rows)
        return
    phrase = Phrases(opened_vault.settings.language)
    for kind, found in groupby(rows, key=lambda row: str(row["kind"])):
        say(phrase(f"kind-{kind}"))
        for row in found:
            say(f"  - {row['text']}")
            _say_why(row["why"])
            if kind == "discovery":
                say(f"      {phrase('suggest-follow', command='vault-pln add source ' + row['url'])}")
            if kind == "introduction":
                names = " ".join(f'"{row["notes"][key].removesuffix(".md")}"' for key in ("person", "other"))
                say(f"      {phrase('suggest-draft', command=f'vault-pln introduce {names}')}")
        say()
    if not rows:
        say(phrase("suggest-nothing"))


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


@click.command("introduce")
@click.argument("one", shell_complete=note_names)
@click.argument("other", shell_complete=note_names)
@of_vault
@writing
def introduce_command(
    one: str, other: str, vault: str | None, today: date | None, as_json: bool, dry_run: bool, accept_loss: bool
) -> None:
    """Draft an introduction of ONE and OTHER: a message to each, to be sent on its own.

    Only when both said yes do you introduce them. The note is yours; nothing is sent.
    """
    from vault_pln.jobs.introduce import introduce

    mended(vault, write=not dry_run)
    done = introduce(opened(vault, today, accept_loss=accept_loss), one, other, write=not dry_run)
    if as_json:
        say_json({"path": done.edit.path, "written": done.written, "problems": problems_json(done.problems)})
    else:
        if dry_run:
            say_diff([done.edit])
        elif done.written:
            say(f"made {done.edit.path}: ask each on their own first")
        say_problems(done.problems)
    if not done.written and not dry_run:
        sys.exit(1)


def _say_why(found: Iterable[Mapping[str, Any]]) -> None:
    for one in list(found)[:_REASONS]:
        place = one["path"] if one["line"] is None else f"{one['path']}:{one['line']}"
        say(f"      {place}: {one['text']}")
