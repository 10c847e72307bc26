"""When so many notes are gone at once that a missing disk is likelier than a tidy user."""

from collections.abc import Collection, Mapping

_LEAST, _SHARE, _MANY = 10, 0.3, 50


def is_loss(before: Mapping[str, str], now: Collection[str], arrived: Collection[str], own: Collection[str]) -> bool:
    """At least ten notes and (30 % or 50) gone at once, or notes gone with all of our own.

    ``before`` maps the paths known so far to what identifies a note when it moves, ``now`` are the paths that exist,
    ``arrived`` what identifies the new ones: a note that only moved is not gone. ``own`` are our notes among
    ``before``.
    """
    gone = {path for path, identity in before.items() if path not in now and identity not in arrived}
    if own and gone.issuperset(own) and len(gone) > len(own):
        return True
    return len(gone) >= _LEAST and (len(gone) >= _MANY or len(gone) >= _SHARE * len(before))
