"""A vault kept open says the same as one opened anew, after any sequence of changes."""

import os
import shutil
import sqlite3
import tempfile
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vault_pln.core.index.graph import graph
from vault_pln.core.outputs.people import Rows
from vault_pln.edge import disk
from vault_pln.edge.places import Places
from vault_pln.jobs.ledger import append_entries
from vault_pln.jobs.live import LiveVault, open_vault
from vault_pln.jobs.reindex import reindex
from vault_pln.jobs.vault import Vault, same, view_of
from vault_pln.model.errors import VaultBusyError
from vault_pln.model.files import Listing
from vault_pln.model.ledger import Entry

TODAY = date(2026, 11, 23)
PATHS = (
    "Ada.md",
    "ada.md",
    "b/Ada.md",
    "Bob.md",
    "b/Bob.md",
    "2026-11-01.md",
    "b/2026-11-20.md",
    "Rust.md",
    "Notes.md",
)
TEXTS = (
    "",
    "---\ntype: person\ncadence: 7\nknows: ['[[Bob]]']\n---\nFirst met [[2026-11-01]].\n",
    "---\ntype: person\nrelation: mentor\ngoals: ['[[Rust]]']\n---\n",
    "---\ntype: goal\nkeywords: [rust]\n---\n[[Ada]]\n",
    "---\ntype: meeting\ndate: 2026-11-02\npeople: ['[[Ada]]', '[[b/Bob]]']\n---\n",
    "Talked with [[Ada]] and [[Bob]] #got\n- [x] Mail [[Ada]] ✅ 2026-11-05\n- [ ] Ask [[Bob]]\n",
    "See [[b/Ada]], [[./Bob]], [[picture.png]] and [x](Rust.md)\n> [[Ada]]\n",
    "---\nbroken: @x\n---\n[[Ada]]\n",
)

Change = tuple[str, str, str]
writes = st.tuples(st.just("write"), st.sampled_from(PATHS), st.sampled_from(TEXTS))
moves = st.tuples(st.just("move"), st.sampled_from(PATHS), st.sampled_from(PATHS))
removals = st.tuples(st.just("remove"), st.sampled_from((*PATHS, "picture.png")), st.just(""))
files = st.tuples(st.just("write"), st.just("picture.png"), st.just("x"))
other_settings = st.tuples(
    st.just("write"),
    st.just("PLN/PLN Settings.md"),
    st.sampled_from(("---\ntype: pln-settings\ngot-tag: x\n---\n", "---\ntype: pln-settings\nlanguage: de\n---\n", "")),
)
changes = st.lists(writes | moves | removals | files | other_settings, max_size=12)


def apply(root: Path, change: Change) -> list[str]:
    """Carry a change out; the paths that a watcher would name."""
    verb, path, other = change
    if verb == "write":
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(other)
    elif verb == "move" and (root / path).exists():
        (root / other).parent.mkdir(exist_ok=True)
        (root / path).replace(root / other)
        return [path, other]
    elif verb == "remove":
        (root / path).unlink(missing_ok=True)
    return [path]


def said(vault: Vault) -> dict[str, Any]:
    """All that follows from the notes."""
    network = view_of(vault).network
    return {
        **{field.name: getattr(network, field.name) for field in fields(network)},
        "graph": graph(vault.index, {}),
        "links": vault.survey.links(),
        "settings": vault.settings,
        "backlinks": {path: vault.index.backlinks(path) for path in sorted(vault.listing.notes)},
    }


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=changes, then=st.lists(st.tuples(changes, st.booleans()), max_size=4))
def test_a_vault_kept_open_equals_one_opened_anew(first: list[Change], then: list[tuple[list[Change], bool]]) -> None:
    base = Path(tempfile.mkdtemp(prefix="pln-live-"))
    try:
        root = base / "vault"
        root.mkdir()
        for change in first:
            apply(root, change)
        live = LiveVault(Places(str(root), str(base / "state"), str(base / "cache")), TODAY)
        live.look(accept_loss=True)
        rows = Rows()
        for number, (some, hinted) in enumerate(then):
            hints = [path for change in some for path in apply(root, change)]
            kept = live.look(hints if hinted else None, accept_loss=True)
            fresh = Places(str(root), str(base / f"state{number}"), str(base / f"cache{number}"))
            anew = open_vault(fresh, TODAY)
            assert said(kept) == said(anew)
            assert rows.rows(view_of(kept)) == Rows().rows(view_of(anew))
    finally:
        shutil.rmtree(base)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=changes, then=st.lists(changes, max_size=4))
def test_a_vault_opened_again_begins_where_the_last_run_ended(first: list[Change], then: list[list[Change]]) -> None:
    base = Path(tempfile.mkdtemp(prefix="pln-again-"))
    try:
        root = base / "vault"
        root.mkdir()
        same = Places(str(root), str(base / "state"), str(base / "cache"))
        for number, some in enumerate([first, *then]):
            for change in some:
                apply(root, change)
            fresh = Places(str(root), str(base / f"state{number}"), str(base / f"cache{number}"))
            assert said(open_vault(same, TODAY, accept_loss=True)) == said(open_vault(fresh, TODAY))
    finally:
        shutil.rmtree(base)


def test_what_follows_from_all_notes_is_kept_anew_when_much_changed(tmp_path: Path) -> None:
    places = Places(str(tmp_path / "vault"), str(tmp_path / "state"), str(tmp_path / "cache"))
    for number in range(100):
        apply(tmp_path / "vault", ("write", f"People/P{number}.md", "---\ntype: person\n---\n"))
    open_vault(places, TODAY)
    for number in range(100):
        text = f"---\ntype: person\nknows: ['[[P{number - 1}]]']\n---\n"
        apply(tmp_path / "vault", ("write", f"People/P{number}.md", text))
    before = said(open_vault(places, TODAY))
    apply(tmp_path / "vault", ("write", "2026-11-20.md", "Met [[P7]]\n"))
    again, fresh = open_vault(places, TODAY), Places(places.root, places.state, str(tmp_path / "other"))
    assert said(again) == said(open_vault(fresh, TODAY)) != before


def test_a_cache_that_lost_the_facts_of_a_note_costs_only_its_reading(tmp_path: Path) -> None:
    places = Places(str(tmp_path / "vault"), str(tmp_path / "state"), str(tmp_path / "cache"))
    apply(tmp_path / "vault", ("write", "People/Ada.md", TEXTS[1]))
    apply(tmp_path / "vault", ("write", "2026-11-01.md", TEXTS[5]))
    before = said(open_vault(places, TODAY))
    with sqlite3.connect(tmp_path / "cache/notes.sqlite") as db:
        db.execute("DELETE FROM facts")
    db.close()
    assert said(open_vault(places, TODAY)) == before


def test_a_note_that_goes_after_it_was_listed_is_gone_at_the_next_look(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    root.mkdir()
    apply(root, ("write", "Ada.md", TEXTS[1]))
    apply(root, ("write", "Bob.md", TEXTS[1]))
    live = LiveVault(Places(str(root), str(tmp_path / "state"), str(tmp_path / "cache")), TODAY)
    live.look()
    listing = disk.list_vault(str(root))
    (root / "Ada.md").unlink()
    (root / "Bob.md").write_text("")
    vault = live.look(listing=listing)
    assert "Ada.md" in view_of(vault).network.people
    assert "Bob.md" not in view_of(vault).network.people
    assert not [problem for problem in vault.problems if problem.path == "Ada.md"]
    assert list(view_of(live.look()).network.people) == []


def test_notes_that_are_held_count_as_they_were(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    root.mkdir()
    for name in ("Ada", "Bob"):
        apply(root, ("write", f"{name}.md", TEXTS[1]))
    before = disk.list_vault(str(root))
    held: set[str] = set()
    places = Places(str(root), str(tmp_path / "state"), str(tmp_path / "cache"))

    def lister() -> tuple[Listing, frozenset[str]]:
        found = disk.list_vault(str(root))
        notes = {**found.notes, **{path: before.notes[path] for path in held}}
        return replace(found, notes=notes), frozenset(held)

    live = LiveVault(places, TODAY, lister=lister)
    live.look()
    held = {"Ada.md", "Bob.md"}
    (root / "Ada.md").unlink()
    (root / "Bob.md").write_text("")
    assert list(view_of(live.look()).network.people) == ["Ada.md", "Bob.md"]
    held = set()
    assert list(view_of(live.look()).network.people) == []


def test_a_look_that_finds_all_as_it_was_is_known(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    root.mkdir()
    old = root / "Ada.md"
    old.write_text(TEXTS[1])
    # long ago, so that it need not be read twice
    os.utime(old, (1_000_000_000, 1_000_000_000))
    live = LiveVault(Places(str(root), str(tmp_path / "state"), str(tmp_path / "cache")), TODAY)
    first = live.look()
    while (second := live.look()).read:
        first = second
    assert same(first, second)
    apply(root, ("write", "picture.png", "x"))
    third = live.look()
    assert not same(second, third)
    apply(root, ("write", "Ada.md", TEXTS[2]))
    assert not same(third, live.look())
    assert not same(replace(third, lost=True), third)


def test_a_vault_that_goes_after_it_was_looked_at_is_not_begun_anew(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    places = Places(str(root), str(tmp_path / "state"), str(tmp_path / "cache"))
    apply(root, ("write", "Ada.md", "---\ntype: person\ncadence: 7\n---\n"))
    reindex(open_vault(places, TODAY))
    entry = Entry(datetime(2026, 11, 23, tzinfo=UTC), "known", "0123456789abcdef", TODAY)
    assert append_entries(open_vault(places, TODAY), [entry])
    vault = open_vault(places, TODAY)
    shutil.rmtree(root)
    root.mkdir()
    assert not append_entries(vault, [replace(entry, id="fedcba9876543210")])
    assert not reindex(vault).written
    assert not list(root.iterdir())
    # what is gone when it is looked at is made again
    assert reindex(open_vault(places, TODAY, accept_loss=True)).written


def test_what_another_process_has_begun_to_write_is_left_to_it(tmp_path: Path) -> None:
    places = Places(str(tmp_path / "vault"), str(tmp_path / "state"), str(tmp_path / "cache"))
    apply(tmp_path / "vault", ("write", "Ada.md", "---\ntype: person\n---\n"))
    one, other = open_vault(places, TODAY), open_vault(places, TODAY)
    wrote = Entry(datetime(2026, 11, 23, 9, tzinfo=UTC), "wrote", "0123456789abcdef", TODAY)
    assert append_entries(one, [wrote])
    with pytest.raises(VaultBusyError, match="at the same moment"):
        append_entries(other, [replace(wrote, when=wrote.when.replace(hour=10))])
    # what happened is written down all the same, and so is what somebody else begins
    done = replace(wrote, verb="done", id="0" * 16, when=wrote.when.replace(hour=11))
    assert append_entries(other, [done])
    assert append_entries(other, [replace(wrote, id="fedcba9876543210", when=wrote.when.replace(hour=12))])
    # what was taken back is free again
    assert append_entries(one, [replace(wrote, verb="failed", when=wrote.when.replace(hour=13))])
    again = replace(wrote, when=wrote.when.replace(hour=14))
    assert append_entries(other, [again])
    assert again in open_vault(places, TODAY).entries
