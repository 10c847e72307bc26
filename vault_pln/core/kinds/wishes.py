"""What a source note asks to see only, or never: words, phrases, and regular expressions between slashes.

A word or phrase counts as whole words, without case. ``/…/`` is a regular expression for RE2, whose time grows with
the text and not with the expression: no backreferences and no lookaround, and nothing that hangs.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

_EXPRESSION = re.compile(r"/(.+)/i?\Z", re.DOTALL)
_LONGEST = 1_000
_MOST_MEMORY = 1 << 20

Test = Callable[[str], bool]


def fits(text: str, only: tuple[str, ...], mute: tuple[str, ...]) -> bool:
    """Whether a text is wanted: it has one of ``only`` if there are any, and none of ``mute``.

    An expression that is none asks for nothing.
    """
    wanted = [test for wish in only if (test := _test(wish)) is not None]
    unwanted = [test for wish in mute if (test := _test(wish)) is not None]
    return (not wanted or any(test(text) for test in wanted)) and not any(test(text) for test in unwanted)


def why_no_wish(wish: str) -> str:
    """What is wrong with the expression of a wish, '' where it can be asked for."""
    found = _EXPRESSION.match(wish.strip())
    return _compiled(found[1])[1] if found else ""


@cache
def _test(wish: str) -> Test | None:
    wish = wish.strip()
    if found := _EXPRESSION.match(wish):
        expression, _ = _compiled(found[1])
        return None if expression is None else lambda text: expression.search(text) is not None
    if not wish:
        return None
    words = r"\s+".join(map(re.escape, wish.split()))
    phrase = re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
    return lambda text: phrase.search(text) is not None


def _compiled(expression: str) -> tuple[Any, str]:
    if len(expression) > _LONGEST:
        return None, f"it is longer than {_LONGEST} characters"
    import re2

    options = re2.Options()
    options.log_errors, options.case_sensitive, options.max_mem = False, False, _MOST_MEMORY
    try:
        return re2.compile(expression, options), ""
    except re2.error as error:
        reason = error.args[0] if error.args else ""
        return None, reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
