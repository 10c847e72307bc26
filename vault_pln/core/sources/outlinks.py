"""Which sites an item links to: of each only where it begins, as somebody would follow it.

What tells nothing about what the author reads is left out: the item's own site, buttons to share it, shortened and
counted addresses, shops, works of reference, where programs are kept, and hosts that are no names of the public web.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape
from itertools import islice
from urllib.parse import urlsplit

from vault_pln.core.sources.domain import own_part

_MOST, _MOST_SIGNS = 20, 500
"""Sites of one item, and characters of all of them together: 100,000 items then take 50 MB at most."""
_LONGEST_SITE = 100
_LARGEST = 500_000
"""Characters of an item's text in which links are looked for."""

FRONT = "#"
"""How the address of a site ends of which only the front page is linked: who writes and what is sold are both so."""

_MOST_LINKS = 300
_ANCHOR = re.compile(r"""<a\s[^<>]{0,500}?\bhref\s*=\s*["']?([^"'<>\s]{1,2000})""", re.IGNORECASE)
_WEB = re.compile(r"(?:https?:)?//", re.IGNORECASE)
# the last part is no number, so that no address in numbers is a host
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
_FILE = re.compile(
    r"\.(?:png|jpe?g|gif|webp|svg|avif|ico|mp[34]|m4[av]|ogg|opus|webm|mov|zip|t?gz|css|js)\Z", re.IGNORECASE
)
_READING = re.compile(
    r"/(?:19|20)\d\d(?:/|-\d)|/(?=[^/]*/?\Z)[^/]*?[^\W_][-_]++[^\W_]++[-_]++[^\W_]"
    r"|/(?:blogs?|posts?|articles?|essays?|notes?|writings?|weblog|journal|columns?|bliki|newsletters?|episodes?|p)/[^/]",
    re.IGNORECASE,
)
"""How a path looks that leads to something to read: a date, a title in words, a folder of posts.

Possessive, so that it is linear on any path.
"""
_LOOKED_UP = re.compile(
    r"/(?:packages?|docs?|documentation|reference|api|manual|wiki|products?|downloads?|legal|privacy|terms|search|tags?"
    r"|category|categories|login|signup|register)(?:/|\Z)",
    re.IGNORECASE,
)
_SHARES = re.compile(r"/(?:intent|share|sharer|sharing|sharearticle|submit)(?:[/.]|\Z)", re.IGNORECASE)
_LOCAL = (".local", ".localhost", ".internal", ".lan", ".home.arpa", ".onion", ".test", ".invalid", ".i2p")

_NOBODYS = """
    facebook.com fb.com fb.me instagram.com threads.net threads.com x.com twitter.com linkedin.com pinterest.com
    reddit.com redd.it tiktok.com snapchat.com bsky.app t.me telegram.me telegram.org wa.me whatsapp.com vk.com
    weibo.com discord.com discord.gg slack.com mastodonshare.com flipboard.com getpocket.com instapaper.com digg.com
    news.ycombinator.com lobste.rs tildes.net disqus.com meetup.com eventbrite.com

    t.co bit.ly bitly.com buff.ly lnkd.in ow.ly tinyurl.com goo.gl amzn.to is.gd dlvr.it rebrand.ly youtu.be flip.it
    geni.us shorturl.at trib.al spoti.fi apple.co aka.ms ift.tt hubs.ly hubs.la cutt.ly linktr.ee

    feedburner.com feedsportal.com feedblitz.com feedpress.me doubleclick.net googletagmanager.com adform.net
    google-analytics.com googleadservices.com googlesyndication.com amazon-adsystem.com list-manage.com mailchi.mp
    mailchimp.com mailerlite.com mlsend.com convertkit-mail.com sendgrid.net ct.sendgrid.net hubspotlinks.com
    awstrack.me outbrain.com taboola.com podtrac.com chartable.com pdst.fm megaphone.fm podcorn.com
    safelinks.protection.outlook.com urldefense.com sjv.io pxf.io anrdoezrs.net

    google.com google.de google.co.uk gstatic.com googleapis.com googleusercontent.com g.page apple.com
    microsoft.com live.com office.com amazon.com amazon.co.uk amazon.de amazon.ca ebay.com etsy.com walmart.com
    bookshop.org goodreads.com audible.com spotify.com netflix.com imdb.com steampowered.com gofundme.com
    patreon.com ko-fi.com liberapay.com buymeacoffee.com paypal.com paypal.me stripe.com opencollective.com
    kickstarter.com

    nytimes.com washingtonpost.com theguardian.com bbc.com bbc.co.uk cnn.com reuters.com apnews.com bloomberg.com
    wsj.com ft.com economist.com forbes.com businessinsider.com cnbc.com nbcnews.com abcnews.go.com cbsnews.com
    npr.org time.com usatoday.com latimes.com aljazeera.com independent.co.uk telegraph.co.uk dailymail.co.uk
    spiegel.de zeit.de faz.net sueddeutsche.de lemonde.fr lefigaro.fr elpais.com corriere.it axios.com politico.com
    slate.com vox.com theatlantic.com newyorker.com wired.com theverge.com techcrunch.com arstechnica.com
    engadget.com zdnet.com cnet.com theregister.com yahoo.com msn.com fortune.com vogue.com heise.de golem.de

    wikipedia.org wikimedia.org wiktionary.org wikidata.org archive.org archive.is archive.ph archive.today doi.org
    ietf.org rfc-editor.org creativecommons.org openstreetmap.org merriam-webster.com britannica.com isbnsearch.org
    worldcat.org jstor.org schema.org w3.org

    github.com gitlab.com bitbucket.org codeberg.org sourceforge.net sr.ht gist.github.com githubusercontent.com
    npmjs.com pypi.org crates.io docs.rs packagist.org rubygems.org hackage.haskell.org hub.docker.com stackoverflow.com
    stackexchange.com codepen.io jsfiddle.net readthedocs.io readthedocs.org caniuse.com

    wp.com wordpress.org gravatar.com cloudfront.net amazonaws.com cloudinary.com imgur.com giphy.com flickr.com
    imgix.net unsplash.com substackcdn.com akamaihd.net fastly.net jsdelivr.net unpkg.com cdninstagram.com
    dropbox.com slideshare.net speakerdeck.com scribd.com issuu.com zoom.us calendly.com typeform.com
"""
_LEFT_OUT = frozenset(_NOBODYS.split())
"""Domains that say nothing about whom to follow: networks and shares, short and counted links, shops, large newspapers,
reference, code, files. What is missing here is found out by how many sources link to it (``core.suggest.discovery``).
"""

_ONLY_PEOPLE = frozenset(
    {"medium.com", "youtube.com", "m.youtube.com", "dev.to", "vimeo.com", "twitch.tv", "substack.com"}
)
"""Hosts whose front page is nobody's: only what a path says of a person counts."""


_NO_READING = re.compile(
    r"(?:docs?|developers?|api|help|support|status|bugs|issues|downloads?|static|cdn\d*|assets|img|images|media|files"
    r"|login|accounts?|auth|mail|git|wiki|man|search|maps|store|shop|click|links?|email|go|track(?:ing)?)\."
)
"""How hosts begin that hold reference, files, shops and counted links, whoever they belong to."""


def site_of(address: str) -> str:
    """Where the site of an address begins, ``https://example.org/``; a person's part of a host where the path says so.

    '' for what nobody could follow, or should not be sent to.
    """
    try:
        parts = urlsplit(address.strip())
        host, port = (parts.hostname or "").rstrip(".").lower(), parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or port not in (None, 80, 443) or parts.username is not None:
        return ""
    # a name of a thousand parts would be looked up a thousand times
    if len(host) > _LONGEST_SITE or not _HOST.fullmatch(host) or host.endswith(_LOCAL) or is_left_out(host):
        return ""
    if _FILE.search(parts.path) or _SHARES.search(parts.path):
        return ""
    person = own_part(parts.path)
    if not person and host.removeprefix("www.") in _ONLY_PEOPLE:
        return ""
    site = f"{parts.scheme.lower()}://{host}{person or '/'}"
    return site if len(site) <= _LONGEST_SITE else ""


def site_linked(address: str) -> str:
    """The site of a link, with an empty fragment where it leads to the front page and to nothing to read.

    '' for a link that leads to neither: documentation, a package, a form.
    """
    site = site_of(address)
    path = urlsplit(address).path if site else ""
    if not site or own_part(path) or (_READING.search(path) and not _LOOKED_UP.match(path)):
        return site
    return f"{site}{FRONT}" if path in ("", "/") else ""


@lru_cache(maxsize=10_000)
def is_left_out(host: str) -> bool:
    """Whether a host, or what it is a part of, says nothing about whom to follow."""
    names = host.split(".")
    if len(names) > 2 and _NO_READING.match(host):
        return True
    return any(".".join(names[start:]) in _LEFT_OUT for start in range(len(names) - 1))


def cited_sites(texts: Iterable[str], base: str, link: str) -> tuple[str, ...]:
    """The sites that an item's HTML links to, each once, in their order, as ``site_linked`` has them.

    ``base`` is the address of its feed, ``link`` its own: their sites are not among them.
    """
    own = {_place(base), _place(link)}
    hosts = {host for host, _ in own}
    found: dict[str, None] = {}
    left = _MOST_SIGNS
    for one in _links(texts):
        if one.split("/", 3)[2].lower().removeprefix("www.") in hosts and "/@" not in one and "/~" not in one:
            continue  # most links of a blog lead to itself, and need no closer look
        site = site_linked(f"https:{one}" if one.startswith("//") else one)
        if site and site not in found and not _is_own(_place(site), own, hosts):
            left -= len(site)
            if left < 0 or len(found) == _MOST:
                break
            found[site] = None
    return tuple(found)


def _links(texts: Iterable[str]) -> Iterator[str]:
    """The first links of some texts that may lead to other sites."""
    found = (match[1] for text in texts for match in _ANCHOR.finditer(text[:_LARGEST]))
    return (unescape(link) for link in islice((one for one in found if _WEB.match(one)), _MOST_LINKS))


_Place = tuple[str, str]
"""A host without ``www.``, and whose part of it."""


def _is_own(place: _Place, own: set[_Place], hosts: set[str]) -> bool:
    return place in own or (not place[1] and place[0] in hosts)


def _place(address: str) -> _Place:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower().removeprefix("www.")
    except ValueError:
        return "", ""
    return host, own_part(parts.path)
