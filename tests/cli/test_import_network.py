"""The network as JSON comes back: nothing changes in its own vault, and an empty one gets all that notes can hold."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import TODAY, Run, snapshot, write
from imports import imported, properties
from vault_pln.core.exchange.network_file import MOST, Row, read_network

HAPPENED = {"path", "contacts", "gave", "got", "strength", "goals"}
"""What is in daily notes, and paths, which another vault has its own of."""


def exported(run: Run, vault: Path, file: Path) -> dict[str, Any]:
    assert run("export", "json", "--vault", vault, "--today", TODAY, "--output", file, "--force").code == 0
    found: dict[str, Any] = json.loads(file.read_text())
    return found


def network(rows: dict[str, Any]) -> str:
    return json.dumps({"format": "vault-pln network", "version": 1, "date": TODAY, **rows}, ensure_ascii=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "network.json"


def test_the_import_of_an_export_changes_nothing(run: Run, sample: Path, file: Path) -> None:
    exported(run, sample, file)
    before = snapshot(sample)
    done = imported(run, sample, file, "--merge")
    assert (done["new"], done["merge"], done["left"], done["problems"]) == ([], [], [], [])
    assert len(done["known"]) == 35
    assert snapshot(sample) == before


def test_an_empty_vault_gets_the_same_network(run: Run, sample: Path, vault: Path, file: Path) -> None:
    there = exported(run, sample, file)
    done = imported(run, vault, file)
    assert (done["left"], done["problems"]) == ([], [])
    assert len(done["written"]) == 35
    here = exported(run, vault, file)
    for kind in ("people", "sources", "goals"):
        rows = [
            sorted(({key: row[key] for key in row.keys() - HAPPENED} for row in one[kind]), key=lambda row: row["name"])
            for one in (there, here)
        ]
        assert rows[0] == rows[1]
        names = [
            {row["path"]: row["name"] for kind in ("people", "goals") for row in one[kind]} for one in (there, here)
        ]
        goals = [
            {row["name"]: [all_names[path] for path in row.get("goals", ())] for row in one[kind]}
            for one, all_names in zip((there, here), names, strict=True)
        ]
        assert goals[0] == goals[1]
    assert imported(run, vault, file)["written"] == []
    assert (
        run("doctor", "--vault", vault, "--json").json == [] or "unresolved" not in run("doctor", "--vault", vault).out
    )


def test_what_is_there_stays_and_is_linked(run: Run, vault: Path, file: Path) -> None:
    write(vault, "My goals/Rust.md", "---\ntype: goal\n---\nmine\n")
    write(vault, "P/Ada.md", "---\ntype: person\nemail: ada@x.example\n---\n")
    write(vault, "Taken.md", "a note of mine\n")
    rows = {
        "goals": [{"path": "Goals/Rust.md", "name": "Rust", "keywords": ["no"]}],
        "people": [
            {"path": "People/Ada L.md", "name": "Ada L", "email": ["ada@x.example"]},
            {"path": "People/Ben.md", "name": "Ben", "goals": ["Goals/Rust.md"], "knows": ["Ada", "Cleo", "Nobody"], "cadence": 0},
            {"path": "People/Cleo.md", "name": "Cleo", "cadence": 45, "last_contact": "2026-10-01"},
            {"path": "People/Taken.md", "name": "Taken"},
        ],
        "sources": [{"path": "S/Ben.md", "name": "Ben", "feed": "https://b.example/f"}],
    }  # fmt: skip
    file.write_text(network(rows))
    done = imported(run, vault, file)
    assert done["known"] == ["Rust", "Ada L"]
    assert sorted(done["written"]) == ["P/Ben.md", "P/Cleo.md"]
    assert [one["message"] for one in done["left"]] == [
        "'Taken': a note of this name is there and is no person; left alone",
        "'Ben' is a person of this file, too; the source is left alone",
    ]
    ben = properties(vault / "P/Ben.md")
    assert (ben["goals"], ben["knows"], ben["cadence"]) == (["[[Rust]]"], ["[[Ada]]", "[[Cleo]]", "Nobody"], "never")
    cleo = properties(vault / "P/Cleo.md")
    assert (cleo["cadence"], str(cleo["last-contact"])) == (45, "2026-10-01")
    assert (vault / "My goals/Rust.md").read_text() == "---\ntype: goal\n---\nmine\n"


@pytest.mark.parametrize("indent", [None, 2])
def test_of_two_of_a_name_none_is_lost_without_a_word(run: Run, vault: Path, file: Path, indent: int | None) -> None:
    rows = json.loads(network({
        "people": [{"name": "Ada", "uid": uid, "email": [f"{uid}@x.example"]} for uid in ("one", "two")],
        "sources": [{"path": f"{at}/Blog.md", "name": "Blog", "feed": f"https://{at}.example/f"} for at in "ab"],
        "goals": [{"path": f"{at}/Rust.md", "name": "Rust", "keywords": [at]} for at in "ab"],
    }))  # fmt: skip
    file.write_text(json.dumps(rows, indent=indent))
    done = imported(run, vault, file)
    assert done["known"] == []
    assert [one["message"] for one in done["left"]] == [
        "another goal of this file is called 'Rust', too; this one is left alone",
        *["several are called 'Ada' and may be one or many; left alone"] * 2,
        "another source of this file is called 'Blog', too; this one is left alone",
    ]
    assert properties(vault / "Sources/Blog.md")["feed"] == "https://a.example/f"


@pytest.mark.parametrize(
    ("feed", "kept"),
    [
        ("https://a.example/f", "https://a.example/f"), ("webcal://a.example/c", "https://a.example/c"),
        ("mailto:news@a.example", "mailto:news@a.example"), ("Feeds/a b.xml", "Feeds/a b.xml"),
        ("/etc/passwd", None), ("../x.xml", None), ("a/../../x", None), ("~/x", None), ("file:///etc/passwd", None),
        ("javascript:alert(1)", None), ("[[x]]", None), ("<% x %>", None),
    ],
)  # fmt: skip
def test_a_feed_is_an_address_or_a_file_of_the_vault(
    run: Run, vault: Path, file: Path, feed: str, kept: str | None
) -> None:
    file.write_text(network({"sources": [{"path": "a", "name": "A", "feed": feed}]}))
    done = imported(run, vault, file)
    assert properties(vault / "Sources/A.md").get("feed") == kept
    assert bool(done["problems"]) is (kept is None)


def test_what_went_without_its_password_names_no_feed(run: Run, sample: Path, vault: Path, file: Path) -> None:
    write(sample, "S/X.md", "---\ntype: source\nfeed: https://me:hunter2@x.example/f\n---\n")
    write(sample, "P/X Y.md", "---\ntype: person\nfeeds: [https://y.example/f?token=hunter2]\n---\n")
    assert "hunter2" not in json.dumps(exported(run, sample, file))
    said = [one["message"] for one in imported(run, vault, file)["problems"]]
    assert said == [
        "'X Y' was exported without its password, and its note names no feed",
        "'X' was exported without its password, and its note names no feed",
    ]
    assert "feed" not in properties(vault / "Sources/X.md")


def test_a_file_of_json_that_is_not_ours_is_said_to_be_none(run: Run, vault: Path, file: Path) -> None:
    for text in ('{"feeds": []}', "[]", '"x"', "12"):
        file.write_text(text)
        ran = run("import", file, "--vault", vault, "--yes")
        assert ran.code == 2
        assert "network.json:1: this is no network that vault-pln exported" in ran.err
        assert "'vault-pln export json'" in ran.err
    assert run("import", file, "--vault", vault, "--column", "name=x").code == 2


TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
VALUES = st.recursive(st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.floats(0, 9), TEXTS),
                      lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2), max_leaves=4)  # fmt: skip
KEYS = st.sampled_from(["path", "aliases", "goals", "cadence", "weight", "feed", "always", "met", "else"])
NAMED = st.builds(lambda name, more: {**more, "name": f"x{name}"}, TEXTS, st.dictionaries(KEYS, VALUES, max_size=3))


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from(["people", "sources", "goals", "ties"]), st.lists(st.one_of(NAMED, VALUES), max_size=3)
    ),
    st.sampled_from([None, 1]),
)
def test_every_row_is_read_or_a_problem_with_its_line(rows: dict[str, list[Any]], indent: int | None) -> None:
    document = {"format": "vault-pln network", "version": 1, **rows}
    text = json.dumps(document, indent=indent)
    found, problems = read_network(text)
    wanted = [one for kind in ("people", "sources", "goals") for one in rows.get(kind, ())]
    assert len(found) + len(problems) == len(wanted)
    lines = text.split("\n")
    for row in found:
        assert isinstance(row, Row)
        assert "{" in lines[row.line - 1]
        assert any(one == dict(row.values) for one in wanted)
    assert all(one.line and 1 <= one.line <= len(lines) and one.advice for one in problems)


@pytest.mark.parametrize("number", [-1, 1e9, float("nan"), True, "7"])
def test_what_is_no_number_is_a_problem(number: object) -> None:
    rows, problems = read_network(network({"goals": [{"name": "A", "weight": number}, {"name": "B", "weight": 7}]}))
    assert [row.name for row in rows] == ["B"]
    assert [problem.message for problem in problems] == ["'A' is left out: its 'weight' is not a number"]


def test_of_a_kind_no_more_are_read_than_that() -> None:
    rows, problems = read_network(network({"goals": [{"name": "A"}] * (MOST + 2), "people": [{"name": "B"}]}))
    assert [len(rows), rows[-1].name] == [MOST + 1, "B"]
    assert [problem.message for problem in problems] == ["the file has more than 10,000 goals; the rest is left out"]
