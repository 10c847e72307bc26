"""Whose server an address is on: the registrable domain, since providers count requests over all their hosts.

From the Public Suffix List as the library brings it, its official part only: blogs below ``github.io`` or
``tumblr.com`` share the servers of one provider.
"""

import ipaddress
from functools import cache
from typing import Any
from urllib.parse import urlsplit


def domain_of(url: str) -> str:
    """``example.co.uk`` for ``https://blog.example.co.uk/feed``; a host without domain or in numbers is its own."""
    try:
        host = (urlsplit(url.strip()).hostname or "").rstrip(".").lower()
    except ValueError:
        return ""
    if "." not in host or _is_number(host):
        return host
    return _suffixes().privatesuffix(host) or host


@cache
def _suffixes() -> Any:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(only_icann=True)


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
