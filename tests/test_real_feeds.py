"""Ninety real feeds, served on this machine: all that are feeds are taken, and none is asked for twice in vain."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urljoin

import pytest

from conftest import TODAY, Run, snapshot, write
from loopback import Site, conditional, serve
from second_reader import rows_of
from shared_data import unpack
from vault_pln.core.sources.feed import clamp_published, read_feed


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


LATE = datetime(2040, 1, 1, tzinfo=UTC)
EXPLAINED = {
    "0346e81559b251eb": "the title plays with text that was encoded twice, and feedparser mends such text",
}
"""Feeds that the second reader reads otherwise in a title, and why; nothing else of them differs."""


def test_each_of_them_is_read_as_a_second_reader_reads_it(tmp_path: Path) -> None:
    folder = unpack("feeds/real-feeds.tar.gz", tmp_path / "feeds")
    base, differing = "https://base.example/feed", set()
    for file in sorted(folder.iterdir()):
        body = file.read_bytes()
        entries, rows = read_feed(body, url=base).entries, rows_of(body)
        assert rows
        assert len(entries) == len(rows), file.name
        for entry, row in zip(entries, rows, strict=True):
            assert clamp_published(entry.published, LATE) == row.published, (file.name, entry)
            assert entry.link == (urljoin(base, row.link) if row.link else ""), (file.name, row)
            # a post without a title is named by its text
            if row.title and not row.title.startswith(entry.title.removesuffix("…")):
                differing.add(file.name)
    assert differing == EXPLAINED.keys()
