"""Languages whose words are known by their stems, and the small words by which a text in Latin script is told.

A stem is a language's own: the stemmers are those of Snowball.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

STEMMERS: Mapping[str, str] = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french",
    "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian",
    "lt": "lithuanian", "ne": "nepali", "nl": "dutch", "no": "norwegian", "nb": "norwegian", "nn": "norwegian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish",
    "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
"""Language → the stemmer's name; one that this version of the library lacks leaves words as they are."""

_OF_SCRIPT: Mapping[str, tuple[str, ...]] = {
    "cyrillic": ("ru", "sr"), "arabic": ("ar", "fa"), "greek": ("el",), "armenian": ("hy",),
    "devanagari": ("hi", "ne"), "tamil": ("ta",), "hebrew": ("yi",),
}  # fmt: skip
"""The languages of a script that have a stemmer, first the one that is meant where nothing else is said."""

_NO_DEFAULT = frozenset({"hebrew"})
_OTHERS = frozenset(language for languages in _OF_SCRIPT.values() for language in languages)

SMALL_WORDS: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "a about after all also am an and any are as at be because been before being both but by can could "
        "did do does doing down each few for from had has have having he her here him his how i if in into is "
        "it its just me more most my no nor not now of off on only or other our out over own s same she "
        "should so some such t than that the their them then there these they this those to too under up us "
        "very was we were what when where which who whom why will with would you your",
        "de": "aber alle als also am an anderen auch auf aus bei beim bin bis da damit dann das dass dem den der des "
        "die dies diese diesem diesen dieser dieses doch du durch ein eine einem einen einer eines er es etwas für "
        "gegen haben hat hatte hier ich ihm ihn ihr ihre ihrem ihren ihrer im in ins ist ja jede jeder jetzt kann "
        "kein keine können man mehr mein meine meinem meinen meiner mich mir mit möchte muss nach nicht nichts noch "
        "nun nur ob oder ohne schon sehr sein seine seinem seinen seiner seit sich sie sind so soll sollte sonst um "
        "und uns unser unsere unter viel vom von vor war warum was weil wenn wer werde werden wie wieder will wir "
        "wird wo wurde würde zu zum zur zwischen über",
        "fr": "au aux avec c ce ces cette d dans de des du elle en est et il ils j je l la le les leur lui ma mais "
        "me mes mon n ne nos notre nous on ou où par pas plus pour qu que qui s sa sans se ses si son sont "
        "sur un une vos votre vous à être",
        "es": "a al como con cuando de del desde donde el ella en entre es esta este esto hay la las lo los me mi "
        "muy más no nos o para pero por que qué se ser si sin sobre son su sus también te tu un una uno y ya",
        "it": "a ad al alla anche che chi ci come con da dal dalla degli dei del della delle di e ed gli ha i il in "
        "io l la le lo ma mi nel nella non o per più quando quello questa questo se si sono su sua sul sulla "
        "suo tra tu un una uno è",
        "pt": "a ao aos as com como da das de do dos e ela ele em entre essa esse esta este eu foi há isso já mais "
        "mas me na nas no nos não o os ou para pela pelo por quando que se sem ser seu sua também te um uma "
        "você às é",
        "nl": "aan al als bij dan dat de deze die dit door een en er haar heb heeft het hij hoe ik in is je kan "
        "maar me meer met mijn na naar niet nog nu of om onder ons ook op over te tot uit van veel voor was "
        "wat we wel werd wie wij zal ze zich zijn zo zonder",
        "sv": "alla att av blev de dem den denna det detta du efter eller en ett från för ha han har hon hur i inte "
        "jag kan man med men mot nu när och om på sig sin ska som så till under upp ut vad var vi vid är över",
        "da": "af alle at blev da de dem den denne der det dig du efter eller en er et for fra ham han har hun hvad "
        "hvis hvor i ikke ind jeg kan man med men mig nu når og om op over på sig som så til ud var ved vi",
        "no": "alle at av ble de den denne der det du eller en er et etter for fra ha han har hun hva hvis hvor i "
        "ikke jeg kan man med men mot nå når og om opp over på seg som så til ut var ved vi",
        "ar": "في من على إلى الى عن أن ان إن هذا هذه ذلك التي الذي الذين ما لا لم لن مع كان كانت هو هي هم أو او ثم قد "
        "كل بعد قبل بين عند حتى إذا كما لكن و أنا نحن",
    }.items()
}
"""What is left out of a text of the language, since it tells nothing of what the text is about."""

ANY_SMALL = frozenset(word for small in SMALL_WORDS.values() for word in small)

_ENOUGH = 2
"""So many different small words tell a language; one may be a name."""


def language_of(text: list[str], declared: str = "") -> str:
    """The language of words in Latin script, '' where neither a source says it nor its small words do.

    What a source declares is believed where its language is known here: ``de-AT`` is German.
    """
    said = declared.strip().lower().replace("_", "-").partition("-")[0]
    if said in STEMMERS:
        return said
    words = set(text)
    counts = {language: len(words & small) for language, small in SMALL_WORDS.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] >= _ENOUGH else ""


def stem(word: str, script: str, language: str) -> str:
    """A word's stem: in Latin script that of the language, in others that of the script's usual language."""
    return _stem(word, _language_in(script, language))


def _language_in(script: str, language: str) -> str:
    if script == "latin":
        return language if language and language not in _OTHERS else "en"
    known = _OF_SCRIPT.get(script, ())
    if language in known:
        return language
    return known[0] if known and script not in _NO_DEFAULT else ""


@lru_cache(maxsize=100_000)
def _stem(word: str, language: str) -> str:
    stemmer = _stemmer(language)
    return str(stemmer.stemWord(word)) if stemmer is not None else word


@cache
def _stemmer(language: str) -> Any:
    # the library brings every language with it, and most runs stem nothing
    import snowballstemmer

    name = STEMMERS.get(language, "")
    return snowballstemmer.stemmer(name) if name in snowballstemmer.algorithms() else None
