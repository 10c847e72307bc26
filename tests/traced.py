"""What tests under strace share: how many places of a trace are taken, and a server that forks children."""

import os
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
ALL_PLACES = bool(os.environ.get("PLN_TORTURE"))

FORKS = """
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        try:
            work(json.loads(line))
        finally:
            os._exit(70)
    os.waitpid(child, os.WUNTRACED)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""The end of a server's program: a child for each order, to which ``work`` is given.

It stops itself, so that strace can take hold of it, and is told by its number and then by its exit code.
"""


def some(places: Sequence[T], at_most: int, *, whatever_is_asked: bool = False) -> Sequence[T]:
    """Places at even distances, so that each kind of step is among them; with PLN_TORTURE all of them."""
    return places if ALL_PLACES and not whatever_is_asked else places[:: max(1, -(-len(places) // at_most))]
