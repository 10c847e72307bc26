"""A mail becomes one entry, whoever wrote it and however: what it says in the head, what it is about, where it is."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mails import WEB, mail
from vault_pln.core.kinds.senders import mail_feed
from vault_pln.core.sources.mail import Sender, is_from, read_mail, read_sender
from vault_pln.model.news import Entry


def read(data: bytes) -> Entry:
    found = read_mail(data)
    assert isinstance(found, Entry), found
    return found


def refused(data: bytes) -> str:
    found = read_mail(data)
    assert isinstance(found, str), found
    return found


# who sent it


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("From: A B <Ab@X.Example>\nList-Id: The List <The.List.Example>", Sender("the.list.example", "ab@x.example", "A B", "The List")),
        ("From: ab@x.example\nList-ID: <l.example>", Sender("l.example", "ab@x.example")),
        ("From: ab@x.example\nList-Id: l.example.org", Sender("l.example.org", "ab@x.example")),
        ("from: =?utf-8?q?Gr=C3=B6=C3=9Fe?= <a@x.example>", Sender("", "a@x.example", "Größe")),
        ("From: =?no-such?b?R3L2?= <a@x.example>", Sender("", "a@x.example", "Grö")),
        ("From: =?utf-8?b?!!!?= <a@x.example>", Sender("", "a@x.example")),
        ("From: a@x.example, b@y.example", Sender("", "a@x.example")),
        ('From: "<b@y.example>" <a@x.example>', Sender("", "a@x.example", "<b@y.example>")),
        ("From: \n List-Id: <folded.example>\n\nList-Id: <body.example>", Sender()),
        ('List-Id: "Folded"\n <folded.example>', Sender("folded.example", "", "", "Folded")),
        ("From: nobody", Sender()),
        ("", Sender()),
    ],
)  # fmt: skip
def test_who_sent_it(head: str, expected: Sender) -> None:
    assert read_sender(head.encode() + b"\n\nbody") == expected


@pytest.mark.parametrize(
    ("text", "feed"),
    [("mailto:News@X.Example", "mailto:news@x.example"), ("mailto:@x.example", "mailto:@x.example"),
     ("list-id:<W.Example>", "list-id:w.example"), ("List-ID:w.example", "list-id:w.example"), ("mailto:nobody", ""),
     ("https://x.example/", ""), ("Mail/letter.eml", ""), ("mailto:", ""), ("", "")],
)  # fmt: skip
def test_a_feed_may_be_a_sender(text: str, feed: str) -> None:
    assert mail_feed(text) == feed


def test_a_sender_is_matched_whole() -> None:
    sender = Sender("weekly.example.org", "news@example.org")
    assert is_from(sender, "mailto:news@example.org")
    assert is_from(sender, "mailto:@example.org")
    assert is_from(sender, "list-id:weekly.example.org")
    for other in (
        "mailto:ews@example.org",
        "mailto:@ample.org",
        "list-id:example.org",
        "list-id:",
        "",
        "mailto:news@evil.org",
    ):
        assert not is_from(sender, other)
    assert not is_from(Sender("", "a@x.example"), "list-id:")


# what it says


def test_a_newsletter() -> None:
    entry = read(mail(7, subject="Pin =?utf-8?q?=26?= Unpin", Archived_At=f"<{WEB}>"))
    assert entry == Entry(
        guid="issue-7@weekly.example.org",
        title="Pin & Unpin",
        link=WEB,
        summary="Pin and Unpin explained at last.",
        published=datetime(2026, 11, 20, 9, tzinfo=UTC),
        author="The Async Weekly",
    )


@pytest.mark.parametrize(
    ("headers", "text", "html", "link"),
    [
        ({"Archived_At": f"<{WEB}>"}, "", "", WEB),
        ({"List_Post": f"<{WEB}>"}, "", "", WEB),
        ({"List_Post": "<mailto:list@x.example>"}, "", "", ""),
        ({}, "", f'<a href="https://x.example/un">Unsubscribe</a><a class=x href="{WEB}">View <b>in your browser</b></a>', WEB),
        ({}, "", f'<a href="{WEB}">Im Browser ansehen</a>', WEB),
        ({}, "", '<a href="javascript:alert(1)">View in browser</a>', ""),
        ({}, f"View this email online:\n{WEB}\n\nHello", "", WEB),
        ({}, "Unsubscribe in your browser: https://x.example/un\n", "", ""),
        ({}, "Read https://other.example/", "", ""),
        ({"Archived_At": "<file:///etc/passwd>"}, "", "", ""),
    ],
)  # fmt: skip
def test_where_it_can_be_read(headers: Any, text: str, html: str, link: str) -> None:
    assert read(mail(text=text or "x", html=html, **headers)).link == link


def test_what_is_about_the_mail_itself_is_left_out() -> None:
    text = f"View in your browser: {WEB}\nHello reader.\nManage your preferences\n{WEB}\nUnsubscribe: https://x.example/u\n"
    assert read(mail(text=text)).summary == "Hello reader."
    html = f'<a href="{WEB}">View in browser</a><p>Hello <a href="x">reader</a>.<img width=1 height=1 src="https://t.example/p">'
    assert read(mail(text=" ", html=html + '<a href="u"><b>Unsubscribe</b></a>')).summary == "Hello reader."


def test_the_plain_part_comes_before_the_other() -> None:
    assert read(mail(text="Plain", html="<p>Other")).summary == "Plain"
    assert read(mail(text="\n", html="<p>Other")).summary == "Other"


@pytest.mark.parametrize(
    ("date", "received", "expected"),
    [
        ("Fri, 20 Nov 2026 09:00:00 +0000", "Fri, 20 Nov 2026 10:00:00 +0000", 9),
        ("Fri, 20 Nov 2099 09:00:00 +0000", "Fri, 20 Nov 2026 10:00:00 +0000", 10),
        ("", "Fri, 20 Nov 2026 10:00:00 +0000", 10),
        ("Fri, 20 Nov 2026 09:00:00 +0000", "", 9),
    ],
)
def test_it_is_not_younger_than_its_arrival(date: str, received: str, expected: int) -> None:
    data = mail(date=date)
    if received:
        data = f"Received: from a (b; c) by d;\n {received}\n".encode() + data
    assert read(data).published == datetime(2026, 11, 20, expected, tzinfo=UTC)


def test_without_an_id_it_is_known_by_what_it_says() -> None:
    first, second = (mail(n).replace(b"Message-ID", b"X-Other") for n in (1, 2))
    assert len({read(first).guid, read(first).guid, read(second).guid}) == 2


@pytest.mark.parametrize("charset", ["latin-1", "windows-1252", "utf-16", "koi8-r", "no-such", "idna", "punycode", '"'])
def test_whatever_it_is_written_in(charset: str) -> None:
    head = f"From: a@x.example\nSubject: x\nContent-Type: text/plain; charset={charset}\n\n".encode()
    read(head + "Größe".encode("latin-1"))
    assert read(head.replace(charset.encode(), b"latin-1") + "Größe".encode("latin-1")).summary == "Größe"


@pytest.mark.parametrize(
    "subject",
    [
        "a\n\tb",
        "=?utf-8?q?a=0D=0ABcc:_x?=",
        "=?utf-8?b?YQpi?= =?utf-8?b?Yw==?=",
        "\u202ea\u2066",
        "a\x00b",
        "[[a]] #b",
        "x" * 5_000,
    ],
)
def test_a_subject_is_one_line_of_text(subject: str) -> None:
    title = read(f"From: a@x.example\nSubject: {subject}\n\nbody".encode()).title
    assert title.isprintable()
    assert len(title) <= 200


# hostile mails


def nested(depth: int) -> bytes:
    parts = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth))
    return b"From: a@x.example\nSubject: x\n" + parts.encode() + b"\ntext"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"From: a@x.example\n\n" + b"x" * 10_000_001, "larger than 10 MB"),
        (b"From: a@x.example\n" + b"X-A: b\n" * 20_000 + b"\nx", "larger than 64 kB"),
        (b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n" * 5_000, "more than 1000 parts"),
        (b"Content-Type: text/plain" + b"; a=b" * 5_000 + b"\n\nx", "unreasonable length"),
        (b"Content-Type: text/plain;\n" + b" a=b;\n" * 5_000 + b"\nx", "unreasonable length"),
        (nested(900), "nested too deep"),
        (b"\x00\x01\x02", "does not begin like a mail"),
        (b"", "does not begin like a mail"),
        (b"<html>", "does not begin like a mail"),
    ],
)
def test_what_would_harm_is_refused_in_words(data: bytes, why: str) -> None:
    assert why in refused(data)


def test_somebody_elses_mail_inside_is_not_read() -> None:
    data = b"From: a@x.example\nSubject: Fwd\nContent-Type: message/rfc822\n\nSubject: inner\n\nsecret"
    assert read(data).summary == ""


@given(st.binary(max_size=400))
def test_any_bytes_end_well(body: bytes) -> None:
    for data in (
        body,
        b"Subject: " + body,
        b"From: " + body,
        b"Content-Type: " + body,
        b"Content-Type: text/html\n\n" + body,
    ):
        read_sender(data)
        found = read_mail(data)
        assert isinstance(found, str) or len(found.title) <= 200
