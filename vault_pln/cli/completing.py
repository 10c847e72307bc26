"""What a shell offers to complete: the names of notes."""

import os
import re
from pathlib import PurePosixPath

import click

from vault_pln.model.errors import VaultPlnError

_MOST = 200
_SPECIAL = re.compile(r"([^\w@%+=:,./-])")


def note_names(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The names of notes that begin as what was typed, or their paths once a slash was; none where no vault is.

    Only what a terminal can show; bash takes what it is offered as typed, so that spaces are escaped for it.
    """
    from vault_pln.cli.options import places
    from vault_pln.edge import disk

    try:
        paths = disk.list_vault(places(ctx.params.get("vault")).root).notes
    except (VaultPlnError, OSError):
        return []
    names = paths if "/" in incomplete else {PurePosixPath(path).stem for path in paths}
    typed = incomplete.casefold()
    found = sorted(name for name in names if name.casefold().startswith(typed) and name.isprintable())[:_MOST]
    bash = os.environ.get("_VAULT_PLN_COMPLETE", "").startswith("bash")
    # its script reads what it is offered once more, which takes one of two backslashes away
    return [_SPECIAL.sub(r"\\\\\1", name) for name in found] if bash else found
