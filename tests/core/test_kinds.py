"""Notes as people, sources, goals and the user: how they are recognised."""

import pytest

from vault_pln.core.kinds.kind import recognise
from vault_pln.core.markdown.note import read_note
from vault_pln.model.note import Note
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions, DailyNotes

SETTINGS = Settings(person_folders=("People",), source_folders=("Sources/Blogs",), goal_folders=("Goals",))
VAULT = Conventions(
    daily=DailyNotes("Daily", template="Templates/Daily Note Template", configured=True),
    template_folders=("Templates",),
    excluded=("Archive/",),
)


def note(head: str = "", path: str = "Note.md", body: str = "") -> Note:
    return read_note(path, (f"---\n{head}\n---\n{body}" if head else body).encode())


def kind(head: str = "", path: str = "Note.md", body: str = "") -> str | None:
    found = recognise(note(head, path, body), SETTINGS, VAULT)
    return found.kind if found is not None else None


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("type: person", "person"), ("type: Person", "person"), ("type: people", "person"), ("Type: contact", "person"),
        ('type: ["[[People]]"]', "person"), ('categories: "[[People]]"', "person"), ('categories: ["[[Notes/People|P]]"]', "person"),
        ("categories: [x, sources]", "source"), ("class: goal", "goal"), ("category: goals", "goal"), ("type: me", "me"),
        ('type: "[[Person#Part]]"', "person"), ("type: [[Person]]", "person"), ("type: source", "source"), ("TYPE: GOALS", "goal"),
        ("tags: person", "person"), ("tags: [x, people]", "person"), ("tags: [person/close]", "person"), ('tags: ["#Source"]', "source"),
        ("tag: goal", "goal"), ("tags: [goal/2027]", "goal"),
        ("type: meeting", None), ("type: personal", None), ("tags: [personal, persons, sourcery]", None), ("tags: a, person", None),
        ("categories: [Books]", None), ("aliases: [person]", None), ("type: {a: person}", None), ("type:", None), ("", None),
    ],
)  # fmt: skip
def test_a_note_says_what_it_is(head: str, expected: str | None) -> None:
    assert kind(head) == expected


@pytest.mark.parametrize(
    ("head", "path", "expected"),
    [
        ("type: goal\ntags: [person]", "People/x.md", "goal"),
        ("categories: [goal]\ntags: [person]", "Sources/Blogs/x.md", "goal"),
        ("type: [book, source]\ntags: person", "x.md", "source"),
        ("tags: [source, person]", "Goals/x.md", "person"),
        ("tags: [source]", "People/x.md", "source"),
        ("", "People/x.md", "person"),
        ("mood: good", "People/deep/er/x.md", "person"),
        ("", "Sources/Blogs/x.md", "source"),
        ("", "Sources/x.md", None),
        ("", "Peoples/x.md", None),
        ("", "People.md", None),
        ("", "Goals/x.md", "goal"),
        ("type: book\ntags: person", "People/x.md", None),
        ("Type: book", "People/x.md", None),
        ("type:\ntags: [goal]", "People/x.md", "goal"),
        ("categories: [Books]", "People/x.md", "person"),
        ("categories: [Books]\ntags: [source]", "People/x.md", "source"),
    ],
)
def test_the_property_goes_before_the_tag_and_the_tag_before_the_folder(
    head: str, path: str, expected: str | None
) -> None:
    assert kind(head, path) == expected


def test_a_tag_in_the_text_makes_no_person() -> None:
    assert kind("", "x.md", "#person met [[Ada]]") is None
    assert kind("mood: good", "x.md", "#person") is None


@pytest.mark.parametrize(
    ("head", "path"),
    [
        ("type: person", "Templates/Person Template.md"),
        ("type: person", "Templates/sub/Person.md"),
        ("type: person", "PLN/Templates/PLN person.md"),
        ("type: person\ncreated: {{date}}", "x.md"),
        ('type: person\naliases: ["{{title}}"]', "x.md"),
        ("type: person\nname: <% tp.file.title %>", "x.md"),
        ("type: person", "PLN/PLN People.md"),
        ("type: person", "PLN/anything.md"),
        ("type: person", "Daily/2026-11-23.md"),
        ("type: person", "Archive/x.md"),
    ],
)
def test_templates_daily_notes_excluded_and_our_own_notes_are_of_no_kind(head: str, path: str) -> None:
    assert kind("type: person", "x.md") == "person"
    assert kind(head, path) is None


def test_the_users_own_template_folders_count_too() -> None:
    settings = Settings(template_folders=("Vorlagen",))
    assert recognise(note("type: person", "Vorlagen/x.md"), settings, Conventions()) is None


@pytest.mark.parametrize(
    ("head", "path", "because"),
    [
        ("type: people", "x.md", "its properties say 'people'"),
        ("tags: person/close", "x.md", "it has the tag 'person'"),
        ("", "People/x.md", "it lies in 'People'"),
    ],
)
def test_it_says_why(head: str, path: str, because: str) -> None:
    found = recognise(note(head, path), SETTINGS, VAULT)
    assert found is not None
    assert found.because == because


def test_marker_tags_can_be_renamed() -> None:
    settings = Settings(person_tags=("#Mensch",), source_tags=())
    assert recognise(note("tags: mensch/nah"), settings, Conventions()) is not None
    assert recognise(note("tags: person"), settings, Conventions()) is None
    assert recognise(note("tags: source"), settings, Conventions()) is None
