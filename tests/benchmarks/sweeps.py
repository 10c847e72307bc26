"""Print what visiting many real feeds costs, against ``reader``: whole processes, one worker each; nothing is asserted.

Every feed is on this machine; a ratio is to vault-pln's row of the same table.
python sweeps.py [--feeds 900] [--rounds 1]
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from peers import CannotInstallError, reader_python
from timing import Program, in_turn

from loopback import Answer, Route, Site, conditional, serve
from shared_data import unpack

_HERE = Path(__file__).parent
_COMMAND = str(Path(sys.executable).with_name("vault-pln"))
_SETTINGS = "---\ntype: pln-settings\nallow-private-hosts: [127.0.0.1]\n---\n"


class Bench:
    """A vault of sources, a database of reader, and the server both visit."""

    def __init__(self, place: Path, site: Site, bodies: list[bytes]) -> None:
        self._site, self._bodies = site, bodies
        self._state, self._vault, self._database = place / "state", place / "vault", place / "reader.sqlite"
        self._urls = place / "urls"
        (self._vault / "Sources").mkdir(parents=True)
        (self._vault / "PLN").mkdir()
        (self._vault / "PLN/PLN Settings.md").write_text(_SETTINGS, encoding="utf-8")
        for number in range(len(bodies)):
            text = f"---\ntype: source\nfeed: {site.url}/{number}\n---\n"
            (self._vault / f"Sources/{number}.md").write_text(text, encoding="utf-8")
        self._urls.write_text("\n".join(f"{site.url}/{number}" for number in range(len(bodies))), encoding="utf-8")

    def ours(self, prepare: Callable[[], None]) -> Program:
        """One ``fetch --all``."""
        named = {"STATE": self._state, "CACHE": self._state / "cache", "VAULT": self._vault, "DEVICE": "bench-0001"}
        env = {**os.environ, **{f"VAULT_PLN_{name}": str(value) for name, value in named.items()}}
        return Program("vault-pln", [_COMMAND, "fetch", "--all"], env, prepare)

    def reader(self, python: str, prepare: Callable[[], None]) -> Program:
        """One update of all feeds."""
        argv = [python, str(_HERE / "reader_sweep.py"), str(self._database), str(self._urls)]
        return Program("reader", argv, prepare=prepare)

    def forget(self) -> None:
        """Both have never seen a feed."""
        shutil.rmtree(self._state, ignore_errors=True)
        self._database.unlink(missing_ok=True)

    def answer(self, make: Callable[[bytes], Route]) -> None:
        """What the server says from now on."""
        self._site.routes = {f"/{number}": make(body) for number, body in enumerate(self._bodies)}


def with_validators(body: bytes) -> Route:
    """200 once, then 304."""
    return conditional(body, etag=f'"{sha256(body).hexdigest()}"')


def always(body: bytes) -> Route:
    """200 with the same body."""
    return Answer(200, body)


def main(args: list[str]) -> None:
    """Measure the three sweeps."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=900, help="how many, made from the real ones")
    parser.add_argument("--rounds", type=int, default=1, help="runs of each program that count")
    given = parser.parse_args(args)
    with _bench(given.feeds) as bench:
        try:
            python: str | None = reader_python()
        except CannotInstallError as reason:
            sys.stdout.write(f"reader: skipped, {reason}\n")
            python = None
        nothing = lambda: None  # noqa: E731 -- as short as what it does
        for title, make, prepare in (
            ("first sweep", with_validators, bench.forget),
            ("304 sweep", with_validators, nothing),
            ("unchanged bodies", always, nothing),
        ):
            bench.answer(make)
            programs = [bench.ours(prepare), *([bench.reader(python, prepare)] if python else [])]
            sys.stdout.write(f"{title:24} {'CPU s':>9} {'wall s':>9} {'x CPU':>8} {'x wall':>8} {'peak MB':>9}\n")
            for of in in_turn(programs, given.rounds):
                numbers = f"{of.spent.cpu:9.2f} {of.spent.wall:9.2f} {of.cpu_ratio:8.2f} {of.wall_ratio:8.2f}"
                sys.stdout.write(f"  {of.name:22} {numbers} {of.spent.peak:9.1f}\n")
            sys.stdout.flush()


@contextmanager
def _bench(feeds: int) -> Iterator[Bench]:
    with tempfile.TemporaryDirectory(prefix="vault-pln-sweeps-") as scratch, serve() as site:
        folder = unpack("feeds/real-feeds.tar.gz", Path(scratch, "feeds"))
        bodies = [file.read_bytes() for file in sorted(folder.iterdir())]
        # a copy has other addresses, so that its items are other items
        copies = [
            bodies[number % len(bodies)].replace(b"https://", b"https://c%d." % (number // len(bodies)))
            for number in range(feeds)
        ]
        yield Bench(Path(scratch), site, copies)


if __name__ == "__main__":
    main(sys.argv[1:])
