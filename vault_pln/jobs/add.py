"""Add: one note the user asks for, from the template, where most of its kind live. Nothing is overwritten."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from vault_pln.core.index.titles import link_in_style, name_of
from vault_pln.core.kinds.create import Value, home_of, inactive, name_of_file
from vault_pln.core.kinds.kind import recognise
from vault_pln.core.kinds.senders import mail_feed
from vault_pln.core.markdown.escape import file_name, names_a_note
from vault_pln.core.markdown.plain import is_blank
from vault_pln.core.sources.address import property_form, shown
from vault_pln.core.sources.offer import Offer
from vault_pln.core.sources.page import Page
from vault_pln.edge import first_answers
from vault_pln.jobs.create import Notes
from vault_pln.jobs.finding import Finder, Found, full_address
from vault_pln.jobs.listed import ListedSources, compared, known_sources, without_feed
from vault_pln.jobs.newsletters import newest_mail
from vault_pln.jobs.reading import Reader
from vault_pln.jobs.vault import Vault, refuse_loss, view_of
from vault_pln.jobs.write import carry_out
from vault_pln.model.edit import Edit, Written
from vault_pln.model.errors import UsageError
from vault_pln.model.kinds import Kind
from vault_pln.model.network import Network

_HOMES: Mapping[Kind, str] = {"person": "People", "source": "Sources", "goal": "Goals"}
_MOST_PROFILES = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """A note as the user wants it: ``values`` by property, and ``links``, the names of notes, by property.

    What is empty is left to the template. ``single`` are the properties that hold one link and no list.
    """

    name: str
    values: Mapping[str, Value] = field(default_factory=dict)
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    single: frozenset[str] = frozenset({"met-via", "found-via", "parent"})


class Adding:
    """What one ``add`` needs to know of the vault; raises VaultEmptiedError on a mass loss."""

    def __init__(self, vault: Vault) -> None:
        refuse_loss(vault)
        self._vault = vault
        self.network: Network = view_of(vault).network
        self.listed: ListedSources = known_sources(self.network)

    def refuse_twin(self, kind: Kind, name: str) -> None:
        """Raise UsageError where a person or goal of this name is there, or a note that has the name."""
        if is_blank(name):
            raise UsageError(f"a {kind} needs a name", f"Name it: vault-pln add {kind} NAME.")
        if not names_a_note(name):
            message = f"'{name}' is no name for a note"
            raise UsageError(message, "Name it with at least one letter or digit.")
        wanted = name_of_file(f"{file_name(name)}.md")
        twin = next((path for path in self._vault.index.notes if name_of_file(path) == wanted), None)
        if twin is None and kind == "person":
            called = name.strip().casefold()
            people = self.network.people.items()
            twin = next((path for path, one in people if called in map(str.casefold, one.aliases)), None)
        if twin is None:
            return
        if self._kind_of(twin) == kind:
            raise UsageError(f"there is a {kind} '{name}' already: {twin}", "Give the new one another name.")
        advice = f"Write 'type: {kind}' into its properties to make it one, or give another name."
        raise UsageError(f"there is a note of this name already: {twin}", advice)

    def _kind_of(self, path: str) -> Kind | None:
        found = recognise(self._vault.index.notes[path], self._vault.settings, self._vault.conventions)
        return found.kind if found is not None else None

    def plan(self, kind: Kind, wanted: Wanted) -> Edit:
        """The edit that makes the note; raises UsageError for a goal that is none."""
        folder = home_of(self._paths(kind), _HOMES[kind])
        path = f"{folder}/{file_name(wanted.name)}.md" if folder else f"{file_name(wanted.name)}.md"
        links = {key: [self._link(key, name, path) for name in names] for key, names in wanted.links.items() if names}
        values: dict[str, Value] = {key: value for key, value in wanted.values.items() if value not in ("", [])}
        values |= {key: found[0] if key in wanted.single else found for key, found in links.items()}
        return Notes(self._vault).new(kind, folder, wanted.name, values, "the note you asked for")

    def _paths(self, kind: Kind) -> Iterable[str]:
        if kind == "source":
            return (path for path, source in self.network.sources.items() if not source.person)
        return self.network.people if kind == "person" else self.network.goals

    def _link(self, key: str, name: str, source: str) -> str:
        """A link for a property: only wikilinks are links there, in whatever style the rest of the vault is."""
        path = self._goal(name) if key in ("goals", "parent") else self._vault.index.resolve(name, source).path
        if path is None or not path.endswith(".md"):
            return f"[[{file_name(name)}]]"
        return link_in_style(self._vault.index, path, source, replace(self._vault.conventions, markdown_links=False))

    def _goal(self, name: str) -> str:
        wanted = name.removesuffix(".md").casefold()
        goals = self.network.goals.items()
        found = [path for path, goal in goals if wanted in (goal.name.casefold(), path.removesuffix(".md").casefold())]
        if not found:
            there = ", ".join(sorted(f"'{goal.name}'" for _, goal in goals)[:10])
            advice = f"Name one of: {there}." if there else f"Make it first: vault-pln add goal '{name}'."
            raise UsageError(f"there is no goal '{name}'", advice)
        return found[0]

    def refuse_known(self, address: str) -> None:
        """Raise UsageError where a note lists this address already, as its feed or as the site of its feed."""
        key = compared(address)
        path = self.listed.feeds.get(key) or self.listed.all_sites.get(key)
        if path is not None and key not in self.listed.sites:
            advice = "Nothing was made. Another feed of the same site is added by the feed's own address."
            raise UsageError(f"'{name_of(path)}' has this already: {path}", advice)

    def refuse_known_person(self, address: str) -> None:
        """Raise UsageError where a person note lists this page as a profile or feed."""
        key = compared(address)
        for path, person in self.network.people.items():
            if key in map(compared, (*person.profiles, *person.feeds)):
                advice = "Write into that note; nothing was made."
                raise UsageError(f"'{person.name}' has this page already: {path}", advice)

    def new_offers(self, found: Found) -> tuple[Offer, ...]:
        """The feeds that no note lists yet; raises UsageError where all are known, or their site is."""
        for one in found.offers:
            site = self.listed.sites.get(compared(one.site)) or self.listed.sites.get(compared(found.address))
            if site is not None:
                problem = without_feed(site, one.address)
                raise UsageError(f"'{name_of(site)}' is there already: {site}: {problem.message}", problem.advice)
        new = tuple(one for one in found.offers if not self._lists(one))
        if not new:
            for address in (address for one in found.offers for address in (one.address, *one.others)):
                self.refuse_known(address)
        elif compared(new[0].address) != compared(found.address):
            # the same feed in another form, of a site that a note lists
            self.refuse_known(new[0].site)
        return new

    def _lists(self, offer: Offer) -> str | None:
        """The note that lists a feed, in whatever form."""
        paths = (self.listed.feeds.get(compared(address)) for address in (offer.address, *offer.others))
        return next((path for path in paths if path is not None), None)

    def feeds_of_person(self, found: Found) -> tuple[tuple[Offer, ...], str]:
        """The feed to take for a person, and what there is to say: none was found, or another note lists it."""
        if not found.offers:
            return (), found.problem
        path = next((path for one in found.offers if (path := self._lists(one)) is not None), None)
        return ((), f"{path} lists this feed already") if path is not None else (found.offers[:1], "")


def find(vault: Vault, address: str, *, page_too: bool = False) -> Found:
    """What an address leads to; raises UsageError for one that cannot be visited."""
    address = full_address(address)
    if mail_feed(address):
        return _newsletter(vault, address)
    if not property_form(address):
        raise UsageError(f"'{shown(address)}' is no web address", "Name a page or a feed: https://example.org/.")
    with Reader() as reader, Finder(reader, vault.settings.allow_private_hosts) as finder:
        return finder.find(address, page_too=page_too)


def _newsletter(vault: Vault, feed: str) -> Found:
    """The newsletter of a sender, as far as a mail of it is there already."""
    offer, problem = newest_mail(vault, feed)
    return Found(feed, None, (offer,) if offer is not None else (), problem)


def source_values(vault: Vault, found: Found, offer: Offer | None) -> dict[str, Value]:
    """What a source note says of itself: where it is, and since when it is on trial."""
    page = found.page
    site = (offer.site if offer is not None else "") or (page.base if page is not None else "")
    if not site and offer is not None and compared(found.address) != compared(offer.address):
        site = found.address
    language = (offer.language if offer is not None else "") or (page.language if page is not None else "")
    return {
        "medium": (offer.medium if offer is not None else "") or "blog",
        "url": property_form(site or ("" if offer is not None else found.address)),
        "feed": (mail_feed(offer.address) or property_form(offer.address)) if offer is not None else "",
        "status": "trial",
        "since": vault.today,
        "language": inactive(language),
    }


def source_name(found: Found, offer: Offer | None) -> str:
    """What a source calls itself, else its host."""
    titles = (offer.title if offer is not None else "", found.page.title if found.page is not None else "")
    host = compared(found.address).partition("/")[0]
    return next((title for title in titles if not is_blank(title)), host)


def person_name(page: Page | None) -> str:
    """What a page says its owner is called."""
    return page.card.name if page is not None and page.card is not None else ""


def person_values(found: Found, feeds: Iterable[Offer], name: str) -> dict[str, Value]:
    """What a person's page says of them: profiles (the page, the card's addresses, ``rel=me``), feeds, other names."""
    page, chosen = found.page, [property_form(one.address) for one in feeds]
    card = page.card if page is not None else None
    mine = (link.address for link in (*page.links, *page.anchors) if "me" in link.rel) if page is not None else ()
    # a card on somebody else's page says who that is, not which pages are theirs
    given = (found.address, *(card.urls if card is not None else ()), *mine)
    known = {compared(feed) for feed in chosen}
    profiles = {compared(one): property_form(one) for one in reversed(given) if compared(one) not in known}
    nicknames = [one for one in (card.nicknames if card is not None else ()) if one.casefold() != name.casefold()]
    return {
        "feeds": [feed for feed in chosen if feed],
        "profiles": [one for one in reversed(profiles.values()) if one][:_MOST_PROFILES],
        "aliases": [word for one in nicknames if (word := inactive(one))],
        "birthday": card.birthday if card is not None else "",
    }


def carry_out_add(vault: Vault, edit: Edit, found: Found | None = None, feeds: Iterable[Offer] = ()) -> Written:
    """Make the note; one that exists by now is left as it is. What its feeds answered is kept for the first visit."""
    done = carry_out(vault.places, [edit])[0]
    if done.outcome == "written" and found is not None:
        for one in feeds:
            if one.address in found.answers:
                first_answers.keep(vault.places.state, property_form(one.address), found.answers[one.address])
    return done
