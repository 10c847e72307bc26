"""A mail → one entry of a newsletter: who sent it, what it is called, where it can be read on the web.

RFC 5322 and 2045 to 2047 by the standard library, RFC 2919 (List-Id), RFC 5064 (Archived-At). What a mail contains is
only read: nothing is fetched, and no picture, no link to unsubscribe and no preferences are taken over.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from hashlib import blake2b
from typing import NamedTuple

from vault_pln.core.markdown.plain import is_blank, plain
from vault_pln.core.sources.dates import parse_date
from vault_pln.core.sources.entry import make_entry
from vault_pln.model.news import Entry

LARGEST = 10_000_000
LARGEST_HEAD = 65_536
_LONGEST_HEADER = 2_000
_LONGEST_PARAMETERS = 4_096
_LONGEST_TEXT = 400_000
_MOST_PARTS = 1_000
_DEEPEST = 20
_NO_CHARSETS = frozenset(("idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7", "mbcs"))

_LIST_ID = re.compile(r"<([^<>\s]{1,255})>\s*$")
_BARE_ID = re.compile(r"\s*([\w-]+(?:\.[\w-]+)+)\s*$")
_CONTENT = re.compile(rb"^content-[a-z-]{1,40}:[^\n]*+(?:\n[ \t][^\n]*+)*+", re.IGNORECASE | re.MULTILINE)
_WEB = re.compile(r"https?://[^\s<>\"']{1,2000}")
_ANCHOR = re.compile(r"<a\b([^<>]{0,3000})>((?:[^<]|<(?!/?a\b)){0,1000}?)</a\s*>", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s*=\s*["']?([^"'\s<>]{1,2000})""", re.IGNORECASE)
_ONLINE = re.compile(
    r"\b(?:view|read|open|see|show)\b.{0,40}\b(?:browser|online|web|website)\b|\bweb ?version\b|\bin your browser\b"
    r"|im browser|online (?:ansehen|lesen)|navigateur|navegador|nel browser|version en ligne",
    re.IGNORECASE,
)
_OWN_AFFAIRS = re.compile(
    r"unsubscribe|opt[ -]?out|(?:manage|update|email|mail|your) (?:your )?(?:preferences|subscription|settings)"
    r"|abmelden|abbestellen|désabonner|se désinscrire|darse de baja|cancelar la suscripción|disiscriv",
    re.IGNORECASE,
)


class Sender(NamedTuple):
    """Who a mail is from: its List-Id and the address of From in lower case, '' for none, and the names of both."""

    list_id: str = ""
    address: str = ""
    name: str = ""
    list_name: str = ""


def is_from(sender: Sender, feed: str) -> bool:
    """Whether a mail belongs to this feed, given as ``mail_feed`` gives it."""
    scheme, _, name = feed.partition(":")
    if not name:
        return False
    if scheme == "list-id":
        return sender.list_id == name
    return sender.address == name or (name.startswith("@") and sender.address.endswith(name))


def read_sender(head: bytes) -> Sender:
    """Who a mail is from, by its first bytes; never raises."""
    try:
        return _sender(BytesHeaderParser().parsebytes(_head_of(head)))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return Sender()


def read_mail(data: bytes) -> Entry | str:
    """The mail as an entry, or why it cannot be read; never raises. The text is that of its first readable part."""
    why = _why_not(data)
    if why:
        return why
    try:
        return _entry(message_from_bytes(data))
    except RecursionError:
        return "its parts are nested too deep"
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        return f"it cannot be read: {type(error).__name__}"


def _why_not(data: bytes) -> str:
    """What makes a mail dangerous to parse: the parser takes quadratic time and much memory for some."""
    head = _head_of(data)
    if len(data) > LARGEST:
        return f"it is larger than {LARGEST // 1_000_000} MB"
    if len(head) > LARGEST_HEAD:
        return "its head is larger than 64 kB"
    if data.count(b"\n--") > _MOST_PARTS:
        return f"it has more than {_MOST_PARTS} parts"
    if any(len(found[0]) > _LONGEST_PARAMETERS for found in _CONTENT.finditer(data)):
        return "it describes its parts at unreasonable length"
    return "" if re.match(rb"(?:From |[!-9;-~]+:)", data) else "it does not begin like a mail"


def _head_of(data: bytes) -> bytes:
    end = re.search(rb"\r?\n\r?\n", data)
    return data[: end.start() + 1] if end else data


def _entry(mail: Message) -> Entry:
    sender = _sender(mail)
    subject = plain(_header(mail, "Subject"), 200)
    html, text = _texts(mail)
    return make_entry(
        "",
        guid=_message_id(mail),
        title=subject if not is_blank(subject) else "",
        link=_link(mail, html, text),
        texts=(_without_own_affairs(text), _without_own_links(html)),
        dates=(_date(mail),),
        author=sender.name or sender.list_name,
    )


def _sender(mail: Message) -> Sender:
    listed = _header(mail, "List-Id")
    found = _LIST_ID.search(listed) or _BARE_ID.match(listed)
    name, address = next(iter(getaddresses([_raw(mail, "From")])), ("", ""))
    return Sender(
        list_id=found[1].lower() if found else "",
        address=address.strip().lower() if re.fullmatch(r"[^\s@]+@[^\s@]+", address.strip()) else "",
        name=plain(_decoded(name), 100),
        list_name=plain(listed[: found.start()].strip(' "'), 100) if found else "",
    )


def _raw(mail: Message, name: str) -> str:
    return " ".join(str(mail.get(name) or "")[:_LONGEST_HEADER].split())


def _header(mail: Message, name: str) -> str:
    return _decoded(_raw(mail, name))


def _decoded(text: str) -> str:
    """A header as it is meant (RFC 2047); what is damaged stays as it is written."""
    try:
        pieces = decode_header(text)
    except (ValueError, LookupError):
        return text
    return " ".join("".join(_piece(*piece) for piece in pieces).split())


def _piece(data: bytes | str, charset: str | None) -> str:
    return data if isinstance(data, str) else _text_of(data, charset or "")


def _text_of(data: bytes, charset: str) -> str:
    """Bytes as text: by the charset named, else UTF-8, else Windows-1252."""
    name = charset.strip("\"' ").lower().replace("_", "-")
    for one in (name, "utf-8"):
        if one and one not in _NO_CHARSETS:
            try:
                return data.decode("cp1252" if one in ("iso-8859-1", "us-ascii", "latin-1") else one)
            except (ValueError, LookupError):
                continue
    return data.decode("cp1252", "replace")


def _message_id(mail: Message) -> str:
    given = _raw(mail, "Message-ID").strip("<> ")
    if given:
        return given
    told = "\n".join(_raw(mail, name) for name in ("Date", "From", "Subject"))
    return blake2b(told.encode("utf-8", "replace"), digest_size=16).hexdigest()


def _date(mail: Message) -> str:
    """When it was sent, but not after it was received; when it was received, where it does not say."""
    received = str((mail.get_all("Received") or [""])[0])[-200:].rpartition(";")[2]
    sent, came = parse_date(_raw(mail, "Date")), parse_date(received)
    found = min(sent, came) if sent is not None and came is not None else sent or came
    return found.isoformat() if found is not None else ""


def _texts(mail: Message) -> tuple[str, str]:
    """The first HTML part and the first plain one."""
    html = text = ""
    for part in _parts(mail, 0):
        kind = part.get_content_type()
        if kind not in ("text/html", "text/plain") or part.get_content_disposition() == "attachment":
            continue
        if kind == "text/html" and not html:
            html = _payload(part)
        elif kind == "text/plain" and not text:
            text = _payload(part)
    return html, text


def _parts(mail: Message, depth: int) -> Iterator[Message]:
    if mail.get_content_type() == "message/rfc822":
        return  # somebody else's mail
    if not mail.is_multipart():
        yield mail
    elif depth > _DEEPEST:
        raise RecursionError
    else:
        for part in mail.get_payload():
            if isinstance(part, Message):
                yield from _parts(part, depth + 1)


def _payload(part: Message) -> str:
    charset = part.get_param("charset", "")
    # else the library decodes it too, by any codec there is
    del part["Content-Type"]
    data = part.get_payload(decode=True)
    return (
        _text_of(data[:_LONGEST_TEXT], charset if isinstance(charset, str) else "") if isinstance(data, bytes) else ""
    )


def _link(mail: Message, html: str, text: str) -> str:
    """Where it can be read on the web: as its head says, else as its "view in browser" does."""
    for name in ("Archived-At", "List-Post"):
        found = _WEB.search(_raw(mail, name))
        if found:
            return found[0]
    for anchor in _ANCHOR.finditer(html):
        href = _HREF.search(anchor[1])
        if href is not None and _ONLINE.search(plain(anchor[2], 200)):
            return href[1]
    lines = text[:20_000].splitlines()
    for number, line in enumerate(lines):
        if len(line) < 500 and _ONLINE.search(line) and not _OWN_AFFAIRS.search(line):
            found = _WEB.search("\n".join(lines[number : number + 2]))
            if found:
                return found[0].rstrip(").,>]")
    return ""


def _without_own_links(html: str) -> str:
    """The text without what is about the mail itself."""
    return _ANCHOR.sub(lambda found: "" if _is_own_affair(plain(found[2], 200)) else found[0], html)


def _without_own_affairs(text: str) -> str:
    """The same of plain text, whose lines are short; and without bare addresses, which say nothing to a reader."""
    lines = (line.strip() for line in text[:20_000].splitlines())
    kept = (line for line in lines if not (len(line) < 500 and _is_own_affair(line)) and not _WEB.fullmatch(line))
    return "\n".join(kept)


def _is_own_affair(text: str) -> bool:
    return bool(_ONLINE.search(text) or _OWN_AFFAIRS.search(text))
