"""introduce: the draft of an introduction, made once, and no evidence of anything."""

import shutil
from pathlib import Path

import pytest

from conftest import TODAY, Run, snapshot, write

PAIR = ("Joaquín Tavira", "Tomasz Brzezina-Hale")
DRAFT = "PLN/Introductions/Joaquín Tavira - Tomasz Brzezina-Hale.md"


def test_a_draft_has_a_message_to_each_and_neither_names_the_other(run: Run, sample: Path) -> None:
    ran = run("introduce", *PAIR, "--vault", sample, "--today", TODAY)
    assert (ran.code, ran.out) == (0, f"made {DRAFT}: ask each on their own first\n")
    text = (sample / DRAFT).read_text()
    head, one, other = text.split("\n## To ")
    assert head.startswith("---\ntype: pln-introduction\n---\n\n# Joaquín Tavira and Tomasz Brzezina-Hale\n")
    assert "- [ ] Joaquín Tavira agrees\n- [ ] Tomasz Brzezina-Hale agrees\n- [ ] they are introduced\n" in head
    other, after = other.split("\n## When they have met")
    assert one.startswith(
        "Joaquín Tavira\n\nHello Joaquín,\n\nYou were looking for “help reading somebody else's Rust”,"
    )
    assert other.startswith(
        "Tomasz Brzezina-Hale\n\nHello Tomek,\n\nSomebody I know is looking for “help reading somebody"
    )
    assert "Tom" not in one
    assert "Joaquín" not in other
    assert '`knows: "[[Tomasz Brzezina-Hale]]"` into the note of Joaquín Tavira' in after


def test_a_draft_is_no_evidence_and_changes_no_other_note(run: Run, sample: Path) -> None:
    def told() -> list[object]:
        call = ("--vault", sample, "--today", TODAY, "--json")
        mine = run("graph", *call).json
        mine["resolved"].pop(DRAFT, None)
        mine["unresolved"].pop(DRAFT, None)
        return [run("people", *call).json, mine, run("backlinks", PAIR[0], *call).json]

    before, notes = told(), snapshot(sample)
    run("introduce", *PAIR, "--vault", sample, "--today", TODAY)
    assert told() == before
    assert snapshot(sample) == notes
    assert (sample / DRAFT).exists()


def test_it_is_not_suggested_again_and_never_overwritten(run: Run, sample: Path) -> None:
    call = ("--vault", sample, "--today", TODAY)
    pairs = {
        frozenset((row["notes"]["person"], row["notes"]["other"]))
        for row in run("suggest", *call, "--json", "--kind", "introduction").json
    }
    pair = frozenset(f"People/{name}.md" for name in PAIR)
    assert pair in pairs
    run("introduce", *PAIR, *call)
    (sample / DRAFT).write_text("mine\n")
    for names in (PAIR, PAIR[::-1]):
        ran = run("introduce", *names, *call)
        assert (ran.code, ran.err) == (
            2,
            f"vault-pln: there is a draft already: {DRAFT}\n  Use it, or delete it to have a new one.\n",
        )
    assert (sample / DRAFT).read_text() == "mine\n"
    rows = run("suggest", *call, "--json", "--kind", "introduction", "--limit", "50").json
    assert pair not in {frozenset((row["notes"]["person"], row["notes"]["other"])) for row in rows}
    run("reindex", *call)
    run("daily", *call)
    assert (sample / DRAFT).read_text() == "mine\n"


def test_a_dry_run_shows_the_draft_and_writes_nothing(run: Run, sample: Path) -> None:
    before = snapshot(sample)
    ran = run("introduce", *PAIR, "--vault", sample, "--today", TODAY, "--dry-run")
    assert ran.code == 0
    assert f"+++ b/{DRAFT}" in ran.out
    assert "+Hello Tomek," in ran.out
    assert snapshot(sample) == before
    assert not (sample / DRAFT).exists()
    assert run("introduce", *PAIR, "--vault", sample, "--dry-run", "--json").json == {
        "path": DRAFT,
        "written": False,
        "problems": [],
    }


def test_a_pair_without_a_reason_and_one_that_is_tied(run: Run, vault: Path) -> None:
    write(vault, "Ada.md", '---\ntype: person\nknows: "[[Ben]]"\n---\n')
    write(vault, "Ben.md", "---\ntype: person\n---\n")
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\nlanguage: de\n---\n")
    ran = run("introduce", "Ada", "Ben", "--vault", vault)
    assert ran.code == 0
    assert "Ada and Ben seem to know each other already" in ran.err
    assert "Hallo Ada,\n\nich kenne jemanden, mit dem du vielleicht gern sprechen würdest, weil …" in (
        vault / "PLN/Introductions/Ada - Ben.md"
    ).read_text()  # fmt: skip


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("Ada",), "Missing argument 'OTHER'"),
        (("Ada", "Nobody"), "there is no note 'Nobody' in this vault"),
        (("Ada", "Ada.md"), "'Ada' and 'Ada.md' are the same person"),
        (("Ada", "Rust"), "'Rust.md' is no person"),
    ],
)
def test_bad_input(run: Run, vault: Path, args: tuple[str, ...], said: str) -> None:
    write(vault, "Ada.md", "---\ntype: person\n---\n")
    write(vault, "Rust.md", "---\ntype: goal\n---\n")
    ran = run("introduce", *args, "--vault", vault)
    assert ran.code == 2
    assert said in ran.err
    assert not (vault / "PLN").exists()


def test_names_that_are_more_than_names(run: Run, vault: Path) -> None:
    for name in ("a *b* #c", "$d$ `e` %%f"):
        write(vault, f"{name}.md", "---\ntype: person\n---\n")
    before = run("graph", "--vault", vault, "--json").json
    ran = run("introduce", "a *b* #c.md", "$d$ `e` %%f.md", "--vault", vault, "--json")
    path = ran.json["path"]
    assert path == "PLN/Introductions/a b c - d e %f.md"
    shown = run("show", path, "--vault", vault, "--json").json
    assert (shown["kind"], shown["tags"], shown["links"]) == (None, [], [])
    assert run("graph", "--vault", vault, "--json").json["mix"] == before["mix"]


def test_remove_leaves_it(run: Run, sample: Path) -> None:
    run("introduce", *PAIR, "--vault", sample, "--today", TODAY)
    mine = (sample / DRAFT).read_text()
    assert run("remove", "--vault", sample, "--yes").code == 0
    assert (sample / DRAFT).read_text() == mine
    shutil.rmtree(sample)
