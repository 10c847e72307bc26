"""What exists twice in the network: names, feeds, e-mail addresses."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from vault_pln.core.index.index import Index
from vault_pln.core.index.names import folded
from vault_pln.core.index.titles import name_of
from vault_pln.core.kinds.mails import mail_problems, mails_of
from vault_pln.model.finding import Finding
from vault_pln.model.kinds import Kind, Source
from vault_pln.model.network import Network

_ENDS_LINK = frozenset("#|")
_SCHEME = re.compile(r"(?:(?:https?|feed|webcal):(?://)?)+", re.IGNORECASE)
_HOST = re.compile(r"[^/?#]*")


def name_findings(kinds: Mapping[str, Kind]) -> Iterator[Finding]:
    """Notes of the network that share a name: no link without a folder can tell them apart."""
    by_name = _groups((folded(name_of(path)), path) for path in kinds)
    for paths in by_name:
        written = {name_of(path) for path in paths}
        others_have = _have(paths[1:])
        if len(written) == 1:
            message = f"{others_have} the same name"
        elif len({unicodedata.normalize("NFC", name) for name in written}) == 1:
            message = f"{others_have} the same name, its accents stored in another way"
        else:
            message = f"{others_have} the same name but for upper and lower case"
        yield Finding("double", paths[0], None, message, "Rename one of them in your editor, so that links follow.")


def unlinkable_findings(kinds: Iterable[str]) -> Iterator[Finding]:
    """Notes of the network whose name means something else in a link, so that nothing written elsewhere means them."""
    for path in sorted(kinds):
        if not _ENDS_LINK.isdisjoint(name_of(path)):
            message = "no link can hold this name: in a link # begins a heading, and | the words shown"
            yield Finding("link", path, None, message, "Rename the note in your editor, so that links follow.")


def feed_findings(network: Network) -> Iterator[Finding]:
    """Sources that visit the same feed, under whatever way to write its address."""
    own = ((source.feed, path) for path, source in network.sources.items() if _is_visited(source))
    people = ((feed, path) for path, person in network.people.items() for feed in person.feeds)
    for paths in _groups((feed_key(feed), path) for feed, path in (*own, *people)):
        advice = "Keep the feed in one of them; the others may have the status dropped."
        yield Finding("double", paths[0], None, f"{_have(paths[1:])} the same feed", advice)


def _is_visited(source: Source) -> bool:
    return bool(source.feed) and source.status != "dropped" and not source.person


def feed_key(feed: str) -> str:
    """A feed's address without what makes no difference: scheme, case of the host, slashes at the end."""
    address = _SCHEME.sub("", feed.strip(), count=1)
    host = _HOST.match(address)
    assert host is not None, "it may be empty"
    return (host[0].lower() + address[host.end() :]).rstrip("/")


def mail_findings(index: Index, network: Network, names: Mapping[str, str]) -> Iterator[Finding]:
    """People with the same e-mail address, and addresses that are none; ``names`` are the user's for properties."""
    notes = index.notes.some(set(network.people))
    for path in sorted(notes):
        yield from (Finding("property", *problem[:4]) for problem in mail_problems(notes[path], names))
    for paths in _groups((mail, path) for path in sorted(notes) for mail in sorted(mails_of(notes[path], names))):
        yield Finding("double", paths[0], None, f"{_have(paths[1:])} the same e-mail address",
                      "If they are one person, make one note of them.")  # fmt: skip


def _groups(pairs: Iterable[tuple[str, str]]) -> Iterator[list[str]]:
    """The paths that share a key, where there are several, each set of them once."""
    found: dict[str, dict[str, None]] = {}
    for key, path in pairs:
        found.setdefault(key, {})[path] = None
    several = {tuple(sorted(paths)): None for paths in found.values() if len(paths) > 1}
    return (list(paths) for paths in several)


def _have(paths: list[str]) -> str:
    named = "', '".join(paths[:3])
    return f"'{named}'{' and others' if len(paths) > 3 else ''} {'has' if len(paths) == 1 else 'have'}"
