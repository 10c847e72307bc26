"""The commands: the only place that prints and picks exit codes."""

import gc
import os
import sys
from collections.abc import Sequence

from vault_pln.cli.app import app
from vault_pln.cli.terminal import complain
from vault_pln.model.errors import VaultPlnError


def start() -> None:
    """The program: ``main`` without the garbage collector, since a command lives for a moment only.

    For the same reason it ends without giving all its values back first, which takes as long as reading them did.
    """
    gc.disable()
    code: object = None
    try:
        main()
    except SystemExit as stop:
        code = stop.code
    failed = 0 if _told() else 1
    os._exit(code or failed if isinstance(code, int) or code is None else 1)


def _told() -> bool:
    """Whether all that was said has arrived; a reader who left early, as ``head`` does, heard enough."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (BrokenPipeError, ValueError):
        return True
    except OSError:
        return False
    return True


def main(args: Sequence[str] | None = None) -> None:
    """Run a command; the only handler of errors: what happened, where, what to do, one line each."""
    try:
        app.main(args, prog_name="vault-pln")
    except VaultPlnError as error:
        _explain(error.message, error.advice)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        complain("stopped")
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        place = f"'{os.fspath(error.filename)}': " if error.filename else ""
        _explain(f"{place}{error.strerror or error}", "Mend its rights or the disk, and run the command again.")
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 -- the last handler there is
        _explain(f"unexpected {type(error).__name__}: {error}", "Run it again with -v and report what it prints.")
        sys.exit(1)


def _explain(message: str, advice: str) -> None:
    import traceback

    if "-v" in sys.argv or "--verbose" in sys.argv:
        for line in traceback.format_exc().splitlines():
            complain(line)
    complain(f"vault-pln: {message}")
    complain(f"  {advice}")
