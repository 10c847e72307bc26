"""Addresses without what opens doors: user names, passwords, tokens."""

import re
from urllib.parse import unquote, urlsplit, urlunsplit

from vault_pln.core.sources.address import shown

_SECRET = re.compile(
    r"(?:[\w.-]*(?:token|secret|password|passwd|passphrase|signature|apikey|api[-_.]key|session|sessionid|jwt"
    r"|credentials?)|(?:[\w.-]*[-_.]|access|auth|feed|private|user)?(?:auth|key|pass|pwd|sig|sid)|hash|code|otp|ticket)\Z",
    re.IGNORECASE,
)
_SECRET_PATH = re.compile(r"/private[-/][0-9a-f]{8,}", re.IGNORECASE)
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)
_PAIR = re.compile(r"(\A|[&;])([^&;]*)")
"""Some servers set pairs apart by ``;``, and what is copied out of HTML has ``&amp;``."""
_WEB_TOKEN = re.compile(r"eyJ[\w-]{8,}\.[\w-]+\.[\w-]*\Z")


def redacted(address: str) -> str:
    """The address as others may see it; '' where the secret is a part that it cannot do without."""
    address = shown(address)
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if _SECRET_PATH.search(unquote(parts.path)):
        return ""
    path, query = _SESSION.sub("", parts.path), _without_secrets(parts.query)
    # a sign-in may leave what it gave behind the "#"
    fragment = _without_secrets(parts.fragment)
    if (path, query, fragment) == (parts.path, parts.query, parts.fragment):
        return address
    return urlunsplit(parts._replace(path=path, query=query, fragment=fragment))


def _without_secrets(pairs: str) -> str:
    given: list[tuple[str, str]] = _PAIR.findall(pairs)
    names = {_said(pair)[0].lower() for _, pair in given}
    # a forum gives its members a feed of their own by these two
    private = {"feed", "user"} if {"feed", "user"} <= names else set()
    kept = [(mark, pair) for mark, pair in given if not _is_secret(*_said(pair), private)]
    return "".join(mark + pair for mark, pair in kept)[len(kept[0][0]) :] if kept else ""


def _said(pair: str) -> tuple[str, str, str]:
    """Name, sign and value of a pair, whose letters may be percent-encoded."""
    name, equals, value = pair.partition("=")
    return unquote(name), equals, unquote(value)


def _is_secret(name: str, equals: str, value: str, private: set[str]) -> bool:
    if not equals:
        return _WEB_TOKEN.match(name) is not None
    return name.lower() in private or _SECRET.match(name) is not None or _WEB_TOKEN.match(value) is not None
