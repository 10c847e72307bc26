"""Taking part: one line a day at most, once and only once, and what an answer to it means."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from conftest import TODAY, Run, write
from hostile_text import taken_from

ITEM = "<item><title>{title}</title><link>https://forum.example/{n}</link><guid>{n}</guid><pubDate>Sun, 22 Nov 2026 10:0{n}:00 +0000</pubDate></item>"
FEED = '<?xml version="1.0"?><rss version="2.0"><channel><title>F</title>{}</channel></rss>'
ME = "---\ntype: me\nexpertise: [maps]\noffers: [honest README reviews]\n---\n"
LATER = ("2026-11-24", "2026-11-25", "2026-11-26")


def feed(vault: Path, name: str, *titles: str) -> None:
    write(vault, name, FEED.format("".join(ITEM.format(n=n, title=title) for n, title in enumerate(titles))))


@pytest.fixture
def home(vault: Path) -> Path:
    """A forum with two questions about maps and one about bread."""
    write(vault, "Me.md", ME)
    write(vault, "Forum.md", "---\ntype: source\nmedium: forum\nfeed: forum.xml\n---\n")
    feed(vault, "forum.xml", "Which maps of Lisbon?", "Which bread?", "Who draws maps?")
    return vault


def daily(run: Run, vault: Path, today: str = TODAY, *more: str) -> dict[str, Any]:
    run("fetch", "--vault", vault, "--today", today, "--all")
    found: dict[str, Any] = run("daily", "--vault", vault, "--today", today, "--json", *more).json
    return found


def settings(vault: Path, *rows: str) -> None:
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\n" + "".join(f"{row}\n" for row in rows) + "---\n")


def parts(vault: Path, name: str = TODAY) -> list[str]:
    note = vault / f"{name}.md"
    return [line for line in note.read_text().splitlines() if "#gave" in line] if note.exists() else []


def test_one_line_a_day_and_the_rest_is_reading(run: Run, home: Path) -> None:
    day = daily(run, home)
    (part,) = day["taking_part"]
    assert (part["title"], part["person"], part["because"]) == (
        "Who draws maps?",
        None,
        {"path": "Me.md", "expertise": "maps"},
    )
    assert sorted(one["title"] for one in day["items"]) == ["Which bread?", "Which maps of Lisbon?"]
    text = (home / f"{TODAY}.md").read_text()
    line = f"- [ ] Answer in [[Forum]]: [Who draws maps?](https://forum.example/2) · you know about maps #gave ^pln-{part['id']}"
    assert f"### Take part\n{line}\n### Read\n" in text
    assert "taking-part: something of yours answers it" in run("why", part["id"], "--vault", home).out
    assert daily(run, home)["written"] is False, "the same day has no second one"
    assert daily(run, home, LATER[0])["written"] is False, "what came as reading does not come again"


@pytest.mark.parametrize(
    "rows", [["daily-taking-part: 0"], ["quiet-days: [monday]"], ["pause-until: 2027-01-01"], ["writer: elsewhere"]]
)
def test_none_where_none_is_wanted(run: Run, home: Path, rows: list[str]) -> None:
    settings(home, *rows)
    daily(run, home)
    assert parts(home) == []


def test_none_without_a_match_or_without_anything_known_of_the_user(run: Run, home: Path) -> None:
    write(home, "Me.md", "---\ntype: me\nexpertise: [glass]\n---\n")
    assert daily(run, home)["taking_part"] == []
    (home / "Me.md").unlink()
    assert daily(run, home, LATER[0])["taking_part"] == []


@pytest.mark.parametrize("answer", ["[x]", "[-]", None])
@pytest.mark.parametrize("loss", ["", "ledger", "state cache"])
def test_an_answered_or_deleted_line_never_comes_again(
    run: Run, home: Path, machine: Path, answer: str | None, loss: str
) -> None:
    feed(home, "forum.xml", "Which maps of Lisbon?")
    daily(run, home)
    (line,) = parts(home)
    note = home / f"{TODAY}.md"
    text = note.read_text()
    note.write_text(text.replace(line + "\n", "") if answer is None else text.replace("[ ]", answer))
    mine = note.read_text()
    for place in loss.split():
        shutil.rmtree(home / "PLN/Ledger" if place == "ledger" else machine / place)
    for day in (TODAY, *LATER):
        assert daily(run, home, day)["written"] is False
        assert parts(home, day) == ([] if day != TODAY or answer is None else [line.replace("[ ]", answer)])
    assert note.read_text() == mine


def test_a_tick_counts_as_given_to_who_wrote_the_post_and_nothing_else_does(run: Run, vault: Path) -> None:
    write(vault, "Me.md", ME)
    write(vault, "Ada.md", "---\ntype: person\nfeeds: [ada.xml]\n---\n")
    feed(vault, "ada.xml", "Maps of the moon")
    daily(run, vault)
    (line,) = parts(vault)
    assert line.startswith(
        "- [ ] Reply to [[Ada]]: [Maps of the moon](https://forum.example/0) · you know about maps #gave"
    )

    def counted() -> tuple[int, int, int]:
        (row,) = run("people", "--vault", vault, "--today", TODAY, "--json").json
        return row["contacts"], row["gave"], row["got"]

    note = vault / f"{TODAY}.md"
    assert counted() == (0, 0, 0), "what is written for the user is no evidence"
    note.write_text(note.read_text().replace("[ ]", "[-]"))
    assert counted() == (0, 0, 0)
    note.write_text(note.read_text().replace("[-]", "[x]"))
    assert counted() == (1, 1, 0)


def test_a_note_of_the_users_own_is_linked(run: Run, home: Path) -> None:
    write(home, "Me.md", "---\ntype: me\nexpertise: [glass]\n---\n")
    write(home, "Notes/Old maps of Lisbon.md", "text\n")
    daily(run, home)
    (line,) = parts(home)
    assert "[Which maps of Lisbon?](https://forum.example/0) · you have a note, [[Old maps of Lisbon]] #gave" in line


def test_the_line_speaks_the_language_and_the_tags_of_the_vault(run: Run, home: Path) -> None:
    settings(home, "language: de", "gave-tag: gegeben", "take-part-heading: Forum")
    daily(run, home)
    text = (home / f"{TODAY}.md").read_text()
    assert "### Forum\n- [ ] Antworte in [[Forum]]: [Who draws maps?]" in text
    assert "du kennst dich aus mit maps #gegeben ^pln-" in text


def test_nothing_of_a_title_does_anything(run: Run, home: Path) -> None:
    title = (
        "maps? [[Ada]] #got via [[Ada]] ✅ 2026-11-20 `x` %%c%% re:: https://a.example &lt;b&gt; ^pln-aaaaaaaaaaaaaaaa"
    )
    feed(home, "forum.xml", title)
    daily(run, home)
    (line,) = parts(home)
    assert "&num;got" in line
    assert taken_from(line) == taken_from(line.replace(line[line.index(": [") + 3 : line.index("](https")], "maps?"))


def test_a_line_that_an_editor_saved_over_comes_once_more(run: Run, home: Path) -> None:
    note = write(home, f"{TODAY}.md", "mine\n")
    daily(run, home)
    before = parts(home)
    note.write_text("what an editor held open\n")
    daily(run, home)
    assert parts(home) == before
