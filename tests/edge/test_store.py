"""The memory of the sources: all or nothing, never too much, and never a reason to stop."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from vault_pln.edge.store import Store
from vault_pln.model.errors import StateError, VaultBusyError, VaultPlnError
from vault_pln.model.news import Cited, Item, ListedSite, Visits

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def item(name: str, feed: str = "f", seen: str = "2026-11-23", published: datetime = NOW) -> Item:
    return Item(
        name, "Blog.md", feed, f"Title {name}", f"https://x.example/{name}", "", published, seen, tags=("a", "b")
    )


def test_what_is_kept_comes_back_as_it_was(tmp_path: Path) -> None:
    visits = Visits("f", etag='W/"x"', last_visit=NOW, next_visit=NOW, http=200, requests=3, hint=60)
    with Store(str(tmp_path)) as store:
        assert store.keep(visits, [item("1"), item("2")], ["k1", "k2"], "2026-11-23") == 2
    with Store(str(tmp_path)) as store:
        assert store.visits() == {"f": visits}
        assert store.known("f") == {"k1", "k2"}
        assert store.items() == [item("1"), item("2")]
        assert store.items("2026-11-24") == []


def test_an_item_known_from_another_feed_stays_the_first_ones(tmp_path: Path) -> None:
    with Store(str(tmp_path)) as store:
        store.keep(Visits("f"), [item("1")], [], "2026-11-23")
        assert store.keep(Visits("g"), [item("1", "g"), item("2", "g")], [], "2026-11-24") == 1
        assert [one.feed for one in store.items()] == ["f", "g"]


def test_a_visit_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> object:
        yield item("1")
        raise ValueError("half way")

    with Store(str(tmp_path)) as store:
        with pytest.raises(ValueError, match="half way"):
            store.keep(Visits("f"), broken(), ["k"], "2026-11-23")  # type: ignore[arg-type]
        assert store.visits() == {}
        assert store.known("f") == frozenset()


def test_what_is_old_is_forgotten_but_what_a_feed_still_holds(tmp_path: Path) -> None:
    old = datetime(2024, 1, 1, tzinfo=UTC)
    with Store(str(tmp_path)) as store:
        store.keep(Visits("f"), [item("1", seen="2024-01-01", published=old)], ["gone", "stays"], "2024-01-01")
        store.keep(Visits("f"), [item("2")], ["stays"], "2026-11-23")
        store.keep(Visits("asleep"), [item("3", "asleep", "2024-01-01", old)], ["a", "b"], "2024-01-01")
        store.prune("2025-10-01")
        assert [one.id for one in store.items()] == ["2", "3"]
        assert store.known("f") == {"stays"}
        assert store.known("asleep") == {"a", "b"}


def test_many_may_open_a_new_one_at_once(tmp_path: Path) -> None:
    def use(number: int) -> int:
        with Store(str(tmp_path)) as store:
            return store.keep(Visits(f"f{number}"), [item(f"{number}")], ["k"], "2026-11-23")

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(24))) == 24
    with Store(str(tmp_path)) as store:
        assert len(store.visits()) == len(store.items()) == 24


def test_a_file_in_use_is_waited_for_and_never_taken_for_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vault_pln.edge import store as module

    monkeypatch.setattr(module, "_PATIENCE", 0.01)
    with Store(str(tmp_path)) as first:
        first.keep(Visits("f"), [item("1")], [], "2026-11-23")
    other = sqlite3.connect(tmp_path / "news.sqlite")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(VaultBusyError, match="another vault-pln is using"), Store(str(tmp_path)) as second:
        second.keep(Visits("f"), [], [], "2026-11-23")
    other.close()
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith("damaged")] == []
    with Store(str(tmp_path)) as third:
        assert len(third.items()) == 1


def test_a_file_found_damaged_while_it_is_used_is_set_aside_for_the_next_time(tmp_path: Path) -> None:
    with Store(str(tmp_path)) as store:
        for number in range(300):
            store.keep(Visits(f"f{number}"), [item(f"{number}")], [f"k{n}" for n in range(30)], "2026-11-23")
    file = tmp_path / "news.sqlite"
    data = bytearray(file.read_bytes())
    data[8192:] = b"\xee" * (len(data) - 8192)
    file.write_bytes(data)
    with pytest.raises(VaultPlnError, match="was damaged and is set aside"), Store(str(tmp_path)) as store:
        assert (store.visits(), store.items()) == ({}, [])
    with Store(str(tmp_path)) as store:
        assert store.items() == []


def test_a_full_disk_and_a_missing_folder_are_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StateError, match="the state folder cannot be used"):
        Store(str(tmp_path / "file" / "state"))
    (tmp_path / "state" / "news.sqlite").mkdir(parents=True)
    with pytest.raises(StateError, match="unable to open"):
        Store(str(tmp_path / "state"))


DAMAGED = [
    "",
    "{",
    "[]",
    "null",
    '"x"',
    '{"feed": "f", "last_visit": "soon"}',
    '{"last_visit": "2026-11-23T12:00:00"}',
    "{}",
]


@pytest.mark.parametrize("data", DAMAGED)
def test_a_damaged_memory_costs_its_feed_a_visit_and_no_other_anything(tmp_path: Path, data: str) -> None:
    fine = Visits("fine", last_visit=NOW, next_visit=NOW)
    with Store(str(tmp_path)) as store:
        store.keep(fine, [item("1", feed="fine")], ["k"], "2026-11-23")
        store.keep(Visits("f", etag="x"), [item("2")], ["k"], "2026-11-23")
        store.keep_calendar("fine", ("2026-11-23", [{"uid": "a"}]))
        store.keep_calendar("f", ("2026-11-23", []))
        store._db.execute("UPDATE visits SET data = ? WHERE feed = 'f'", (data,))
        store._db.execute("UPDATE item SET links = ? WHERE id = '2'", (data,))
        store._db.execute("UPDATE calendar SET events = ? WHERE feed = 'f'", (data,))
        known = store.visits()
        assert known["fine"] == fine
        assert known["f"] == Visits("f", problem=known["f"].problem)
        assert "damaged" in known["f"].problem
        # an empty list and an empty object are no links, too
        assert [found.id for found in store.items()] in (["1"], ["1", "2"])
        assert store.calendars() == {
            "fine": ("2026-11-23", [{"uid": "a"}]),
            **({"f": ("2026-11-23", [])} if data == "[]" else {}),
        }
        assert (store.calendar("f") is None) == (data != "[]")
        # what it had is still known, so that nothing old comes anew; and the next visit heals it
        assert store.known("f") == {"k"}
        store.keep(Visits("f", etag="y"), (), (), "2026-11-24")
        assert store.visits()["f"] == Visits("f", etag="y")


@pytest.mark.parametrize("published", ["", "yesterday", "2026-11-23T12:00:00"])
def test_an_item_without_a_date_is_left_out(tmp_path: Path, published: str) -> None:
    with Store(str(tmp_path)) as store:
        store.keep(Visits("f"), [item("1"), item("2")], ["k"], "2026-11-23")
        store._db.execute("UPDATE item SET published = ? WHERE id = '2'", (published,))
        assert [found.id for found in store.items()] == ["1"]


def test_some_items_and_the_newest_of_each_source(tmp_path: Path) -> None:
    rows = [replace(item(str(n), published=NOW - timedelta(hours=n)), source=f"S{n % 2}.md") for n in range(6)]
    with Store(str(tmp_path)) as store:
        assert not store.has_items("2026-11-23")
        store.keep(Visits("f"), [*rows, item("old", seen="2026-11-01")], [], "2026-11-23")
        assert [one.id for one in store.some(["4", "1", "gone"])] == ["1", "4"]
        assert sorted(store.newest("2026-11-23", 2)) == ["0", "1", "2", "3"]
        assert store.has_items("2026-11-23")
        assert not store.has_items("2026-11-24")


def test_the_sites_that_items_link_to_stay_as_long_as_the_items_and_come_after_an_update(tmp_path: Path) -> None:
    old = datetime(2024, 1, 1, tzinfo=UTC)
    with Store(str(tmp_path)) as store:
        store.keep(Visits("f"), [item("1", seen="2024-01-01", published=old), item("2")], [], "2026-11-23")
    with closing(sqlite3.connect(tmp_path / "news.sqlite")) as db:
        # as a version left it that knew nothing of them
        db.executescript("DROP TABLE cited; DROP TABLE blogroll; PRAGMA user_version = 3;")
    with Store(str(tmp_path)) as store:
        assert (store.cited(), store.blogrolls(), len(store.items())) == ({}, {}, 2)
        cited = {"1": ("https://a.example/",), "2": ("https://a.example/", "https://b.example/"), "other": ("x",)}
        store.keep(Visits("f"), [], [], "2026-11-23", cited)
        assert store.cited()["2"] == Cited("Blog.md", ("https://a.example/", "https://b.example/"))
        store.prune("2025-10-01")
        assert store.cited().keys() == {"2"}


def test_a_list_that_is_damaged_counts_as_unread(tmp_path: Path) -> None:
    sites = (ListedSite("https://a.example/", "A", "about a"),)
    with Store(str(tmp_path)) as store:
        store.keep_blogroll("https://x.example/roll", sites)
        store.keep_blogroll("https://y.example/roll", ())
        assert store.blogrolls() == {"https://x.example/roll": sites, "https://y.example/roll": ()}
    with closing(sqlite3.connect(tmp_path / "news.sqlite")) as db, db:
        db.execute("UPDATE blogroll SET sites = '[[1]]' WHERE address LIKE '%x.%'")
    with Store(str(tmp_path)) as store:
        assert store.blogrolls() == {"https://y.example/roll": ()}
