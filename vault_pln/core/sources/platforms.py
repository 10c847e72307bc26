"""Where the feeds of well-known sites are: a plain table of addresses, asked before any page is fetched.

Sources of the rules: the sites' own help pages and the readers that know them. To add a site: one row.
"""

import re
from typing import NamedTuple
from urllib.parse import urlsplit


class Rule(NamedTuple):
    """Addresses whose host and ``path?query`` match have these feeds; ``{0}`` is the first group, of the host too."""

    host: str
    place: str
    feeds: tuple[str, ...]
    medium: str


_YOUTUBE = r"(?:m\.|music\.)?youtube\.com"
_VIDEOS = "https://www.youtube.com/feeds/videos.xml"
_REDDIT = r"(?:\w+\.)?reddit\.com"
_GITHUB = r"github\.com"
_REPOSITORY = r"/([\w-]+)/([\w.-]+?)(?:\.git)?"
_NO_USERS = "topics|features|orgs|explore|marketplace|trending|settings|sponsors|about|pricing|collections|login"
_EXCHANGE = (
    r"((?:[\w-]+\.)*(?:stackexchange|stackoverflow|serverfault|superuser|askubuntu|stackapps)\.com|mathoverflow\.net)"
)
_END = r"(?:[/?].*)?"

RULES = (
    Rule(_YOUTUBE, rf"/channel/(UC[\w-]{{22}}){_END}", (f"{_VIDEOS}?channel_id={{0}}",), "video"),
    Rule(_YOUTUBE, r"/playlist\?(?:.*&)?list=([\w-]{10,60})(?:&.*)?", (f"{_VIDEOS}?playlist_id={{0}}",), "video"),
    Rule(_YOUTUBE, rf"/user/([\w.-]+){_END}", (f"{_VIDEOS}?user={{0}}",), "video"),
    Rule(
        _REDDIT, r"/r/([\w+]+)(?:/(?:hot|new|top|rising)?)?(?:\?.*)?", ("https://www.reddit.com/r/{0}/.rss",), "forum"
    ),
    Rule(_REDDIT, r"/(?:u|user)/([\w-]+)(?:[/?](?!\.rss).*)?", ("https://www.reddit.com/user/{0}/.rss",), "forum"),
    Rule(_GITHUB, rf"{_REPOSITORY}/releases{_END}", ("https://github.com/{0}/{1}/releases.atom",), "repository"),
    Rule(_GITHUB, rf"{_REPOSITORY}/tags{_END}", ("https://github.com/{0}/{1}/tags.atom",), "repository"),
    Rule(_GITHUB, rf"{_REPOSITORY}/commits{_END}", ("https://github.com/{0}/{1}/commits.atom",), "repository"),
    Rule(
        _GITHUB,
        rf"/(?!(?:{_NO_USERS})/)([\w-]+)/([\w.-]+?)(?:\.git)?(?:/(?:tree|blob|issues|pulls|wiki|discussions){_END}|/|\?.*)?",
        tuple(f"https://github.com/{{0}}/{{1}}/{what}.atom" for what in ("releases", "tags", "commits")),
        "repository",
    ),
    Rule(_GITHUB, rf"/(?!(?:{_NO_USERS})\b)([\w-]+)/?(?:\?.*)?", ("https://github.com/{0}.atom",), "repository"),
    Rule(r"(?:export\.)?arxiv\.org", rf"/list/([\w.-]+){_END}", ("https://rss.arxiv.org/atom/{0}",), "journal"),
    Rule(r"bsky\.app", r"/profile/([\w.:-]+)(?:[/?](?!rss).*)?", ("https://bsky.app/profile/{0}/rss",), "social"),
    Rule(r"([\w-]+)\.substack\.com", r"/(?!feed).*", ("https://{0}.substack.com/feed",), "newsletter"),
    Rule(r"medium\.com", rf"/((?:@|tag/)?(?!feed/)[\w.-]+){_END}", ("https://medium.com/feed/{0}",), "blog"),
    Rule(r"([\w-]+)\.medium\.com", r"/(?!feed).*", ("https://{0}.medium.com/feed",), "blog"),
    Rule(r"([\w-]+)\.tumblr\.com", r"/(?!rss|tagged).*", ("https://{0}.tumblr.com/rss",), "blog"),
    Rule(
        r"([\w-]+)\.blogspot\.(?:\w+|com?\.\w+)",
        r"/(?!feeds).*",
        ("https://{0}.blogspot.com/feeds/posts/default",),
        "blog",
    ),
    Rule(_EXCHANGE, rf"/questions/tagged/([\w.+#-]+){_END}", ("https://{0}/feeds/tag/{1}",), "forum"),
    Rule(_EXCHANGE, rf"/users/(\d+){_END}", ("https://{0}/feeds/user/{1}",), "forum"),
    Rule(_EXCHANGE, rf"/questions/(\d+){_END}", ("https://{0}/feeds/question/{1}",), "forum"),
    Rule(r"news\.ycombinator\.com", r"/(?:news)?", ("https://news.ycombinator.com/rss",), "forum"),
    Rule(r"lobste\.rs", r"/", ("https://lobste.rs/rss",), "forum"),
    Rule(r"lobste\.rs", r"/t/([\w,.+-]+?)(?:\.rss)?", ("https://lobste.rs/t/{0}.rss",), "forum"),
)

_LOOKUPS = ((r"(?:podcasts|itunes)\.apple\.com", r".*/id(\d{5,15})" + _END, "https://itunes.apple.com/lookup?id={0}"),)
"""Directories that know the address of a feed and give it as JSON."""

_WITHOUT = (
    (r"(?:open|podcasters)\.spotify\.com", "Spotify gives no feeds; add the podcast's own site"),
    (r"(?:mobile\.)?(?:twitter|x)\.com", "X gives no feeds; add a blog or another profile of the person"),
    (r"(?:\w+\.)?(?:facebook|instagram|threads|linkedin|tiktok)\.(?:com|net)", "this site gives no feeds"),
)

_HANDLE = re.compile(r"@?([\w.-]+)@((?:[\w-]+\.)+[\w-]{2,})")
_CHANNEL_ID = re.compile(r"""(?:channel_id=|/channel/|"(?:externalId|channelId)":\s?")(UC[\w-]{22})""")


class Told(NamedTuple):
    """What the table says of an address: its feeds and their medium, a directory to ask, or why there is none."""

    feeds: tuple[str, ...] = ()
    medium: str = ""
    lookup: str = ""
    refusal: str = ""


def told_by_address(address: str) -> Told:
    """What is known of an address without fetching anything."""
    host, place = _parts(address)
    for rule in RULES:
        at, there = re.fullmatch(rule.host, host), re.fullmatch(rule.place, place)
        if at is not None and there is not None:
            groups = (*at.groups(), *there.groups())
            return Told(tuple(feed.format(*groups) for feed in rule.feeds), rule.medium)
    for pattern, path, lookup in _LOOKUPS:
        there = re.fullmatch(path, place)
        if re.fullmatch(pattern, host) and there is not None:
            return Told(medium="podcast", lookup=lookup.format(*there.groups()))
    return Told(refusal=next((why for pattern, why in _WITHOUT if re.fullmatch(pattern, host)), ""))


def told_by_page(address: str, body: bytes) -> Told:
    """What is known of an address once its page is there: of a video channel by its name, the channel's id."""
    if re.fullmatch(_YOUTUBE, _parts(address)[0]):
        found = _CHANNEL_ID.search(body.decode("ascii", "ignore"))
        return Told((f"{_VIDEOS}?channel_id={found[1]}",), "video") if found else Told()
    return Told()


def profile_address(text: str) -> str:
    """The page of a profile written as ``@name@host``; '' for anything else, and for a mail address."""
    found = _HANDLE.fullmatch(text.strip())
    return f"https://{found[2]}/@{found[1]}" if found and text.strip().startswith("@") else ""


def _parts(address: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return "", ""
    return host, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
