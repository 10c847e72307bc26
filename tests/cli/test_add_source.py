"""A source is one address away: its feed is found with few requests, read before it is believed, never doubled."""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import TODAY, Ran, Run, snapshot, write
from loopback import Answer, Route, Site, conditional, serve
from terminal import Terminal
from vault_pln.core.markdown.note import read_note
from vault_pln.jobs import visiting

SITES = json.loads((Path(__file__).parent.parent / "data/discovery/sites.json").read_text())
DECLARED = "<link rel=alternate type=application/rss+xml href=/feed>"


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


@pytest.fixture
def home(vault: Path) -> Path:
    """A vault that may visit this machine."""
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\nallow-private-hosts: [127.0.0.1]\n---\n")
    return vault


def body(form: str, title: str, post: str = "Post") -> bytes:
    """A feed of this form with one item, ``EMPTY`` without."""
    when = "2026-11-20T12:00:00Z"
    return {
        "RSS": f"<rss version='2.0'><channel><title>{title}</title><link>https://blog.example/</link><item><title>{post}"
        f"</title><guid>1</guid><pubDate>{when}</pubDate></item></channel></rss>",
        "ATOM": f"<feed xmlns='http://www.w3.org/2005/Atom'><title>{title}</title><entry><id>1</id><title>{post}</title>"
        f"<updated>{when}</updated></entry></feed>",
        "EMPTY": f"<feed xmlns='http://www.w3.org/2005/Atom'><title>{title}</title></feed>",
        "JSON": json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": title,
                            "items": [{"id": "1", "title": post, "date_published": when}]}),
        "ICS": f"BEGIN:VCALENDAR\r\nX-WR-CALNAME:{title}\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    }[form].encode()  # fmt: skip


def route(text: str, site: Site) -> Route:
    head, _, rest = text.partition(":")
    if head in ("RSS", "ATOM", "EMPTY", "JSON", "ICS"):
        return Answer(200, body(head, rest))
    if head in ("301", "302"):
        return Answer(int(head), b"", {"Location": rest})
    return Answer(200, text.replace("HOST", site.url).encode(), {"Content-Type": "text/html"})


def add(run: Run, vault: Path, url: str, *more: str) -> Ran:
    return run("add", "source", url, "--vault", vault, "--today", TODAY, *more)


def added(run: Run, vault: Path, url: str, *more: str) -> dict[str, Any]:
    ran = add(run, vault, url, "--json", *more)
    assert ran.code == 0, ran.err
    found: dict[str, Any] = ran.json
    return found


def properties(note: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(note.read_text().split("---\n")[1])
    return {key: value for key, value in found.items() if value not in (None, [])}


@pytest.mark.parametrize("case", SITES, ids=[case["name"] for case in SITES])
def test_the_feed_is_found(run: Run, home: Path, site: Site, case: dict[str, Any]) -> None:
    site.routes = {path: route(text, site) for path, text in case["routes"].items()}
    done = added(run, home, site.url + case["add"])
    (path,) = done["written"]
    assert properties(home / path)["feed"] == site.url + case["feed"]
    assert len(done["offers"]) == case.get("offers", 1)
    assert [one.path for one in site.asked] == case["requests"]


def test_the_note_says_what_is_known(run: Run, home: Path, site: Site) -> None:
    write(home, "Goals/Learn Rust.md", "---\ntype: goal\n---\n")
    site.routes = {"/": Answer(200, f"<html lang=de>{DECLARED}".encode()), "/feed": Answer(200, body("RSS", "A blog"))}
    ran = add(run, home, site.url, "--goal", "learn rust", "--topics", "async, #x: y", "--found-via", "Ada",
              "--only", "rust")  # fmt: skip
    assert ran.code == 0, ran.err
    assert "A blog: 1 item, last “Post” (2026-11-20)" in ran.out
    assert "wrote Sources/A blog.md" in ran.out
    text = (home / "Sources/A blog.md").read_text()
    assert properties(home / "Sources/A blog.md") == {
        "type": "source", "medium": "blog", "url": "https://blog.example/", "feed": f"{site.url}/feed",
        "goals": ["[[Learn Rust]]"], "topics": ["async", "#x: y"], "status": "trial", "found-via": "[[Ada]]",
        "language": "de", "only": ["rust"], "since": yaml.safe_load(TODAY),
    }  # fmt: skip
    assert text.endswith("---\n# A blog\n")
    (row,) = run("sources", "--vault", home, "--json").json
    assert row["problems"] == []


def test_the_users_template_folder_and_names_are_used(run: Run, home: Path, site: Site) -> None:
    write(
        home,
        "PLN/PLN Settings.md",
        "---\ntype: pln-settings\nallow-private-hosts: [127.0.0.1]\nproperty-names: [feed=rss]\n---\n",
    )
    write(home, "PLN/Templates/PLN source.md", "---\ntype: source\nrss:\nmine: {{title}}\n---\nAbout {{title}}.\n")
    write(home, "Reading/Old.md", "---\ntype: source\n---\n")
    site.routes["/feed"] = Answer(200, body("RSS", "A <b>#blog</b> [[x]]"))
    (path,) = added(run, home, f"{site.url}/feed")["written"]
    assert path == "Reading/A blog x.md"
    assert properties(home / path)["rss"] == f"{site.url}/feed"
    assert "[[" not in (home / path).read_text().replace("\\[", "")


@pytest.mark.parametrize(
    ("style", "there", "link"),
    [("shortest", ["Goals/Learn.md"], "[[Learn]]"), ("shortest", ["Goals/Learn.md", "Old/Learn.md"], "[[Goals/Learn|Learn]]"),
     ("absolute", ["Goals/Learn.md"], "[[Goals/Learn|Learn]]"), ("relative", ["Goals/Learn.md"], "[[../Goals/Learn|Learn]]")],
)  # fmt: skip
def test_links_are_in_the_users_style(
    run: Run, home: Path, site: Site, style: str, there: list[str], link: str
) -> None:
    app = {"newLinkFormat": style, "useMarkdownLinks": True}
    write(home, ".obsidian/app.json", json.dumps(app))
    for path in there:
        write(home, path, "---\ntype: goal\n---\n" if path.startswith("Goals") else "text\n")
    site.routes["/feed"] = Answer(200, body("RSS", "A blog"))
    (path,) = added(run, home, f"{site.url}/feed", "--goal", "Learn")["written"]
    assert properties(home / path)["goals"] == [link]
    (row,) = run("goals", "--vault", home, "--json").json
    assert row["sources"] == [path]


def test_no_more_than_six_places_are_tried(run: Run, home: Path, site: Site) -> None:
    links = "".join(f"<link rel=alternate type=application/rss+xml href=/{n}>" for n in range(50))
    site.routes["/"] = Answer(200, links.encode())
    ran = add(run, home, site.url)
    assert ran.code == 2
    assert "no feed was found there" in ran.err
    assert [one.path for one in site.asked] == ["/", *(f"/{n}" for n in range(6))]
    assert not (home / "Sources").exists()


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_to_wait_is_asked_no_more(run: Run, home: Path, site: Site, status: int) -> None:
    site.routes = {"/": Answer(200, DECLARED.encode()), "/feed": Answer(status)}
    ran = add(run, home, site.url)
    assert ran.code == 2
    assert "asks to be left alone" in ran.err
    assert [one.path for one in site.asked] == ["/", "/feed"]


def test_who_wants_a_long_rest_is_asked_once_and_the_others_are_asked_all_the_same(
    run: Run, home: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(visiting._SPACING_OF, "localhost", 3600.0)
    elsewhere = site.url.replace("127.0.0.1", "localhost")
    links = "".join(
        f"<link rel=alternate type=application/rss+xml href={one}>"
        for one in (f"{elsewhere}/a", f"{elsewhere}/b", "/feed")
    )
    site.routes = {"/": Answer(200, links.encode()), "/feed": Answer(200, body("RSS", "A blog"))}
    assert [offer["feed"] for offer in added(run, home, site.url)["offers"]] == [f"{site.url}/feed"]


def test_a_page_that_is_not_there_is_no_reason_to_guess(run: Run, home: Path, site: Site) -> None:
    ran = add(run, home, f"{site.url}/nothing")
    assert ran.code == 2
    assert "404" in ran.err
    assert len(site.asked) == 1


@pytest.mark.parametrize("kind", ["source", "person"])
def test_what_was_read_to_add_it_is_its_first_visit(run: Run, home: Path, site: Site, kind: str) -> None:
    site.routes = {"/": Answer(200, DECLARED.encode()), "/feed": conditional(body("RSS", "A blog"), etag='"1"')}
    words = ["Ada", "--url", site.url] if kind == "person" else [site.url]
    assert run("add", kind, *words, "--vault", home, "--today", TODAY).code == 0
    (row,) = run("fetch", "--vault", home, "--today", TODAY, "--json").json
    assert (row["status"], row["http"], row["new"]) == ("fetched", 200, 1)
    assert site.count("/feed") == 1
    (row,) = run("fetch", "--all", "--vault", home, "--today", TODAY, "--json").json
    assert (row["status"], row["http"]) == ("unchanged", 304)
    assert [one.headers.get("if-none-match") for one in site.asked if one.path == "/feed"] == [None, '"1"']


def test_what_was_read_to_add_it_counts_for_a_quarter_of_an_hour(
    run: Run, home: Path, site: Site, machine: Path
) -> None:
    site.routes = {"/feed": Answer(200, body("RSS", "A blog"))}
    added(run, home, f"{site.url}/feed")
    (kept,) = machine.glob("state/*/answers/*")
    os.utime(kept, (time.time() - 1_000, time.time() - 1_000))
    assert run("fetch", "--vault", home, "--today", TODAY, "--json").json[0]["new"] == 1
    assert site.count("/feed") == 2
    assert not list(machine.glob("state/*/answers/*"))


@pytest.mark.parametrize(
    "text",
    [
        "]] [[Ada]] ![[Secret]]",
        "a: b # c\n---\nstatus: active",
        "\"quoted\" 'quoted' \\",
        "#tag ^block %%hidden%% key:: value",
        "<% tp.system.prompt() %> {{title}} $& \\1",
        "`= this.file.name` ```dataviewjs",
        "!!python/object *alias &anchor",
        "../../../outside",
        "2026-11-23",
        "\u202etxt.exe\u202c \u200b",
        "x" * 5_000,
    ],
    ids=lambda text: repr(text[:20]),
)
def test_what_a_feed_calls_itself_is_text_in_its_note(run: Run, home: Path, site: Site, text: str) -> None:
    hostile = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": text,
        "language": text,
        "home_page_url": f"https://blog.example/{text}",
        "items": [],
    }
    site.routes = {"/calm": Answer(200, body("RSS", "Calm")), "/feed": Answer(200, json.dumps(hostile).encode())}
    paths = [added(run, home, f"{site.url}/{name}")["written"][0] for name in ("calm", "feed")]
    calm, note = (read_note(path, (home / path).read_bytes()) for path in paths)
    assert Path(paths[1]).parent == Path("Sources")
    assert note.properties.keys() - {"language"} == calm.properties.keys() - {"language"}
    assert [note.properties[name] for name in ("type", "status", "feed")] == ["source", "trial", f"{site.url}/feed"]
    assert (note.links, note.tags, note.tasks, note.fields, note.blocks) == (
        calm.links, calm.tags, calm.tasks, calm.fields, calm.blocks,
    )  # fmt: skip
    assert len(note.headings) == len(calm.headings)
    assert not note.problems


def test_of_several_feeds_one_is_chosen(run: Run, home: Path, site: Site) -> None:
    declared = "".join(f"<link rel=alternate type=application/rss+xml href=/{name}>" for name in "abc")
    site.routes = {f"/{name}": Answer(200, body("RSS", name.upper() * 3)) for name in "abc"}
    site.routes["/"] = Answer(200, declared.encode())
    assert "3. CCC: 1 item, last “Post”" in add(run, home, site.url, "--dry-run").out
    assert add(run, home, site.url, "--feed", "4").code == 2
    assert added(run, home, site.url, "--feed", "2")["written"] == ["Sources/BBB.md"]


def test_without_a_terminal_the_first_is_taken_and_said(run: Run, home: Path, site: Site) -> None:
    site.routes = {f"/{name}": Answer(200, body("RSS", name.upper())) for name in "ab"}
    site.routes["/"] = Answer(200, DECLARED.replace("/feed", "/a").encode() + DECLARED.replace("/feed", "/b").encode())
    ran = add(run, home, site.url)
    assert "Took the first; --feed N takes another." in ran.out
    assert (home / "Sources/A.md").exists()


def test_on_a_terminal_one_chooses_and_names(home: Path, site: Site) -> None:
    write(home, "Goals/Learn Rust.md", "---\ntype: goal\n---\n")
    site.routes = {f"/{name}": Answer(200, body("RSS", name.upper() * 3)) for name in "ab"}
    site.routes["/"] = Answer(200, DECLARED.replace("/feed", "/a").encode() + DECLARED.replace("/feed", "/b").encode())
    with Terminal("add", "source", "--vault", home) as terminal:
        terminal.answer("Its address", site.url)
        terminal.answer("Which feed? [1]", "2")
        terminal.answer("Name [BBB]", "My B")
        terminal.answer("For which of them is it?", "learn rust")
        assert terminal.end() == 0
    found = properties(home / "Sources/My B.md")
    assert (found["feed"], found["goals"]) == (f"{site.url}/b", ["[[Learn Rust]]"])


def test_on_a_terminal_a_site_without_a_feed_may_be_kept(home: Path, site: Site) -> None:
    site.routes["/"] = Answer(200, b"<title>A site</title>")
    with Terminal("add", "source", site.url, "--vault", home) as terminal:
        terminal.answer("Make the note without a feed?", "y")
        terminal.answer("Name [A site]", "")
        assert terminal.end() == 0
    assert properties(home / "Sources/A site.md")["url"].startswith(site.url)


# what is there already


@pytest.mark.parametrize(
    ("note", "given"),
    [("feed: HOST/feed", "HOST/feed"), ("feed: HOST/feed/?utm_source=x", "HOST/feed"), ("feed: HOST/feed", "HOST/"),
     ("url: HOST\nfeed: HOST/other", "HOST/"), ("url: https://blog.example\nfeed: HOST/atom", "HOST/")],
)  # fmt: skip
def test_a_double_is_refused_and_named(run: Run, home: Path, site: Site, note: str, given: str) -> None:
    write(home, "S/Mine.md", f"---\ntype: source\n{note.replace('HOST', site.url)}\n---\n")
    site.routes = {"/": Answer(200, DECLARED.encode()), "/feed": Answer(200, body("RSS", "A blog"))}
    before = snapshot(home)
    ran = add(run, home, given.replace("HOST", site.url))
    assert ran.code == 2
    assert "S/Mine.md" in ran.err
    assert snapshot(home) == before


def test_the_same_feed_in_another_form_is_a_double(run: Run, home: Path, site: Site) -> None:
    write(home, "S/Mine.md", f"---\ntype: source\nfeed: {site.url}/rss\n---\n")
    declared = DECLARED.replace("/feed", "/rss") + DECLARED.replace("/feed", "/atom")
    site.routes = {"/post": Answer(200, declared.encode()), "/rss": Answer(200, body("RSS", "A blog")),
                   "/atom": Answer(200, body("ATOM", "A blog"))}  # fmt: skip
    ran = add(run, home, f"{site.url}/post")
    assert ran.code == 2
    assert "S/Mine.md" in ran.err


def test_the_feed_of_a_person_is_a_double_too(run: Run, home: Path, site: Site) -> None:
    write(home, "Ada.md", f"---\ntype: person\nfeeds: [{site.url}/feed]\n---\n")
    assert "'Ada' has this already" in add(run, home, f"{site.url}/feed").err
    assert site.asked == []


def test_a_note_without_its_feed_is_told_about_it(run: Run, home: Path, site: Site) -> None:
    write(home, "S/Mine.md", f"---\ntype: source\nurl: {site.url}/\n---\n")
    site.routes = {"/": Answer(200, DECLARED.encode()), "/feed": Answer(200, body("RSS", "A blog"))}
    ran = add(run, home, site.url)
    assert ran.code == 2
    assert f"Write 'feed: {site.url}/feed' into the note." in ran.err


def test_another_feed_of_a_known_site_is_added_by_its_own_address(run: Run, home: Path, site: Site) -> None:
    write(home, "S/Mine.md", f"---\ntype: source\nurl: https://blog.example/\nfeed: {site.url}/a\n---\n")
    site.routes["/b"] = Answer(200, body("RSS", "B"))
    assert added(run, home, f"{site.url}/b")["written"] == ["S/B.md"]


def test_two_sources_of_one_name_are_two_notes(run: Run, home: Path, site: Site) -> None:
    site.routes = {f"/{n}": Answer(200, body("RSS", "Weblog")) for n in (1, 2)}
    assert added(run, home, f"{site.url}/1")["written"] == ["Sources/Weblog.md"]
    assert added(run, home, f"{site.url}/2")["written"] == ["Sources/Weblog 2.md"]


# safety


def test_a_private_address_is_refused_without_the_setting(run: Run, vault: Path, site: Site) -> None:
    ran = add(run, vault, f"{site.url}/feed")
    assert ran.code == 2
    assert "allow-private-hosts" in ran.err
    assert site.asked == []


def test_a_page_leads_to_no_other_address_of_the_users_network(run: Run, home: Path, site: Site) -> None:
    with serve() as other:
        other.routes["/feed"] = Answer(200, body("RSS", "Secret"))
        html = f"<link rel=alternate type=application/rss+xml href={other.url}/feed><a href=file:///etc/passwd>rss</a>"
        site.routes["/"] = Answer(200, html.encode())
        assert add(run, home, site.url).code == 2
        assert other.asked == []


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "ftp://x.example/", "javascript:alert(1)", "https://", "https://a b/", "http://[", "x:y"],
)
def test_what_is_no_web_address_is_refused(run: Run, home: Path, address: str) -> None:
    ran = add(run, home, address)
    assert ran.code == 2
    assert "is no web address" in ran.err


def test_a_password_is_not_printed(run: Run, home: Path, site: Site) -> None:
    site.routes["/feed"] = Answer(200, body("RSS", "A blog"))
    for path in ("/feed", "/nothing"):
        ran = add(run, home, f"{site.url}{path}".replace("://", "://ada:secret@"))
        assert ran.code == (0 if path == "/feed" else 2)
        assert "secret" not in ran.out + ran.err


def test_a_dry_run_shows_the_note_and_writes_nothing(run: Run, home: Path, site: Site) -> None:
    site.routes["/feed"] = Answer(200, body("RSS", "A blog"))
    before = snapshot(home)
    ran = add(run, home, f"{site.url}/feed", "--dry-run")
    assert "+++ b/Sources/A blog.md" in ran.out
    assert f"+feed: {site.url}/feed" in ran.out
    assert snapshot(home) == before


# without a feed


def test_a_book_needs_no_address(run: Run, home: Path) -> None:
    ran = run("add", "source", "--name", "The Book", "--medium", "book", "--no-feed", "--vault", home, "--json")
    assert ran.json["written"] == ["Sources/The Book.md"]
    found = properties(home / "Sources/The Book.md")
    assert found["medium"] == "book"
    assert "feed" not in found


def test_no_feed_requests_nothing(run: Run, home: Path, site: Site) -> None:
    done = added(run, home, site.url, "--no-feed", "--name", "A course", "--medium", "course")
    assert properties(home / done["written"][0])["url"].startswith(site.url)
    assert site.asked == []


@pytest.mark.parametrize(
    "words", [["--medium", "blogg"], ["--goal", "Nothing"], ["--feed", "0"], []],
)  # fmt: skip
def test_impossible_words_are_refused(run: Run, home: Path, site: Site, words: list[str]) -> None:
    site.routes["/feed"] = Answer(200, body("RSS", "A blog"))
    ran = run("add", "source", *([f"{site.url}/feed"] if words else []), "--vault", home, *words)
    assert ran.code == 2
    assert not (home / "Sources").exists()
