"""Foreign text in a note: what it may become, judged by readers written apart from the code under test."""

import gzip
import json
import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hostile_text import HOSTILE, PLACES, URL, assert_harmless, shown, structure_of, taken_from
from shared_data import SHARED, unpack
from vault_pln.core.markdown.escape import file_name, harmless, link_to, plain, safe_link
from vault_pln.core.markdown.plain import tidy


@pytest.mark.parametrize("title", HOSTILE, ids=lambda title: repr(title[:24]))
def test_a_hostile_title_becomes_text_and_one_link(title: str) -> None:
    assert_harmless(title)
    assert_harmless(plain(title, 200))


def words_of(text: str) -> list[str]:
    return text.split(" ")


_PIECES = st.sampled_from(
    words_of("[[ ]] ![[ ]( [ ] ( ) # #tag tag %% % == = :: : key ^ ^id ^pln-aaaaaaaaaaaaaaaa [^1] $ $$")
    + words_of("` ``` ~ ~~ ~~~ * ** _ __ - + 1. > | \\ \\\\ < > <% %> {{ }} <!-- --> <b> </b> & &lt; &#35;")
    + words_of("&num; ; ! / // http:// https://x.y www.a.b @ a@b.c 📅 📅\ufe0f 2026-01-01 🔁 🏁 delete ⏫ é")
    + words_of("\n \r\n \t \x00 \x0b \u2028 \u00a0 \u200b \u200d \u202e \ufe0f \U000e0041 \u0338 \u1fef")
    + ["👩\u200d💻", "می\u200cشود", " ", "e\u0301", "x", "7", ".", ",", "👨", "🇩🇪"]
)
_MANY = st.lists(_PIECES, max_size=12)
hostile_text = _MANY.map("".join) | _MANY.map(" ".join) | st.text()


@settings(max_examples=500, deadline=None)
@given(hostile_text)
def test_no_text_at_all_changes_what_a_line_means(title: str) -> None:
    assert_harmless(title)


@settings(max_examples=500, deadline=None)
@given(hostile_text)
def test_a_reader_sees_the_original_title(title: str) -> None:
    visible = tidy(title)
    assert shown(harmless(title)) == visible
    assert shown(f"- [ ] x {harmless(title)}").strip() == f"[ ] x {visible}".strip()


# --- How it reads ---


@pytest.mark.parametrize(
    "title",
    [
        "C++, C# and F#: what's new?",
        "snake_case and __not__here"[:14],
        "Q&A with AT&T & others",
        "100% of 2 * 3 = 6 (really!)",
        "It's “quoted” – isn't it?",
        "~5 minutes, ±2 … done",
        "a^b and x/y -> z",
        "10:30 Uhr: Grüße aus Köln",
        "Rust 1.85.0 released",
        "日本語のタイトル",
        "می\u200cشود",
        "👩\u200d💻 at work",
        "- 5 degrees outside"[2:],
        "{braces} and 3 > 2",
        "C:\\new",
    ],
)
def test_what_needs_no_escaping_stays_as_it_is(title: str) -> None:
    assert harmless(title) == title


def test_escapes_are_backslashes_where_all_readers_honour_them() -> None:
    assert link_to("[RFC] `a|b` costs $5 :: x", URL) == rf"[\[RFC\] \`a\|b\` costs \$5 :\: x]({URL})"
    assert harmless("the #rust tag") == "the &num;rust tag"
    assert harmless("1. one") == r"1\. one"
    assert link_to("1. one", URL) == f"[1. one]({URL})"


@pytest.mark.parametrize("title", ["", "  ", "\u200b\u202e", "📅", "\u0301"])
def test_an_empty_title_takes_the_callers_word(title: str) -> None:
    assert link_to(title, URL, untitled="ohne Titel") == f"[ohne Titel]({URL})"
    assert link_to(title, "javascript:x", untitled="ohne Titel") == "ohne Titel"


# --- plain ---


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("AT&amp;amp;T", "AT&T"),
        ("It&amp;#8217;s", "It’s"),
        ("three &amp;amp;amp; times", "three &amp; times"),
        ("<p>One</p><p>two <b>bo</b>ld</p>", "One two bold"),
        ("<![CDATA[x]]>", "<![CDATA[x]]>"),
        ("a<!-- hidden -->b", "ab"),
        ("a <!-- b", "a <!-- b"),
        ("<script>alert(1)</script>shown<style>p{}</style>", "shown"),
        ("before<script>never closed", "before"),
        ("&lt;b&gt;bold&lt;/b&gt; move", "bold move"),
        ("Use &lt;div&gt; in HTML", "Use <div> in HTML"),
        ("The <div> element", "The <div> element"),
        ("<p>Write <code>&lt;br&gt;</code> here", "Write <br> here"),
        ("std::vector<int> and List<String>", "std::vector<int> and List<String>"),
        ("if a <b and c> d", "if a <b and c> d"),
        ("I <3 Rust", "I <3 Rust"),
        ('<img alt="a > b" src=x>tail', "tail"),
        ('text <a href="https://example.org/cut', "text"),
        ("<b", "<b"),
        ("R&D &copy 2026 &unknown; &copy;", "R&D &copy 2026 &unknown; ©"),
        ("a\x00b\u2028c\u00a0d\r\n e", "a b c d e"),
        ("\u202eabc\u202c\u200b\ufeff\U000e0041", "abc"),
        ("e\u0301", "é"),
        ("Done ✅\ufe0f 2026-01-01 📅2026-02-02", "Done 2026-01-01 2026-02-02"),
        ("a\u200db", "ab"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("\ud800x\ufffe", "x"),
        ("&#x202e;x&#0;", "x\ufffd"),
    ],
)
def test_plain_gives_what_a_reader_would_see(raw: str, text: str) -> None:
    assert plain(raw, 200) == text


def test_plain_cuts_between_words_or_graphemes() -> None:
    assert plain("one two three", 9) == "one two…"
    assert plain("abcdefghij" * 5, 20) == ("abcdefghij" * 5)[:19] + "…"
    assert plain("x" * 18 + "👩\u200d💻" * 3, 20) == "x" * 18 + "…"
    assert plain("x" * 18 + "👍🏽" * 3, 20) == "x" * 18 + "…"
    assert plain("x" * 18 + "🇩🇪🇫🇷", 20) == "x" * 18 + "…"
    assert plain("x" * 17 + "q\u0323\u0307 tail", 20) == "x" * 17 + "…"
    assert len(plain("a" + "\u0301" * 500, 20)) <= 20


@given(hostile_text, st.integers(1, 30))
def test_plain_is_one_short_visible_line(raw: str, limit: int) -> None:
    text = plain(raw, limit)
    assert len(text) <= limit
    assert text == " ".join(text.split())
    assert not any(unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp") for one in text)
    assert not re.search("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e0fff]", text)


@settings(max_examples=300)
@given(hostile_text)
def test_tidying_twice_is_tidying_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize(
    "piece",
    [
        "<a '",
        '<a "',
        "<!--",
        "<b x='",
        "&",
        "&a",
        "<script>",
        "\u0301\u0316",
        "^a",
        "#",
        "`",
        "[",
        "\\",
        "<",
        "ab ",
    ],
)
def test_work_grows_no_faster_than_the_text(piece: str) -> None:
    # a quadratic step would take minutes on this
    text = piece * (1_000_000 // len(piece))
    plain(text, 200)
    harmless(text)
    file_name(text)


# --- Links ---


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/a?b=1&c=2", "https://example.org/a?b=1&c=2"),
        (" HTTPS://Example.ORG/Path ", "https://example.org/Path"),
        (
            'https://example.org/a b(c)[d]<e>|"f"`g`',
            "https://example.org/a%20b%28c%29%5Bd%5D%3Ce%3E%7C%22f%22%60g%60",
        ),
        ("https://example.org/%7Euser/100%", "https://example.org/%7Euser/100%25"),
        ("https://example.org/straße?q=日", "https://example.org/stra%C3%9Fe?q=%E6%97%A5"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example/"),
        ("https://example.org:8080/x", "https://example.org:8080/x"),
        ("https://example.org/a::b?x==&y=~~z", "https://example.org/a:%3Ab?x=%3D&y=~%7Ez"),
        ("https://example.org/?a&lt;b", "https://example.org/?a&lt%3Bb"),
        ("https://example.org/;v=1", "https://example.org/;v=1"),
        ("https://example.org/#section", "https://example.org/#%73ection"),
        ("https://example.org/#!/route", "https://example.org/#!/route"),
        ("https://example.org/#/route", "https://example.org/#/%72oute"),
        ("https://example.org/{{x}}<%y%>%%z", "https://example.org/%7B%7Bx%7D%7D%3C%25y%25%3E%25%25z"),
        ("https://example.org/📅 2026-01-01", "https://example.org/%F0%9F%93%85%202026-01-01"),
    ],
)
def test_an_address_is_encoded_only_where_it_must(url: str, link: str) -> None:
    assert safe_link(url) == link


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "obsidian://new?vault=x&silent",
        "file:///etc/passwd",
        "app://local/x",
        "vbscript:x",
        "mailto:a@b.example",
        "ftp://example.org/",
        "//example.org/",
        "/path",
        "example.org",
        "https://user:secret@example.org/",
        "https://user@example.org/",
        "https://example.org\\@evil.example/",
        "https:///path",
        "https://exa mple.org/",
        "https://example.org/a\nb",
        "https://example.org/a\tb",
        "https://exam\nple.org/",
        "https://example.org/\x00",
        "https://example.org/\u2028x",
        "https://[::1",
        "https://[::1]/",
        "https://exa<b>mple.org/",
        "https://example.org/" + "x" * 3_000,
        "https://\ud800.example/",
        "",
    ],
)
def test_what_may_not_be_followed_is_no_link(url: str) -> None:
    assert safe_link(url) == ""
    assert link_to("Title", url) == "Title"


@settings(max_examples=500, deadline=None)
@given(hostile_text.map(lambda text: f"https://example.org/{text}"))
def test_an_address_means_nothing_but_a_link(url: str) -> None:
    link = safe_link(url)
    assert safe_link(link) == link
    if link:
        line, expected = f"- [ ] {link_to('word', url)}", f"- [ ] {link_to('word', URL)}"
        taken, wanted = taken_from(line), taken_from(expected)
        # a link's address may hold another one, as those of web archives do: nothing is read in there
        for reader in ("markdown links", "addresses", "mail"):
            del taken[reader], wanted[reader]
        assert taken == wanted
        assert structure_of(line) == structure_of(expected)


# --- Names of notes ---


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Pin, Unpin and why", "Pin, Unpin and why"),
        ('AC/DC: a\\b*c?"d"<e>|f', "AC DC a b c d e f"),
        ("../../etc/passwd", "etc passwd"),
        (".hidden", "hidden"),
        ("ends. ", "ends"),
        ("[[x]]#y^z", "x y z"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("Lpt1", "_Lpt1"),
        ("Console", "Console"),
        ("Con artists", "Con artists"),
        ("{{title}} <%x%>", "{title}} %x%"),
        ("100%%", "100 %"),
        ("e\u0301tude", "étude"),
        ("", "untitled"),
        ("...", "untitled"),
        ("\u202e", "untitled"),
    ],
)
def test_a_note_name_fits_everywhere(text: str, name: str) -> None:
    assert file_name(text) == name


@settings(max_examples=300)
@given(hostile_text)
def test_a_note_name_is_safe_and_stable(text: str) -> None:
    name = file_name(text)
    assert name == file_name(name)
    assert len(name.encode()) <= 150
    assert not re.search(r'[\\/:*?"<>|#^\[\]\n]|%%|^\.|[. ]$', name)
    assert unicodedata.is_normalized("NFC", name)


def test_a_long_name_is_cut_by_bytes_between_graphemes() -> None:
    assert len(file_name("長い" * 100).encode()) <= 140
    assert file_name("x" * 137 + "👩\u200d💻") == "x" * 137


# --- Real titles ---


_REAL_TEXT = re.compile(r"<(?:title|category|description|summary|content|content:encoded|name)\b[^>]*(?<!/)>")


def real_texts(folder: Path) -> Iterator[str]:
    for file in unpack("feeds/real-feeds.tar.gz", folder).iterdir():
        text = file.read_text("utf-8", "replace")
        for found in _REAL_TEXT.finditer(text):
            raw = text[found.end() : found.end() + 1_000].strip()
            escaped = not raw.startswith("<![CDATA[")
            yield unescape(raw.partition("</")[0]) if escaped else raw[9:].partition("]]>")[0]


def test_real_texts_stay_themselves(tmp_path: Path) -> None:
    texts = {plain(raw, 200) for raw in real_texts(tmp_path)}
    assert len(texts) > 5_000
    for text in texts:
        assert_harmless(text, PLACES[:1])
        assert shown(harmless(text)) == text


def test_most_real_titles_need_no_escaping() -> None:
    file = SHARED / "ranking/stackoverflow.jsonl.gz"
    if not file.exists():
        pytest.skip(f"{file} is not on this machine (set PLN_SHARED)")
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        titles = [json.loads(line)["title"] for line in lines][:5_000]
    touched = 0
    for title in titles:
        line = link_to(title, URL)
        assert taken_from(line) == taken_from(f"[x]({URL})")
        touched += title != line[1 : -len(URL) - 3]
    # questions about programming are the worst case
    assert touched < len(titles) * 0.1
