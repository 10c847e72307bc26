"""The public pages keep to the rules of HTML and of WCAG 2.2, whatever the names in the vault are; the feed to RFC 4287."""

import json
import os
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from conftest import TODAY, Run, write

ODD = (
    "<b>bold</b>", 'A & B "q"', "شبكة التعلم", "עברית (RTL)", "x" * 120, "日本語の長い題名", "\u202eevil", "🎉🎉",
    "--><script>alert(1)</script>", "]]><x>", "&amp;&lt;", "' onmouseover='x", "</title><h1>", "\u200b", "{{x}}",
)  # fmt: skip
"""What a source, a topic or a link may be called."""

CONTENT = {
    "html": {"head", "body"}, "head": {"meta", "title", "link", "style"}, "body": {"nav", "main"}, "nav": {"ul"},
    "ul": {"li"}, "main": {"h1", "h2", "ul", "p"}, "h2": {"bdi", "time"}, "li": {"a", "bdi", "small"},
    "small": {"a", "bdi"}, "a": {"bdi"}, "p": {"small"},
}  # fmt: skip
"""What may stand in what, of the elements that are used (HTML, 4.)."""


def fill(vault: Path, *, marked: bool) -> None:
    """A vault of odd names; without marks but one, its pages are nearly empty."""
    mark = "pln-publish: true" if marked else "pln-publish: false"
    write(vault, "G/Learn.md", "---\ntype: goal\npln-publish: true\n---\n")
    write(vault, "G/تعلم.md", f"---\ntype: goal\nstatus: paused\n{mark}\n---\n")
    write(vault, "P/P 0.md", f"---\ntype: person\nprofiles: ['https://p.example/@a']\n{mark}\n---\n")
    lines = []
    for number, name in enumerate(ODD):
        said = json.dumps(name)
        goals = ("['[[Learn]]']", "['[[تعلم]]']", "[]")[number % 3]
        file = "".join(sign for sign in name[:40] if sign not in '<>&/|"{}')
        write(vault, f"S/{number} {file}.md",
              f"---\ntype: source\nurl: https://s{number}.example/?a=1&b=<{number}>\nfeed: https://s{number}.example/f?x&y\n"
              f"topics: [{said}]\nlanguage: {said}\ngoals: {goals}\nstatus: trial\n{mark}\n---\n")  # fmt: skip
        if marked:
            lines.append(f"- [{name}](https://l.example/{number}?q=1&r=%22#top) via [[P 0]] #share\n")
    write(vault, "2026-11-20.md", "".join(lines))


@pytest.fixture(params=[("en", True), ("de", True), ("en", False)], ids=["en", "de", "nearly empty"])
def public(run: Run, vault: Path, request: pytest.FixtureRequest) -> Path:
    """The folder of the public files."""
    language, marked = request.param
    write(vault, "PLN/PLN Settings.md", f"---\ntype: pln-settings\nlanguage: {language}\n---\n")
    fill(vault, marked=marked)
    ran = run("publish", "--vault", vault, "--today", TODAY, "--yes")
    assert ran.code == 0, ran.err
    return vault / "PLN/Public"


def tree(text: str) -> ET.Element:
    """A page as strictly as XML is read: all is closed and quoted, no attribute is there twice, no sign is stray."""
    doctype, _, rest = text.partition("\n")
    assert doctype == "<!DOCTYPE html>"
    return ET.fromstring(re.sub(r"<(meta|link)([^>]*)>", r"<\1\2/>", rest))


def said(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def pages(public: Path) -> Iterator[tuple[str, ET.Element]]:
    for path in sorted(public.glob("*.html")):
        text = path.read_text(encoding="utf-8")
        assert text.encode()[:1024].find(b'<meta charset="utf-8">') > 0
        yield path.name, tree(text)


def test_every_page_has_what_stands_where_it_may(public: Path) -> None:
    for name, page in pages(public):
        for parent in page.iter():
            assert {child.tag for child in parent} <= CONTENT.get(parent.tag, set()), (name, parent.tag)
            assert not {key for key in parent.attrib if key.startswith("on") or key in ("style", "id")}
            if parent.tag in ("html", "head", "body", "nav", "ul"):
                assert not said(parent) or all(not (one.tail or "").strip() for one in parent)
        for moment in page.iter("time"):
            assert datetime.fromisoformat(moment.attrib["datetime"])


def test_every_page_is_for_everybody(public: Path) -> None:
    titles = []
    for name, page in pages(public):
        assert page.get("lang") in ("en", "de")
        (title,), (main,), (nav,) = (list(page.iter(tag)) for tag in ("title", "main", "nav"))
        titles.append(said(title))
        assert said(title)
        assert nav.get("aria-label")
        assert [one.get("aria-current") for one in nav.iter("a")].count("page") == 1
        (viewport,) = (one.get("content") or "" for one in page.iter("meta") if one.get("name") == "viewport")
        assert "maximum-scale" not in viewport
        assert "user-scalable" not in viewport
        headings = [(int(one.tag[1]), said(one)) for one in main.iter() if re.fullmatch(r"h[1-6]", one.tag)]
        assert headings[0][0] == 1
        assert all(text for _, text in headings), (name, headings)
        assert all(lower <= upper + 1 and lower > 1 for (upper, _), (lower, _) in pairwise(headings))
        for link in page.iter("a"):
            label = link.get("aria-label") or said(link)
            assert label.strip(" \u200b\u2060"), (name, link.attrib)
            # who speaks to the page says what stands on it (WCAG 2.5.3)
            assert said(link).casefold() in label.casefold()
        assert all(said(item) for item in page.iter("li"))
    assert len(set(titles)) == 3


def brightness(colour: str) -> float:
    """The relative luminance of ``#rrggbb`` (WCAG 2.2, 1.4.3)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((brightness(one), brightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_is_as_the_formula_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_text_stands_out_in_both_schemes_as_the_strictest_level_asks(public: Path) -> None:
    text = (public / "index.html").read_text()
    schemes = re.findall(r":root\{([^}]*)\}", text)
    assert len(schemes) == 2
    for scheme in schemes:
        colour = dict(re.findall(r"--(\w+):(#[0-9a-f]{6})", scheme))
        assert all(contrast(colour[name], colour["paper"]) >= 7 for name in ("ink", "soft", "link")), colour


ATOM = "{http://www.w3.org/2005/Atom}"
ONCE, OPTIONAL = {"id", "title", "updated"}, {"author", "contributor", "link", "generator", "category", "rights"}


def test_the_feed_keeps_to_its_rfc(public: Path) -> None:
    feed = ET.parse(public / "linkblog.xml").getroot()
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        names = [child.tag.removeprefix(ATOM) for child in element if child.tag != f"{ATOM}entry"]
        assert set(names) - OPTIONAL == ONCE
        assert all(names.count(name) == 1 for name in ONCE)
        moment = element.findtext(f"{ATOM}updated") or ""
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment)
        assert datetime.fromisoformat(moment)
        links = [(one.get("rel") or "alternate", one.get("href") or "") for one in element.findall(f"{ATOM}link")]
        assert [rel for rel, _ in links].count("alternate") == 1
        assert all(href and not re.search(r"[\s<>\"{}|\\^`]", href) for _, href in links)
        assert not list(element.iter("author")) or element is feed
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    ids = [one.findtext(f"{ATOM}id") or "" for one in (feed, *entries)]
    assert len(set(ids)) == len(ids)
    assert all(
        re.fullmatch(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", one)
        for one in ids
    )
    assert feed.findtext(f"{ATOM}updated") == max((one.findtext(f"{ATOM}updated") or "" for one in entries), default="1970-01-01T00:00:00Z")  # fmt: skip


def test_the_feeds_of_two_people_are_two_and_stay_themselves(run: Run, tmp_path: Path) -> None:
    def ids(vault: Path) -> list[str]:
        assert run("publish", "--vault", vault, "--today", TODAY, "--yes").code == 0
        text = (vault / "PLN/Public/linkblog.xml").read_text()
        return re.findall(r"<id>(.*?)</id>", text)

    one, other = tmp_path / "one", tmp_path / "other"
    for vault, more in ((one, ""), (other, "- [mine](https://m.example/) #share\n")):
        (vault / ".obsidian").mkdir(parents=True)
        write(vault, "2026-11-20.md", f"- [same](https://s.example/) #share\n{more}")
    before = ids(one)
    assert not set(before) & set(ids(other))
    write(one, "2026-11-21.md", "- [more](https://n.example/) #share\n")
    assert set(before) < set(ids(one))
    for path in ("2026-11-20.md", "2026-11-21.md"):
        write(one, path, "nothing\n")
    assert ids(one) == before[:1]


# by an accessibility engine too, where there is one: PLN_AXE names the file axe.min.js of axe-core
AXE, BROWSER = os.environ.get("PLN_AXE", ""), shutil.which("chromium") or shutil.which("google-chrome") or ""
ASK = """<script>axe.run().then(found => {
  const said = document.createElement("textarea");
  const wide = document.documentElement.scrollWidth > innerWidth;
  said.textContent = JSON.stringify([found.violations.map(one => [one.id, one.nodes.map(node => node.html)]), wide]);
  document.body.replaceChildren(said);
})</script></body>"""


@pytest.mark.skipif(not (AXE and BROWSER), reason="PLN_AXE names no axe.min.js, or there is no Chromium")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [500, 1280])
def test_an_accessibility_engine_finds_nothing(public: Path, tmp_path: Path, scheme: str, width: int) -> None:
    for path in sorted(public.glob("*.html")):
        text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", path.read_text())
        if scheme == "dark":
            text = text.replace("(prefers-color-scheme:dark)", "all")
        engine = f"<script>{Path(AXE).read_text()}</script>{ASK}"
        page = tmp_path / path.name
        page.write_text(text.replace("</body>", engine))
        ran = subprocess.run(
            [BROWSER, "--headless", "--no-sandbox", "--virtual-time-budget=9000", f"--window-size={width},900", "--dump-dom",
             page.as_uri()],
            capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip
        found: Any = re.search(r"<textarea>(.*?)</textarea>", ran.stdout, re.DOTALL)
        assert found is not None, ran.stderr
        assert json.loads(found[1]) == [[], False], (path.name, found[1])
