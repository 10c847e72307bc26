"""The index notes, rewritten only where a fact changed."""

from pathlib import Path

from conftest import TODAY, Run, snapshot, write


def reindexed(run: Run, vault: Path) -> list[str]:
    written: list[str] = run("reindex", "--vault", vault, "--today", TODAY, "--json").json["written"]
    return written


INDEX = [
    *(f"PLN/PLN {name}.md" for name in ("Home", "People", "Sources", "Goals")),
    *(f"PLN/PLN {name}.base" for name in ("People", "Sources", "Goals")),
    "PLN/PLN Network.canvas",
]


def test_the_index_notes_are_written_once_and_then_left_alone(run: Run, vault: Path) -> None:
    write(vault, "People/Ada.md", "---\ntype: person\ncadence: weekly\n---\n")
    assert sorted(reindexed(run, vault)) == sorted(INDEX)
    assert reindexed(run, vault) == []


def test_no_note_of_the_user_is_touched(run: Run, sample: Path) -> None:
    before = snapshot(sample)
    run("reindex", "--vault", sample, "--today", TODAY)
    changed = {path for path, data in snapshot(sample).items() if before[path] != data}
    assert all(b"pln:begin network" in before[path] for path in changed)


def test_a_contact_in_a_daily_note_moves_the_row(run: Run, vault: Path) -> None:
    write(vault, "People/Ada.md", "---\ntype: person\ncadence: weekly\n---\n")
    write(vault, "2026-11-01.md", "Talked with [[Ada]]\n")
    reindexed(run, vault)
    assert "| [[Ada]] |  |  | 2026-11-01 | 1 | weekly | 2026-11-08 | 1 |" in (vault / "PLN/PLN People.md").read_text()
    write(vault, "2026-11-20.md", "Talked with [[Ada]]\n")
    assert reindexed(run, vault) == ["PLN/PLN Home.md", "PLN/PLN People.md"]
    assert "| [[Ada]] |  |  | 2026-11-20 | 2 | weekly | 2026-11-27 | 2 |" in (vault / "PLN/PLN People.md").read_text()


def test_text_of_the_user_around_the_block_stays(run: Run, vault: Path) -> None:
    write(vault, "People/Ada.md", "---\ntype: person\n---\n")
    reindexed(run, vault)
    people = vault / "PLN/PLN People.md"
    people.write_text(people.read_text().replace("# People", "# Friends of mine") + "\nMy remark.\n")
    write(vault, "People/Bob.md", "---\ntype: person\n---\n")
    assert "PLN/PLN People.md" in reindexed(run, vault)
    assert "# Friends of mine" in people.read_text()
    assert people.read_text().endswith("\nMy remark.\n")
    assert "[[Bob]]" in people.read_text()


def test_a_block_edited_by_hand_is_left_alone_and_reported(run: Run, vault: Path) -> None:
    write(vault, "People/Ada.md", "---\ntype: person\n---\n")
    reindexed(run, vault)
    people = vault / "PLN/PLN People.md"
    mine = people.read_text().replace("[[Ada]]", "[[Ada]] (my friend)")
    people.write_text(mine)
    write(vault, "People/Bob.md", "---\ntype: person\n---\n")
    done = run("reindex", "--vault", vault, "--json").json
    assert people.read_text() == mine
    assert any("edited by hand" in problem["message"] for problem in done["problems"])


def test_the_network_block_shows_who_links_here_and_makes_no_links(run: Run, vault: Path) -> None:
    write(
        vault,
        "Ada.md",
        "---\ntype: person\n---\n# Ada\r\n\n<!-- pln:begin network -->\n<!-- pln:end network -->\nmine\n",
    )
    write(vault, "2026-11-01.md", "Talked with [[Ada]] about [[Rust|the language]] #met\n")
    graph = run("graph", "--vault", vault, "--json").json
    reindexed(run, vault)
    text = (vault / "Ada.md").read_text()
    assert "Last contact: 2026-11-01" in text
    assert "- [[2026-11-01]]: Talked with Ada about the language" in text
    assert text.endswith("<!-- pln:end network -->\nmine\n")
    assert run("graph", "--vault", vault, "--json").json == graph
    assert reindexed(run, vault) == []


def test_check_says_whether_something_would_change_and_writes_nothing(run: Run, vault: Path) -> None:
    write(vault, "Ada.md", "---\ntype: person\n---\n")
    assert run("reindex", "--vault", vault, "--check").code == 1
    assert not (vault / "PLN").exists()
    reindexed(run, vault)
    assert run("reindex", "--vault", vault, "--check").code == 0


def test_a_dry_run_shows_the_edits_as_a_diff_and_writes_nothing(run: Run, vault: Path) -> None:
    write(vault, "Ada.md", "---\ntype: person\n---\n")
    ran = run("reindex", "--vault", vault, "--dry-run")
    assert "+++ b/PLN/PLN People.md" in ran.out
    assert "+| [[Ada]] |" in ran.out
    assert not (vault / "PLN").exists()


def test_only_what_changed_is_read_again(run: Run, vault: Path) -> None:
    import os

    for number in range(20):
        file = write(vault, f"Notes/{number}.md", "text\n")
        os.utime(file, (1_700_000_000, 1_700_000_000))
    first = run("reindex", "--vault", vault, "--json").json
    assert first["read"] == 20
    # what changed within two seconds of our look is read again, so the clock of the files is what counts here
    assert run("reindex", "--vault", vault, "--json").json["notes"] == 24


def test_notes_of_one_name_are_linked_by_their_paths(run: Run, vault: Path) -> None:
    write(vault, "a/Ada.md", "---\ntype: person\n---\n")
    write(vault, "b/Ada.md", "---\ntype: person\n---\n")
    reindexed(run, vault)
    people = (vault / "PLN/PLN People.md").read_text()
    assert "| [[a/Ada\\|Ada]] |" in people
    assert "| [[b/Ada\\|Ada]] |" in people


def test_backlinks_are_listed_with_their_day(run: Run, vault: Path) -> None:
    write(vault, "Ada.md", "---\ntype: person\n---\n")
    write(vault, "2026-11-01.md", "Talked with [[Ada]]\n")
    assert run("backlinks", "Ada", "--vault", vault).out == "2026-11-01.md:1\t2026-11-01\tTalked with [[Ada]]\n"


def test_templates_of_a_folder_used_before_are_nobody(run: Run, vault: Path) -> None:
    run("init", "--vault", vault, "--yes")
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\nfolder: Netz\n---\n")
    done = run("reindex", "--vault", vault, "--json").json
    assert (done["people"], done["sources"], done["goals"]) == (0, 0, 0)


def test_a_name_that_no_link_can_hold_stays_on_its_line(run: Run, vault: Path) -> None:
    write(vault, "new\nline.md", "---\ntype: person\n---\n")
    reindexed(run, vault)
    assert "| new line |" in (vault / "PLN/PLN People.md").read_text()


def test_a_day_beyond_all_calendars_is_refused(run: Run, vault: Path) -> None:
    assert run("daily", "--vault", vault, "--today", "9999-12-31", "--dry-run").code == 2
