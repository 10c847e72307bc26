"""Addresses of feeds under the names other programs give them, and as they may stand in a property."""

import re
from urllib.parse import quote, urlsplit

_FORMS = {"feed:https://": "https://", "feed:http://": "http://", "feed://": "https://", "webcal://": "https://"}
_KEPT = "/?#:@!$&'()*+,;=%-._~"
_STRAY = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HOST = re.compile(r"[\w.:@%~!$&'()*+,;=-]+|(?:[\w.%-]+@)?\[[0-9a-fA-F:.]+\](?::\d+)?")


def web_form(address: str) -> str:
    """The address a web client visits: ``feed:`` and ``webcal:`` are other names for it."""
    for form, meant in _FORMS.items():
        if address.lower().startswith(form):
            return meant + address[len(form) :]
    return address


def property_form(address: str) -> str:
    """An http(s) address without the signs that a note reads as links, templates or commands; '' for any other.

    They may not stand in an address anyway (RFC 3986), and a server gets them percent-encoded in both cases.
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(parts.netloc):
        return ""
    rest = quote(_STRAY.sub("%25", address.strip().partition(parts.netloc)[2]), safe=_KEPT)
    return f"{parts.scheme}://{parts.netloc}{rest}"


def shown(address: str) -> str:
    """The address as it may be printed: without user name and password."""
    head, slashes, rest = address.partition("//")
    place = re.match(r"[^/?#\\]*", rest)
    authority = place[0] if place else ""
    return f"{head}{slashes}{authority.rpartition('@')[2]}{rest[len(authority) :]}"
