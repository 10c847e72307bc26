"""Where the numbers of a review and its proposals come from: the notes and lines that were counted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from vault_pln.core.review import sections
from vault_pln.core.review.kinds import all_wanted
from vault_pln.core.review.record import path_digest, records_of
from vault_pln.core.review.wanted import FOLLOW, Wanted, proposal_id
from vault_pln.core.review.week import Week, is_like_week, read_week, week_of
from vault_pln.jobs.review import material
from vault_pln.jobs.vault import Vault
from vault_pln.model.errors import UsageError
from vault_pln.model.ledger import Entry
from vault_pln.model.review import Because, Section

Row = dict[str, Any]

_STANDS = {
    "proposed": "waits for an answer",
    "carrying": "is being carried out",
    "carried": "was carried out",
    "stale": "was ticked when it fitted no more, and was not carried out",
    "undone": "was carried out and taken back",
}


@dataclass(frozen=True, slots=True)
class Traced:
    """What something comes from: plain values for JSON, and the same as lines for people."""

    facts: Row
    lines: tuple[str, ...]


def trace(vault: Vault, text: str) -> Traced | None:
    """The evidence behind the review of a week (``2026-W48``) or behind a proposal's id, None for anything else.

    Raises UsageError for a week that there is not.
    """
    week = read_week(text)
    if week is not None:
        return _week(vault, week)
    if is_like_week(text):
        raise UsageError(f"there is no week '{text.strip()}'", "A week is written as 2026-W48, with 01 to 52 or 53.")
    key = text.strip().removeprefix("^").removeprefix("pln-")
    rows = records_of((*vault.entries, *vault.pending)).get(key)
    return _proposal(vault, key, rows) if rows else None


def section_facts(found: Iterable[Section]) -> list[Row]:
    """Sections as plain values."""
    return [
        {"section": one.key.removeprefix("review-"),
         "rows": [{"text": row.text, "because": [because._asdict() for because in row.because]} for row in one.rows]}
        for one in found
    ]  # fmt: skip


def _week(vault: Vault, week: Week) -> Traced:
    given = material(vault, week)
    found = sections(given)
    lines = [given.say("review-traced", week=str(week), first=week.monday, last=week.sunday)]
    for one in found:
        lines += ["", given.say(one.key)]
        for row in one.rows:
            lines += [f"- {row.text}", *_places(row.because)]
    return Traced({"week": str(week), "sections": section_facts(found)}, tuple(lines))


def _proposal(vault: Vault, key: str, rows: tuple[Entry, ...]) -> Traced:
    first, last = rows[0], rows[-1]
    path = next((path for path in vault.index.notes if path_digest(path) == first.of), None)
    wanted = next((one for one in all_wanted(material(vault, week_of(first.day))) if _is(one, key)), None)
    because = wanted.why.because if wanted is not None else ()
    places = [
        {"path": note.path, "line": line.line}
        for note in vault.index.ours().values()
        for line in note.own_lines
        if line.id == f"pln-{key}"
    ]
    facts = {
        "id": f"pln-{key}",
        "kind": first.what,
        "note": path,
        "week": str(week_of(first.day)),
        "stands": last.verb,
        "since": last.day,
        "because": [one._asdict() for one in because],
        "places": places,
    }
    about = wanted.proposal.new if wanted is not None and first.what == FOLLOW else path or "a note that is gone"
    head = f"proposal '{first.what}' for {about}, made in the review of {facts['week']}"
    since = f" ({last.day})" if last is not first else ""
    why = [wanted.why.text] if wanted is not None else ["what it came from is no longer so"]
    stands = [f"stands in {place['path']}:{place['line']}" for place in places]
    return Traced(facts, (head, f"it {_STANDS[last.verb]}{since}", *why, *_places(because), *stands))


def _is(one: Wanted, key: str) -> bool:
    return proposal_id(one.proposal) == key


def _places(because: Iterable[Because]) -> Iterator[str]:
    for one in because:
        place = one.path if one.line is None else f"{one.path}:{one.line}"
        yield f"    {place}  {one.text}".rstrip() if place else f"    {one.text}"
