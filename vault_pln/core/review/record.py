"""What the ledgers say of reviews and their proposals."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from vault_pln.core.markdown.ids import short_id
from vault_pln.core.markdown.own import digest_of
from vault_pln.core.review.wanted import FOLLOW, MOST, Wanted, proposal_id
from vault_pln.core.review.week import Week
from vault_pln.model.ledger import Entry, Verb
from vault_pln.model.review import Proposal

PROPOSALS: frozenset[Verb] = frozenset({"proposed", "carrying", "carried", "stale", "undone"})

Records = Mapping[str, tuple[Entry, ...]]
"""What was said of each proposal, by its id; the last entry is how it stands."""


def records_of(entries: Iterable[Entry]) -> Records:
    """What the ledgers say of each proposal ever made."""
    found: dict[str, tuple[Entry, ...]] = {}
    for entry in sorted((one for one in entries if one.verb in PROPOSALS), key=lambda one: one.when):
        rows = found.get(entry.id, ())
        if entry not in rows:
            found[entry.id] = (*rows, entry)
    return found


def path_digest(path: str) -> str:
    """What stands for a note in an entry about a proposal."""
    return digest_of(path)


def is_reviewed(entries: Iterable[Entry], week: Week) -> bool:
    """Whether the review of a week was written, be it there or not."""
    return any(one.verb == "reviewed" and one.id == review_id(week) for one in entries)


def review_id(week: Week) -> str:
    """The id of the review of a week."""
    return short_id("review", str(week))


def reviewed_entry(week: Week, text: str, now: datetime) -> Entry:
    """What the ledger must learn once a review is written, with the digest of its text as long as nobody touches it."""
    return Entry(now, "reviewed", review_id(week), week.monday, "review", digest_of(text))


def proposed_entry(one: Proposal, line: str, week: Week, now: datetime) -> Entry:
    """What it must learn before that: that the review makes this proposal, with its line as it will stand."""
    of = path_digest(one.path)
    return Entry(now, "proposed", proposal_id(one), week.monday, one.kind, digest_of(line), of=of)


def said_next(entry: Entry, verb: Verb, now: datetime, today: date, *, new: str = "-", old: str = "-") -> Entry:
    """The next that is said of a proposal; ``new`` and ``old`` are the digests of the line that it changed."""
    return Entry(now, verb, entry.id, today, entry.what, new, old, entry.of)


def offered_before(entries: Iterable[Entry], week: Week) -> frozenset[str]:
    """The ids of the sites that the review of another week offered, or that were answered."""
    rows = (one for one in entries if one.verb in PROPOSALS and one.what == FOLLOW)
    return frozenset(one.id for one in rows if one.verb != "proposed" or one.day != week.monday)


def dropped_on(entries: Iterable[Entry]) -> dict[str, date]:
    """The day on which a tick dropped a source, by the digest of its note's path; without what was taken back."""
    last = (rows[-1] for rows in records_of(entries).values())
    return {one.of: one.day for one in last if (one.verb, one.what) == ("carried", "drop")}


def worth_proposing(wanted: Iterable[Wanted], entries: Iterable[Entry], week: Week) -> list[Wanted]:
    """Those that were never proposed before, but in this very week: nobody is asked twice, nor much at once."""
    known = records_of(entries)
    new = [
        one for one in wanted
        if all(row.verb == "proposed" and row.day == week.monday for row in known.get(proposal_id(one.proposal), ()))
    ]  # fmt: skip
    found, counts = [], Counter[str]()
    for one in new:
        counts[one.proposal.kind] += 1
        if counts[one.proposal.kind] <= MOST.get(one.proposal.kind, len(new)):
            found.append(one)
    return found
