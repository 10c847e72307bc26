"""A brief as lines for the terminal."""

from collections.abc import Iterator
from typing import Any

from vault_pln.cli.terminal import count


def brief_lines(brief: dict[str, Any] | None) -> Iterator[str]:
    """What is good to know before writing to somebody; nothing for a note that is no person."""
    if brief is None:
        return
    usual = brief["rhythm_days"]
    rhythm = f", about every {count(round(usual), 'day')}" if usual is not None else ""
    yield f"last contact: {brief['last_contact'] or 'never'}{rhythm}{', quiet now' if brief['drifting'] else ''}"
    for row in brief["contacts"]:
        yield f"  {row['day']} {_how(row)}{row['path']}:{row['line']}: {row['text']}"
    if brief["topics"]:
        yield f"last topics: {', '.join(path.removesuffix('.md') for path in brief['topics'])}"
    yield from (f"they ask for: {ask}" for ask in brief["asks"]["theirs"])
    yield from (f"you ask for: {one['ask']} ({one['goal'].removesuffix('.md')})" for one in brief["asks"]["yours"])
    yield from (f"they wrote: {one['title']} <{one['url']}> on {one['published']:%Y-%m-%d}" for one in brief["posts"])
    yield from (f"you wrote: {one['path']} about {one['topic']}" for one in brief["notes"])


def _how(row: dict[str, Any]) -> str:
    words = [row["channel"], row["direction"] if row["direction"] != "unknown" else ""]
    said = [*filter(None, words), *([f"{row['minutes']} min"] if row["minutes"] else [])]
    return f"({', '.join(said)}) " if said else ""
