"""A vault of sources under measure, and the databases of other programs that visit the same feeds."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from peers import CannotInstallError, newsboat_command, reader_python
from timing import Program, in_turn

from loopback import Answer, Route, Site, conditional
from shared_data import unpack

_HERE = Path(__file__).parent
_COMMAND = str(Path(sys.executable).with_name("vault-pln"))
_SETTINGS = "---\ntype: pln-settings\n{}---\n"
OWN = "allow-private-hosts: [127.0.0.1]\n"
"""The setting with which a server of this machine is one of the user's own, and needs no rest between requests."""


class Bench:
    """Sources, one for each address of a server, and who visits them; ``settings`` is YAML."""

    def __init__(self, place: Path, site: Site, addresses: Sequence[str], settings: str = OWN) -> None:
        self._site, self._place, self._asked = site, place, 0
        self._runs: dict[str, list[int]] = {}
        self._running = ""
        vault = place / "vault"
        (vault / "Sources").mkdir(parents=True)
        (vault / "PLN").mkdir()
        (vault / "PLN/PLN Settings.md").write_text(_SETTINGS.format(settings), encoding="utf-8")
        for number, address in enumerate(addresses):
            text = f"---\ntype: source\nfeed: {address}\n---\n"
            (vault / f"Sources/{number}.md").write_text(text, encoding="utf-8")
        (place / "urls").write_text("\n".join(addresses), encoding="utf-8")
        (place / "newsboat").write_text("reload-threads 1\n", encoding="utf-8")

    def ours(self, *command: str, prepare: Callable[[], None] | None = None) -> Program:
        """One of our commands."""
        state = self._place / "state"
        named = {"STATE": state, "CACHE": state / "cache", "VAULT": self._place / "vault", "DEVICE": "bench-0001"}
        env = {**os.environ, **{f"VAULT_PLN_{name}": str(value) for name, value in named.items()}}
        return self._program(f"vault-pln {command[0]}", [_COMMAND, *command], env, prepare)

    def reader(self, workers: int, prepare: Callable[[], None] | None = None) -> Program:
        """One update by ``reader``; raises CannotInstallError."""
        argv = [reader_python(), str(_HERE / "reader_sweep.py"), *self._places("reader.sqlite", "urls"), str(workers)]
        return self._program("reader", argv, dict(os.environ), prepare)

    def newsboat(self, prepare: Callable[[], None] | None = None) -> Program:
        """One reload by newsboat, in one thread; raises CannotInstallError."""
        config, urls, cache = self._places("newsboat", "urls", "newsboat.sqlite")
        argv = [newsboat_command(), "-C", config, "-u", urls, "-c", cache, "-x", "reload"]
        return self._program("newsboat", argv, dict(os.environ), prepare)

    def peers(self, prepare: Callable[[], None] | None = None) -> Iterator[Program]:
        """The other programs that this machine has or can get."""
        makers: tuple[Callable[[], Program], ...] = (lambda: self.reader(1, prepare), lambda: self.newsboat(prepare))
        for make in makers:
            try:
                yield make()
            except CannotInstallError as reason:
                say(f"skipped: {reason}")

    def forget(self) -> None:
        """None of them has ever seen a feed."""
        shutil.rmtree(self._place / "state", ignore_errors=True)
        for path in self._place.glob("*.sqlite*"):
            path.unlink()

    def table(self, title: str, programs: Sequence[Program], rounds: int) -> None:
        """Run the programs in turn and print what each cost, and how many requests its last run made."""
        head = f"{'CPU s':>9} {'wall s':>9} {'x CPU':>8} {'x wall':>8} {'peak MB':>9} {'requests':>9}"
        say(f"{title:24} {head}")
        found = in_turn(programs, rounds)
        self._count()
        for of in found:
            numbers = f"{of.spent.cpu:9.2f} {of.spent.wall:9.2f} {of.cpu_ratio:8.2f} {of.wall_ratio:8.2f}"
            say(f"  {of.name:22} {numbers} {of.spent.peak:9.1f} {self._runs[of.name][-1]:9}")

    def _places(self, *names: str) -> list[str]:
        return [str(self._place / name) for name in names]

    def _program(self, name: str, argv: list[str], env: dict[str, str], prepare: Callable[[], None] | None) -> Program:
        def ready() -> None:
            self._count()
            self._running = name
            if prepare is not None:
                prepare()

        return Program(name, argv, env, ready)

    def _count(self) -> None:
        """The run before this moment is over: what the server was asked since is its number of requests."""
        asked = len(self._site.asked)
        if self._running:
            self._runs.setdefault(self._running, []).append(asked - self._asked)
        self._asked, self._running = asked, ""


def real_bodies(feeds: int, scratch: Path) -> list[bytes]:
    """So many feeds made from the real ones; a copy has other addresses, so that its items are other items."""
    folder = unpack("feeds/real-feeds.tar.gz", scratch / "feeds")
    bodies = [file.read_bytes() for file in sorted(folder.iterdir())]
    return [
        bodies[number % len(bodies)].replace(b"https://", b"https://c%d." % (number // len(bodies)))
        for number in range(feeds)
    ]


def with_validators(body: bytes) -> Route:
    """200 once, then 304."""
    return conditional(body, etag=f'"{sha256(body).hexdigest()}"')


def always(body: bytes) -> Route:
    """200 with the same body."""
    return Answer(200, body)


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
