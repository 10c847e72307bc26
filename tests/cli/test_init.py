"""Plugging into a vault that is there already: seen, asked, shown, and nothing overwritten."""

from pathlib import Path

import pytest

from conftest import TODAY, Run, snapshot, write
from terminal import Terminal
from vault_pln.edge.places import is_vault

OPML = """<opml version="2.0"><body>
<outline text="Learn Rust"><outline text="Rust blog" xmlUrl="https://rust.example/feed"/></outline>
<outline text="News" xmlUrl="https://news.example/feed"/>
</body></opml>"""
MADE = [
    "PLN/PLN Settings.md",
    "PLN/Templates/PLN event.md",
    "PLN/Templates/PLN goal.md",
    "PLN/Templates/PLN item.md",
    "PLN/Templates/PLN person.md",
    "PLN/Templates/PLN source.md",
]


@pytest.fixture
def home(vault: Path) -> Path:
    """A vault with people by property, tag and folder, and some notes of no kind."""
    write(vault, "Ada.md", "---\ntype: person\n---\n")
    write(vault, "Grace.md", "---\ntags: [person]\n---\n")
    write(vault, "People/Bob.md", "---\ncadence: weekly\nlast-contact: 2026-01-01\n---\n")
    write(vault, "People/Work/Eve.md", "Works at the harbour.\n")
    write(vault, "Sources/Blog.md", "---\ntype: source\n---\n")
    write(vault, "Notes/Thoughts.md", "About [[Ada]], [[Nobody]] and [[Thoughts]].\n")
    write(vault, "2026-11-20.md", "Talked with [[Bob]]\n")
    return vault


def init(run: Run, vault: Path, *more: str | Path) -> str:
    ran = run("init", "--vault", vault, "--today", TODAY, *more)
    assert ran.code == 0, ran.err
    return ran.out


def files(vault: Path) -> dict[str, bytes]:
    return {str(path.relative_to(vault)): path.read_bytes() for path in vault.rglob("*") if path.is_file()}


def test_it_says_what_it_recognises_and_why(run: Run, home: Path) -> None:
    out = init(run, home, "--yes")
    assert f"7 notes in {home}\n" in out
    assert "  2 people\n" in out
    assert "    1 because its properties say 'person'\n" in out
    assert "    1 because it has the tag 'person'\n" in out
    assert "  1 source\n" in out
    assert "  ? 'People' holds 2 notes that may be people (--person-folder)\n" in out
    assert "  daily notes: YYYY-MM-DD in the vault's top folder (nothing is configured)\n" in out
    again = init(run, home, "--yes", "--person-folder", "People")
    assert "? 'People'" in again


def test_settings_and_templates_are_made_and_nothing_else_is_touched(run: Run, home: Path) -> None:
    before = snapshot(home)
    out = init(run, home, "--yes", "--person-folder", "People")
    assert [line.split("  ")[1][2:] for line in out.splitlines() if line.startswith("  + ")] == MADE
    assert all(f"  written {path}\n" in out for path in MADE)
    assert sorted(path for path in files(home) if path.startswith("PLN/")) == MADE
    assert snapshot(home) == before
    rows = run("people", "--vault", home, "--json").json
    assert [row["name"] for row in rows] == ["Ada", "Bob", "Eve", "Grace"]


def test_the_second_time_it_writes_nothing(run: Run, home: Path, tmp_path: Path) -> None:
    opml = tmp_path / "feeds.opml"
    opml.write_text(OPML)
    wishes = ("--yes", "--person-folder", "People", "--goal", "Learn Rust", "--opml", opml)
    init(run, home, *wishes)
    before = files(home)
    out = init(run, home, *wishes)
    assert "Everything is there already; nothing to write." in out
    assert files(home) == before


def test_a_goal_and_a_list_of_feeds_become_notes_that_belong_together(run: Run, home: Path, tmp_path: Path) -> None:
    opml = tmp_path / "feeds.opml"
    opml.write_text(OPML)
    init(run, home, "--yes", "--goal", "Learn Rust", "--keywords", "rust, async , ", "--opml", opml)
    (goal,) = run("goals", "--vault", home, "--json").json
    assert (goal["path"], goal["status"], goal["sources"]) == (
        "Goals/Learn Rust.md",
        "active",
        ["Sources/Rust blog.md"],
    )
    assert "keywords: [rust, async]\n" in (home / "Goals/Learn Rust.md").read_text()
    feeds = {row["name"]: row["feed"] for row in run("sources", "--vault", home, "--json").json if row["feed"]}
    assert feeds == {"Rust blog": "https://rust.example/feed", "News": "https://news.example/feed"}


def test_new_notes_go_where_most_of_their_kind_live(run: Run, home: Path) -> None:
    write(home, "Aims/Old one.md", "---\ntype: goal\n---\n")
    init(run, home, "--yes", "--goal", "Learn Rust")
    assert (home / "Aims/Learn Rust.md").exists()


@pytest.mark.parametrize("name", ["Learn Rust", "learn rust", "Learn: Rust?", " Learn Rust "])
def test_a_goal_that_is_there_is_not_made_twice(run: Run, home: Path, name: str) -> None:
    write(home, "Goals/Learn Rust.md", "---\ntype: goal\n---\n")
    before = files(home).keys()
    init(run, home, "--yes", "--goal", name)
    assert files(home).keys() - before == set(MADE)


def test_a_note_that_has_the_goals_name_stays_what_it_means(run: Run, home: Path) -> None:
    write(home, "Notes/Learn Rust.md", "My notes.\n")
    ran = run("init", "--vault", home, "--yes", "--goal", "Learn Rust")
    assert not (home / "Goals").exists()
    assert "Notes/Learn Rust.md: a note of this name is there already and stays as it is" in ran.err
    assert "Write 'type: goal' into its properties" in ran.err


def test_todays_lines_are_shown_first_as_a_diff_and_not_written(run: Run, home: Path) -> None:
    write(home, "Ada.md", "---\ntype: person\ncadence: weekly\nlast-contact: 2026-01-01\n---\n")
    out = init(run, home, "--yes")
    assert "Today's lines would be (they are written by 'vault-pln daily', not now):" in out
    assert f"+++ b/{TODAY}.md" in out
    assert "+- [ ] Write to [[Ada]]: weekly, last contact 2026-01-01" in out
    assert not (home / f"{TODAY}.md").exists()


def test_folders_that_are_only_wished_for_count_in_what_is_shown(run: Run, home: Path) -> None:
    write(home, "2026-11-20.md", "Alone.\n")
    assert "Write to [[Bob]]" not in init(run, home, "--dry-run")
    assert "+- [ ] Write to [[Bob]]" in init(run, home, "--dry-run", "--person-folder", "People")


def test_a_dry_run_shows_the_notes_as_a_diff_and_writes_nothing(run: Run, home: Path) -> None:
    before = files(home)
    out = init(run, home, "--dry-run", "--goal", "Learn Rust")
    assert "+++ b/Goals/Learn Rust.md" in out
    assert "+type: pln-settings" in out
    assert files(home) == before


def test_without_a_terminal_it_asks_nothing_and_writes_only_when_told(run: Run, home: Path) -> None:
    before = files(home)
    assert "Nothing was written. Say --yes to write." in init(run, home)
    assert files(home) == before
    assert run("init", "--vault", home, "--keywords", "rust").code == 2


def test_as_json_it_is_one_document(run: Run, home: Path) -> None:
    found = run("init", "--vault", home, "--json", "--goal", "Learn Rust").json
    assert found["recognised"]["person"] == {"its properties say 'person'": 1, "it has the tag 'person'": 1}
    assert found["likely"]["person"] == {"People": 2}
    assert found["new"] == [*MADE, "Goals/Learn Rust.md"]
    assert found["written"] == []
    assert run("init", "--vault", home, "--json", "--yes").json["written"] == MADE


def test_settings_of_the_user_stay_and_what_they_lack_is_said(run: Run, home: Path) -> None:
    mine = write(home, "Meta/My settings.md", "---\ntype: pln-settings\ndaily-items: 1\n---\n")
    ran = run("init", "--vault", home, "--yes", "--person-folder", "People")
    assert mine.read_text() == "---\ntype: pln-settings\ndaily-items: 1\n---\n"
    assert not (home / "PLN/PLN Settings.md").exists()
    assert "Meta/My settings.md: the settings are there already and stay as they are" in ran.err
    assert "'person-folders: [People]'" in ran.err


def test_inside_a_vault_it_plugs_into_the_whole_of_it(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home / "People" / "Work")
    assert run("init", "--yes").code == 0
    assert (home / "PLN/PLN Settings.md").exists()


def test_a_plain_folder_of_notes_becomes_a_vault(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = write(tmp_path / "notes", "Ada.md", "---\ntype: person\n---\n").parent
    monkeypatch.chdir(notes)
    assert run("people", "--json").code == 4
    assert run("init", "--yes").code == 0
    assert [row["name"] for row in run("people", "--json").json] == ["Ada"]


def test_the_links_of_the_user_mean_the_same_before_and_after(run: Run, home: Path) -> None:
    graph = run("graph", "--vault", home, "--json").json
    init(run, home, "--yes", "--person-folder", "People")
    run("reindex", "--vault", home)
    assert run("graph", "--vault", home, "--json").json == graph


def test_a_list_of_feeds_that_is_none_ends_it_before_anything_is_written(run: Run, home: Path, tmp_path: Path) -> None:
    other = tmp_path / "feeds.html"
    other.write_text("<html><body>no list</body></html>")
    before = files(home)
    ran = run("init", "--vault", home, "--yes", "--opml", other)
    assert ran.code == 2
    assert "feeds.html:1: this is no OPML: it begins with <html>" in ran.err
    assert files(home) == before


# on a terminal


def test_on_a_terminal_it_asks_and_does_what_is_answered(run: Run, home: Path) -> None:
    with Terminal("init", "--vault", home, "--today", TODAY) as terminal:
        terminal.answer("Are the 2 notes in 'People' people? [Y/n]", "")
        terminal.answer("One thing you want to learn (empty: later)", "Learn embedded Rust")
        terminal.answer("Its keywords, comma-separated", "rust, embedded")
        terminal.answer("Write these notes? [Y/n]", "y")
        assert terminal.end() == 0
    assert "+ Goals/Learn embedded Rust.md" in terminal.shown
    assert "keywords: [rust, embedded]" in (home / "Goals/Learn embedded Rust.md").read_text()
    assert "person-folders: [People]" in (home / "PLN/PLN Settings.md").read_text()
    assert len(run("people", "--vault", home, "--json").json) == 4


def test_on_a_terminal_a_no_writes_nothing(home: Path) -> None:
    before = files(home)
    with Terminal("init", "--vault", home) as terminal:
        terminal.answer("people? [Y/n]", "n")
        terminal.answer("One thing you want to learn", "")
        terminal.answer("Write these notes? [Y/n]", "n")
        assert terminal.end() == 0
    assert "Nothing was written." in terminal.shown
    assert "Say --yes" not in terminal.shown
    assert files(home) == before


def test_on_a_terminal_breaking_off_writes_nothing(home: Path) -> None:
    before = files(home)
    with Terminal("init", "--vault", home) as terminal:
        terminal.answer("people? [Y/n]", "\x03")
        assert terminal.end() != 0
    assert "Traceback" not in terminal.shown
    assert files(home) == before


def test_a_folder_with_settings_elsewhere_is_a_vault_afterwards(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    write(folder, "My settings.md", "---\ntype: pln-settings\n---\n")
    assert run("init", "--vault", folder, "--yes").code == 0
    for command in ("reindex", "status"):
        assert run(command, "--vault", folder).code == 0
    assert is_vault(str(folder))
