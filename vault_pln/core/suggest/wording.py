"""The telling words of what somebody asks for, offers or writes, and how a line is shown in a sentence."""

import re

from vault_pln.core.digest.terms import variants, words
from vault_pln.core.markdown.escape import plain

LONGEST = 90
"""Characters of a line or title in a sentence."""

_EMPTY = frozenset(
    word
    for row in (
        "a about after again all also an and another any anybody anyone anything are as ask at be because",
        "been before being best better between big but by can could did different do does doing down each",
        "easy else every everything few find first for free friendly from get give given go good great had",
        "half has have he help helping her here him his honest hour how i idea if in into is it its just keep",
        "kind know lead less let like little look looking lot make many may me month more most much my need",
        "new no not now of off often old on once one only open or other our out over own pair part partner",
        "people person place please proper real really right second see she should small so some somebody",
        "someone something sometimes somewhere such support take tell than that the their them then there",
        "these they thing think this those through time to together too try two under up us use using very",
        "want was way we week well were what when where whether which while who whom whose why will with",
        "without work would year you your day",
        "aber alle als am an andere auch auf aus bei beim bin bis bitte brauche da damit dann das dass dein",
        "dem den der des die dies diese dir doch du durch ein eine einem einen einer eines einmal er es etwas",
        "für ganz gegen gern gut gute guten hat haben hilfe hilft ich ihm ihr im in ist ja jede jeder jemand",
        "jemanden kann kein keine kennen kleine können leute man mehr mein mich mir mit muss nach nicht noch",
        "nur ob oder ohne partner person sehr sein sich sie sind so stunde suche über um und uns unter viel",
        "vom von vor war was weil wenn wer wie wir wird wo zeit zu zum zur zwei",
    )
    for word in row.split()
)
"""Words that tell nothing of what an ask, an offer or a title is about."""

_LINK = re.compile(r"!?\[\[([^\[\]]+)\]\]")
_TIDY = re.compile(r"^[\s>]*(?:[-*+]|\d+[.)])?\s*(?:\[.\])?\s*|(?<!\S)[#^][\w/-]+:?")


def telling(text: str) -> frozenset[str]:
    """What tells what a text is about: the stems of its words, in scripts without spaces pairs of characters."""
    return all_words(" ".join(word for word in words(text) if word not in _EMPTY and not word.isdecimal()))


def all_words(text: str) -> frozenset[str]:
    """The stems of all words of a text; of the shortest texts nobody knows the language, so all have the same."""
    return frozenset[str]().union(*variants(text, ()))


def shown(text: str) -> str:
    """A line of a note as it is quoted in a sentence: without marks, brackets and tags, and not too long."""
    return plain(" ".join(_TIDY.sub("", _LINK.sub(_name, text)).split()), LONGEST)


def _name(match: re.Match[str]) -> str:
    target, _, display = match[1].partition("|")
    return display or target.partition("#")[0].rpartition("/")[2]
