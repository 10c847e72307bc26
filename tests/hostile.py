"""A vault of hostile notes: what a disk, an encoding, an editor or a person can do to a note."""

import os
import random
import unicodedata
from collections.abc import Iterator
from pathlib import Path

BEGIN, END = "<!-- pln:begin {} -->", "<!-- pln:end {} -->"
ID = "^pln-aaaaaaaaaaaaaaa{}"

MARKERS = {
    "pair": f"{BEGIN}\n{END}",
    "filled": f"{BEGIN}\nbody\n{END}",
    "hashed": "<!-- pln:begin {} sha=0123456789abcdef -->\nbody\n" + END,
    "two": f"{BEGIN}\n{END}\n{BEGIN}\n{END}",
    "nested": f"{BEGIN}\n{BEGIN}\n{END}\n{END}",
    "open": f"{BEGIN}\nbody",
    "close": f"body\n{END}",
    "turned": f"{END}\nbody\n{BEGIN}",
    "other name": BEGIN + "\nbody\n<!-- pln:end home -->",
    "quoted": f"> {BEGIN}\n> {END}",
    "callout": f"> [!note]\n> {BEGIN}\n> body\n> {END}",
    "code": f"```\n{BEGIN}\n{END}\n```",
    "open code": f"```\n{BEGIN}\n{END}",
    "indented": f"    {BEGIN}\n    {END}",
    "inline": f"text {BEGIN} text {END}",
    "in a comment": f"%%\n{BEGIN}\n{END}\n%%",
    "in html": f"<!--\n{BEGIN}\n{END}\n-->",
    "in front matter": f"---\na: |\n  {BEGIN}\n---\n{END}",
    "across code": f"{BEGIN}\n```\n{END}\n```",
    "no space": "<!--pln:begin {}-->\n<!--pln:end {}-->",
    "capital": "<!-- PLN:BEGIN {} -->\n<!-- PLN:END {} -->",
    "bad sha": "<!-- pln:begin {} sha=zz -->\n" + END,
    "wide": f"{BEGIN}   \n{END}\t",
}
BROKEN = ("two", "nested", "open", "close", "turned", "other name", "quoted", "callout", "across code")
"""Those whose markers do not fit together."""

FRONT = {
    "empty": "---\n---\n",
    "unclosed": "---\ntype: person\n",
    "twice": "---\ntype: person\ntype: goal\n---\n",
    "list": "---\n- a\n- b\n---\n",
    "scalar": "---\njust words\n---\n",
    "alias": "---\na: &x [1]\nb: *x\n---\n",
    "bomb": "---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\n",
    "deep": "---\na: " + "[" * 60 + "]" * 60 + "\n---\n",
    "very deep": "---\na: " + "{a: " * 3000 + "}" * 3000 + "\n---\n",
    "tab": "---\n\ta: b\n---\n",
    "tagged": "---\na: !!python/object/apply:os.system ['true']\n---\n",
    "broken": "---\na: [b\n---\n",
    "colon": "---\na: b: c\n---\n",
    "quote": "---\na: 'b\n---\n",
    "huge": "---\n" + "a: b\n" * 20_000 + "---\n",
    "null": "---\ntype: null\n~: x\n---\n",
    "numbers": "---\ntype: 1\n1: 2\n2026-01-01: 1.5e400\n---\n",
    "dates": "---\ntype: person\nlast-contact: 2026-02-30\nbirthday: 0000-00-00\ncadence: -5\n---\n",
    "late": "\n---\ntype: person\n---\n",
    "dots": "---\ntype: person\n...\n",
    "four": "----\ntype: person\n----\n",
    "spaces": "---  \ntype: person\n---  \n",
    "json": '---\n{"type": "person", "cadence": {"a": []}}\n---\n',
    "merge": "---\n<<: {type: person}\n---\n",
    "multi": "---\na: 1\n---\nb\n---\nc: 2\n---\n",
    "directive": "---\n%YAML 9.9\n---\n",
    "nul": "---\na: \0\n---\n",
    "person of nothing": "---\ntype: person\ncadence: every full moon\nrelation: {}\ngoals: ['[[', ']]', '[[|]]']\n---\n",
    "source of nothing": "---\ntype: source\nfeed: 'javascript:alert(1)'\nevery: never\n---\n",
    "template": "---\ntype: <% tp.file.title %>\n---\n",
}
MISREAD = ("list", "alias", "bomb", "deep", "very deep", "tab", "broken", "quote", "huge", "nul")
"""Those that cannot be read as properties, and must be a problem."""

IDS = [
    "- [ ] a {id}", "- [x] a {id}", "- [?] a {id}", "{id}", "text {id} text", "> - [ ] a {id}", "```\n- [ ] a {id}\n```", "# Heading {id}",
    "| a {id} |\n| - |", "- [ ] a {id} {id}", "%% {id} %%", "[[a#{id}]]", "[[x{id}]]", "\t- [ ] deep {id}", "1. [ ] a {id}", "- [ ] a{id}",
    "- [ ] a {id}\\", "- [ ] a {id}\u200b", "<!-- a {id} -->", "- [ ] **a** {id}  ",
]  # fmt: skip

TEXTS = {
    "crlf": "# A\r\n\r\ntext\r\n",
    "lone cr": "# A\rtext\r- [ ] b\r",
    "mixed": "a\r\nb\nc\rd\r\n\n\r",
    "bom": "\ufeff# A\ntext",
    "two boms": "\ufeff\ufeff# A\n",
    "bom and front": "\ufeff---\r\ntype: person\r\n---\r\n",
    "nul": "a\0b\n\0\0\n",
    "only nul": "\0" * 100,
    "control": "".join(map(chr, range(32))) + "\x7f\x85",
    "separators": "a\u2028b\u2029c\x0bd\x0ce\x1cf\x1eg\n",
    "rtl": "שלום [[עולם]] \u202eevil\u202c مرحبا\n",
    "isolates": "\u2066a\u2069 \u200f\u200e\n",
    "zero width": "a\u200bb\u200cc\u200dd\ufeffe\n",
    "combining": "a" + "\u0301" * 1000 + "\n",
    "astral": "𝔘𝔫𝔦 👩‍👩‍👧‍👦 \U0010ffff\n",
    "empty": "",
    "newline": "\n",
    "spaces": "   \n\t\n",
    "no end": "text without an end",
    "many lines": "\n" * 50_000,
    "open code": "```\ncode\n# not a heading\n",
    "tildes": "~~~\n```\n~~~\n",
    "open comment": "text %% comment\n# not a heading\n",
    "open html": "<!-- open\n## Learning network\n",
    "heading twice": "## Learning network\na\n## Learning network\nb\n",
    "setext": "Learning network\n===\n",
    "links": "[[" * 500 + "]]" * 500,
    "pipes": "[[a|b|c]] [[|]] [[#]] [[^]] [[#^x]] ![[a|100x]] [[a\n]]\n",
    "paths": "[[../../etc/passwd]] [[/etc/passwd]] [x](file:///etc/passwd) [y](../out.md) [[C:\\x]]\n",
    "tags": "#a #1 #a/b #-- #" + "x" * 5000 + "\n",
    "tasks": "- [ ] a 📅 2026-13-45 ⏳ never 🔁 every\n- [] b\n-[ ] c\n* [ ]\n",
    "fields": "a:: b\n[x:: y] (z:: w)\n::\n[::]\n" + "a" * 3000 + ":: b\n",
    "conflict": "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n",
    "embeds itself": "![[embeds itself]]\n",
}
BYTES = {
    "invalid": b"caf\xe9\n",
    "half a character": "é".encode()[:1],
    "overlong": b"\xc0\xaf\n",
    "surrogate": b"\xed\xa0\x80\n",
    "beyond": b"\xf4\x90\x80\x80\n",
    "utf-16 le": "\ufeff# Note\n".encode("utf-16-le"),
    "utf-16 be": "\ufeff# Note\n".encode("utf-16-be"),
    "utf-16 umlauts": "äöü\n".encode("utf-16-le"),
    "utf-32": "\ufeff# Note\n".encode("utf-32-le"),
    "latin": "Grüße an Zoë\n".encode("latin-1"),
    "binary": bytes(range(256)) * 20,
    "late": b"a" * 70_000 + b"\xff",
}

NAMES = [
    "ünï", unicodedata.normalize("NFC", "Zoë"), unicodedata.normalize("NFD", "Zoë"), "case", "CASE", "Case", "a b", " lead", "trail ",
    "dot.", "two..dots", "-dash", "#hash", "^caret", "[bracket]", "pipe|bar", "quote\"'", "back\\slash", "col:on", "quest?", "star*", "new\nline",
    "tab\t", "\u202ertl", "zero\u200bwidth", "😀", "x" * 120, "%41", "CON", "nul", "$(true)", "`true`", "{{title}}", "<% x %>", "<b>", "&amp;",
]  # fmt: skip


def text_notes() -> Iterator[tuple[str, bytes]]:
    """Notes by path, all of them regular files."""
    for name, text in TEXTS.items():
        yield f"texts/{name}.md", text.encode()
        yield f"texts/{name} person.md", b"---\ntype: person\ncadence: weekly\n---\n" + text.encode()
        yield f"texts/{name} crlf.md", text.replace("\r\n", "\n").replace("\n", "\r\n").encode()
    for name, text in MARKERS.items():
        for block in ("network", "people"):
            yield f"markers/{name} {block}.md", text.replace("{}", block).encode()
            yield f"markers/{name} {block} person.md", f"---\ntype: person\n---\n{text}\n".replace("{}", block).encode()
    for name, text in FRONT.items():
        yield f"front/{name}.md", text.encode() + b"text [[Ada]]\n"
        yield f"front/{name} crlf.md", text.replace("\n", "\r\n").encode() + b"text [[Ada]]\r\n"
    for number, text in enumerate(IDS):
        sign = "abcdefghijklmnopqrstuvwxyz"[number]
        yield f"ids/{number}.md", text.replace("{id}", ID.format(sign)).encode() + b"\n"
        yield f"ids/{number} again.md", text.replace("{id}", ID.format(sign)).encode()
    for name, data in BYTES.items():
        yield f"bytes/{name}.md", data
        yield f"bytes/{name} person.md", b"---\ntype: person\n---\n" + data
    for number, name in enumerate(NAMES):
        yield f"names/{name}.md", f"note {number} [[Ada]]\n".encode()
    yield "large/line.md", b"x" * 10_000_000
    yield "large/lines.md", b"line of text [[Ada]]\n" * 260_000


def mixed_notes(seed: int, number: int) -> Iterator[tuple[str, bytes]]:
    """Notes made of pieces of all of these."""
    chance = random.Random(seed)
    pieces = [*TEXTS.values(), *(text.replace("{}", "network") for text in MARKERS.values()), *IDS]
    pieces = [piece for piece in pieces if len(piece) < 1000]
    for place in range(number):
        chosen = chance.sample(pieces, chance.randint(1, 6))
        front = chance.choice(["", *(text for text in FRONT.values() if len(text) < 500)])
        newline = chance.choice(["\n", "\r\n"])
        text = (front + chance.choice(["", "\n", " "]).join(chosen)).replace("{id}", ID.format("z"))
        yield f"mixed/{place}.md", text.replace("\n", newline).encode()


def special_files(vault: Path) -> dict[str, str]:
    """Make what is no ordinary note, and say what each is."""
    made = vault / "special"
    (made / "folder.md").mkdir(parents=True)
    (made / "folder.md/inside.md").write_bytes(b"inside\n")
    os.mkfifo(made / "pipe.md")
    (made / "target.md").write_bytes(b"target\n")
    (made / "link.md").symlink_to("target.md")
    (made / "nowhere.md").symlink_to("not there.md")
    (made / "loop.md").symlink_to("loop.md")
    (made / "out.md").symlink_to("/etc/hostname")
    (made / "up").symlink_to("..")
    (made / "device.md").symlink_to("/dev/zero")
    (made / "hard.md").write_bytes(b"---\ntype: person\n---\n<!-- pln:begin network -->\n<!-- pln:end network -->\n")
    os.link(made / "hard.md", made / "hard twin.md")
    conflict = "note.sync-conflict-20261123-130434-ABCDEFG.md"
    (made / conflict).write_bytes(b"conflict\n")
    with open(os.fsencode(made) + b"/caf\xe9.md", "wb") as file:
        file.write(b"a name that is no text\n")
    return {
        "special/folder.md": "a folder",
        "special/pipe.md": "a pipe",
        "special/link.md": "a link to a file",
        "special/nowhere.md": "a link to nothing",
        "special/loop.md": "a link to nothing",
        "special/out.md": "a link to a file",
        "special/up": "a link to a folder",
        "special/device.md": "a link to a pipe, socket or device",
        f"special/{conflict}": "a conflict copy",
        "special/caf?.md": "not valid UTF-8",
    }


PROBLEMS = {
    **{f"markers/{name} network.md": "do not fit together" for name in BROKEN},
    **{f"markers/{name} people person.md": "do not fit together" for name in BROKEN},
    **{f"markers/{name} network.md": "edited by hand" for name in ("filled", "hashed")},
    **{f"front/{name}.md": "propert" for name in MISREAD},
    **{f"front/{name} crlf.md": "propert" for name in MISREAD},
    "front/dates.md": "is no date",
    "front/person of nothing.md": "is no rhythm",
    "front/source of nothing.md": "is no address",
    **{f"bytes/{name}.md": "not UTF-8" for name in BYTES},
    **{f"bytes/{name} person.md": "not UTF-8" for name in BYTES},
}
"""What the problem of a note must say."""


def make(vault: Path, seed: int = 1, mixed: int = 150) -> dict[str, bytes]:
    """Write all regular notes; their bytes by path."""
    notes = dict([*text_notes(), *mixed_notes(seed, mixed)])
    for path, data in notes.items():
        file = vault / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return notes
