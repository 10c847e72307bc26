"""How varied something is: Hill numbers, after Hill, Diversity and Evenness (1973)."""

import math
from collections.abc import Iterable


def hill(counts: Iterable[float], order: float = 1) -> float:
    """``(Σ p^q)^(1/(1-q))``: it "behaves like N equal ones"; 0 for nothing.

    Of order 0 it is how many there are, of order 1 the exponential of Shannon's entropy, of order 2 the inverse of
    Simpson's concentration, of infinite order the inverse of the greatest share. The higher the order, the more the
    dominant count.
    """
    kept = [count for count in counts if count > 0]
    if not kept:
        return 0.0
    most = max(kept)
    if order == math.inf:
        return math.fsum(kept) / most
    # relative to the greatest: no power of a share then falls below what a float can hold
    whole = math.fsum(count / most for count in kept)
    if order == 1:
        return math.exp(math.log(whole) - math.fsum(c / most * math.log(c / most) for c in kept) / whole)
    powers = math.fsum((count / most) ** order for count in kept)
    return math.exp((math.log(powers) - order * math.log(whole)) / (1 - order))
