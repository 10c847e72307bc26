"""What of the network is public: notes with ``pln-publish: true``, by a list of what may leave, and marked lines.

``publish`` belongs to another tool and is never read. Only what is named here leaves: of a source its name, addresses,
language and topics, of a person name and home page, of a goal name and status, of a line with ``#share`` its first
link, the day, and whom it came from if they are public too. No other text of a note or line.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from vault_pln.core.exchange.people_values import listed
from vault_pln.core.index.index import Index
from vault_pln.core.kinds.values import Properties
from vault_pln.core.markdown.code import comment_spans, mask
from vault_pln.core.markdown.escape import plain
from vault_pln.core.markdown.links import links_in
from vault_pln.core.markdown.own import digest_of
from vault_pln.core.network.traces import day_of
from vault_pln.core.publish.address import public_address, without_private_addresses
from vault_pln.model.network import Network
from vault_pln.model.note import Note
from vault_pln.model.problem import Problem
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions

MARK = "pln-publish"

_LINK = re.compile(r"(?<!!)\[([^\[\]]*(?:\\.[^\[\]]*)*)\]\((https?://[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*)\)")
_BARE = re.compile(r"https?://[^\s<>\[\]()`|]+[^\s<>\[\]()`|.,;:!?'\"]")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_MARKUP = re.compile(r"(?<!\\)(?:`+|\*\*|==|~~)")
_LONGEST = 300
_LEFT_OUT = "It leads into a network of its own, or is a secret. Name an address that everybody can visit."


class PublicNote(NamedTuple):
    """A source, person or goal as others may see it; ``goals`` are names of public ones."""

    path: str
    name: str
    url: str = ""
    feed: str = ""
    language: str = ""
    topics: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    status: str = ""


class SharedLink(NamedTuple):
    """A link from a marked line; ``via`` is somebody or something public that led to it."""

    path: str
    line: int
    day: date
    title: str
    url: str
    via: str = ""
    via_url: str = ""


class Publication(NamedTuple):
    """All that is public; ``withheld`` is what was marked and may not leave."""

    sources: tuple[PublicNote, ...] = ()
    people: tuple[PublicNote, ...] = ()
    goals: tuple[PublicNote, ...] = ()
    links: tuple[SharedLink, ...] = ()
    withheld: tuple[Problem, ...] = ()


class Said(NamedTuple):
    """One string that leaves the vault: where it stands, and what it is."""

    path: str
    line: int | None
    what: str
    text: str

    @property
    def digest(self) -> str:
        """What stands for it in the list of what was approved; without the line, which moves."""
        return digest_of(f"{self.path}\0{self.what}\0{self.text}")


def public_notes(notes: Mapping[str, Note], network: Network, settings: Settings) -> Publication:
    """The marked notes; ``notes`` are those of the network."""
    marked = {path for path, note in notes.items() if _is_marked(note, settings)}
    goals = {path: goal for path, goal in network.goals.items() if path in marked}

    def names(path: str) -> tuple[str, ...]:
        return tuple(goals[goal].name for goal in network.goals_of[path] if goal in goals)

    withheld: list[Problem] = []

    def address(path: str, what: str, given: Iterable[str]) -> str:
        """The first address that may leave."""
        wanted = [one for one in given if "://" in one]
        found = next((shown for one in wanted if (shown := public_address(one))), "")
        if wanted and not found:
            withheld.append(Problem(path, None, f"its {what} is not public and is left out", _LEFT_OUT))
        return found

    sources = []
    for path, one in network.sources.items():
        if path in marked and not one.person:
            url, feed = address(path, "address", [one.url]), address(path, "feed", [one.feed])
            sources.append(PublicNote(path, one.name, url, feed, one.language, one.topics, names(path)))
    people = []
    for path, person in network.people.items():
        if path in marked:
            said = listed(notes[path], settings.property_names)
            url = address(path, "address", (*said.get("url", ()), *person.profiles))
            feed = address(path, "feed", person.feeds)
            people.append(PublicNote(path, person.name, url, feed, goals=names(path)))
    public_goals = (PublicNote(path, goal.name, status=goal.status) for path, goal in goals.items())
    return Publication(_by_name(sources), _by_name(people), _by_name(public_goals), withheld=tuple(withheld))


def _is_marked(note: Note, settings: Settings) -> bool:
    """Only a plain ``true`` counts."""
    return Properties(note, settings.property_names).get(MARK) is True


def _by_name(notes: Iterable[PublicNote]) -> tuple[PublicNote, ...]:
    return tuple(sorted(notes, key=lambda note: (note.name.casefold(), note.path)))


def sharing_lines(note: Note, tag: str) -> frozenset[int]:
    """The lines of a note that the user marked to be shared."""
    word = tag.lower()
    tagged = {one.line for one in note.tags if one.name.lower() == word and one.line >= note.body_line}
    own = {one.line for one in note.own_lines if f"#{word}" in one.text.lower().split()}
    return frozenset(tagged | own)


def shared_links(
    note: Note, text: str, index: Index, public: Publication, settings: Settings, conventions: Conventions, today: date
) -> Iterator[SharedLink | Problem]:
    """The links of a dated note's marked lines, none from the future, from a comment or a quote.

    A problem stands for a link that is marked and may not leave.
    """
    day = day_of(note, settings, conventions)
    if day is None or day > today:
        return
    known = {one.path: one for one in (*public.people, *public.sources)}
    text = text.removeprefix("\ufeff")
    masked = mask(text)
    hidden = _commented(masked)
    lines = list(zip(text.split("\n"), masked.split("\n"), strict=True))
    # the text may be newer than the note
    for number in sorted(one for one in sharing_lines(note, settings.share_tag) if one <= len(lines)):
        line, seen = lines[number - 1]
        link = _link(line, seen)
        if link is None or number in hidden or "%%" in seen or seen.lstrip().startswith(">"):
            continue
        title, url = link
        if not url:
            yield Problem(note.path, number, "the link is marked to be shared, and is left out", _LEFT_OUT)
            continue
        targets = (index.resolve(target, note.path).path for target in _credited(line, seen))
        via = next((known[path] for path in targets if path in known), None)
        yield SharedLink(note.path, number, day, title, url, via.name if via else "", via.url if via else "")


def _credited(line: str, masked: str) -> Iterator[str]:
    """Whom or what a line gives as where the link came from: behind ``via``, or the source of a line of ours."""
    for link in links_in(masked, line):
        if " ^pln-" in line or line[: link.start].rstrip(" :").lower().endswith("via"):
            yield link.target


def _commented(masked: str) -> frozenset[int]:
    """The lines that a comment of more than one covers."""
    covered: set[int] = set()
    for span in comment_spans(masked):
        first, last = (masked.count("\n", 0, at) + 1 for at in span[:2])
        covered.update(range(first, last + 1))
    return frozenset(covered)


def _link(line: str, masked: str) -> tuple[str, str] | None:
    """The first link to the web outside code: what it is called, and where it leads, '' where that is not public."""
    found = _LINK.search(masked)
    bare = _BARE.search(masked) if found is None else None
    if found is None and bare is None:
        return None
    url = public_address(found[2] if found is not None else bare[0] if bare is not None else "")
    title = _title(line[slice(*found.span(1))]) if found is not None else ""
    return title or url.partition("://")[2].partition("?")[0].partition("#")[0].rstrip("/"), url


def _title(text: str) -> str:
    """The text of a link without its markup, and without addresses that are not public."""
    return without_private_addresses(plain(_ESCAPE.sub(r"\1", _MARKUP.sub("", text)), _LONGEST))


def newest_first(links: Iterable[SharedLink]) -> tuple[SharedLink, ...]:
    """Each address once, as it was shared last."""
    by_url: dict[str, SharedLink] = {}
    for link in sorted(links, key=lambda one: (one.day, one.path, one.line)):
        by_url[link.url] = link
    return tuple(sorted(by_url.values(), key=lambda one: (-one.day.toordinal(), one.path, one.line)))


def strings(public: Publication) -> tuple[Said, ...]:
    """Everything that leaves the vault, string by string."""
    return tuple(dict.fromkeys((*_of_notes(public), *_of_links(public))))


def _of_notes(public: Publication) -> Iterator[Said]:
    for kind, notes in (("source", public.sources), ("person", public.people), ("goal", public.goals)):
        for note in notes:
            given = (("name", note.name), ("address", note.url), ("feed", note.feed), ("language", note.language),
                     ("status", note.status))  # fmt: skip
            yield from (Said(note.path, None, f"{kind} {what}", text) for what, text in given if text)
            yield from (Said(note.path, None, f"{kind} topic", text) for text in note.topics)
            yield from (Said(note.path, None, f"{kind} goal", text) for text in note.goals)


def _of_links(public: Publication) -> Iterator[Said]:
    for link in public.links:
        given = (("title", link.title), ("address", link.url), ("day", link.day.isoformat()), ("via", link.via))
        yield from (Said(link.path, link.line, f"link {what}", text) for what, text in given if text)
