"""A list of feeds becomes source notes: once each, under names that harm nothing."""

from html import escape
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import TODAY, Run, write

HEAD, TAIL = '<opml version="2.0"><head><title>Feeds</title></head><body>', "</body></opml>"


def outline(title: str, feed: str = "", site: str = "", inner: str = "") -> str:
    given = {"text": title, "xmlUrl": feed, "htmlUrl": site}
    text = "".join(f' {key}="{escape(value)}"' for key, value in given.items() if value)
    return f"<outline{text}>{inner}</outline>"


@pytest.fixture
def feeds(tmp_path: Path) -> Path:
    return tmp_path / "feeds.opml"


def opml(file: Path, *outlines: str) -> Path:
    file.write_text(HEAD + "\n".join(outlines) + TAIL)
    return file


def imported(run: Run, vault: Path, file: Path, *more: str) -> dict[str, Any]:
    found: dict[str, Any] = run("import", file, "--vault", vault, "--today", TODAY, "--json", "--yes", *more).json
    return found


def properties(note: Path) -> dict[str, Any]:
    text = note.read_text()
    assert text.startswith("---\n")
    found: dict[str, Any] = yaml.safe_load(text.split("---\n")[1])
    return found


def test_each_feed_becomes_a_source_note(run: Run, vault: Path, feeds: Path) -> None:
    opml(feeds, outline("A blog", "https://a.example/feed", "https://a.example/"))
    done = imported(run, vault, feeds)
    assert done == {
        "format": "opml", "new": ["Sources/A blog.md"], "merge": [], "known": [], "left": [],
        "written": ["Sources/A blog.md"], "problems": [],
    }  # fmt: skip
    (row,) = run("sources", "--vault", vault, "--json").json
    assert (row["name"], row["feed"], row["status"], row["medium"]) == (
        "A blog",
        "https://a.example/feed",
        "trial",
        "blog",
    )
    text = (vault / "Sources/A blog.md").read_text()
    assert "\nurl: https://a.example/\n" in text
    assert f"\nsince: {TODAY}\n" in text
    assert text.endswith("---\n# A blog\n")


def test_what_is_there_is_known_however_it_is_written(run: Run, vault: Path, feeds: Path) -> None:
    opml(feeds, outline("A blog", "https://www.a.example/feed/?utm_source=x"), outline("B", "feed:http://b.example/f"))
    assert len(imported(run, vault, feeds)["written"]) == 2
    opml(feeds, outline("Other name", "http://a.example/feed"), outline("B", "https://b.example/f"))
    again = imported(run, vault, feeds)
    assert (again["new"], again["known"]) == ([], ["Other name", "B"])


def test_twice_makes_no_doubles_also_within_one_list(run: Run, vault: Path, feeds: Path) -> None:
    opml(feeds, *(outline("A blog", f"https://a.example/{n % 3}?q=[{n % 3}]") for n in range(9)))
    first = imported(run, vault, feeds)
    assert len(first["written"]) == 3
    assert len(first["known"]) == 6
    before = sorted(vault.rglob("*"))
    assert imported(run, vault, feeds)["written"] == []
    assert sorted(vault.rglob("*")) == before


def test_two_feeds_of_one_site_are_two_sources(run: Run, vault: Path, feeds: Path) -> None:
    site = "https://a.example/"
    opml(feeds, outline("Posts", f"{site}posts", site), outline("Comments", f"{site}comments", site))
    assert imported(run, vault, feeds)["written"] == ["Sources/Posts.md", "Sources/Comments.md"]


def test_the_feed_of_a_person_is_known(run: Run, vault: Path, feeds: Path) -> None:
    write(vault, "Ada.md", "---\ntype: person\nfeeds: [https://x.example/1, https://ada.example/feed]\n---\n")
    opml(feeds, outline("Ada's blog", "https://ada.example/feed"))
    assert imported(run, vault, feeds)["known"] == ["Ada's blog"]


def test_a_source_without_its_feed_is_told_about_it(run: Run, vault: Path, feeds: Path) -> None:
    write(vault, "A.md", "---\ntype: source\nurl: https://a.example\n---\n")
    opml(feeds, outline("A", "https://a.example/feed", "https://a.example/"))
    done = imported(run, vault, feeds)
    assert (done["written"], done["known"]) == ([], ["A"])
    (problem,) = done["problems"]
    assert problem["path"] == "A.md"
    assert problem["advice"] == "Write 'feed: https://a.example/feed' into the note."


def test_a_folder_named_like_a_goal_ties_to_it_and_others_are_topics(run: Run, vault: Path, feeds: Path) -> None:
    write(vault, "Goals/Learn Rust.md", "---\ntype: goal\n---\n")
    inner = outline("A", "https://a.example/feed")
    opml(feeds, outline("learn rust", inner=outline("Async", inner=inner)))
    imported(run, vault, feeds)
    found = properties(vault / "Sources/A.md")
    assert (found["goals"], found["topics"]) == (["[[Learn Rust]]"], ["Async"])
    (goal,) = run("goals", "--vault", vault, "--json").json
    assert goal["sources"] == ["Sources/A.md"]


def test_a_folder_called_like_a_keyword_of_one_goal_ties_to_it_and_is_a_topic(
    run: Run, vault: Path, feeds: Path
) -> None:
    write(vault, "Goals/Learn Rust.md", "---\ntype: goal\nkeywords: [Rust, web]\n---\n")
    write(vault, "Goals/Design.md", "---\ntype: goal\nkeywords: [web]\n---\n")
    opml(feeds, *(outline(name, inner=outline(f"of {name}", f"https://{name}.example/")) for name in ("rust", "web")))
    imported(run, vault, feeds)
    both = [properties(vault / f"Sources/of {name}.md") for name in ("rust", "web")]
    assert [(one["goals"], one["topics"]) for one in both] == [(["[[Learn Rust]]"], ["rust"]), ([], ["web"])]


def test_a_dry_run_shows_the_notes_and_writes_nothing(run: Run, vault: Path, feeds: Path) -> None:
    opml(feeds, outline("A", "https://a.example/feed"))
    ran = run("import", feeds, "--vault", vault, "--dry-run")
    assert "+++ b/Sources/A.md" in ran.out
    assert "+feed: https://a.example/feed" in ran.out
    assert "1 feed would become 1 source note:\n  + Sources/A.md" in ran.out
    assert not (vault / "Sources").exists()
    assert "wrote Sources/A.md" in run("import", feeds, "--vault", vault, "--yes").out


def test_without_a_terminal_and_a_yes_nothing_is_written(run: Run, vault: Path, feeds: Path) -> None:
    opml(feeds, outline("A", "https://a.example/feed"))
    ran = run("import", feeds, "--vault", vault)
    assert (ran.code, ran.out.splitlines()[-2:]) == (0, ["Nothing was written.", "Say --yes to make 1 source note."])
    assert run("import", feeds, "--vault", vault, "--json").json["written"] == []
    assert not (vault / "Sources").exists()


def test_new_sources_go_where_most_sources_live_and_names_stay_unique(run: Run, vault: Path, feeds: Path) -> None:
    write(vault, "Reading/Old.md", "---\ntype: source\n---\n")
    write(vault, "Notes/Home.md", "mine\n")
    write(vault, "Notes/n.md", "See [[home]].\n")
    graph = run("graph", "--vault", vault, "--json").json["resolved"]["Notes/n.md"]
    opml(feeds, outline("HOME", "https://a.example/feed"), outline("old", "https://b.example/feed"))
    assert imported(run, vault, feeds)["written"] == ["Reading/HOME 2.md", "Reading/old 2.md"]
    assert run("graph", "--vault", vault, "--json").json["resolved"]["Notes/n.md"] == graph


HOSTILE = [
    "../../etc/passwd",
    'a/b\\c:d*e?f"g<h>i|j#k^l[m]n',
    "[[Ada]] ![[Ada]] #tag ^block",
    "<% tp.file.delete() %> {{title}} {{date}}",
    "title: x\ntype: goal",
    "---",
    "\"quoted\" 'twice' \\",
    ": {a: b} [c] & *d !e %f @g `h`",
    "CON",
    ".hidden",
    "x" * 500,
    "2026-11-23",
    "日本語のブログ 🎉",
    "\u202eevil\u200b",
    "   ",
    "true",
    "- item",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_is_a_safe_name_and_valid_properties(run: Run, vault: Path, feeds: Path, title: str) -> None:
    write(vault, "Ada.md", "---\ntype: person\n---\n")
    opml(feeds, outline(title.replace("\n", "&#10;"), inner=outline(title, "https://a.example/feed")))
    (path,) = imported(run, vault, feeds)["written"]
    note = vault / path
    assert note.parent == vault / "Sources"
    assert len(note.name.encode()) < 160
    assert note.name[0] != "."
    found = properties(note)
    assert found["feed"] == "https://a.example/feed"
    assert found["type"] == "source"
    assert found["goals"] == []
    assert "<%" not in note.read_text()
    shown = run("show", path, "--vault", vault, "--json").json
    assert (shown["kind"], shown["links"], shown["tags"], shown["problems"]) == ("source", [], [], [])
    assert run("backlinks", "Ada", "--vault", vault, "--json").json == []
    assert imported(run, vault, feeds)["written"] == []


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "exec:rm", "|rm -rf", "/etc/passwd"])
def test_what_is_no_web_address_is_left_out_and_said(run: Run, vault: Path, feeds: Path, address: str) -> None:
    opml(feeds, outline("Bad", address), outline("Good", "https://a.example/feed"))
    done = imported(run, vault, feeds)
    assert done["written"] == ["Sources/Good.md"]
    (problem,) = done["problems"]
    assert problem["path"] == "feeds.opml"
    assert "is no web address" in problem["message"]


@pytest.mark.parametrize(
    "address", ["https://a.example/?x=[[Ada]]&y=<% 1 %>", "https://a.example/{{title}}/100%", "https://a.example/a|b`c"]
)
def test_an_address_reaches_the_note_as_an_address_only(run: Run, vault: Path, feeds: Path, address: str) -> None:
    opml(feeds, outline("A", address.replace(" ", "+")))
    (path,) = imported(run, vault, feeds)["written"]
    text = (vault / path).read_text()
    assert not {"[[Ada", "<%", "{{", "|", "`"} & {sign for sign in ("[[Ada", "<%", "{{", "|", "`") if sign in text}
    assert run("show", path, "--vault", vault, "--json").json["kind"] == "source"
    assert imported(run, vault, feeds)["written"] == []


def test_the_users_template_is_used(run: Run, vault: Path, feeds: Path) -> None:
    write(
        vault,
        "PLN/Templates/PLN source.md",
        '---\nFeed: https://old\ngoals:\n  - "[[Old]]"\naliases: ["{{title}}", x]\ncreated: {{date}}\n'
        "rating: 3 # of 5\n---\n# {{title}}\n\nMy *own* words, since {{date:YYYY}}.\n",
    )
    write(vault, "Goals/Rust.md", "---\ntype: goal\n---\n")
    opml(feeds, outline("Rust", inner=outline('A "blog": yes', "https://a.example/feed")))
    (path,) = imported(run, vault, feeds)["written"]
    text = (vault / path).read_text()
    assert text.endswith('# A "blog": yes\n\nMy *own* words, since 2026.\n')
    assert "rating: 3 # of 5\n" in text
    found = properties(vault / path)
    assert found["Feed"] == "https://a.example/feed"
    assert found["goals"] == ["[[Rust]]"]
    assert found["aliases"] == ['A "blog": yes', "x"]
    assert str(found["created"]) == TODAY
    assert found["type"] == "source"
    assert "feed" not in found


def test_renamed_properties_are_written_under_the_users_names(run: Run, vault: Path, feeds: Path) -> None:
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\nproperty-names: [feed=rss]\n---\n")
    opml(feeds, outline("A", "https://a.example/feed"))
    imported(run, vault, feeds)
    assert properties(vault / "Sources/A.md")["rss"] == "https://a.example/feed"
    assert imported(run, vault, feeds)["written"] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<html></html>", "feeds.opml:1: this is no OPML: it begins with <html>"),
        ("<opml><body>", "feeds.opml:1: this is no OPML"),
        ("", "this is no OPML"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><opml><body>&a;</body></opml>', "entities"),
    ],
)
def test_a_file_that_is_no_list_of_feeds_is_one_clear_line(
    run: Run, vault: Path, feeds: Path, text: str, said: str
) -> None:
    feeds.write_text(text)
    ran = run("import", feeds, "--vault", vault)
    assert ran.code == 2
    assert said in ran.err.splitlines()[0]
    assert not (vault / "Sources").exists()


def test_an_empty_list_and_a_missing_file(run: Run, vault: Path, feeds: Path, tmp_path: Path) -> None:
    said = run("import", opml(feeds), "--vault", vault, "--yes").out
    assert said == "There is no feed in 'feeds.opml', so there is nothing to import.\n"
    missing = run("import", tmp_path / "none.opml", "--vault", vault)
    assert missing.code == 2
    assert "none.opml" in missing.err
