"""The settings note: what it gives, and what stands in for an impossible value."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.kinds.settings import find_settings, key_of, read_settings
from vault_pln.core.markdown.note import read_note
from vault_pln.model.note import Note
from vault_pln.model.settings import CADENCES, Settings

PATH = "PLN/PLN Settings.md"
DEFAULT = Settings()


def note(*lines: str, path: str = PATH, kind: str = "type: pln-settings") -> Note:
    return read_note(path, "\n".join(["---", kind, *lines, "---", "Text"]).encode())


def test_without_a_note_or_with_an_empty_one_everything_has_its_default() -> None:
    assert read_settings(None) == (DEFAULT, [])
    assert read_settings(note()) == (DEFAULT, [])
    assert read_settings(note(*(f"{key_of(field.name)}:" for field in fields(Settings)))) == (DEFAULT, [])


POSSIBLE: list[tuple[str, str, Any]] = [
    ("folder", "Network", "Network"),
    ("folder", "/a/b/", "a/b"),
    ("folder", "Über mich", "Über mich"),
    ("daily-heading", "Mein Netzwerk", "Mein Netzwerk"),
    ("daily-heading", '"## PLN"', "PLN"),
    ("daily-heading", "C#", "C#"),
    ("reach-out-heading", '""', ""),
    ("reach-out-heading", "Write", "Write"),
    ("read-heading", '" "', ""),
    ("read-heading", "Lesen", "Lesen"),
    ("Read-Heading", '""', ""),
    ("coming-up-heading", '""', ""),
    ("take-part-heading", '""', ""),
    ("daily-taking-part", "0", 0),
    ("coming-up-heading", "Workshops", "Workshops"),
    ("log-heading", "Tagebuch", "Tagebuch"),
    ("cadence-style", "Adaptive", "adaptive"),
    ("network-block", "brief", "brief"),
    ("daily-at", "7:05", "07:05"),
    ("daily-at", "23:59", "23:59"),
    ("daily-at", "20:15", "20:15"),
    ("daily-at", '"00:00"', "00:00"),
    ("create-daily", "Wait", "wait"),
    ("daily-style", "embed", "embed"),
    ("daily-items", "0", 0),
    ("daily-items", "9999", 9999),
    ("daily-items", '"12"', 12),
    ("daily-follow-ups", "1", 1),
    ("daily-events", "2", 2),
    ("max-per-source", "5", 5),
    ("first-items", "10", 10),
    ("item-style", "bullet", "bullet"),
    ("item-links", "none", "none"),
    ("cadences", "[mentor 10, friend=monthly, 'coach: every 6 weeks']", {"mentor": 10, "friend": 30, "coach": 42}),
    ("cadences", "mentor 10, friend 20", {"mentor": 10, "friend": 20}),
    ("cadences", "\n  - mentor: 10\n  - friend 20", {"mentor": 10, "friend": 20}),
    ("cadences", "\n  mentor: 10", {"mentor": 10}),
    ("cadences", "[mentor never]", {"mentor": 0}),
    ("cadences", "[]", {}),
    ("poll-every", "30m", "30m"),
    ("poll-every", "2 days", "2 days"),
    ("quiet-days", "[Saturday, sun]", ("saturday", "sunday")),
    ("quiet-days", "mo", ("monday",)),
    ("quiet-days", "[]", ()),
    ("pause-until", "2026-12-01", date(2026, 12, 1)),
    ("pause-until", '"[[2026-12-01]]"', date(2026, 12, 1)),
    ("language", "de", "de"),
    ("language", "de-AT", "de-AT"),
    ("locale", "de-AT", "de-AT"),
    ("locale", "en-GB", "en-GB"),
    ("timezone", "Europe/Berlin", "Europe/Berlin"),
    ("item-links", "[both]", "both"),
    ("writer", "desk-0001", "desk-0001"),
    ("allow-private-hosts", "[localhost, nas.local:8080]", ("localhost", "nas.local:8080")),
    ("allow-private-hosts", "localhost:8080", ("localhost:8080",)),
    ("person-folders", "People", ("People",)),
    ("person-folders", '["01 - Community/People", "[[Linked]]"]', ("01 - Community/People", "Linked")),
    ("person-tags", "[contact]", ("contact",)),
    ("person-tags", "[]", ()),
    ("template-folders", "[Vorlagen]", ("Vorlagen",)),
    ("gave-tag", "gab", "gab"),
    ("got-tag", '"#bekam"', "bekam"),
    ("call-tag", "anruf", "anruf"),
    ("met-tag", '"#treffen"', "treffen"),
    ("mail-tag", "brief", "brief"),
    ("chat-tag", "plausch", "plausch"),
    ("mailboxes", "~/Mail/Letters", ("~/Mail/Letters",)),
    ("mention-tag", "erwähnt/hier", "erwähnt/hier"),
    ("keep-tag", "x", "x"),
    ("share-tag", "teilen", "teilen"),
    ("public-folder", "Site/public/", "Site/public"),
    ("property-names", "[goals=ziele, cadence=rhythmus]", {"goals": "ziele", "cadence": "rhythmus"}),
]
IMPOSSIBLE: list[tuple[str, str]] = [
    ("folder", "../outside"), ("folder", "/"), ("folder", ".hidden"), ("folder", "a/../b"), ("folder", '"a:b"'), ("folder", "[a, b]"),
    ("folder", '"a\\nb"'), ("daily-heading", '"a\\nb"'), ("daily-heading", '"#"'), ("daily-heading", '"Network ##"'),
    ("daily-heading", "[a, b]"), ("reach-out-heading", '"a\\nb"'), ("read-heading", "{a: b}"), ("coming-up-heading", "[a, b]"), ("take-part-heading", "[a, b]"), ("daily-taking-part", "-1"), ("daily-events", "some"),
    ("daily-at", "24:00"), ("daily-at", "6"),
    ("daily-at", "6:5"), ("daily-at", "soon"), ("create-daily", "perhaps"), ("create-daily", "true"), ("daily-style", "lists"),
    ("daily-items", "-1"), ("daily-items", "many"), ("daily-items", "1.5"), ("daily-items", "true"), ("daily-items", "10000"),
    ("daily-items", "[3, 4]"), ("daily-follow-ups", "²"), ("max-per-source", "x"), ("first-items", "-3"), ("item-style", "box"),
    ("item-links", "all"), ("cadences", "mentor"), ("cadences", "[mentor often]"), ("cadences", "mentor 10, friend"), ("cadences", "[mentor -3]"), ("poll-every", "1"),
    ("poll-every", "6 months"), ("poll-every", "soon"), ("quiet-days", "[someday]"), ("quiet-days", "s"), ("pause-until", "christmas"),
    ("pause-until", "2026-02-30"), ("language", "tlh"), ("language", "3"), ("timezone", "Mars/Olympus"), ("timezone", "../etc/passwd"),
    ("timezone", "Europe"), ("writer", "[a, b]"), ("locale", "xx"), ("gave-tag", "two words"), ("got-tag", '"#"'), ("mention-tag", "[a, b]"),
    ("cadence-style", "wild"), ("network-block", "yes"), ("log-heading", '"#"'), ("call-tag", "a b"), ("met-tag", '"#"'), ("mail-tag", "a,b"), ("chat-tag", "[a, b]"), ("keep-tag", "a#b"),
    ("share-tag", "a b"), ("public-folder", "../site"), ("public-folder", ".site"),
    ("property-names", "goals"), ("property-names", "[goals=]"), ("allow-private-hosts", "{a: b}"), ("person-tags", "{a: b}"),
    ("person-folders", "{a: b}"), ("source-folders", "{a: b}"), ("source-tags", "{a: b}"), ("goal-folders", "{a: b}"),
    ("goal-tags", "{a: b}"), ("mailboxes", "{a: b}"), ("template-folders", "{a: b}"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "written", "meant"), POSSIBLE)
def test_a_possible_value_is_taken(key: str, written: str, meant: object) -> None:
    settings, problems = read_settings(note(f"{key}: {written}"))
    name = key.lower().replace("-", "_")
    expected: dict[str, Any] = {
        name: {**CADENCES, **meant} if name == "cadences" and isinstance(meant, dict) else meant
    }
    assert problems == []
    assert settings == replace(DEFAULT, **expected)


@pytest.mark.parametrize(("key", "written"), IMPOSSIBLE)
def test_an_impossible_value_is_a_problem_with_its_line_and_the_default_stands_in(key: str, written: str) -> None:
    settings, problems = read_settings(
        note("item-style: bullet", f"{key}: {written}" if key != "item-style" else "x: y")
    )
    if key == "item-style":
        settings, problems = read_settings(note("", f"{key}: {written}"))
        assert settings == DEFAULT
    else:
        assert settings == replace(DEFAULT, item_style="bullet")
    assert [(problem.path, problem.line) for problem in problems] == [(PATH, 4)]
    assert f"'{key}: " in problems[0].message
    assert problems[0].advice


def test_every_setting_has_a_possible_and_an_impossible_value_here() -> None:
    names = {key_of(field.name) for field in fields(Settings)}
    assert {key for key, _ in IMPOSSIBLE} == names
    alike = {"source-folders", "source-tags", "goal-folders", "goal-tags"}
    assert {key.lower() for key, _, _ in POSSIBLE} | alike == names


def test_in_the_daemon_the_last_good_value_stands_in() -> None:
    last = replace(DEFAULT, daily_items=3, folder="Network")
    settings, problems = read_settings(note("daily-items: many", "first-items: 9"), last)
    assert settings == replace(DEFAULT, daily_items=3, first_items=9)
    assert len(problems) == 1


def test_a_setting_that_is_taken_out_has_its_default_again() -> None:
    assert read_settings(note(), replace(DEFAULT, daily_items=3))[0] == DEFAULT


def test_an_unknown_setting_is_a_problem_with_its_line() -> None:
    settings, problems = read_settings(
        note("daily-itmes: 3", "aliases: [x]", "tags: [y]", "cssclasses: z", "Daily-Items: 4")
    )
    assert settings == replace(DEFAULT, daily_items=4)
    assert [(problem.line, problem.message) for problem in problems] == [(3, "there is no setting 'daily-itmes'")]


@pytest.mark.parametrize(
    "kind",
    [
        "type: pln-settings",
        "Type: pln-settings",
        "type: [pln-settings]",
        "type: PLN-Settings",
        'type: "[[pln-settings]]"',
    ],
)
def test_the_settings_note_is_known_by_its_type(kind: str) -> None:
    found, problems = find_settings({"a.md": read_note("a.md", b""), "x/b.md": note(kind=kind, path="x/b.md")})
    assert found is not None
    assert (found.path, problems) == ("x/b.md", [])


@pytest.mark.parametrize(
    ("line", "message", "advice"),
    [
        ("language: deutsch", "'language: deutsch' is not possible", "Use one of: en, de."),
        ("quiet-days: [some day]", "'quiet-days: [some day]' is not possible",
         "Use one of: monday, tuesday, wednesday, thursday, friday, saturday, sunday."),
        ("daily-at: 6am", "'daily-at: 6am' is not possible", "Write it as 06:00; until then the default is used."),
        ("daily-items: many", "'daily-items: many' is not possible", "Write it as 7; until then the default is used."),
        ("gave-tag: two words", "'gave-tag: two words' is not possible",
         "Write it as one word; until then the default is used."),
    ],
)  # fmt: skip
def test_what_is_not_possible_is_said_with_what_is(line: str, message: str, advice: str) -> None:
    (problem,) = read_settings(read_note("PLN/PLN Settings.md", f"---\ntype: pln-settings\n{line}\n---\n".encode()))[1]
    assert (problem.message, problem.advice) == (message, advice)


@pytest.mark.parametrize(
    ("line", "days"), [("[samstag, So]", ("saturday", "sunday")), ("Mo", ("monday",)), ("[do, thu]", ("thursday",) * 2)]
)
def test_weekdays_are_read_in_both_languages(line: str, days: tuple[str, ...]) -> None:
    note = read_note("PLN/PLN Settings.md", f"---\ntype: pln-settings\nquiet-days: {line}\n---\n".encode())
    assert read_settings(note) == (replace(DEFAULT, quiet_days=days), [])


def test_of_two_settings_notes_the_one_in_our_folder_counts_and_the_other_is_a_problem() -> None:
    notes = {path: note(path=path) for path in ("A/first.md", "PLN/z.md", "B.md")}
    found, problems = find_settings(notes)
    assert found is notes["PLN/z.md"]
    assert [(problem.path, problem.line) for problem in problems] == [("A/first.md", 1), ("B.md", 1)]
    assert "'PLN/z.md' counts" in problems[0].message


def test_of_two_in_our_folder_the_one_at_the_usual_place_counts() -> None:
    notes = {path: note(path=path) for path in ("PLN/Other settings.md", "PLN/A/b.md", "PLN/PLN Settings.md")}
    found, problems = find_settings(notes)
    assert found is notes["PLN/PLN Settings.md"]
    assert [problem.path for problem in problems] == ["PLN/A/b.md", "PLN/Other settings.md"]


def test_of_two_elsewhere_the_first_path_counts() -> None:
    notes = {path: note(path=path) for path in ("Z.md", "B.md")}
    found, problems = find_settings(notes)
    assert found is notes["B.md"]
    assert [problem.path for problem in problems] == ["Z.md"]


def test_no_settings_note_is_no_problem() -> None:
    assert find_settings({"a.md": read_note("a.md", b"---\ntype: person\n---\n")}) == (None, [])


@given(
    st.sampled_from([key_of(field.name) for field in fields(Settings)]), st.text(max_size=12) | st.integers().map(str)
)
def test_no_value_makes_it_raise_and_each_is_taken_or_told(key: str, written: str) -> None:
    read = note(f"{key}: {written}")
    settings, problems = read_settings(read)
    assert isinstance(settings, Settings)
    assert (settings == DEFAULT) or not [problem for problem in problems if "is not possible" in problem.message]
