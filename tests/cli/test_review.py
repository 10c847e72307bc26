"""review and undo: the note of a week, its proposals as boxes, through real edits of real notes."""

import json
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from conftest import Run, Watch, write
from reviews import BOX, DROPPED, LEDGER, MONDAY, REVIEW, TODAY, TRIAL, WEEK, review, shown, tick
from vault_pln.core.digest.ledger import name_digest, new_ledger, render_entry
from vault_pln.core.markdown.own import digest_of
from vault_pln.core.review.wanted import proposal_id
from vault_pln.edge.places import places_of
from vault_pln.jobs.live import open_vault
from vault_pln.jobs.review import is_due
from vault_pln.model.ledger import Entry
from vault_pln.model.review import Proposal


@pytest.fixture
def tried(vault: Path) -> Path:
    """A vault with a source on trial of which nothing was kept in its month."""
    write(vault, "Old Blog.md", TRIAL)
    shown(vault, "Old Blog")
    return vault


def test_a_ticked_proposal_changes_one_line_is_noted_and_can_be_taken_back(run: Run, tried: Path) -> None:
    text = review(run, tried)
    (box,) = BOX.findall(text)
    assert "`status: trial # for now` → `status: dropped # for now`" in box
    tick(tried)
    review(run, tried)
    assert (tried / "Old Blog.md").read_bytes() == DROPPED.encode()
    done = box.replace("[ ]", "[x]").replace(" ^pln", " · done ^pln")
    assert (tried / REVIEW).read_text() == text.replace(box, done)
    ran = run("undo", "--vault", tried, "--today", TODAY)
    assert ran.code == 0, ran.err
    assert (tried / "Old Blog.md").read_bytes() == TRIAL.encode()
    assert (tried / REVIEW).read_text() == text.replace(box, done.replace("· done", "· taken back"))
    review(run, tried)
    assert (tried / "Old Blog.md").read_bytes() == TRIAL.encode()
    assert run("undo", "--vault", tried, "--today", TODAY).code == 2


def test_a_review_is_written_once_and_stays_away_when_the_user_deletes_it(run: Run, tried: Path) -> None:
    review(run, tried)
    (tried / REVIEW).write_text("mine")
    assert review(run, tried) == "mine"
    (tried / REVIEW).unlink()
    assert is_due(open_vault(places_of(str(tried)), MONDAY)) is None
    # asked for by name it comes again, and its boxes with it
    assert len(BOX.findall(review(run, tried, "--week", WEEK))) == 1


def test_nobody_is_asked_twice(run: Run, tried: Path) -> None:
    review(run, tried)
    ran = run("review", "--vault", tried, "--today", "2026-11-30", "--json")
    assert (ran.code, ran.json["proposals"], ran.json["written"]) == (0, [], True)


@pytest.mark.parametrize("sign", [" ", "-", "/"])
def test_a_box_that_is_not_ticked_changes_nothing(run: Run, tried: Path, sign: str) -> None:
    review(run, tried)
    tick(tried, new=f"- [{sign}]")
    review(run, tried)
    assert (tried / "Old Blog.md").read_bytes() == TRIAL.encode()


def test_the_words_of_a_box_carry_nothing_out_and_its_id_does(run: Run, tried: Path) -> None:
    write(tried, "Other Blog.md", TRIAL)
    (box,) = BOX.findall(review(run, tried))
    worded = box.replace("[ ]", "[x]").replace("Old Blog", "Other Blog").replace("dropped", "active")
    write(tried, "Mine.md", f"A line that I moved:\n\n{worded}\n")
    before = (tried / REVIEW).read_bytes()
    review(run, tried)
    assert (tried / "Old Blog.md").read_bytes() == DROPPED.encode()
    assert (tried / "Other Blog.md").read_bytes() == TRIAL.encode()
    assert worded in (tried / "Mine.md").read_text(), "a line that is not as we wrote it is left alone"
    assert (tried / REVIEW).read_bytes() == before.replace(b" ^pln-", " · done ^pln-".encode())


def test_a_box_that_no_review_made_carries_nothing_out(run: Run, tried: Path) -> None:
    proposal = Proposal("drop", "Old Blog.md", "status", "trial", "dropped")
    write(tried, "Clipped.md", f"- [x] Read this · `status: trial` → `status: dropped` ^pln-{proposal_id(proposal)}\n")
    assert run("review", "--vault", tried, "--today", "2026-11-16", "--json").json["carried_out"] == []
    assert (tried / "Old Blog.md").read_bytes() == TRIAL.encode()


def test_a_fresh_device_carries_out_what_was_ticked_and_takes_it_back(
    run: Run, tried: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    review(run, tried)
    for number, expected in enumerate((DROPPED, TRIAL)):
        monkeypatch.setenv("VAULT_PLN_STATE", str(tmp_path / f"state-{number}"))
        monkeypatch.setenv("VAULT_PLN_CACHE", str(tmp_path / f"cache-{number}"))
        if not number:
            tick(tried)
        command = ["undo"] if number else ["review"]
        assert run(*command, "--vault", tried, "--today", TODAY).code == 0
        assert (tried / "Old Blog.md").read_bytes() == expected.encode()
    # whatever comes later, a proposal is carried out once
    monkeypatch.setenv("VAULT_PLN_STATE", str(tmp_path / "state-last"))
    review(run, tried)
    assert (tried / "Old Blog.md").read_bytes() == TRIAL.encode()


def test_another_device_leaves_boxes_to_the_writer(run: Run, tried: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    review(run, tried)
    tick(tried)
    monkeypatch.setenv("VAULT_PLN_DEVICE", "phone-0002")
    monkeypatch.setenv("VAULT_PLN_STATE", str(tried.parent / "phone"))
    assert is_due(open_vault(places_of(str(tried)), date(2026, 11, 30))) is None
    later = run("review", "--vault", tried, "--today", "2026-11-30", "--json").json
    assert (later["written"], "has written here too" in later["problems"][0]["message"]) == (False, True)
    assert run("review", "--vault", tried, "--today", TODAY, "--json").json["carried_out"] == []
    assert run("undo", "--vault", tried, "--today", TODAY).code == 2
    assert (tried / "Old Blog.md").read_bytes() == TRIAL.encode()
    done = run("review", "--vault", tried, "--today", TODAY, "--json", "--take-over").json
    assert done["carried_out"] == ["Old Blog.md"]


def test_a_proposal_that_no_longer_fits_is_refused_once_and_for_all(run: Run, tried: Path) -> None:
    review(run, tried)
    tick(tried)
    write(tried, "Old Blog.md", TRIAL.replace("trial #", "muted #"))
    ran = run("review", "--vault", tried, "--today", TODAY, "--json")
    (problem,) = ran.json["problems"]
    assert problem["path"] == REVIEW
    assert "says something else by now" in problem["message"]
    assert "· not done: the note says something else by now ^pln-" in (tried / REVIEW).read_text()
    # nor when the note is as it was again
    write(tried, "Old Blog.md", TRIAL)
    assert run("review", "--vault", tried, "--today", TODAY, "--json").json["problems"] == []
    assert (tried / "Old Blog.md").read_bytes() == TRIAL.encode()


def test_what_was_carried_out_is_not_done_again_when_the_user_changes_it_back(run: Run, tried: Path) -> None:
    review(run, tried)
    tick(tried)
    review(run, tried)
    write(tried, "Old Blog.md", TRIAL)
    review(run, tried)
    assert (tried / "Old Blog.md").read_bytes() == TRIAL.encode()
    ran = run("undo", "--vault", tried, "--today", TODAY)
    assert (ran.code, "is as it was before" in ran.out) == (0, True)
    assert (tried / "Old Blog.md").read_bytes() == TRIAL.encode()
    assert " · taken back ^pln-" in (tried / REVIEW).read_text()


def test_a_line_that_was_changed_after_a_proposal_is_not_taken_back(run: Run, tried: Path) -> None:
    review(run, tried)
    tick(tried)
    review(run, tried)
    mine = DROPPED.replace("status: dropped # for now", "status: muted")
    write(tried, "Old Blog.md", mine)
    ran = run("undo", "--vault", tried, "--today", TODAY)
    assert (ran.code, "was changed since" in ran.err) == (2, True)
    assert (tried / "Old Blog.md").read_bytes() == mine.encode()


def test_undo_needs_neither_the_box_nor_its_words(run: Run, tried: Path) -> None:
    review(run, tried)
    tick(tried)
    review(run, tried)
    (tried / REVIEW).unlink()
    shown_first = run("undo", "--vault", tried, "--today", TODAY, "--dry-run")
    assert "+status: trial # for now" in shown_first.out
    assert (tried / "Old Blog.md").read_bytes() == DROPPED.encode()
    assert run("undo", "--vault", tried, "--today", TODAY).code == 0
    assert (tried / "Old Blog.md").read_bytes() == TRIAL.encode()


def test_a_stamp_that_another_tool_sets_when_a_box_is_ticked_stays_where_it_is(run: Run, tried: Path) -> None:
    (box,) = BOX.findall(review(run, tried))
    tick(tried, box, box.replace("[ ]", "[x]").replace(" ^pln", " ✅ 2026-11-23 ^pln"))
    assert " · done ✅ 2026-11-23 ^pln-" in review(run, tried)


def test_three_follow_ups_put_off_propose_a_slower_rhythm_without_a_link(run: Run, vault: Path) -> None:
    write(vault, "Ada ]] #x.md", "---\ntype: person\nrelation: mentor\nlast-contact: 2026-08-01\n---\n")
    name, rows = "Ada ]] #x", new_ledger("desk-0001")
    for number in range(3):
        day, key = date(2026, 10, 1 + number), f"snooze{number}".translate(str.maketrans("012", "abc")).ljust(16, "x")
        line = f"- [ ] Write to Ada 📅 {day + timedelta(days=2)} ^pln-{key}"
        when = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
        rows += render_entry(Entry(when, "wrote", key, day, "follow-up", digest_of(line), of=name_digest(name)))
        write(vault, f"{day}.md", line.replace(f"{day + timedelta(days=2)}", "2026-12-24") + "\n")
    write(vault, LEDGER, rows)
    (box,) = BOX.findall(review(run, vault))
    assert "Write to Ada \\]\\] &num;x every 45 days from now on: put off 3 times · `cadence: 45`" in box
    tick(vault)
    review(run, vault)
    note = vault / f"{name}.md"
    assert note.read_text() == "---\ntype: person\nrelation: mentor\nlast-contact: 2026-08-01\ncadence: 45\n---\n"
    (person,) = run("people", "--vault", vault, "--today", TODAY, "--json").json
    assert (person["last_contact"], person["cadence_days"]) == ("2026-08-01", 45)
    assert run("undo", "--vault", vault, "--today", TODAY).code == 0
    assert "cadence" not in note.read_text()


def test_remove_takes_a_review_that_nobody_touched_and_leaves_others(run: Run, tried: Path) -> None:
    review(run, tried)
    run("review", "--vault", tried, "--today", "2026-11-30")
    tick(tried)
    ran = run("remove", "--vault", tried, "--yes", "--json")
    assert [row["path"] for row in ran.json["left"]] == [REVIEW]
    assert [file.name for file in (tried / "PLN/Reviews").iterdir()] == [f"PLN review {WEEK}.md"]


def test_it_is_the_same_to_the_byte_on_whatever_day_and_device(
    run: Run, tried: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    twin = tmp_path / "twin"
    shutil.copytree(tried, twin)
    first = review(run, tried)
    monkeypatch.setenv("VAULT_PLN_STATE", str(tmp_path / "other-state"))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert run("review", "--vault", twin, "--today", "2026-12-19", "--week", WEEK).code == 0
    assert (twin / REVIEW).read_text() == first


def test_a_week_that_is_not_over_or_none_is_refused(run: Run, tried: Path) -> None:
    for week, words in (("2026-W48", "not over"), ("2026-W54", "written as"), ("2025-W53", "written as")):
        ran = run("review", "--vault", tried, "--today", TODAY, "--week", week)
        assert (ran.code, words in ran.err) == (2, True)


@pytest.mark.parametrize(
    "config",
    [
        {"weekly": {"enabled": True, "folder": "Weeks", "format": ""}},
        {"activeCalendarSet": "x", "calendarSets": [{"id": "x", "week": {"enabled": True, "folder": "Weeks"}}]},
    ],
)
def test_where_the_user_keeps_notes_of_weeks_it_is_a_block_in_that_note(
    run: Run, tried: Path, config: dict[str, object]
) -> None:
    write(tried, ".obsidian/plugins/periodic-notes/data.json", json.dumps(config))
    note = write(tried, f"Weeks/{WEEK}.md", "# My week\r\n\r\nIt was good.")
    ran = run("review", "--vault", tried, "--today", TODAY, "--json")
    assert (ran.json["note"], ran.json["written"]) == (f"Weeks/{WEEK}.md", True)
    text = note.read_bytes().decode()
    assert text.startswith("# My week\r\n\r\nIt was good.\r\n\r\n<!-- pln:begin review sha=")
    assert text.count("\n") == text.count("\r\n")
    assert "### Proposals\r\n" in text
    tick(tried, path=f"Weeks/{WEEK}.md")
    assert run("review", "--vault", tried, "--today", TODAY, "--json").json["written"] is False
    assert (tried / "Old Blog.md").read_bytes() == DROPPED.encode()
    assert note.read_bytes().decode() == text.replace("- [ ]", "- [x]").replace(" ^pln", " · done ^pln")
    assert not (tried / "PLN/Reviews").exists()
    findings = run("doctor", "--vault", tried, "--today", TODAY, "--json").json
    assert [one for one in findings if one["sort"] == "block"] == []


@pytest.mark.parametrize("text", ["```\ncode that never ends", None])
def test_a_week_without_a_note_that_can_take_it_gets_one_of_ours(run: Run, tried: Path, text: str | None) -> None:
    write(tried, ".obsidian/plugins/periodic-notes/data.json", '{"weekly": {"enabled": true}}')
    if text is not None:
        write(tried, f"{WEEK}.md", text)
    assert BOX.findall(review(run, tried))
    assert text is None or (tried / f"{WEEK}.md").read_text() == text


def test_every_number_and_every_proposal_can_be_traced(run: Run, tried: Path) -> None:
    (box,) = BOX.findall(review(run, tried))
    ran = run("why", WEEK, "--vault", tried, "--today", TODAY, "--json").json
    for section in ran["sections"]:
        for row in section["rows"]:
            assert f"- {row['text']}\n" in (tried / REVIEW).read_text()
            for because in row["because"]:
                lines = (tried / because["path"]).read_text().splitlines()
                assert lines[because["line"] - 1].strip() == because["text"]
    found = run("why", box[-21:], "--vault", tried, "--today", TODAY, "--json").json
    assert (found["note"], found["kind"], found["stands"], found["week"]) == ("Old Blog.md", "drop", "proposed", WEEK)
    assert len(found["because"]) == 5
    tick(tried)
    review(run, tried)
    said = run("why", box[-21:], "--vault", tried, "--today", TODAY)
    assert "it was carried out (2026-11-23)" in said.out
    assert "PLN review 2026-W47.md" in said.out


def test_the_daemon_writes_the_review_and_carries_out_a_tick(tried: Path, watch: Watch) -> None:
    daemon = watch(tried, "--today", TODAY)
    daemon.until((tried / REVIEW).exists)
    daemon.until_it_rests()
    tick(tried)
    daemon.until(lambda: "· done ^pln-" in (tried / REVIEW).read_text())
    assert (tried / "Old Blog.md").read_bytes() == DROPPED.encode()
