"""What ``add`` prints, from the first goal to the last mistake."""

import shlex
from pathlib import Path

from conftest import ROOT, TODAY, Run, write
from loopback import Answer, Site, serve

TRANSCRIPT = (ROOT / "tests/data/add.txt").read_text(encoding="utf-8")


def feed(title: str, post: str, day: int) -> Answer:
    item = f"<item><title>{post}</title><guid>{post}</guid><pubDate>2026-11-{day}</pubDate></item>"
    return Answer(200, f"<rss version='2.0'><channel><title>{title}</title>{item}</channel></rss>".encode())


def site_of(site: Site) -> None:
    declared = "".join(f"<link rel=alternate type=application/rss+xml href=/{name}.xml>" for name in ("posts", "notes"))
    site.routes = {
        "/": Answer(200, declared.encode()),
        "/posts.xml": feed("Example Weblog", "Pin, Unpin and why", 20),
        "/notes.xml": feed("Example Notes", "Today", 21),
        "/ada": Answer(200, b"<link rel=alternate type=application/rss+xml href=/ada.xml>"),
        "/ada.xml": feed("Ada", "Engines", 19),
    }


def test_the_transcript_is_what_happens(run: Run, vault: Path) -> None:
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\nallow-private-hosts: [127.0.0.1]\n---\n")
    with serve() as site:
        site_of(site)
        shown = ""
        for line in TRANSCRIPT.splitlines():
            if line.startswith("$ "):
                words = shlex.split(line.removeprefix("$ vault-pln ").replace("HOST", site.url))
                ran = run(*words, "--vault", vault, "--today", TODAY)
                shown += f"{line}\n" + (ran.out + ran.err).replace(site.url, "HOST")
    assert shown == TRANSCRIPT
