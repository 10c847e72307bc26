"""The vaults that are measured.

python vaults.py hub|large|pathological FOLDER

A process of its own, because what is measured inherits the peak memory of the process that starts it.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import count, cycle, islice
from pathlib import Path
from typing import NamedTuple

CHANGING = "Bench/Changing.md"
LINKED = "Bench/Much linked.md"
TODAY = "2026-11-23"
DAILY = f"{TODAY}.md"
NO_VAULT = 3
"""The exit code where this machine lacks the data."""

_PEOPLE_FOLDER = "01 - Community/People"
_LARGE = 100_000


class Sizes(NamedTuple):
    """How much of everything there is."""

    people: int = 40
    backlinks: int = 1_000
    long_note: int = 20_000_000
    long_line: int = 1_000_000
    links: int = 50_000
    unresolved: int = 30_000
    namesakes: int = 5_000


FULL = Sizes()


def hub(folder: Path, sizes: Sizes = FULL) -> None:
    """A real vault of 6,571 notes."""
    _unpack(folder)
    furnish(folder, [_PEOPLE_FOLDER], sizes)


def large(folder: Path, sizes: Sizes = FULL, notes: int = _LARGE) -> None:
    """Copies of the real vault in numbered folders."""
    with tempfile.TemporaryDirectory() as scratch:
        _unpack(Path(scratch))
        copies = copy_notes(Path(scratch), folder, notes)
    furnish(folder, [f"{name}/{_PEOPLE_FOLDER}" for name in copies], sizes)


def pathological(folder: Path, sizes: Sizes = FULL) -> None:
    """Everything that makes a program slow which counts on notes being small and names being different."""
    _write(folder, "Long.md", islice(_diligent(sizes), sizes.long_note))
    _write(folder, "Long line.md", ["a word about [[Same]] " * (sizes.long_line // 22)])
    _write(folder, "2026-01-01.md", (f"- {link}\n" for link in islice(_all_sorts(sizes), sizes.links)))
    each = max(1, sizes.unresolved // 1_000)
    for number in range(sizes.unresolved // each):
        _write(folder, f"Hopeful/{number}.md", ["- waiting for [[Nobody yet]]\n"] * each)
    for number in range(sizes.namesakes):
        _write(folder, f"Folder {number}/Same.md", ["---\naliases: [Twin]\n---\n", f"[[Same]] of {number}\n"])
    furnish(folder, [], sizes)


MAKERS: dict[str, Callable[[Path], None]] = {"hub": hub, "large": large, "pathological": pathological}


def furnish(folder: Path, people_folders: list[str], sizes: Sizes) -> None:
    """What the cases need in every vault: settings, people, a note that changes and one that many link to."""
    folders = ", ".join(f'"{name}"' for name in people_folders)
    _write(folder, "PLN/PLN Settings.md", [f"---\ntype: pln-settings\nperson-folders: [{folders}]\n---\n"])
    _write(folder, CHANGING, ["# Changing\n"])
    _write(folder, DAILY, ["## Log\n"])
    _write(folder, LINKED, ["# Much linked\n"])
    for number in range(sizes.people):
        _write(folder, f"Bench/People/{person(number)}.md", ["---\ntype: person\n---\n"])
    for number in range(sizes.backlinks):
        _write(folder, f"Bench/Linking/{number}.md", [f"Number {number} speaks of [[Much linked]].\n"])


def person(number: int) -> str:
    """The name of one of the people that every vault has."""
    return f"Bench person {number:02}"


def copy_notes(source: Path, folder: Path, notes: int) -> list[str]:
    """Copies of all notes in numbered folders, as they are, until there are so many; returns the folders."""
    paths = sorted(path.relative_to(source) for path in source.rglob("*.md"))
    places = ((f"{number:02}", path) for number in count(1) for path in paths)
    made = []
    for name, path in islice(places, notes):
        (folder / name / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / path, folder / name / path)
        made.append(name)
    return sorted(set(made))


def _unpack(folder: Path) -> None:
    # late, so that the other makers work where only this folder is on the path
    from shared_data import unpack

    unpack("vaults/obsidian-hub.tar.gz", folder)


def _write(folder: Path, path: str, parts: Iterator[str] | list[str]) -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(parts), encoding="utf-8")


def _diligent(sizes: Sizes) -> Iterator[str]:
    """The characters of an endless log of all that Markdown has."""
    for number in count():
        yield from (
            f"## Entry {number}\n\nSomebody *wrote* `[[code]]` and a word about #topic/{number % 50} today, at length "
            "and without saying much, as one does in a log that nobody is going to read again.\n"
            f"- Talked with [[{person(number % sizes.people)}]] about [the weather](https://example.org/{number})\n"
            f"- [ ] Ask again 📅 2026-12-01\n\n> quoted:: [[Same]] ^id-{number}\n\n"
        )


def _all_sorts(sizes: Sizes) -> Iterator[str]:
    """Links that mean a person, one of many notes, exactly one of them, and nothing."""
    sorts = cycle(("[[{who}]]", "[[Same]]", "[[Folder {n}/Same|it]]", "[it](Folder%20{n}/Same.md)", "[[Nobody {n}]]"))
    for number, sort in enumerate(sorts):
        yield sort.format(n=number % sizes.namesakes, who=person(number % sizes.people))


def main(name: str, folder: str) -> None:
    """Make a vault, or say on stderr why it cannot be made."""
    # late, since those who only want the names do without it
    import pytest

    try:
        MAKERS[name](Path(folder))
    except pytest.skip.Exception as reason:
        sys.stderr.write(f"{reason}\n")
        sys.exit(NO_VAULT)


if __name__ == "__main__":
    main(*sys.argv[1:])
