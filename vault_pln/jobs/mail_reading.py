"""Mails → entries, in a process of its own: a mail that hangs its reader costs itself and no other.

As a module (``python -m``) it is the other end.
"""

import marshal
from datetime import datetime

from vault_pln.core.sources.mail import read_mail
from vault_pln.edge.sandbox import Sandbox, serve
from vault_pln.model.news import Entry

_MODULE = "vault_pln.jobs.mail_reading"


class MailReader(Sandbox):
    """Reads mails one after the other; without a mail there is no process. For one thread."""

    def __init__(self) -> None:
        super().__init__(_MODULE)

    def read(self, data: bytes) -> Entry | str:
        """The mail as an entry, or why it cannot be read."""
        found = self.ask(data)
        return found.problem or _of_plain(found.data)


def _work(data: bytes) -> bytes:
    found = read_mail(data)
    if isinstance(found, str):
        return marshal.dumps(found)
    published = found.published.isoformat() if found.published is not None else ""
    return marshal.dumps((found.guid, found.title, found.link, found.summary, published, found.author))


def _of_plain(data: bytes) -> Entry | str:
    found = marshal.loads(data)  # noqa: S302 -- our own other process wrote it
    if isinstance(found, str):
        return found
    guid, title, link, summary, published, author = found
    when = datetime.fromisoformat(published) if published else None
    return Entry(guid, title, link, summary, when, author)


if __name__ == "__main__":
    read_mail(b"Subject: =?utf-8?q?x?=\n\nx")  # loads what is loaded late, before memory is counted
    serve(_work)
