"""A vault kept open says the same as one opened anew, after any sequence of changes."""

import shutil
import tempfile
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vault_pln.core.index.graph import graph
from vault_pln.edge.places import Places
from vault_pln.jobs.live import LiveVault, open_vault
from vault_pln.jobs.vault import Vault, view_of

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
    st.sampled_from(("---\ntype: pln-settings\ngot-tag: x\n---\n", "")),
)
changes = st.lists(writes | moves | removals | files | other_settings, max_size=12)


def apply(root: Path, change: Change) -> list[str]:
    """Carry a change out; the paths that a watcher would name."""
    verb, path, other = change
    if verb == "write":
        (root / path).parent.mkdir(exist_ok=True)
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
        for number, (some, hinted) in enumerate(then):
            hints = [path for change in some for path in apply(root, change)]
            kept = live.look(hints if hinted else None, accept_loss=True)
            fresh = Places(str(root), str(base / f"state{number}"), str(base / f"cache{number}"))
            assert said(kept) == said(open_vault(fresh, TODAY))
    finally:
        shutil.rmtree(base)
