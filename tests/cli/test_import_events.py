"""Calendar files: appointments become notes once, a calendar that lies in the vault becomes a source."""

from pathlib import Path

import pytest

from conftest import TODAY, Run, write
from imports import imported, properties


def calendar(*entries: str) -> str:
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *entries, "END:VCALENDAR", ""))


def event(*rows: str) -> str:
    return "\r\n".join(("BEGIN:VEVENT", *rows, "END:VEVENT"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "events.ics"


def test_an_event_becomes_a_note_and_a_contact(run: Run, vault: Path, file: Path) -> None:
    write(vault, "Ada.md", "---\ntype: person\nemail: ada@x.example\n---\n")
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\ntimezone: Europe/Berlin\n---\n")
    file.write_text(calendar(event(
        "UID:1", "DTSTART:20261120T230000Z", "DTEND:20261121T003000Z", "SUMMARY:Lunch [[x]]", "LOCATION:Café\\, left",
        "URL:https://x.example/1", "ATTENDEE;CN=Ada:mailto:ADA@x.example", "BEGIN:VALARM", "TRIGGER:-P1D", "END:VALARM",
    )))  # fmt: skip
    assert imported(run, vault, file)["written"] == ["Events/2026-11-21 Lunch x.md"]
    found = {k: str(v) if k == "date" else v for k, v in properties(vault / "Events/2026-11-21 Lunch x.md").items()}
    del found["pln-event"]
    assert found == {
        "type": "event", "date": "2026-11-21", "time": "00:00–01:30", "place": "Café, left",
        "url": "https://x.example/1", "people": ["[[Ada]]"],
    }  # fmt: skip
    (row,) = run("people", "--vault", vault, "--today", TODAY, "--json").json
    assert row["last_contact"] == "2026-11-21"


def test_a_second_import_makes_no_doubles_also_after_a_new_name(run: Run, vault: Path, file: Path) -> None:
    file.write_text(calendar(
        event("UID:1", "DTSTART;VALUE=DATE:20261120", "SUMMARY:A"),
        event("DTSTART;VALUE=DATE:20261120", "SUMMARY:No identity"),
        event("UID:1", "DTSTART;VALUE=DATE:20261120", "SUMMARY:A"),
    ))  # fmt: skip
    assert len(imported(run, vault, file)["written"]) == 2
    (vault / "Events/2026-11-20 A.md").rename(vault / "Renamed.md")
    again = imported(run, vault, file)
    assert (again["new"], len(again["known"])) == ([], 3)


def test_what_repeats_and_what_is_off_is_left_out_and_said(run: Run, vault: Path, file: Path) -> None:
    file.write_text(calendar(
        event("UID:1", "DTSTART:20261120T100000Z", "RRULE:FREQ=SECONDLY;COUNT=1000000000", "SUMMARY:Bomb"),
        event("UID:2", "DTSTART:20261120T100000Z", "STATUS:CANCELLED", "SUMMARY:Off"),
        "BEGIN:VTODO\r\nUID:3\r\nSUMMARY:Task\r\nEND:VTODO",
        event("UID:4", "SUMMARY:Whenever"),
        event("UID:5", "DTSTART:00010101T000000Z", "SUMMARY:Too early"),
    ))  # fmt: skip
    done = imported(run, vault, file)
    assert done["written"] == []
    assert [(one["line"], one["message"].partition(" (")[0]) for one in done["problems"]][:3] == [
        (3, "what repeats is left out"),
        (15, "what is a task is left out"),
        (19, "an event without a date is left out"),
    ]


def test_a_whole_calendar_is_no_handful_of_appointments(run: Run, vault: Path, file: Path) -> None:
    file.write_text(calendar(*(event(f"UID:{n}", "DTSTART;VALUE=DATE:20261120", f"SUMMARY:{n}") for n in range(101))))
    ran = run("import", file, "--vault", vault, "--yes")
    assert ran.code == 2
    assert "the file has 101 events, more than 100 to make notes of" in ran.err
    assert "put the file into the vault" in ran.err
    assert list(vault.rglob("*.md")) == []


def test_a_file_in_the_vault_becomes_a_calendar_source(run: Run, vault: Path) -> None:
    file = write(vault, "Team/team.ics", calendar(event("UID:1", f"DTSTART;VALUE=DATE:{TODAY.replace('-', '')}",
                                                        "RRULE:FREQ=DAILY;COUNT=3", "SUMMARY:Stand-up")))  # fmt: skip
    assert imported(run, vault, file)["written"] == ["Sources/team.md"]
    found = properties(vault / "Sources/team.md")
    assert (found["medium"], found["feed"]) == ("calendar", "Team/team.ics")
    assert imported(run, vault, file)["known"] == ["team"]
    assert run("fetch", "--vault", vault, "--json").json[0]["problem"] in ("", None)
