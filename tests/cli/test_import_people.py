"""People of an address book become notes once; what a note says already is never changed, and nothing is guessed."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from conftest import TODAY, Run, write
from imports import card, imported, properties
from terminal import Terminal


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "people.vcf"


def filled(file: Path, *cards: str) -> Path:
    file.write_bytes("".join(cards).encode())
    return file


FULL = card(
    "Ada Lovelace", "UID:urn:uuid:ada-1", "NICKNAME:Ada,Countess", "EMAIL;TYPE=home:ada@x.example", "EMAIL:a@y.example",
    "TEL;VALUE=uri:tel:+44-20-1", "ORG:Analytical Engines;Research", "TITLE:Analyst", "ROLE:Author",
    "URL:https://ada.example/", "BDAY:18151210", "X-PLN-MET:2024-05-02", "SOCIALPROFILE:https://social.example/@ada",
    "EXPERTISE;LEVEL=expert:algorithms", "INTEREST:flying", "HOBBY:horses", "CATEGORIES:Close friends,* myContacts",
    "ADR;TYPE=home:;;Street 1;London;;;UK", "NOTE:met at [[PyCon]]\\n#tag <% x %>",
)  # fmt: skip


def test_each_key_of_a_card_has_its_property(run: Run, vault: Path, book: Path) -> None:
    done = imported(run, vault, filled(book, FULL))
    assert done["written"] == ["People/Ada Lovelace.md"]
    note = vault / "People/Ada Lovelace.md"
    found = {key: str(value) if key in ("birthday", "met") else value for key, value in properties(note).items()}
    assert found == {
        "type": "person", "aliases": ["Ada", "Countess"], "expertise": ["algorithms"], "met": "2024-05-02",
        "interests": ["flying", "horses"], "email": ["ada@x.example", "a@y.example"], "phone": "+44-20-1",
        "url": "https://ada.example/", "org": "Analytical Engines, Research", "title": "Analyst", "role": "Author",
        "location": "London", "birthday": "1815-12-10", "profiles": ["https://social.example/@ada"],
        "tags": ["close-friends"], "uid": "urn:uuid:ada-1",
    }  # fmt: skip
    shown = run("show", "Ada Lovelace", "--vault", vault, "--json").json
    assert (shown["kind"], shown["links"], shown["problems"]) == ("person", [], [])
    assert "<%" not in note.read_text()
    assert "PyCon" in note.read_text()


@pytest.mark.parametrize("version", ["2.1", "3.0", "4.0"])
def test_all_versions_are_read(run: Run, vault: Path, book: Path, version: str) -> None:
    rows = {
        "2.1": ["N:Lovelace;Ada", "EMAIL;INTERNET:ada@x.example", "BDAY:1815-12-10",
                "ORG;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Caf=E9 =", "de Flore"],
        "3.0": ["N:Lovelace;Ada;;;", "item1.EMAIL;type=INTERNET;type=pref:ada@x.example", "BDAY;VALUE=date:1815-12-10",
                "ORG:Café de", "  Flore"],
        "4.0": ["N:Lovelace;Ada;;;", "EMAIL;PREF=1:ada@x.example", "BDAY:18151210T000000Z", "ORG:Café d", " e Flore"],
    }[version]  # fmt: skip
    imported(run, vault, filled(book, card("", *rows, version=version).replace("FN:\r\n", "")))
    found = properties(vault / "People/Ada Lovelace.md")
    assert found["email"] == "ada@x.example"
    assert str(found["birthday"]) == "1815-12-10"
    assert found["org"] == "Café de Flore"


def test_a_second_import_knows_everybody_also_after_a_new_name(run: Run, vault: Path, book: Path) -> None:
    filled(book, FULL, card("Grace Hopper", "EMAIL:g@x.example"))
    imported(run, vault, book, "--merge")
    (vault / "People/Ada Lovelace.md").rename(vault / "People/Countess of Lovelace.md")
    again = imported(run, vault, book, "--merge")
    assert (again["new"], again["merge"], again["written"], again["left"]) == ([], [], [], [])
    assert sorted(again["known"]) == ["Ada Lovelace", "Grace Hopper"]


def test_lines_for_a_note_that_is_there_are_only_proposed(run: Run, vault: Path, book: Path) -> None:
    text = "---\r\ntype: person\r\nemail: mine@x.example # the private one\r\nphone:\r\n---\r\nMy words \r\n"
    note = write(vault, "Friends/Ada Lovelace.md", text)
    filled(book, card("ada lovelace", "UID:1", "EMAIL:other@x.example", "TEL:+44 1", "ORG:Engines"))
    (merge,) = imported(run, vault, book)["merge"]
    assert merge == {
        "path": "Friends/Ada Lovelace.md", "lines": ['phone: "+44 1"', "org: Engines", 'uid: "1"'],
        "because": "the same name",
    }  # fmt: skip
    assert note.read_bytes().decode() == text
    assert imported(run, vault, book, "--merge")["written"] == ["Friends/Ada Lovelace.md"]
    added = text.replace("phone:\r\n", 'phone: "+44 1"\r\norg: Engines\r\nuid: "1"\r\n')
    assert note.read_bytes().decode() == added
    assert imported(run, vault, book, "--merge")["known"] == ["ada lovelace"]


def test_a_note_without_properties_gets_front_matter_and_keeps_its_bytes(run: Run, vault: Path, book: Path) -> None:
    write(
        vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\nperson-folders: [P]\nproperty-names: [org=firm]\n---\n"
    )
    note = write(vault, "P/Ada.md", "\ufeffWords\r\n")
    filled(book, card("Ada", "ORG:Engines"))
    imported(run, vault, book, "--merge")
    assert note.read_bytes().decode() == "\ufeff---\r\nfirm: Engines\r\n---\r\nWords\r\n"


@pytest.mark.parametrize(
    ("cards", "left"),
    [
        ([card("Bob", "EMAIL:1@x.example"), card("bob", "EMAIL:2@x.example")], "several are called"),
        ([card("Ada Lovelace", "EMAIL:grace@x.example")], "may be any of"),
        ([card("Twin")], "may be any of"),
        ([card("Stranger", "EMAIL:twins@x.example")], "may be any of"),
        ([card("Ada Lovelace", "TEL:1"), card("Countess", "TEL:2")], "another card may both be"),
        ([card("A", "UID:same"), card("B", "UID:same")], "UID of somebody else"),
        ([card("Home")], "is no person"),
    ],
)
def test_what_could_mean_several_is_left_alone(
    run: Run, vault: Path, book: Path, cards: Sequence[str], left: str
) -> None:
    write(vault, "P/Ada Lovelace.md", "---\ntype: person\naliases: [Countess]\nemail: ada@x.example\n---\n")
    write(vault, "P/Grace.md", "---\ntype: person\nemail: grace@x.example\n---\n")
    for folder in ("P", "Q"):
        write(vault, f"{folder}/Twin.md", "---\ntype: person\nemail: twins@x.example\n---\n")
    write(vault, "Home.md", "mine\n")
    before = {path: path.read_bytes() for path in vault.rglob("*.md")}
    done = imported(run, vault, filled(book, *cards), "--merge")
    assert (done["new"], done["merge"], done["written"]) == ([], [], [])
    assert all(left in problem["message"] and problem["path"] == "people.vcf" for problem in done["left"])
    assert len(done["left"]) == len(cards)
    assert {path: path.read_bytes() for path in vault.rglob("*.md")} == before


def test_a_shared_address_makes_nobody_of_two_people_one(run: Run, vault: Path, book: Path) -> None:
    write(vault, "P/Ada.md", "---\ntype: person\nemail: home@x.example\n---\n")
    filled(book, card("Ada", "EMAIL:home@x.example"), card("William", "EMAIL:home@x.example"))
    done = imported(run, vault, book)
    assert (done["new"], done["known"]) == (["P/William.md"], ["Ada"])


def test_the_name_of_a_note_goes_before_an_alias_of_another(run: Run, vault: Path, book: Path) -> None:
    write(vault, "P/Ada.md", "---\ntype: person\n---\n")
    write(vault, "P/Countess.md", "---\ntype: person\naliases: [Ada]\n---\n")
    (merge,) = imported(run, vault, filled(book, card("Ada", "ORG:Engines")))["merge"]
    assert merge["path"] == "P/Ada.md"


def test_two_cards_of_one_person_are_one_note(run: Run, vault: Path, book: Path) -> None:
    filled(book, card("Ada", "TEL:1", "EMAIL:a@x.example"), card("ADA", "TEL:1", "ORG:Engines"), card("Ada"))
    assert imported(run, vault, book)["written"] == ["People/Ada.md"]
    found = properties(vault / "People/Ada.md")
    assert (found["email"], found["org"]) == ("a@x.example", "Engines")


def test_who_knows_whom_becomes_links(run: Run, vault: Path, book: Path) -> None:
    write(vault, "People/Grace.md", "---\ntype: person\n---\n")
    filled(
        book,
        card("Ada", "UID:a", "RELATED;TYPE=friend:urn:uuid:g", "RELATED;TYPE=met;VALUE=text:Charles",
             "RELATED;TYPE=spouse:urn:uuid:c", "RELATED;TYPE=contact;VALUE=text:Nobody known"),
        card("Grace", "UID:urn:uuid:g"), card("Charles", "UID:c", "RELATED;TYPE=contact:urn:uuid:a"),
    )  # fmt: skip
    imported(run, vault, book)
    assert properties(vault / "People/Ada.md")["knows"] == ["[[Grace]]", "Charles", "Nobody known"]
    assert properties(vault / "People/Charles.md")["knows"] == ["[[Ada]]"]
    assert [row["resolved"] for row in run("links", "Ada", "--vault", vault, "--json").json] == ["People/Grace.md"]


def test_the_plan_asks_for_notes_and_for_lines_apart(vault: Path, book: Path) -> None:
    write(vault, "People/Grace.md", "---\ntype: person\n---\n")
    filled(book, card("Ada"), card("Grace", "ORG:Navy"))
    with Terminal("import", book, "--vault", vault) as terminal:
        terminal.answer("Make 1 person note?", "y")
        terminal.answer("Add these lines to 1 note?", "")
        assert terminal.end() == 0
    assert (vault / "People/Ada.md").exists()
    assert (vault / "People/Grace.md").read_text() == "---\ntype: person\n---\n"
    assert "+ org: Navy" in terminal.shown


ALIASES: list[tuple[str, str, str, Any]] = [
    *((key, "monthly", "cadence_days", 30) for key in ("cadence", "contact-frequency", "prm-cadence")),
    ("prm-tier", "inner", "cadence_days", 14),
    *((key, "2026-08-14", "last_contact", "2026-08-14") for key in ("last-contact", "prm-last-contacted", "Last chat")),
    *((key, "Mentor", "relation", ["mentor"]) for key in ("relation", "relationship", "prm-relationship")),
]


@pytest.mark.parametrize(("key", "value", "column", "read"), ALIASES)
def test_notes_of_contacts_plugins_need_no_import(
    run: Run, vault: Path, key: str, value: str, column: str, read: Any
) -> None:
    write(vault, "Ada.md", f"---\ntype: person\n{key}: {value}\n---\n")
    (row,) = run("people", "--vault", vault, "--today", TODAY, "--json").json
    assert row[column] == read
    assert row["problems"] == []


@pytest.mark.parametrize("key", ["snooze-until", "prm-snooze-until"])
def test_a_snooze_counts_under_each_of_its_names(run: Run, vault: Path, key: str) -> None:
    write(vault, "Ada.md", f"---\ntype: person\ncadence: weekly\nlast-contact: 2026-01-01\n{key}: 2027-03-01\n---\n")
    (row,) = run("people", "--vault", vault, "--today", TODAY, "--json").json
    assert row["due"] == "2027-03-01"


@pytest.mark.parametrize("key", ["knows", "potential_contacts", "Friends"])
def test_acquaintance_counts_under_each_of_its_names(run: Run, vault: Path, key: str) -> None:
    write(vault, "Ada.md", f'---\ntype: person\n{key}: ["[[Grace]]"]\n---\n')
    write(vault, "Grace.md", "---\ntype: person\n---\n")
    rows = run("people", "--vault", vault, "--today", TODAY, "--json").json
    assert [row["constraint"] for row in rows] == [1.0, 1.0]


@pytest.mark.parametrize(
    ("key", "row"),
    [
        *((key, "ORG:New") for key in ("org", "company", "ORG")),
        *((key, "ADR:;;;New") for key in ("location", "prm-location", "city", "based-in")),
        *((key, "BDAY:2000-01-01") for key in ("birthday", "prm-birthday", "BDAY")),
        *((key, "EMAIL:new@x.example") for key in ("email", "emails", '"EMAIL[HOME]"')),
        *((key, "TEL:1") for key in ("phone", '"TEL[CELL]"')),
        *((key, "X-PLN-CADENCE:weekly") for key in ("prm-tier", "contact-frequency")),
        *((key, "NICKNAME:New") for key in ("aliases", "alias")),
    ],
)
def test_what_a_plugin_wrote_is_not_written_again(run: Run, vault: Path, book: Path, key: str, row: str) -> None:
    write(vault, "Ada.md", f"---\ntype: person\n{key}: [a@old.example]\n---\n")
    assert imported(run, vault, filled(book, card("Ada", row)), "--merge")["merge"] == []


@pytest.mark.parametrize("key", ["name", "FN"])
def test_a_name_in_the_properties_is_a_name(run: Run, vault: Path, book: Path, key: str) -> None:
    write(vault, "Contacts/1234.md", f"---\ntype: person\n{key}: Ada Lovelace\n---\n")
    assert imported(run, vault, filled(book, card("Ada Lovelace")))["known"] == ["Ada Lovelace"]


@pytest.fixture
def journal(vault: Path, tmp_path: Path) -> Path:
    """An address book of three; two of them stand in daily notes."""
    write(vault, "2026-11-20.md", "- talked with [[Ada]]\n- wrote of [[Somebody]]\n")
    write(vault, "2026-10-01.md", "- met [[Ben|Benjamin]]\n")
    write(vault, "A note.md", "about [[Cleo]]\n")
    file = tmp_path / "contacts.vcf"
    file.write_text(card("Ada") + card("Ben", "X-PLN-CADENCE:weekly") + card("Cleo"))
    return file


def test_a_cadence_goes_to_new_people_whom_daily_notes_name(run: Run, vault: Path, journal: Path) -> None:
    imported(run, vault, journal, "--cadence", "monthly")
    cadences = {name: properties(vault / f"People/{name}.md").get("cadence") for name in ("Ada", "Ben", "Cleo")}
    assert cadences == {"Ada": "monthly", "Ben": "weekly", "Cleo": None}


def test_a_cadence_that_is_none_is_refused(run: Run, vault: Path, journal: Path) -> None:
    ran = run("import", journal, "--vault", vault, "--yes", "--cadence", "sometimes")
    assert (ran.code, "--cadence: 'sometimes' is no rhythm" in ran.err) == (2, True)
    assert not (vault / "People").exists()


def test_at_a_terminal_the_cadence_is_asked_for(vault: Path, journal: Path) -> None:
    with Terminal("import", journal, "--vault", vault, "--today", TODAY) as terminal:
        terminal.answer("Make 3 person notes?", "y")
        terminal.answer("How often to be in touch?", "now and then")
        terminal.answer("That is no rhythm", "every 6 weeks")
        assert terminal.end() == 0
    assert properties(vault / "People/Ada.md")["cadence"] == "every 6 weeks"
    assert "cadence" not in properties(vault / "People/Cleo.md")
