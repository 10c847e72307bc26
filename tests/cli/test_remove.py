"""remove: vault-pln leaves the vault, and the user's text stays as it is."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from conftest import ROOT, TODAY, Run, snapshot, write
from terminal import Terminal

BLOCK = "<!-- pln:begin network -->\n<!-- pln:end network -->\n"


def everything(vault: Path) -> dict[str, bytes]:
    return {str(file.relative_to(vault)): file.read_bytes() for file in vault.rglob("*") if not file.is_dir()}


@pytest.fixture
def used(vault: Path) -> Path:
    """A small vault in which vault-pln has worked for a day."""
    write(
        vault,
        "Ada.md",
        f"---\r\ntype: person\r\ncadence: weekly\r\n---\r\nAbout her.\r\n{BLOCK}And more".replace("\n", "\r\n").replace(
            "\r\r", "\r"
        ),
    )
    write(vault, "Bob.md", "\ufeff" + BLOCK + "Text without a property\n")
    write(vault, "2026-11-01.md", "Talked with [[Ada]]")
    write(vault, f"{TODAY}.md", "# Today\n")
    write(vault, "PLN/Mine.md", "a note of mine")
    return vault


def use(run: Run, vault: Path) -> None:
    for command in (["init", "--yes"], ["reindex"], ["daily"], ["reindex"]):
        assert run(*command, "--vault", vault, "--today", TODAY).code == 0
    assert "^pln-" in (vault / f"{TODAY}.md").read_text()


def test_all_that_is_ours_goes_and_what_is_the_users_stays_to_the_byte(run: Run, used: Path) -> None:
    use(run, used)
    today = (used / f"{TODAY}.md").read_bytes()
    assert b"sha=" in (used / "Ada.md").read_bytes()
    ran = run("remove", "--vault", used, "--yes", "--json")
    assert (ran.code, ran.json["failed"]) == (0, [])
    assert everything(used) == {
        "Ada.md": b"---\r\ntype: person\r\ncadence: weekly\r\n---\r\nAbout her.\r\nAnd more",
        "Bob.md": "\ufeffText without a property\n".encode(),
        "2026-11-01.md": b"Talked with [[Ada]]",
        f"{TODAY}.md": today,
        "PLN/Mine.md": b"a note of mine",
    }
    assert not (used / "PLN/Templates").exists()
    assert [row["path"] for row in ran.json["left"]] == ["PLN/Mine.md"]


def test_lines_go_on_request_as_far_as_nobody_touched_them(run: Run, used: Path) -> None:
    write(used, "Eve.md", "---\ntype: person\ncadence: weekly\n---\n")
    write(used, "2026-11-02.md", "Talked with [[Eve]]")
    use(run, used)
    note = used / f"{TODAY}.md"
    lines = note.read_bytes().splitlines(keepends=True)
    ours = [line for line in lines if b"^pln-" in line]
    assert len(ours) == 2
    note.write_bytes(note.read_bytes().replace(ours[0], ours[0].replace(b"[ ]", b"[x]")))
    assert run("remove", "--vault", used, "--yes", "--lines").code == 0
    assert note.read_bytes() == b"".join(lines).replace(ours[0], ours[0].replace(b"[ ]", b"[x]")).replace(ours[1], b"")


def test_a_day_of_our_own_goes_with_its_embedding_when_nobody_touched_it(run: Run, used: Path) -> None:
    write(used, "PLN/PLN Settings.md", "---\ntype: pln-settings\ndaily-style: embed\n---\n")
    use_embed = [["reindex"], ["daily"]]
    for command in use_embed:
        assert run(*command, "--vault", used, "--today", TODAY).code == 0
    day = used / f"PLN/Days/PLN {TODAY}.md"
    assert b"^pln-" in day.read_bytes()
    assert run("remove", "--vault", used, "--yes").code == 0
    assert b"^pln-" in day.read_bytes()
    assert b"![[PLN" in (used / f"{TODAY}.md").read_bytes()


def test_a_day_of_our_own_that_nobody_touched_goes_on_request(run: Run, used: Path) -> None:
    write(used, "PLN/PLN Settings.md", "---\ntype: pln-settings\ndaily-style: embed\n---\n")
    for command in ("reindex", "daily"):
        assert run(command, "--vault", used, "--today", TODAY).code == 0
    assert run("remove", "--vault", used, "--yes", "--lines").code == 0
    assert not (used / "PLN/Days").exists()
    assert (used / f"{TODAY}.md").read_bytes() == b"# Today\n\n## Learning network\n"


def test_what_the_user_wrote_into_a_note_of_ours_stays(run: Run, used: Path) -> None:
    use(run, used)
    home = used / "PLN/PLN Home.md"
    text = home.read_text()
    begin, end = text.index("<!-- pln:begin"), text.index("<!-- pln:end home -->\n") + len("<!-- pln:end home -->\n")
    home.write_text(text + "\nMy own words\n")
    template = used / "PLN/Templates/PLN person.md"
    template.write_text(template.read_text() + "mine")
    ran = run("remove", "--vault", used, "--yes", "--json")
    assert home.read_text() == text[:begin] + text[end:] + "\nMy own words\n"
    assert "PLN/PLN Home.md" in ran.json["change"]
    assert template.read_text().endswith("mine")
    assert not (used / "PLN/PLN People.md").exists()


def test_a_block_that_was_edited_or_does_not_fit_is_left_and_reported(run: Run, used: Path) -> None:
    write(used, "Twice.md", BLOCK + BLOCK)
    write(used, "Open.md", "<!-- pln:begin network -->\nwords\n")
    use(run, used)
    ada = used / "Ada.md"
    edited = ada.read_bytes().replace(b"2026-11-01", b"my own words", 1)
    assert edited != ada.read_bytes()
    ada.write_bytes(edited)
    people = used / "PLN/PLN People.md"
    people.write_text(people.read_text().replace("<!-- pln:end people -->", "words of mine\n<!-- pln:end people -->"))
    mine = people.read_text()
    ran = run("remove", "--vault", used, "--yes", "--json")
    left = {row["path"]: row for row in ran.json["left"]}
    assert left["Ada.md"]["line"] == 6
    assert "edited by hand" in left["Ada.md"]["message"]
    assert "do not fit together" in left["Twice.md"]["message"]
    assert "do not fit together" in left["Open.md"]["message"]
    assert "edited by hand" in left["PLN/PLN People.md"]["message"]
    assert ada.read_bytes() == edited
    assert people.read_text() == mine
    assert (used / "Twice.md").read_text() == BLOCK + BLOCK


def test_it_can_be_used_again_afterwards(run: Run, used: Path) -> None:
    use(run, used)
    first = everything(used)
    assert run("remove", "--vault", used, "--yes", "--state").code == 0
    ran = run("reindex", "--vault", used, "--today", TODAY)
    assert ran.code == 0
    for name in ("PLN Home.md", "PLN People.md", "PLN Sources.md", "PLN Goals.md"):
        assert (used / "PLN" / name).read_bytes() == first[f"PLN/{name}"]
    assert run("remove", "--vault", used, "--yes").code == 0
    again = run("remove", "--vault", used, "--yes")
    assert (again.code, "nothing of vault-pln" in again.out) == (0, True)


def test_what_was_removed_comes_back(run: Run, used: Path, machine: Path) -> None:
    use(run, used)
    before = everything(used)
    assert run("remove", "--vault", used, "--yes", "--state").code == 0
    kept = {file.name for folder in (machine / "state").iterdir() if folder.is_dir() for file in folder.iterdir()}
    assert kept <= {"kept", "journal", "write.lock", "watch.lock"}
    assert not [folder for folder in (machine / "cache").iterdir() if (folder / "notes.sqlite").exists()]
    for name in ("PLN/PLN Settings.md", "PLN People", "PLN ledger desk-0001", "Ada"):
        assert run("restore", name, "--vault", used, "--version", "1", "--yes").code == 0
    for path in ("PLN/PLN Settings.md", "PLN/PLN People.md", "PLN/Ledger/PLN ledger desk-0001.md", "Ada.md"):
        assert (used / path).read_bytes() == before[path]


def test_without_agreement_nothing_is_removed(run: Run, used: Path) -> None:
    use(run, used)
    before = everything(used)
    ran = run("remove", "--vault", used)
    assert (ran.code, "Say --yes" in ran.out, "-<!-- pln:begin network sha=" in ran.out) == (0, True, True)
    assert run("remove", "--vault", used, "--dry-run", "--yes", "--lines", "--state").code == 0
    assert run("remove", "--vault", used, "--json").json["written"] == []
    assert everything(used) == before
    with Terminal("remove", "--vault", used) as shown:
        shown.answer("Take vault-pln out of this vault?", "n")
        assert shown.end() == 0
    assert everything(used) == before
    with Terminal("remove", "--vault", used) as shown:
        shown.answer("Take vault-pln out of this vault?", "y")
        assert shown.end() == 0
    assert not (used / "PLN/PLN Home.md").exists()


@contextmanager
def watching(vault: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "vault_pln", "watch", "--vault", str(vault)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True) as daemon:
        assert daemon.stderr is not None
        assert "watching" in daemon.stderr.readline()
        try:
            yield
        finally:
            daemon.terminate()


def test_it_refuses_while_the_vault_is_watched(run: Run, used: Path) -> None:
    use(run, used)
    before = snapshot(used)
    with watching(used):
        ran = run("remove", "--vault", used, "--yes", "--lines", "--state")
        assert (ran.code, "'vault-pln watch' is running" in ran.err) == (5, True)
    assert snapshot(used) == before
    assert (used / "PLN/PLN Home.md").exists()
    assert run("remove", "--vault", used, "--yes").code == 0


def test_a_note_that_cannot_be_written_is_named_and_the_rest_goes(run: Run, used: Path) -> None:
    use(run, used)
    os.link(used / "Ada.md", used / "twin")
    ran = run("remove", "--vault", used, "--yes", "--state", "--json")
    assert ran.code == 1
    assert [row["path"] for row in ran.json["failed"]] == ["Ada.md"]
    message = ran.json["failed"][0]["message"]
    assert "hard link" in message
    assert "Ada.md" not in message, "whoever shows it says the path first"
    said = run("remove", "--vault", used, "--yes").err
    assert said.count("not removed: Ada.md: ") == 1
    assert not (used / "PLN/PLN Home.md").exists()
    os.unlink(used / "twin")
    assert run("remove", "--vault", used, "--yes", "--state").code == 0
    assert b"pln:begin" not in (used / "Ada.md").read_bytes()


def test_the_sample_vault_can_be_left(run: Run, sample: Path) -> None:
    run("reindex", "--vault", sample, "--today", TODAY)
    ran = run("remove", "--vault", sample, "--yes", "--lines", "--json")
    assert (ran.code, ran.json["failed"]) == (0, [])
    assert [file for file in everything(sample) if b"pln:begin" in (sample / file).read_bytes()] == []
    assert not (sample / "PLN/PLN Home.md").exists()
