"""Whether what was written is there to stay: confirmed, or overwritten by somebody who had not seen it.

An editor that held the note open when we wrote may save its older text over ours. Within ten minutes, with the whole
batch and its heading gone from a note that is still there, that is what happened, and it is written once more.
Otherwise what is missing was deleted by the user, and the batch is confirmed for ever. So is a line that was taken back
and stands again, because a sync program brought the note with it after all: the user may delete it too.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta

from vault_pln.core.digest.ledger import Memory, Place, place_of
from vault_pln.core.markdown.ids import digest_of_bytes
from vault_pln.model.ledger import Entry, Sheet

NOBODY = "0" * 16
"""The id in an entry that speaks of a whole day."""

_IN_DOUBT = timedelta(minutes=10)
_AHEAD = timedelta(minutes=-1)
"""Entries come a second after what they answer to, so their times may be a few seconds ahead of the clock."""

_EMPTY = digest_of_bytes(b"")


def verdicts(
    memory: Memory, own: Collection[Entry], headings: Collection[str], now: datetime, today: date
) -> list[Entry]:
    """What this device's ledger must learn of the batches that are not confirmed yet.

    ``own`` are the entries of this device's ledger: only these were timed by the clock that ``now`` comes from, and
    only its batches may be written again, and only on their own day.
    """
    batches = _unconfirmed(memory)
    found = _back(memory, batches, now)
    for place, batch in batches.items():
        sheet = memory.sheets.get(place, Sheet(""))
        age = now - max(entry.when for entry in batch)
        recent = place[0] == today and _AHEAD <= age < _IN_DOUBT
        if any(entry.id in memory.placed for entry in batch):
            # somebody who saved the note with our lines in it has seen them
            left = memory.left.get(place, sheet.digest)
            if not recent or sheet.digest != left or any(entry.id not in memory.placed for entry in batch):
                found.append(_seen(place, now))
        elif recent and sheet.digest == _EMPTY:
            # an editor that empties the note before it writes has not finished
            continue
        elif recent and not sheet.is_missing and not any(map(sheet.has, headings)):
            found += _overwritten(place, batch, memory, own, now)
        else:
            found.append(_seen(place, now))
    return found


def _unconfirmed(memory: Memory) -> dict[Place, list[Entry]]:
    """The last entry of each line whose fate is not settled, by where it went."""
    found: dict[Place, list[Entry]] = {}
    for key, rows in memory.wrote.items():
        if key not in memory.confirmed:
            found.setdefault(place_of(rows[-1]), []).append(rows[-1])
    return found


def _back(memory: Memory, batches: Collection[Place], now: datetime) -> list[Entry]:
    """What was taken back and stands again, with its place confirmed unless there is more to decide about that."""
    found = [replace(entry, when=now) for entry in memory.back]
    places = dict.fromkeys(map(place_of, found))
    return found + [_seen(place, now) for place in places if place not in batches]


def _overwritten(
    place: Place, batch: Collection[Entry], memory: Memory, own: Collection[Entry], now: datetime
) -> list[Entry]:
    """Take back what was overwritten for the first time; the rest stays as it is, for ever."""
    mine = {entry.id for entry in own if entry.verb == "wrote" and place_of(entry) == place}
    lost = [entry for entry in batch if entry.id in mine and entry.id not in memory.lost]
    found = [Entry(now, "lost", entry.id, entry.day, entry.what) for entry in lost]
    return found if len(found) == len(batch) else [*found, _seen(place, now)]


def _seen(place: Place, now: datetime) -> Entry:
    day, where = place
    return Entry(now, "seen", NOBODY, day, "embed" if where == "embed" else "item")
