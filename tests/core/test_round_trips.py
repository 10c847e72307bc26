"""What is written for other programs reads back as it was, whatever the texts are."""

import xml.etree.ElementTree as ET
from datetime import UTC, date

from hypothesis import given, settings
from hypothesis import strategies as st

from vault_pln.core.exchange.added import with_properties
from vault_pln.core.exchange.content_lines import escaped, folded, parts, unescaped
from vault_pln.core.exchange.event_file import read_events
from vault_pln.core.exchange.feed_list import ListedFeed, write_opml
from vault_pln.core.exchange.file_text import file_text
from vault_pln.core.exchange.follow_up_tasks import DuePerson, write_tasks
from vault_pln.core.exchange.graphml import write_graphml
from vault_pln.core.exchange.people_values import ALIASES, clean, written
from vault_pln.core.exchange.redaction import redacted
from vault_pln.core.exchange.table import read_table, write_table
from vault_pln.core.exchange.vcard import read_cards, write_cards
from vault_pln.core.markdown.frontmatter import read_front_matter
from vault_pln.core.markdown.plain import is_blank, plain, tidy
from vault_pln.core.sources.opml import read_opml
from vault_pln.model.exchange import Card
from vault_pln.model.problem import Problem

TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)
NAMES = TEXTS.map(lambda text: tidy(text)[:200]).filter(lambda text: not is_blank(text))
LINES = st.lists(NAMES, max_size=3).map(tuple)
VALUES = st.fixed_dictionaries({}, optional={key: st.lists(TEXTS, max_size=3) for key in ALIASES if key != "uid"})


@st.composite
def cards(draw: st.DrawFn) -> Card:
    values = {key: kept for key, given in draw(VALUES).items() if (kept := clean(key, given))}
    return Card(draw(NAMES), 1, draw(NAMES), values, draw(LINES))


def without_lines(found: list[Card]) -> list[Card]:
    return [card._replace(line=1) for card in found]


@settings(max_examples=40)
@given(st.lists(cards(), max_size=3))
def test_an_address_book_reads_back(people: list[Card]) -> None:
    text = write_cards(people)
    found, problems = read_cards(text.replace("\r\n", "\n"))
    assert without_lines(found) == people
    assert problems == [] or not people
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


@settings(max_examples=40)
@given(st.lists(cards(), min_size=1, max_size=3))
def test_a_table_reads_back_where_no_value_holds_what_sets_values_apart(people: list[Card]) -> None:
    plain_people = [
        card._replace(values={k: v for k, v in card.values.items() if not any(sign in "".join(v) for sign in ";:")},
                      note=())
        for card in people
    ]  # fmt: skip
    found, problems = read_table(write_table(plain_people).replace("\r\n", "\n"), {})
    assert without_lines(found) == plain_people
    assert problems == []


@given(st.dictionaries(st.sampled_from(list(ALIASES)), st.lists(TEXTS, min_size=1, max_size=3)))
def test_values_are_clean_once_and_for_all(given_values: dict[str, list[str]]) -> None:
    for key, texts in given_values.items():
        once = clean(key, texts)
        assert clean(key, once) == once


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_values_are_escaped_and_lines_folded_without_loss(texts: list[str]) -> None:
    texts = [text.replace("\r", "") for text in texts]
    for mark in ",;":
        assert parts(mark.join(map(escaped, texts)), mark) == texts
    line = f"NOTE:{escaped(' '.join(texts))}"
    assert folded([line]).replace("\r\n ", "").removesuffix("\r\n") == line
    assert unescaped(escaped(texts[0])) == texts[0]


WORDS = TEXTS.map(lambda text: plain(plain(text, 100), 100)).filter(bool)
MANY = st.lists(WORDS, max_size=3, unique=True).map(tuple)
ADDRESSES = st.sampled_from(["https://a.example/feed?x=1&y=2", "https://b.example/é", "http://c.example/'\""])


@st.composite
def feeds(draw: st.DrawFn) -> ListedFeed:
    own = {key: values for key in ("goals", "topics", "found-via", "only", "status") if (values := draw(MANY))}
    folder = draw(st.one_of(st.just(""), WORDS))
    return ListedFeed(draw(WORDS), draw(ADDRESSES), draw(st.one_of(st.just(""), ADDRESSES)), folder, "en", own)


@settings(max_examples=40)
@given(st.lists(feeds(), max_size=4), WORDS)
def test_a_list_of_feeds_reads_back(rows: list[ListedFeed], title: str) -> None:
    text = write_opml(rows, title)
    found, problems = read_opml(text.encode())
    assert problems == []
    read = [ListedFeed(o.title, o.xml_url, o.html_url, "".join(o.folders), o.language, o.own) for o in found]
    assert sorted(read, key=repr) == sorted(rows, key=repr)
    assert write_opml(reversed(rows), title) == write_opml(rows, title)


@given(st.lists(st.tuples(TEXTS, TEXTS, st.dates(date(2000, 1, 1), date(2100, 1, 1))), max_size=4))
def test_follow_ups_are_tasks_and_no_events(rows: list[tuple[str, str, date]]) -> None:
    due = [DuePerson(f"pln-{number}", day, text, why, (why,)) for number, (text, why, day) in enumerate(rows)]
    text = write_tasks(due, "Reach out")
    assert text.count("BEGIN:VTODO\r\n") == len(rows)
    assert write_tasks(reversed(due), "Reach out") == text
    if rows:
        assert read_events(text.replace("\r\n", "\n"), UTC) == ([], [])


@given(TEXTS, TEXTS)
def test_a_graph_is_xml_whatever_the_names_are(name: str, path: str) -> None:
    people = [{"path": path, "name": name, "goals": ["g"], "contacts": 2, "strength": 0.5, "relation": ["a", name]}]
    goals = [{"path": "g", "name": name, "goals": []}]
    graph = {"people": people, "sources": [], "goals": goals, "ties": [{"from": path, "to": "g", "weight": 2.0}]}
    root = ET.fromstring(write_graphml(graph))
    assert len(list(root.iter("{http://graphml.graphdrawing.org/xmlns}edge"))) == 3


@given(
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\ufeff"]),
    st.sampled_from(["", "---\n---\n", "---\nemail:\na: [1, 2] # x\nPhone: []\n---\n", "---\nlist:\n  - x\n\n---\n"]),
    VALUES,
)
def test_added_properties_change_no_byte_and_no_other_value(
    end: str, mark: str, head: str, given_values: dict[str, list[str]]
) -> None:
    text = mark + (head + "Body \n\n---\n").replace("\n", end)
    values = written({key: kept for key, given in given_values.items() if (kept := clean(key, given))})
    found = with_properties("n.md", text, values)
    if found is None:
        assert not values
        return
    before = read_front_matter("n.md", text.removeprefix("\ufeff")).properties
    after = read_front_matter("n.md", found.text.removeprefix("\ufeff")).properties
    assert {key: after[key] for key in before if before[key] not in (None, [])} == {
        key: value for key, value in before.items() if value not in (None, [])
    }
    assert {key.lower() for key in values} <= {key.lower() for key in after}
    assert found.text.startswith(mark)
    assert found.text.endswith(f"Body {end}{end}---{end}")


REDACTED = {
    "https://me:secret@a.example/feed": "https://a.example/feed",
    "https://a.example/feed?token=abc&x=1": "https://a.example/feed?x=1",
    "https://a.example/?auth=abc": "https://a.example/",
    "https://r.example/.rss?feed=0123&user=me": "https://r.example/.rss",
    "https://www.youtube.com/feeds/videos.xml?channel_id=UC0123456789012345678901": "https://www.youtube.com/feeds/videos.xml?channel_id=UC0123456789012345678901",
    "https://cal.example/ical/me/private-0123456789abcdef/basic.ics": "",
}


def test_what_opens_doors_leaves_no_address() -> None:
    assert {address: redacted(address) for address in REDACTED} == REDACTED


PIECES = (
    "BEGIN:VCARD", "END:VCARD", "FN:Ada", 'FN;X="a:b":c', "N:;;;", "EMAIL:a@x", "BDAY:99999999", "NOTE;ENCODING=QUOTED-PRINTABLE:=",
    "NOTE;CHARSET=idna;ENCODING=QUOTED-PRINTABLE:=FF", "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT",
    "DTSTART:20261120T100000Z", "DTSTART;TZID=X/Y:20261120T100000", "DTEND:2026", "UID:1", "RRULE:FREQ=DAILY", "BEGIN:VTODO",
    "END:VTODO", "BEGIN:VTIMEZONE", "SUMMARY:a\\", "name,email", '"', ",,,", "a;b", "\n", "\n ", "\n\t", "\r", "=", ":", ";", "\\",
    "\ufeff", "\u2028", "é",
)  # fmt: skip


@settings(max_examples=200)
@given(st.lists(st.one_of(st.sampled_from(PIECES), TEXTS), max_size=25).map("\n".join))
def test_what_a_file_may_hold_is_read_or_a_problem_with_its_line(text: str) -> None:
    found = file_text(text.encode())
    if isinstance(found, Problem):
        assert found.line
        return
    people, problems = read_cards(found)
    for columns in ({}, {"name": "a"}):
        cards, more = read_table(found, columns)
        people, problems = [*people, *cards], [*problems, *more]
    assert all(not is_blank(one.name) and one.line for one in people)
    assert all(one.message and one.line for one in (*problems, *read_events(found, UTC)[1]))
