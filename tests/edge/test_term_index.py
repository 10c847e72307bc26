"""The index of terms beside the items: it follows them, and can be lost."""

import random
import sqlite3
from datetime import datetime
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault_pln.core.digest.terms import terms_of
from vault_pln.edge.store import Store
from vault_pln.edge.terms import Added, Terms
from vault_pln.model.errors import StateError, VaultBusyError
from vault_pln.model.news import Item, Visits
from vault_pln.model.terms import Indexed

DAY = "2026-11-23"


def item(name: str, seen: str = DAY) -> Item:
    return Item(name, "Blog.md", "f", "", "", "", datetime.fromisoformat(f"{seen}T12:00Z"), seen)


def text(name: str, title: str, rest: str = "") -> Indexed:
    return Indexed(name, "en", tuple(title.split()), tuple(rest.split()))


@pytest.fixture
def folder(tmp_path: Path) -> str:
    with Store(str(tmp_path)) as store:
        store.keep(Visits("f"), [item("1"), item("2"), item("3", seen="2026-11-20")], [], DAY)
    with Terms(str(tmp_path), 1) as terms:
        assert terms.missing() == ["3", "1", "2"]
        terms.add([Added(text("3", "rust"), "2026-11-20")])
        terms.add([Added(text("1", "rust async", "rust tokio"), DAY), Added(text("2", "c++", "茶 tokio"), DAY)])
    return str(tmp_path)


def test_what_is_indexed_comes_back_with_how_often_its_terms_are_used(folder: str) -> None:
    with Terms(folder, 1) as terms:
        assert terms.missing() == []
        assert terms.of(["1", "9"]) == {"1": text("1", "rust async", "rust tokio")}
        found = terms.statistics(["rust", "tokio", "c++", "茶", "nothing"])
        assert (found.texts, found.length) == (3, (2 + 6 + 4) / 3)
        assert found.often == {"rust": 2, "tokio": 2, "c++": 1, "茶": 1}
        assert terms.languages() == ["en"]
        assert terms.waiting(DAY) == 2


def test_the_best_matches_come_from_the_day_asked_for_on(folder: str) -> None:
    with Terms(folder, 1) as terms:
        assert {one.id for one in terms.best(["rust", "c++"], 10)} == {"1", "2", "3"}
        assert terms.best_ids(["rust"], 10, DAY) == ["1"]
        assert len(terms.best(["rust", "tokio"], 1)) == 1
        assert terms.best_ids(["rust"], 10, "2027-01-01") == []
        assert terms.best([], 10) == terms.best(["nothing"], 10) == []


def test_the_same_texts_give_the_same_best_in_whatever_order_they_came_and_are_asked_for(tmp_path: Path) -> None:
    chance = random.Random(1)
    words = [f"w{number}" for number in range(12)]
    texts = [
        text(f"{n:03}", " ".join(chance.sample(words, 6)), " ".join(chance.choices(words, k=3))) for n in range(600)
    ]
    found = set()
    for device, order in {"one": texts, "two": [*texts[300:], *texts[:300]]}.items():
        with Store(str(tmp_path / device)) as store:
            store.keep(Visits("f"), [item(one.id) for one in order], [], DAY)
        with Terms(str(tmp_path / device), 1) as terms:
            terms.add([Added(one, DAY) for one in order])
            found |= {tuple(terms.best_ids(asked, 40)) for asked in permutations(words[:4])}
    assert len(found) == 1


def test_what_the_store_forgets_is_forgotten_here(folder: str) -> None:
    with Store(folder) as store:
        store.keep(Visits("f"), [item("4")], [], DAY)
        store.prune("2026-11-22")
    with Terms(folder, 1) as terms:
        assert terms.missing() == ["4"]
        terms.add([Added(text("4", "rust"), DAY)])
        assert terms.of(["3"]) == {}
        assert terms.statistics(["rust"]).often == {"rust": 2}
        assert terms.best_ids(["rust"], 10, "2026-11-20") == ["4", "1"]


def test_an_index_of_other_terms_is_made_anew(folder: str) -> None:
    with Terms(folder, 2) as terms:
        assert len(terms.missing()) == 3
        terms.add([Added(text("1", "rust"), DAY)])
    with Terms(folder, 2) as terms:
        assert len(terms.missing()) == 2
        assert terms.statistics(["rust"]).texts == 1


def test_a_file_in_use_and_one_without_items_are_said(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from vault_pln.edge import terms as module

    monkeypatch.setattr(module, "_PATIENCE", 0.01)
    other = sqlite3.connect(Path(folder, "news.sqlite"))
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(VaultBusyError, match="another vault-pln is using"), Terms(folder, 1) as terms:
        terms.add([Added(text("1", "rust"), DAY)])
    other.close()
    with pytest.raises(StateError, match="unable to open"):
        Terms(f"{folder}/missing", 1)


@settings(max_examples=10)
@given(st.lists(st.text(min_size=1, max_size=30), min_size=10, unique=True))
def test_every_term_is_found_again(tmp_path_factory: pytest.TempPathFactory, titles: list[str]) -> None:
    folder = str(tmp_path_factory.mktemp("state"))
    found = {str(number): tuple(terms_of(title)) for number, title in enumerate(titles)}
    with Store(folder) as store:
        store.keep(Visits("f"), [item(number) for number in found], [], DAY)
    with Terms(folder, 1) as terms:
        terms.add([Added(Indexed(number, "", of, ()), DAY) for number, of in found.items()])
        all_terms = {term for of in found.values() for term in of}
        for term in all_terms:
            assert {one.id for one in terms.best([term], 99)} == {number for number, of in found.items() if term in of}
        often = {term: sum(term in of for of in found.values()) for term in all_terms}
        assert terms.statistics(all_terms).often == often
