"""The public pages: small, without scripts, for light and dark, readable by machines that read aloud."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from vault_pln.core.exchange.feed_list import legal
from vault_pln.core.markdown.phrases import Phrases
from vault_pln.core.publish.chosen import Publication, PublicNote, SharedLink

_STYLE = """
:root{color-scheme:light dark;--ink:#1c1c1e;--paper:#fdfdfb;--soft:#53535a;--link:#0a4a9c;--line:#dcdcd6}
@media (prefers-color-scheme:dark){:root{--ink:#e9e9ec;--paper:#161618;--soft:#a9a9b2;--link:#8ab8ff;--line:#36363c}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:42rem;padding:1.5rem 1.25rem 4rem;color:var(--ink);background:var(--paper);
font:1.0625rem/1.6 system-ui,sans-serif;overflow-wrap:anywhere}
a{color:var(--link)}a:focus-visible{outline:3px solid var(--link);outline-offset:2px}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;padding:0;margin:0;list-style:none}
nav a{display:inline-block;padding:.35rem 0}nav a[aria-current]{color:inherit;font-weight:600;text-decoration:none}
h1{font-size:1.75rem;line-height:1.25;margin:1.25rem 0 .5rem}h2{font-size:1.2rem;margin:2rem 0 .25rem}
main ul{padding:0;margin:0;list-style:none}main li{padding:.55rem 0;border-bottom:1px solid var(--line)}
small,time{color:var(--soft);font-size:.875rem}li small{display:block}small a{padding:.25rem 0}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_MOST = 500
PAGES = ("index.html", "blogroll.html", "links.html")


def write_pages(public: Publication, say: Phrases, language: str) -> dict[str, str]:
    """File name → page: goals and people, the blogroll, the links."""
    about = [*_notes(say("public-goals"), public.goals, say), *_notes(say("public-people"), public.people, say)]
    bodies = {
        "public-about": about,
        "public-blogroll": _blogroll(public.sources, say),
        "public-links": _links(public.links, say),
    }
    written = (_page(say(title), body, say, language) for title, body in bodies.items())
    return dict(zip(PAGES, written, strict=True))


def _page(title: str, body: Iterable[str], say: Phrases, language: str) -> str:
    labels = (say("public-about"), say("public-blogroll"), say("public-links"))
    here = ' aria-current="page"'
    menu = "".join(
        f'<li><a href="{name}"{here if label == title else ""}>{_text(label)}</a></li>'
        for name, label in zip(PAGES, labels, strict=True)
    )
    inner = list(body) or [f"<p>{_text(say('none-yet'))}</p>"]
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{_text(language)}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="generator" content="vault-pln">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{_text(title)}</title>",
        '<link rel="blogroll" type="text/xml" href="blogroll.opml">',
        '<link rel="alternate" type="application/atom+xml" href="linkblog.xml">',
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
        f'<nav aria-label="{_text(say("public-pages"))}"><ul>{menu}</ul></nav>',
        "<main>",
        f"<h1>{_text(title)}</h1>",
        *inner,
        "</main>",
        "</body>",
        "</html>",
        "",
    ]
    return "\n".join(lines)


def _notes(heading: str, notes: Sequence[PublicNote], say: Phrases) -> Iterator[str]:
    if notes:
        yield f"<h2>{_own(heading)}</h2>"
        yield "<ul>"
        yield from (f"<li>{_note(note, say)}</li>" for note in notes)
        yield "</ul>"


def _blogroll(sources: Sequence[PublicNote], say: Phrases) -> Iterator[str]:
    """The sources by their first public goal; those without one come last."""

    def goal(note: PublicNote) -> tuple[bool, str]:
        return not note.goals, note.goals[0] if note.goals else ""

    for (_, name), group in groupby(sorted(sources, key=goal), key=goal):
        yield from _notes(name or say("public-more"), list(group), say)
    if sources:
        yield '<p><small><a href="blogroll.opml">OPML</a></small></p>'


def _note(note: PublicNote, say: Phrases) -> str:
    shown = _linked(note.name, note.url)
    more = [_own(topic) for topic in note.topics]
    if note.feed:
        label = say("public-feed-of", name=note.name)
        more.append(f'<a href="{_text(note.feed)}" aria-label="{_text(label)}">{_text(say("public-feed"))}</a>')
    if note.status and note.status != "active":
        more.append(_text(note.status))
    return f"{shown} <small>{' · '.join(more)}</small>" if more else shown


def _links(links: Sequence[SharedLink], say: Phrases) -> Iterator[str]:
    for day, group in groupby(links[:_MOST], key=lambda link: link.day):
        yield f'<h2><time datetime="{day.isoformat()}">{day.isoformat()}</time></h2>'
        yield "<ul>"
        yield from (f"<li>{_linked(link.title, link.url)}{_via(link, say)}</li>" for link in group)
        yield "</ul>"
    if links:
        yield '<p><small><a href="linkblog.xml">Atom</a></small></p>'


def _via(link: SharedLink, say: Phrases) -> str:
    return f" <small>{_text(say('public-via'))} {_linked(link.via, link.via_url)}</small>" if link.via else ""


def _linked(name: str, url: str) -> str:
    return f'<a href="{_text(url)}">{_own(name)}</a>' if url else _own(name)


def _own(text: str) -> str:
    """A text of a note, in its own direction: what is written from right to left turns nothing round beside it."""
    return f"<bdi>{_text(text)}</bdi>" if not text.isascii() else _text(text)


def _text(text: str) -> str:
    return escape(legal(text), quote=True)
