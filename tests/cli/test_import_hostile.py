"""Broken and hostile files of every format: one clear problem with its line and nothing written, or safe notes only."""

import codecs
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
import yaml

from conftest import Run, snapshot, write

NAMES = (
    "../../x", "..\\..\\x", "/etc/passwd", "C:\\x", "CON", "nul.md", "LPT1", "COM¹", "a/b", ".hidden", "~x", "x" * 3000,
    "é" * 300, "[[Ada]]", "![[Ada]]", "#tag", "^block", "<% tp.file.delete() %>", "{{title}}", "%%x%%", "a|b", "- [ ] x",
    "---", "type: goal", "key:: value", "\u202eevil", "a\u200bb", "2026-11-23", "PLN Home", "PLN/PLN Settings",
    "true", "null", "1e5", "'quoted\"", "`code`", "$math$", "Ada.md", "x\ty", "🎉" * 60, "日本語",
)  # fmt: skip
"""What a file may call somebody: every one becomes a note of a safe name, or none."""


def opml(name: str) -> bytes:
    shown = quoteattr(name)
    return f'<opml version="2.0"><body><outline text={shown} xmlUrl="https://a.example/f"/></body></opml>'.encode()


def vcard(name: str) -> bytes:
    shown = name.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return f"BEGIN:VCARD\nVERSION:4.0\nFN:{shown}\nEMAIL:a@x.example\nEND:VCARD\n".encode()


def table(name: str) -> bytes:
    return 'name,email\n"{}",a@x.example\n'.format(name.replace('"', '""')).encode()


def calendar(name: str) -> bytes:
    shown = name.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return (
        "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nDTSTART:20261120T100000Z\n"
        f"SUMMARY:{shown}\nEND:VEVENT\nEND:VCALENDAR\n"
    ).encode()


FORMS: dict[str, Callable[[str], bytes]] = {"opml": opml, "vcf": vcard, "csv": table, "ics": calendar}


def everywhere(form: str) -> Iterator[tuple[str, bytes]]:
    """What breaks a file of any format: encodings, signs that are no text, sizes."""
    whole = FORMS[form]("Ada é")
    yield "nothing", b""
    yield "spaces", b" \r\n\t\n"
    yield "only a mark", codecs.BOM_UTF8
    yield "latin-1", whole.decode().encode("latin-1")
    yield "a NUL", whole.replace(b"Ada", b"A\0da")
    yield "utf-16 without its mark", whole.decode().encode("utf-16-le")
    yield "half of utf-16", codecs.BOM_UTF16_LE + whole.decode().encode("utf-16-le")[:-1]
    yield "utf-32", whole.decode().encode("utf-32")
    yield "a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20
    yield "a page", b"<!DOCTYPE html>\n<html><body>Log in</body></html>"
    yield "json", b'{"people": [{"name": "Ada"}]}'
    yield "a line of 10 MB", whole.replace(b"Ada", b"A" * 10_000_000)
    yield "21 MB", whole + b"\n" * 21_000_000
    yield "cut off", whole[: len(whole) // 2]


def of_opml() -> Iterator[tuple[str, bytes]]:
    def entities(inner: str, more: str = "") -> bytes:
        return f"<?xml version='1.0'?>\n<!DOCTYPE o [{inner}]>\n<opml><body>&a;{more}</body></opml>".encode()

    laughs = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    yield "billion laughs", entities('<!ENTITY a "ha">' + laughs, "&i;")
    yield "quadratic", entities(f'<!ENTITY a "{"x" * 50_000}">', "&a;" * 1000)
    yield "external entity", entities('<!ENTITY a SYSTEM "file:///etc/passwd">')
    yield "external type", b'<!DOCTYPE opml SYSTEM "http://127.0.0.1:9/x.dtd"><opml><body/></opml>' * 2
    yield "parameter entity", entities('<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;')
    yield "an unknown encoding", b'<?xml version="1.0" encoding="x-mad"?><opml><body/></opml>'
    yield "utf-7", b'<?xml version="1.0" encoding="utf-7"?>+ADw-opml+AD4-'
    yield "a deep nest that does not end", b"<opml><body>" + b"<outline>" * 200_000
    yield "two roots", b"<opml/><opml/>"
    yield "a wrong end", b"<opml><body></opml></body>"
    yield "twice the same attribute", b'<opml><outline text="a" text="b"/></opml>'
    yield "a namespace that is not declared", b'<opml><outline x:text="a"/></opml>'
    yield "rss", b"<rss><channel/></rss>"
    yield "a control", b"<opml><outline text='\x01'/></opml>"
    yield "a surrogate", b"<opml><outline text='&#xD800;'/></opml>"


def of_vcards() -> Iterator[tuple[str, bytes]]:
    def card(*rows: str) -> bytes:
        return "\n".join(("BEGIN:VCARD", "VERSION:3.0", *rows, "END:VCARD", "")).encode()

    yield "no end", b"BEGIN:VCARD\nFN:Ada\n"
    yield "no beginning", b"FN:Ada\nEND:VCARD\n"
    yield "a card in a card that does not end", b"BEGIN:VCARD\nFN:A\n" * 10_000
    yield "a fold that is none", card("FN:Ada", "NOTE:one", "and not folded")
    yield "a line without a colon", card("FN:Ada", "EMAIL")
    yield "a quote that does not end", card("FN:Ada", 'EMAIL;TYPE="home:a@x.example')
    yield "no name", card("EMAIL:a@x.example")
    yield "a blank name", card("FN:\u200b \u2060")
    yield "a thousand parameters", card("FN:Ada", "EMAIL" + ";A=1" * 1000 + ":a@x.example")
    yield "a long value", card("FN:Ada", "NOTE:" + "x" * 200_000)
    yield "too many", card("FN:Ada") * 10_002
    yield "an organisation", card("FN:Navy", "KIND:org")
    yield "a name that is no name", card("FN:Ada", "E MAIL:a@x.example")
    yield "a colon only", card("FN:Ada", ":")
    yield "a soft line end and no more", b"BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:A="


def of_tables() -> Iterator[tuple[str, bytes]]:
    yield "a quote that does not end", b'name,email\n"Ada,a@x.example\n'
    yield "a sign behind a quote", b'name,email\n"Ada"x,a@x.example\n'
    yield "no header", b"Ada,a@x.example\nBob,b@x.example\n"
    yield "unknown columns", b"foo,bar\n1,2\n"
    yield "a header only of marks", b",,,,\n,,,\n"
    yield "a long cell", b"name,email\n" + b"x" * 200_000 + b",\n"
    yield "too many rows", b"name,email\n" + b"Ada,a@x.example\n" * 10_001
    yield "too many cells", b"name,email\nAda,a@x.example" + b",x" * 5_000 + b"\n"
    yield "no name", b"name,email\n,a@x.example\n"
    yield "a blank name", "name,email\n\u200b,a@x.example\n".encode()
    yield "remarks without end", b"remark\n" * 30 + b"name,email\nAda,a@x.example\n"
    yield "only marks", b";" * 100_000
    yield "only quotes", b'"' * 99_999
    yield "lines of another world", b"name|email\nAda|a@x.example\n"
    yield "a sum", b"=1+1\n=HYPERLINK()\n"


def of_calendars() -> Iterator[tuple[str, bytes]]:
    def event(*rows: str) -> bytes:
        inner = "\n".join(("BEGIN:VEVENT", *rows, "END:VEVENT"))
        return f"BEGIN:VCALENDAR\nVERSION:2.0\n{inner}\nEND:VCALENDAR\n".encode()

    yield "no end", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n"
    yield "no calendar", b"BEGIN:VEVENT\nUID:1\nDTSTART:20261120T100000Z\nEND:VEVENT\n"
    yield "no events", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n"
    yield "events in events", b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 10_000
    yield "no date", event("UID:1", "SUMMARY:A")
    yield "a day that is none", event("UID:1", "DTSTART:20261399T100000Z")
    yield "the first day of all", event("UID:1", "DTSTART:00010101T000000Z")
    yield "the last day of all", event("UID:1", "DTSTART:99991231T235959Z")
    yield "every second", event("UID:1", "DTSTART:20261120T100000Z", "RRULE:FREQ=SECONDLY;COUNT=1000000000")
    yield "dates without end", event("UID:1", "DTSTART:20261120T100000Z", "RDATE:" + "20261120T100000Z," * 10_000)
    yield "too many", b"BEGIN:VCALENDAR\n" + event("UID:1", "DTSTART:20261120T100000Z") * 2_000
    yield "a long event", event("UID:1", "DTSTART:20261120T100000Z", "DESCRIPTION:" + "x" * 200_000)
    yield "a zone that leaves", event("UID:1", "DTSTART;TZID=../../etc/passwd:2026")
    yield "a card", b"BEGIN:VCARD\nFN:Ada\nEND:VCARD\n"
    yield "broken lines", event("UID:1", "DTSTART", " :2026", "1120T100000Z", "x")


OWN = {"opml": of_opml, "vcf": of_vcards, "csv": of_tables, "ics": of_calendars}
READ_ALL_THE_SAME = {("opml", "utf-16 without its mark")}
BROKEN = [
    (form, what, data)
    for form in FORMS
    for what, data in (*everywhere(form), *OWN[form]())
    if (form, what) not in READ_ALL_THE_SAME
]


@pytest.fixture
def home(vault: Path) -> Path:
    write(vault, "People/Ada.md", "---\ntype: person\n---\n")
    return vault


@pytest.mark.parametrize(("form", "what", "data"), BROKEN, ids=[f"{form}: {what}" for form, what, _ in BROKEN])
def test_a_broken_file_is_a_clear_problem_and_writes_nothing(
    run: Run, home: Path, tmp_path: Path, form: str, what: str, data: bytes
) -> None:
    before = snapshot(home)
    file = tmp_path / f"in.{form}"
    file.write_bytes(data)
    ran = run("import", file, "--vault", home, "--yes", "--merge")
    assert snapshot(home) == before, what
    assert ran.code in (0, 2)
    lines = ran.err.splitlines()
    assert lines
    assert f"in.{form}:" in lines[0]
    assert "unexpected" not in ran.err
    placed = lines[0].partition(f"in.{form}:")[2].partition(":")[0].isdecimal()
    assert placed or "larger than 20 MB" in lines[0], lines[0]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", FORMS)
def test_a_hostile_name_is_a_safe_note(run: Run, home: Path, tmp_path: Path, form: str, name: str) -> None:
    file = tmp_path / f"in.{form}"
    file.write_bytes(FORMS[form](name))
    done = run("import", file, "--vault", home, "--yes", "--json").json
    assert sum(len(done[key]) for key in ("written", "merge", "known", "left")) == 1
    for path in done["written"]:
        note = home / path
        assert note.parent.parent == home
        assert note.name[0] not in ".~"
        assert len(note.name.encode()) < 160
        assert note.name.split(".")[0].upper() not in ("CON", "NUL", "LPT1", "COM¹")
        text = note.read_text()
        assert not {"<%", "{{"} & {sign for sign in ("<%", "{{") if sign in text}
        found = yaml.safe_load(text.split("---\n")[1])
        assert found["type"] == {"opml": "source", "ics": "event"}.get(form, "person")
        shown = run("show", path, "--vault", home, "--json").json
        assert (shown["links"], shown["tags"], shown["tasks"], shown["problems"]) == ([], [], [], [])
    assert {path.name for path in home.rglob("*") if path.is_file()} == {
        "Ada.md",
        *(Path(p).name for p in done["written"]),
    }
    assert run("import", file, "--vault", home, "--yes", "--json").json["written"] == []
