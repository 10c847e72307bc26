"""Addresses as strangers may see them: on the public internet, without secrets; any other does not leave the vault."""

import ipaddress
import re
from urllib.parse import urlsplit

from vault_pln.core.exchange.redaction import redacted
from vault_pln.core.markdown.escape import safe_link
from vault_pln.core.sources.address import web_form

_ADDRESS = re.compile(r"\b(?:[a-z][a-z0-9+.-]*://|(?:file|mailto|tel|obsidian):)[^\s<>]+", re.IGNORECASE)
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)
_OF_A_NETWORK = (
    ".localhost", ".localdomain", ".local", ".lan", ".home", ".internal", ".intranet", ".corp", ".private",
    ".home.arpa", ".fritz.box",
)  # fmt: skip
"""How names end that mean something in one network only: RFC 6761, 6762, 8375, and those that routers give."""
_MEANS_ITSELF = re.compile(r"%(?:2[DE]|3[0-9]|4[1-9A-F]|5[0-9AF]|6[1-9A-F]|7[0-9AE])", re.IGNORECASE)


def public_address(address: str) -> str:
    """An http(s) address that others can visit, without secrets; '' for any other.

    Letters and digits that are percent-encoded, as a note needs some of them, stand for themselves (RFC 3986, 2.3).
    """
    safe = safe_link(redacted(web_form(address)))
    if not safe or not _is_public(urlsplit(safe).hostname or ""):
        return ""
    return _MEANS_ITSELF.sub(lambda sign: chr(int(sign[0][1:], 16)), safe)


def without_private_addresses(text: str) -> str:
    """A text in which every address is one that others may see; the others are left out."""
    return _ADDRESS.sub(lambda found: _shown(found[0]), text)


def _shown(address: str) -> str:
    public = public_address(address)
    return (address if redacted(address) == address else public) if public else "…"


def _is_public(host: str) -> bool:
    host = host.rstrip(".")
    last = host.rpartition(".")[2]
    if not last or "." not in host or f".{host}".endswith(_OF_A_NETWORK):
        return False
    # a name never ends in a number: such a host is an IPv4 address, however it is written (WHATWG URL, 5.)
    return not _NUMBER.fullmatch(last) or _is_global(host)


def _is_global(host: str) -> bool:
    """Whether it is an address of the internet as everybody writes them; other spellings are not worth a link."""
    try:
        address = ipaddress.IPv4Address(host)
    except ValueError:
        return False
    return address.is_global and not address.is_multicast
