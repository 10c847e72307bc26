"""Visiting sources: politely, once each, and what one of them does never touches the others."""

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from conftest import TODAY, Run, snapshot, write
from loopback import Answer, Asked, Route, Site, conditional, serve
from terminal import Terminal
from vault_pln.edge.store import Store

SETTINGS = "---\ntype: pln-settings\nallow-private-hosts: [127.0.0.1]\n---\n"


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


@pytest.fixture
def home(vault: Path) -> Path:
    """A vault that may visit this machine."""
    write(vault, "PLN/PLN Settings.md", SETTINGS)
    return vault


def rss(*numbers: int) -> bytes:
    """A feed with these items, a day apart, the highest number newest."""
    start = datetime(2026, 10, 1, 12, tzinfo=UTC)
    items = "".join(
        f"<item><title>Post {n}</title><link>https://blog.example/{n}</link><guid>g{n}</guid>"
        f"<pubDate>{start + timedelta(days=n):%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
        for n in sorted(numbers, reverse=True)
    )
    return f"<rss version='2.0'><channel><title>A blog</title>{items}</channel></rss>".encode()


def source(vault: Path, feed: str, name: str = "Blog", more: str = "") -> Path:
    return write(vault, f"Sources/{name}.md", f"---\ntype: source\nfeed: {feed}\n{more}---\n")


def fetched(run: Run, vault: Path, *more: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = run("fetch", "--vault", vault, "--today", TODAY, "--json", "--all", *more).json
    return rows


def titles(run: Run, vault: Path) -> list[str]:
    rows = run("items", "--vault", vault, "--today", TODAY, "--json", "--limit", "99").json
    return sorted(row["title"] for row in rows)


def headers_of(site: Site, number: int) -> dict[str, str]:
    names = ("if-none-match", "if-modified-since")
    return {name: site.asked[number].headers[name] for name in names if name in site.asked[number].headers}


# news


def test_of_a_new_source_the_newest_three_are_taken_and_the_rest_count_as_seen(
    run: Run, home: Path, site: Site
) -> None:
    site.routes["/feed"] = Answer(200, rss(*range(1, 21)))
    source(home, f"{site.url}/feed")
    (row,) = fetched(run, home)
    assert (row["status"], row["http"], row["new"], row["problem"]) == ("fetched", 200, 3, None)
    assert titles(run, home) == ["Post 18", "Post 19", "Post 20"]
    site.routes["/feed"] = Answer(200, rss(*range(2, 22)))
    assert fetched(run, home)[0]["new"] == 1
    assert titles(run, home) == ["Post 18", "Post 19", "Post 20", "Post 21"]


def test_first_items_can_be_set(run: Run, home: Path, site: Site) -> None:
    write(home, "PLN/PLN Settings.md", SETTINGS.replace("allow", "first-items: 1\nallow"))
    site.routes["/feed"] = Answer(200, rss(1, 2, 3))
    source(home, f"{site.url}/feed")
    assert fetched(run, home)[0]["new"] == 1
    assert titles(run, home) == ["Post 3"]


def test_the_second_visit_sends_the_validators_back_byte_for_byte(run: Run, home: Path, site: Site) -> None:
    etag, modified = 'W/"a,b-gzip"', "Mon, 02 nov 2026 7:00:00 +0000"
    site.routes["/feed"] = conditional(rss(1), etag=etag, last_modified=modified)
    source(home, f"{site.url}/feed")
    fetched(run, home)
    (row,) = fetched(run, home)
    assert (row["status"], row["http"], row["new"]) == ("unchanged", 304, 0)
    assert headers_of(site, 0) == {}
    assert headers_of(site, 1) == {"if-none-match": etag, "if-modified-since": modified}


def test_a_304_renews_the_validators(run: Run, home: Path, site: Site) -> None:
    source(home, f"{site.url}/feed")
    for answer in (Answer(200, rss(1), {"ETag": '"1"'}), Answer(304, b"", {"ETag": '"2"'}), Answer(304)):
        site.routes["/feed"] = answer
        fetched(run, home)
    fetched(run, home)
    assert [headers_of(site, n).get("if-none-match") for n in range(4)] == [None, '"1"', '"2"', '"2"']


def test_new_items_arrive_once(run: Run, home: Path, site: Site) -> None:
    source(home, f"{site.url}/feed")
    new = []
    for numbers in ((1, 2), (1, 2), (1, 2, 3), (2, 3), (1, 2, 3, 4)):
        site.routes["/feed"] = Answer(200, rss(*numbers))
        new.append(fetched(run, home)[0]["new"])
    assert new == [2, 0, 1, 0, 1]
    assert titles(run, home) == ["Post 1", "Post 2", "Post 3", "Post 4"]


def test_a_body_that_is_known_is_not_read_again(run: Run, home: Path, site: Site) -> None:
    source(home, f"{site.url}/feed")
    site.routes["/feed"] = Answer(200, rss(1))
    fetched(run, home)
    (row,) = fetched(run, home)
    assert (row["status"], row["http"], row["new"]) == ("unchanged", 200, 0)


def test_the_same_article_from_two_sources_is_one_item(run: Run, home: Path, site: Site) -> None:
    site.routes["/a"] = Answer(200, rss(1, 2))
    site.routes["/b"] = Answer(200, rss(2, 3))
    source(home, f"{site.url}/a", "A")
    source(home, f"{site.url}/b", "B")
    assert [(row["source"], row["new"]) for row in fetched(run, home)] == [("Sources/A.md", 2), ("Sources/B.md", 1)]
    assert titles(run, home) == ["Post 1", "Post 2", "Post 3"]


def test_two_notes_with_one_feed_cost_one_visit(run: Run, home: Path, site: Site) -> None:
    site.routes["/feed"] = Answer(200, rss(1))
    source(home, f"{site.url}/feed", "A")
    source(home, f"{site.url}/feed", "B")
    assert [row["source"] for row in fetched(run, home)] == ["Sources/A.md"]
    assert site.count("/feed") == 1


def test_every_feed_of_a_person_is_visited_and_items_are_theirs(run: Run, home: Path, site: Site) -> None:
    site.routes["/a"] = Answer(200, rss(1))
    site.routes["/b"] = Answer(200, rss(2))
    write(home, "Ada.md", f"---\ntype: person\nfeeds: [{site.url}/a, {site.url}/b]\n---\n")
    assert [(row["source"], row["new"]) for row in fetched(run, home)] == [("Ada.md", 1), ("Ada.md", 1)]
    rows = run("items", "--vault", home, "--today", TODAY, "--json").json
    assert {row["source"] for row in rows} == {"Ada.md"}


def test_of_several_feeds_in_a_source_the_first_is_visited_and_it_says_so(run: Run, home: Path, site: Site) -> None:
    site.routes = {"/a": Answer(200, rss(1)), "/b": Answer(200, rss(2))}
    source(home, f"[{site.url}/a, {site.url}/b]")
    ran = run("fetch", "--vault", home, "--today", TODAY)
    assert "Sources/Blog.md:3: a source has one feed; of several only the first is visited" in ran.err
    assert [one.path for one in site.asked] == ["/a"]


@pytest.mark.parametrize("more", ["status: muted\n", "status: dropped\n"])
def test_muted_and_dropped_sources_are_not_visited(run: Run, home: Path, site: Site, more: str) -> None:
    source(home, f"{site.url}/feed", more=more)
    assert fetched(run, home) == []
    assert site.asked == []


def test_items_follow_a_source_whose_note_gets_another_name(run: Run, home: Path, site: Site) -> None:
    site.routes["/feed"] = Answer(200, rss(1))
    note = source(home, f"{site.url}/feed", "Old name")
    fetched(run, home)
    note.rename(note.with_name("New name.md"))
    (item,) = run("items", "--vault", home, "--today", TODAY, "--json").json
    assert item["source"] == "Sources/New name.md"


def test_a_feed_silent_for_a_month_does_not_flood(run: Run, home: Path, site: Site, machine: Path) -> None:
    import json
    import sqlite3

    site.routes["/feed"] = Answer(200, rss(1))
    source(home, f"{site.url}/feed")
    fetched(run, home)
    (store,) = machine.glob("state/*/news.sqlite")
    with sqlite3.connect(store) as db:
        ((text,),) = db.execute("SELECT data FROM visits").fetchall()
        long_ago = (datetime.now(UTC) - timedelta(days=40)).isoformat()
        db.execute("UPDATE visits SET data = ?", (json.dumps(json.loads(text) | {"last_visit": long_ago}),))
    db.close()
    site.routes["/feed"] = Answer(200, rss(*range(1, 30)))
    assert fetched(run, home)[0]["new"] == 3


def test_on_a_terminal_a_bar_shows_how_far_it_is(home: Path, site: Site) -> None:
    for number in range(3):
        site.routes[f"/{number}"] = Answer(200, rss(number))
        source(home, f"{site.url}/{number}", f"Blog {number}")
    with Terminal("fetch", "--vault", home) as terminal:
        assert terminal.end() == 0
    assert "█░░" in terminal.shown
    assert "0 of 3" in terminal.shown
    assert "1 of 3" in terminal.shown
    assert terminal.shown.rpartition("\x1b[K")[2].startswith("       1 new")


# when


def test_only_what_is_due_is_visited_and_a_dry_run_visits_nothing(run: Run, home: Path, site: Site) -> None:
    site.routes["/feed"] = Answer(200, rss(1))
    source(home, f"{site.url}/feed")
    dry = run("fetch", "--vault", home, "--dry-run")
    assert "due  Sources/Blog.md" in dry.out
    assert "1 source due" in dry.out
    assert site.asked == []
    assert "1 new  Sources/Blog.md" in run("fetch", "--vault", home).out
    assert run("fetch", "--vault", home, "--json").json == []
    assert "(none is due before 20" in run("fetch", "--vault", home).out
    assert site.count("/feed") == 1


def test_the_next_visit_is_written_down_and_at_least_the_settings_interval_away(
    run: Run, home: Path, site: Site
) -> None:
    write(home, "PLN/PLN Settings.md", SETTINGS.replace("allow", "poll-every: 5h\nallow"))
    site.routes["/feed"] = Answer(200, rss(1))
    source(home, f"{site.url}/feed")
    (row,) = fetched(run, home)
    assert datetime.fromisoformat(row["next_visit"]) > datetime.now(UTC) + timedelta(hours=4)
    assert row.keys() == {"source", "feed", "status", "http", "new", "next_visit", "problem"}
    assert row["feed"] == f"{site.url}/feed"


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_to_wait_is_not_asked_again_even_by_force(
    run: Run, home: Path, site: Site, status: int
) -> None:
    site.routes["/feed"] = Answer(status, b"", {"Retry-After": "7200"})
    source(home, f"{site.url}/feed")
    (row,) = fetched(run, home)
    assert row["status"] == "failed"
    assert row["http"] == status
    assert datetime.fromisoformat(row["next_visit"]) > datetime.now(UTC) + timedelta(minutes=119)
    again = run("fetch", "--vault", home, "--all")
    assert site.count("/feed") == 1
    assert "Sources/Blog.md" in again.err
    assert "asks to be left alone until" in again.err


def test_a_feed_that_is_gone_is_never_asked_again(run: Run, home: Path, site: Site) -> None:
    site.routes["/feed"] = Answer(410)
    source(home, f"{site.url}/feed")
    assert "410 gone" in fetched(run, home)[0]["problem"]
    assert "410 gone" in run("fetch", "--vault", home, "--all").err
    assert site.count("/feed") == 1


def test_a_missing_feed_is_tried_again_later(run: Run, home: Path, site: Site) -> None:
    source(home, f"{site.url}/feed")
    assert fetched(run, home)[0]["problem"] == "404: not found"
    site.routes["/feed"] = Answer(200, rss(1))
    assert fetched(run, home)[0]["new"] == 1


# what goes wrong


def test_one_broken_feed_never_stops_the_rest(run: Run, home: Path, site: Site) -> None:
    def broken_off(_: Asked) -> Answer:
        return Answer(200, b"<rss>", {"Content-Length": "1000", "Connection": "close"})

    broken: dict[str, Route] = {
        "html": Answer(200, b"<!doctype html><html><body>Hello</body></html>", {"Content-Type": "text/html"}),
        "empty": Answer(200, b""),
        "binary": Answer(200, bytes(range(256)) * 10),
        "failing": Answer(500, b"<html>oops"),
        "cut": broken_off,
        "json": Answer(200, b'{"a": [1'),
        "missing": Answer(404),
    }
    for name, route in broken.items():
        site.routes[f"/{name}"] = route
        source(home, f"{site.url}/{name}", name)
    site.routes["/good"] = Answer(200, rss(1))
    source(home, f"{site.url}/good", "good")
    source(home, "http://127.0.0.1:1/feed", "refused")
    source(home, "'http://[::1/feed'", "no address")
    source(home, "Feeds/missing.xml", "no file")
    ran = run("fetch", "--vault", home, "--today", TODAY, "--json")
    assert ran.code == 0
    rows = {row["source"].removeprefix("Sources/").removesuffix(".md"): row for row in ran.json}
    assert rows.keys() == {*broken, "good", "refused", "no address", "no file"}
    assert rows["good"]["new"] == 1
    assert {row["status"] for name, row in rows.items() if name != "good"} == {"failed"}
    assert all(row["problem"] for name, row in rows.items() if name != "good")
    assert rows["html"]["problem"] == "the address gives a web page, not a feed"
    assert rows["failing"]["problem"] == "500: the server failed"
    assert rows["refused"]["problem"] == "the host refused the connection"
    assert rows["no file"]["problem"] == "there is no file 'Feeds/missing.xml' in the vault"
    said = run("status", "--vault", home).out
    assert "Sources/html.md: the address gives a web page, not a feed" in said


def test_a_private_host_is_refused_unless_the_settings_name_it(run: Run, vault: Path, site: Site) -> None:
    site.routes["/feed"] = Answer(200, rss(1))
    source(vault, f"{site.url}/feed")
    (row,) = fetched(run, vault)
    assert "private network" in row["problem"]
    assert "allow-private-hosts" in row["problem"]
    assert site.asked == []
    write(vault, "PLN/PLN Settings.md", SETTINGS.replace("127.0.0.1", site.host))
    assert fetched(run, vault)[0]["new"] == 1


def test_a_moved_feed_is_followed_and_the_note_left_alone(run: Run, home: Path, site: Site) -> None:
    site.routes["/old"] = Answer(301, b"", {"Location": "/new"})
    site.routes["/new"] = Answer(200, rss(1))
    note = source(home, f"{site.url}/old")
    before = note.read_bytes()
    (row,) = fetched(run, home)
    assert row["new"] == 1
    assert f"it has moved to {site.url}/new" in row["problem"]
    fetched(run, home)
    assert [one.path for one in site.asked] == ["/old", "/new", "/new"]
    # the new place fails: the note's own address is what counts
    site.routes["/new"] = Answer(500)
    site.routes["/old"] = Answer(200, rss(1, 2))
    fetched(run, home)
    assert fetched(run, home)[0]["new"] == 1
    assert note.read_bytes() == before


def test_nothing_in_the_vault_is_written(run: Run, home: Path, site: Site) -> None:
    site.routes["/feed"] = Answer(200, rss(1, 2))
    source(home, f"{site.url}/feed")
    before = snapshot(home), sorted((home / "PLN").rglob("*"))
    fetched(run, home)
    assert (snapshot(home), sorted((home / "PLN").rglob("*"))) == before


def test_where_another_device_has_written_nothing_is_visited_and_it_says_so(run: Run, home: Path, site: Site) -> None:
    site.routes["/feed"] = Answer(200, rss(1))
    source(home, f"{site.url}/feed")
    write(home, "PLN/Ledger/PLN ledger laptop-0002.md", "---\ntype: pln-ledger\ndevice: laptop-0002\n---\n")
    ran = run("fetch", "--vault", home, "--json")
    assert ran.json == []
    assert "no source is visited: laptop-0002 has written here too" in ran.err
    assert "PLN/PLN Settings.md" in ran.err
    assert site.asked == []
    assert "laptop-0002 has written here too" in run("status", "--vault", home).out
    write(home, "PLN/PLN Settings.md", SETTINGS.replace("allow", "writer: desk-0001\nallow"))
    assert fetched(run, home)[0]["new"] == 1


# feed files


@pytest.mark.parametrize("written", ["Feeds/blog.xml", "./Feeds/blog.xml", '"[[blog.xml]]"', "Feeds\\blog.xml"])
def test_a_feed_file_of_the_vault_is_read(run: Run, vault: Path, written: str) -> None:
    write(vault, "Feeds/blog.xml", rss(1, 2).decode())
    source(vault, written)
    (row,) = fetched(run, vault)
    assert (row["status"], row["http"], row["new"]) == ("fetched", None, 2)
    assert fetched(run, vault)[0]["status"] == "unchanged"
    write(vault, "Feeds/blog.xml", rss(1, 2, 3).decode())
    assert fetched(run, vault)[0]["new"] == 1


@pytest.mark.parametrize("feed", ["../outside.xml", "Feeds/../../outside.xml", "{outside}", "~/outside.xml"])
def test_a_feed_file_outside_the_vault_is_refused(run: Run, vault: Path, tmp_path: Path, feed: str) -> None:
    outside = tmp_path / "outside.xml"
    outside.write_bytes(rss(1))
    feed = feed.format(outside=outside)
    source(vault, feed)
    ran = run("fetch", "--vault", vault, "--all")
    assert "0 sources visited" in ran.out
    assert f"Sources/Blog.md:3: the feed '{feed}' lies outside the vault" in ran.err


@pytest.mark.parametrize("where", ["Feeds/blog.xml", "Feeds"])
def test_a_link_out_of_the_vault_is_not_followed(run: Run, vault: Path, tmp_path: Path, where: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "blog.xml").write_bytes(rss(1))
    link = vault / where
    link.parent.mkdir(parents=True, exist_ok=True)
    os.symlink(outside / "blog.xml" if where.endswith(".xml") else outside, link)
    source(vault, "Feeds/blog.xml")
    (row,) = fetched(run, vault)
    assert row["status"] == "failed"
    assert row["problem"].startswith(f"'{where}' is a link, and links are not followed")


@pytest.mark.parametrize("feed", ["file:///etc/passwd", "ftp://blog.example/feed", "javascript:alert(1)"])
def test_other_kinds_of_addresses_are_refused(run: Run, vault: Path, feed: str) -> None:
    source(vault, feed)
    ran = run("fetch", "--vault", vault, "--all")
    assert "0 sources visited" in ran.out
    assert "is no address a feed is fetched from" in ran.err


# memory


def test_a_damaged_memory_is_set_aside_and_nothing_is_lost_but_time(
    run: Run, home: Path, site: Site, machine: Path
) -> None:
    site.routes["/feed"] = Answer(200, rss(1))
    source(home, f"{site.url}/feed")
    fetched(run, home)
    (store,) = machine.glob("state/*/news.sqlite")
    store.write_bytes(b"this is no database" * 100)
    assert fetched(run, home)[0]["new"] == 1
    assert store.with_name("news.sqlite.damaged").exists()


def test_what_another_process_is_visiting_is_not_visited_twice(
    run: Run, home: Path, site: Site, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vault_pln.edge import lock
    from vault_pln.jobs import fetch

    monkeypatch.setattr(fetch, "_PATIENCE", 0)
    site.routes["/feed"] = Answer(200, rss(1))
    source(home, f"{site.url}/feed")
    fetched(run, home)
    (state,) = (path.parent for path in machine.glob("state/*/news.sqlite"))
    with lock.hold(str(state), "fetch", wait=0, busy=""):
        ran = run("fetch", "--vault", home, "--all")
    assert ran.code == 5
    assert "another vault-pln is visiting the sources" in ran.err
    assert site.count("/feed") == 1


# one story, many sources; what a source may not bring


def test_a_story_of_several_sources_is_one_line_that_names_the_others(run: Run, home: Path, site: Site) -> None:
    def told(name: str, number: int) -> bytes:
        return (
            rss(number)
            .replace(b"Post %d" % number, b"A new language for gardens appears")
            .replace(b"blog.example", name.encode())
        )

    site.routes |= {
        "/a": Answer(200, told("a.example", 1)),
        "/b": Answer(200, told("a.example", 1)),
        "/c": Answer(200, told("c.example", 1)),
    }
    for name in ("a", "b", "c"):
        source(home, f"{site.url}/{name}", name)
    fetched(run, home)
    run("daily", "--vault", home, "--today", TODAY)
    (line,) = (line for line in (home / f"{TODAY}.md").read_text().splitlines() if "garden" in line)
    assert re.search(r"\]\(https://[ac]\.example/1\) · \[\[(\w)\]\] · also in \w, \w \^pln", line)
    # and the next day, when another tells it too, it is old news
    site.routes["/d"] = Answer(200, told("d.example", 1))
    source(home, f"{site.url}/d", "d")
    fetched(run, home)
    assert run("daily", "--vault", home, "--today", "2026-11-24", "--json").json["items"] == []


@pytest.mark.parametrize(
    ("more", "shown"),
    [
        ("mute: [sponsored]\n", ["Post 1", "Post 2"]),
        ("mute: ['/post [12]/']\n", ["Sponsored 3"]),
        ("only: [post, '/^spons/']\nmute: [Post 2]\n", ["Post 1", "Sponsored 3"]),
        ("only: [nothing]\n", []),
        ("mute: ['/(/']\n", ["Post 1", "Post 2", "Sponsored 3"]),
    ],
)
def test_a_source_brings_only_what_its_note_wants(
    run: Run, home: Path, site: Site, more: str, shown: list[str]
) -> None:
    site.routes["/feed"] = Answer(200, rss(1, 2, 3).replace(b"Post 3", b"Sponsored 3"))
    source(home, f"{site.url}/feed", more=more)
    fetched(run, home)
    assert titles(run, home) == shown
    assert ("is no regular expression" in run("doctor", "--vault", home).out) == ("/(/" in more)
    # another wish is heard at once, without a visit
    source(home, f"{site.url}/feed")
    assert len(titles(run, home)) == 3


# what is said of a feed


def test_a_password_in_an_address_is_printed_nowhere(run: Run, home: Path, site: Site) -> None:
    site.routes["/feed"] = Answer(500)
    address = f"http://ada:s3cret@{site.host}/feed"
    source(home, address)
    said = [run("fetch", "--vault", home, "--all", *more) for more in ([], ["--json"], ["--dry-run"])]
    said += [run(command, "--vault", home, "--json") for command in ("status", "sources", "doctor", "reindex")]
    said += [run(command, "--vault", home) for command in ("status", "sources", "doctor", "fetch")]
    site.routes["/feed"] = Answer(410)
    said += [run("fetch", "--vault", home, "--all"), run("fetch", "--vault", home, "--all")]
    assert site.asked[0].headers["authorization"]
    assert not any("s3cret" in one.out + one.err for one in said)
    ours = [path for path in (home / "PLN").rglob("*.md") if path.name != "PLN Settings.md"]
    assert ours
    assert not any("s3cret" in path.read_text() for path in ours)


def test_what_the_visits_cost_is_counted(run: Run, home: Path, site: Site) -> None:
    site.routes["/feed"] = conditional(rss(1), etag="1")
    source(home, f"{site.url}/feed")
    for _ in range(3):
        fetched(run, home)
    (row,) = run("sources", "--vault", home, "--json").json
    assert row["visits"] == {
        "http": 304, "requests": 3, "unconditional": 1, "unchanged": 2, "received": len(rss(1)), "errors": 0,
    }  # fmt: skip


def test_a_podcast_keeps_chapters_and_transcripts_as_links(run: Run, home: Path, machine: Path) -> None:
    item = (
        "<item><title>Episode</title><enclosure url='https://p.example/1.mp3' type='audio/mpeg'/>"
        "<podcast:transcript url='https://p.example/1.vtt' type='text/vtt'/><podcast:transcript url='/1.srt'/>"
        "<podcast:chapters url='https://p.example/1.json'/><podcast:transcript url='javascript:x'/></item>"
    )
    space = "xmlns:podcast='https://podcastindex.org/namespace/1.0'"
    write(home, "Feeds/p.xml", f"<rss version='2.0' {space}><channel>{item}</channel></rss>")
    source(home, "Feeds/p.xml")
    assert fetched(run, home)[0]["new"] == 1
    (state,) = (path.parent for path in machine.glob("state/*/news.sqlite"))
    with Store(str(state)) as store:
        (found,) = store.items()
    assert found.links == (
        ("enclosure", "https://p.example/1.mp3"),
        ("chapters", "https://p.example/1.json"),
        ("transcript", "https://p.example/1.vtt"),
    )
    assert found.url == "https://p.example/1.mp3"
