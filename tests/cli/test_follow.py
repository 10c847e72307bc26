"""Sites that what you keep links to: offered in the review, followed by a tick, taken back, never offered twice."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from conftest import Run, snapshot, write
from loopback import Answer, Site, serve
from reviews import BOX, LEDGER, MONDAY, REVIEW, TODAY, review, shown, tick
from vault_pln.core.digest.ledger import entries_of
from vault_pln.edge.places import places_of
from vault_pln.jobs.live import open_vault
from vault_pln.jobs.proposals import undo
from vault_pln.jobs.weekly import Weekly
from vault_pln.model.errors import UsageError

GOAL = "---\ntype: goal\nkeywords: [rust]\n---\n"
PAGE = b"<!doctype html><html><head><link rel='alternate' type='application/rss+xml' href='/feed'></head></html>"
LATER = (MONDAY + timedelta(days=7)).isoformat()
NEW = "Sources/ada.example.md"


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


def feed(name: str, *links: str, count: int = 1) -> bytes:
    """A feed of posts about Rust that link to these addresses."""
    text = "".join(f"&lt;a href='{link}'>here&lt;/a> " for link in links)
    posts = "".join(
        f"<item><title>Rust in {name} {n}</title><link>https://{name}.example/{n}</link>"
        f"<description>{text}</description></item>"
        for n in range(count)
    )
    return f"<rss version='2.0'><channel><title>{name}</title>{posts}</channel></rss>".encode()


@pytest.fixture
def read(run: Run, vault: Path, site: Site) -> Path:
    """A vault in which posts of two sources were kept that link to the same two sites, and of a third to one."""
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\nallow-private-hosts: [127.0.0.1]\n---\n")
    write(vault, "Learn Rust.md", GOAL)
    both = ("https://www.ada.example/notes/1", "https://github.com/ada/notes", "https://one.example/own")
    site.routes["/one"] = Answer(200, feed("one", *both, "https://alone.example/"))
    site.routes["/two"] = Answer(200, feed("two", "http://ada.example/notes/2", "https://one.example/more"))
    site.routes["/three"] = Answer(200, feed("three", "https://unread.example/"))
    for name in ("one", "two", "three"):
        write(
            vault,
            f"Sources/{name.title()}.md",
            f"---\ntype: source\nfeed: {site.url}/{name}\nurl: https://{name}.example/\n---\n",
        )
    day = (MONDAY - timedelta(days=5)).isoformat()
    write(vault, f"{day}.md", "")
    for command in (["fetch", "--all"], ["daily"]):
        assert run(*command, "--vault", vault, "--today", day).code == 0
    note = vault / f"{day}.md"
    note.write_text(re.sub(r"(?m)^- \[ \] (\[Rust in (?:one|two) )", r"- [*] \1", note.read_text()))
    return vault


def boxes(run: Run, vault: Path, word: str = "Follow") -> list[str]:
    return [box for box in BOX.findall(review(run, vault)) if word.lower() in box.lower()]


def test_a_site_that_two_sources_link_to_in_kept_items_is_offered_with_who_says_so(run: Run, read: Path) -> None:
    (box,) = boxes(run, read)
    assert box.startswith(
        "- [ ] Follow [ada.example](https://www.ada.example/) on trial: [[One]], [[Two]] link to it in what you kept; "
        "for [[Learn Rust]] · `https://www.ada.example/` ^pln-"
    )
    told = run("why", box[-20:], "--vault", read, "--today", TODAY)
    assert told.code == 0
    assert "proposal 'follow' for https://www.ada.example/" in told.out
    assert "Rust in one 0" in told.out
    assert "match 1.00, on rust" in told.out
    assert "2 of 3 sources link to it at all" in told.out


def test_suggest_names_what_no_review_offered_yet(run: Run, read: Path) -> None:
    asked = ("suggest", "--vault", read, "--today", TODAY, "--kind", "discovery")
    (row,) = run(*asked, "--json").json
    assert (row["text"], row["url"]) == ("Follow ada.example: linked by One, Two", "https://www.ada.example/")
    assert {one["path"] for one in row["why"]} == {"Sources/One.md", "Sources/Two.md"}
    assert "to follow it: vault-pln add source https://www.ada.example/" in run(*asked).out
    boxes(run, read)
    assert run(*asked, "--json").json == []


def test_a_tick_makes_a_source_on_trial_and_undo_takes_it_back(run: Run, read: Path) -> None:
    boxes(run, read)
    before = snapshot(read)
    tick(read)
    assert " · done ^pln-" in review(run, read)
    assert (read / NEW).read_text() == (
        "---\ntype: source\nmedium: blog\nurl:\nfeed: https://www.ada.example/\n"
        f'goals: ["[[Learn Rust]]"]\ntopics: []\nstatus: trial\nsince: {TODAY}\n'
        'found-via: ["[[One]]", "[[Two]]"]\n---\n# ada.example\n'
    )
    (row,) = (one for one in run("sources", "--vault", read, "--today", TODAY, "--json").json if one["path"] == NEW)
    assert (row["status"], row["feed"]) == ("trial", "https://www.ada.example/")
    review(run, read)
    assert len(list((read / "Sources").iterdir())) == 4
    assert run("undo", "--vault", read, "--today", TODAY).code == 0
    assert snapshot(read) == before
    assert " · taken back ^pln-" in (read / REVIEW).read_text()


def test_a_note_that_was_written_in_is_not_taken_back(run: Run, read: Path) -> None:
    boxes(run, read)
    tick(read)
    review(run, read)
    note = read / NEW
    note.write_text(note.read_text() + "Found her talk.\n")
    text = note.read_text()
    done = run("undo", "--vault", read, "--today", TODAY)
    assert done.code == 2
    assert "status: dropped" in done.err
    assert note.read_text() == text


def test_where_the_note_is_gone_undo_says_how_to_take_back_another(run: Run, read: Path) -> None:
    boxes(run, read)
    tick(read)
    review(run, read)
    (read / NEW).unlink()
    before = snapshot(read)
    done = run("undo", "--vault", read, "--today", TODAY)
    assert (done.code, snapshot(read)) == (2, before)
    assert "'vault-pln undo ID' takes back another proposal" in done.err


def test_what_is_written_into_the_note_while_undo_looks_is_kept(run: Run, read: Path) -> None:
    boxes(run, read)
    tick(read)
    review(run, read)
    looked = open_vault(places_of(str(read)), date.fromisoformat(TODAY))
    note = read / NEW
    note.write_text(note.read_text() + "Found her talk.\n")
    text = note.read_text()
    with pytest.raises(UsageError, match="you have written in it"):
        undo(looked)
    assert note.read_text() == text


@pytest.mark.parametrize("answer", ["no", "gone", "none"])
def test_what_was_offered_once_is_never_offered_again(run: Run, read: Path, answer: str) -> None:
    (box,) = boxes(run, read)
    note = read / REVIEW
    if answer == "no":
        tick(read, "- [ ] Follow", "- [-] Follow")
    elif answer == "gone":
        note.write_text(note.read_text().replace(box + "\n", ""))
    assert run("review", "--vault", read, "--today", LATER).code == 0
    later = read / "PLN/Reviews/PLN review 2026-W48.md"
    assert "ada.example" not in later.read_text()
    assert not (read / NEW).exists()


def test_a_fresh_device_carries_a_tick_out_once(
    run: Run, read: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    boxes(run, read)
    tick(read)
    for name in ("fresh", "other"):
        monkeypatch.setenv("VAULT_PLN_STATE", str(tmp_path / name))
        monkeypatch.setenv("VAULT_PLN_CACHE", str(tmp_path / f"{name}-cache"))
        Weekly(quiet=0).keep(open_vault(places_of(str(read)), date.fromisoformat(TODAY)))
    assert [path.name for path in sorted((read / "Sources").iterdir())] == [
        "One.md",
        "Three.md",
        "Two.md",
        "ada.example.md",
    ]
    verbs = [one.verb for one in entries_of((read / LEDGER).read_bytes()) if one.what == "follow"]
    assert verbs == ["proposed", "carrying", "carried"]


def test_what_was_cut_off_after_the_note_was_made_makes_no_second(
    run: Run, read: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    boxes(run, read)
    tick(read)
    review(run, read)
    ledger = read / LEDGER
    ledger.write_text(re.sub(r"(?m)^- \S+ carried .*\n", "", ledger.read_text()))
    # what this machine remembers of the ledger would bring the line back
    monkeypatch.setenv("VAULT_PLN_STATE", str(tmp_path / "fresh"))
    (read / NEW).rename(read / "Sources/Ada.md")
    review(run, read)
    assert not (read / NEW).exists()
    assert ledger.read_text().count(" carried ") == 1
    assert run("undo", "--vault", read, "--today", TODAY).code == 0
    assert not (read / "Sources/Ada.md").exists()


@pytest.mark.parametrize(
    ("old", "new"),
    [("`https://www.ada.example/`", "`https://evil.example/`"), ("`https://www.ada.example/`", "ada"), (" · `", " ` ")],
)
def test_another_address_than_the_one_offered_is_not_followed(run: Run, read: Path, old: str, new: str) -> None:
    boxes(run, read)
    before = snapshot(read)
    tick(read)
    tick(read, old, new)
    done = run("review", "--vault", read, "--today", TODAY)
    assert "no longer fits" in done.err
    assert snapshot(read) == before


def test_a_site_that_got_a_note_meanwhile_gets_no_second_one(run: Run, read: Path) -> None:
    boxes(run, read)
    write(read, "Ada.md", "---\ntype: person\nfeeds: [https://blog.ada.example/feed]\n---\n")
    before = snapshot(read)
    tick(read)
    assert "no longer fits" in run("review", "--vault", read, "--today", TODAY).err
    assert snapshot(read) == before


def fetched(run: Run, vault: Path, *more: str) -> dict[str, Any]:
    rows = run("fetch", "--vault", vault, "--today", TODAY, "--all", "--json", *more).json
    return {row["source"]: row for row in rows}


def test_the_feed_of_a_site_is_found_on_its_page_and_visited_from_then_on(run: Run, vault: Path, site: Site) -> None:
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\nallow-private-hosts: [127.0.0.1]\n---\n")
    note = write(vault, "Sources/New.md", f"---\ntype: source\nstatus: trial\nfeed: {site.url}/\n---\n")
    site.routes |= {"/": Answer(200, PAGE), "/feed": Answer(200, feed("new"))}
    text = note.read_text()
    row = fetched(run, vault)["Sources/New.md"]
    assert (row["status"], row["new"]) == ("fetched", 1)
    assert f"its feed is {site.url}/feed" in row["problem"]
    site.routes["/feed"] = Answer(200, feed("new", count=3))
    assert fetched(run, vault)["Sources/New.md"]["new"] == 2
    assert (site.count("/"), site.count("/feed")) == (1, 2)
    assert note.read_text() == text
    # where the feed went, the page is asked again
    site.routes |= {"/feed": Answer(404), "/": Answer(200, PAGE.replace(b"/feed", b"/atom")),
                    "/atom": Answer(200, feed("new", count=4))}  # fmt: skip
    assert fetched(run, vault)["Sources/New.md"]["status"] == "failed"
    assert fetched(run, vault)["Sources/New.md"]["new"] == 1


def test_a_page_in_the_place_of_what_was_a_feed_is_not_looked_through(run: Run, vault: Path, site: Site) -> None:
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\nallow-private-hosts: [127.0.0.1]\n---\n")
    write(vault, "Sources/New.md", f"---\ntype: source\nfeed: {site.url}/old\n---\n")
    site.routes |= {"/old": Answer(200, feed("new"))}
    assert fetched(run, vault)["Sources/New.md"]["new"] == 1
    site.routes |= {"/old": Answer(200, PAGE), "/feed": Answer(200, feed("parked"))}
    row = fetched(run, vault)["Sources/New.md"]
    assert row["problem"] == "the address gives a web page, not a feed"
    assert site.count("/feed") == 0


def test_after_its_month_a_source_is_kept_or_dropped_by_its_figures(run: Run, vault: Path) -> None:
    write(vault, "Learn Rust.md", GOAL)
    for name in ("Liked", "Silent", "Ours"):
        via = "found-via: '[[Liked]]'\n" if name == "Ours" else ""
        text = f"---\ntype: source\nfeed: https://{name.lower()}.example/\nstatus: trial\nsince: 2026-10-20\n{via}---\n"
        write(vault, f"Sources/{name}.md", text)
    shown(vault, "Liked", days=5, sign="x")
    told = "on trial since 2026-10-20; 5 items came, 5 were shown, 5 read or kept"
    keep, *drops = sorted(boxes(run, vault, "follow"), key=lambda box: "Keep" not in box)
    assert f"Keep following [[Liked]]: {told}" in keep
    assert [re.findall(r"\[\[(\w+)", box)[0] for box in drops] == ["Liked", "Ours"]
    assert "[[Ours]] no more: on trial since 2026-10-20; 0 items came, 0 were shown, 0 read or kept ·" in drops[1]
    tick(vault, "- [ ] Keep", "- [x] Keep")
    tick(vault, "- [ ] Follow [[Ours]]", "- [x] Follow [[Ours]]")
    review(run, vault)
    status = {row["name"]: row["status"] for row in run("sources", "--vault", vault, "--today", TODAY, "--json").json}
    assert status == {"Liked": "active", "Silent": "trial", "Ours": "dropped"}
    # what was not ticked fits no more
    tick(vault, "- [ ] Follow [[Liked]]", "- [x] Follow [[Liked]]")
    assert "no longer fits" in run("review", "--vault", vault, "--today", TODAY).err


ROLL = b"""<opml version="2.0"><body>
<outline text="Ada on Rust" xmlUrl="https://ada.example/feed" htmlUrl="https://ada.example/"/>
<outline text="One" xmlUrl="https://one.example/feed"/>
<outline text="Router" xmlUrl="http://192.168.0.1/feed"/>
<outline text="[[Hostile]] &lt;% x %&gt; #tag" xmlUrl="https://bob.example/feed" htmlUrl="https://bob.example/"/>
</body></opml>"""


def test_the_blogroll_of_a_trusted_source_is_read_only_after_a_tick_and_names_more(
    run: Run, vault: Path, site: Site
) -> None:
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\nallow-private-hosts: [127.0.0.1]\n---\n")
    write(vault, "Learn Rust.md", GOAL)
    names = f"xmlns:source='http://source.scripting.com/'><channel><source:blogroll>{site.url}/roll</source:blogroll>"
    body = feed("one").replace(b"><channel>", names.encode())
    site.routes |= {"/one": Answer(200, body.replace(b"version='2.0'", b"version='2.0' ")), "/roll": Answer(200, ROLL)}
    note = write(vault, "Sources/One.md", f"---\ntype: source\nfeed: {site.url}/one\n---\n")
    assert fetched(run, vault)["Sources/One.md"]["status"] == "fetched"
    shown(vault, "One", sign="x")
    (box,) = boxes(run, vault, "follows")
    assert box.startswith(
        f"- [ ] Look once a week at what [[One]] follows, to find more like it · `blogroll: {site.url}/roll`"
    )
    fetched(run, vault)
    assert site.count("/roll") == 0
    tick(vault)
    review(run, vault)
    assert note.read_text() == f"---\ntype: source\nfeed: {site.url}/one\nblogroll: {site.url}/roll\n---\n"
    fetched(run, vault)
    assert site.count("/roll") == 1
    assert run("fetch", "--vault", vault, "--today", TODAY, "--json").json == []
    assert run("review", "--vault", vault, "--today", LATER).code == 0
    found = BOX.findall((vault / "PLN/Reviews/PLN review 2026-W48.md").read_text())
    listed = "on trial: it is in the list of what [[One]] follows"
    assert [re.sub(r" \^pln-.*", "", one) for one in found] == [
        f"- [ ] Follow [ada.example](https://ada.example/) {listed}; for [[Learn Rust]] · `https://ada.example/`",
        f"- [ ] Follow [bob.example](https://bob.example/) {listed} · `https://bob.example/`",
        f"- [ ] Follow [one.example](https://one.example/) {listed} · `https://one.example/`",
    ]
    told = run("why", found[0][-20:], "--vault", vault, "--today", LATER).out
    assert "Sources/One.md:4  names it in its blogroll" in told


def test_a_blogroll_may_be_a_file_of_the_vault(run: Run, vault: Path) -> None:
    write(vault, "Ben.md", "---\ntype: person\nblogroll: lists/ben.opml\n---\n")
    write(vault, "2026-11-20.md", "Talked with [[Ben]].\n")
    write(vault, "lists/ben.opml", ROLL.decode())
    write(vault, "Bad.md", "---\ntype: person\nblogroll: [lists/none.opml, ../out.opml, file:///etc/passwd]\n---\n")
    rows = run("fetch", "--vault", vault, "--today", TODAY, "--all", "--json").json
    assert {row["source"]: row["status"] for row in rows} == {"Ben.md": "fetched", "Bad.md": "failed"}
    found = boxes(run, vault)
    assert [re.findall(r"\[(\w+\.example)\]", box)[0] for box in found] == ["ada.example", "bob.example", "one.example"]
    assert all("in the list of what Ben follows" in box for box in found)


def test_a_list_that_is_none_says_so_and_keeps_what_was_known(run: Run, vault: Path, site: Site) -> None:
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\nallow-private-hosts: [127.0.0.1]\n---\n")
    write(vault, "Sources/One.md", f"---\ntype: source\nblogroll: {site.url}/roll\n---\n")
    for body, problem in ((PAGE, "this is no OPML"), (b"<!DOCTYPE x [<!ENTITY a 'b'>]><opml>&a;</opml>", "entities")):
        site.routes["/roll"] = Answer(200, body)
        assert problem in fetched(run, vault)["Sources/One.md"]["problem"]
    assert site.count("/feed") == 0
