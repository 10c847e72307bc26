"""Print what visiting many real feeds costs, against other programs: whole processes, one worker each.

Nothing is asserted. Every feed is on this machine; a ratio is to the first row of its table.
python sweeps.py [--feeds 900] [--many 5000] [--rounds 1]
"""

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from sources import Bench, always, real_bodies, say, with_validators
from timing import run

from loopback import Answer, Site, serve

_SMALL = (
    b"<rss version='2.0'><channel><item><title>%d</title><link>https://blog.example/%d</link></item></channel></rss>"
)


def main(args: list[str]) -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=900, help="how many, made from the real ones; 0: none")
    parser.add_argument("--many", type=int, default=5_000, help="sources of a vault in which nothing is due; 0: none")
    parser.add_argument("--rounds", type=int, default=1, help="runs of each program that count")
    given = parser.parse_args(args)
    with tempfile.TemporaryDirectory(prefix="vault-pln-sweeps-") as scratch, serve() as site:
        if given.feeds:
            _sweeps(Path(scratch, "sweeps"), site, given.feeds, given.rounds)
        if given.many:
            _nothing_due(Path(scratch, "many"), site, given.many, given.rounds)


def _sweeps(place: Path, site: Site, feeds: int, rounds: int) -> None:
    bodies = real_bodies(feeds, place)
    bench = Bench(place, site, [f"{site.url}/{number}" for number in range(feeds)])
    for title, make, prepare in (
        ("first sweep", with_validators, bench.forget),
        ("304 sweep", with_validators, None),
        ("unchanged bodies", always, None),
    ):
        site.routes = {f"/{number}": make(body) for number, body in enumerate(bodies)}
        programs = [bench.ours("fetch", "--all", prepare=prepare), *bench.peers(prepare)]
        bench.table(title, programs, rounds)


def _nothing_due(place: Path, site: Site, many: int, rounds: int) -> None:
    bench = Bench(place, site, [f"{site.url}/{number}" for number in range(many)])
    site.routes = {f"/{number}": Answer(200, _SMALL % (number, number), {"ETag": "1"}) for number in range(many)}
    first = run(bench.ours("fetch"))
    say(f"{many:,} sources, visited once before in {first.cpu:.1f} s CPU, {first.wall:.1f} s")
    bench.table("nothing due", [bench.ours("reindex"), bench.ours("fetch")], rounds)


if __name__ == "__main__":
    main(sys.argv[1:])
