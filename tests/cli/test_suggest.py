"""suggest and who, over the sample vault and as a newcomer calls them."""

from pathlib import Path

import pytest

from conftest import TODAY, Run, snapshot, write

KINDS = ["give-back", "ask", "thanks", "introduction", "bridge", "dormant", "taking-part", "discovery"]


@pytest.fixture
def fetched(run: Run, sample: Path) -> Path:
    run("fetch", "--vault", sample, "--today", TODAY)
    return sample


def test_the_sample_vault_has_something_to_suggest_of_most_kinds(run: Run, fetched: Path) -> None:
    before = snapshot(fetched)
    ran = run("suggest", "--vault", fetched, "--today", TODAY)
    assert ran.code == 0
    for sentence in (
        "Help Priya Kadamattu: asks for “a README for the winter project”, and you offer “honest README reviews”",
        "Joaquín Tavira and Tomasz Brzezina-Hale: Joaquín Tavira asks for “help reading somebody else's Rust”, Tomasz Brzezina-Hale knows about rust",
        "Thank Tomasz Brzezina-Hale for what you noted on 2026-09-22: “Mail from Tomek:",
        "Borrowed Time forum: “API design: builder or struct with Default for 14 options?”; you know about api design",
    ):  # fmt: skip
        assert f"  - {sentence}" in ran.out
    assert "      People/Joaquín Tavira.md:8: asks: help reading somebody else's Rust\n" in ran.out
    assert snapshot(fetched) == before, "suggestions are only said"


def test_each_suggestion_says_why_in_json(run: Run, fetched: Path) -> None:
    rows = run("suggest", "--vault", fetched, "--today", TODAY, "--json", "--limit", "2").json
    kinds = [row["kind"] for row in rows]
    assert sorted(set(kinds), key=KINDS.index) == list(dict.fromkeys(kinds)), "in their order"
    assert max(kinds.count(kind) for kind in KINDS) == 2
    for row in rows:
        assert set(row) == {"kind", "text", "notes", "url", "score", "numbers", "why"}
        for one in row["why"]:
            lines = (fetched / one["path"]).read_text().splitlines()
            if one["line"] is not None and not one["text"].startswith(
                ("pursues: ", "goals: ", "expertise", "asks", "offers")
            ):
                assert one["text"] in lines[one["line"] - 1]  # fmt: skip


def test_only_the_kinds_asked_for(run: Run, sample: Path) -> None:
    call = ("suggest", "--vault", sample, "--today", TODAY, "--json", "--kind", "ask", "--kind", "thanks")
    assert {row["kind"] for row in run(*call).json} == {"ask", "thanks"}


def test_sentences_are_in_the_language_of_the_vault(run: Run, sample: Path) -> None:
    settings = sample / "PLN/PLN Settings.md"
    settings.write_text(settings.read_text().replace("language: en", "language: de"))
    out = run("suggest", "--vault", sample, "--today", TODAY, "--kind", "ask").out
    assert out.startswith("Offene Bitten\n  - Hilf Priya Kadamattu: sucht „a README for the winter project“")
    out = run("suggest", "--vault", sample, "--today", TODAY, "--kind", "introduction").out
    assert '      für einen Entwurf: vault-pln introduce "Study group/Dara Phommavong"' in out
    assert run("why", "2026-W47", "--vault", sample).out.startswith("2026-W47: 2026-11-16 bis 2026-11-22, wie es jetzt")


def test_a_vault_that_says_nothing_of_its_people(run: Run, vault: Path) -> None:
    write(vault, "Ada.md", "---\ntype: person\n---\n")
    assert "nothing to suggest yet: say in notes of people what they ask for" in run("suggest", "--vault", vault).out
    assert run("suggest", "--vault", vault, "--json").json == []


def test_who_knows_with_the_lines_that_say_so(run: Run, sample: Path) -> None:
    rows = run("who", "error handling", "--vault", sample, "--today", TODAY, "--json").json
    assert [row["name"] for row in rows] == ["Priya Kadamattu", "Chidi Okpaleke"]
    assert rows[0]["why"][0] == {"path": "People/Priya Kadamattu.md", "line": 7, "text": "expertise: error handling"}
    out = run("who", "interrupts", "--vault", sample, "--today", TODAY, "--limit", "1").out
    assert out.splitlines()[0].endswith("  Henrik Aabenholt")
    assert "      Meetings/2026-09-12 Blinky to interrupts.md:4: 2026-09-12 Blinky to interrupts" in out


@pytest.mark.parametrize(
    ("note", "day", "topic", "knows"),
    [
        ("expertise: [vector search]", "", "Vector Search", True),
        ("expertise: [vector search]", "", "search vectors", True),
        ("expertise: [vector]", "", "vector search", False),
        ("offers: [a talk on maps]", "", "maps", True),
        ('goals: ["[[Rust]]"]', "", "ownership", True),
        ('goals: ["[[Rust]]"]', "", "[[Rust]]", True),
        ("tags: [map-making]", "", "map making", True),
        ("", "[[Ada]] explained tide tables", "tide table", True),
        ("", "[[Ada]] is trying out studies", "try study", True),
        ("expertise: [IT]", "", "it", True),
        ("expertise: [機械学習入門]", "", "機械学習", True),
        ("", "[[Ada]] said hello", "tide table", False),
        ("", "- [ ] ask [[Ada]] about tides", "tides", False),
        ("", "", "Ada", False),
    ],
)
def test_who_knows(run: Run, vault: Path, note: str, day: str, topic: str, knows: bool) -> None:
    write(vault, "Ada.md", f"---\ntype: person\n{note}\n---\n")
    write(vault, "Rust.md", "---\ntype: goal\nkeywords: [ownership]\n---\n")
    write(vault, "2026-11-20.md", day + "\n")
    rows = run("who", topic, "--vault", vault, "--today", TODAY, "--json").json
    assert [row["name"] for row in rows] == (["Ada"] if knows else [])


def test_who_writes_about_it(run: Run, vault: Path) -> None:
    write(vault, "Ada.md", "---\ntype: person\n---\n")
    write(vault, "Tide Pool.md", '---\ntype: source\nauthor: ["[[Ada]]"]\ntopics: [incidents]\n---\n')
    (row,) = run("who", "incidents", "--vault", vault, "--json").json
    assert (row["name"], row["why"]) == ("Ada", [{"path": "Tide Pool.md", "line": 3, "text": "author: Ada"}])


def test_nobody_knows(run: Run, sample: Path) -> None:
    ran = run("who", "falconry", "--vault", sample)
    assert (ran.code, ran.out) == (0, "nobody in your notes is said to know about 'falconry'\n")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("who",), "Missing argument 'TOPIC'"),
        (("who", ""), "'' has no word to look for"),
        (("who", "?!"), "'?!' has no word to look for"),
        (("who", "rust", "--limit", "0"), "0 is not in the range x>=1"),
        (("suggest", "--kind", "gossip"), "'gossip' is not one of 'give-back', 'ask'"),
        (("suggest", "--limit", "-1"), "-1 is not in the range x>=1"),
        (("suggest", "Ada"), "Got unexpected extra argument (Ada)"),
    ],
)
def test_bad_input(run: Run, sample: Path, args: tuple[str, ...], said: str) -> None:
    ran = run(*args, "--vault", sample)
    assert ran.code == 2
    assert said in ran.err
