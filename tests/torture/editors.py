"""Real editors that save a note again and again, with the save settings they come with.

A session opens a note, adds one line at its end and saves, as often as it has lines; ``fresh`` reads the note again
before each line, as a user does who is told that the file has changed. Otherwise the editor saves what it read at the
beginning, over whatever stands there: the user said yes to "save anyway?". No session ever removes a user's line.
"""

import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

SLOWEST = 60.0
YES = b"y\n" * 1000
PAUSES = (1, 5, 20, 60, 150)
"""Milliseconds between reading and saving, in turn."""

Session = Callable[[Path, Sequence[str], bool, Path], None]
"""Note, lines to add, whether the note is read again before each, a folder outside the vault to work in."""


def by_vim(*command: str) -> Session:
    """vim or neovim in batch."""

    def session(note: Path, lines: Sequence[str], fresh: bool, scratch: Path) -> None:
        script = [f"edit {note}"]
        for number, line in enumerate(lines):
            script += ["edit!"] * fresh + [f"normal! Go{line}", f"sleep {PAUSES[number % 5]}m", "write!"]
        (scratch / "session.vim").write_text("\n".join([*script, "qa!", ""]))
        words = [*command, "-S", str(scratch / "session.vim")]
        _batch(*words)

    return session


# in a temporary folder vim makes no backup; notes do not live in one
VIM = by_vim("vim", "-N", "-u", "NONE", "-es", "--cmd", "set backupskip=")
NEOVIM = by_vim("nvim", "--clean", "-es", "--cmd", "set backupskip=")


def by_emacs(note: Path, lines: Sequence[str], fresh: bool, scratch: Path) -> None:
    """Emacs in batch; the user says yes to all it asks."""
    steps = [
        f'{"(revert-buffer t t)" * fresh}(goto-char (point-max))(insert "{line}\\n")'
        f"(sleep-for 0 {PAUSES[number % 5]})(save-buffer)"
        for number, line in enumerate(lines)
    ]
    # loaded first, or it would bring its own questions when they come up
    yes = '(load "userlock" nil t)(dolist (ask \'(yes-or-no-p y-or-n-p ask-user-about-supersession-threat)) (fset ask (lambda (&rest _) t)))'
    (scratch / "session.el").write_text(
        f'{yes}\n(setq backup-directory-alist nil)\n(find-file "{note}")\n' + "\n".join(steps)
    )
    _batch("emacs", "--batch", "-Q", "-l", str(scratch / "session.el"))


def _batch(*words: str) -> None:
    ran = subprocess.run(words, input=YES, capture_output=True, timeout=SLOWEST, check=False)
    assert ran.returncode == 0, ran


def by_nano(note: Path, lines: Sequence[str], fresh: bool, scratch: Path) -> None:
    """Nano, which needs a terminal; it cannot read a note again, so that fresh means another nano."""
    screen = _Screen(scratch)
    try:
        for part in [[line] for line in lines] if fresh else [lines]:
            _one_nano(screen, note, part)
    finally:
        screen.close()


def _one_nano(screen: "_Screen", note: Path, lines: Sequence[str]) -> None:
    # what it says at the bottom goes with the next key
    screen.start(f"nano --ignorercfiles --quickblank '{note}'")
    screen.wait_for(lambda text: "^X Exit" in text)
    screen.keys("M-/")
    for number, line in enumerate(lines):
        screen.keys(line, "Enter")
        screen.wait_for(lambda text, line=line: line in text and "[ Wrote" not in text)  # type: ignore[misc]
        time.sleep(PAUSES[number % 5] / 1000)
        screen.keys("C-s")
        screen.wait_for(lambda text: "[ Wrote" in text or "continue saving?" in text)
        if "[ Wrote" not in screen.text():
            screen.keys("y")
            screen.wait_for(lambda text: "[ Wrote" in text)
    screen.keys("C-x")
    screen.wait_until_ended()


class _Screen:
    """A terminal in tmux, whose server lives until ``close``."""

    def __init__(self, folder: Path) -> None:
        self._tmux = ["tmux", "-S", str(folder / f"tmux-{time.monotonic_ns()}"), "-f", "/dev/null"]
        self._run("new-session", "-d", "-s", "lasting", "cat")

    def close(self) -> None:
        self._run("kill-server")

    def start(self, command: str) -> None:
        self._run("new-session", "-d", "-s", "editor", "-x", "150", "-y", "40", command)

    def keys(self, *names: str) -> None:
        self._run("send-keys", "-t", "editor", *names)

    def text(self) -> str:
        return self._run("capture-pane", "-p", "-t", "editor")

    def wait_for(self, condition: Callable[[str], bool]) -> None:
        end = time.monotonic() + SLOWEST
        while not condition(text := self.text()):
            assert time.monotonic() < end, text
            time.sleep(0.002)

    def wait_until_ended(self) -> None:
        end = time.monotonic() + SLOWEST
        while (
            subprocess.run([*self._tmux, "has-session", "-t", "editor"], capture_output=True, check=False).returncode
            == 0
        ):
            assert time.monotonic() < end, self.text()
            time.sleep(0.002)

    def _run(self, *words: str) -> str:
        return subprocess.run([*self._tmux, *words], capture_output=True, check=True, text=True).stdout


EDITORS: dict[str, Session] = {"vim": VIM, "nvim": NEOVIM, "emacs": by_emacs, "nano": by_nano}
