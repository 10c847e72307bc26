"""What a visit brought: the items that are new, and every key that must be remembered."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from vault_pln.core.sources.dates import clamp_published
from vault_pln.core.sources.identity import Identified, first_entries, identify, new_entries
from vault_pln.model.kinds import Source
from vault_pln.model.news import Feed, Item

_LONG = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Arrivals:
    """New items, newest first, and the keys of all that the feed holds now. ``problem`` is about the feed's ids.

    ``cited`` are the sites that the items link to, by the item's id.
    """

    items: tuple[Item, ...] = ()
    keys: tuple[str, ...] = ()
    problem: str = ""
    cited: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def arrivals(
    source: Source,
    address: str,
    feed: Feed,
    known: Collection[str],
    newest: int,
    *,
    since: datetime | None,
    answered: datetime | None,
    now: datetime,
    today: date,
) -> Arrivals:
    """What is new in a feed. Without a visit before (``since`` None) only the ``newest`` few count, of any age.

    So do they where nothing was heard of the feed for a month (``answered``: when it was last). An item belongs to
    the day it was first seen on; its own date only orders it.
    """
    found = identify(address, feed.entries)
    if since is None:
        sifted = first_entries(found, newest)
    else:
        returning = answered is not None and now - answered > _LONG
        sifted = new_entries(found, known, newest=newest, since=since, returning=returning)
    items = tuple(_item(source, address, one, now, today) for one in sifted.new)
    keys = dict.fromkeys(key for one in (*sifted.new, *sifted.seen) for key in one.keys)
    cited = {one.id: one.entry.cites for one in sifted.new if one.entry.cites}
    return Arrivals(items, tuple(keys), sifted.problem, cited)


def _item(source: Source, address: str, one: Identified, now: datetime, today: date) -> Item:
    entry = one.entry
    return Item(
        id=one.id,
        source=source.path,
        feed=address,
        title=entry.title,
        url=entry.link or next(iter(entry.enclosures), ""),
        summary=entry.summary,
        published=clamp_published(entry.published, now) or now,
        seen=today.isoformat(),
        author=entry.author,
        tags=entry.tags,
        discussion=entry.discussion,
        links=(
            *(("enclosure", address) for address in entry.enclosures),
            *(("chapters", address) for address in entry.chapters),
            *(("transcript", address) for address in entry.transcripts),
        ),
    )
