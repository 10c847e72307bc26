"""Whose server an address is on, and whose site it is: after the Public Suffix List as the library brings it.

Providers count requests over all their hosts, so blogs below ``github.io`` or ``tumblr.com`` share a domain: there the
official part of the list decides. Whose site it is the whole list tells: ``ada.github.io`` is Ada's.
"""

import ipaddress
import re
from functools import cache
from typing import Any
from urllib.parse import urlsplit

_SHARED = frozenset(
    "substack.com medium.com bearblog.dev ghost.io neocities.org hashnode.dev tumblr.com wordpress.com typepad.com"  # noqa: SIM905
    " livejournal.com micro.blog mataroa.blog dreamwidth.org svbtle.com posthaven.com buttondown.email beehiiv.com"
    " bandcamp.com itch.io podbean.com libsyn.com buzzsprout.com weebly.com squarespace.com prose.sh".split()
)
"""Where each name below is somebody else's, and the list does not know it."""
_MANY = re.compile(r"\.(?:edu|gov|mil)(?:\.[a-z]{2})?\Z|\.ac\.[a-z]{2}\Z")
"""Universities and offices: each host of theirs is somebody else's."""
_OWN = re.compile(r"/(?:[@~][\w.-]{1,60}|channel/[\w-]{1,60})(?=/|\Z)")


def domain_of(url: str) -> str:
    """``example.co.uk`` for ``https://blog.example.co.uk/feed``; a host without domain or in numbers is its own."""
    try:
        host = (urlsplit(url.strip()).hostname or "").rstrip(".").lower()
    except ValueError:
        return ""
    if "." not in host or is_number(host):
        return host
    return _suffixes(only_icann=True).privatesuffix(host) or host


def owner_of(site: str) -> str:
    """What tells one owner of a site from another: ``example.org`` for ``https://blog.example.org/``.

    Where a host has many owners, the person's own part of it: ``ada.github.io``, ``medium.com/@ada``.
    """
    try:
        parts = urlsplit(site.strip())
        host = (parts.hostname or "").rstrip(".").lower()
    except ValueError:
        return ""
    host, own = host.removeprefix("www."), own_part(parts.path)
    if own:
        return host + own.lower()
    if "." not in host or is_number(host):
        return host
    own = str(_suffixes(only_icann=False).privatesuffix(host) or host)
    if _MANY.search(own):
        return host
    return ".".join(host.split(".")[-3:]) if own in _SHARED else own


def own_part(path: str) -> str:
    """The beginning of a path that says whose it is, ``/@ada`` or ``/~ada``; '' where it does not."""
    found = _OWN.match(path)
    return found[0] if found is not None else ""


@cache
def _suffixes(*, only_icann: bool) -> Any:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(only_icann=only_icann)


def is_number(host: str) -> bool:
    """Whether a host is an address in numbers and no name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
