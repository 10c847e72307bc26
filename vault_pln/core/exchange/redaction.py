"""Addresses without what opens doors: user names, passwords, tokens."""

import re
from urllib.parse import urlsplit, urlunsplit

from vault_pln.core.sources.address import shown

_SECRET = re.compile(
    r"(?:[\w-]*(?:token|secret|password|passwd|signature|apikey|api[-_]key|session)|auth|key|pass|pwd|sig|hash|code)\Z",
    re.IGNORECASE,
)
_SECRET_PATH = re.compile(r"/private-[0-9a-f]{8,}", re.IGNORECASE)


def redacted(address: str) -> str:
    """The address as others may see it; '' where the secret is a part that it cannot do without."""
    address = shown(address)
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if _SECRET_PATH.search(parts.path):
        return ""
    given = parts.query.split("&")
    names = {one.partition("=")[0].lower() for one in given}
    # a forum gives its members a feed of their own by these two
    private = {"feed", "user"} if {"feed", "user"} <= names else set()
    kept = [one for one in given if not _is_secret(one.partition("=")[0], private)]
    return address if kept == given else urlunsplit(parts._replace(query="&".join(kept)))


def _is_secret(name: str, private: set[str]) -> bool:
    return name.lower() in private or _SECRET.match(name) is not None
