"""The daemon sees that what it delivered stays: written once more where an editor saved over it, and then never again."""

from pathlib import Path

from conftest import TODAY, Run, Watch, write
from daemons import DUE, lines


def said(vault: Path, verb: str) -> bool:
    ledger = vault / "PLN/Ledger/PLN ledger desk-0001.md"
    return ledger.exists() and f" {verb} " in ledger.read_text()


def test_what_an_editor_saved_over_is_delivered_once_more(vault: Path, watch: Watch) -> None:
    write(vault, "Ada.md", DUE)
    note = write(vault, f"{TODAY}.md", "mine\n")
    daemon = watch(vault, "--today", TODAY)
    daemon.until_said("delivered")
    once = lines(vault)
    note.write_text("mine, held open\n")
    daemon.until(lambda: daemon.log.count("delivered") == 2)
    assert lines(vault) == once
    note.write_text("mine, held open again\n")
    daemon.until(lambda: said(vault, "seen"))
    daemon.until_it_rests()
    assert note.read_text() == "mine, held open again\n"
    assert daemon.log.count("delivered") == 2


def test_what_somebody_saved_with_our_lines_in_it_is_confirmed(vault: Path, watch: Watch) -> None:
    write(vault, "Ada.md", DUE)
    note = write(vault, f"{TODAY}.md", "mine\n")
    daemon = watch(vault, "--today", TODAY)
    daemon.until_said("delivered")
    note.write_text(note.read_text() + "more of mine\n")
    daemon.until(lambda: said(vault, "seen"))
    note.write_text("mine, without the section\n")
    daemon.until_it_rests()
    assert note.read_text() == "mine, without the section\n"


def test_a_reader_reads_and_writes_nothing(vault: Path, watch: Watch, run: Run) -> None:
    write(vault, "Ada.md", DUE)
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\nwriter: laptop-0002\n---\n")
    write(vault, f"{TODAY}.md", "mine\n")
    before = {path: path.read_bytes() for path in vault.rglob("*") if path.is_file()}
    daemon = watch(vault, "--today", TODAY)
    daemon.until_it_rests()
    assert {path: path.read_bytes() for path in vault.rglob("*") if path.is_file()} == before
    assert "'laptop-0002' is the writer" in run("status", "--vault", vault, "--today", TODAY).out
