"""The daemon sees that what it delivered stays: written once more where an editor saved over it, and then never again."""

import re
from pathlib import Path

from conftest import TODAY, Run, Watch, write
from daemons import DUE, lines


def ledger(vault: Path) -> str:
    note = vault / "PLN/Ledger/PLN ledger desk-0001.md"
    return note.read_text() if note.exists() else ""


def said(vault: Path, verb: str) -> bool:
    return f" {verb} " in ledger(vault)


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


def test_a_line_that_was_lost_and_came_back_late_stays_deleted(vault: Path, watch: Watch, run: Run) -> None:
    """As when a sync program brings back the note that another device's version had replaced."""
    write(vault, "Ada.md", DUE)
    write(vault, "Grace.md", DUE)
    note = write(vault, f"{TODAY}.md", "mine\n")
    daemon = watch(vault, "--today", TODAY)
    daemon.until_said("delivered")
    both = note.read_text()
    (ada,) = re.findall(r"\[\[Ada\]\].*\^pln-(\w+)", both)
    note.write_text("talked with [[Ada]]\n")
    daemon.until(lambda: daemon.log.count("delivered") == 2)
    note.write_text(note.read_text() + "more of mine\n")
    daemon.until(lambda: said(vault, "seen"))
    daemon.until_it_rests()
    note.write_text(both)
    daemon.until(lambda: ledger(vault).count(f" wrote {ada} ") == 2)
    note.write_text("mine\n")
    daemon.until_it_rests()
    assert daemon.stop() == 0
    assert ledger(vault).count(f" wrote {ada} ") == 2, "which is said once"
    assert run("daily", "--vault", vault, "--today", TODAY).code == 0
    assert ada not in note.read_text()


def test_a_reader_reads_and_writes_nothing(vault: Path, watch: Watch, run: Run) -> None:
    write(vault, "Ada.md", DUE)
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\nwriter: laptop-0002\n---\n")
    write(vault, f"{TODAY}.md", "mine\n")
    before = {path: path.read_bytes() for path in vault.rglob("*") if path.is_file()}
    daemon = watch(vault, "--today", TODAY)
    daemon.until_it_rests()
    assert {path: path.read_bytes() for path in vault.rglob("*") if path.is_file()} == before
    assert "'laptop-0002' is the writer" in run("status", "--vault", vault, "--today", TODAY).out
