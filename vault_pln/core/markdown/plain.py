"""Foreign text as plain text: one line without markup, invisible characters or signs other tools act on."""

import re
import unicodedata
from html import unescape

_LONGEST = 10_000
"""No line needs more; it also bounds the normalisation, which is quadratic in stacked accents."""

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# possessive throughout, and a tag that never ends is consumed as text: linear on any input
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*+)((?:[\s/](?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)?+)(>?)")
_BEFORE_A_WORD, _AFTER_A_WORD = frozenset(" ([{'\"«“‘"), frozenset(" .,;:!?)]}'\"»”’")


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_INLINE = _names(
    "a abbr acronym b bdi bdo big button cite code data del dfn em embed font i iframe img input"
    " ins kbd label mark math nobr object q rp rt ruby s samp select small span strike strong sub sup svg"
    " time tt u var wbr"
)
_BLOCK = _names(
    "address area article aside audio base blockquote body br canvas caption center col colgroup dd"
    " details dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6"
    " head header hgroup hr html legend li link main map menu meta meter nav noframes noscript ol optgroup"
    " option output p param picture pre progress script section source style summary table tbody td"
    " template textarea tfoot th thead title tr track ul video"
)
_HTML = _INLINE | _BLOCK
_NEVER_CLOSED = _names("area br col dd dt hr img input li link meta option p source td th tr wbr")
_UNSEEN = _names("script style template noscript iframe object svg")

TASK_EMOJI = "🔺⏫🔼🔽⏬➕🛫⏳⌛📅📆🗓✅❌🔁🏁🆔⛔"
"""What the Tasks plugin reads as a field, and Dataview as a date anywhere in a list item."""

_TASK_SIGN = re.compile(f"[{TASK_EMOJI}][\ufe00-\ufe0f]*")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2800]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
# Persian, Indic scripts and compound emoji need their joiners; anywhere else a joiner only hides something
_JOINING = (
    "\u0620-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u17b3\u17b6-\u1809\u1810-\u18af\ufe0f"
    "\u2194\u2195\u2600-\u27bf\u2b1b\U0001f000-\U0001faff"
)
_STRAY_JOINER = re.compile(f"(?<![{_JOINING}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINING}])")
_SELECTORS = re.compile("([\ufe00-\ufe0f])[\ufe00-\ufe0f]+")


def plain(text: str, limit: int) -> str:
    """The text a reader would see, on one line of at most ``limit`` characters.

    Entities are decoded twice, since one title in 170 is escaped twice by mistake. HTML is stripped once:
    what looks like a tag only after decoding is what the text is about, unless there was no markup before.
    """
    stripped = _without_markup(text, cautious=False)
    decoded = _decoded(stripped)
    if stripped == text:
        decoded = _without_markup(decoded, cautious=True)
    return cut(tidy(_decoded(decoded)), limit)


def tidy(text: str) -> str:
    """One line of visible characters in NFC. Idempotent.

    Without controls, bidi marks, zero-width and tag characters, and without the emoji of tasks.
    """
    text = text[:_LONGEST]
    if not (text.isascii() and text.isprintable()):
        text = _INVISIBLE.sub("", _TASK_SIGN.sub("", _CONTROL.sub(" ", text)))
        text = _SELECTORS.sub(r"\1", _STRAY_JOINER.sub("", text))
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def is_blank(text: str) -> bool:
    """Whether a reader would see nothing."""
    return not any(unicodedata.category(sign)[0] in "LNPS" for sign in text)


def cut(text: str, limit: int) -> str:
    """At most ``limit`` characters; what is cut ends in an ellipsis."""
    if len(text) <= limit:
        return text
    return text[: boundary(text, max(limit - 1, 0))].rstrip() + "…"[:limit]


def boundary(text: str, end: int) -> int:
    """The last place not after ``end`` where a text may be cut: between words, at least between graphemes."""
    space = text.rfind(" ", max(end - 16, 0), end + 1)
    if space > 0:
        return space
    # a letter under a tower of accents is not kept whole at any price
    return next((at for at in range(end, max(end - 32, 0), -1) if not _continues(text, at)), end)


def _continues(text: str, at: int) -> bool:
    """Whether the character at ``at`` belongs to the same grapheme as the one before it."""
    sign, before = text[at], text[at - 1]
    if unicodedata.category(sign)[0] == "M" or sign in "\u200c\u200d" or before == "\u200d":
        return True
    if "\U0001f3fb" <= sign <= "\U0001f3ff" or "\u1160" <= sign <= "\u11ff":
        return True
    return _is_flag(sign) and _flags_before(text, at) % 2 == 1


def _is_flag(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"


def _flags_before(text: str, at: int) -> int:
    start = at
    while start > 0 and at - start < 64 and _is_flag(text[start - 1]):
        start -= 1
    return at - start


def _decoded(text: str) -> str:
    # only with a semicolon: "?a=1&copy=2" and "R&D" are not entities
    return _ENTITY.sub(lambda found: unescape(found[0]), text) if "&" in text else text


def _without_markup(text: str, *, cautious: bool) -> str:
    """Drop comments and HTML tags; what only looks like one (``vector<int>``, "the <div> tag") stays text."""
    if "<" not in text:
        return text
    text = _without_comments(text)
    tags = [tag for tag in _TAG.finditer(text) if tag[2].lower() in _HTML]
    paired = {tag[2].lower() for tag in tags if tag[1]} & {tag[2].lower() for tag in tags if not tag[1]}
    kept: list[str] = []
    at, unseen, last = 0, "", text.rfind(">")
    for tag in tags:
        name = tag[2].lower()
        if unseen:
            at, unseen = (tag.end(), "") if tag[1] and name == unseen else (at, unseen)
        elif not tag[4] and "=" in tag[3] and tag.end() > last:
            text = text[: tag.start()]  # cut off in the middle of a tag
            break
        elif tag[4] and not _is_text(tag, name in paired, cautious):
            kept += (text[at : tag.start()], "" if name in _INLINE else " ")
            at = tag.end()
            unseen = name if name in _UNSEEN and not tag[1] and not tag[3].endswith("/") else ""
    return "".join(kept if unseen else (*kept, text[at:]))


def _is_text(tag: re.Match[str], paired: bool, cautious: bool) -> bool:
    """Whether a tag is a word of the text ("the <div> tag") rather than markup."""
    if "=" in tag[3] or (not cautious and (paired or tag[2].lower() in _NEVER_CLOSED)):
        return False
    before, after = tag.string[: tag.start()][-1:], tag.string[tag.end() : tag.end() + 1]
    return (not before or before in _BEFORE_A_WORD) and (not after or after in _AFTER_A_WORD)


def _without_comments(text: str) -> str:
    kept: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join((*kept, text[at:])) if kept else text
