"""Every attack of servers and of XML beside twenty healthy feeds: those arrive, the culprit is named, memory is bounded."""

import gzip
import json
import os
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import TODAY, write
from loopback import Answer, Route, serve

TORTURE = bool(os.environ.get("PLN_TORTURE"))
MEGABYTE = 1_000_000


def rss(inside: str) -> bytes:
    return f"<rss version='2.0'><channel><title>x</title>{inside}</channel></rss>".encode()


ITEM = "<item><title>A post</title><link>https://blog.example/{n}</link><guid>{n}</guid>{more}</item>"
HEALTHY = rss("".join(ITEM.format(n=n, more="") for n in range(5)))
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(10))
WELL = ""
"""Attacks that do no harm: the feed is read."""

ATTACKS: dict[str, tuple[Route, str]] = {
    "billion laughs": (Answer(200, f"<!DOCTYPE x [{LAUGHS}]>".encode() + rss("<item><title>&a9;</title></item>")), "XML entities"),
    "external entity": (Answer(200, b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + rss("&e;")), "XML entities"),
    "long author": (Answer(200, rss(ITEM.format(n="a", more=f"<author>{'a' * 2 * MEGABYTE}</author>"))), WELL),
    "categories": (Answer(200, rss(ITEM.format(n="b", more="<category>x</category>" * 100_000))), WELL),
    "comments": (Answer(200, rss(ITEM.format(n="c", more="")) + b"<!--" * 500_000), WELL),
    # Python 3.12 needs less for it
    "deep": (Answer(200, rss("<div>" * 500_000)), "too much memory" if sys.version_info < (3, 12) else ""),
    "brackets": (Answer(200, rss(ITEM.format(n="d", more="<" * 500_000))), WELL),
    "attributes": (Answer(200, rss("<item " + " ".join(f"a{n}='x'" for n in range(100_000)) + "><title>x</title></item>")), WELL),
    "entries": (Answer(200, rss("".join(ITEM.format(n=n, more=f"<description>{'x ' * 400}</description>") for n in range(10_000)))), WELL),
    "twenty thousand parts": (Answer(200, rss(ITEM.format(n="e", more=f"<description>{'&lt;div>' * 20_000}</description>"))), WELL),
    "unclosed items": (Answer(200, b"<rss><channel>" + b"<item><title>x" * 100_000), WELL),
    "json that bursts": (Answer(200, b"[" * 5 + b"[]," * 3_000_000), "too much memory"),
    "too large": (lambda _: Answer(200, (b"x" * MEGABYTE for _ in range(13))), "larger than 10 MB"),
    "announced too large": (Answer(200, (b"x",), {"Content-Length": "13000000"}), "larger than 10 MB"),
    "gzip bomb": (Answer(200, gzip.compress(bytes(300 * MEGABYTE)), {"Content-Encoding": "gzip"}), "expands beyond reason"),
    "redirect with a bomb": (Answer(302, gzip.compress(bytes(50 * MEGABYTE)), {"Location": "/well", "Content-Encoding": "gzip"}), WELL),
    "redirect for ever": (Answer(302, b"", {"Location": "/redirect%20for%20ever"}), "more than 5 redirects"),
    "redirect inwards": (Answer(302, b"", {"Location": "http://169.254.169.254/latest"}), "private network"),
    "redirect to a file": (Answer(302, b"", {"Location": "file:///etc/passwd"}), "no http or https address"),
    "login page": (Answer(200, b"<!doctype html><html><form>Log in</form></html>", {"ETag": "1"}), "a web page, not a feed"),
    "rubbish": (Answer(200, random.Random(4).randbytes(100_000)), "no feed"),
    "no browser": (Answer(403, b"", {"CF-Mitigated": "challenge"}), "only browsers"),
    "password": (Answer(401), "it wants a password"),
    "headers": (Answer(raw=(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 5_000 + b"\r\n",)), "no proper HTTP"),
    "nothing": (Answer(raw=(b"",)), "closed the connection"),
    "break off": (Answer(200, b"<rss>", {"Content-Length": "1000", "Connection": "close"}), "broke off"),
}  # fmt: skip


def dripping(stop: threading.Event) -> Iterator[bytes]:
    while not stop.wait(0.5):
        yield b"x"


@pytest.mark.parametrize(
    "slow", [False, pytest.param(True, marks=pytest.mark.skipif(not TORTURE, reason="half a minute"))]
)
def test_twenty_healthy_feeds_arrive_whatever_the_others_do(vault: Path, slow: bool) -> None:
    attacks, stop = dict(ATTACKS), threading.Event()
    if slow:
        attacks["drip"] = (Answer(200, dripping(stop)), "within the time allowed")
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\nallow-private-hosts: [127.0.0.1]\n---\n")
    with serve() as good, serve() as bad:
        bad.routes["/well"] = Answer(200, HEALTHY)
        for number in range(20):
            good.routes[f"/{number}"] = Answer(200, HEALTHY.replace(b"blog.", b"blog%d." % number))
            write(vault, f"Good/{number}.md", f"---\ntype: source\nfeed: {good.url}/{number}\n---\n")
        for name, (route, _) in attacks.items():
            path = "/" + name.replace(" ", "%20")
            bad.routes[path] = route
            write(vault, f"Bad/{name}.md", f"---\ntype: source\nfeed: {bad.url}{path}\n---\n")
        rows, peak = fetch(vault)
        stop.set()
    assert rows.keys() == {f"Good/{number}.md" for number in range(20)} | {f"Bad/{name}.md" for name in attacks}
    assert {row["new"] for path, row in rows.items() if path.startswith("Good")} == {3}
    for name, (_, problem) in attacks.items():
        said = rows[f"Bad/{name}.md"]["problem"] or ""
        assert problem in said if problem else not said, (name, said)
    assert all(good.count(f"/{number}") == 1 for number in range(20))
    assert peak < 250


MEASURE = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:])
_, status, usage = os.wait4(process.pid, 0)
print(usage.ru_maxrss, file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""From a small process, since a new one begins with the peak of the one that starts it."""


def fetch(vault: Path) -> tuple[dict[str, dict[str, Any]], float]:
    """What a process of its own says, and the most memory it or one of its processes had, in megabytes."""
    argv = [sys.executable, "-m", "vault_pln", "fetch", "--vault", str(vault), "--today", TODAY, "--json"]
    done = subprocess.run([sys.executable, "-S", "-c", MEASURE, *argv], capture_output=True, text=True, check=True)
    return {row["source"]: row for row in json.loads(done.stdout)}, int(done.stderr.splitlines()[-1]) / 1024
