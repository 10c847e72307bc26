"""Real Syncthing processes that keep folders on this machine in step, and speak to nobody else."""

import json
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from machines import until

KEY = "only-for-this-test"

# announce, relays, NAT, STUN, upgrades, crash and usage reports are off; every conflict copy is kept
CONFIG = """<configuration version="36">
<folder id="vault" label="vault" path="{folder}" type="sendreceive" rescanIntervalS="3600" fsWatcherEnabled="true"
 fsWatcherDelayS="1"><filesystemType>basic</filesystemType>{members}<maxConflicts>-1</maxConflicts></folder>
{devices}
<gui enabled="true" tls="false"><address>127.0.0.1:{gui}</address><apikey>{key}</apikey></gui>
<options><listenAddress>tcp://127.0.0.1:{port}</listenAddress><globalAnnounceEnabled>false</globalAnnounceEnabled>
<localAnnounceEnabled>false</localAnnounceEnabled><relaysEnabled>false</relaysEnabled><natEnabled>false</natEnabled>
<reconnectionIntervalS>1</reconnectionIntervalS><startBrowser>false</startBrowser><urAccepted>-1</urAccepted>
<autoUpgradeIntervalH>0</autoUpgradeIntervalH><crashReportingEnabled>false</crashReportingEnabled>
<stunServer></stunServer><stunKeepaliveStartS>0</stunKeepaliveStartS></options>
</configuration>
"""


class Syncthing:
    """One device that syncs ``folder``."""

    def __init__(self, home: Path, folder: Path) -> None:
        self.home, self.folder = home, folder
        self.gui, self.port = _free_port(), _free_port()
        made = ["generate", "--home", str(home), "--no-default-folder", "--skip-port-probing"]
        subprocess.run(["syncthing", *made], check=True, capture_output=True)
        asked = ["syncthing", "--home", str(home), "--device-id"]
        self.id = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()

    def join(self, others: Sequence["Syncthing"]) -> None:
        """Write down who syncs with whom."""
        members = "".join(f'<device id="{one.id}"/>' for one in others)
        devices = "".join(
            f'<device id="{one.id}" name="{one.folder.name}"><address>tcp://127.0.0.1:{one.port}</address></device>'
            for one in others
        )
        config = CONFIG.format(
            folder=self.folder, members=members, devices=devices, gui=self.gui, port=self.port, key=KEY
        )
        (self.home / "config.xml").write_text(config)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run until the block ends."""
        command = ["syncthing", "serve", "--home", str(self.home), "--no-browser", "--no-restart", "--no-upgrade"]
        with (self.home / "log").open("wb") as log:
            env = {**os.environ, "STNOUPGRADE": "1"}
            process = subprocess.Popen(command, stdout=log, stderr=log, env=env)
        try:
            until(self._answers, lambda: (self.home / "log").read_text()[-2000:])
            yield
        finally:
            process.terminate()
            process.wait(30)

    def _answers(self) -> bool:
        with suppress(OSError):
            return bool(self.ask("GET", "system/ping"))
        return False

    def ask(self, method: str, what: str) -> Any:
        """Ask its local interface."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.gui}/rest/{what}", method=method)
        request.add_header("X-API-Key", KEY)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or b"null")

    def scan(self) -> None:
        """Let it look at its folder now; returns when it has."""
        with suppress(OSError):
            self.ask("POST", "db/scan?folder=vault")

    def is_idle(self) -> bool:
        """Whether it has all that the others have."""
        try:
            found = self.ask("GET", "db/status?folder=vault")
        except OSError:
            return False
        return bool(found["state"] == "idle" and found["needTotalItems"] == 0)

    def is_connected(self, count: int) -> bool:
        """Whether it speaks to this many others."""
        with suppress(OSError):
            found = self.ask("GET", "system/connections")["connections"]
            return sum(bool(one["connected"]) for one in found.values()) >= count
        return False


@contextmanager
def in_step(base: Path, folders: Sequence[Path]) -> Iterator[list[Syncthing]]:
    """A Syncthing for each folder, all connected."""
    devices = [Syncthing(base / f"syncthing-{number}", folder) for number, folder in enumerate(folders)]
    with ExitStack() as stack:
        for one in devices:
            one.join(devices)
            stack.enter_context(one.running())
        until(lambda: all(one.is_connected(len(devices) - 1) for one in devices))
        yield devices


def tree(folder: Path) -> dict[str, bytes]:
    """Every file that is synced."""
    found = {}
    for path in folder.rglob("*"):
        name = str(path.relative_to(folder))
        if path.is_file() and not name.startswith((".stfolder", ".syncthing")) and "/.syncthing" not in name:
            with suppress(FileNotFoundError):
                found[name] = path.read_bytes()
    return found


def settle(devices: Sequence[Syncthing], again: float = 0.3) -> None:
    """Wait until all folders are the same and stay so, and nothing is on its way."""

    def same() -> dict[str, bytes] | None:
        first, *others = [tree(one.folder) for one in devices]
        return first if all(one == first for one in others) else None

    def settled() -> bool:
        for one in devices:
            one.scan()
        before = same()
        if before is None or not all(one.is_idle() for one in devices):
            return False
        time.sleep(again)
        return same() == before and all(one.is_idle() for one in devices)

    until(settled, lambda: _differences([tree(one.folder) for one in devices]))


def _differences(trees: Sequence[dict[str, bytes]]) -> str:
    names = sorted({name for one in trees for name in one})
    return "\n".join(name for name in names if len({one.get(name) for one in trees}) > 1)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
