"""Links that were meant for a person, source or goal and mean nothing, or could mean several notes."""

import re
from collections.abc import Collection, Iterator

from vault_pln.core.health.meant import Guess, Meant
from vault_pln.core.health.mending import Suspect
from vault_pln.core.index.names import Resolution
from vault_pln.core.kinds.daily import daily_day
from vault_pln.model.finding import Finding
from vault_pln.model.note import Link, Note
from vault_pln.model.vault import DailyNotes

_ATTACHMENT = re.compile(
    r"\.(?:png|jpe?g|gif|svg|webp|bmp|avif|pdf|mp[34]|m4a|wav|ogg|flac|webm|mov|mkv|3gp|csv|txt|zip|css|js|json|html?"
    r"|canvas|base|excalidraw)\Z",
    re.IGNORECASE,
)
_MOST_NAMED = 3


def link_suspects(meant: Meant, note: Note, daily: DailyNotes, skip: Collection[int]) -> Iterator[Suspect]:
    """The links of a note that miss their person, source or goal; ``skip`` are those looked at elsewhere."""
    for number, link in enumerate(note.links):
        if number not in skip and link.place in ("text", "quote"):
            meaning = meant.index.resolve(link.target, note.path)
            if meaning.how == "ambiguous":
                yield from _ambiguous(meant, note, number, meaning)
            elif meaning.path is None and _may_be_a_name(link, daily):
                yield from _unresolved(meant, note, number)


def _may_be_a_name(link: Link, daily: DailyNotes) -> bool:
    """Whether a target without meaning could be somebody: no file, day, placeholder or note of ours."""
    path = link.target.partition("#")[0].strip()
    name = path.rpartition("/")[2].removesuffix(".md")
    if name.startswith("PLN ") or "{{" in path or "<%" in path or _ATTACHMENT.search(path):
        return False
    return daily_day(f"{daily.folder}/{name}.md" if daily.folder else f"{name}.md", daily) is None


def _unresolved(meant: Meant, note: Note, number: int) -> Iterator[Suspect]:
    link = note.links[number]
    guesses = meant.guesses(link.target)
    if guesses:
        yield missed(meant, note, number, f"{shown(link)} means no note", guesses)


def missed(meant: Meant, note: Note, number: int, message: str, guesses: tuple[Guess, ...]) -> Suspect:
    """A link without meaning, and what it may have been meant for."""
    link = note.links[number]
    if len(guesses) != 1:
        finding = Finding("link", note.path, link.line, message, f"Which is meant: {names(guesses)}?")
        return Suspect(finding)
    guess = guesses[0]
    target = meant.target_to(guess.path, link.target, note.path)
    alias = guess.path.rpartition("/")[2] != f"{guess.name}.md"
    # a misspelt alias is shown as it should be, a note's own name needs no text
    text = (link.target.replace("#", " > ") if guess.distance == 0 else guess.name) if alias else ""
    # a path that is not there may be that of a note yet to be written
    certain = guess.distance == 0 and guess.path in meant.kinds and "/" not in link.target
    finding = Finding("link", note.path, link.line, f"{message}; {_likely(guess, alias=alias)}",
                      f"Link '{guess.path}'.", certain=certain)  # fmt: skip
    return Suspect(finding, meant.remedy(note, number, target, text))


def _likely(guess: Guess, *, alias: bool) -> str:
    nearly = "" if guess.distance == 0 else "nearly "
    return f"it is {nearly}an alias of '{guess.path}'" if alias else f"it is {nearly}the name of '{guess.path}'"


def names(guesses: tuple[Guess, ...]) -> str:
    """The first notes of several, as a text."""
    first = ", ".join(f"'{guess.path}'" for guess in guesses[:_MOST_NAMED])
    return first + (" …" if len(guesses) > _MOST_NAMED else "")


def shown(link: Link) -> str:
    """A link as one recognises it, without its display text."""
    return f"'[[{link.target}]]'" if link.kind != "markdown" else f"the link to '{link.target}'"


def _ambiguous(meant: Meant, note: Note, number: int, meaning: Resolution) -> Iterator[Suspect]:
    """A link whose name several notes have, one of them in the network; the edit keeps what it means now.

    A link to the very note it stands in is the exception: there the other one was meant.
    """
    link = note.links[number]
    if meaning.path is None or not any(path in meant.kinds for path in meaning.candidates):
        return
    others = [path for path in meaning.candidates if path != note.path]
    path, what = meaning.path, f"it means '{meaning.path}'"
    if path == note.path:
        what = "it means this note itself"
        path = others[0] if len(others) == 1 else path
    message = f"{shown(link)} could mean {len(meaning.candidates)} notes; {what}"
    advice = "Name the whole path: " + " or ".join(f"'{other}'" for other in sorted(meaning.candidates)[:3]) + "."
    target = meant.target_to(path, link.target, note.path, full=True)
    text = link.target.replace("#", " > ")
    yield Suspect(Finding("ambiguous", note.path, link.line, message, advice), meant.remedy(note, number, target, text))
