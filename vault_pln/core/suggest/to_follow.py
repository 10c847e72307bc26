"""Sites to follow, found through what is followed already, as suggestions."""

from vault_pln.core.suggest.discovery import Candidate, site_name
from vault_pln.core.suggest.ground import Ground
from vault_pln.model.suggestion import Evidence, Suggestion


def sites_to_follow(ground: Ground) -> list[Suggestion]:
    """The sites that were not offered yet, best first."""
    return [_suggestion(ground, one) for one in ground.sites]


def _suggestion(ground: Ground, one: Candidate) -> Suggestion:
    best = {row.source: row for row in reversed(one.citations)}
    sources = [path for path in dict.fromkeys(row.source for row in one.citations) if path in ground.index.notes]
    why = (
        Evidence(path, None, f"trust {best[path].trust:.2f}, match {best[path].match:.2f}"
                 + (f", on {', '.join(best[path].terms)}" if best[path].terms else ""))
        for path in sources
    )  # fmt: skip
    values = {"site": site_name(one.site), "sources": ", ".join(_name(ground, path) for path in sources)}
    numbers = {"citing": one.citing, "sources": one.sources}
    return Suggestion("discovery", "discover", values, {}, one.score, tuple(why), numbers, one.site)


def _name(ground: Ground, path: str) -> str:
    person = ground.network.people.get(path)
    return person.name if person is not None else ground.network.sources[path].name
