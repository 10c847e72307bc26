"""Another tool that reads contacts from the same vault finds none that our lines made.

The rules are those that Personal CRM publishes: every ordinary link in a dated note is contact with who it links, by
name or alias, but not in an open to-do, a quotation, code or an embed; a to-do that was ticked is.
"""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from conftest import TODAY, Run, write

_DATED = re.compile(r"(\d{4}-\d\d-\d\d)\.md\Z")
_LINK = re.compile(r"(!?)\[\[([^\[\]|#]+)[^\[\]]*\]\]|(!?)\[[^\[\]]*\]\(([^()\s]+?)(?:\.md)?\)")
_BOX = re.compile(r"\s*(?:[-*+]|\d+[.)]) \[(.)\] ")
_FENCE = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_ALIASES = re.compile(r"^aliases: \[(.*)\]$", re.MULTILINE)


def people(vault: Path) -> dict[str, str]:
    """Every name of each person, in lower case, and their note."""
    found = {}
    for note in vault.rglob("*.md"):
        text = note.read_text()
        if re.search(r"^type: person$", text, re.MULTILINE) and "Templates" not in note.parts:
            aliases = _ALIASES.search(text)
            names = [note.stem, *(aliases[1].split(", ") if aliases else [])]
            found.update({name.strip("\"'").lower(): note.stem for name in names})
    return found


def contacts(vault: Path) -> set[tuple[str, str]]:
    """Who was met on which day, as the other tool reads it."""
    known, found = people(vault), set()
    for note in vault.rglob("*.md"):
        # ours that embed a day have the day in their name too
        day = _DATED.search(note.name)
        if day is not None:
            for line in _CODE.sub("", _FENCE.sub("", note.read_text())).splitlines():
                box = _BOX.match(line)
                if line.lstrip().startswith(">") or (box is not None and box[1] not in "xX"):
                    continue
                for embed, name, image, path in _LINK.findall(line):
                    person = known.get((name or path).rpartition("/")[2].strip().lower())
                    if person is not None and not embed and not image:
                        found.add((day[1], person))
    return found


def live(run: Run, vault: Path, days: int) -> None:
    """Let vault-pln run for so many days: nobody answers."""
    run("fetch", "--vault", vault, "--today", TODAY, "--all")
    for number in range(days):
        today = (date.fromisoformat(TODAY) + timedelta(number)).isoformat()
        run("daily", "--vault", vault, "--today", today)
    run("reindex", "--vault", vault, "--today", today)


@pytest.mark.parametrize("style", ["lines", "embed"])
def test_our_lines_and_notes_make_no_contact_for_another_tool(run: Run, sample: Path, style: str) -> None:
    settings = sample / "PLN/PLN Settings.md"
    settings.write_text(settings.read_text().replace("daily-style:", f"daily-style: {style} #"))
    for note in (sample / "People").iterdir():
        block = "\n<!-- pln:begin network -->\n<!-- pln:end network -->\n"
        note.write_text(note.read_text().replace("type: person", "type: person\nbrief: true") + block)
    write(sample, "People/Ira Novak.md", "---\ntype: person\ncadence: monthly\nbirthday: 11-23\nmet: 2020-11-24\n---\n")
    before = contacts(sample)
    assert len(before) > 50, "there is something to find"
    live(run, sample, 9)
    text = "".join(note.read_text() for note in sample.rglob("*2026-1*.md"))
    assert text.count("Write to [[") > 5
    assert "[-] Write to [[" in text, "after a week they are closed"
    assert "Birthday of Ira Novak" in text
    assert contacts(sample) == before


def test_a_line_that_was_ticked_is_one_for_both(run: Run, sample: Path) -> None:
    before = contacts(sample)
    live(run, sample, 1)
    note = sample / f"Daily/{TODAY}.md"
    note.write_text(note.read_text().replace("- [ ] Write to", "- [x] Write to"))
    rows = run("people", "--vault", sample, "--today", TODAY, "--json").json
    assert contacts(sample) - before == {(TODAY, row["name"]) for row in rows if row["last_contact"] == TODAY}
    assert contacts(sample) - before


def test_what_it_reads_is_what_its_rules_say(vault: Path) -> None:
    write(vault, "Ada.md", "---\ntype: person\naliases: [Countess]\n---\n")
    write(vault, "Bob.md", "---\ntype: person\n---\n")
    write(vault, "2026-11-20.md", "[[Ada]]\n- [ ] [[Bob]]\n> [[Bob]]\n![[Bob]]\n`[[Bob]]`\n```\n[[Bob]]\n```\n")
    write(vault, "2026-11-21.md", "- [x] called [[Countess]]\n- met [him](Bob.md)\n")
    write(vault, "Undated.md", "[[Bob]]")
    assert contacts(vault) == {("2026-11-20", "Ada"), ("2026-11-21", "Ada"), ("2026-11-21", "Bob")}
