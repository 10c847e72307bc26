"""A list of feeds (OPML) becomes source notes; what is known already is left alone."""

from collections.abc import Iterable, Iterator, Mapping

from vault_pln.core.exchange.redaction import redacted
from vault_pln.core.index.titles import link_to, name_of
from vault_pln.core.kinds.create import Value, home_of, inactive
from vault_pln.core.kinds.readers import SOURCE_STATUS, source_of_person
from vault_pln.core.kinds.values import as_day
from vault_pln.core.sources.address import property_form, web_form
from vault_pln.core.sources.opml import Outline, read_opml
from vault_pln.jobs.create import Notes
from vault_pln.jobs.listed import compared, known_sources, without_feed
from vault_pln.jobs.vault import Vault, view_of
from vault_pln.model.edit import Edit
from vault_pln.model.errors import UsageError
from vault_pln.model.exchange import Plan
from vault_pln.model.kinds import MEDIUMS
from vault_pln.model.network import Network
from vault_pln.model.problem import Problem

_FOLDER = "Sources"
_BY_HAND = "Write its address into a note by hand."
Goals = Mapping[str, Iterable[str]]
"""Goals that are about to be made, by path, and their keywords."""

_OWN_LISTS = ("perspective", "only", "mute")
_OWN_TEXTS = ("domain", "found-via")


def plan_opml(
    vault: Vault,
    name: str,
    data: bytes,
    notes: Notes | None = None,
    new_goals: Goals | None = None,
) -> Plan:
    """What the OPML file ``name`` would add, nothing written; raises UsageError where it is no OPML at all.

    ``notes`` makes the notes, where others are made together with them; ``new_goals`` are the paths of goals among
    those, and their keywords. A folder of the list ties to the goal of its name, else to the one goal that has its
    name among the keywords.
    """
    outlines, problems = _read(name, data)
    network = view_of(vault).network
    listed = known_sources(network)
    feeds, secret = set(listed.feeds), _redacted_feeds(network)
    goals = _goals({**{path: goal.keywords for path, goal in network.goals.items()}, **(new_goals or {})})
    folder = home_of((path for path, s in network.sources.items() if not s.person), _FOLDER)
    notes = notes or Notes(vault)
    edits: list[Edit] = []
    known: list[str] = []
    for outline in outlines:
        feed, site = compared(outline.xml_url), listed.sites.get(compared(outline.html_url), "")
        title = outline.title or outline.html_url or outline.xml_url
        is_redacted = "redacted" in outline.own
        if feed in feeds or site or (is_redacted and feed in secret):
            known.append(title)
            problems += [without_feed(site, outline.xml_url)] if site else []
        elif is_redacted:
            problems.append(Problem(name, None, f"'{title}' was exported without its password; left out", _BY_HAND))
        else:
            edits.append(notes.new("source", folder, title, _properties(vault, goals, outline), f"from {name}"))
        feeds.add(feed)
    return Plan("opml", tuple(edits), (), tuple(known), (), tuple(problems))


def _read(name: str, data: bytes) -> tuple[list[Outline], list[Problem]]:
    """The feeds of the file; raises UsageError where it is no OPML at all."""
    outlines, problems = read_opml(data)
    if not outlines and problems and problems[0].message.startswith("this "):
        first = problems[0]._replace(path=name, advice="")
        raise UsageError(str(first), problems[0].advice)
    return outlines, [problem._replace(path=name) for problem in problems]


def _redacted_feeds(network: Network) -> frozenset[str]:
    """The feeds of the vault as an export shows them: what it wrote without its password is there all the same."""
    people = (source for person in network.people.values() for source in source_of_person(person))
    feeds = (source.feed for source in (*network.sources.values(), *people) if source.feed)
    return frozenset(compared(redacted(web_form(feed))) for feed in feeds)


def _goals(keywords: Goals) -> dict[str, str]:
    """The goals by what a folder of feeds may be called."""
    by_word: dict[str, set[str]] = {}
    for path, words in keywords.items():
        for word in words:
            by_word.setdefault(word.casefold(), set()).add(path)
    found = {word: min(paths) for word, paths in by_word.items() if len(paths) == 1}
    return found | {name_of(path).casefold(): path for path in keywords}


def _properties(vault: Vault, goals: Mapping[str, str], outline: Outline) -> Mapping[str, Value]:
    """The properties of a source note; a folder with the name of a goal ties the source to it, others are topics.

    What a list of ours says beyond that counts as far as it can be a setting.
    """
    own = outline.own
    folders = () if "goals" in own else outline.folders
    words = tuple(dict.fromkeys((*folders, *own.get("goals", ()), *(own.get("topics") or outline.categories))))
    found: dict[str, Value] = {
        "medium": _one_of(own.get("medium", ()), MEDIUMS, "blog"),
        "url": property_form(outline.html_url),
        "feed": property_form(outline.xml_url),
        "goals": [
            _link(vault, path) for path in dict.fromkeys(goals[w.casefold()] for w in words if w.casefold() in goals)
        ],
        "topics": list(_topics(word for word in words if not _is_goal(word, goals))),
        "status": _one_of(own.get("status", ()), SOURCE_STATUS, "trial"),
        "since": as_day(next(iter(own.get("since", ())), "")) or vault.today,
        "language": inactive(outline.language),
        **{key: [word for text in own.get(key, ()) if (word := inactive(text))] for key in _OWN_LISTS},
        **{key: inactive(next(iter(own.get(key, ())), "")) for key in _OWN_TEXTS},
    }
    if own.get("always") == ("true",):
        found["always"] = True
    most = next(iter(own.get("max-items", ())), "")
    if most.isdecimal() and len(most) < 4:
        found["max-items"] = int(most)
    return {key: value for key, value in found.items() if value not in ("", [])}


def _is_goal(word: str, goals: Mapping[str, str]) -> bool:
    """Whether a word is a goal's name; a keyword of a goal is a topic all the same."""
    path = goals.get(word.casefold())
    return path is not None and name_of(path).casefold() == word.casefold()


def _one_of(given: Iterable[str], words: Iterable[str], default: str) -> str:
    return next((word for word in given if word in words), default)


def _link(vault: Vault, path: str) -> str:
    """A link to a goal that means this note and no namesake."""
    return link_to(vault.index, path) if path in vault.index.notes else f"[[{name_of(path)}]]"


def _topics(words: Iterable[str]) -> Iterator[str]:
    return (topic for word in words if (topic := inactive(word)))
