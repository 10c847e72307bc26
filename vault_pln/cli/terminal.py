"""What reaches the terminal: text without control characters, tables, diffs, JSON."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click

from vault_pln.model.edit import Edit
from vault_pln.model.problem import Problem

_CONTROL = dict.fromkeys((*range(9), *range(10, 32), *range(127, 160), 8232, 8233), " ")
_CONTROL |= dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F), "")
_MOST_PROBLEMS = 20
_MANY = {"person": "people", "copy": "copies"}
"""Words that do not take an s for more than one."""


def safe(text: str) -> str:
    """The text as one line without anything that a terminal would obey; lone surrogates become question marks."""
    return text.translate(_CONTROL).encode("utf-8", "replace").decode("utf-8")


def say(text: str = "") -> None:
    """Print a line of the answer."""
    click.echo(safe(text))


def complain(text: str) -> None:
    """Print a line about the work itself, to stderr."""
    click.echo(safe(text), err=True)


def say_json(value: Any) -> None:
    """Print one JSON document, and nothing else."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str).encode("utf-8", "replace").decode("utf-8"))


def count(number: int, thing: str) -> str:
    """``1 item``, ``2 items``; also ``1 person``, ``2 people``."""
    return f"{number} {thing if number == 1 else _MANY.get(thing, f'{thing}s')}"


def say_some(lines: Sequence[str], most: int, how_all: str = "") -> None:
    """Print the first of these lines, and how many more there are."""
    for line in lines[:most]:
        say(line)
    if len(lines) > most:
        say(f"  … and {len(lines) - most} more" + (f"; {how_all}" if how_all else ""))


def say_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table as wide as the terminal; without a terminal, as tab-separated lines."""
    if not sys.stdout.isatty():
        for row in rows:
            say("\t".join(cell.replace("\t", " ") for cell in row))
        return
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*head, box=SIMPLE, header_style="bold")
    for row in rows:
        table.add_row(*(Text(safe(cell)) for cell in row))
    Console().print(table)


def say_problems(problems: Sequence[Problem]) -> None:
    """Print the first problems to stderr, and how many more there are."""
    for problem in problems[:_MOST_PROBLEMS]:
        complain(f"  {problem}")
    if len(problems) > _MOST_PROBLEMS:
        complain(f"  … and {len(problems) - _MOST_PROBLEMS} more; --json lists them all")


def end(problems: Iterable[Problem]) -> None:
    """Exit 1 where the disk kept a note from being written that had to be, which was said before."""
    if any(one.undone for one in problems):
        sys.exit(1)


def say_progress(done: int, of: int) -> None:
    """Show on a terminal how far the work is; the line is gone at its end."""
    if sys.stderr.isatty():
        bar = "█" * (20 * done // of)
        click.echo("\r\x1b[K" + (f"  {bar:░<20} {done} of {of}" if done < of else ""), nl=False, err=True)


def say_diff(edits: Iterable[Edit]) -> None:
    """Print edits as a diff, in colour on a terminal."""
    for edit in edits:
        for line in _diff(edit):
            click.secho(safe(line), fg=_colour(line))


def _diff(edit: Edit) -> Iterable[str]:
    from difflib import unified_diff

    before = (edit.before or b"").decode("utf-8", "replace").split("\n")
    after = (edit.after or b"").decode("utf-8", "replace").split("\n")
    old = f"a/{edit.path}" if edit.before is not None else "/dev/null"
    return unified_diff(before, after, old, f"b/{edit.path}", lineterm="")


def _colour(line: str) -> str | None:
    return {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])


def problems_json(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems as the JSON of every command has them."""
    return [{"path": p.path, "line": p.line, "message": p.message, "advice": p.advice} for p in problems]
