"""Follow-ups that nobody touched: closed when contact happened otherwise, or after a week, and never nagging on."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from vault_pln.core.digest.ledger import Memory, Placed
from vault_pln.core.digest.rounds import open_rounds
from vault_pln.model.edit import Edit
from vault_pln.model.ledger import Entry
from vault_pln.model.network import Network

_WEEK = timedelta(days=7)


def lines_to_close(memory: Memory, network: Network) -> dict[str, list[int]]:
    """The lines (from 1) of each note that hold a follow-up still as we wrote it, whose time is over."""
    people = {digest: path for path, person in network.people.items() for digest in memory.names(person.name)}
    found: dict[str, list[int]] = {}
    for place, entry in _untouched(memory):
        if _is_over(entry, people.get(entry.of), network):
            found.setdefault(place.path, []).append(place.line.line)
    return found


def _untouched(memory: Memory) -> Iterator[tuple[Placed, Entry]]:
    """Open follow-ups whose line is, to the byte, what the ledger says we wrote."""
    for rows in open_rounds(memory).values():
        yield from ((place, entry) for place, entry in rows if place.line.digest == entry.line)


def _is_over(entry: Entry, person: str | None, network: Network) -> bool:
    if network.today - entry.day >= _WEEK:
        return True
    rows = network.contacts.get(person, ()) if person is not None else ()
    return bool(rows) and rows[-1].day >= entry.day


def close_lines(path: str, data: bytes, numbers: Iterable[int]) -> Edit:
    """The edit that turns ``[ ]`` into ``[-]`` on these lines of exactly this text, and changes nothing else."""
    lines = data.split(b"\n")
    for number in numbers:
        lines[number - 1] = lines[number - 1].replace(b"[ ]", b"[-]", 1)
    return Edit(path, data, b"\n".join(lines), "a follow-up of ours whose time is over")
