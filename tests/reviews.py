"""Vaults that have something to propose, their reviews, and what a user does in them."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from conftest import Run, write
from vault_pln.core.digest.ledger import name_digest, new_ledger, render_entry
from vault_pln.core.markdown.own import digest_of
from vault_pln.model.ledger import Entry

MONDAY = date(2026, 11, 23)
WEEK, TODAY = "2026-W47", MONDAY.isoformat()
REVIEW = f"PLN/Reviews/PLN review {WEEK}.md"
LEDGER = "PLN/Ledger/PLN ledger desk-0001.md"
TRIAL = "---\r\ntype: source\r\nfeed: https://old.example/feed\r\nstatus: trial # for now\r\nsince: 2026-10-01\r\n---\r\nMine."
DROPPED = TRIAL.replace("trial #", "dropped #")
BOX = re.compile(r"^- \[ \] .*\^pln-[0-9a-z]{16}$", re.MULTILINE)


def shown(vault: Path, source: str, days: int = 5, sign: str = "-") -> None:
    """Items of a source that came into the daily notes of so many days before, and what was answered."""
    rows = ""
    for back in range(1, days + 1):
        day = MONDAY - timedelta(days=back)
        key = f"{digest_of(source)}{back:03}".ljust(16, "x").replace("0", "a").replace("1", "b")[-16:]
        line = f"- [{sign}] [A title](https://old.example/{back}) · [[{source}]] ^pln-{key}"
        note = vault / f"{day}.md"
        note.write_text((note.read_text() if note.exists() else "## Learning network\n") + line + "\n")
        when = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
        rows += render_entry(Entry(when, "wrote", key, day, "item", digest_of(line), of=name_digest(source)))
        rows += render_entry(Entry(when, "done", "0" * 16, day)) + render_entry(Entry(when, "seen", "0" * 16, day))
    ledger = vault / LEDGER
    before = ledger.read_text() if ledger.exists() else new_ledger("desk-0001")
    write(vault, LEDGER, before + rows)


def review(run: Run, vault: Path, *more: str) -> str:
    """Have the review written; its text."""
    ran = run("review", "--vault", vault, "--today", TODAY, *more)
    assert ran.code == 0, ran.err
    return (vault / REVIEW).read_text()


def tick(vault: Path, old: str = "- [ ]", new: str = "- [x]", path: str = REVIEW) -> None:
    note = vault / path
    note.write_bytes(note.read_bytes().replace(old.encode(), new.encode(), 1))
