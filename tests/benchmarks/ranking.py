"""Print how well items are ranked and chosen, on labelled ones; nothing is asserted.

Every figure comes from a vault and a store on the disk, through what ``items`` and ``daily`` go through. Ranked by the
same terms: "newest" by date alone, "plain BM25" by the goal's keyword without feedback, caps or special places.
python ranking.py [--seeds 3] [--only stackoverflow|allsides|sided|reader]
"""

import argparse
import gzip
import json
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from shared_data import SHARED
from vault_pln.core.digest.choice import choose_items
from vault_pln.core.digest.ledger import Memory, ledger_path, name_digest, new_ledger, render_entry
from vault_pln.core.digest.matching import gains_of, score
from vault_pln.core.digest.queries import Query, query_of
from vault_pln.core.digest.reception import Taste
from vault_pln.core.digest.scores import fits_of
from vault_pln.core.digest.stock import Stock
from vault_pln.core.markdown.ids import short_id
from vault_pln.core.network.diversity import hill
from vault_pln.edge.places import places_of
from vault_pln.edge.store import Store
from vault_pln.jobs.daily import daily
from vault_pln.jobs.live import open_vault
from vault_pln.jobs.stock import stocked
from vault_pln.jobs.vault import Vault, view_of
from vault_pln.model.ledger import Entry
from vault_pln.model.news import Item, Visits
from vault_pln.model.settings import Settings

TODAY = date(2026, 11, 23)
_LEAST = 100
"""So many articles make a topic worth asking for."""
_PLACES = 10
_DAYS, _A_DAY, _READER_GOALS = 60, 7, 5

Row = Mapping[str, Any]
Order = Sequence[str]
"""Ids of items, best first."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Items with what is known of them, by id."""

    items: Mapping[str, Item]
    rows: Mapping[str, Row]

    def of_topic(self, topic: str) -> frozenset[str]:
        """The items that were labelled with a topic."""
        return frozenset(key for key, row in self.rows.items() if row["topic"] == topic)


def load(name: str) -> list[Row]:
    """One of the labelled sets; raises SystemExit where it is missing."""
    path = SHARED / "ranking" / f"{name}.jsonl.gz"
    if not path.exists():
        raise SystemExit(f"{path} is not on this machine (set PLN_SHARED)")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def labelled(rows: Iterable[Row], today: date = TODAY) -> Labelled:
    """Rows as items that all wait today; those without a date are as old as the oldest."""
    items, kept = {}, {}
    for number, row in enumerate(rows):
        key = short_id("bench", str(number))
        source = f"Sources/{_file(row.get('source', 'Questions'))}.md"
        items[key] = Item(
            key, source, "f", row["title"], f"https://bench.example/{number}", row.get("summary", ""), day_of(row),
            today.isoformat(),
        )  # fmt: skip
        kept[key] = row
    return Labelled(items, kept)


def day_of(row: Row) -> datetime:
    """When a row was published; some dates are none."""
    try:
        return datetime.fromisoformat(row.get("date", "")[:10]).replace(tzinfo=UTC)
    except ValueError:
        return datetime(2012, 1, 1, tzinfo=UTC)


def _file(name: str) -> str:
    return "".join(sign if sign.isalnum() else " " for sign in name).strip() or "Nameless"


class Bench:
    """A vault with a goal for each topic and a note for each source, and a store that holds the items."""

    def __init__(self, folder: Path, data: Labelled, topics: Mapping[str, str], *, waiting: bool = True) -> None:
        self.folder, self.data = folder, data
        for name, value in (("STATE", "state"), ("CACHE", "cache")):
            os.environ[f"VAULT_PLN_{name}"] = str(folder / value)
        os.environ["VAULT_PLN_DEVICE"] = "bench-0001"
        self.write("PLN/PLN Settings.md", "---\ntype: pln-settings\n---\n")
        for name, keyword in topics.items():
            self.write(f"Goals/{name}.md", f"---\ntype: goal\nkeywords: [{json.dumps(keyword)}]\n---\n")
        for key, row in data.rows.items():
            self._source(data.items[key].source, row.get("lean", ""))
        self.places = places_of(str(folder / "vault"))
        if waiting:
            self.arrive(data.items, TODAY)

    def arrive(self, keys: Iterable[str], day: date) -> None:
        """These items are first seen on a day."""
        items = (replace(self.data.items[key], seen=day.isoformat()) for key in keys)
        with Store(self.places.state) as store:
            store.keep(Visits("f"), items, (), day.isoformat())

    def tick(self, keys: Iterable[str], day: date) -> None:
        """The user ticks these lines in the note of a day."""
        note = self.folder / "vault" / f"{day}.md"
        wanted = tuple(f"^pln-{key}" for key in keys)
        lines = note.read_text(encoding="utf-8").split("\n")
        done = (line.replace("- [ ]", "- [x]", 1) if wanted and line.endswith(wanted) else line for line in lines)
        note.write_text("\n".join(done), encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        """A note."""
        file = self.folder / "vault" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def _source(self, path: str, lean: str) -> None:
        if not (self.folder / "vault" / path).exists():
            self.write(path, f"---\ntype: source\nperspective: [{lean}]\nmax-items:\n---\n")

    def keep(self, kept: Mapping[str, Iterable[str]], on: date) -> None:
        """The user kept these items for these goals: lines in a note, and the ledger says what they were."""
        when = datetime.combine(on, datetime.min.time(), UTC)
        lines, rows = [], [new_ledger("bench-0001")]
        for goal, keys in kept.items():
            for key in keys:
                item = self.data.items[key]
                of = name_digest(item.source.rpartition("/")[2].removesuffix(".md"))
                lines.append(f"- [*] {item.id} ^pln-{key}\n")
                rows.append(
                    render_entry(Entry(when, "wrote", key, on, "item", "x", "-", of, name_digest(goal), "goal"))
                )
        self.write("Kept.md", "".join(lines))
        self.write(ledger_path("PLN", "bench-0001"), "".join(rows))

    def open(self, today: date = TODAY) -> tuple[Vault, Stock]:
        """The vault as it is now, and all that waits in the store."""
        vault = open_vault(self.places, today)
        return vault, stocked(vault, every=True)


def ranked(stock: Stock, vault: Vault, goal: str) -> Order:
    """The items by how they fit one goal, as ``items --goal`` has them and all that follow."""
    view = view_of(vault)
    only = replace(stock, queries={goal: stock.queries[goal]})
    fits = fits_of(stock.items, only, view.network, view.memory, Taste(view.answers, vault.today))
    rows = ((one[goal].score, key) for key, one in fits.items() if goal in one)
    return [key for _, key in sorted(rows, key=lambda row: (-row[0], row[1]))]


def plain(stock: Stock, vault: Vault, goal: str) -> Order:
    """The items by BM25 of the goal's keyword."""
    return _bare(stock, query_of(vault.survey.network(TODAY).goals[goal], "", ["en"]))


def newest(stock: Stock) -> Order:
    """The items by date."""
    return [item.id for item in stock.items]


def average_precision(order: Order, relevant: frozenset[str]) -> float:
    """Over all relevant items; those that are not found count nothing."""
    hits, total = 0, 0.0
    for place, key in enumerate(order, 1):
        if key in relevant:
            hits += 1
            total += hits / place
    return total / len(relevant)


def mean(values: Iterable[float]) -> float:
    """Of at least one value."""
    kept = list(values)
    return sum(kept) / len(kept)


def stackoverflow(seeds: int) -> None:
    """Average precision of 20 tags among 20,000 titles."""
    data = labelled(load("stackoverflow"))
    topics = sorted({row["topic"] for row in data.rows.values()})
    relevant = {topic: data.of_topic(topic) for topic in topics}
    say("\nStackOverflow: 20,000 titles, 20 tags, the tag's name is the keyword; average precision over all relevant")
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(Path(scratch), data, {topic: topic.replace("-", " ") for topic in topics})
        vault, stock = bench.open()

        def precision(of: Callable[[str], Order]) -> float:
            return mean(average_precision(of(f"Goals/{topic}.md"), relevant[topic]) for topic in topics)

        say(f"  newest first          {precision(lambda _: newest(stock)):.3f}")
        say(f"  plain BM25            {precision(lambda goal: plain(stock, vault, goal)):.3f}")
        say(f"  vault-pln             {precision(lambda goal: ranked(stock, vault, goal)):.3f}")
        found = []
        for seed in range(seeds):
            chance = random.Random(seed)
            kept = {topic: chance.sample(sorted(relevant[topic]), _PLACES) for topic in topics}
            bench.keep(kept, TODAY)
            vault, stock = bench.open()
            for topic in topics:
                order = [key for key in ranked(stock, vault, f"Goals/{topic}.md") if key not in kept[topic]]
                found.append(average_precision(order, relevant[topic] - frozenset(kept[topic])))
        say(f"  vault-pln, ten kept   {mean(found):.3f}  (mean of {seeds} seeds)")


def big_topics(rows: Iterable[Row]) -> list[str]:
    """The topics with enough articles."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["topic"]] = counts.get(row["topic"], 0) + 1
    return sorted(topic for topic, count in counts.items() if count >= _LEAST)


def steady_topics(rows: Sequence[Row]) -> list[str]:
    """The ten topics that have something to read at all times: whose leanest tenth of the articles has most of them.

    Others have nothing for months, and say more of the news than of who ranks them.
    """
    size = len(rows) // 10
    parts = [rows[start : start + size] for start in range(0, 10 * size, size)]
    least = {topic: min(sum(r["topic"] == topic for r in part) for part in parts) for topic in big_topics(rows)}
    return sorted(sorted(least, key=lambda topic: (-least[topic], topic))[:10])


@dataclass(frozen=True, slots=True)
class Figures:
    """Of ten items: the share that is on topic, and the effective numbers of sources and of perspectives."""

    precision: float
    sources: float
    leans: float


def figures(keys: Iterable[str], data: Labelled, topic: str) -> Figures:
    """What ten items are worth."""
    rows = [data.rows[key] for key in keys]
    return Figures(
        sum(row["topic"] == topic for row in rows) / _PLACES,
        hill(_counts(row["source"] for row in rows)),
        hill(_counts(row["lean"] for row in rows)),
    )


def _counts(values: Iterable[str]) -> list[int]:
    found: dict[str, int] = {}
    for value in values:
        found[value] = found.get(value, 0) + 1
    return list(found.values())


def chosen(stock: Stock, vault: Vault, goal: str, places: int = _PLACES) -> Order:
    """What ``daily`` chooses for one goal alone."""
    network = vault.survey.network(vault.today)
    only = replace(stock, queries={goal: stock.queries[goal]})
    lone = replace(network, goals={goal: network.goals[goal]})
    return [one.item.id for one in choose_items(only, lone, Memory(), {}, Settings(daily_items=places))]


def table(title: str, rows: Mapping[str, list[Figures]]) -> None:
    """The means of each way to choose."""
    say(f"\n{title}\n  {'':22} {'P@10':>6} {'sources':>8} {'leans':>6}")
    for name, found in rows.items():
        say(f"  {name:22} {mean(f.precision for f in found):6.3f} {mean(f.sources for f in found):8.2f} "
            f"{mean(f.leans for f in found):6.2f}")  # fmt: skip


def allsides() -> None:
    """Ten items for each of 45 topics among 18,664 articles."""
    rows: dict[str, list[Figures]] = {"newest first": [], "plain BM25": [], "vault-pln": []}
    _compare(load("allsides"), rows)
    table("AllSides: 18,664 articles, 45 topics, the topic's name is the keyword; ten items", rows)


def sided(seeds: int) -> None:
    """The same for somebody whose subscriptions are 80/15/5 by lean."""
    rows: dict[str, list[Figures]] = {"newest first": [], "plain BM25": [], "vault-pln": []}
    everything = load("allsides")
    by_lean = {lean: [row for row in everything if row["lean"] == lean] for lean in ("left", "center", "right")}
    for seed in range(seeds):
        for side, other in (("left", "right"), ("right", "left")):
            chance = random.Random(seed)
            size = {side: 5_120, "center": 960, other: 320}
            _compare([row for lean, count in size.items() for row in chance.sample(by_lean[lean], count)], rows)
    table(f"One-sided subscriptions (80/15/5 by lean, 6,400 articles, {2 * seeds} readers)", rows)


def _compare(data: Sequence[Row], rows: Mapping[str, list[Figures]]) -> None:
    topics = [topic for topic in big_topics(load("allsides")) if sum(row["topic"] == topic for row in data) >= _PLACES]
    known = labelled(data)
    with tempfile.TemporaryDirectory() as scratch:
        vault, stock = Bench(Path(scratch), known, {topic: topic.replace("_", " ") for topic in topics}).open()
        for topic in topics:
            goal = f"Goals/{topic}.md"
            for name, order in (
                ("newest first", newest(stock)),
                ("plain BM25", plain(stock, vault, goal)),
                ("vault-pln", chosen(stock, vault, goal)),
            ):
                rows[name].append(figures(order[:_PLACES], known, topic))


def reader(seed: int) -> None:
    """Sixty days of somebody who ticks what is on topic, against the same days by BM25 alone."""
    rows = sorted(load("allsides"), key=day_of)
    topics = random.Random(seed).sample(steady_topics(rows), _READER_GOALS)
    data, size = labelled(rows), len(rows) // _DAYS
    keys, ours, bare = list(data.items), [], []
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(Path(scratch), data, {topic: topic.replace("_", " ") for topic in topics}, waiting=False)
        seen: set[str] = set()
        for number in range(_DAYS):
            today = TODAY + timedelta(days=number)
            bench.arrive(keys[number * size : (number + 1) * size], today)
            vault = open_vault(bench.places, today)
            stock = stocked(vault, every=True)
            bare.append(_bare_day(stock, vault, topics, data, seen))
            day = daily(vault, stock).day
            hits = {r.item.id for r in day.readings if r.goal == f"Goals/{data.rows[r.item.id]['topic']}.md"}
            bench.tick(hits, today)
            ours.append(len(hits) / _A_DAY)
    say(f"\nA reader who ticks what is on topic, {_DAYS} days, goals: {', '.join(topics)}; P@{_A_DAY} of each ten days")
    for name, found in (("plain BM25", bare), ("vault-pln", ours)):
        tens = (mean(found[start : start + 10]) for start in range(0, _DAYS, 10))
        say(f"  {name:22} {' '.join(f'{value:.3f}' for value in tens)}   all {mean(found):.3f}")


def readers(seeds: int) -> None:
    """Several readers, each with goals of their own."""
    for seed in range(seeds):
        reader(seed)


def _bare_day(stock: Stock, vault: Vault, topics: Sequence[str], data: Labelled, seen: set[str]) -> float:
    """What of seven by BM25 alone is on topic: the best of each goal in turn, each item once."""
    goals = vault.survey.network(vault.today).goals
    orders = {topic: iter(_bare(stock, query_of(goals[f"Goals/{topic}.md"], "", ["en"]))) for topic in topics}
    first = vault.today.toordinal() % len(topics)
    hits = 0
    for topic in islice(cycle([*topics[first:], *topics[:first]]), _A_DAY):
        key = next((key for key in orders[topic] if key not in seen), None)
        if key is not None:
            seen.add(key)
            hits += data.rows[key]["topic"] == topic
    return hits / _A_DAY


def _bare(stock: Stock, asked: Query) -> Order:
    gains = gains_of(dict.fromkeys(asked.asked, 1.0), stock.statistics)
    rows = ((score(stock.texts[item.id], gains, stock.statistics), item.id) for item in stock.items)
    return [key for value, key in sorted(rows, key=lambda row: (-row[0], row[1])) if value > 0]


def say(line: str) -> None:
    """A line of the report."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(args: list[str]) -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3, help="repetitions of what is random")
    parser.add_argument("--only", choices=("stackoverflow", "allsides", "sided", "reader"), help="one of them")
    given = parser.parse_args(args)
    parts: dict[str, Callable[[], None]] = {
        "stackoverflow": lambda: stackoverflow(given.seeds),
        "allsides": allsides,
        "sided": lambda: sided(given.seeds),
        "reader": lambda: readers(given.seeds),
    }
    for name, part in parts.items():
        if given.only in (None, name):
            part()


if __name__ == "__main__":
    main(sys.argv[1:])
