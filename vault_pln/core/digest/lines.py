"""The lines of a day, the same bytes whichever device writes them."""

from dataclasses import dataclass
from typing import NamedTuple

from vault_pln.core.digest.answers import sub_headings
from vault_pln.core.digest.coming_up import WHAT as EVENT
from vault_pln.core.digest.coming_up import event_digest, event_parts
from vault_pln.core.digest.ledger import name_digest
from vault_pln.core.digest.occasions import WHAT as OCCASION
from vault_pln.core.digest.slots import INSIGHT
from vault_pln.core.index.index import Index
from vault_pln.core.index.titles import link_in_style, name_of
from vault_pln.core.markdown.escape import harmless, link_to
from vault_pln.core.markdown.insert import Group
from vault_pln.core.markdown.own import digest_of
from vault_pln.core.markdown.phrases import Phrases
from vault_pln.core.markdown.tasks import write_task
from vault_pln.model.digest import Day, FollowUp, Occasion, Reading, TakingPart, Upcoming
from vault_pln.model.network import Network
from vault_pln.model.news import Item
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions

_MARKED = ("counterpoint", "serendipity", "interest", INSIGHT)
"""The slots that a line names, with the reason why it is there."""

TAKING_PART = "taking-part"
"""What the ledger calls the lines of what to say something to; such a line has the id of its item, so that no item
comes twice."""


@dataclass(frozen=True, slots=True)
class Page:
    """The note that lines are written into, and all that decides how they look there."""

    path: str
    index: Index
    network: Network
    settings: Settings
    conventions: Conventions
    say: Phrases

    def link(self, path: str) -> str:
        """A link to a note, in the style the user chose."""
        return link_in_style(self.index, path, self.path, self.conventions)


def follow_up_line(one: FollowUp, page: Page) -> str:
    """``- [ ] Write to [[Ada]]: monthly, last contact 2026-10-19; … 📅 2026-11-25 ^pln-…``."""
    reason = one.reason + (f"; {harmless(one.opener)}" if one.opener else "")
    text = page.say("write-to", person=page.link(one.person), reason=reason)
    task = write_task(text, one.until, page.conventions.task_format, page.conventions.task_filter)
    return f"{task} ^pln-{one.id}"


def occasion_line(one: Occasion, page: Page) -> str:
    """``- Birthday of Ada on 2026-11-23 (36) ^pln-…``: no box, and no link that a tool might take for a contact."""
    person = page.network.people[one.person]
    name = harmless(person.name)
    if one.what == "birthday":
        key = "birthday-of" if one.years is None else "birthday-years"
        text = page.say(key, person=name, day=one.day, years=one.years)
    else:
        key = "met-a-year-ago" if one.years == 1 else "met-years-ago"
        text = page.say(key, person=name, day=person.met, years=one.years)
    return f"- {text} ^pln-{one.id}"


def reading_line(one: Reading, page: Page) -> str:
    """``- [ ] [Title](url) · [[Source]] · for Goal ^pln-…``."""
    box = "- [ ]" if wants_box(page.settings, page.conventions) else "-"
    return f"{box} {' · '.join(reading_parts(one, page))} ^pln-{one.item.id}"


def reading_parts(one: Reading, page: Page) -> list[str]:
    """What is said of an item; a person's own feed names them without a link."""
    item, links = one.item, page.settings.item_links
    source = page.network.sources[item.source]
    parts = [link_to(item.title, item.url, untitled=page.say("untitled"))]
    if source.person:
        parts.append(page.say("by-person", person=harmless(source.name)))
    else:
        parts.append(harmless(source.name) if links == "none" else page.link(source.path))
    if one.goal:
        goal = page.link(one.goal) if links == "both" else harmless(name_of(one.goal))
        parts.append(page.say("for-goal", goal=goal))
    if item.also:
        names = ", ".join(dict.fromkeys(_source_name(path, page.network) for path in item.also))
        parts.append(page.say("also-in", sources=harmless(names)))
    if one.slot in _MARKED:
        parts.append(page.say(f"slot-{one.slot}", reason=harmless(one.reason)))
    return parts


def _source_name(path: str, network: Network) -> str:
    source = network.sources.get(path)
    return source.name if source is not None else name_of(path)


def event_line(one: Upcoming, page: Page) -> str:
    """``- [ ] [Title](url) · 2026-11-28 10:00–16:00 · Place · [[Source]] · for Goal ^pln-…``."""
    links, source = page.settings.item_links, page.network.sources[one.event.source]
    parts = event_parts(one, page.say)
    parts.append(harmless(source.name) if links == "none" else page.link(source.path))
    if one.goal:
        goal = page.link(one.goal) if links == "both" else harmless(name_of(one.goal))
        parts.append(page.say("for-goal", goal=goal))
    # there is nothing to answer to what does not take place
    box = "- [ ]" if wants_box(page.settings, page.conventions) and one.what != "cancelled" else "-"
    return f"{box} {' · '.join(parts)} ^pln-{one.id}"


def taking_part_line(one: TakingPart, page: Page) -> str:
    """``- [ ] Answer in [[Forum]]: [Title](url) · you know about async #gave ^pln-…``.

    There is something to do, so it has a box in any case; a ticked one says itself that the user gave.
    """
    post = link_to(one.item.title, one.item.url, untitled=page.say("untitled"))
    gift = page.link(one.owner) if one.key == "note" else harmless(one.gift)
    reason = page.say(f"reason-{one.key}", gift=gift)
    if one.person:
        text = page.say("line-reply", person=page.link(one.person), post=post, reason=reason)
    else:
        text = page.say("line-answer", source=page.link(one.item.source), post=post, reason=reason)
    return f"- [ ] {text} #{page.settings.gave_tag.removeprefix('#')} ^pln-{one.item.id}"


def wants_box(settings: Settings, conventions: Conventions) -> bool:
    """Whether reading lines get a box: not where the Tasks plugin would take every box for a task."""
    if settings.item_style == "auto":
        return not conventions.tasks_plugin or bool(conventions.task_filter)
    return settings.item_style == "checkbox"


def day_groups(day: Day, page: Page) -> tuple[Group, ...]:
    """The lines of a day by sub-heading."""
    people = [occasion_line(one, page) for one in day.occasions]
    people += [follow_up_line(one, page) for one in day.follow_ups]
    events = [event_line(one, page) for one in day.events]
    parts = [taking_part_line(one, page) for one in day.taking_part]
    items = [reading_line(one, page) for one in day.readings]
    sorts = (("follow-up", people), (EVENT, events), (TAKING_PART, parts), ("item", items))
    headings = sub_headings(page.settings)
    return tuple(Group(headings[sort], lines) for sort, lines in sorts)


def line_facts(line: str) -> tuple[str, str]:
    """(id, digest) of a line of ours, as the ledger keeps them."""
    return line.rpartition("^pln-")[2], digest_of(line)


class About(NamedTuple):
    """What the ledger must know of a line: its sort, the digest of the name it is about, the goal's, and its slot."""

    what: str
    of: str
    goal: str = "-"
    slot: str = "-"


def about(day: Day, network: Network) -> dict[str, About]:
    """For each line's id what it is about."""
    found = {one.id: About("follow-up", name_digest(network.people[one.person].name)) for one in day.follow_ups}
    found |= {one.id: About(OCCASION, name_digest(network.people[one.person].name)) for one in day.occasions}
    found |= {one.id: About(EVENT, event_digest(one.event)) for one in day.events}
    found |= {one.item.id: About(TAKING_PART, _name_of_source(one.item, network)) for one in day.taking_part}
    return found | {one.item.id: _about_reading(one, network) for one in day.readings}


def _about_reading(one: Reading, network: Network) -> About:
    goal = name_digest(name_of(one.goal)) if one.goal else "-"
    what = INSIGHT if one.slot == INSIGHT else "item"
    return About(what, _name_of_source(one.item, network), goal, one.slot)


def _name_of_source(item: Item, network: Network) -> str:
    return name_digest(network.sources[item.source].name)
