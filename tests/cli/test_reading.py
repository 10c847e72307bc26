"""What is worth reading today: goals in any script, their shares, the special places, and why."""

import json
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from conftest import TODAY, Run, write
from vault_pln.core.markdown.ids import short_id
from vault_pln.edge.places import places_of
from vault_pln.edge.store import Store
from vault_pln.model.news import Item, Visits

DAY = date.fromisoformat(TODAY)


def stock(vault: Path, *rows: tuple[str, str], day: date = DAY) -> list[str]:
    """Items in the store: (note of the source, title); their ids."""
    now = datetime.combine(day, datetime.min.time(), UTC)
    items = [
        Item(short_id("item", title), source, source, title, f"https://x.example/{n}", "", now, day.isoformat())
        for n, (source, title) in enumerate(rows)
    ]
    with Store(places_of(str(vault)).state) as store:
        for item in items:
            store.keep(Visits(item.feed), [item], [], day.isoformat())
    return [item.id for item in items]


def source(vault: Path, name: str, **properties: Any) -> str:
    lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in properties.items())
    write(vault, f"Sources/{name}.md", f"---\ntype: source\n{lines}---\n")
    return f"Sources/{name}.md"


def goal(vault: Path, name: str, keywords: list[str], **properties: Any) -> str:
    lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in properties.items())
    write(vault, f"Goals/{name}.md", f"---\ntype: goal\nkeywords: {json.dumps(keywords)}\n{lines}---\n")
    return f"Goals/{name}.md"


def daily(run: Run, vault: Path, today: str = TODAY) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = run("daily", "--vault", vault, "--today", today, "--json").json["items"]
    return found


def titles(rows: list[dict[str, Any]]) -> list[str]:
    return [row["title"] for row in rows]


@pytest.mark.parametrize(
    ("keyword", "wanted", "others"),
    [
        ("Gärten", "Ein Garten für die Stadt und das Dach", ["Ein Auto für die Stadt und das Land"]),
        ("机器学习", "深入浅出机器学习教程", ["中国机械工程新闻"]),
        ("تعلم الآلة", "مقدمة في تعلم الآلة للمبتدئين", ["وصفات الطبخ السريعة"]),
    ],
)
def test_goals_in_other_languages_rank_items_in_their_scripts(
    run: Run, vault: Path, keyword: str, wanted: str, others: list[str]
) -> None:
    path, blog = goal(vault, "Ziel", [keyword]), source(vault, "Blog")
    stock(vault, *((blog, title) for title in (*others, wanted)))
    rows = run("items", "--goal", "Ziel", "--vault", vault, "--today", TODAY, "--json").json
    assert titles(rows) == [wanted]
    assert rows[0]["goals"][path] > 0


def test_a_title_from_right_to_left_turns_nothing_round(run: Run, vault: Path) -> None:
    goal(vault, "Ziel", ["تعلم"])
    stock(vault, (source(vault, "Blog"), "تعلم \u202eالآلة (1)"), (source(vault, "Other"), "Plain"))
    daily(run, vault)
    written = (vault / f"{TODAY}.md").read_bytes()
    assert "- [ ] [\u2068تعلم الآلة (1)\u2069](https://x.example/0) · [[Blog]] · for Ziel ^pln-".encode() in written
    assert "- [ ] [Plain](https://x.example/1) · [[Other]] ^pln-".encode() in written
    assert daily(run, vault) == []


def test_goals_get_their_share_by_weight_over_the_week(run: Run, vault: Path) -> None:
    goal(vault, "Heavy", ["rust"], weight=3)
    goal(vault, "Light", ["piano"], weight=1)
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\ndaily-items: 2\nmax-per-source: 9\n---\n")
    blogs = [source(vault, f"Blog {n}", perspective=["one"]) for n in range(8)]
    given: Counter[str] = Counter()
    for n in range(6):
        day = DAY + timedelta(days=n)
        stock(vault, *((blogs[k], f"{word} {n} {k}") for k in range(4) for word in ("rust", "piano")), day=day)
        rows = daily(run, vault, day.isoformat())
        given.update(row["goal"] for row in rows)
    assert given == {"Goals/Heavy.md": 9, "Goals/Light.md": 3}


def test_many_goals_of_work_leave_the_personal_one_its_budget(run: Run, vault: Path) -> None:
    for name in ("rust", "sql", "linux"):
        goal(vault, name, [name], area="work")
    goal(vault, "piano", ["piano"], area="personal")
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\ndaily-items: 6\nmax-per-source: 9\n---\n")
    rows = [(source(vault, f"B {w} {n}"), f"{w} {n}") for w in ("rust", "sql", "linux", "piano") for n in range(6)]
    stock(vault, *rows)
    given = Counter(row["goal"] for row in daily(run, vault) if row["slot"] == "goal")
    assert given["Goals/piano.md"] == 3
    assert sum(given.values()) == 6 - 1


def test_another_view_gets_a_place_and_says_so(run: Run, vault: Path) -> None:
    goal(vault, "Taxes", ["taxes"])
    left = [source(vault, f"Left {n}", perspective=["left"]) for n in range(8)]
    right = source(vault, "Right", perspective=["right"])
    stock(
        vault,
        *((one, f"taxes taxes and more taxes {n}") for n, one in enumerate(left)),
        (right, "On taxes, from elsewhere"),
    )
    rows = daily(run, vault)
    (other,) = [row for row in rows if row["slot"] == "counterpoint"]
    assert other["source"] == right
    text = (vault / f"{TODAY}.md").read_text()
    assert "· counterpoint: little from “right” for this goal so far ^pln-" in text
    assert len([row for row in rows if row["slot"] == "serendipity"]) == 1
    assert "· serendipity: from a source you have not seen yet ^pln-" in text
    assert len(rows) == 7


def test_where_all_have_a_place_no_item_is_special(run: Run, vault: Path) -> None:
    goal(vault, "Taxes", ["taxes"])
    stock(vault, *((source(vault, f"S{n}", perspective=[f"p{n % 2}"]), f"taxes {n}") for n in range(5)))
    assert {row["slot"] for row in daily(run, vault)} == {"goal"}


def test_an_interest_comes_before_what_is_only_new(run: Run, vault: Path) -> None:
    write(vault, "Me.md", "---\ntype: me\ninterests: [tide tables]\n---\n")
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\ndaily-items: 1\n---\n")
    stock(vault, (source(vault, "A"), "How tide tables are made"), day=DAY - timedelta(days=1))
    stock(vault, (source(vault, "B"), "Newer"))
    (row,) = daily(run, vault)
    assert (row["title"], row["slot"], row["goal"]) == ("How tide tables are made", "interest", None)
    assert "· for your interests ^pln-" in (vault / f"{TODAY}.md").read_text()


def answer(vault: Path, day: date, title: str, box: str) -> None:
    note = vault / f"{day}.md"
    text = note.read_text()
    line = next(one for one in text.splitlines() if title in one)
    note.write_text(text.replace(line, line.replace("[ ]", box)))


def test_what_was_kept_ranks_what_is_like_it_and_comes_again_once(run: Run, vault: Path) -> None:
    goal(vault, "Rust", ["rust"])
    blog, other = source(vault, "Blog"), source(vault, "Other")
    fill = [(source(vault, f"F{n}"), f"gardens number {n}") for n in range(20)]
    stock(vault, (blog, "rust embedded sensors"), *fill)
    daily(run, vault)
    answer(vault, DAY, "embedded", "[*]")
    later = DAY + timedelta(days=7)
    ids = stock(vault, (other, "rust sensors embedded again"), (other, "rust frontend widgets again"), day=later)
    rows = run("items", "--goal", "Rust", "--vault", vault, "--today", later.isoformat(), "--json").json
    assert titles(rows) == ["rust sensors embedded again", "rust frontend widgets again"]
    facts = run("why", ids[0], "--vault", vault, "--today", later.isoformat(), "--json").json
    assert facts["waiting"] is True
    assert [one["title"] for one in facts["goals"][0]["kept"]] == ["rust embedded sensors"]
    assert {"term": "rust", "asked": True}.items() <= facts["goals"][0]["terms"][0].items() or any(
        term["term"] == "rust" and term["asked"] for term in facts["goals"][0]["terms"]
    )
    again = [row for row in daily(run, vault, later.isoformat()) if row["slot"] == "insight"]
    assert titles(again) == ["rust embedded sensors"]
    assert (
        f"· again: kept on {later} ^pln-" in (vault / f"{later}.md").read_text()
        or f"· again: kept on {DAY}" in (vault / f"{later}.md").read_text()
    )
    for days in (8, 9, 20):
        rows = daily(run, vault, (DAY + timedelta(days=days)).isoformat())
        assert [row for row in rows if row["slot"] == "insight"] == []


def test_why_tells_the_rule_of_a_line_and_its_answer(run: Run, vault: Path) -> None:
    goal(vault, "Rust", ["rust"])
    (line, _) = stock(vault, (source(vault, "Blog"), "rust on bikes"), (source(vault, "New"), "Gardens"))
    daily(run, vault)
    answer(vault, DAY, "bikes", "[x]")
    said = run("why", f"^pln-{line}", "--vault", vault, "--today", TODAY).out
    assert "written on 2026-11-23, goal: the best for its goal when that goal's turn came; answer: done" in said
    assert "for Rust: " in said
    assert "terms (* in the goal): rust 83%*, bike 17%" in said
    missing = run("why", "aaaabbbbccccdddd", "--vault", vault, "--today", TODAY)
    assert (missing.code, "there is no line" in missing.err) == (2, True)


def test_why_tells_of_a_forgotten_item_what_the_ledger_knows(run: Run, vault: Path) -> None:
    of, blog = goal(vault, "Rust", ["rust"]), source(vault, "Blog")
    (line, _) = stock(vault, (blog, "rust on bikes"), (source(vault, "New"), "Gardens"))
    daily(run, vault)
    answer(vault, DAY, "bikes", "[*]")
    with closing(sqlite3.connect(Path(places_of(str(vault)).state, "news.sqlite"))) as store, store:
        store.execute("DELETE FROM item WHERE id = ?", (line,))
    facts = run("why", line, "--vault", vault, "--today", TODAY, "--json").json
    assert (facts["source"], facts["goal"], facts["slot"], facts["answer"]) == (blog, of, "goal", "kept")
    said = run("why", line, "--vault", vault, "--today", TODAY).out
    assert "item written on 2026-11-23: the best for its goal when that goal's turn came; answer: kept" in said
    assert f"source: {blog}\ngoal: {of}\nits text is forgotten" in said


def test_a_keyword_in_capitals_brings_what_is_written_so(run: Run, vault: Path) -> None:
    goal(vault, "Work", ["IT"])
    goal(vault, "Language", ["Go"])
    blog = source(vault, "Blog")
    wanted = ["How IT departments change", "What is new in Go and why"]
    ids = stock(vault, *((blog, title) for title in (*wanted, "How it changes", "Where to go and why")))
    found = run("items", "--vault", vault, "--today", TODAY, "--json").json
    assert sorted(row["title"] for row in found if row["goals"]) == sorted(wanted)
    said = run("why", ids[1], "--vault", vault, "--today", TODAY).out
    assert "Go" in said.partition("terms (* in the goal): ")[2]


def test_why_tells_of_a_follow_up_its_contacts(run: Run, vault: Path) -> None:
    write(vault, "Ada.md", "---\ntype: person\ncadence: monthly\n---\n")
    write(vault, "2026-10-01.md", "Talked with [[Ada]]\n")
    (row,) = run("daily", "--vault", vault, "--today", TODAY, "--json").json["follow_ups"]
    facts = run("why", row["id"], "--vault", vault, "--today", TODAY, "--json").json
    assert facts["person"] == "Ada.md"
    assert facts["contacts"] == [{"date": "2026-10-01", "path": "2026-10-01.md", "line": 1}]


def test_of_very_many_items_those_come_that_would_come_anyway(
    run: Run, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vault_pln.jobs import stock as module

    goal(vault, "Rust", ["rust"])
    goal(vault, "Piano", ["piano"])
    rows = [(source(vault, f"S{n}"), f"{('rust', 'piano', 'gardens')[n % 3]} and something {n}") for n in range(30)]
    stock(vault, *rows)
    everything = run("daily", "--dry-run", "--vault", vault, "--today", TODAY, "--json").json["items"]
    monkeypatch.setattr(module, "_FEW", 5)
    assert run("daily", "--dry-run", "--vault", vault, "--today", TODAY, "--json").json["items"] == everything
    monkeypatch.setattr(module, "_BEST", 2)
    monkeypatch.setattr(module, "_NEWEST", 0)
    few = run("items", "--vault", vault, "--today", TODAY, "--json").json
    assert {one["id"] for one in everything[:2]} <= {one["id"] for one in few}
    assert len(few) < 30
