"""Print what choosing a day costs with 100,000 unread items, against reading all notes of a real vault.

200 sources, 20 goals; nothing is asserted. A ratio is to the floor, measured in the same rounds.
python day.py [--items 100000] [--rounds 2]
"""

import argparse
import random
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from cases import Subject, floor
from timing import in_turn
from vaults import TODAY, hub

from vault_pln.core.markdown.ids import short_id
from vault_pln.edge.places import places_of
from vault_pln.edge.store import Store
from vault_pln.model.news import Item, Visits

_SOURCES, _GOALS = 200, 20
_WORDS = 20_000
"""Different words; how often each is used follows Zipf's law, as in any language."""


def main(args: list[str]) -> None:
    """Measure one day."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000, help="how many wait")
    parser.add_argument("--rounds", type=int, default=2, help="runs of each program that count")
    given = parser.parse_args(args)
    with tempfile.TemporaryDirectory(prefix="vault-pln-day-") as scratch:
        subject = Subject(Path(scratch, "vault"), Path(scratch, "machine"))
        _vault(subject.vault)
        hub(Path(scratch, "hub"))
        size = _store(subject, given.items)
        idle = lambda: None  # noqa: E731 -- as short as what it does
        programs = [
            floor(Path(scratch, "hub")),
            subject.program("daily", "daily", "--dry-run", "--json", prepare=idle),
            subject.program("items", "items", "--goal", "Goal 0", "--json", prepare=idle),
        ]
        sys.stdout.write(f"{given.items} items wait, {_SOURCES} sources, {_GOALS} goals: {size / 1e6:.0f} MB stored\n")
        sys.stdout.write(f"  {'':22} {'CPU s':>9} {'wall s':>9} {'x CPU':>8} {'x wall':>8} {'peak MB':>9}\n")
        for of in in_turn(programs, given.rounds):
            numbers = f"{of.spent.cpu:9.2f} {of.spent.wall:9.2f} {of.cpu_ratio:8.2f} {of.wall_ratio:8.2f}"
            sys.stdout.write(f"  {of.name:22} {numbers} {of.spent.peak:9.1f}\n")


def _vault(folder: Path) -> None:
    for number in range(_SOURCES):
        _write(folder, f"Sources/S{number}.md", f"---\ntype: source\nperspective: [p{number % 4}]\n---\n")
    for number in range(_GOALS):
        words = ", ".join(f"word{200 + 37 * number + 11 * n}" for n in range(5))
        _write(
            folder, f"Goals/Goal {number}.md", f"---\ntype: goal\nkeywords: [{words}]\n---\nWhy: word{number + 50}.\n"
        )
    _write(folder, f"{TODAY}.md", "# Today\n")


def _write(folder: Path, path: str, text: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, encoding="utf-8")


def _store(subject: Subject, count: int) -> int:
    """Fill the store and let it be indexed; the bytes it takes."""
    import os

    os.environ.update(subject.env)
    chance = random.Random(1)
    words = [f"word{number}" for number in range(_WORDS)]
    weights = [1 / (rank + 3) for rank in range(_WORDS)]
    state = places_of(str(subject.vault)).state
    now = datetime.combine(date.fromisoformat(TODAY), datetime.min.time(), UTC)

    def item(number: int) -> Item:
        text = chance.choices(words, weights, k=45)
        source = f"Sources/S{number % _SOURCES}.md"
        seen = (now - timedelta(days=number % 3)).date().isoformat()
        return Item(
            short_id("day", str(number)), source, f"f{number % _SOURCES}", " ".join(text[:9]),
            f"https://day.example/{number}", " ".join(text[9:]), now - timedelta(minutes=number % 4000), seen,
        )  # fmt: skip

    with Store(state) as store:
        store.keep(Visits("f"), (item(number) for number in range(count)), (), TODAY)
    subject.ask("items")
    return sum(file.stat().st_size for file in Path(state).iterdir() if file.is_file())


if __name__ == "__main__":
    main(sys.argv[1:])
