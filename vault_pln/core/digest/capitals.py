"""Words that mean something else by how they are written: ``IT`` is not ``it``, ``Go`` not ``go``, ``C`` not ``c``.

Terms know no case. So what stands in a text in this way is a term of its own beside its words: ``+it`` for capitals,
``#go`` for a word of two letters that begins with one. No word has such a sign in front. It is told only of words that
would else be lost, or be something else: small words of any language, single letters, and words like ``Go``.
"""

import re

from vault_pln.core.digest.languages import SMALL_WORDS

_SMALL = frozenset(word for words in SMALL_WORDS.values() for word in words if word.isascii())
_WRITTEN = re.compile(
    r"(?<![\w'’&.])(?:[A-Z](?![\w'’&+#]|\.\s*\w)|[A-Z][a-z](?![\w'’+#])|[A-Z]{2,9}(?![\w+#])|(?:[A-Z]\.){2,}|"
    r"(?:[A-Z]\.)+[A-Z](?![\w+#]))"
)
"""A letter alone that begins no name (``C. Smith``, ``C'est``, ``R&B``), a word of two, capitals, also with points."""
_WORD = re.compile(r"[^\W\d_]+")
_LONG, _MANY = 5, 3
"""A word in capitals with more letters than this is no abbreviation, and so many of them in a row are a headline."""


def in_capitals(text: str) -> list[str]:
    """The terms for what a text writes in a way that tells; none where most of it is in capitals anyway."""
    if _shouts(text):
        return []
    found = (_term(match[0]) for match in _WRITTEN.finditer(text))
    return [term for term in found if term]


def written(word: str) -> str:
    """The term of one word of a keyword, '' where its case tells nothing."""
    match = _WRITTEN.fullmatch(word)
    return _term(match[0]) if match else ""


def as_written(term: str) -> str:
    """A term as it stands in texts, as far as that is known."""
    if term[:1] == "+":
        return term[1:].upper()
    return term[1:].capitalize() if term[:1] == "#" else term


def meant(word: str) -> str:
    """The term for a small word that is all somebody asks for: written in lower case it can only mean the other."""
    return "+" + word.lower() if word.isascii() and word.isalpha() else ""


def _term(word: str) -> str:
    plain = word.replace(".", "").lower()
    if len(word) == 1:
        # the article and the pronoun begin too many titles
        return "" if plain in ("a", "i") else "+" + plain
    if word[1].islower():
        return "" if plain in _SMALL else "#" + plain
    return "+" + plain if plain in _SMALL else ""


def _shouts(text: str) -> bool:
    words = _WORD.findall(text)
    loud = [word for word in words if len(word) > 1 and word.isupper()]
    no_name = any(len(word) > _LONG for word in loud) or len(loud) >= _MANY
    return 2 * len(loud) > len(words) and no_name
