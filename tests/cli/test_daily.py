"""Today's lines: written once, in the user's own note, and the user's from then on."""

import re
from pathlib import Path

import pytest

from conftest import TODAY, Run, write

ADA = "---\ntype: person\ncadence: monthly\nasks: [a reviewer for her talk]\n---\n"
ID = re.compile(r"\^pln-[a-z2-7]{16}$", re.MULTILINE)


@pytest.fixture
def friends(vault: Path) -> Path:
    write(vault, "Ada.md", ADA)
    write(vault, "2026-10-01.md", "Talked with [[Ada]]\n")
    return vault


def daily(run: Run, vault: Path, today: str = TODAY) -> dict[str, object]:
    found: dict[str, object] = run("daily", "--vault", vault, "--today", today, "--json").json
    return found


def lines(vault: Path, name: str = TODAY) -> list[str]:
    return [line for line in (vault / f"{name}.md").read_text().splitlines() if "^pln-" in line]


def test_a_person_whose_contact_is_due_gets_a_line_with_reason_and_opener(run: Run, friends: Path) -> None:
    found = daily(run, friends)
    assert found["written"] is True
    (line,) = lines(friends)
    assert line.startswith(
        "- [ ] Write to [[Ada]]: monthly, last contact 2026-10-01; asked for a reviewer for her talk 📅"
    )
    assert ID.search(line)
    text = (friends / f"{TODAY}.md").read_text()
    assert text.startswith("## Learning network\n### Reach out\n- [ ] Write to")


def test_twice_is_one_set_of_lines(run: Run, friends: Path) -> None:
    daily(run, friends)
    once = (friends / f"{TODAY}.md").read_bytes()
    assert daily(run, friends)["written"] is False
    assert (friends / f"{TODAY}.md").read_bytes() == once


@pytest.mark.parametrize(
    "before",
    [
        b"# Day\r\n\r\ntext\r\n",
        b"\xef\xbb\xbf# Day\ntext\n",
        b"# Day\nno final newline",
        b"",
        b"one\rtwo\n",
        b"a\x00b\n",
    ],
)
def test_every_byte_of_the_note_survives(run: Run, friends: Path, before: bytes) -> None:
    note = friends / f"{TODAY}.md"
    note.write_bytes(before)
    note.chmod(0o640)
    daily(run, friends)
    after = note.read_bytes()
    assert after.startswith(before)
    assert b"Write to [[Ada]]" in after
    assert note.stat().st_mode & 0o777 == 0o640
    if b"\r\n" in before:
        assert b"\n" not in after.replace(b"\r\n", b"")


def test_lines_go_under_the_heading_where_the_user_has_it(run: Run, friends: Path) -> None:
    write(friends, f"{TODAY}.md", "# Day\n\n### learning network\n\nmy text\n\n### Evening\n\nlate\n")
    daily(run, friends)
    text = (friends / f"{TODAY}.md").read_text()
    assert text.startswith("# Day\n\n### learning network\n\nmy text\n#### Reach out\n- [ ] Write to [[Ada]]")
    assert text.endswith("\n\n### Evening\n\nlate\n")


@pytest.mark.parametrize(
    "answer",
    [
        lambda line: line.replace("[ ]", "[x]"),
        lambda line: line.replace("[ ]", "[-]"),
        lambda line: line.replace("Write to", "Perhaps write to"),
        lambda _: "",
    ],
    ids=["ticked", "cancelled", "edited", "deleted"],
)
def test_an_answered_line_never_comes_back(run: Run, friends: Path, answer: object) -> None:
    daily(run, friends)
    note = friends / f"{TODAY}.md"
    (line,) = lines(friends)
    note.write_text(note.read_text().replace(line, answer(line)))  # type: ignore[operator]
    mine = note.read_text()
    for day in (TODAY, "2026-11-24", "2026-11-25"):
        assert daily(run, friends, day)["written"] is False
    assert note.read_text() == mine


def test_a_line_moved_to_another_note_stays_where_it_is(run: Run, friends: Path) -> None:
    daily(run, friends)
    (line,) = lines(friends)
    (friends / f"{TODAY}.md").write_text("gone\n")
    write(friends, "Someday.md", line + "\n")
    for day in (TODAY, "2026-11-24", "2026-12-24"):
        assert daily(run, friends, day)["written"] is False


def test_a_deleted_note_is_no_answer_and_nothing_in_it_comes_back(run: Run, friends: Path) -> None:
    daily(run, friends)
    (friends / f"{TODAY}.md").unlink()
    assert daily(run, friends)["written"] is False
    assert not (friends / f"{TODAY}.md").exists()


def test_memory_lost_makes_no_second_line(run: Run, friends: Path, machine: Path) -> None:
    import shutil

    daily(run, friends)
    shutil.rmtree(machine / "state")
    shutil.rmtree(machine / "cache")
    assert daily(run, friends)["written"] is False
    assert len(lines(friends)) == 1


def test_a_tick_is_a_contact_on_the_day_it_was_seen(run: Run, friends: Path) -> None:
    daily(run, friends)
    note = friends / f"{TODAY}.md"
    note.write_text(note.read_text().replace("[ ]", "[x]"))
    daily(run, friends, "2026-11-26")
    (ada,) = run("people", "--vault", friends, "--today", "2026-11-27", "--json").json
    assert ada["last_contact"] == "2026-11-26"
    assert ada["due"] == "2026-12-26"


def test_a_tick_with_a_done_date_counts_on_that_day(run: Run, friends: Path) -> None:
    daily(run, friends)
    note = friends / f"{TODAY}.md"
    note.write_text(note.read_text().replace("[ ]", "[x]").replace(" ^pln", " ✅ 2026-11-24 ^pln"))
    (ada,) = run("people", "--vault", friends, "--today", "2026-11-27", "--json").json
    assert ada["last_contact"] == "2026-11-24"


def test_our_own_line_is_no_contact(run: Run, friends: Path) -> None:
    daily(run, friends)
    (ada,) = run("people", "--vault", friends, "--today", TODAY, "--json").json
    assert ada["last_contact"] == "2026-10-01"
    assert run("backlinks", "Ada", "--vault", friends, "--json").json == [
        {"path": "2026-10-01.md", "line": 1, "text": "Talked with [[Ada]]", "date": "2026-10-01"}
    ]


def test_a_skipped_round_comes_again_one_cadence_later(run: Run, friends: Path) -> None:
    daily(run, friends)
    (friends / f"{TODAY}.md").write_text("deleted\n")
    assert daily(run, friends, "2026-11-29")["written"] is False
    assert daily(run, friends, "2026-11-30")["written"] is True


def test_a_missing_note_is_made_from_the_users_template(run: Run, friends: Path) -> None:
    write(friends, ".obsidian/daily-notes.json", '{"folder": "Journal", "template": "Templates/Day"}')
    write(friends, "Journal/2026-10-01.md", "Talked with [[Ada]]\n")
    write(friends, "Templates/Day.md", "# {{title}}\n\n{{date:dddd}}\n\n## Learning network\n\n## Log\n")
    daily(run, friends)
    text = (friends / f"Journal/{TODAY}.md").read_text()
    assert text.startswith("# 2026-11-23\n\nMonday\n\n## Learning network\n### Reach out\n- [ ] Write to [[Ada]]")
    assert text.endswith("\n\n## Log\n")


def test_with_nothing_to_write_no_note_is_made(run: Run, vault: Path) -> None:
    write(vault, "Ada.md", "---\ntype: person\n---\n")
    assert daily(run, vault)["written"] is False
    assert not (vault / f"{TODAY}.md").exists()


def test_a_dry_run_shows_the_lines_and_writes_nothing(run: Run, friends: Path) -> None:
    before = {path.name for path in friends.rglob("*")}
    ran = run("daily", "--vault", friends, "--today", TODAY, "--dry-run")
    assert "+- [ ] Write to [[Ada]]" in ran.out
    assert {path.name for path in friends.rglob("*")} == before


def test_a_pause_holds_everything(run: Run, friends: Path) -> None:
    write(friends, "PLN/PLN Settings.md", "---\ntype: pln-settings\npause-until: 2026-12-01\n---\n")
    assert daily(run, friends)["written"] is False
    assert daily(run, friends, "2026-12-01")["written"] is True


def test_quiet_days_and_snooze_and_the_daily_most_are_kept(run: Run, vault: Path) -> None:
    for number in range(5):
        write(vault, f"P{number}.md", "---\ntype: person\ncadence: 7\nlast-contact: 2026-01-01\n---\n")
    write(vault, "S.md", "---\ntype: person\ncadence: 7\nlast-contact: 2026-01-01\nsnooze-until: 2027-01-01\n---\n")
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\nquiet-days: [monday]\ndaily-follow-ups: 4\n---\n")
    assert daily(run, vault)["follow_ups"] == []
    tuesday = daily(run, vault, "2026-11-24")["follow_ups"]
    assert isinstance(tuesday, list)
    assert len(tuesday) == 4
    assert "S.md" not in {row["person"] for row in tuesday}


def test_the_embed_style_leaves_one_stable_line(run: Run, friends: Path) -> None:
    write(friends, "PLN/PLN Settings.md", "---\ntype: pln-settings\ndaily-style: embed\n---\n")
    write(friends, f"{TODAY}.md", "mine\n")
    daily(run, friends)
    assert (friends / f"{TODAY}.md").read_text() == f"mine\n\n## Learning network\n![[PLN {TODAY}]]\n"
    assert "Write to [[Ada]]" in (friends / f"PLN/Days/PLN {TODAY}.md").read_text()
    assert daily(run, friends)["written"] is False


def test_tasks_get_the_plugins_global_filter_and_format(run: Run, friends: Path) -> None:
    write(
        friends,
        ".obsidian/plugins/obsidian-tasks-plugin/data.json",
        '{"globalFilter": "#task", "taskFormat": "dataview"}',
    )
    daily(run, friends)
    (line,) = lines(friends)
    assert line.startswith("- [ ] #task Write to [[Ada]]")
    assert "  [due:: 2026-11-25] ^pln-" in line


def test_another_device_that_wrote_here_means_nobody_writes(
    run: Run, friends: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    daily(run, friends)
    monkeypatch.setenv("VAULT_PLN_DEVICE", "laptop-0002")
    write(friends, "Bob.md", "---\ntype: person\ncadence: 7\nlast-contact: 2026-01-01\n---\n")
    found = run("daily", "--vault", friends, "--today", TODAY, "--json").json
    assert found["written"] is False
    assert "desk-0001 has written here too" in found["problems"][0]["message"]
    write(friends, "PLN/PLN Settings.md", "---\ntype: pln-settings\nwriter: laptop-0002\n---\n")
    assert daily(run, friends)["written"] is True


def test_never_met_people_are_spread_and_not_all_due_at_once(run: Run, vault: Path) -> None:
    for number in range(30):
        write(vault, f"People/P{number}.md", "---\ntype: person\ncadence: 30\n---\n")
    assert daily(run, vault)["follow_ups"] == []
    due = {row["due"] for row in run("people", "--vault", vault, "--today", TODAY, "--json").json}
    assert len(due) > 8
    assert min(due) >= "2026-12-15"
    assert max(due) <= "2027-01-01"


@pytest.mark.parametrize(
    ("settings", "link"),
    [
        ("{}", "[[Ada Lovelace]]"),
        ('{"newLinkFormat": "absolute"}', "[[People/Ada Lovelace|Ada Lovelace]]"),
        ('{"newLinkFormat": "relative"}', "[[../People/Ada Lovelace|Ada Lovelace]]"),
        ('{"useMarkdownLinks": true}', "[Ada Lovelace](Ada%20Lovelace.md)"),
        ('{"useMarkdownLinks": true, "newLinkFormat": "relative"}', "[Ada Lovelace](../People/Ada%20Lovelace.md)"),
    ],
)
def test_links_are_written_in_the_style_the_user_chose(run: Run, vault: Path, settings: str, link: str) -> None:
    write(vault, ".obsidian/app.json", settings)
    write(vault, ".obsidian/daily-notes.json", '{"folder": "Daily"}')
    write(vault, "People/Ada Lovelace.md", ADA)
    write(vault, "Daily/2026-10-01.md", "Talked with [[Ada Lovelace]]\n")
    daily(run, vault)
    (line,) = lines(vault, f"Daily/{TODAY}")
    assert line.startswith(f"- [ ] Write to {link}: monthly")
    assert daily(run, vault, "2026-11-24")["written"] is False


def test_a_template_for_templater_is_not_pasted_raw(run: Run, friends: Path) -> None:
    write(friends, ".obsidian/daily-notes.json", '{"template": "Day"}')
    write(friends, "Day.md", "# <% tp.file.title %>\n")
    found = daily(run, friends)
    assert "<%" not in (friends / f"{TODAY}.md").read_text()
    assert "needs Templater" in str(found["problems"])


def test_days_are_named_in_the_vaults_language(run: Run, friends: Path) -> None:
    write(friends, ".obsidian/daily-notes.json", '{"format": "YYYY/MMMM/YYYY-MM-DD dddd"}')
    write(friends, "PLN/PLN Settings.md", "---\ntype: pln-settings\nlanguage: de\n---\n")
    write(friends, "2026/Oktober/2026-10-01 Donnerstag.md", "Mit [[Ada]] gesprochen\n")
    assert daily(run, friends)["note"] == "2026/November/2026-11-23 Montag.md"
    text = (friends / "2026/November/2026-11-23 Montag.md").read_text()
    assert "### Melde dich\n- [ ] Schreib [[Ada]]: monatlich, letzter Kontakt 2026-10-01" in text


@pytest.mark.parametrize(
    ("given", "standing", "heading"),
    [
        ("", "", "## Lernnetz\n### Melde dich\n- [ ] Schreib"),
        ("", "# Learning network\n", "# Learning network\n## Melde dich\n- [ ] Schreib"),
        ("", "# Learning network\n\n## Lernnetz\n", "## Lernnetz\n### Melde dich\n- [ ] Schreib"),
        ("daily-heading: Netz\n", "# Learning network\n", "## Netz\n### Melde dich\n- [ ] Schreib"),
    ],
)
def test_the_heading_is_of_the_vaults_language_where_no_other_stands(
    run: Run, friends: Path, given: str, standing: str, heading: str
) -> None:
    write(friends, "PLN/PLN Settings.md", f"---\ntype: pln-settings\nlanguage: de\n{given}---\n")
    note = write(friends, f"{TODAY}.md", standing)
    daily(run, friends)
    text = note.read_text()
    assert heading in text
    note.write_text("".join(line for line in text.splitlines(keepends=True) if "^pln-" not in line))
    for day in (TODAY, "2026-11-24"):
        assert daily(run, friends, day)["written"] is False, "deleted is deleted"


def test_a_journal_of_another_editor_is_recognised(run: Run, tmp_path: Path) -> None:
    vault = tmp_path / "graph"
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\n---\n")
    write(vault, "pages/Ada.md", ADA)
    write(vault, "journals/2026_10_01.md", "- Talked with [[Ada]]\n")
    assert daily(run, vault)["note"] == "journals/2026_11_23.md"


def test_an_untouched_line_is_closed_after_a_week_and_the_next_round_comes(run: Run, friends: Path) -> None:
    write(friends, f"{TODAY}.md", "before\r\n")
    daily(run, friends)
    before = (friends / f"{TODAY}.md").read_bytes()
    daily(run, friends, "2026-11-29")
    assert (friends / f"{TODAY}.md").read_bytes() == before
    daily(run, friends, "2026-11-30")
    assert (friends / f"{TODAY}.md").read_bytes() == before.replace(b"- [ ] Write", b"- [-] Write")
    assert daily(run, friends, "2026-12-01")["written"] is True
    assert daily(run, friends, "2026-12-02")["written"] is False


def test_an_untouched_line_is_closed_when_contact_happened_otherwise(run: Run, friends: Path) -> None:
    daily(run, friends)
    write(friends, "2026-11-24.md", "Met [[Ada]] on the train\n")
    daily(run, friends, "2026-11-25")
    assert "- [-] Write to [[Ada]]" in (friends / f"{TODAY}.md").read_text()
    (ada,) = run("people", "--vault", friends, "--today", "2026-11-25", "--json").json
    assert ada["due"] == "2026-12-24"


def test_a_line_the_user_touched_is_never_closed(run: Run, friends: Path) -> None:
    daily(run, friends)
    note = friends / f"{TODAY}.md"
    note.write_text(note.read_text().replace("Write to", "Call"))
    mine = note.read_text()
    daily(run, friends, "2026-12-20")
    assert note.read_text() == mine


def test_a_moved_date_snoozes_and_a_new_line_comes_on_that_day(run: Run, friends: Path) -> None:
    daily(run, friends)
    note = friends / f"{TODAY}.md"
    note.write_text(note.read_text().replace("📅 2026-11-25", "📅 2026-12-20"))
    mine = note.read_text()
    (ada,) = run("people", "--vault", friends, "--today", "2026-12-10", "--json").json
    assert ada["due"] == "2026-12-20"
    assert daily(run, friends, "2026-12-19")["written"] is False
    assert daily(run, friends, "2026-12-20")["written"] is True
    assert len(lines(friends, "2026-12-20")) == 1
    assert daily(run, friends, "2026-12-21")["written"] is False
    assert note.read_text() == mine


def test_the_old_line_of_a_snooze_is_an_answer_to_the_new_one_too(run: Run, friends: Path) -> None:
    daily(run, friends)
    note = friends / f"{TODAY}.md"
    note.write_text(note.read_text().replace("📅 2026-11-25", "📅 2026-12-20"))
    daily(run, friends, "2026-12-20")
    note.write_text(note.read_text().replace("- [ ]", "- [x]").replace("📅 2026-12-20", "📅 2026-12-20 ✅ 2026-12-21"))
    daily(run, friends, "2026-12-21")
    assert "- [-] Write to" in (friends / "2026-12-20.md").read_text()
    (ada,) = run("people", "--vault", friends, "--today", "2026-12-21", "--json").json
    assert ada["last_contact"] == "2026-12-21"


def test_a_link_that_the_user_adds_to_a_line_counts_once_it_is_answered(run: Run, friends: Path) -> None:
    write(friends, "Zoe.md", "---\ntype: person\n---\n")
    daily(run, friends)
    note = friends / f"{TODAY}.md"
    note.write_text(note.read_text().rstrip("\n") + " and [[Zoe]]\n")

    def contact() -> object:
        return run("show", "Zoe", "--vault", friends, "--today", "2026-11-24", "--json").json["brief"]["last_contact"]

    assert contact() is None
    note.write_text(note.read_text().replace("- [ ]", "- [x]"))
    assert contact() == TODAY


def test_a_lost_ledger_makes_no_second_line(run: Run, friends: Path) -> None:
    import shutil

    daily(run, friends)
    shutil.rmtree(friends / "PLN/Ledger")
    for day in (TODAY, "2026-11-24"):
        assert daily(run, friends, day)["written"] is False
    assert len(lines(friends)) == 1


def test_a_snooze_in_the_note_is_the_due_date_everywhere(run: Run, friends: Path) -> None:
    write(friends, "Ada.md", ADA.replace("type: person", "type: person\nsnooze-until: 2026-12-14"))
    (ada,) = run("people", "--vault", friends, "--today", TODAY, "--json").json
    assert ada["due"] == "2026-12-14"
    run("reindex", "--vault", friends, "--today", TODAY)
    assert "| monthly | 2026-12-14 |" in (friends / "PLN/PLN People.md").read_text()
    assert "- 2026-12-14 [[Ada]]" in (friends / "PLN/PLN Home.md").read_text()
    assert run("status", "--vault", friends, "--today", TODAY, "--json").json["people_due"] == []
