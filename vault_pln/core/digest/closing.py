"""Follow-ups that nobody touched: closed when contact happened otherwise, or after a week, and never nagging on."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from vault_pln.core.digest.answers import Answer, Answers
from vault_pln.core.digest.ledger import Memory
from vault_pln.core.digest.lines import line_facts
from vault_pln.model.edit import Edit
from vault_pln.model.ledger import Entry
from vault_pln.model.network import Network

_WEEK = timedelta(days=7)


class Closing(NamedTuple):
    """The edit that closes lines of one note, and what the ledger must say of them once it was carried out."""

    edit: Edit
    entries: tuple[Entry, ...]


def lines_to_close(answers: Answers, memory: Memory, network: Network) -> dict[str, list[int]]:
    """The lines (from 1) of each note that hold a follow-up still as we wrote it, whose time is over."""
    people = {digest: path for path, person in network.people.items() for digest in memory.names(person.name)}
    found: dict[str, list[int]] = {}
    for answer in _untouched(answers):
        if _is_over(answer, people.get(answer.of), network):
            for place in answer.places:
                if place.line.status == " ":
                    found.setdefault(place.path, []).append(place.line.line)
    return found


def _untouched(answers: Answers) -> Iterator[Answer]:
    """Open follow-ups whose line is, to the byte, what the ledger says we wrote."""
    return (answer for answer in answers.values() if answer.sort == "follow-up" and answer.said == "open")


def _is_over(answer: Answer, person: str | None, network: Network) -> bool:
    given: date | None = answer.given
    assert given is not None, "a follow-up is known as one from its entry"
    if network.today - given >= _WEEK:
        return True
    rows = network.contacts.get(person, ()) if person is not None else ()
    return bool(rows) and rows[-1].day >= given


def close_lines(path: str, data: bytes, numbers: Iterable[int], now: datetime, today: date) -> Closing:
    """Turn ``[ ]`` into ``[-]`` on these lines of exactly this text, and change nothing else."""
    lines = data.split(b"\n")
    entries = []
    for number in numbers:
        lines[number - 1] = lines[number - 1].replace(b"[ ]", b"[-]", 1)
        key, digest = line_facts(lines[number - 1].decode("utf-8").rstrip())
        entries.append(Entry(now, "closed", key, today, "follow-up", digest))
    edit = Edit(path, data, b"\n".join(lines), "a follow-up of ours whose time is over")
    return Closing(edit, tuple(entries))
