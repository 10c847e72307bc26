"""What people do in one vault in one week, one thing after the other: log, undo, a pause, and leaving."""

from datetime import timedelta
from pathlib import Path

from conftest import Run, snapshot, write
from reviews import DROPPED, MONDAY, REVIEW, TODAY, TRIAL, review, shown, tick

SETTINGS = "PLN/PLN Settings.md"
LOGGED = "- talked with [[Ada]] about [[Rust]] #got\n"


def test_log_undo_a_pause_and_remove_leave_the_users_text_as_it_is(run: Run, vault: Path) -> None:
    def ran(*words: str, day: str = TODAY) -> str:
        done = run(*words, "--vault", vault, "--today", day)
        assert done.code == 0, done.err
        return done.out + done.err

    write(vault, "Ada.md", "---\ntype: person\ncadence: weekly\nlast-contact: 2026-11-01\n---\nMine.\n")
    write(vault, "Ben.md", "---\ntype: person\ncadence: weekly\nlast-contact: 2026-11-01\n---\nMine.")
    write(vault, "Rust.md", "no newline at the end")
    write(vault, "Old Blog.md", TRIAL)
    shown(vault, "Old Blog")
    before = snapshot(vault)

    # a tick in the review changes one line, a line is logged, and undo takes back the one and not the other
    review(run, vault)
    tick(vault)
    review(run, vault)
    assert (vault / "Old Blog.md").read_bytes() == DROPPED.encode()
    ran("log", LOGGED.strip("- \n"))
    assert "took back the change of Old Blog.md" in ran("undo")
    assert (vault / "Old Blog.md").read_bytes() == TRIAL.encode()
    assert (vault / f"{TODAY}.md").read_text() == LOGGED

    # a pause holds what vault-pln writes, and not what the user logs
    write(vault, SETTINGS, f"---\ntype: pln-settings\npause-until: {MONDAY + timedelta(days=2)}\n---\n")
    tomorrow = f"{MONDAY + timedelta(days=1)}"
    assert f"paused until {MONDAY + timedelta(days=2)}" in ran("daily", day=tomorrow)
    assert not (vault / f"{tomorrow}.md").exists()
    ran("log", "walked", day=tomorrow)
    assert (vault / f"{tomorrow}.md").read_text() == "- walked\n"
    assert (vault / f"{TODAY}.md").read_text() == LOGGED

    # when it is over, the logged contact counts: only Ben is due
    write(vault, SETTINGS, "---\ntype: pln-settings\n---\n")
    friday = f"{MONDAY + timedelta(days=4)}"
    ran("daily", day=friday)
    note = (vault / f"{friday}.md").read_text()
    assert "[[Ben]]" in note
    assert "[[Ada]]" not in note
    ran("reindex", day=friday)

    # who leaves takes along every byte of their own, what was logged included
    left = ran("remove", "--lines", "--yes", day=friday)
    assert f"{REVIEW}: a review, which is yours" in left
    rest = snapshot(vault)
    assert rest.pop(f"{TODAY}.md") == LOGGED.encode()
    assert rest.pop(f"{tomorrow}.md") == b"- walked\n"
    assert "^pln-" not in rest.pop(f"{friday}.md").decode()
    # of the days before only the lines of reading went that nobody touched
    assert {path for path in before if rest[path] != before[path]} == {
        f"{MONDAY - timedelta(days=back)}.md" for back in range(1, 6)
    }
    assert rest.keys() == before.keys()
    run("undo", "--vault", vault)
    assert {path: data for path, data in snapshot(vault).items() if path in rest} == rest
