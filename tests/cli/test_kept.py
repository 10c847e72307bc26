"""Kept items: a reading line marked as worth keeping becomes a note of its own, once."""

import json
from pathlib import Path

import pytest

from conftest import TODAY, Run, Watch, write
from hostile_text import HOSTILE
from vault_pln.core.markdown.note import read_note

SOURCE = "---\ntype: source\nfeed: Feeds/weblog.json\ngoals: ['[[Learn Rust]]']\n---\n"
SETTINGS = "---\ntype: pln-settings\ntimezone: Europe/Berlin\n---\n"


def feed(**more: str) -> str:
    entry = {"id": "1", "url": "https://weblog.example/pin", "title": "Pin: a tale", "summary": "Moved, or not."}
    author = {"authors": [{"name": more.pop("author", "Ada")}]}
    found = {**entry, **more, **author, "date_published": "2026-11-20T10:00:00Z"}
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Weblog", "items": [found]})


@pytest.fixture
def home(run: Run, vault: Path) -> Path:
    """A vault with one reading line in today's note."""
    write(vault, "PLN/PLN Settings.md", SETTINGS)
    write(vault, "Goals/Learn Rust.md", "---\ntype: goal\nkeywords: [pin]\n---\n")
    write(vault, "Sources/Weblog.md", SOURCE)
    write(vault, "Feeds/weblog.json", feed())
    bring(run, vault)
    return vault


def bring(run: Run, vault: Path) -> None:
    assert run("fetch", "--vault", vault, "--today", TODAY, "--all").code == 0
    assert run("daily", "--vault", vault, "--today", TODAY).code == 0


def keep(vault: Path, mark: str = "[*]") -> None:
    file = vault / f"{TODAY}.md"
    text = file.read_text()
    line = next(line for line in text.splitlines() if "weblog.example" in line)
    kept = line.replace(" ^pln", " #keep ^pln") if mark == "#keep" else line.replace("[ ]", mark, 1)
    file.write_text(text.replace(line, kept))


def kept(vault: Path) -> list[str]:
    return sorted(path.name for path in (vault / "Kept").glob("*.md")) if (vault / "Kept").exists() else []


def daily(run: Run, vault: Path, *more: str) -> list[str]:
    notes: list[str] = run("daily", "--vault", vault, "--today", TODAY, "--json", *more).json["notes"]
    return notes


@pytest.mark.parametrize("mark", ["[*]", "[b]", "#keep"])
def test_a_kept_item_gets_a_note_with_all_that_is_known_once(run: Run, home: Path, mark: str) -> None:
    keep(home, mark)
    assert daily(run, home) == ["Kept/Pin a tale.md"]
    note = read_note("x.md", (home / "Kept/Pin a tale.md").read_bytes())
    properties = dict(note.properties)
    assert f"^pln-{properties.pop('pln-item')}" in (home / f"{TODAY}.md").read_text()
    assert properties == {
        "type": "item",
        "url": "https://weblog.example/pin",
        "source": "[[Weblog]]",
        "author": "Ada",
        "published": "2026-11-20",
        "kept": TODAY,
        "goals": ["[[Learn Rust]]"],
    }
    assert (home / "Kept/Pin a tale.md").read_text().endswith("---\n# Pin: a tale\n\n> Moved, or not.\n\n")
    assert daily(run, home) == []


@pytest.mark.parametrize("mark", ["[x]", "[-]", "[ ]", "[/]"])
def test_any_other_answer_makes_none(run: Run, home: Path, mark: str) -> None:
    keep(home, mark)
    assert daily(run, home) == []


def test_a_deleted_or_renamed_note_does_not_come_again(run: Run, home: Path) -> None:
    keep(home)
    daily(run, home)
    (home / "Kept/Pin a tale.md").rename(home / "Pinned.md")
    assert daily(run, home) == []
    (home / "Pinned.md").unlink()
    assert daily(run, home) == []


def forget_that_it_was_made(vault: Path, machine: Path) -> None:
    for ledger in (*(vault / "PLN/Ledger").iterdir(), *machine.rglob("ledger*")):
        if ledger.is_file():
            text = ledger.read_text().splitlines(True)
            ledger.write_text("".join(line for line in text if " made " not in line))


def test_a_line_that_is_gone_by_now_was_kept_all_the_same(run: Run, home: Path, machine: Path) -> None:
    keep(home)
    daily(run, home)
    forget_that_it_was_made(home, machine)
    # as if the day's note had been thrown away before the item's could be made
    (home / "Kept/Pin a tale.md").unlink()
    (home / f"{TODAY}.md").unlink()
    assert daily(run, home) == ["Kept/Pin a tale.md"]


def test_cut_off_before_the_ledger_knew_the_note_says_it_itself(run: Run, home: Path, machine: Path) -> None:
    keep(home)
    daily(run, home)
    forget_that_it_was_made(home, machine)
    assert daily(run, home) == []
    assert kept(home) == ["Pin a tale.md"]
    assert any(" made " in path.read_text() for path in (home / "PLN/Ledger").iterdir())


def test_it_goes_where_such_notes_live_and_overwrites_nothing(run: Run, home: Path) -> None:
    write(home, "Reading/Old.md", "---\ntype: item\npln-item: aaaaaaaaaaaaaaaa\n---\n")
    write(home, "Pin a tale.md", "mine")
    keep(home)
    assert daily(run, home) == ["Reading/Pin a tale 2.md"]
    assert (home / "Pin a tale.md").read_text() == "mine"


def test_the_users_own_template_is_used(run: Run, home: Path) -> None:
    write(
        home, "PLN/Templates/PLN item.md", "---\nread: no\nurl:\n---\n{{text}}\n\n## Mine about {{title}}\n{{text}}\n"
    )
    keep(home)
    daily(run, home)
    text = (home / "Kept/Pin a tale.md").read_text()
    assert text.startswith("---\nread: no\nurl: https://weblog.example/pin\n")
    assert "\ntype: item\n" in text
    assert text.endswith("---\n> Moved, or not.\n\n## Mine about Pin: a tale\n> Moved, or not.\n")


def test_a_template_without_a_place_for_the_text_has_it_at_its_end(run: Run, home: Path) -> None:
    write(home, "PLN/Templates/PLN item.md", "---\ntype: item\n---\n# {{title}}\n")
    keep(home)
    daily(run, home)
    assert (home / "Kept/Pin a tale.md").read_text().endswith("---\n# Pin: a tale\n\n> Moved, or not.\n")


def test_a_dry_run_shows_the_note_and_makes_none(run: Run, home: Path) -> None:
    keep(home)
    shown = run("daily", "--vault", home, "--today", TODAY, "--dry-run")
    assert "would make Kept/Pin a tale.md" in shown.out
    assert "+type: item" in shown.out
    assert kept(home) == []


def test_a_device_that_does_not_write_makes_none(run: Run, home: Path) -> None:
    write(home, "PLN/PLN Settings.md", SETTINGS.replace("timezone", "writer: lap-0002\ntimezone"))
    keep(home)
    assert daily(run, home) == []
    assert kept(home) == []


def test_watch_makes_the_note_when_the_line_is_marked(home: Path, watch: Watch) -> None:
    daemon = watch(home, "--today", TODAY)
    keep(home)
    daemon.until(lambda: kept(home) == ["Pin a tale.md"])


@pytest.mark.parametrize("text", [text for text in HOSTILE if len(text) < 1_000 and text.strip()][::7])
def test_the_words_of_an_item_are_words_in_its_note(run: Run, vault: Path, text: str) -> None:
    write(vault, "PLN/PLN Settings.md", SETTINGS)
    write(vault, "Sources/Weblog.md", SOURCE)
    clean = text.encode("utf-8", "replace").decode()
    write(vault, "Feeds/weblog.json", feed(title=clean, summary=clean, author=clean))
    bring(run, vault)
    keep(vault)
    (path,) = daily(run, vault)
    note = read_note("x.md", (vault / path).read_bytes())
    assert [link.target for link in note.links if link.kind != "markdown"] == ["Weblog"]
    assert not note.tags
    assert not note.tasks
    assert not note.problems
    assert not note.own_lines
    assert note.blocks == ()
    assert len(note.headings) == 1


def test_what_is_written_behind_the_id_is_an_answer_too(run: Run, home: Path) -> None:
    file = home / f"{TODAY}.md"
    file.write_text(
        "".join(f"{line} #keep\n" if "weblog" in line else f"{line}\n" for line in file.read_text().splitlines())
    )
    assert daily(run, home) == ["Kept/Pin a tale.md"]
