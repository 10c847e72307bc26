"""Newsletters arrive in a mailbox of the user's; what a source note names becomes reading, and the mailbox stays."""

import os
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conftest import TODAY, Run, write
from mails import WEB, mail
from vault_pln.edge.places import places_of
from vault_pln.jobs.due import listed_feeds
from vault_pln.jobs.fetch import visit_feeds
from vault_pln.jobs.live import open_vault
from vault_pln.jobs.vault import view_of


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """A Maildir."""
    for name in ("cur", "new", "tmp"):
        (tmp_path / "Mail" / name).mkdir(parents=True)
    return tmp_path / "Mail"


@pytest.fixture
def home(vault: Path, box: Path) -> Path:
    settings(vault, box)
    return vault


def settings(vault: Path, *boxes: Path | str) -> None:
    listed = ", ".join(f'"{one}"' for one in boxes)
    write(vault, "PLN/PLN Settings.md", f"---\ntype: pln-settings\nmailboxes: [{listed}]\n---\n")


def source(vault: Path, feed: str = "list-id:weekly.example.org", name: str = "Async Weekly") -> None:
    write(vault, f"Sources/{name}.md", f"---\ntype: source\nmedium: newsletter\nfeed: {feed}\n---\n")


def put(box: Path, name: str, data: bytes) -> Path:
    file = box / "new" / name
    file.write_bytes(data)
    return file


def fetched(run: Run, vault: Path) -> list[dict[str, Any]]:
    ran = run("fetch", "--all", "--vault", vault, "--today", TODAY, "--json")
    assert ran.code == 0, ran.err
    rows: list[dict[str, Any]] = ran.json
    return rows


def titles(run: Run, vault: Path) -> list[str]:
    return sorted(row["title"] for row in run("items", "--vault", vault, "--today", TODAY, "--json").json)


@pytest.mark.parametrize(
    "feed", ["list-id:weekly.example.org", "mailto:news@weekly.example.org", "mailto:@weekly.example.org"]
)
def test_a_mail_becomes_an_item_of_the_source_that_names_its_sender(run: Run, home: Path, box: Path, feed: str) -> None:
    source(home, feed)
    put(box, "1", mail(1, Archived_At=f"<{WEB}>"))
    put(box, "2", mail(2, sender="x@other.example", list_id=""))
    (row,) = fetched(run, home)
    assert (row["source"], row["status"], row["new"], row["problem"]) == ("Sources/Async Weekly.md", "fetched", 1, None)
    (item,) = run("items", "--vault", home, "--today", TODAY, "--json").json
    assert (item["title"], item["url"], item["source"]) == ("Issue 1", WEB, "Sources/Async Weekly.md")


def test_a_newsletter_stands_in_the_daily_note(run: Run, home: Path, box: Path) -> None:
    source(home)
    put(box, "1", mail(1, subject="Pin [[Unpin]] #tag", Archived_At=f"<{WEB}>"))
    fetched(run, home)
    assert run("daily", "--vault", home, "--today", TODAY).code == 0
    (line,) = [one for one in (home / f"{TODAY}.md").read_text().splitlines() if WEB in one]
    assert "[[Async Weekly]]" in line
    assert "[[Unpin]]" not in line


def test_of_a_new_newsletter_the_newest_three_are_taken_and_then_each_once(run: Run, home: Path, box: Path) -> None:
    source(home)
    for number in range(1, 41):
        os.utime(
            put(box, str(number), mail(number, date=f"Fri, {number % 20 + 1} Nov 2026 09:00:00 +0000")),
            (number, number),
        )
    assert fetched(run, home)[0]["new"] == 3
    assert fetched(run, home)[0]["new"] == 0
    put(box, "50", mail(50, date="Mon, 23 Nov 2026 09:00:00 +0000"))
    assert fetched(run, home)[0]["new"] == 1
    assert len(titles(run, home)) == 4
    assert "Issue 50" in titles(run, home)


def test_when_stopped_nothing_more_is_looked_at_and_nothing_is_lost(run: Run, home: Path, box: Path) -> None:
    for number in (1, 2):
        source(home, f"mailto:a{number}@list.example", f"Letter {number}")
        put(box, str(number), mail(number, sender=f"a{number}@list.example", list_id=""))
    vault, stop = open_vault(places_of(str(home)), date.fromisoformat(TODAY)), threading.Event()
    feeds = listed_feeds(vault, view_of(vault).network)
    done = visit_feeds(vault, feeds, stop=stop, told=lambda done, _: stop.set() if done else None)
    assert [(one.source, one.new) for one in done] == [("Sources/Letter 1.md", 1)]
    assert visit_feeds(vault, feeds, stop=stop) == []
    assert [row["new"] for row in fetched(run, home)] == [0, 1]


def test_a_mail_that_is_read_or_delivered_twice_is_no_new_one(run: Run, home: Path, box: Path) -> None:
    source(home)
    file = put(box, "1", mail(1))
    assert fetched(run, home)[0]["new"] == 1
    os.rename(file, box / "cur/1:2,RS")
    put(box, "2", mail(1))
    assert fetched(run, home)[0]["new"] == 0


def test_a_source_made_later_finds_the_mails_that_were_there(run: Run, home: Path, box: Path) -> None:
    source(home, "mailto:other@x.example", "Other")
    put(box, "1", mail(1))
    assert [row["new"] for row in fetched(run, home)] == [0]
    source(home)
    assert [row["new"] for row in fetched(run, home)] == [1, 0]


def test_every_kind_of_mailbox(run: Run, home: Path, box: Path, tmp_path: Path) -> None:
    source(home)
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters/a.eml").write_bytes(mail(2))
    (tmp_path / "box.mbox").write_bytes(b"From x@y Fri Nov 20 09:00:00 2026\n" + mail(3) + b"\n")
    put(box, "1", mail(1))
    settings(home, box, tmp_path / "letters", tmp_path / "box.mbox")
    assert fetched(run, home)[0]["new"] == 3
    assert titles(run, home) == ["Issue 1", "Issue 2", "Issue 3"]


def test_a_mailbox_in_the_home_folder_or_in_the_vault(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    source(home)
    write(home, "Letters/a.eml", mail(2).decode())
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters/a.eml").write_bytes(mail(1))
    settings(home, "~/letters", "Letters")
    assert fetched(run, home)[0]["new"] == 2


State = dict[str, tuple[bytes, int, int, int]]


def state(folder: Path) -> State:
    """Every file: its bytes, mode, time of change and inode."""
    found: State = {}
    for path in sorted(folder.rglob("*")):
        about = path.lstat()
        data = path.read_bytes() if path.is_file() else b""
        found[str(path)] = (data, about.st_mode, about.st_mtime_ns, about.st_ino)
    return found


def test_no_byte_name_or_flag_of_a_mailbox_changes(run: Run, home: Path, box: Path, tmp_path: Path) -> None:
    source(home)
    boxes = tmp_path / "boxes"
    (boxes / "letters").mkdir(parents=True)
    (boxes / "letters/a.eml").write_bytes(mail(2))
    (boxes / "box.mbox").write_bytes(b"From x@y Fri Nov 20 09:00:00 2026\n" + mail(3) + b"\n")
    os.rename(box, boxes / "Mail")
    put(boxes / "Mail", "1", mail(1))
    (boxes / "Mail/cur/4:2,S").write_bytes(b"Subject: broken")
    settings(home, boxes / "Mail", boxes / "letters", boxes / "box.mbox")
    before = state(boxes)
    for _ in range(2):
        fetched(run, home)
        run("daily", "--vault", home, "--today", TODAY)
    assert state(boxes) == before


HOSTILE = {
    "huge": b"List-Id: <weekly.example.org>\nSubject: x\n\n" + b"x" * 10_000_001,
    "parts": b"List-Id: <weekly.example.org>\nContent-Type: multipart/mixed; boundary=a\n\n" + b"--a\n" * 9_000,
    "nested": b"List-Id: <weekly.example.org>\n"
    + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(900)),
    "head": b"List-Id: <weekly.example.org>\n" + b"X-A: b\n" * 20_000 + b"\nx",
    "parameters": b"List-Id: <weekly.example.org>\nContent-Type: text/plain" + b';a="' * 9_000 + b"\n\nx",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_is_named_once_and_stops_no_other(run: Run, home: Path, box: Path, name: str) -> None:
    source(home)
    put(box, f"9-{name}", HOSTILE[name])
    put(box, "1", mail(1))
    (row,) = fetched(run, home)
    assert (row["status"], row["new"]) == ("fetched", 1)
    assert f"the mail '9-{name}': it" in row["problem"]
    assert titles(run, home) == ["Issue 1"]
    (row,) = fetched(run, home)
    assert (row["status"], row["problem"]) == ("unchanged", None)


def test_a_mailbox_that_is_not_there_is_named(run: Run, home: Path, box: Path, tmp_path: Path) -> None:
    source(home)
    put(box, "1", mail(1))
    settings(home, tmp_path / "nothing")
    (row,) = fetched(run, home)
    assert row["status"] == "failed"
    assert f"the mailbox '{tmp_path}/nothing' cannot be read" in row["problem"]
    settings(home, tmp_path / "nothing", box)
    (row,) = fetched(run, home)
    assert (row["status"], row["new"]) == ("fetched", 1)
    assert "nothing' cannot be read" in row["problem"]


def test_without_a_mailbox_a_newsletter_says_what_to_do(run: Run, vault: Path) -> None:
    source(vault)
    (row,) = fetched(run, vault)
    assert "write 'mailboxes: [~/Mail/Newsletters]' there" in row["problem"]


def test_nobody_who_is_not_named_gets_into_the_vault(run: Run, home: Path, box: Path) -> None:
    put(box, "1", mail(1))
    assert fetched(run, home) == []
    assert titles(run, home) == []


@pytest.mark.parametrize(
    ("given", "feed"),
    [("mailto:News@weekly.example.org", "mailto:news@weekly.example.org"), ("news@weekly.example.org", "mailto:news@weekly.example.org"),
     ("list-id:<weekly.example.org>", "list-id:weekly.example.org")],
)  # fmt: skip
def test_a_newsletter_is_added_by_its_sender(run: Run, home: Path, box: Path, given: str, feed: str) -> None:
    put(box, "1", mail(1))
    put(box, "2", mail(2, subject="The newest"))
    os.utime(box / "new/1", (1, 1))
    ran = run("add", "source", given, "--vault", home, "--today", TODAY)
    assert ran.code == 0, ran.err
    assert "The Async Weekly: 2 items, last “The newest” (2026-11-20)" in ran.out
    text = (home / "Sources/The Async Weekly.md").read_text()
    assert f'feed: "{feed}"\n' in text
    assert "medium: newsletter\n" in text
    assert fetched(run, home)[0]["new"] == 2
    again = run("add", "source", given, "--vault", home)
    assert again.code == 2
    assert "Sources/The Async Weekly.md" in again.err


def test_a_sender_without_a_mail_is_not_added(run: Run, home: Path) -> None:
    ran = run("add", "source", "news@weekly.example.org", "--vault", home)
    assert ran.code == 2
    assert "no mail of this sender is in the mailboxes" in ran.err
