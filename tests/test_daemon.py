"""The daemon as a process of its own, with real editors, real events and real signals."""

import json
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest

from conftest import TODAY, Run, Watch, write
from daemons import DUE, PATIENCE, PEOPLE, PERSON, Daemon, lines, row, shows, state_of
from loopback import Answer, Asked, serve
from vault_pln.edge import lock

# how editors save


def by_vim(*settings: str) -> Callable[[Path, str], None]:
    def save(note: Path, line: str) -> None:
        commands = [f"set {setting}" for setting in settings] + [f"normal Go{line}", "wq"]
        words = [word for command in commands for word in ("-c", command)]
        subprocess.run(["vim", "-es", "-u", "NONE", *words, str(note)], check=True, stdin=subprocess.DEVNULL)

    return save


def by_emacs(note: Path, line: str) -> None:
    lisp = f'(progn (find-file "{note}") (goto-char (point-max)) (insert "{line}\\n") (save-buffer))'
    subprocess.run(["emacs", "--batch", "-Q", "--eval", lisp], check=True, capture_output=True)


def by_sed(note: Path, line: str) -> None:
    subprocess.run(["sed", "-i", f"$a\\{line}", str(note)], check=True)


def in_place(note: Path, line: str) -> None:
    text = note.read_text()
    with note.open("w") as file:
        file.write(text)
        file.flush()
        file.write(f"{line}\n")


def at_the_end(note: Path, line: str) -> None:
    with note.open("a") as file:
        file.write(f"{line}\n")


def by_temp_and_rename(note: Path, line: str) -> None:
    temp = note.with_name(".note.md.tmp")
    temp.write_text(note.read_text() + f"{line}\n")
    temp.replace(note)


def from_outside(note: Path, line: str) -> None:
    temp = note.parent.parent / "outside.md"
    temp.write_text(note.read_text() + f"{line}\n")
    temp.replace(note)


SAVES = {
    "vim": by_vim(),
    "vim with a backup": by_vim("backupskip=", "backupcopy=no", "backup", "writebackup"),
    "vim in place": by_vim("backupcopy=yes"),
    "emacs": by_emacs,
    "sed": by_sed,
    "in place": in_place,
    "at the end": at_the_end,
    "temp and rename": by_temp_and_rename,
    "from outside": from_outside,
}


def test_a_line_saved_by_any_editor_moves_the_last_contact_and_then_it_is_silent(vault: Path, watch: Watch) -> None:
    here = {name: save for name, save in SAVES.items() if name in ("in place", "at the end") or has_program(name)}
    for name in here:
        write(vault, f"{name}.md", PERSON)
    write(vault, "2026-11-20.md", "# Friday\n")
    daemon = watch(vault, "--today", TODAY)
    for name, save in here.items():
        save(vault / "2026-11-20.md", f"Talked with [[{name}]]")
        daemon.until(shows(vault, name, "| 2026-11-20 | 1 | weekly | 2026-11-27 |"))
    daemon.until_it_rests()
    before = {path: path.stat().st_mtime_ns for path in vault.rglob("*")}
    assert daemon.until_it_looked(5) == [0] * 5
    assert {path: path.stat().st_mtime_ns for path in vault.rglob("*")} == before
    # a look that writes, and one that sees what it wrote, for each save and for the start
    assert sum(count > 0 for count in daemon.written()) <= len(here) + 2


def has_program(name: str) -> bool:
    return name.split(maxsplit=1)[0] not in ("vim", "emacs") or shutil.which(name.split(maxsplit=1)[0]) is not None


def test_a_block_in_a_note_that_is_being_edited_is_written_when_it_rests(vault: Path, watch: Watch) -> None:
    block = "<!-- pln:begin network -->\n<!-- pln:end network -->\n"
    note = write(vault, "Ada.md", f"---\ntype: person\n---\n{block}")
    swap = write(vault, ".Ada.md.swp", "")
    daemon = watch(vault, "--today", TODAY, "--quiet", "0.1", "--listing", "600")
    daemon.until_it_looked(1)
    assert "pln:begin network -->" in note.read_text()
    # nothing tells of a swap file that is gone
    swap.unlink()
    daemon.until(lambda: "pln:begin network sha=" in note.read_text())


def test_events_that_were_lost_are_made_up_for(vault: Path, watch: Watch) -> None:
    limit = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text())
    if limit > 20_000:
        pytest.skip(f"this system queues {limit} events, which would take long to exceed")
    write(vault, "Ada.md", "---\ntype: person\n---\n")
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\npause-until: 2027-01-01\n---\n")
    daemon = watch(vault, "--today", TODAY, "--listing", "600")
    for text in ("one", "two"):
        # it has seen all that came before once it has seen this
        write(vault, "Other.md", text)
        daemon.until_it_looked(1)
    with daemon.held_still():
        # hidden files tell it nothing, and fill the queue
        for _ in range(limit // 2):
            write(vault, ".hidden", "").unlink()
        write(vault, "2026-11-20.md", "Talked with [[Ada]]\n")
    daemon.until(shows(vault, "Ada", "| 2026-11-20 |"))
    assert "overflow" in daemon.log


# how it ends


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_it_at_once_with_exit_0(vault: Path, watch: Watch, number: int) -> None:
    daemon = watch(vault)
    assert daemon.stop(number) == 0
    assert "Traceback" not in daemon.log


def test_it_stops_at_once_while_a_source_does_not_answer(vault: Path, watch: Watch) -> None:
    with serve() as site:

        def silent(_: Asked) -> Answer:
            time.sleep(PATIENCE)
            return Answer(200, b"late")

        site.routes["/feed"] = silent
        write(vault, "PLN/PLN Settings.md", f"---\ntype: pln-settings\nallow-private-hosts: [{site.host}]\n---\n")
        write(vault, "Blog.md", f"---\ntype: source\nfeed: {site.url}/feed\n---\n")
        daemon = watch(vault)
        daemon.until(lambda: site.count("/feed"))
        assert daemon.stop() == 0
        assert "Traceback" not in daemon.log


def test_it_stops_at_once_while_it_waits_for_another_process(vault: Path, watch: Watch, machine: Path) -> None:
    write(vault, "Ada.md", PERSON)
    daemon = watch(vault, "--today", TODAY)
    daemon.until_it_rests()
    with lock.hold(str(state_of(machine)), "write", wait=5, busy=""):
        (vault / PEOPLE).unlink()
        daemon.until(lambda: "write.lock" in open_files(daemon))
        assert daemon.stop() == 0
    assert "Traceback" not in daemon.log


def open_files(daemon: Daemon) -> str:
    names = []
    for file in Path(f"/proc/{daemon.process.pid}/fd").iterdir():
        with suppress(OSError):
            names.append(str(file.readlink()))
    return "\n".join(names)


def test_a_second_one_is_refused_in_one_line(vault: Path, watch: Watch, run: Run) -> None:
    daemon = watch(vault)
    second = run("watch", "--vault", vault)
    assert second.code == 5
    said, advice = second.err.splitlines()
    assert said == f"vault-pln: vault-pln watch is already running for '{vault}' (process {daemon.process.pid})"
    assert advice.startswith("  ")
    assert run("status", "--vault", vault, "--json").json["running"] == daemon.process.pid
    assert run("status", "--vault", vault, "--check").code == 0
    assert f"running, process {daemon.process.pid}" in run("status", "--vault", vault).out
    daemon.stop()
    assert run("status", "--vault", vault, "--check").code == 3
    assert "not running" in run("status", "--vault", vault).out


def test_a_killed_one_leaves_nothing_that_is_in_the_way(vault: Path, watch: Watch) -> None:
    first = watch(vault)
    first.process.kill()
    first.process.wait()
    assert watch(vault).stop() == 0


def test_what_the_user_has_to_mend_ends_it_at_the_start(vault: Path, run: Run) -> None:
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\nfolder: [\n---\n")
    ran = run("watch", "--vault", vault)
    assert ran.code == 3
    assert "PLN/PLN Settings.md:" in ran.err
    assert sorted(path.name for path in (vault / "PLN").iterdir()) == ["PLN Settings.md"]


# the day


def friend(vault: Path, name: str = "Ada") -> None:
    write(vault, f"{name}.md", DUE)


def test_without_any_configuration_todays_note_is_made_and_written_once(vault: Path, watch: Watch) -> None:
    friend(vault)
    daemon = watch(vault, "--today", TODAY)
    daemon.until_said("delivered follow_ups=1 items=0")
    (line,) = lines(vault)
    assert line.startswith("- [ ] Write to [[Ada]]")
    note = vault / f"{TODAY}.md"
    note.write_text(note.read_text().replace(line + "\n", ""))
    friend(vault, "Bob")
    daemon.until(lambda: row(vault, "Bob"))
    daemon.until_it_rests()
    assert lines(vault) == []
    assert daemon.log.count("delivered") == 1


def test_a_day_written_by_hand_is_not_written_again(vault: Path, watch: Watch, run: Run) -> None:
    friend(vault)
    run("daily", "--vault", vault, "--today", TODAY)
    friend(vault, "Bob")
    daemon = watch(vault, "--today", TODAY)
    daemon.until_it_rests()
    assert len(lines(vault)) == 1


def test_where_obsidian_makes_the_daily_note_it_waits_for_it(vault: Path, watch: Watch) -> None:
    write(vault, ".obsidian/daily-notes.json", '{"folder": "", "format": "YYYY-MM-DD"}')
    friend(vault)
    daemon = watch(vault, "--today", TODAY)
    daemon.until_it_rests()
    assert not (vault / f"{TODAY}.md").exists()
    write(vault, f"{TODAY}.md", "# Monday\n")
    daemon.until_said("delivered")
    assert (vault / f"{TODAY}.md").read_text().startswith("# Monday\n\n## Learning network\n")


def test_create_daily_makes_the_note_all_the_same(vault: Path, watch: Watch) -> None:
    write(vault, ".obsidian/daily-notes.json", '{"folder": "Journal"}')
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\ncreate-daily: create\n---\n")
    friend(vault)
    watch(vault, "--today", TODAY).until_said("delivered")
    assert len(lines(vault, f"Journal/{TODAY}")) == 1


def test_a_note_that_is_open_in_an_editor_is_left_alone_until_it_is_closed(vault: Path, watch: Watch) -> None:
    friend(vault)
    write(vault, f"{TODAY}.md", "# Monday\n")
    swap = write(vault, f".{TODAY}.md.swp", "")
    daemon = watch(vault, "--today", TODAY, "--quiet", "0.1")
    daemon.until_it_rests()
    assert (vault / f"{TODAY}.md").read_text() == "# Monday\n"
    # waiting leaves no trace
    assert "wrote" not in "".join(path.read_text() for path in (vault / "PLN").rglob("PLN ledger *.md"))
    swap.unlink()
    daemon.until_said("delivered")
    assert len(lines(vault)) == 1


def test_before_the_hour_nothing_is_written_and_the_hour_may_change(vault: Path, watch: Watch) -> None:
    # an hour that never comes today, wherever the tests run
    settings = write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\ndaily-at: 23:59\n---\n")
    friend(vault)
    daemon = watch(vault)
    daemon.until_it_rests()
    if datetime.now().astimezone().strftime("%H:%M") < "23:58":
        assert "delivered" not in daemon.log
    settings.write_text("---\ntype: pln-settings\ndaily-at: 00:00\n---\n")
    daemon.until_said("delivered")


def test_a_pause_and_another_writer_are_no_trouble(vault: Path, watch: Watch) -> None:
    settings = write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\npause-until: 2027-01-01\n---\n")
    friend(vault)
    daemon = watch(vault, "--today", TODAY)
    daemon.until_it_rests()
    settings.write_text("---\ntype: pln-settings\nwriter: somebody-else\n---\n")
    daemon.until_it_rests()
    assert "delivered" not in daemon.log
    assert "WARNING" not in daemon.log
    settings.write_text("---\ntype: pln-settings\nwriter: desk-0001\n---\n")
    daemon.until_said("delivered")


def test_sources_are_visited_and_what_they_bring_is_in_todays_note(vault: Path, watch: Watch, run: Run) -> None:
    with serve() as site:
        site.routes["/feed"] = Answer(200, FEED)
        write(vault, "PLN/PLN Settings.md", f"---\ntype: pln-settings\nallow-private-hosts: [{site.host}]\n---\n")
        daemon = watch(vault, "--today", TODAY)
        daemon.until_it_rests()
        assert site.asked == []
        write(vault, "Blog.md", f"---\ntype: source\nfeed: {site.url}/feed\n---\n")
        daemon.until_said("fetched sources=1 new=1")
        daemon.until_said("delivered follow_ups=0 items=1")
        assert "[Hello](https://blog.example/1) · [[Blog]]" in lines(vault)[0]
        daemon.until_it_rests()
        assert site.count("/feed") == 1
        assert run("fetch", "--vault", vault, "--all", "--json").json[0]["new"] == 0


FEED = (
    b"<rss version='2.0'><channel><title>Blog</title><item><title>Hello</title><link>https://blog.example/1</link>"
    b"</item></channel></rss>"
)


def test_a_memory_that_cannot_be_read_stops_only_what_needs_it(
    vault: Path, watch: Watch, machine: Path, run: Run
) -> None:
    write(vault, "Blog.md", "---\ntype: source\nfeed: Feeds/x.xml\n---\n")
    friend(vault)
    run("fetch", "--vault", vault)
    with sqlite3.connect(state_of(machine) / "news.sqlite") as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    daemon = watch(vault, "--today", TODAY)
    daemon.until_said("was written by a newer vault-pln")
    friend(vault, "Bob")
    daemon.until(lambda: row(vault, "Bob"))
    health = (state_of(machine) / "health.json").read_text()
    assert "was written by a newer vault-pln" in health
    assert daemon.log.count("waiting part=fetch") == 1


def test_what_nobody_thought_of_is_said_once_and_ends_nothing(
    vault: Path, watch: Watch, machine: Path, run: Run
) -> None:
    write(vault, "Blog.md", "---\ntype: source\nfeed: Feeds/x.xml\n---\n")
    run("fetch", "--vault", vault)
    with sqlite3.connect(state_of(machine) / "news.sqlite") as db:
        # a number that is none
        data = json.dumps({"feed": "Feeds/x.xml", "requests": "many"})
        db.execute("UPDATE visits SET data = ?", (data,))
    db.close()
    daemon = watch(vault, "--today", TODAY)
    daemon.until_said("unexpected TypeError")
    friend(vault, "Bob")
    daemon.until(lambda: row(vault, "Bob"))
    daemon.until_it_looked(5)
    assert daemon.log.count("Traceback") == 1
    assert "unexpected TypeError" in (state_of(machine) / "health.json").read_text()
    assert daemon.stop() == 0


# what happens to the vault


def test_a_folder_that_leaves_or_comes_is_noticed_whole(vault: Path, watch: Watch, tmp_path: Path) -> None:
    for name in ("Ada", "Bob", "Eve"):
        write(vault, f"People/{name}.md", PERSON)
    write(vault, "2026-11-20.md", "Talked with [[Ada]]\n")
    daemon = watch(vault, "--today", TODAY, "--listing", "600")
    daemon.until(lambda: row(vault, "Ada"))
    (vault / "People").rename(tmp_path / "People")
    daemon.until(lambda: not row(vault, "Ada") and not row(vault, "Eve"))
    (tmp_path / "People").rename(vault / "Friends")
    daemon.until(lambda: row(vault, "Ada") and row(vault, "Eve"))
    (vault / "Friends").rename(vault / "People")
    write(vault, "People/New.md", PERSON)
    daemon.until(lambda: row(vault, "New"))


def test_a_burst_of_changes_ends_in_the_right_index(vault: Path, watch: Watch) -> None:
    for number in range(20):
        write(vault, f"P{number}.md", PERSON)
    daemon = watch(vault, "--today", TODAY, "--listing", "600")
    for number in range(20):
        for day in range(1, 21):
            in_place(write(vault, f"Days/2026-10-{day:02}.md", ""), f"Talked with [[P{number}]]")
    daemon.until(shows(vault, "P19", "| 2026-10-20 |"))
    write(vault, "2026-11-20.md", "".join(f"Talked with [[P{n}]]\n" for n in range(20)))
    daemon.until(lambda: all(shows(vault, f"P{n}", "| 2026-11-20 |")() for n in range(20)))


def test_settings_may_change_and_a_mistake_leaves_the_last_good_value(vault: Path, watch: Watch) -> None:
    write(vault, "Ada.md", "---\ntype: person\nrelation: [peer]\n---\n")
    write(vault, "2026-11-20.md", "Talked with [[Ada]]\n")
    settings = vault / "PLN/PLN Settings.md"

    def set_to(properties: str) -> None:
        write(vault, "PLN/PLN Settings.md", f"---\ntype: pln-settings\n{properties}\n---\n")

    set_to("cadences: [peer 10]")
    daemon = watch(vault, "--today", TODAY)
    daemon.until(shows(vault, "Ada", "| 2026-11-30 |"))
    set_to("cadences: [peer 20]")
    daemon.until(shows(vault, "Ada", "| 2026-12-10 |"))
    for broken in ("cadences: [peer sometimes]", "cadences: [peer 30"):
        set_to(broken)
        daemon.until_it_rests()
        assert "| 2026-12-10 |" in row(vault, "Ada")
    write(vault, "2026-11-21.md", "Talked with [[Ada]]\n")
    daemon.until(shows(vault, "Ada", "| 2026-12-11 |"))
    settings.unlink()
    daemon.until(shows(vault, "Ada", "| 2027-01-20 |"))
    assert daemon.stop() == 0


def test_while_the_vaults_folder_is_away_nothing_is_written(vault: Path, watch: Watch, tmp_path: Path) -> None:
    friend(vault)
    write(vault, ".obsidian/daily-notes.json", '{"folder": ""}')
    daemon = watch(vault, "--today", TODAY)
    daemon.until_it_rests()
    away = tmp_path / "away"
    vault.rename(away)
    write(away, f"{TODAY}.md", "# Monday\n")
    daemon.until_said(f"the vault's folder '{vault}' is gone")
    assert not vault.exists()
    assert lines(away) == []
    away.rename(vault)
    daemon.until_said("going on part=look")
    daemon.until_said("delivered")
    assert len(lines(vault)) == 1
    # the new folder is watched as the old one was
    write(vault, "2026-11-20.md", "Talked with [[Ada]]\n")
    daemon.until(shows(vault, "Ada", "2026-11-20"))


def test_an_emptied_vault_is_no_deletion(vault: Path, watch: Watch, run: Run, tmp_path: Path) -> None:
    for number in range(12):
        write(vault, f"P{number}.md", PERSON)
    daemon = watch(vault, "--today", TODAY)
    daemon.until_it_rests()
    kept = tmp_path / "kept"
    kept.mkdir()
    with daemon.held_still():
        for path in vault.iterdir():
            if path.name != ".obsidian":
                path.rename(kept / path.name)
    daemon.until_said("are gone at once")
    assert "gone at once" in run("status", "--vault", vault).out
    assert run("status", "--vault", vault, "--check").code == 1
    assert [path.name for path in vault.iterdir()] == [".obsidian"]
    for path in list(kept.iterdir()):
        path.rename(vault / path.name)
    daemon.until_said("going on part=look")
    write(vault, "2026-11-20.md", "Talked with [[P3]]\n")
    daemon.until(shows(vault, "P3", "2026-11-20"))


def test_a_loss_that_was_meant_is_accepted_while_it_runs(vault: Path, watch: Watch, run: Run) -> None:
    for number in range(12):
        write(vault, f"P{number}.md", PERSON)
    daemon = watch(vault, "--today", TODAY)
    daemon.until_it_rests()
    with daemon.held_still():
        for number in range(11):
            (vault / f"P{number}.md").unlink()
    daemon.until_said("are gone at once")
    assert row(vault, "P3")
    assert run("reindex", "--vault", vault, "--accept-loss").code == 0
    daemon.until_said("going on part=look")
    assert not row(vault, "P3")


def test_commands_work_beside_it(vault: Path, watch: Watch, run: Run) -> None:
    write(vault, "Ada.md", PERSON)
    daemon = watch(vault, "--today", TODAY)
    daemon.until(lambda: row(vault, "Ada"))
    assert run("reindex", "--vault", vault, "--today", TODAY).code == 0
    write(vault, "Bob.md", PERSON)
    assert run("reindex", "--vault", vault, "--today", TODAY).code == 0
    assert row(vault, "Bob")
    daemon.until_it_rests()
    assert daemon.stop() == 0
