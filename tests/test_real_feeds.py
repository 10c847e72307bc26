"""Ninety real feeds, served on this machine: all that are feeds are taken, and none is asked for twice in vain."""

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from conftest import TODAY, Run, snapshot, write
from loopback import Site, conditional, serve
from shared_data import unpack


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Site]:
    folder = unpack("feeds/real-feeds.tar.gz", tmp_path / "feeds")
    with serve() as site:
        for file in sorted(folder.iterdir()):
            body = file.read_bytes()
            site.routes[f"/{file.name}"] = conditional(body, etag=f'"{sha256(body).hexdigest()}"')
        yield site


def test_ninety_real_feeds_are_taken_once_and_then_answer_304(run: Run, vault: Path, served: Site) -> None:
    write(vault, "PLN/PLN Settings.md", f"---\ntype: pln-settings\nallow-private-hosts: [{served.host}]\n---\n")
    for path in served.routes:
        write(vault, f"Sources{path}.md", f"---\ntype: source\nfeed: {served.url}{path}\n---\n")
    before = snapshot(vault)

    first = run("fetch", "--vault", vault, "--today", TODAY, "--all", "--json").json
    assert len(first) == 90
    assert {row["http"] for row in first} == {200}
    feeds = {row["source"] for row in first if row["status"] == "fetched"}
    broken = [row for row in first if row["source"] not in feeds]
    assert len(feeds) >= 88
    assert all(row["problem"] and row["new"] == 0 for row in broken)
    # some feeds hold fewer than three entries, and some share an article
    assert Counter(row["new"] for row in first)[3] > 75
    assert max(row["new"] for row in first) == 3

    second = run("fetch", "--vault", vault, "--today", TODAY, "--all", "--json").json
    assert {row["source"] for row in second if row["http"] == 304} == feeds
    assert {row["new"] for row in second} == {0}
    assert all(served.count(path) == 2 for path in served.routes)

    rows = run("sources", "--vault", vault, "--today", TODAY, "--json").json
    assert {row["path"] for row in rows if row["health"] != "fine" and "posts stopped" not in row["health"]} == {
        row["source"] for row in broken
    }
    assert snapshot(vault) == before
