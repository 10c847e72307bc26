"""A command on a terminal of its own, answered as a person would."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Self

from conftest import ROOT

PATIENCE = 60.0


def _log_in(terminal: int) -> None:
    """A session of its own on this terminal, so that Ctrl-C reaches it, also from a job in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.login_tty(terminal)


class Terminal:
    """A running ``vault-pln`` whose input and output are a pseudo-terminal."""

    def __init__(self, *args: str | os.PathLike[str]) -> None:
        self._mine, theirs = pty.openpty()
        env = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "200"}
        command = [sys.executable, "-m", "vault_pln", *(os.fspath(arg) for arg in args)]
        self._process = subprocess.Popen(command, env=env, preexec_fn=lambda: _log_in(theirs))  # noqa: PLW1509
        os.close(theirs)
        self.shown, self._answered = "", 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._mine)

    def answer(self, question: str, answer: str) -> None:
        """Wait for a question that was not answered yet, and type the answer."""
        self._read_until(lambda: question in self.shown[self._answered :])
        self._answered = len(self.shown)
        os.write(self._mine, f"{answer}\n".encode())

    def end(self) -> int:
        """Wait for the end; the exit code."""
        self._read_until(lambda: self._process.poll() is not None and not self._more())
        return self._process.returncode

    def _more(self) -> bool:
        ready, _, _ = select.select([self._mine], [], [], 0)
        if not ready:
            return False
        try:
            data = os.read(self._mine, 65_536)
        except OSError:
            # the other side is closed
            return False
        self.shown += data.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(data)

    def _read_until(self, condition: Callable[[], object]) -> None:
        until = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < until, self.shown
            if not self._more():
                select.select([self._mine], [], [], 0.02)
