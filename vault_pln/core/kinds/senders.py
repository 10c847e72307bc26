"""A sender of mail as the ``feed`` of a newsletter."""

import re

_SENDER = re.compile(r"(mailto):([^\s<>\"]*@[^\s<>\"@]+)|(list-id):<?([^\s<>\"]+)>?", re.IGNORECASE)


def mail_feed(text: str) -> str:
    """The sender a feed names, in one spelling; '' for any other feed.

    ``mailto:news@example.org`` is a sender, ``mailto:@example.org`` every sender there, ``list-id:weekly.example.org``
    a mailing list (RFC 2919).
    """
    found = _SENDER.fullmatch(text.strip())
    return "".join((found[1] or found[3], ":", found[2] or found[4])).lower() if found else ""
