"""The block that a user may put into a person, source or goal note: who links here, and what is shared."""

from vault_pln.core.digest.brief import brief_of
from vault_pln.core.index.index import Backlink
from vault_pln.core.index.titles import link_to
from vault_pln.core.markdown.escape import harmless, plain
from vault_pln.core.markdown.phrases import Phrases
from vault_pln.core.network.marks import CHANNELS
from vault_pln.core.network.rhythm import last_contact
from vault_pln.core.outputs.parts import links_to
from vault_pln.core.outputs.view import View
from vault_pln.model.network import Contact

NAME = "network"
_MOST = 15
_LONGEST = 160


def render(view: View, path: str) -> str:
    """Last contact, shared goals, and the newest links to this note with their lines.

    A contact's line links the note it stands in; any other mention names it in plain text, so that a tool that takes
    a link to a daily note for a contact finds none that was not one.
    """
    say = view.say
    lines = [*_facts(view, path), *_brief(view, path), *_mentions(view, path)]
    return "\n".join(lines) if lines else say("none-yet")


def _facts(view: View, path: str) -> list[str]:
    facts = []
    person = view.network.people.get(path)
    if person is not None:
        rows = view.network.contacts[path]
        last = last_contact(person, rows[-1].day if rows else None)
        facts.append(f"- {view.say('last-contact')}: {last or view.say('never')}")
    goals = view.network.goals_of.get(path, ())
    if goals:
        facts.append(f"- {view.say('shared-goals')}: {links_to(view.index, goals)}")
    served = [p for p, named in view.network.goals_of.items() if path in named]
    if served:
        facts.append(f"- {view.say('people')}, {view.say('sources')}: {links_to(view.index, sorted(served))}")
    return facts


def _brief(view: View, path: str) -> list[str]:
    """What is good to know before writing to somebody, where their note or the settings ask for it.

    Days and dated notes are plain text; posts, which one machine knows of and another does not, are left out.
    """
    person, say = view.network.people.get(path), view.say
    if person is None or not (person.brief or view.settings.network_block == "brief"):
        return []
    found = brief_of(view.index, view.network, path)
    asks = [harmless(plain(ask, _LONGEST)) for ask in found.theirs]
    yours = [f"{harmless(plain(ask, _LONGEST))} ({link_to(view.index, goal)})" for goal, ask in found.yours]
    notes = [f"{note.day} ({harmless(note.topic)})" for note in found.notes]
    rows = {
        "latest-contacts": ", ".join(dict.fromkeys(_contact(row, say) for row in found.contacts)),
        "last-topics": links_to(view.index, found.topics),
        "asks-for": "; ".join(asks),
        "you-ask-for": "; ".join(yours),
        "notes-since": ", ".join(notes),
    }
    return [f"- {say(key)}: {text}" for key, text in rows.items() if text]


def _contact(row: Contact, say: Phrases) -> str:
    channel = say(f"by-{row.channel}") if row.channel in CHANNELS else harmless(row.channel)
    way = say(row.direction) if row.direction != "unknown" else ""
    said = ", ".join(filter(None, (channel, way, f"{row.minutes} min" if row.minutes else "")))
    return f"{row.day} ({said})" if said else str(row.day)


def _mentions(view: View, path: str) -> list[str]:
    contact = {(row.path, row.line) for row in view.network.contacts.get(path, ())}
    found: dict[tuple[str, int], Backlink] = {}
    for link in view.index.backlinks(path):
        if link.link.kind != "property":
            found.setdefault((link.path, link.line), link)
    if not found:
        return []
    newest = sorted(found, key=lambda at: (at[0].rpartition("/")[2], -at[1]), reverse=True)
    rows = [_mention(view, found[at], at in contact) for at in newest[:_MOST]]
    more = [f"- {view.say('and-more', count=len(found) - _MOST)}"] if len(found) > _MOST else []
    return ["", f"**{view.say('linked-from')}**", "", *rows, *more]


def _mention(view: View, link: Backlink, contact: bool) -> str:
    where = link_to(view.index, link.path) if contact else harmless(link.path.removesuffix(".md").rpartition("/")[2])
    return f"- {where}: {harmless(plain(unlinked(link.text), _LONGEST))}"


def unlinked(text: str) -> str:
    """A line without list mark and box, its wikilinks as their display text."""
    words = text.lstrip("\t >-*+").removeprefix("[x] ").removeprefix("[X] ").removeprefix("[ ] ")
    parts = words.replace("![[", "[[").split("[[")
    shown = [parts[0]]
    for part in parts[1:]:
        inner, closed, rest = part.partition("]]")
        shown.append((_display(inner) if closed else "[[" + inner) + rest)
    return "".join(shown)


def _display(inner: str) -> str:
    """What Obsidian shows for a link: its display text, else ``Note > Heading``."""
    target, bar, display = inner.partition("|")
    return display if bar else target.strip("#").replace("#", " > ")
