"""Titles made at random from a fixed seed: none of them means anything but itself."""

import os
from random import Random

from hostile_text import HOSTILE, PLACES, assert_harmless
from vault_pln.core.markdown.plain import is_blank, plain, tidy

TITLES = 100_000 if os.environ.get("PLN_TORTURE") else 1_500
_SIGNS = "[]()|\\`~!@#$%^&*_-+={}:;'\"<>,.?/ \t\n\r\0\x85\u2028\u202e\u200b\ufe0f\u00a0é🚀📅🏁aZ09日"
_PIECES = (*(text[:40] for text in HOSTILE if text), "&#", "&lt;", "&amp;#", "http://", "tags: ", "\u0301", " ^a")


def title(chance: Random) -> str:
    parts = (
        chance.choice(_PIECES) if chance.random() < 0.3 else chance.choice(_SIGNS) for _ in range(chance.randint(1, 14))
    )
    return "".join(parts)


def test_no_title_from_a_hundred_thousand_changes_what_its_line_means() -> None:
    chance = Random(20261125)
    for number in range(TITLES):
        made = title(chance)
        if is_blank(tidy(made)):
            continue  # the caller's word stands there
        place = PLACES[number % len(PLACES)]
        shown = plain(made, 200) if number % 2 else made
        assert_harmless(shown, (place,) if shown else PLACES[:1])
