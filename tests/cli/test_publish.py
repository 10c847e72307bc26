"""The public face: only what was marked, nothing new without the user's word, pages that everybody can read."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import feedparser
import pytest

from conftest import TODAY, Run, write
from terminal import Terminal

FILES = {"index.html", "blogroll.html", "links.html", "blogroll.opml", "linkblog.xml"}


@pytest.fixture
def home(vault: Path) -> Path:
    write(vault, "G/Learn Rust.md", "---\ntype: goal\npln-publish: true\n---\n")
    write(vault, "S/Blog.md", "---\ntype: source\nfeed: https://me:hunter2@b.example/feed\nurl: https://b.example/\n"
          "topics: [async]\ngoals: ['[[Learn Rust]]']\npln-publish: true\n---\n")  # fmt: skip
    write(vault, "P/Ada.md", "---\ntype: person\nprofiles: [https://ada.example/]\npln-publish: true\n---\n")
    write(vault, "P/Grace.md", "---\ntype: person\n---\n")
    write(vault, "2026-11-20.md", "- [A <b> & post](https://x.example/1?token=hunter2) via [[Ada]] #share\n"
          "- https://x.example/2, via [[Grace]] #share\n- [not](https://x.example/3)\n")  # fmt: skip
    return vault


def published(run: Run, vault: Path, *more: str) -> dict[str, str]:
    ran = run("publish", "--vault", vault, "--today", TODAY, "--yes", *more)
    assert ran.code == 0, ran.err
    return {path.name: path.read_text() for path in (vault / "PLN/Public").iterdir()}


def test_what_is_marked_is_public(run: Run, home: Path) -> None:
    files = published(run, home)
    assert set(files) == FILES
    whole = "".join(files.values())
    assert "hunter2" not in whole
    assert "Grace" not in whole
    assert "x.example/3" not in whole
    assert '<h2>Learn Rust</h2>\n<ul>\n<li><a href="https://b.example/">Blog</a>' in files["blogroll.html"]
    assert (
        '<a href="https://x.example/1">A &lt;b&gt; &amp; post</a> <small>via <a href="https://ada.example/">Ada</a>'
        in (files["links.html"])
    )
    assert [one.get("xmlUrl") for one in ET.fromstring(files["blogroll.opml"]).iter("outline")] == [
        None, "https://b.example/feed",
    ]  # fmt: skip


def test_the_linkblog_is_a_feed(run: Run, home: Path) -> None:
    feed = feedparser.parse(published(run, home)["linkblog.xml"])
    assert not feed.bozo
    assert [(one.link, one.updated) for one in feed.entries] == [
        ("https://x.example/1", "2026-11-20T00:00:00Z"), ("https://x.example/2", "2026-11-20T00:00:00Z"),
    ]  # fmt: skip
    assert feed.entries[1].title == "x.example/2"
    assert feed.entries[0].contributors[0].name == "Ada"
    assert len({one.id for one in feed.entries}) == 2


def test_nothing_new_goes_out_without_a_word(run: Run, home: Path) -> None:
    ran = run("publish", "--vault", home, "--today", TODAY)
    assert ran.code == 0
    assert ran.out.endswith("Nothing was written. Say --yes to publish it.\n")
    assert not (home / "PLN/Public").exists()
    assert run("publish", "--vault", home, "--today", TODAY, "--check").code == 1
    published(run, home)
    checked = run("publish", "--vault", home, "--today", TODAY, "--check")
    assert (checked.code, "  new  " in checked.out) == (0, False)
    assert "  approved  2026-11-20.md:1  link via: Ada\n" in checked.out
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    write(home, "P/Grace.md", "---\ntype: person\npln-publish: true\n---\n")
    checked = run("publish", "--vault", home, "--today", TODAY, "--check")
    assert checked.code == 1
    assert "  new  P/Grace.md  person name: Grace\n" in checked.out
    assert "  new  2026-11-20.md:2  link via: Grace\n" in checked.out
    assert run("publish", "--vault", home, "--today", TODAY, "--json").json["written"] == []
    after = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    assert {**after, home / "P/Grace.md": b""} == {**before, home / "P/Grace.md": b""}


def test_a_person_at_a_terminal_is_asked(home: Path) -> None:
    with Terminal("publish", "--vault", home, "--today", TODAY) as terminal:
        terminal.answer("new strings?", "")
        assert terminal.end() == 0
    assert not (home / "PLN/Public").exists()
    with Terminal("publish", "--vault", home, "--today", TODAY) as terminal:
        terminal.answer("new strings?", "y")
        assert terminal.end() == 0
    assert (home / "PLN/Public/index.html").exists()


def test_what_is_taken_back_goes_without_asking_and_a_second_run_writes_nothing(run: Run, home: Path) -> None:
    published(run, home)
    assert run("publish", "--vault", home, "--today", TODAY, "--json").json["written"] == []
    for path in ("P/Ada.md", "G/Learn Rust.md", "S/Blog.md"):
        write(home, path, (home / path).read_text().replace("pln-publish: true", "pln-publish: false"))
    write(home, "2026-11-20.md", "nothing\n")
    assert run("publish", "--vault", home, "--today", TODAY).code == 0
    whole = "".join(path.read_text() for path in (home / "PLN/Public").iterdir())
    assert not {name for name in ("Ada", "Rust", "Blog<", "x.example", "b.example") if name in whole}


def test_a_vault_without_marks_publishes_nothing(run: Run, vault: Path) -> None:
    ran = run("publish", "--vault", vault, "--yes")
    assert "Mark a note with 'pln-publish: true'" in ran.out
    assert [path for path in vault.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "mark",
    [
        "publish: true",
        "pln-publish: false",
        "pln-publish: 'true'",
        "pln-publish: yes",
        "pln-publish:",
        "pln-publish: [true]",
    ],
)
def test_only_a_plain_true_counts(run: Run, vault: Path, mark: str) -> None:
    write(vault, "A.md", f"---\ntype: person\n{mark}\n---\n")
    assert run("publish", "--vault", vault, "--check", "--json").json["strings"] == []


@pytest.mark.parametrize(
    "line",
    [
        "`[a](https://x.example/) #share`", "%% [a](https://x.example/) #share %%", "> [a](https://x.example/) #share",
        "%%\n[a](https://x.example/) #share\n%%", "```\n[a](https://x.example/) #share\n```", "[[Ada]] #share",
        "[a](file:///etc/passwd) #share", "[a](https://u:p@x) #shared", "<!-- [a](https://x.example/) #share -->",
    ],
)  # fmt: skip
def test_what_is_no_marked_line_is_not_shared(run: Run, vault: Path, line: str) -> None:
    write(vault, "2026-11-20.md", f"{line}\n")
    write(vault, "2026-12-24.md", "- [a](https://x.example/future) #share\n")
    write(vault, "Undated.md", "- [a](https://x.example/undated) #share\n")
    assert run("publish", "--vault", vault, "--today", TODAY, "--check", "--json").json["strings"] == []


def test_the_folder_is_the_users_and_no_file_of_theirs_is_replaced(run: Run, home: Path) -> None:
    write(home, "PLN/PLN Settings.md", "---\ntype: pln-settings\npublic-folder: Site\n---\n")
    write(home, "Site/index.html", "mine")
    ran = run("publish", "--vault", home, "--today", TODAY, "--yes")
    assert (ran.code, "'Site/index.html' is there and not made by vault-pln" in ran.err) == (2, True)
    (home / "Site/index.html").unlink()
    assert run("publish", "--vault", home, "--today", TODAY, "--yes").code == 0
    assert {path.name for path in (home / "Site").iterdir()} == FILES


NOT_PUBLIC = (
    "http://localhost:8080/x", "https://LOCALHOST/x", "http://app.localhost/x", "http://127.0.0.1/x", "http://2130706433/x",
    "http://0x7f.1/x", "http://0177.0.0.1/x", "http://10.1.2.3/x", "http://192.168.0.9:81/x", "http://172.16.1.1/x",
    "http://169.254.169.254/x", "http://100.64.0.1/x", "http://[::1]/x", "http://[fe80::1]/x", "http://１２７.0.0.1/x",
    "http://ⓛocalhost/x", "http://printer/x", "http://nas.local/x", "http://nas.local./x", "http://wiki.corp/x",
    "http://box.lan/x", "http://a.home.arpa/x", "http://vault.internal/x", "http://me:pw@10.0.0.1/x",
    "http://printer.%6cocal/x", "http://printer.local\u3002/x", "http://printer\uff0elocal/x", "http://\uff4can.lan\uff61/x",
    "http://nas.fritz.box/x", "http://home.arpa/x", "https://c.example/private-0123456789abcdef/x",
    "https://c.example/private%2D0123456789abcdef/x",
)  # fmt: skip
"""Addresses of a network of one's own, however they are written, and one that is a secret as a whole."""


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_an_address_of_a_network_of_ones_own_never_leaves_and_that_is_said(run: Run, vault: Path, address: str) -> None:
    for kind, key in (("source", "feed"), ("source", "url"), ("person", "profiles"), ("person", "feeds")):
        write(vault, f"{kind} {key}.md", f"---\ntype: {kind}\n{key}: ['{address}']\npln-publish: true\n---\n")
    write(vault, "2026-11-20.md", f"- [a]({address}) #share\n- {address} #share\n"
          f"- [see {address} there](https://ok.example/) #share\n")  # fmt: skip
    ran = run("publish", "--vault", vault, "--today", TODAY, "--check", "--json")
    assert not [one for one in ran.json["strings"] if address.partition("://")[2] in one["text"]], ran.out
    assert "http://" not in "".join(one["text"] for one in ran.json["strings"])
    assert {one["path"] for one in ran.json["problems"]} >= {
        "source feed.md", "source url.md", "person profiles.md", "person feeds.md",
    }  # fmt: skip
    said = run("publish", "--vault", vault, "--today", TODAY, "--check").err
    assert "source feed.md: its feed is not public and is left out (It leads into a network of its own" in said
    published(run, vault)


@pytest.mark.parametrize(
    "scheme", ["file:///etc/passwd", "obsidian://open?vault=Mine", "mailto:me@x.example", "tel:+491"]
)
def test_what_is_no_address_of_the_web_never_leaves(run: Run, vault: Path, scheme: str) -> None:
    write(vault, "S.md", f"---\ntype: source\nfeed: '{scheme}'\nurl: '{scheme}'\npln-publish: true\n---\n")
    write(vault, "2026-11-20.md", f"- [a]({scheme}) #share\n- [b {scheme}](https://ok.example/) {scheme} #share\n")
    strings = run("publish", "--vault", vault, "--today", TODAY, "--check", "--json").json["strings"]
    assert [one["text"] for one in strings] == ["S", "b …", "https://ok.example/", "2026-11-20"]


@pytest.mark.parametrize(
    ("written", "public"),
    [
        ("https://me:hunter2@b.example/x", "https://b.example/x"),
        ("https://b.example/x?access_token=hunter2&page=2", "https://b.example/x?page=2"),
        ("https://b.example/x?share_key=hunter2", "https://b.example/x"),
        ("https://b.example/x?access%5Ftoken=hunter2&page=2", "https://b.example/x?page=2"),
        ("https://b.example/x?v=%65yJhbGciOiJIUzI1NiJ9.hunter2.x", "https://b.example/x"),
        ("https://b.example/x?a=1;token=hunter2;b=2", "https://b.example/x?a=1;b=2"),
        ("https://b.example/x?token=hunter2;p=1", "https://b.example/x?p=1"),
        ("https://b.example/?p=x.git;a=atom", "https://b.example/?p=x.git;a=atom"),
        ("https://b.example/x#access_token=hunter2&state=1", "https://b.example/x#state=1"),
        ("https://b.example/x;jsessionid=hunter2?a=1", "https://b.example/x?a=1"),
        ("https://b.example/x?v=eyJhbGciOiJIUzI1NiJ9.hunter2.x", "https://b.example/x"),
        ("https://b.example/x#section-two", "https://b.example/x#section-two"),
        ("https://b.example/x#code", "https://b.example/x#code"),
        ("https://b.example/watch?v=k&t=9", "https://b.example/watch?v=k&t=9"),
        ("https://8.8.8.8/x", "https://8.8.8.8/x"),
    ],
)
def test_what_opens_doors_stays_at_home_and_the_rest_is_as_written(
    run: Run, vault: Path, written: str, public: str
) -> None:
    write(vault, "2026-11-20.md", f"- [a]({written}) #share\n")
    links = published(run, vault)["links.html"].replace("&amp;", "&")
    assert f'<a href="{public}">a</a>' in links


def test_code_in_a_marked_line_is_no_link_and_in_a_title_it_is_its_text(run: Run, vault: Path) -> None:
    write(vault, "2026-11-20.md", "- `https://secret.example/` #share\n- `[a](https://secret.example/)` and [b](https://b.example/) #share\n"
          "- [the `async` word, **bold**](https://c.example/) #share\n- <!-- https://secret.example/ --> #share\n")  # fmt: skip
    links = published(run, vault)["links.html"]
    assert "secret" not in links
    assert '<a href="https://b.example/">b</a>' in links
    assert '<a href="https://c.example/">the async word, bold</a>' in links


def private(vault: Path) -> Iterator[str]:
    """Five hundred strings in every place of a vault that is not marked."""
    for number in range(50):
        words = [f"secret{number}x{place}q" for place in range(10)]
        yield from words
        a, b, c, d, e, f, g, h, i, j = words
        write(
            vault,
            f"P/{a}.md",
            f"---\ntype: person\naliases: [{b}]\nemail: {c}@x.example\npln-publish: false\n---\n{d}\n",
        )
        write(vault, f"S/Public {number}.md", f"---\ntype: source\nfeed: https://{e}@f.example/{number}?token={f}\n"
              f"author: ['[[{a}]]']\ngoals: ['[[{g}]]']\nfound-via: '[[{a}]]'\ndescription: {h}\npln-publish: true\n---\n{i}\n")  # fmt: skip
        write(vault, f"G/{g}.md", f"---\ntype: goal\nkeywords: [{b}]\n---\n")
        write(
            vault,
            f"2026-10-{number % 28 + 1:02}.md",
            f"- [Public](https://p.example/{number}) {j} via [[{a}]] #share {b} [[{d}|{c}]]\n- {h}\n"
            f"- `https://{b}.example/` [Public](https://{c}:{d}@q.example/{number}?token={e}) `{f}` #share\n"
            f"- [{g}](http://192.168.1.9/{h}) #share\n- [{i}](obsidian://open?vault={j}) #share\n",
        )


def test_of_five_hundred_private_strings_none_is_published(run: Run, vault: Path) -> None:
    secrets = set(private(vault))
    assert len(secrets) == 500
    files = published(run, vault)
    whole = "".join(files.values()) + (vault / "PLN/PLN Published.md").read_text()
    assert {secret for secret in secrets if secret in whole} == set()
    assert "Public 7" in files["blogroll.html"]
    assert "https://p.example/" in files["links.html"]


class Page(HTMLParser):
    """The elements of a page, and whether each is closed."""

    EMPTY = frozenset({"meta", "link", "br"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.mark.parametrize("language", ["en", "de"])
def test_pages_are_small_and_whole_and_without_scripts(run: Run, home: Path, language: str) -> None:
    write(home, "PLN/PLN Settings.md", f"---\ntype: pln-settings\nlanguage: {language}\n---\n")
    for name, text in published(run, home).items():
        if name.endswith(".html"):
            page = Page(text)
            assert page.open == []
            assert page.all("html") == [{"lang": language}]
            assert (len(page.all("title")), len(page.all("h1")), len(page.all("main")), len(page.all("nav"))) == (
                1,
                1,
                1,
                1,
            )
            assert page.all("script") == []
            assert all(
                (one.get("href") or "").startswith(("https://", "http://")) or (one.get("href") in FILES)
                for one in page.all("a")
            )
            assert "prefers-color-scheme:dark" in text
            assert len(text) < 6000
            assert {one.get("href") for one in page.all("link")} == {"blogroll.opml", "linkblog.xml"}


def test_remove_takes_the_public_pages_only_on_a_word_and_no_other_file(run: Run, home: Path) -> None:
    published(run, home)
    write(home, "PLN/Public/photo.txt", "mine")
    write(home, "PLN/Public/links.html", "mine, and not made by it")
    ran = run("remove", "--vault", home, "--yes")
    assert ran.code == 0
    assert (
        "PLN/Public/index.html: is published; it stays (Say --public to take it away, and off your server.)" in ran.err
    )
    assert "PLN/Public/photo.txt: a file of yours; it stays" in ran.err
    assert {path.name for path in (home / "PLN/Public").iterdir()} == FILES | {"photo.txt"}
    dry = run("remove", "--vault", home, "--public", "--dry-run", "--json").json
    assert set(dry["remove"]) == {f"PLN/Public/{name}" for name in FILES - {"links.html"}}
    assert run("remove", "--vault", home, "--public", "--yes").code == 0
    assert {path.name for path in (home / "PLN/Public").iterdir()} == {"photo.txt", "links.html"}


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_page_of_the_users_that_speaks_of_us_is_theirs(run: Run, home: Path, name: str) -> None:
    write(home, "PLN/PLN Settings.md", "---\ntype: pln-settings\npublic-folder: Site\n---\n")
    write(home, f"Site/{name}", "<p>I keep my network with vault-pln, its settings are in pln:topics.</p>")
    assert run("publish", "--vault", home, "--today", TODAY, "--yes").code == 2
    assert run("remove", "--vault", home, "--public", "--yes").code == 0
    assert [path.name for path in (home / "Site").iterdir()] == [name]


def test_public_pages_in_a_folder_of_the_users_are_known_too(run: Run, home: Path) -> None:
    write(home, "PLN/PLN Settings.md", "---\ntype: pln-settings\npublic-folder: Site\n---\n")
    assert run("publish", "--vault", home, "--today", TODAY, "--yes").code == 0
    assert "Site/index.html: is published; it stays" in run("remove", "--vault", home, "--dry-run").err
    assert run("remove", "--vault", home, "--public", "--yes").code == 0
    assert not list((home / "Site").iterdir())
