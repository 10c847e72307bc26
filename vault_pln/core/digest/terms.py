"""A text as the terms it is known by: stems, in scripts without spaces pairs of characters.

The store indexes them and this is the only place that makes them. A change here makes other terms of the same text:
then ``FORMAT`` is raised, and what is indexed already is indexed again.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from vault_pln.core.digest.capitals import in_capitals
from vault_pln.core.digest.languages import ANY_SMALL, SMALL_WORDS, language_of, stem
from vault_pln.model.terms import Indexed, TextOf

FORMAT = 3

_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u06df-\u06e8\u0900-\u0963\u0970-\u0dff\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc\u0ec8-\u0ece\u0f18-\u0fbc"
    "\u102b-\u103e\u17b4-\u17d3"
)
"""Signs that belong to the letter before them, which is no letter for ``re``."""

_WORD = re.compile(rf"(?:[^\W_]|[{_MARKS}])+(?:[+#]+(?!\w))?")
_VOWEL_SIGNS = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
"""Points and strokes that Arabic and Hebrew write or leave out as they like."""

_SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN = re.compile(f"[{_SPACELESS}]+|[^{_SPACELESS}]+")
_IS_SPACELESS = re.compile(f"[{_SPACELESS}]")

_SCRIPTS: tuple[tuple[str, str, str], ...] = (
    ("\u0370", "\u03ff", "greek"), ("\u0400", "\u052f", "cyrillic"), ("\u0530", "\u058f", "armenian"),
    ("\u0590", "\u05ff", "hebrew"), ("\u0600", "\u06ff", "arabic"), ("\u0750", "\u077f", "arabic"),
    ("\u0900", "\u097f", "devanagari"), ("\u0b80", "\u0bff", "tamil"),
)  # fmt: skip
_LATIN_ENDS = "\u024f"
_LONGEST = 40
"""Characters of a word that is one; what is longer is an address or noise."""


def words(text: str) -> list[str]:
    """The words of a text without case and in one form; ``c++`` and ``c#`` are words."""
    return _WORD.findall(_in_one_form(text).casefold())


def spelt_words(text: str) -> list[str]:
    """The words of a text in one form, with their case."""
    return _WORD.findall(_in_one_form(text))


def _in_one_form(text: str) -> str:
    return _VOWEL_SIGNS.sub("", unicodedata.normalize("NFKC", text))


def indexed(item_id: str, text: TextOf, declared: str = "") -> Indexed:
    """An item's text as its terms; ``declared`` is the language its source is said to have."""
    title, rest = words(text.title), words(text.rest)
    language = language_of([*title, *rest], declared)
    known = ((*_terms(found, language), *in_capitals(said)) for found, said in ((title, text.title), (rest, text.rest)))
    return Indexed(item_id, language, *known)


def terms_of(text: str, declared: str = "") -> list[str]:
    """The terms of a text, in their order."""
    found = words(text)
    return list(_terms(found, language_of(found, declared)))


def telling_terms(text: str) -> list[str]:
    """The terms of a text in their order, without what is a small word in any language where its own is not known."""
    found = words(text)
    language = language_of(found)
    return list(_terms(found if language else (word for word in found if word not in ANY_SMALL), language))


def variants(text: str, languages: Iterable[str]) -> list[frozenset[str]]:
    """What a few words may look like in texts of these languages: for each word, the terms it may be.

    A keyword has no language of its own, and small words are no small words where somebody asks for them.
    """
    wanted = {*languages, ""}
    found = words(text)
    return [term for word in found for term in _variants(word, wanted)]


def _variants(word: str, languages: Iterable[str]) -> Iterator[frozenset[str]]:
    for run in _RUN.findall(word[:_LONGEST]):
        if _is_spaceless(run):
            yield from (frozenset({pair}) for pair in _pairs(run))
        else:
            yield frozenset(stem(run, _script(run), language) for language in languages)


def _terms(found: Iterable[str], language: str) -> Iterator[str]:
    small = SMALL_WORDS.get(language or "en", frozenset())
    for word in found:
        if word in small or len(word) > _LONGEST:
            continue
        if word.isascii():
            yield stem(word, "latin", language)
        else:
            yield from _of_word(word, language)


@lru_cache(maxsize=50_000)
def _of_word(word: str, language: str) -> tuple[str, ...]:
    parts: list[str] = []
    for run in _RUN.findall(word):
        if _is_spaceless(run):
            # a single Chinese character is a word that somebody may ask for
            parts += [*_pairs(run), *(sign for sign in run if len(run) > 1 and _is_character(sign))]
        else:
            parts.append(stem(run, _script(run), language))
    return tuple(parts)


def _is_spaceless(run: str) -> bool:
    return _IS_SPACELESS.match(run) is not None


def _is_character(sign: str) -> bool:
    return "\u3400" <= sign <= "\u9fff" or sign >= "\uf900"


def _pairs(run: str) -> list[str]:
    """Each two neighbours of a run in a script without spaces; one alone stands for itself."""
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


@lru_cache(maxsize=50_000)
def _script(word: str) -> str:
    first = next((sign for sign in word if sign.isalpha()), word[:1])
    if first <= _LATIN_ENDS:
        return "latin"
    return next((name for start, end, name in _SCRIPTS if start <= first <= end), "other")
