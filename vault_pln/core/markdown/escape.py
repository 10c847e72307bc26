"""Foreign text in a note: visible text and one external link, and nothing else.

The order is fixed: ``plain`` decodes, strips, collapses and cuts; ``harmless`` escapes; ``link_to`` wraps.
Whatever a feed, a web page or a message says goes through here on its way into the vault. Sources: CommonMark
0.31 (backslash escapes, entities), and what Obsidian, Tasks, Dataview and Templater read beyond it.

Escapes are backslashes where every reader honours them, because Obsidian's Live Preview hides those and shows
entities. Three signs need an entity: ``<``, as Templater runs ``<%`` whatever stands before it; ``^`` where
it could begin a block id, which tools look for with less care than Obsidian; and ``#``. Dataview takes
``#word`` in a list item for a tag even after a backslash, and ``&#35;`` for the tag ``#35``; the named
``&num;`` is a tag for nobody, and unlike a zero-width sign it leaves nothing invisible behind.
"""

import re
import unicodedata
from urllib.parse import quote, urlsplit

from vault_pln.core.markdown.plain import boundary, is_blank, plain, tidy

__all__ = ["file_name", "harmless", "link_to", "plain", "safe_link"]

_LONGEST_LINK = 2048
_LONGEST_NAME = 140
"""Bytes: what encrypting file systems leave of 255, with room for ``.md`` and the marks of sync programs."""

_RISKY = re.compile(
    r"""
    [][|$`<]
    | \\(?=[!-/:-@\[-`{-~]|$)           # would escape what follows it
    | &(?=\#|[A-Za-z][A-Za-z0-9]{1,31};)  # would make an entity
    | \#(?![\s.,!?":(){}]|$) | (?<!\S)\#$  # a tag for Obsidian, Tasks or Dataview
    | \*+ | _+ | ~+
    | (?<==)= | (?<=%)% | (?<=:): | (?<=\{)\{  # highlight, comment, inline field, template
    | (?<=:)/(?=/) | (?<!\w)(?i:www)\.(?=\w) | (?<=[\w.+-])@(?=\w)  # links without brackets
    | (?<!\S)\^ | \^(?=pln-|[A-Za-z0-9-]*$)  # a footnote, a block id
    """,
    re.VERBOSE,
)
_ENTITIES = {"<": "&lt;", "#": "&num;", "&": "&amp;", "^": "&Hat;"}
_BLOCK_START = re.compile(r"[-+](?=[\s-]|$)|>|\#(?=\s|$)|=(?==*$)|[0-9]{1,9}(?=[.)](?:\s|$))")

_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?(?::[0-9]{1,5})?")
# what a link's address may hold as it is; brackets, quotes, spaces and the signs of Markdown are encoded
_PLAIN_IN_LINK = "!#%&'*+,-./:;=?@_~"
_MEANS_MORE = re.compile(r"(?<==)=|(?<=~)~|(?<=:):|%(?![0-9A-Fa-f]{2})|&[A-Za-z0-9]{1,32};")
_FRAGMENT_WORD = re.compile(r"^([/_-]*?)([A-Za-z0-9]|[/_-](?![/_-]*[A-Za-z0-9%]))")

_RESERVED = re.compile(r'[\\/:*?"<>|#^\[\]`$]|%(?=%)|\{(?=\{)')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:$|\.)", re.IGNORECASE)


def harmless(text: str) -> str:
    """Markdown that shows ``text`` and does nothing else.

    No link, embed, tag, task field, heading, comment, code, footnote, block id, inline field, math, HTML,
    template command, table cell or list comes of it, wherever in a line or in the text of a link it stands.
    It knows only its own text: put a space between it and what stands before and after. Not idempotent: an
    escaped text is another text, which would be shown as it is.
    """
    text = _escaped(tidy(text))
    return _BLOCK_START.sub(_guarded, text, count=1) if _BLOCK_START.match(text) else text


def link_to(title: str, url: str, untitled: str = "untitled") -> str:
    """``[title](url)``, or the title alone where the link may not be followed; ``untitled`` for none."""
    title = untitled if is_blank(tidy(title)) else title
    address = safe_link(url)
    return f"[{_isolated(_escaped(tidy(title)))}]({address})" if address else _isolated(harmless(title))


def _isolated(text: str) -> str:
    """A text with letters written from right to left between marks that keep it from turning round what stands beside.

    FIRST STRONG ISOLATE and its end, after Unicode's bidirectional algorithm (UAX #9, 2.4); marks of the text's own are
    gone by then, so these are always a pair.
    """
    if text.isascii() or not any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in text):
        return text
    return f"\u2068{text}\u2069"


def safe_link(url: str) -> str:
    """The address as it may stand in ``[…](…)``, '' where it must not be followed.

    Only http and https, a host name, no user name or password, no control characters, at most 2,048
    characters. What would mean something to Markdown, Obsidian or Dataview is percent-encoded; servers and
    browsers decode it to the same address. Idempotent.
    """
    url = url.strip()
    if any(unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") for sign in url[: _LONGEST_LINK + 1]):
        return ""
    try:
        parts = urlsplit(url)
        host = parts.netloc.lower() if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return ""
    if len(url) > _LONGEST_LINK or parts.scheme.lower() not in ("http", "https") or not _HOST.fullmatch(host):
        return ""
    link = f"{parts.scheme.lower()}://{host}{_encoded(url[url.index(parts.netloc) + len(parts.netloc) :])}"
    return link if len(link) <= _LONGEST_LINK else ""


def file_name(text: str, untitled: str = "untitled") -> str:
    """A note's name (without ``.md``) that every file system, sync program and wikilink can hold. Idempotent.

    Without what Windows or Obsidian reserve, no dots at either end, no device name, NFC, 140 bytes.
    """
    name = " ".join(_RESERVED.sub(" ", tidy(text)).split())
    name = _shortened(name.strip(". ~")).rstrip(". ")
    if is_blank(name):
        name = untitled
    return f"_{name}" if _DEVICE.match(name) else name


def names_a_note(text: str) -> bool:
    """Whether somebody may have meant a note by this name: a letter, digit or picture is left of it."""
    kinds = {unicodedata.category(sign) for sign in file_name(text, "")}
    return any(kind[0] in "LN" or kind == "So" for kind in kinds)


def inline_code(text: str) -> str:
    """A line as inline code, whatever stands in it."""
    text = " ".join(text.split())
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    pad = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _escaped(text: str) -> str:
    return _RISKY.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    run = found[0]
    if run in _ENTITIES:
        return _ENTITIES[run]
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    if run[0] in "*_~" and _is_no_mark(run, before, after):
        return run
    return run[:-1] + "\\." if run[-1] == "." else "".join(f"\\{sign}" for sign in run)


def _is_no_mark(run: str, before: str, after: str) -> bool:
    """Whether ``*``, ``_`` or ``~`` can neither open nor close emphasis (CommonMark's flanking rules)."""
    if run[0] == "~":
        return run == "~" and (not before or before.isspace())
    if run[0] == "_" and before.isalnum() and after.isalnum():
        return True
    return before.isspace() and after.isspace()


def _guarded(found: re.Match[str]) -> str:
    return found[0] + "\\" if found[0].isdigit() else "\\" + found[0]


def _encoded(rest: str) -> str:
    """Path, query and fragment of an address in ASCII that no Markdown reader takes for anything."""
    encoded = _MEANS_MORE.sub(_percent, quote(rest, safe=_PLAIN_IN_LINK))
    before, mark, fragment = encoded.partition("#")
    # Dataview takes "#section" for a tag; browsers decode it before they look for the section
    fragment = _FRAGMENT_WORD.sub(lambda word: f"{word[1]}%{ord(word[2]):02X}", fragment)
    return before + mark + fragment.replace("#", "%23")


def _percent(found: re.Match[str]) -> str:
    return f"{found[0][:-1]}%{ord(found[0][-1]):02X}"


def _shortened(name: str) -> str:
    while (excess := len(name.encode()) - _LONGEST_NAME) > 0:
        name = name[: boundary(name, max(len(name) - max(excess // 4, 1), 0))].rstrip()
    return name
