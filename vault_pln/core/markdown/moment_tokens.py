"""A moment.js format, cut into tokens and literal text."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

_GROUPS: Final = (
    "YY YYYY YYYYY YYYYYY Y y yy yyy yyyy yo N NN NNN NNNN NNNNN gg gggg ggggg GG GGGG GGGGG",
    "Q Qo M Mo MM MMM MMMM w wo ww W Wo WW D Do DD DDD DDDo DDDD d do dd ddd dddd e E",
    "A a H HH h hh k kk m mm s ss Hmm Hmmss hmm hmmss eHHmm X x z zz Z ZZ",
    "S SS SSS SSSS SSSSS SSSSSS SSSSSSS SSSSSSSS SSSSSSSSS",
)
_TOKENS: Final = frozenset(token for group in _GROUPS for token in group.split())

# tokens that stand for several ones without anything between them
COMPOSED: Final = {
    "Hmm": ("H", "mm"),
    "Hmmss": ("H", "mm", "ss"),
    "hmm": ("h", "mm"),
    "hmmss": ("h", "mm", "ss"),
    "eHHmm": ("e", "HH", "mm"),
}

_ANY: Final = "|".join(sorted(_TOKENS, key=len, reverse=True))

# `w|` and `W|` are literal in moment by an accident which file names can show.
_PIECES: Final = re.compile(rf"\[[^\[]*\]|\\(?:e|{_ANY}|[^\n\r\u2028\u2029])|[wW]\||{_ANY}|[^\n\r\u2028\u2029]")
_LOCAL: Final = re.compile(r"\[[^\[]*\]|\\?(?:LTS|LT|L{1,4}|l{1,4})")


class Piece(NamedTuple):
    """A token, or literal text without its brackets and backslashes."""

    text: str
    is_token: bool


def _piece(text: str) -> Piece:
    if text in _TOKENS:
        return Piece(text, is_token=True)
    if text.startswith("[") and len(text) > 1:
        return Piece(text[1:-1], is_token=False)
    return Piece(text.replace("\\", ""), is_token=False)


@lru_cache(maxsize=256)
def cut(fmt: str) -> tuple[Piece, ...]:
    """Cut a format into its pieces; line ends are dropped, as moment does."""
    return tuple(_piece(text) for text in _PIECES.findall(fmt))


def expand(fmt: str, formats: dict[str, str]) -> str:
    """Replace `L`, `LT`, `lll` and the like by the formats of a locale."""
    return _LOCAL.sub(lambda found: formats.get(found[0], found[0]), fmt)


def shorten(fmt: str) -> str:
    """Make the format behind `l`, `ll`, ... from the one behind `L`, `LL`, ..."""
    longer = {"MMMM", "MM", "DD", "dddd"}
    return _PIECES.sub(lambda it: it[0][1:] if it[0] in longer else it[0], fmt)
