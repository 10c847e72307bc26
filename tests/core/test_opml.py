"""OPML as the world writes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.sources.opml import read_opml

LIST = """<?xml version="1.0" encoding="{encoding}"?>
<OPML version="1.0"><head><title>Feeds</title></head><Body>{body}</Body></OPML>"""


def read(body: str, encoding: str = "utf-8") -> tuple[list[tuple[str, str]], list[str]]:
    outlines, problems = read_opml(LIST.format(body=body, encoding=encoding).encode())
    return [(one.title, one.xml_url) for one in outlines], [problem.message for problem in problems]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<outline type="rss" text="A" xmlUrl="https://a.example/f"/>', ("A", "https://a.example/f")),
        ('<outline text="A" XMLURL="https://a.example/f"/>', ("A", "https://a.example/f")),
        ('<Outline title="T" text="A" xmlurl="https://a.example/f"/>', ("T", "https://a.example/f")),
        ('<outline text="A" url="https://a.example/f"/>', ("A", "https://a.example/f")),
        ('<outline htmlUrl="https://a.example/" xmlUrl="https://a.example/f"/>', ("https://a.example/", "https://a.example/f")),
        ('<outline xmlUrl="https://a.example/f"/>', ("https://a.example/f", "https://a.example/f")),
        ('<outline text="A &amp;amp; B" xmlUrl="https://a.example/?a=1&b=2"/>', ("A & B", "https://a.example/?a=1&b=2")),
        ('<outline text="A" xmlUrl="feed://a.example/f"/>', ("A", "https://a.example/f")),
        ('<outline text="A" xmlUrl="webcal://a.example/c.ics"/>', ("A", "https://a.example/c.ics")),
    ],
)  # fmt: skip
def test_every_way_of_writing_an_outline_is_read(body: str, expected: tuple[str, str]) -> None:
    assert read(body) == ([expected], [])


def test_the_misspelt_encoding_utf8_is_read() -> None:
    assert read('<outline text="Ä" xmlUrl="https://a.example/f"/>', "utf8")[0] == [("Ä", "https://a.example/f")]


def test_folders_and_categories_are_kept() -> None:
    body = (
        '<outline text="Work"><outline text="Rust"><outline text="A" xmlUrl="https://a.example/f"'
        ' category="/goals/learn-rust,async"/></outline></outline>'
    )
    outlines, _ = read_opml(LIST.format(body=body, encoding="utf-8").encode())
    assert outlines[0].folders == ("Work", "Rust")
    assert outlines[0].categories == ("learn-rust", "async")


@pytest.mark.parametrize("address", ["|touch /tmp/x", "exec:ls", "file:///etc/passwd", "javascript:alert(1)", ""])
def test_a_command_is_never_taken_for_an_address(address: str) -> None:
    outlines, problems = read(f'<outline text="A" xmlUrl="{address}"/>')
    assert outlines == []
    assert "no web address" in problems[0]


def test_an_outline_with_a_filter_command_is_refused() -> None:
    outlines, problems = read('<outline text="A" xmlUrl="https://a.example/f" filtercmd="rm -rf /"/>')
    assert (outlines, len(problems)) == ([], 1)


def test_nesting_has_an_end() -> None:
    body = "<outline text='x'>" * 30 + '<outline text="A" xmlUrl="https://a.example/f"/>' + "</outline>" * 30
    assert read(body) == ([], ["what is nested deeper than 10 folders is left out"])
    assert read_opml(b"<opml>" + b"<body>" * 5_000 + b"</body>" * 5_000 + b"</opml>") == ([], [])


def test_what_is_left_out_is_told_with_its_line() -> None:
    rows = (
        "", "<?xml version='1.0'?>", "<opml><!-- <outline> -->", "<body>", "<outline text='F'>", "<outline text='A'",
        " xmlUrl='https://a.example/f'/><outline text='B' xmlUrl='file:///b'/>", "<OUTLINE text='C'",
        " htmlUrl='https://c.example/'/>", "</outline>", "</body>", "</opml>",
    )  # fmt: skip
    outlines, problems = read_opml("\n".join(rows).encode())
    assert [one.title for one in outlines] == ["A"]
    assert [(one.line, one.message.partition(" is ")[0]) for one in problems] == [(7, "'B'"), (8, "'C'")]
    assert read_opml("\n".join((*rows[:-2], "</outline>", *rows[-2:])).encode())[1][0].line == 11


@pytest.mark.parametrize("kind", ["link", "include", "Link"])
def test_a_link_to_a_page_is_no_feed(kind: str) -> None:
    outlines, problems = read(f'<outline type="{kind}" text="A" url="https://a.example/page"/>')
    assert (outlines, len(problems)) == ([], 1)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no OPML"),
        (b"<html><body/></html>", "begins with <html>"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><opml>&a;</opml>', "entities"),
        (b"<opml><body><outline></body></opml>", "what ends here is not what was begun"),
        (b'<?xml version="1.0" encoding="nonsense"?><opml/>', "encoding"),
    ],
)
def test_what_is_no_opml_is_one_clear_problem(data: bytes, words: str) -> None:
    outlines, problems = read_opml(data)
    assert outlines == []
    assert words in problems[0].message


@given(st.binary(max_size=300))
def test_no_bytes_raise(data: bytes) -> None:
    read_opml(data)
    read_opml(b"<opml><body>" + data + b"</body></opml>")
