"""Several devices and one vault: one writes, the others read, and all would write the same bytes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, TODAY, Run, write
from daemons import FALSE_TIME

ADA = "---\ntype: person\ncadence: monthly\nasks: [a reviewer for her talk]\n---\n"
DESK, LAPTOP = "desk-0001", "laptop-0002"


@pytest.fixture
def friends(vault: Path) -> Path:
    write(vault, "Ada.md", ADA)
    write(vault, "2026-10-01.md", "Talked with [[Ada]]\n")
    return vault


@pytest.fixture
def laptop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAULT_PLN_DEVICE", LAPTOP)


def on(monkeypatch: pytest.MonkeyPatch, device: str, machine: Path) -> None:
    """From now on this is another device, with a memory of its own."""
    monkeypatch.setenv("VAULT_PLN_DEVICE", device)
    monkeypatch.setenv("VAULT_PLN_STATE", str(machine / device / "state"))
    monkeypatch.setenv("VAULT_PLN_CACHE", str(machine / device / "cache"))


def settings(vault: Path, **more: str) -> None:
    rows = "".join(f"{key}: {value}\n" for key, value in more.items())
    write(vault, "PLN/PLN Settings.md", f"---\ntype: pln-settings\n{rows}---\n")


def everything(vault: Path) -> dict[str, bytes]:
    return {str(path.relative_to(vault)): path.read_bytes() for path in vault.rglob("*") if path.is_file()}


@pytest.mark.parametrize("command", ["daily", "fetch", "reindex"])
@pytest.mark.usefixtures("laptop")
def test_a_device_that_is_not_the_writer_says_why_and_writes_nothing(run: Run, friends: Path, command: str) -> None:
    settings(friends, writer=DESK)
    before = everything(friends)
    for options in ((), ("--dry-run",), ("--json",)):
        ran = run(command, "--vault", friends, "--today", TODAY, *options)
        assert ran.code == 0
        assert f"'{DESK}' is the writer of this vault, this is '{LAPTOP}'" in ran.out + ran.err or command == "fetch"
    assert "--take-over" in run(command, "--vault", friends, "--today", TODAY).err
    assert everything(friends) == before


@pytest.mark.usefixtures("laptop")
def test_a_reader_would_change_nothing(run: Run, friends: Path) -> None:
    settings(friends, writer=DESK)
    assert run("reindex", "--vault", friends, "--today", TODAY, "--check").code == 0
    assert run("reindex", "--vault", friends, "--today", TODAY, "--check", "--take-over").code == 1


def test_a_reader_with_nothing_to_say_says_nothing(run: Run, friends: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("reindex", "--vault", friends, "--today", TODAY)
    settings(friends, writer=DESK)
    run("reindex", "--vault", friends, "--today", TODAY)
    monkeypatch.setenv("VAULT_PLN_DEVICE", LAPTOP)
    assert run("reindex", "--vault", friends, "--today", TODAY, "--json").json["problems"] == []


@pytest.mark.usefixtures("laptop")
def test_taking_over_is_for_this_run_only_and_leaves_the_settings_alone(run: Run, friends: Path) -> None:
    settings(friends, writer=DESK)
    note = (friends / "PLN/PLN Settings.md").read_bytes()
    assert run("daily", "--vault", friends, "--today", TODAY, "--json", "--take-over").json["written"] is True
    assert run("reindex", "--vault", friends, "--today", TODAY, "--json", "--take-over").json["written"] != []
    assert (friends / "PLN/PLN Settings.md").read_bytes() == note
    assert (friends / f"PLN/Ledger/PLN ledger {LAPTOP}.md").exists()
    write(friends, "Bob.md", "---\ntype: person\ncadence: 7\nlast-contact: 2026-01-01\n---\n")
    assert run("daily", "--vault", friends, "--today", TODAY, "--json").json["written"] is False
    assert run("reindex", "--vault", friends, "--today", TODAY, "--json").json["written"] == []


def test_after_taking_over_no_line_is_doubled(
    run: Run, friends: Path, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(friends, "Bob.md", "---\ntype: person\ncadence: 7\nlast-contact: 2026-01-01\n---\n")
    settings(friends, writer=DESK, **{"daily-follow-ups": "1"})
    on(monkeypatch, DESK, machine)
    run("daily", "--vault", friends, "--today", TODAY)
    on(monkeypatch, LAPTOP, machine)
    taken = run("daily", "--vault", friends, "--today", "2026-11-24", "--json", "--take-over").json
    assert [row["person"] for row in taken["follow_ups"]] == ["Ada.md"]
    settings(friends, writer=DESK)
    on(monkeypatch, DESK, machine)
    for day in ("2026-11-24", "2026-11-25", "2026-11-26"):
        assert run("daily", "--vault", friends, "--today", day, "--json").json["follow_ups"] == []
    text = "".join(path.read_text() for path in friends.glob("2026-*.md"))
    assert (text.count("Write to [[Ada]]"), text.count("Write to [[Bob]]")) == (1, 1)


@pytest.mark.usefixtures("laptop")
def test_fetching_from_another_device_is_taken_over_too(run: Run, vault: Path) -> None:
    settings(vault, writer=DESK)
    write(vault, "feed.xml", "<rss version='2.0'><channel><title>t</title></channel></rss>")
    write(vault, "S.md", "---\ntype: source\nfeed: feed.xml\n---\n")
    assert run("fetch", "--vault", vault, "--json").json == []
    (row,) = run("fetch", "--vault", vault, "--json", "--take-over").json
    assert row["source"] == "S.md"


# the same bytes


ZONES = [
    ("UTC", "C.UTF-8"),
    ("Pacific/Kiritimati", "de_DE.UTF-8"),
    ("America/Los_Angeles", "tr_TR.UTF-8"),
]


def test_whichever_device_writes_writes_the_same_bytes(tmp_path: Path) -> None:
    found = []
    for place, (zone, locale) in enumerate(ZONES):
        vault = tmp_path / str(place) / "vault"
        shutil.copytree(ROOT / "sample_vault", vault)
        settings(vault, timezone="Europe/Berlin")
        env = os.environ | {
            "TZ": zone, "LANG": locale, "LC_ALL": locale, "VAULT_PLN_DEVICE": f"device-{place}", "PYTHONHASHSEED": str(place),
            "VAULT_PLN_STATE": str(tmp_path / str(place) / "state"), "VAULT_PLN_CACHE": str(tmp_path / str(place) / "cache"),
        }  # fmt: skip
        for command in (["fetch", "--all"], ["daily"], ["reindex"]):
            options = [*command, "--vault", str(vault), "--today", TODAY, "--json"]
            done = subprocess.run(
                [sys.executable, "-m", "vault_pln", *options], env=env, capture_output=True, check=False
            )
            assert done.returncode == 0, done.stderr
        found.append({path: data for path, data in everything(vault).items() if "/Ledger/" not in path})
    assert b"^pln-" in found[0][next(path for path in found[0] if TODAY in path and path.endswith(".md"))]
    assert found[1] == found[0]
    assert found[2] == found[0]


# other versions


def newer(text: str, block: str) -> str:
    """The note as a newer version would have written it."""
    head, begin, rest = text.partition(f"<!-- pln:begin {block} sha=")
    sha, arrow, rest = rest.partition(" -->")
    return f"{head}{begin}{sha} v=2{arrow}{rest}"


def test_what_a_newer_version_wrote_is_left_alone(run: Run, friends: Path) -> None:
    write(friends, "Ada.md", ADA + "<!-- pln:begin network -->\n<!-- pln:end network -->\n")
    run("reindex", "--vault", friends, "--today", TODAY)
    people, ada = friends / "PLN/PLN People.md", friends / "Ada.md"
    people.write_text(newer(people.read_text(), "people"))
    ada.write_text(newer(ada.read_text(), "network"))
    before = people.read_bytes(), ada.read_bytes()
    write(friends, "2026-11-20.md", "Talked with [[Ada]]\n")
    found = run("reindex", "--vault", friends, "--today", TODAY, "--json").json
    assert (people.read_bytes(), ada.read_bytes()) == before
    assert found["written"] == ["PLN/PLN Home.md"]
    said = {(one["path"], one["message"]) for one in found["problems"]}
    assert ("PLN/PLN People.md", "the people block was written by a newer vault-pln and is left alone") in said
    assert ("Ada.md", "the network block was written by a newer vault-pln and is left alone") in said
    assert all("hand" not in message for _, message in said)


def test_the_mark_of_the_version_changes_no_byte_from_run_to_run(run: Run, friends: Path) -> None:
    run("reindex", "--vault", friends, "--today", TODAY)
    before = everything(friends)
    assert b" v=" not in before["PLN/PLN People.md"], "the first format needs none"
    assert run("reindex", "--vault", friends, "--today", TODAY, "--json").json["written"] == []
    assert everything(friends) == before


def test_the_ledger_of_a_newer_version_is_read_and_kept(run: Run, friends: Path) -> None:
    settings(friends, writer=DESK)
    run("daily", "--vault", friends, "--today", TODAY)
    own, other = friends / f"PLN/Ledger/PLN ledger {DESK}.md", friends / f"PLN/Ledger/PLN ledger {LAPTOP}.md"
    strange = "- 2026-11-20T06:00:00Z shelved aaaaaaaaaaaaaaaa 2026-11-20 item x y z more=1\nsomething else\n"
    own.write_text(own.read_text() + strange)
    write(friends, other.relative_to(friends).as_posix(), own.read_text().replace(DESK, LAPTOP))
    theirs, note = other.read_bytes(), friends / f"{TODAY}.md"
    note.write_text(note.read_text().replace("[ ]", "[x]"))
    run("daily", "--vault", friends, "--today", "2026-11-24")
    assert strange in own.read_text()
    assert " ticked " in own.read_text()
    assert other.read_bytes() == theirs


def test_wrong_clocks_on_two_devices_double_nothing(run: Run, friends: Path, tmp_path: Path) -> None:
    """An hour ahead, then an hour behind, and the devices take turns."""
    if shutil.which("faketime") is None:
        pytest.skip("faketime is not installed")
    note, texts = friends / f"{TODAY}.md", []
    for turn, offset in enumerate(("+1h", "-1h", "+0h", "-1h", "+1h")):
        device = DESK if turn % 2 == 0 else LAPTOP
        env = os.environ | FALSE_TIME | {
            "FAKETIME": offset, "VAULT_PLN_DEVICE": device, "VAULT_PLN_STATE": str(tmp_path / device / "state"),
            "VAULT_PLN_CACHE": str(tmp_path / device / "cache"),
        }  # fmt: skip
        command = [sys.executable, "-m", "vault_pln", "daily", "--take-over", "--vault", str(friends), "--today", TODAY]
        done = subprocess.run(command, env=env, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        texts.append(note.read_text())
        if turn == 2:
            note.write_text(note.read_text().replace("[ ]", "[-]"))
    assert texts[0].count("^pln-") == 1
    assert texts[1:3] == texts[:2]
    assert texts[3:] == [texts[0].replace("[ ]", "[-]")] * 2
    assert run("people", "--vault", friends, "--today", TODAY, "--json").json[0]["due"] == "2026-11-30"
