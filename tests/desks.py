"""A vault and its memory, and children that run whole commands in it under strace: killed, or with calls that fail.

PLN_TORTURE=1 takes every place instead of a selection.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from daemons import ROOT, TODAY
from traced import FORKS

# runs each command once in a vault of its own, so that all that it loads is there; then forks a child for each order
# it reads, which stops itself, so that strace can take hold of it
SERVER = (
    """
import contextlib, ctypes, importlib, io, json, logging, os, pkgutil, signal, sys
import vault_pln
from vault_pln.cli import main

for found in pkgutil.walk_packages(vault_pln.__path__, "vault_pln."):
    if not found.name.endswith("__main__"):
        importlib.import_module(found.name)

def run(args):
    try:
        main(args)
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0

def work(order):
    out = os.open(order["out"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(out, 1)
    os.dup2(out, 2)
    logging.getLogger().handlers.clear()  # they still write to where the first run's went
    ctypes.CDLL(None).prctl(0x59616D61, -1, 0, 0, 0)  # any process of this user may trace us
    os.kill(os.getpid(), signal.SIGSTOP)
    code = run(order["args"])
    sys.stdout.flush()
    os.sched_yield()
    os._exit(code)

with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    for args in json.loads(sys.stdin.readline()):
        run(args)
print("ready", flush=True)
"""
    + FORKS
)

DAY = f"{TODAY}.md"
FEED = """<rss version='2.0'><channel><title>A blog</title>
<item><title>Rust one</title><link>https://blog.example/1</link><guid>g1</guid><pubDate>Sun, 22 Nov 2026 12:00:00 GMT</pubDate></item>
<item><title>Rust two</title><link>https://blog.example/2</link><guid>g2</guid><pubDate>Sat, 21 Nov 2026 12:00:00 GMT</pubDate></item>
</channel></rss>"""
NOTES = {
    "Ada.md": "\ufeff---\r\ntype: person\r\ncadence: weekly\r\n---\r\nAbout her.\r\n"
    "<!-- pln:begin network -->\r\n<!-- pln:end network -->\r\nAnd more",
    "Learn Rust.md": "---\ntype: goal\nkeywords: [rust]\n---\n",
    "Blog.md": "---\ntype: source\nfeed: feed.xml\ngoals: ['[[Learn Rust]]']\n---\n",
    "2026-11-01.md": "Talked with [[Ada]]\n",
    DAY: "# Today\r\n\r\nWords of the user",
    "feed.xml": FEED,
}
BLOCK = re.compile(rb"<!-- pln:begin .*<!-- pln:end network -->", re.DOTALL)
OWN_LINE = re.compile(rb"\^(pln-[a-z2-7]{16})")


REINDEX, FETCH, DAILY = ("reindex",), ("fetch", "--all"), ("daily",)


class Desk:
    """A vault and its memory in one folder, the server that makes children, and strace."""

    def __init__(self, folder: Path, server: "subprocess.Popen[str]") -> None:
        self.folder, self.server = folder, server
        self.vault, self.machine, self.out = folder / "vault", folder / "machine", folder / "out"
        self.saved: Path = folder
        self.trace: list[str] = []

    def args(self, args: Sequence[str]) -> list[str]:
        return [*args, "--vault", str(self.vault), "--today", TODAY]

    def set_up(self) -> None:
        """The vault and the machine as they were saved."""
        for name in ("vault", "machine"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
            shutil.copytree(self.saved / name, self.folder / name)

    def save(self, name: str) -> None:
        self.saved = self.folder / name
        shutil.rmtree(self.saved, ignore_errors=True)
        for part in ("vault", "machine"):
            shutil.copytree(self.folder / part, self.saved / part)

    def start(self, args: Sequence[str]) -> int:
        assert self.server.stdin is not None
        assert self.server.stdout is not None
        self.server.stdin.write(json.dumps({"args": self.args(args), "out": str(self.out)}) + "\n")
        self.server.stdin.flush()
        return int(self.server.stdout.readline())

    def end(self) -> int:
        assert self.server.stdout is not None
        return int(self.server.stdout.readline())

    def plainly(self, args: Sequence[str]) -> int:
        os.kill(self.start(args), signal.SIGCONT)
        return self.end()

    def run(self, args: Sequence[str], *options: str, at_start: Callable[[int], object] | None = None) -> int:
        """The command under strace; its exit code, or minus the signal it died of.

        ``at_start`` is told its process when it begins.
        """
        child = self.start(args)
        with subprocess.Popen(
            ["strace", "-y", *options, "-p", str(child)], stderr=subprocess.PIPE, text=True
        ) as strace:
            assert strace.stderr is not None
            self.trace = [strace.stderr.readline()]
            if "attached" not in self.trace[0]:
                os.kill(child, signal.SIGKILL)
            for line in strace.stderr:
                self.trace.append(line)
                if line == "--- stopped by SIGSTOP ---\n":
                    os.kill(child, signal.SIGCONT)
                    if at_start is not None:
                        at_start(child)
        code = self.end()
        if "attached" not in self.trace[0]:
            pytest.skip(f"strace cannot trace here: {self.trace[0]}")
        return code

    def places(self, args: Sequence[str]) -> list[tuple[str, int]]:
        """Every system call that names a file of the vault or of its memory, as (name, how many-th of that name)."""
        self.run(args)
        return self.places_seen()

    def places_seen(self) -> list[tuple[str, int]]:
        """The places of the run that was traced last, up to the end of its work."""
        counts: Counter[str] = Counter()
        found = []
        for line in self.trace:
            call, _, rest = line.partition("(")
            if call == "sched_yield":
                break
            counts[call] += 1
            if call.isidentifier() and (str(self.vault) in rest or str(self.machine) in rest):
                found.append((call, counts[call]))
        return found

    def said(self) -> str:
        return self.out.read_text(errors="replace")

    def notes(self) -> dict[str, bytes]:
        """Every file of the vault; while somebody writes in it, without what goes at that moment."""
        found: dict[str, bytes] = {}
        for file in self.vault.rglob("*"):
            with suppress(FileNotFoundError, IsADirectoryError):
                found[str(file.relative_to(self.vault))] = file.read_bytes()
        return found

    def without_ledger(self) -> dict[str, bytes]:
        return {path: data for path, data in self.notes().items() if "/Ledger/" not in path}

    def strays(self) -> list[str]:
        """What no run may leave behind."""
        hidden = [path for path in self.notes() if "/." in f"/{path}"]
        state = self.machine / "state"
        journal = [str(file) for file in state.glob("*/journal/*")]
        parts = [str(file) for file in state.glob("*/kept/.part-*")]
        return [*hidden, *journal, *parts]


@contextmanager
def at_desk() -> Iterator[Desk]:
    """A desk with its server at work; skips the test where strace is not installed."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as name:
        folder = Path(name)
        env = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHONHASHSEED": "0",
            "VAULT_PLN_STATE": str(folder / "machine/state"),
            "VAULT_PLN_CACHE": str(folder / "machine/cache"),
            "VAULT_PLN_DEVICE": "desk-0001",
        }
        command = [sys.executable, "-c", SERVER]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env) as server:
            made = Desk(folder, server)
            (folder / "machine").mkdir()
            write_notes(made.vault)
            assert server.stdin is not None
            assert server.stdout is not None
            server.stdin.write(json.dumps([made.args(args) for args in (REINDEX, FETCH, DAILY)]) + "\n")
            server.stdin.flush()
            assert server.stdout.readline() == "ready\n"
            yield made
            server.stdin.close()


def write_notes(vault: Path) -> None:
    shutil.rmtree(vault, ignore_errors=True)
    (vault / ".obsidian").mkdir(parents=True)
    for path, text in NOTES.items():
        (vault / path).write_bytes(text.encode())
        # long ago, so that what decides about reading a note again is the same in every run
        os.utime(vault / path, (1.7e9, 1.7e9))
