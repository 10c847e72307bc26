"""Mails for tests, as programs send them."""

from email.message import EmailMessage

WEB = "https://weekly.example.org/issues/7"


def mail(
    number: int = 1,
    *,
    sender: str = "The Async Weekly <news@weekly.example.org>",
    list_id: str = "The Async Weekly <weekly.example.org>",
    subject: str = "",
    date: str = "Fri, 20 Nov 2026 09:00:00 +0000",
    text: str = "Pin and Unpin explained at last.\n",
    html: str = "",
    **headers: str,
) -> bytes:
    """A mail of a newsletter; further headers by name, ``_`` for ``-``."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "me@home.example"
    message["Subject"] = subject or f"Issue {number}"
    message["Message-ID"] = f"<issue-{number}@weekly.example.org>"
    for name, value in {"Date": date, "List-Id": list_id}.items():
        if value:
            message[name] = value
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return bytes(message)
