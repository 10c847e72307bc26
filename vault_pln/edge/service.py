"""The service manager of this machine: where it keeps what it starts, and how it is asked."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import Literal

Manager = Literal["systemd", "launchd"]
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command of the service manager ended with and said."""

    code: int
    text: str


def manager() -> Manager | None:
    """The service manager that starts programs for a user here; None where none is known."""
    if sys.platform == "darwin":
        return "launchd"
    return "systemd" if shutil.which("systemctl") else None


def folder(which: Manager) -> str:
    """Where the files of this user's own services are."""
    home = os.path.expanduser("~")
    if which == "launchd":
        return os.path.join(home, "Library", "LaunchAgents")
    return os.path.join(os.environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config"), "systemd", "user")


def log_folder() -> str:
    """Where programs of this user log on macOS."""
    return os.path.join(os.path.expanduser("~"), "Library", "Logs", "vault-pln")


def domain() -> str:
    """The domain of this user's agents, as launchctl names it."""
    return f"gui/{os.getuid()}"


def ask(*words: str) -> Answer:
    """Run a command of the service manager to its end; raises FileNotFoundError where there is none."""
    # the words are ours, no shell reads them
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=_PATIENCE, errors="replace")  # noqa: S603
    return Answer(done.returncode, (done.stdout + done.stderr).strip())


def become(*words: str) -> None:
    """Run this command in place of this process, which is how a pager or a log that goes on is shown."""
    os.execvp(words[0], words)  # noqa: S606


def read(path: str) -> str | None:
    """The file of a service, None where there is none."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except FileNotFoundError:
        return None


def write(path: str, text: str) -> None:
    """Put the file of a service in place, whole or not at all."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(f"{path}.new", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(f"{path}.new", path)


def delete(path: str) -> None:
    """Take the file of a service away."""
    os.unlink(path)
