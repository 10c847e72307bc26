"""Give and take: with one person, and in a network as a whole."""

from collections.abc import Container, Iterable
from typing import NamedTuple

from vault_pln.model.network import Contact, Weights

BAND = 1 / 3
"""A balance this close to nothing counts as even."""


class Reciprocity(NamedTuple):
    """How far the links of a network are answered: which share of them, and of their weight (Squartini et al.).

    ``beyond_chance`` sets the share against a random network as dense (Garlaschelli and Loffredo's ρ); None where all
    are linked to all.
    """

    links: float
    beyond_chance: float | None
    weight: float


def exchanged(rows: Iterable[Contact], keys: Container[str]) -> tuple[int, int]:
    """How often the user gave and got, by the marks of lines.

    That somebody was at a meeting says nothing of it: the properties (``keys``) that name people are left out.
    """
    marked = [row.direction for row in rows if row.text not in keys]
    return sum(one in ("gave", "both") for one in marked), sum(one in ("got", "both") for one in marked)


def lines_exchanged(rows: Iterable[Contact], keys: Container[str]) -> tuple[int, int]:
    """In how many lines the user noted that they gave, and that they got, with however many people at once."""
    marked = [((row.path, row.line), row.direction) for row in rows if row.text not in keys]
    gave = {place for place, direction in marked if direction in ("gave", "both")}
    got = {place for place, direction in marked if direction in ("got", "both")}
    return len(gave), len(got)


def balance(gave: int, got: int) -> float:
    """``(gave - got) / (gave + got + 2)``: above nothing the user gave more, below they received more."""
    return (gave - got) / (gave + got + 2)


def is_even(gave: int, got: int) -> bool:
    """Whether neither side is much in the other's debt."""
    return abs(balance(gave, got)) <= BAND


def reciprocity(directed: Weights) -> Reciprocity | None:
    """How far links are answered, None where there are none; a node's link to itself is left out."""
    nodes = directed.keys() | {other for others in directed.values() for other in others}
    links = [
        (weight, directed.get(other, {}).get(node, 0))
        for node, others in directed.items()
        for other, weight in others.items()
        if other != node and weight > 0
    ]
    if not links:
        return None
    answered = sum(back > 0 for _, back in links) / len(links)
    density = len(links) / (len(nodes) * (len(nodes) - 1))
    beyond = (answered - density) / (1 - density) if density < 1 else None
    kept = sum(min(weight, back) for weight, back in links)
    return Reciprocity(answered, beyond, kept / sum(weight for weight, _ in links))
