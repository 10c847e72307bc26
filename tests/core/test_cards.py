"""Corners of the formats: what other programs write that is not quite what the standards say."""

from datetime import UTC

import pytest

from vault_pln.core.exchange.added import with_properties
from vault_pln.core.exchange.event_file import read_events
from vault_pln.core.exchange.matching import Known, matched
from vault_pln.core.exchange.redaction import redacted
from vault_pln.core.exchange.table import read_table
from vault_pln.core.exchange.vcard import read_cards
from vault_pln.model.exchange import Card

CARDS: list[tuple[str, dict[str, tuple[str, ...]]]] = [
    ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-12-10", {"birthday": ("--12-10",)}),
    ("BDAY:--1210", {"birthday": ("--12-10",)}),
    ("BDAY:1815-12-10T00:00:00Z", {"birthday": ("1815-12-10",)}),
    ("BDAY:circa 1800", {}),
    ("PHOTO;ENCODING=b;TYPE=JPEG:QUJD", {}),
    ("PHOTO;ENCODING=b:" + "QUJD" * 100_000, {}),
    ('EMAIL;PREF=1;TYPE="home,work":mailto:a@x.example', {"email": ("a@x.example",)}),
    ("EMAIL;X=a^nb^'c^^d:a@x.example", {"email": ("a@x.example",)}),
    ("ITEM1.EMAIL;internet:a@x.example", {"email": ("a@x.example",)}),
    ("EMAIL:no address", {}),
    ("TEL;VALUE=uri:tel:+1-2", {"phone": ("+1-2",)}),
    ("URL:a.example", {"url": ("https://a.example",)}),
    ("URL:javascript:alert(1)", {}),
    ("X-SOCIALPROFILE;TYPE=x:x-apple:ada", {}),
    ("ORG:;Research", {"org": ("Research",)}),
    ("ADR:;;Street;;;;UK", {}),
    ("CATEGORIES:* myContacts,a b,1984,#x", {"tags": ("a-b", "x")}),
    ("ROLE;CHARSET=no-such;ENCODING=QUOTED-PRINTABLE:a=20b", {"role": ("a b",)}),
    ("TITLE:a\\, b\\; c\\\\ d\\n[[e]] <% f %>", {"title": ("a, b; c\\ d e f",)}),
    ("AGENT:", {}),
]  # fmt: skip

SAID = {
    "BDAY:circa 1800": "'Ada': 'circa 1800' is no birthday, and is left out",
    "EMAIL:no address": "'Ada': 'no address' is no mail address, and is left out",
    "URL:javascript:alert(1)": "'Ada': 'javascript:alert(1)' is no web address, and is left out",
}


@pytest.mark.parametrize(("row", "values"), CARDS)
def test_a_row_of_a_card_is_what_is_meant(row: str, values: dict[str, tuple[str, ...]]) -> None:
    (card,), problems = read_cards(f"BEGIN:VCARD\nFN:Ada\n{row}\nEND:VCARD\n")
    assert dict(card.values) == values
    said = SAID.get(row)
    assert [(one.line, one.message) for one in problems] == ([(1, said)] if said else [])


@pytest.mark.parametrize(
    ("head", "cell", "said"),
    [
        ("cadence", "sometimes", "'Ada': 'sometimes' is no cadence, and is left out"),
        ("birthday", "May", "'Ada': 'May' is no birthday, and is left out"),
        ("met", "once", "'Ada': 'once' is no day, and is left out"),
        ("email", "a@x.example; nobody", "'Ada': 'nobody' is no mail address, and is left out"),
        ("url", "ftp://x.example/", "'Ada': 'ftp://x.example/' is no web address, and is left out"),
    ],
)
def test_a_cell_that_its_column_cannot_hold_is_said_with_its_line(head: str, cell: str, said: str) -> None:
    (grace, ada), problems = read_table(f'name,org,{head}\nGrace,Navy,\nAda,Engines,"{cell}"\n', {})
    assert (grace.name, ada.values["org"]) == ("Grace", ("Engines",))
    assert [(one.line, one.message) for one in problems] == [(3, said)]
    assert problems[0].advice.startswith("Write ")


@pytest.mark.parametrize(
    ("rows", "name"),
    [("N:Lovelace;Ada;King;;", "Ada King Lovelace"), ("FN:\nN:;Ada", "Ada"), ("FN:A\\, B", "A, B"), ("fn:x", "x")],
)
def test_a_name_is_found_in_its_parts_too(rows: str, name: str) -> None:
    (card,), _ = read_cards(f"begin:vcard\n{rows}\nend:vcard\n")
    assert card.name == name


@pytest.mark.parametrize("text", ["---\na: [b\n---\n", "---\nemail: # none\n---\n", "---\nemail: mine\n---\n"])
def test_a_note_that_cannot_be_added_to_safely_stays(text: str) -> None:
    assert with_properties("n.md", text, {"email": "x"}) is None


def test_an_address_that_is_none_is_no_address() -> None:
    assert redacted("https://[a") == ""


def test_cells_and_rows_have_bounds() -> None:
    assert "a cell has more" in read_table(f"name,email\nAda,{'x' * 110_000}\n", {})[1][0].message
    assert "a cell is too long" in read_table(f"name,email\nAda,{'x' * 140_000}\n", {})[1][0].message
    assert "more than 10,000 rows" in read_table("name\n" + "Ada\n" * 10_001, {})[1][0].message


def test_one_identity_is_one_person_under_every_spelling_of_it() -> None:
    twins = [Card("Ada", 1, "urn:uuid:AB"), Card("ada", 5, "ab", {"email": ("a@x",)})]
    found = matched(twins, [])
    assert [(card.line, dict(card.values)) for card in found.new] == [(1, {"email": ("a@x",)})]
    known = [Known("P/Old name.md", frozenset({"old name"}), "ab", frozenset())]
    assert matched(twins, known).there["P/Old name.md"][1] == "the same UID"


def test_an_event_that_cannot_be_read_costs_only_itself() -> None:
    events = "BEGIN:VEVENT\nUID:1\nDTSTART:20261120T99\nEND:VEVENT\nBEGIN:VEVENT\nUID:2\nDTSTART:20261120\nEND:VEVENT\n"
    found, problems = read_events(f"BEGIN:VCALENDAR\n{events}END:VCALENDAR\n", UTC)
    assert [event.uid for event in found] == ["2"]
    assert [problem.line for problem in problems] == [2]
