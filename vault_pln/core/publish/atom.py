"""The shared links as an Atom feed (RFC 4287): the same links give the same bytes, whatever the clock says."""

from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from vault_pln.core.exchange.feed_list import legal
from vault_pln.core.markdown.ids import digest_of_bytes
from vault_pln.core.publish.chosen import SharedLink

_MOST = 50


def write_atom(links: Sequence[SharedLink], title: str, author: str, identity: str) -> str:
    """The newest links; ``identity`` are 32 hexadecimal digits that tell this feed from everybody's, for ever.

    The ids of the links come from it and their addresses: what two people share are two entries.
    """
    newest = max((link.day for link in links), default=date(1970, 1, 1))
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"  <title>{_text(title)}</title>",
        f"  <id>{_urn(identity)}</id>",
        f"  <updated>{_moment(newest)}</updated>",
        f"  <author><name>{_text(author)}</name></author>",
        "  <generator>vault-pln</generator>",
        '  <link rel="alternate" type="text/html" href="links.html"/>',
    ]
    for link in links[:_MOST]:
        lines += [
            "  <entry>",
            f"    <title>{_text(link.title)}</title>",
            f"    <id>{_urn(_digits(identity, link.url))}</id>",
            f"    <updated>{_moment(link.day)}</updated>",
            f"    <link href={quoteattr(legal(link.url))}/>",
            *([f'    <link rel="via" title={quoteattr(legal(link.via))} href={quoteattr(legal(link.via_url))}/>']
              if link.via_url else []),
            *([f"    <contributor><name>{_text(link.via)}</name></contributor>"] if link.via else []),
            "  </entry>",
        ]  # fmt: skip
    return "\n".join([*lines, "</feed>", ""])


def _digits(identity: str, url: str) -> str:
    return digest_of_bytes(f"{identity} {url}".encode())


def _urn(digits: str) -> str:
    """The digits as a UUID of version 8 (RFC 9562, 5.8)."""
    return f"urn:uuid:{digits[:8]}-{digits[8:12]}-8{digits[13:16]}-a{digits[17:20]}-{digits[20:32]}"


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _text(text: str) -> str:
    return escape(legal(text))
