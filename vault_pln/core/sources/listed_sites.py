"""A blogroll as the sites it names: an OPML list, read as data."""

from collections.abc import Iterable

from vault_pln.core.markdown.plain import plain
from vault_pln.core.sources.opml import Outline, read_opml
from vault_pln.core.sources.outlinks import site_of
from vault_pln.model.news import ListedSite

_MOST = 1_000
_LONGEST_TITLE, _LONGEST_ABOUT = 100, 300


def listed_sites(body: bytes) -> tuple[tuple[ListedSite, ...], str]:
    """The sites of a list, each once, and why nothing could be read ('': it could)."""
    outlines, problems = read_opml(body)
    if not outlines and problems:
        return (), problems[0].message
    return tuple(_sites(outlines))[:_MOST], ""


def _sites(outlines: Iterable[Outline]) -> Iterable[ListedSite]:
    found: dict[str, ListedSite] = {}
    for one in outlines:
        site = site_of(one.html_url) or site_of(one.xml_url)
        if site:
            about = " ".join((one.description, *one.folders, *one.categories))
            found.setdefault(site, ListedSite(site, plain(one.title, _LONGEST_TITLE), plain(about, _LONGEST_ABOUT)))
    return found.values()
