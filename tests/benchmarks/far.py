"""Print how long it takes to visit many feeds on far servers, one of which has a fifth of them; nothing is asserted.

All servers are this machine, under public addresses in a network of its own (Linux, ``unshare``), so that a rest is
kept between the requests to each of them. Every answer takes 200 ms. A ratio is to the first row of its table.
python far.py [--feeds 900] [--rounds 1]
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from sources import Bench, real_bodies, say, with_validators

from loopback import Answer, Asked, Route, serve

_LATENCY = 0.2
_WORKERS = 40
"""Of reader."""
_APART = "PLN_BENCH_APART"
_NETWORK = "ip link set lo up && ip route add local 11.0.0.0/8 dev lo"


def main(args: list[str]) -> None:
    """Measure, in a network of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=900, help="how many, made from the real ones")
    parser.add_argument("--rounds", type=int, default=1, help="runs of each program that count")
    given = parser.parse_args(args)
    if not os.environ.get(_APART):
        _apart(args)
        return
    with tempfile.TemporaryDirectory(prefix="vault-pln-far-") as scratch, serve(on="") as site:
        port = site.host.rpartition(":")[2]
        hosts = [_host(number, given.feeds) for number in range(given.feeds)]
        bench = Bench(Path(scratch), site, [f"http://{host}:{port}/{n}" for n, host in enumerate(hosts)], "")
        bodies = real_bodies(given.feeds, Path(scratch))
        site.routes = {f"/{number}": _far(with_validators(body)) for number, body in enumerate(bodies)}
        programs = [bench.reader(_WORKERS), bench.ours("fetch", "--all")]
        busiest = hosts.count(hosts[0])
        say(
            f"{given.feeds} feeds, {_LATENCY:.1f} s an answer; one host has {busiest} of them, so {busiest} s at 1 s a request"
        )
        bench.table("far", programs, given.rounds)


def _host(number: int, feeds: int) -> str:
    """A fifth of the feeds is on one host, each other on its own."""
    return "11.0.0.1" if number < feeds // 5 else f"11.1.{number // 250}.{number % 250 + 1}"


def _far(route: Route) -> Route:
    def answer(asked: Asked) -> Answer:
        time.sleep(_LATENCY)
        return route if isinstance(route, Answer) else route(asked)

    return answer


def _apart(args: list[str]) -> None:
    """Run the same in a network namespace; says why where there can be none."""
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        say("skipped: unshare and ip are needed for a network apart")
        return
    again = f'{_NETWORK} && exec "$0" "$@"'
    argv = ["unshare", "-rn", "sh", "-c", again, sys.executable, __file__, *args]
    subprocess.run(argv, env={**os.environ, _APART: "1"}, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
