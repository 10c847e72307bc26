"""No feed of a note leads to this machine, its network or its files, however it is written."""

import json
from pathlib import Path

import pytest

from conftest import TODAY, Run, write
from loopback import Answer, serve
from vault_pln.jobs import visiting

PRIVATE = (
    "http://2130706433:{port}/",
    "http://0x7f.1:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://127.1:{port}/",
    "http://0.0.0.0:{port}/",
    "http://localhost:{port}/",
    "HTTP://LOCALHOST:{port}/",
    "http://127.0.0.1:{port}/",
    "https://127.0.0.1:{port}/",
    "http://[::1]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://[64:ff9b::7f00:1]:{port}/",
    "http://169.254.169.254/latest",
    "http://example.org@127.0.0.1:{port}/",
    "http://ada:secret@127.0.0.1:{port}/",
    "http://１２７.0.0.1:{port}/",
    "http://127。0。0。1:{port}/",
    "http://ⓛocalhost:{port}/",
    "webcal://127.0.0.1:{port}/",
    "feed:http://127.0.0.1:{port}/",
)
NO_ADDRESSES = {
    "http://[fe80::1%25eth0]:{port}/": "no http or https address",
    "feed:file:///etc/passwd": "no http or https address",
    "feed:///etc/passwd": "no http or https address",
    "|id": "there is no file '|id' in the vault",
    "\\\\127.0.0.1\\share": "there is no file '//127.0.0.1/share' in the vault",
    "link.xml": "'link.xml' is a link, and links are not followed",
    "Up/outside.xml": "'Up' is a link, and links are not followed",
}
REFUSED = {
    "file:///etc/passwd": "'file:' is no address",
    "ftp://127.0.0.1:{port}/": "'ftp:' is no address",
    "gopher://127.0.0.1:{port}/": "'gopher:' is no address",
    "javascript:alert(1)": "'javascript:' is no address",
    "data:application/rss+xml,<rss/>": "'data:' is no address",
    "exec:id": "'exec:' is no address",
    "/etc/passwd": "lies outside the vault",
    "../outside.xml": "lies outside the vault",
    "~/outside.xml": "lies outside the vault",
    "Feeds/../../outside.xml": "lies outside the vault",
    "//127.0.0.1:{port}/": "lies outside the vault",
}
FEED = "<rss version='2.0'><channel><item><title>not yours</title></item></channel></rss>"


def test_each_of_them_is_refused_with_its_reason_and_asked_for_nothing(
    run: Run, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # many of them are one host, which would get its rest
    monkeypatch.setattr(visiting, "rest_after", lambda *_: 0.0)
    write(vault.parent, "outside.xml", FEED)
    (vault / "link.xml").symlink_to(vault.parent / "outside.xml")
    (vault / "Up").symlink_to(vault.parent)
    expected = {**dict.fromkeys(PRIVATE, "private network"), **NO_ADDRESSES, **REFUSED}
    with serve() as site:
        port = site.host.rpartition(":")[2]
        for number, feed in enumerate(expected):
            written = json.dumps(feed.replace("{port}", port), ensure_ascii=False)
            write(vault, f"{number:02}.md", f"---\ntype: source\nfeed: {written}\n---\n")
        ran = run("fetch", "--vault", vault, "--today", TODAY, "--json")
    rows = {row["source"]: row for row in ran.json}
    problems = {line.strip().partition(":3: ")[0]: line for line in ran.err.splitlines()}
    for number, (feed, reason) in enumerate(expected.items()):
        path = f"{number:02}.md"
        assert reason in (problems[path] if feed in REFUSED else rows[path]["problem"]), feed
        assert (path in rows) is (feed not in REFUSED), feed
    assert site.asked == []
    assert {row["new"] for row in rows.values()} == {0}
    said = "".join(run(*words, "--vault", vault).out for words in (["status"], ["sources", "--json"], ["reindex"]))
    assert "secret" not in ran.out + ran.err + said
    assert not [path for path in (vault / "PLN").rglob("*") if path.is_file() and b"secret" in path.read_bytes()]


@pytest.mark.parametrize(
    "inside",
    [
        "<!DOCTYPE rss SYSTEM '{url}/dtd'>",
        "<?xml-stylesheet href='{url}/style' type='text/xsl'?>",
        "<rss xmlns:xi='http://www.w3.org/2001/XInclude'><channel><xi:include href='{url}/more'/></channel></rss>",
        "<rss><channel><image><url>{url}/image</url></image><cloud domain='{url}'/></channel></rss>",
        "<rss xmlns:a='http://www.w3.org/2005/Atom'><channel><a:link rel='next' href='{url}/next'/></channel></rss>",
        "<rss><channel><item><title>x</title><enclosure url='{url}/file'/><source url='{url}/source'/></item></channel></rss>",
        "<rss><channel><item><title>x</title><description>&lt;img src='{url}/beacon'></description></item></channel></rss>",
    ],
)
def test_a_feed_leads_to_no_second_request(run: Run, vault: Path, inside: str) -> None:
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\nallow-private-hosts: [127.0.0.1]\n---\n")
    with serve() as site:
        text = inside.replace("{url}", site.url)
        site.routes["/feed"] = Answer(200, (text if "<rss" in text else text + FEED).encode())
        write(vault, "Blog.md", f"---\ntype: source\nfeed: {site.url}/feed\n---\n")
        (row,) = run("fetch", "--vault", vault, "--today", TODAY, "--json").json
        assert run("daily", "--vault", vault, "--today", TODAY).code == 0
    assert row["status"] == "fetched", row
    assert [one.path for one in site.asked] == ["/feed"]
