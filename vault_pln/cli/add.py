"""add: one new person, source or goal."""

import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from vault_pln.cli.options import of_vault, opened, writing
from vault_pln.cli.terminal import complain, count, problems_json, safe, say, say_diff, say_json

if TYPE_CHECKING:
    from vault_pln.core.sources.offer import Offer
    from vault_pln.jobs.add import Adding
    from vault_pln.model.edit import Edit, Written

_RELATIONS = "mentor, mentee, collaborator, peer, expert"
_RHYTHMS = "Say weekly, monthly, every 6 weeks, never, or a number of days."
_yes = click.option("--yes", is_flag=True, help="Ask nothing; of several feeds the first is taken.")


@click.group("add")
def add_command() -> None:
    """Make a note for a person, a source or a goal.

    The note is made from your template in PLN/Templates, in the folder where most notes of its kind live. Nothing is
    overwritten. On a terminal you are asked for what you did not give; empty answers are fine.
    """


@add_command.command("person")
@click.argument("name", required=False, default="")
@click.option("--relation", metavar="WORDS", default="", help=f"What they are to you: {_RELATIONS}, or your own word.")
@click.option(
    "--cadence", metavar="RHYTHM", default="", help="How often to be in touch: monthly, every 6 weeks, never."
)
@click.option("--goal", "goals", multiple=True, metavar="NAME", help="A goal of yours they help with; may be repeated.")
@click.option("--expertise", metavar="WORDS", default="", help="What they know, comma-separated.")
@click.option("--asks", metavar="WORDS", default="", help="What they look for, comma-separated.")
@click.option("--offers", metavar="WORDS", default="", help="What they offer, comma-separated.")
@click.option("--alias", "aliases", multiple=True, metavar="NAME", help="Another name of theirs; may be repeated.")
@click.option("--met", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="The day you met.")
@click.option("--met-via", default="", metavar="NAME", help="Who introduced you.")
@click.option(
    "--url", default="", metavar="URL", help="Their home page: their name, profiles and feeds are read there."
)
@_yes
@of_vault
@writing
def add_person(
    name: str, relation: str, cadence: str, goals: tuple[str, ...], expertise: str, asks: str, offers: str,
    aliases: tuple[str, ...], met: Any, met_via: str, url: str, yes: bool, vault: str | None, today: date | None,
    as_json: bool, dry_run: bool, accept_loss: bool,
) -> None:  # fmt: skip
    """Make a note for the person NAME.

    With --url their page is read (its h-card, its rel=me links and its feeds): what they publish becomes reading, and
    without NAME they are called as they call themselves there.
    """
    from vault_pln.core.sources.address import shown
    from vault_pln.jobs.add import Adding, Wanted, carry_out_add, find, person_name, person_values
    from vault_pln.jobs.finding import full_address

    _check_cadence(cadence)
    name = _note_name(name)
    asking = _asks(yes=yes, dry_run=dry_run, as_json=as_json)
    opened_vault = opened(vault, today, accept_loss=accept_loss)
    adding = Adding(opened_vault)
    if name:
        adding.refuse_twin("person", name)
    if url:
        adding.refuse_known_person(full_address(url))
    found = find(opened_vault, url, page_too=True) if url else None
    name = name or (person_name(found.page) if found is not None else "")
    if asking and (url or not name):
        name = _note_name(click.prompt("Name", default=safe(name) or None))
    adding.refuse_twin("person", name)
    feeds, trouble = adding.feeds_of_person(found) if found is not None else ((), "")
    if asking:
        relation = relation or _ask(f"What are they to you? ({_RELATIONS})")
        cadence = cadence or _ask_cadence()
        goals = goals or _ask_goals(adding)
    read = person_values(found, feeds, name) if found is not None else {}
    given = {
        "aliases": list(aliases) or read.get("aliases", []), "relation": _words(relation), "cadence": cadence,
        "expertise": _words(expertise), "asks": _words(asks), "offers": _words(offers),
        "met": met.date() if met is not None else "", "birthday": read.get("birthday", ""),
        "profiles": read.get("profiles", []), "feeds": read.get("feeds", []),
    }  # fmt: skip
    links = {"goals": goals, "met-via": _one(met_via)}
    edit = adding.plan("person", Wanted(name.strip(), given, links))
    trouble = f"{shown(url)}: {trouble}" if trouble else ""
    done = carry_out_add(opened_vault, edit, found, feeds) if not dry_run else None
    _finish(edit, done, feeds, trouble, as_json=as_json)


@add_command.command("source")
@click.argument("url", required=False, default="")
@click.option("--name", default="", metavar="NAME", help="What to call it; else what it calls itself.")
@click.option("--goal", "goals", multiple=True, metavar="NAME", help="A goal of yours it serves; may be repeated.")
@click.option("--medium", default="", metavar="WORD", help="blog, newsletter, podcast, video, social, forum, book, …")
@click.option("--topics", default="", metavar="WORDS", help="What it is about, comma-separated.")
@click.option("--only", default="", metavar="WORDS", help="Take only items with one of these, comma-separated.")
@click.option("--mute", default="", metavar="WORDS", help="Leave out items with one of these, comma-separated.")
@click.option("--author", "authors", multiple=True, metavar="NAME", help="Who makes it; may be repeated.")
@click.option("--found-via", default="", metavar="NAME", help="Who or what led you there.")
@click.option(
    "--status", type=click.Choice(["trial", "active"]), default="trial", show_default=True, help="Its status."
)
@click.option("--feed", "number", type=click.IntRange(1), metavar="N", help="Of several feeds take the Nth.")
@click.option("--no-feed", is_flag=True, help="Look for no feed: for books, courses, sites without one.")
@_yes
@of_vault
@writing
def add_source(
    url: str, name: str, goals: tuple[str, ...], medium: str, topics: str, only: str, mute: str,
    authors: tuple[str, ...], found_via: str, status: str, number: int | None, no_feed: bool, yes: bool,
    vault: str | None, today: date | None, as_json: bool, dry_run: bool, accept_loss: bool,
) -> None:  # fmt: skip
    """Make a note for the source at URL, and find its feed.

    URL is a home page, a video channel, a profile (@name@host too), a repository, a subreddit, a podcast, a newsletter
    (its page, or the sender of its mails) or a feed. At most six places are tried, each is read before it is believed.
    Of several feeds you choose one.

    \b
    vault-pln add source example.org
    vault-pln add source https://www.youtube.com/@somebody --goal "Learn Rust"
    vault-pln add source --name "The Book" --medium book --no-feed
    """  # noqa: D301 -- a mark for click: the lines after it stay as they are
    from vault_pln.core.sources.address import shown
    from vault_pln.jobs.add import Adding, Wanted, carry_out_add, find, source_name, source_values
    from vault_pln.jobs.finding import Found, full_address

    _check_medium(medium)
    asking = _asks(yes=yes, dry_run=dry_run, as_json=as_json)
    url = url or (_ask("Its address") if asking and not no_feed else "")
    if not url and not (no_feed and name):
        raise _usage("a source needs an address", "Name it, or say --no-feed --name NAME for one without.")
    opened_vault = opened(vault, today, accept_loss=accept_loss)
    adding = Adding(opened_vault)
    if url:
        adding.refuse_known(full_address(url))
    found = Found(full_address(url) if url else "") if no_feed else find(opened_vault, url)
    offers = adding.new_offers(found)
    offer = _choose(offers, number, asking=asking, tell=not as_json)
    if offer is None and not no_feed and not (asking and _goes_without(found.problem)):
        raise _usage(f"{shown(url)}: {found.problem}", "Give the feed's own address, or say --no-feed to do without.")
    name = name or source_name(found, offer)
    if asking:
        name = click.prompt("Name", default=safe(name))
        goals = goals or _ask_goals(adding)
    given = source_values(opened_vault, found, offer)
    given |= {"medium": medium or given["medium"], "topics": _words(topics), "status": status}
    given |= {"only": _words(only), "mute": _words(mute)}
    links = {"goals": goals, "author": authors, "found-via": _one(found_via)}
    edit = adding.plan("source", Wanted(name.strip(), given, links))
    chosen = [offer] if offer is not None else []
    done = carry_out_add(opened_vault, edit, found, chosen) if not dry_run else None
    _finish(edit, done, offers, "", as_json=as_json)


@add_command.command("goal")
@click.argument("name", required=False, default="")
@click.option("--keywords", default="", metavar="WORDS", help="Words that its reading holds, comma-separated.")
@click.option("--target", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="The day to have reached it.")
@click.option("--area", default="", metavar="WORD", help="The part of life it belongs to.")
@click.option("--weight", type=click.FloatRange(0, 100), metavar="N", help="Its share of the reading; 1 is usual.")
@click.option("--parent", default="", metavar="NAME", help="The larger goal it is a part of.")
@click.option("--asks", default="", metavar="WORDS", help="What you look for, comma-separated.")
@click.option("--yes", is_flag=True, help="Ask nothing.")
@of_vault
@writing
def add_goal(
    name: str, keywords: str, target: Any, area: str, weight: float | None, parent: str, asks: str, yes: bool,
    vault: str | None, today: date | None, as_json: bool, dry_run: bool, accept_loss: bool,
) -> None:  # fmt: skip
    """Make a note for the goal NAME: something you want to learn.

    Its keywords decide which reading serves it, beside the sources that name it.
    """
    from vault_pln.jobs.add import Adding, Wanted, carry_out_add

    asking = _asks(yes=yes, dry_run=dry_run, as_json=as_json)
    opened_vault = opened(vault, today, accept_loss=accept_loss)
    adding = Adding(opened_vault)
    name = _note_name(name or (_ask("What do you want to learn?") if asking else ""))
    adding.refuse_twin("goal", name)
    keywords = keywords or (_ask("Its keywords, comma-separated") if asking else "")
    given = {
        "keywords": _words(keywords), "target": target.date() if target is not None else "", "area": area.strip(),
        "weight": weight if weight is None or weight % 1 else int(weight), "asks": _words(asks),
    }  # fmt: skip
    values = {key: value for key, value in given.items() if value is not None}
    edit = adding.plan("goal", Wanted(name.strip(), values, {"parent": _one(parent)}))
    done = carry_out_add(opened_vault, edit) if not dry_run else None
    _finish(edit, done, (), "", as_json=as_json)


def _asks(*, yes: bool, dry_run: bool, as_json: bool) -> bool:
    return sys.stdin.isatty() and not (yes or dry_run or as_json)


def _usage(message: str, advice: str) -> Exception:
    from vault_pln.model.errors import UsageError

    return UsageError(message, advice)


def _check_cadence(cadence: str) -> None:
    from vault_pln.core.kinds.rhythm_words import days

    if cadence and days(cadence) is None:
        raise _usage(f"--cadence: '{cadence}' is no rhythm", _RHYTHMS)


def _check_medium(medium: str) -> None:
    from vault_pln.model.kinds import MEDIUMS

    if medium and medium not in MEDIUMS:
        raise _usage(f"--medium: '{medium}' is not known", f"Use one of: {', '.join(MEDIUMS)}.")


def _note_name(text: str) -> str:
    """A name as it is meant, also where the file was named or a script left template code in it."""
    from vault_pln.core.kinds.create import inactive

    return inactive(text).strip().removesuffix(".md")


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _one(name: str) -> tuple[str, ...]:
    return (name.strip(),) if name.strip() else ()


def _ask(question: str) -> str:
    return str(click.prompt(question, default="", show_default=False)).strip()


def _ask_cadence() -> str:
    """A rhythm, asked for again until it is one."""
    from vault_pln.core.kinds.rhythm_words import days

    def read(text: str) -> str:
        if text.strip() and days(text.strip()) is None:
            raise click.BadParameter(f"'{text.strip()}' is no rhythm. {_RHYTHMS}")
        return text.strip()

    question = "How often do you want to be in touch? (monthly, every 6 weeks; empty: as the relation)"
    return str(click.prompt(question, default="", show_default=False, value_proc=read))


def _ask_goals(adding: "Adding") -> tuple[str, ...]:
    """The goals the user names, as far as they exist."""
    names = sorted(goal.name for goal in adding.network.goals.values())
    if not names:
        return ()
    say(f"Your goals: {', '.join(names)}")
    known = {name.casefold(): name for name in names}
    while True:
        words = _words(_ask("For which of them is it? (comma-separated, empty: none)"))
        wrong = [word for word in words if word.casefold() not in known]
        if not wrong:
            return tuple(known[word.casefold()] for word in words)
        say(f"There is no goal '{wrong[0]}'.")


def _choose(offers: Sequence["Offer"], number: int | None, *, asking: bool, tell: bool) -> "Offer | None":
    """The feed to take: the one numbered, else the one chosen, else the first."""
    if number is not None and number > len(offers):
        raise _usage(f"there is no feed {number}", f"Say one from 1 to {len(offers)}.")
    if tell:
        for at, one in enumerate(offers, 1):
            say(f"  {at}. {_described(one)}")
    if number is None and asking and len(offers) > 1:
        number = click.prompt("Which feed?", type=click.IntRange(1, len(offers)), default=1)
    if tell and number is None and len(offers) > 1:
        say("Took the first; --feed N takes another.")
    return offers[(number or 1) - 1] if offers else None


def _described(offer: "Offer") -> str:
    from vault_pln.core.sources.address import shown

    date_of = f" ({offer.last_date:%Y-%m-%d})" if offer.last_date is not None else ""
    last = f", last “{offer.last_title}”{date_of}" if offer.last_title else ""
    return f"{offer.title or 'a feed without a title'}: {count(offer.entries, 'item')}{last}  {shown(offer.address)}"


def _goes_without(problem: str) -> bool:
    complain(f"  {problem}")
    return click.confirm("Make the note without a feed?", default=False)


def _finish(edit: "Edit", done: "Written | None", offers: Sequence["Offer"], trouble: str, *, as_json: bool) -> None:
    """Say what was written, or what would be without ``done``; exit 1 where it could not be written."""
    from vault_pln.model.problem import Problem

    written = [edit.path] if done is not None and done.outcome == "written" else []
    failed = f"{done.message or done.outcome} ({done.advice})" if done is not None and not written else ""
    troubles = [one for one in (trouble, f"{edit.path}: {failed}" if failed else "") if one]
    if as_json:
        problems = (Problem(edit.path, None, one) for one in troubles)
        say_json({"new": [edit.path], "written": written, "offers": [_offer_json(one) for one in offers],
                  "problems": problems_json(problems)})  # fmt: skip
    else:
        if done is None:
            say_diff([edit])
        for path in written:
            say(f"wrote {path}")
        for one in troubles:
            complain(f"  {one}")
    if failed:
        sys.exit(1)


def _offer_json(offer: "Offer") -> dict[str, Any]:
    from vault_pln.core.sources.address import shown

    return {
        "feed": shown(offer.address), "title": offer.title, "form": offer.form, "items": offer.entries,
        "last_item": offer.last_title or None, "last_date": offer.last_date, "because": offer.because,
    }  # fmt: skip
