"""log: one line into today's note."""

import sys
from datetime import date

import click

from vault_pln.cli.options import mended, of_vault, opened, taking_over, writing
from vault_pln.cli.terminal import problems_json, say, say_diff, say_json, say_problems


class _OfText(click.Command):
    """A command whose text may begin as an option does: ``- [ ] call Ada``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take what begins with a dash and has spaces, which no option has, for the text."""
        texts = [] if "--" in args else [one for one in args if one.startswith("-") and " " in one.partition("=")[0]]
        rest = [one for one in args if one not in texts]
        return super().parse_args(ctx, [*rest, "--", *texts] if texts else args)


@click.command("log", cls=_OfText)
@click.argument("text")
@of_vault
@writing
@taking_over
def log_command(
    text: str, vault: str | None, today: date | None, as_json: bool, dry_run: bool, accept_loss: bool, take_over: bool
) -> None:
    """Write TEXT as one line into today's note.

    The line is yours, as if you had typed it: "talked with [[Ada]] about [[Rust]] #got" is a contact with Ada.
    It goes under the heading "Log" (a setting) where the note has one, else to its end. The note is made if need be.
    """
    from vault_pln.jobs.log import log

    mended(vault, write=not dry_run)
    done = log(opened(vault, today, accept_loss=accept_loss), text, write=not dry_run, take_over=take_over)
    if as_json:
        keys = ("note", "line", "text", "written")
        say_json({**{key: getattr(done, key) for key in keys}, "problems": problems_json(done.problems)})
    else:
        if dry_run:
            say_diff(done.edits)
        elif done.written:
            say(f"wrote {done.note}:{done.line}: {done.text}")
        say_problems(done.problems)
    if not done.written and not (dry_run and done.edits):
        sys.exit(1)
