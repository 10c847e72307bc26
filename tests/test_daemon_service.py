"""The daemon as a service: what it tells the service manager, which signals it obeys, what it says of itself."""

import os
import shutil
import signal
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from conftest import TODAY, Run, Watch, write
from daemons import DUE, PEOPLE, PERSON, lines, row, shows, state_of
from loopback import Answer, serve

SELDOM = ("--listing", "600")
FEED = (
    b"<rss version='2.0'><channel><title>Blog</title><item><title>Hello</title><link>https://blog.example/1</link>"
    b"</item></channel></rss>"
)


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[socket.socket]:
    """The service manager's socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as found:
        found.bind(str(tmp_path / "notify"))
        found.settimeout(60)
        yield found


def under(manager: socket.socket, **more: str) -> dict[str, str]:
    return {"NOTIFY_SOCKET": manager.getsockname(), **more}


def test_it_is_ready_when_the_index_notes_stand(vault: Path, watch: Watch, manager: socket.socket) -> None:
    write(vault, "Ada.md", PERSON)
    daemon = watch(vault, "--today", TODAY, env=under(manager))
    assert manager.recv(1000).splitlines()[0] == b"READY=1"
    assert row(vault, "Ada")
    assert daemon.stop() == 0
    said = manager.recv(1000)
    while said == b"WATCHDOG=1":
        said = manager.recv(1000)
    assert said == b"STOPPING=1"


def test_it_shows_that_it_lives_as_often_as_asked(vault: Path, watch: Watch, manager: socket.socket) -> None:
    watch(vault, "--today", TODAY, "--tick", "30", *SELDOM, env=under(manager, WATCHDOG_USEC="200000"))
    assert manager.recv(1000).splitlines()[0] == b"READY=1"
    assert [manager.recv(1000) for _ in range(5)] == [b"WATCHDOG=1"] * 5


def test_a_vault_that_is_away_is_no_reason_to_be_killed(vault: Path, watch: Watch, manager: socket.socket) -> None:
    daemon = watch(vault, "--today", TODAY, env=under(manager, WATCHDOG_USEC="200000"))
    shutil.rmtree(vault)
    daemon.until_said("is gone")
    manager.setblocking(False)
    with suppress(BlockingIOError):
        while manager.recv(1000):
            pass
    manager.settimeout(60)
    assert manager.recv(1000) == b"WATCHDOG=1"


# signals


def test_sighup_reads_the_configuration_again(vault: Path, watch: Watch) -> None:
    write(vault, "Ada.md", DUE)
    write(vault, f"Journal/{TODAY}.md", "# Monday\n")
    write(vault, ".obsidian/daily-notes.json", '{"folder": "Elsewhere"}')
    daemon = watch(vault, "--today", TODAY, *SELDOM)
    daemon.until_health(lambda health: "another program makes it" in health["day_waits"])
    # nothing tells of a hidden file
    write(vault, ".obsidian/daily-notes.json", '{"folder": "Journal"}')
    daemon.process.send_signal(signal.SIGHUP)
    daemon.until_said("asked for=reload")
    daemon.until_said("delivered follow_ups")
    assert len(lines(vault, f"Journal/{TODAY}")) == 1


def test_sigusr1_looks_at_everything(vault: Path, watch: Watch, tmp_path: Path) -> None:
    write(vault, "Ada.md", PERSON)
    day = write(vault, "2026-11-20.md", "# Friday\n")
    # what is written by another name outside the vault makes no event
    (tmp_path / "outside").hardlink_to(day)
    daemon = watch(vault, "--today", TODAY, *SELDOM)
    daemon.until_health(lambda health: health["delivered"] or health["notes"] >= 6)
    with (tmp_path / "outside").open("a") as file:
        file.write("Talked with [[Ada]]\n")
    daemon.process.send_signal(signal.SIGUSR1)
    daemon.until(shows(vault, "Ada", "| 2026-11-20 |"))
    assert "asked for=reconcile" in daemon.log


# what it says of itself


def test_status_tells_which_writes_wait_and_why(vault: Path, watch: Watch, run: Run) -> None:
    block = "<!-- pln:begin network -->\n<!-- pln:end network -->\n"
    write(vault, "Ada.md", f"---\ntype: person\n---\n{block}")
    swap = write(vault, ".Ada.md.swp", "")
    daemon = watch(vault, "--today", TODAY, "--quiet", "0.1")
    health = daemon.until_health(lambda health: health.get("deferred"))
    assert health["deferred"] == {"Ada.md": "is open in an editor (.Ada.md.swp stands beside it)"}
    assert "waits: Ada.md: is open in an editor" in run("status", "--vault", vault).out
    swap.unlink()
    daemon.until_health(lambda health: not health["deferred"])


def test_conflict_copies_are_told_and_never_read(vault: Path, watch: Watch, run: Run) -> None:
    write(vault, "Ada.md", PERSON)
    copies = ["Ada.sync-conflict-20261123-130434-ANQLDC6.md", "Ada (Ada's conflicted copy 2026-11-23).md"]
    for name in copies:
        write(vault, name, PERSON)
    ours = "Ada.pln-conflict-1.md"
    write(vault, ours, PERSON)
    daemon = watch(vault, "--today", TODAY)
    daemon.until_it_rests()
    assert "onflict" not in (vault / PEOPLE).read_text()
    facts = run("status", "--vault", vault, "--json").json
    assert facts["conflict_copies"] == sorted(copies)
    assert facts["conflicts"] == [ours]
    said = run("status", "--vault", vault).out
    assert all(name in said for name in (*copies, ours))


def test_status_tells_all_there_is_to_know(vault: Path, watch: Watch, run: Run) -> None:
    write(vault, "People/Ada.md", DUE)
    daemon = watch(vault, "--today", TODAY)
    daemon.until_said("delivered follow_ups")
    daemon.until_it_rests()
    found = run("status", "--vault", vault, "--today", TODAY, "--json").json
    health = found["health"]
    # the vault, People, PLN and what is in it, .obsidian
    assert health["watched"] == health["folders"] == sum(1 for _ in os.walk(vault))
    assert (health["overflows"], health["queue"], health["deferred"], health["doubtful"]) == (0, 0, {}, [])
    assert (health["trouble"], health["events"], health["writing"], health["last_error"]) == ("", "", "", None)
    assert health["delivered"] == TODAY
    assert health["listed"] >= health["began"]
    assert found["delivered_today"] is True
    assert found["next_delivery"].startswith("2026-11-24T")
    assert found["next_visit"] is None
    assert found["read_only"] is False
    assert found["free_bytes"] > 0
    assert isinstance(found["kept"], int)
    said = run("status", "--vault", vault, "--today", TODAY).out
    assert f"{health['folders']} of {health['folders']} folders watched" in said


def test_what_it_says_of_itself_is_not_written_again_without_news(vault: Path, watch: Watch, machine: Path) -> None:
    write(vault, "Ada.md", PERSON)
    daemon = watch(vault, "--today", TODAY)
    daemon.until_it_rests()
    file = state_of(machine) / "health.json"

    def is_left_alone() -> bool:
        """While it looks five times; a busy machine has news of its own work for a while."""
        before = file.stat().st_mtime_ns
        daemon.until_it_looked(5)
        return file.stat().st_mtime_ns == before

    daemon.until(is_left_alone)
    before = file.stat().st_mtime_ns
    write(vault, "Bob.md", PERSON)
    daemon.until(lambda: file.stat().st_mtime_ns != before)


def test_no_name_and_no_word_of_a_note_is_in_its_log(vault: Path, watch: Watch, tmp_path: Path) -> None:
    block = "<!-- pln:begin network -->\n<!-- pln:end network -->\n"
    write(vault, "People/Xanthippe.md", f"{DUE}Asks about zymurgy\n{block}")
    write(vault, "People/.Xanthippe.md.swp", "")
    write(vault, "People/Xanthippe Two.md", "---\ntype: person\ncadence: [zymurgy\n---\n")
    daemon = watch(vault, "--today", TODAY, "--quiet", "0.1", env={"VAULT_PLN_LOG": "INFO"})
    daemon.until_said("delivered follow_ups")
    daemon.until_health(lambda health: health.get("deferred"))
    (vault / "People").rename(tmp_path / "People")
    daemon.until(lambda: not row(vault, "Xanthippe"))
    assert daemon.stop() == 0
    assert "ready" in daemon.log
    assert "stopped" in daemon.log
    for word in ("Xanthippe", "zymurgy"):
        assert word not in daemon.log


# its memory


def fetching(vault: Path, site_url: str, host: str) -> None:
    write(vault, "PLN/PLN Settings.md", f"---\ntype: pln-settings\nallow-private-hosts: [{host}]\n---\n")
    write(vault, "Blog.md", f"---\ntype: source\nfeed: {site_url}/feed\n---\n")


def test_a_damaged_memory_is_set_aside_and_begun_anew(vault: Path, watch: Watch, machine: Path) -> None:
    with serve() as site:
        site.routes["/feed"] = site.routes["/other"] = Answer(200, FEED)
        fetching(vault, site.url, site.host)
        daemon = watch(vault, "--today", TODAY)
        daemon.until_said("fetched sources=1 new=1")
        daemon.until_it_rests()
        # at once: half of it would be a database that it begins itself
        with daemon.held_still():
            for ending in ("-wal", "-shm"):
                Path(f"{state_of(machine)}/news.sqlite{ending}").unlink(missing_ok=True)
            (state_of(machine) / "damaged").write_bytes(b"no database " * 1000)
            (state_of(machine) / "damaged").replace(state_of(machine) / "news.sqlite")
        write(vault, "Other.md", f"---\ntype: source\nfeed: {site.url}/other\n---\n")
        daemon.until(lambda: site.count("/other"))
        daemon.until(lambda: site.count("/feed") == 2)
    daemon.until_it_rests()
    assert (state_of(machine) / "news.sqlite.damaged").read_bytes() == b"no database " * 1000
    # what was delivered once is not delivered again
    assert len(lines(vault)) <= 1
    assert daemon.stop() == 0


def test_a_memory_that_is_locked_is_waited_for(vault: Path, watch: Watch, machine: Path) -> None:
    with serve() as site:
        site.routes["/feed"] = Answer(200, FEED)
        daemon = watch(vault, "--today", TODAY)
        daemon.until_it_rests()
        database = sqlite3.connect(state_of(machine) / "news.sqlite")
        database.execute("PRAGMA locking_mode = EXCLUSIVE")
        database.execute("BEGIN EXCLUSIVE")
        fetching(vault, site.url, site.host)
        daemon.until_said("another vault-pln is using")
        assert site.asked == []
        database.close()
        daemon.until_said("going on part=")
        daemon.until(lambda: site.count("/feed") == 1)
    assert daemon.stop() == 0


def test_a_log_of_its_own_is_begun_anew_when_it_is_long(vault: Path, watch: Watch, tmp_path: Path) -> None:
    write(vault, "Ada.md", PERSON)
    log = tmp_path / "vault-pln.log"
    log.write_text("x" * 1_000_001 + "\n")
    daemon = watch(vault, "--today", TODAY, "--log", str(log))
    daemon.until(lambda: "ready root=" in log.read_text())
    assert (tmp_path / "vault-pln.log.1").stat().st_size == 1_000_002
    assert "ready root=" not in daemon.log
