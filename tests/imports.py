"""What the tests of import share: files of other programs, and what became of them."""

from pathlib import Path
from typing import Any

import yaml

from conftest import TODAY, Run


def card(name: str, *rows: str, version: str = "4.0") -> str:
    """A vCard."""
    return "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", f"FN:{name}", *rows, "END:VCARD", ""))


def imported(run: Run, vault: Path, file: Path, *more: str) -> dict[str, Any]:
    """What ``import --yes`` says of a file."""
    found: dict[str, Any] = run("import", file, "--vault", vault, "--today", TODAY, "--json", "--yes", *more).json
    return found


def properties(note: Path) -> dict[str, Any]:
    """The properties of a note that have a value."""
    found: dict[str, Any] = yaml.safe_load(note.read_text().split("---\n")[1])
    return {key: value for key, value in found.items() if value not in (None, [])}
