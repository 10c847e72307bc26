"""Calendars: what is coming up stands in the daily note once, what becomes of it too, and a tick makes a note."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import TODAY, Run, Watch, write
from daemons import state_of
from loopback import Answer, Site, conditional, serve
from vault_pln.core.markdown.note import read_note

FIRST = "BEGIN:VCALENDAR\nVERSION:2.0\n"
SETTINGS = "---\ntype: pln-settings\ntimezone: Europe/Berlin\nallow-private-hosts: [127.0.0.1]\n{}---\n"


def event(uid: str = "a", start: str = "20261128T090000Z", summary: str = "Talk", *more: str) -> str:
    inner = "\n".join((f"UID:{uid}", f"DTSTART:{start}", f"SUMMARY:{summary}", *more))
    return f"BEGIN:VEVENT\n{inner}\nEND:VEVENT\n"


def calendar(*events: str) -> str:
    return f"{FIRST}{''.join(events)}END:VCALENDAR\n"


@pytest.fixture
def home(vault: Path) -> Path:
    """A vault with one calendar."""
    write(vault, "PLN/PLN Settings.md", SETTINGS.format(""))
    write(vault, "Sources/Makers.md", "---\ntype: source\nmedium: calendar\nfeed: Feeds/makers.ics\n---\n")
    write(vault, "Feeds/makers.ics", calendar(event()))
    return vault


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


def put(vault: Path, *events: str) -> None:
    write(vault, "Feeds/makers.ics", calendar(*events))


def day(run: Run, vault: Path, today: str = TODAY) -> list[str]:
    """Fetch and write a day; its lines of events, without ids."""
    assert run("fetch", "--vault", vault, "--today", today, "--all").code == 0
    assert run("daily", "--vault", vault, "--today", today).code == 0
    return lines(vault, today)


def lines(vault: Path, today: str = TODAY) -> list[str]:
    file = vault / f"{today}.md"
    found = file.read_text().splitlines() if file.exists() else []
    return [re.sub(r" \^pln-[a-z2-7]{16}$", "", line) for line in found if "^pln-" in line]


def change(vault: Path, old: str, new: str, today: str = TODAY) -> None:
    file = vault / f"{today}.md"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def notes(vault: Path) -> list[str]:
    """The paths of all notes about events."""
    found = (path for path in vault.rglob("*.md") if "pln-event:" in path.read_text())
    return sorted(path.relative_to(vault).as_posix() for path in found)


# --- what is coming up


def test_why_tells_by_which_rule_an_event_came(run: Run, home: Path) -> None:
    day(run, home)
    (key,) = re.findall(r"\^pln-[a-z2-7]{16}", (home / f"{TODAY}.md").read_text())
    said = run("why", key, "--vault", home, "--today", TODAY)
    assert "an event in one of your calendars within 14 days" in said.out
    assert "answer: open" in said.out
    assert run("why", key, "--vault", home, "--today", TODAY, "--json").json["rule"].startswith("an event in one of")


def test_an_event_of_the_next_two_weeks_comes_up_once_under_its_heading(run: Run, home: Path) -> None:
    put(
        home,
        event("a", "20261128T090000Z", "Talk", "DTEND:20261128T100000Z", "LOCATION:Room 1", "URL:https://x.example/a"),
    )
    assert day(run, home) == ["- [ ] [Talk](https://x.example/a) · 2026-11-28 10:00–11:00 · Room 1 · [[Makers]]"]
    text = (home / f"{TODAY}.md").read_text()
    assert text.startswith("## Learning network\n### Coming up\n- [ ] [Talk]")
    assert day(run, home, "2026-11-24") == []
    assert day(run, home) == lines(home)
    assert (home / f"{TODAY}.md").read_text() == text


def test_two_weeks_are_two_weeks(run: Run, home: Path) -> None:
    put(home, event("past", "20261122T090000Z"), event("in", "20261207T220000Z"), event("out", "20261207T233000Z"))
    assert day(run, home) == ["- [ ] Talk · 2026-12-07 23:00 · [[Makers]]"]
    assert day(run, home, "2026-11-24") == ["- [ ] Talk · 2026-12-08 00:30 · [[Makers]]"]


def test_each_date_of_a_series_is_an_event(run: Run, home: Path) -> None:
    put(home, event("a", "20261101T170000Z", "Class", "RRULE:FREQ=WEEKLY"))
    assert [line[:28] for line in day(run, home)] == ["- [ ] Class · 2026-11-29 18:", "- [ ] Class · 2026-12-06 18:"]
    assert day(run, home, "2026-11-28") == []
    assert [line[:24] for line in day(run, home, "2026-11-29")] == ["- [ ] Class · 2026-12-13"]


def test_a_series_goes_on_though_its_calendar_never_changes(run: Run, home: Path, site: Site) -> None:
    write(home, "Sources/Makers.md", f"---\ntype: source\nmedium: calendar\nfeed: {site.url}/c.ics\n---\n")
    site.routes["/c.ics"] = Answer(
        200, calendar(event("a", "20261101T170000Z", "Class", "RRULE:FREQ=MONTHLY")).encode()
    )
    assert day(run, home)[0].startswith("- [ ] Class · 2026-12-01")
    assert day(run, home, "2027-03-25")[0].startswith("- [ ] Class · 2027-04-01")


def test_it_is_for_a_goal_by_its_words_or_its_source(run: Run, home: Path) -> None:
    write(home, "Speak.md", "---\ntype: goal\nkeywords: [talk]\n---\n")
    assert day(run, home) == ["- [ ] Talk · 2026-11-28 10:00 · [[Makers]] · for Speak"]


@pytest.mark.parametrize(
    ("setting", "heading"),
    [
        ("language: de\n", "### Demnächst"),
        ("coming-up-heading: Workshops\n", "### Workshops"),
        ('coming-up-heading: ""\n', "- [ ] Talk"),
    ],
)
def test_the_heading_can_be_set(run: Run, home: Path, setting: str, heading: str) -> None:
    write(home, "PLN/PLN Settings.md", SETTINGS.format(setting))
    day(run, home)
    assert (home / f"{TODAY}.md").read_text().splitlines()[1].startswith(heading)


def test_a_day_has_a_bound_and_the_rest_comes_later_the_soonest_first(run: Run, home: Path) -> None:
    write(home, "PLN/PLN Settings.md", SETTINGS.format("daily-events: 2\n"))
    put(home, *(event(str(n), f"202611{n}T090000Z", f"Talk {n}") for n in (29, 25, 27, 26, 28)))
    assert [line[6:13] for line in day(run, home)] == ["Talk 25", "Talk 26"]
    assert day(run, home) == lines(home)
    assert [line[6:13] for line in day(run, home, "2026-11-24")] == ["Talk 27", "Talk 28"]


def test_a_source_may_have_a_bound_of_its_own(run: Run, home: Path) -> None:
    write(home, "Sources/Makers.md", "---\ntype: source\nmedium: calendar\nfeed: Feeds/makers.ics\nmax-items: 1\n---\n")
    put(home, event("a"), event("b", summary="Other"))
    assert len(day(run, home)) == 1


def test_an_event_of_two_calendars_comes_up_once(run: Run, home: Path) -> None:
    write(home, "Sources/Again.md", "---\ntype: source\nmedium: calendar\nfeed: Feeds/again.ics\n---\n")
    write(home, "Feeds/again.ics", calendar(event()))
    assert day(run, home) == ["- [ ] Talk · 2026-11-28 10:00 · [[Again]]"]


@pytest.mark.parametrize("status", ["muted", "dropped"])
def test_a_calendar_that_is_not_wanted_any_more_is_silent(run: Run, home: Path, status: str) -> None:
    run("fetch", "--vault", home, "--today", TODAY, "--all")
    write(
        home,
        "Sources/Makers.md",
        f"---\ntype: source\nmedium: calendar\nfeed: Feeds/makers.ics\nstatus: {status}\n---\n",
    )
    assert day(run, home) == []


def test_what_the_source_mutes_or_does_not_ask_for_stays_out(run: Run, home: Path) -> None:
    head = "---\ntype: source\nmedium: calendar\nfeed: Feeds/makers.ics\n"
    write(home, "Sources/Makers.md", f"{head}only: [rust]\nmute: [sold out]\n---\n")
    put(home, event("a", summary="Rust night"), event("b"), event("c", summary="Rust talk (sold out)"))
    assert day(run, home) == ["- [ ] Rust night · 2026-11-28 10:00 · [[Makers]]"]
    assert (
        run("sources", "--vault", home, "--today", TODAY, "--json").json[0]["health"] == "1 event in the next 14 days"
    )


def test_quiet_days_are_for_people_and_a_pause_is_for_everything(run: Run, home: Path) -> None:
    write(home, "PLN/PLN Settings.md", SETTINGS.format("pause-until: 2026-11-24\nquiet-days: [tuesday]\n"))
    assert day(run, home) == []
    assert day(run, home, "2026-11-24") == ["- [ ] Talk · 2026-11-28 10:00 · [[Makers]]"]


def test_where_tasks_would_take_every_box_there_is_none(run: Run, home: Path) -> None:
    write(home, "PLN/PLN Settings.md", SETTINGS.format("item-style: bullet\n"))
    assert day(run, home) == ["- Talk · 2026-11-28 10:00 · [[Makers]]"]
    change(home, "[[Makers]]", "[[Makers]] #keep")
    day(run, home, "2026-11-24")
    assert notes(home) == ["Events/2026-11-28 Talk.md"]


# --- what becomes of it


def test_another_time_or_place_is_said_once_and_anything_else_not_at_all(run: Run, home: Path) -> None:
    day(run, home)
    put(home, event("a", "20261128T090000Z", "Talk, renamed", "SEQUENCE:1", "DESCRIPTION:more"))
    assert day(run, home, "2026-11-24") == []
    put(home, event("a", "20261129T090000Z"))
    assert day(run, home, "2026-11-25") == ["- [ ] Changed: Talk · 2026-11-29 10:00 · [[Makers]]"]
    assert day(run, home, "2026-11-26") == []
    put(home, event("a", "20261129T090000Z", "Talk", "LOCATION:Room 2"))
    assert day(run, home, "2026-11-27") == ["- [ ] Changed: Talk · 2026-11-29 10:00 · Room 2 · [[Makers]]"]
    assert day(run, home, "2026-11-28") == []


def test_what_moves_back_is_said_again(run: Run, home: Path) -> None:
    day(run, home)
    put(home, event("a", "20261129T090000Z"))
    day(run, home, "2026-11-24")
    put(home, event())
    assert day(run, home, "2026-11-25") == ["- [ ] Changed: Talk · 2026-11-28 10:00 · [[Makers]]"]
    assert day(run, home, "2026-11-26") == []


def test_what_moves_out_of_the_two_weeks_is_said_too(run: Run, home: Path) -> None:
    day(run, home)
    put(home, event("a", "20270115T090000Z"))
    assert day(run, home, "2026-11-24") == ["- [ ] Changed: Talk · 2027-01-15 10:00 · [[Makers]]"]
    assert day(run, home, "2027-01-10") == []


def test_what_is_off_is_said_once_and_that_it_is_on_again_too(run: Run, home: Path) -> None:
    day(run, home)
    put(home, event("a", "20261128T090000Z", "Talk", "STATUS:CANCELLED"))
    assert day(run, home, "2026-11-24") == ["- Cancelled: Talk · 2026-11-28 10:00 · [[Makers]]"]
    assert day(run, home, "2026-11-25") == []
    put(home, event())
    assert day(run, home, "2026-11-26") == ["- [ ] Changed: Talk · 2026-11-28 10:00 · [[Makers]]"]


def test_a_date_taken_out_of_a_series_is_off(run: Run, home: Path) -> None:
    series = ("a", "20261101T170000Z", "Class", "RRULE:FREQ=WEEKLY")
    put(home, event(*series))
    day(run, home)
    put(home, event(*series, "EXDATE:20261129T170000Z", "EXDATE:20270103T170000Z"))
    assert day(run, home, "2026-11-24") == ["- Cancelled: Class · 2026-11-29 18:00 · [[Makers]]"]


def test_what_was_never_announced_is_never_called_off(run: Run, home: Path) -> None:
    put(home, event("a", "20261128T090000Z", "Talk", "STATUS:CANCELLED"))
    assert day(run, home) == []
    assert not (home / f"{TODAY}.md").exists()


@pytest.mark.parametrize("answer", ["delete", "refuse"])
def test_after_a_no_nothing_more_is_said_of_an_event(run: Run, home: Path, answer: str) -> None:
    put(home, event(), event("b", summary="Other"))
    day(run, home)
    file = home / f"{TODAY}.md"
    kept = [line for line in file.read_text().splitlines() if answer == "refuse" or "Talk" not in line]
    file.write_text("\n".join(kept).replace("- [ ] Talk", "- [-] Talk") + "\n")
    assert day(run, home, "2026-11-24") == []
    put(home, event("a", "20261129T090000Z"), event("b", summary="Other"))
    assert day(run, home, "2026-11-25") == []


# --- once, whatever is lost


def test_a_lost_memory_brings_nothing_again(run: Run, home: Path, machine: Path) -> None:
    day(run, home)
    file = home / f"{TODAY}.md"
    file.write_text("\n".join(line for line in file.read_text().splitlines() if "Talk" not in line) + "\n")
    (state_of(machine) / "news.sqlite").unlink()
    assert day(run, home, "2026-11-24") == []


def test_without_ledger_the_lines_themselves_are_the_memory(run: Run, home: Path, machine: Path) -> None:
    day(run, home)
    for ledger in (home / "PLN/Ledger").iterdir():
        ledger.unlink()
    for file in state_of(machine).iterdir():
        if file.is_file():
            file.unlink()
    assert day(run, home, "2026-11-24") == []


def test_another_device_says_nothing_again_and_sees_what_changed(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    day(run, home)
    monkeypatch.setenv("VAULT_PLN_DEVICE", "lap-0002")
    monkeypatch.setenv("VAULT_PLN_STATE", str(tmp_path / "other-state"))
    write(home, "PLN/PLN Settings.md", SETTINGS.format("writer: lap-0002\n"))
    assert day(run, home, "2026-11-24") == []
    put(home, event("a", "20261129T090000Z"))
    assert day(run, home, "2026-11-25") == ["- [ ] Changed: Talk · 2026-11-29 10:00 · [[Makers]]"]


# --- visits


def test_a_calendar_is_visited_as_a_feed_is(run: Run, home: Path, site: Site) -> None:
    write(home, "Sources/Makers.md", f"---\ntype: source\nmedium: calendar\nfeed: {site.url}/c.ics\n---\n")
    site.routes["/c.ics"] = conditional(
        calendar(event(), event("b")).encode(), etag='"1"', last_modified="Mon, 02 Nov 2026 07:00:00 GMT"
    )
    rows = [run("fetch", "--vault", home, "--today", TODAY, "--all", "--json").json[0] for _ in range(2)]
    assert [(row["status"], row["http"], row["new"]) for row in rows] == [("fetched", 200, 2), ("unchanged", 304, 0)]
    assert [one.headers.get("if-none-match") for one in site.asked] == [None, '"1"']


def test_a_calendar_whose_events_are_lost_is_asked_for_as_a_whole(
    run: Run, home: Path, site: Site, machine: Path
) -> None:
    import sqlite3

    write(home, "Sources/Makers.md", f"---\ntype: source\nmedium: calendar\nfeed: {site.url}/c.ics\n---\n")
    site.routes["/c.ics"] = conditional(
        calendar(event()).encode(), etag='"1"', last_modified="Mon, 02 Nov 2026 07:00:00 GMT"
    )
    run("fetch", "--vault", home, "--today", TODAY, "--all")
    with sqlite3.connect(state_of(machine) / "news.sqlite") as db:
        db.execute("DELETE FROM calendar")
    db.close()
    assert day(run, home) == ["- [ ] Talk · 2026-11-28 10:00 · [[Makers]]"]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"<html>Log in</html>", "the address gives a web page, not a calendar"),
        (b"<rss version='2.0'><channel/></rss>", "the answer is no calendar"),
    ],
)
def test_what_is_no_calendar_is_a_clear_problem(run: Run, home: Path, site: Site, body: bytes, problem: str) -> None:
    write(home, "Sources/Makers.md", f"---\ntype: source\nmedium: calendar\nfeed: {site.url}/c.ics\n---\n")
    site.routes["/c.ics"] = Answer(200, body)
    (row,) = run("fetch", "--vault", home, "--today", TODAY, "--all", "--json").json
    assert (row["status"], row["problem"]) == ("failed", problem)
    assert run("sources", "--vault", home, "--today", TODAY, "--json").json[0]["health"] == problem


def test_a_broken_event_is_named_and_the_others_come(run: Run, home: Path) -> None:
    put(home, event(), event("b", "tomorrow", "Lost"), event("c", "20261128T090000Z", "Often", "RRULE:FREQ=SECONDLY"))
    (row,) = run("fetch", "--vault", home, "--today", TODAY, "--all", "--json").json
    assert (row["status"], row["new"]) == ("fetched", 1)
    assert "the event 'Lost' cannot be read" in row["problem"]
    assert "the event 'Often' repeats every minute or second" in row["problem"]


def test_what_is_wrong_with_single_events_is_told_until_it_is_right(run: Run, home: Path, site: Site) -> None:
    write(home, "Sources/Makers.md", f"---\ntype: source\nmedium: calendar\nfeed: {site.url}/c.ics\n---\n")

    def told() -> tuple[bool, list[str]]:
        assert run("fetch", "--vault", home, "--today", TODAY, "--all").code == 0
        (row,) = run("sources", "--vault", home, "--today", TODAY, "--json").json
        assert row["health"] == "1 event in the next 14 days"
        said = "the event 'Lost' cannot be read" in run("status", "--vault", home, "--today", TODAY).out
        return said, [problem["message"] for problem in row["problems"]]

    broken, whole = (calendar(event(), *more).encode() for more in ([event("b", "tomorrow", "Lost")], []))
    site.routes["/c.ics"] = conditional(broken, etag="1")
    for _ in range(2):
        said, (problem,) = told()
        assert said
        assert "the event 'Lost' cannot be read" in problem
    site.routes["/c.ics"] = Answer(200, whole)
    assert told() == (False, [])


def test_a_calendar_that_is_not_called_one_is_told_what_to_write(run: Run, home: Path) -> None:
    write(home, "Sources/Makers.md", "---\ntype: source\nfeed: Feeds/makers.ics\n---\n")
    (row,) = run("fetch", "--vault", home, "--today", TODAY, "--json").json
    assert row["problem"] == "the answer is a calendar; write 'medium: calendar' into the note"


def test_init_shows_what_is_coming_up(run: Run, home: Path) -> None:
    assert run("fetch", "--vault", home, "--today", TODAY).code == 0
    ran = run("init", "--yes", "--dry-run", "--vault", home, "--today", TODAY)
    assert ran.code == 0, ran.err
    assert "+- [ ] Talk · 2026-11-28 10:00 · [[Makers]] ^pln-" in ran.out


def test_a_calendar_that_hangs_its_reader_costs_itself_alone(run: Run, home: Path) -> None:
    # a rule that never fires is looked for until the year 9999, hour by hour
    never = "RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30"
    put(home, *(event(str(n), "20261128T090000Z", "Never", never) for n in range(9)))
    write(home, "Sources/Other.md", "---\ntype: source\nmedium: calendar\nfeed: Feeds/other.ics\n---\n")
    write(home, "Feeds/other.ics", calendar(event()))
    makers, other = run("fetch", "--vault", home, "--today", TODAY, "--all", "--json").json
    assert (makers["status"], other["status"], other["new"]) == ("failed", "fetched", 1)
    assert makers["problem"] == "the calendar cannot be read: it needed more than 5 seconds of work"


def test_how_many_events_are_coming_up_is_told_wherever_sources_are(run: Run, home: Path) -> None:
    put(
        home,
        event("a"),
        event("b", "20261130T090000Z"),
        event("c", "20270130T090000Z"),
        event("d", "20261201T090000Z", "Off", "STATUS:CANCELLED"),
    )
    assert run("sources", "--vault", home, "--today", TODAY, "--json").json[0]["health"] == "not visited yet"
    run("fetch", "--vault", home, "--today", TODAY, "--all")
    assert (
        run("sources", "--vault", home, "--today", TODAY, "--json").json[0]["health"] == "2 events in the next 14 days"
    )
    assert run("status", "--vault", home, "--today", TODAY, "--json").json["events"] == {"Sources/Makers.md": 2}
    assert "Sources/Makers.md: 2 events in the next 14 days" in run("status", "--vault", home, "--today", TODAY).out
    assert run("items", "--vault", home, "--today", TODAY, "--json").json == []
    found = run("daily", "--vault", home, "--today", TODAY, "--json").json
    assert [(one["title"], one["what"], one["start"][:10]) for one in found["events"]] == [
        ("Talk", "new", "2026-11-28"), ("Talk", "new", "2026-11-30"),
    ]  # fmt: skip


def test_an_older_memory_gets_room_for_calendars(run: Run, home: Path, machine: Path) -> None:
    import sqlite3

    run("fetch", "--vault", home, "--today", TODAY, "--all")
    with sqlite3.connect(state_of(machine) / "news.sqlite") as db:
        db.execute("DROP TABLE calendar")
        db.execute("ALTER TABLE item DROP COLUMN links")
        db.execute("PRAGMA user_version = 1")
    db.close()
    assert day(run, home) == ["- [ ] Talk · 2026-11-28 10:00 · [[Makers]]"]


# --- the note of an event


def test_a_tick_makes_a_note_with_all_that_is_known_once(run: Run, home: Path) -> None:
    write(home, "Ada.md", "---\ntype: person\nemail: Ada@X.example\n---\n")
    write(home, "Bob.md", "---\ntype: person\nE-Mail: [bob@y.example, 'mailto:bob@x.example']\n---\n")
    write(home, "Eve.md", "---\ntype: person\nemail: eve@x.example\n---\n")
    write(home, "Speak.md", "---\ntype: goal\nkeywords: [talk]\n---\n")
    more = ("DTEND:20261128T100000Z", "LOCATION:Room 1", "URL:https://x.example/a", "ORGANIZER:mailto:ada@x.example",
            "ATTENDEE:MAILTO:bob@x.example", "ATTENDEE;PARTSTAT=DECLINED:mailto:eve@x.example")  # fmt: skip
    put(home, event("a", "20261128T090000Z", "Talk: one", *more))
    day(run, home)
    assert notes(home) == []
    change(home, "- [ ] [Talk", "- [x] [Talk")
    assert "made Events/2026-11-28 Talk one.md" in run("daily", "--vault", home, "--today", "2026-11-24").out
    note = read_note("n.md", (home / "Events/2026-11-28 Talk one.md").read_bytes())
    assert {key: value for key, value in note.properties.items() if key != "pln-event"} == {
        "type": "event", "date": "2026-11-28", "time": "10:00–11:00", "place": "Room 1", "url": "https://x.example/a",
        "people": ["[[Ada]]", "[[Bob]]"], "goals": ["[[Speak]]"], "source": "[[Makers]]",
    }  # fmt: skip
    assert [heading.text for heading in note.headings] == ["2026-11-28 Talk: one"]
    assert note.problems == ()
    for today in ("2026-11-24", "2026-11-25"):
        day(run, home, today)
    assert notes(home) == ["Events/2026-11-28 Talk one.md"]
    # an event with people and a date is contact with them, once it has taken place
    rows = {
        row["name"]: row["last_contact"]
        for row in run("people", "--vault", home, "--today", "2026-11-29", "--json").json
    }
    assert rows == {"Ada": "2026-11-28", "Bob": "2026-11-28", "Eve": None}


def test_a_deleted_or_renamed_note_does_not_come_again(run: Run, home: Path, machine: Path) -> None:
    put(home, event("a"), event("b", summary="Other"))
    day(run, home)
    change(home, "- [ ] Talk", "- [x] Talk")
    change(home, "- [ ] Other", "- [*] Other")
    day(run, home, "2026-11-24")
    assert notes(home) == ["Events/2026-11-28 Other.md", "Events/2026-11-28 Talk.md"]
    (home / "Events/2026-11-28 Talk.md").unlink()
    (home / "Events/2026-11-28 Other.md").rename(home / "Mine.md")
    (state_of(machine) / "news.sqlite").unlink()
    day(run, home, "2026-11-25")
    assert notes(home) == ["Mine.md"]


def test_cut_off_before_the_ledger_knew_the_note_says_it_itself(run: Run, home: Path, machine: Path) -> None:
    day(run, home)
    change(home, "- [ ] Talk", "- [x] Talk")
    day(run, home, "2026-11-24")
    (ledger,) = (home / "PLN/Ledger").iterdir()
    for file in (ledger, *state_of(machine).glob("ledger*")):
        file.write_text("".join(line for line in file.read_text().splitlines(True) if " made " not in line))
    (home / "Events/2026-11-28 Talk.md").rename(home / "Elsewhere.md")
    day(run, home, "2026-11-25")
    assert notes(home) == ["Elsewhere.md"]
    assert " made " in ledger.read_text()


def test_it_goes_where_such_notes_live_and_overwrites_nothing(run: Run, home: Path) -> None:
    for name in ("2026-10-01 One", "2026-10-02 Two"):
        write(home, f"Meetings/{name}.md", "---\ntype: meeting\ndate: 2026-10-01\n---\n")
    write(home, "Calls/One.md", "---\ntype: call\n---\n")
    mine = write(home, "Notes/2026-11-28 Talk.md", "mine")
    day(run, home)
    change(home, "- [ ] Talk", "- [x] Talk")
    day(run, home, "2026-11-24")
    assert notes(home) == ["Meetings/2026-11-28 Talk 2.md"]
    assert mine.read_text() == "mine"


def test_the_users_own_template_is_used(run: Run, home: Path) -> None:
    write(home, "PLN/Templates/PLN event.md", "---\ntags: [talks]\nwhere:\nplace:\n---\nMy words about {{title}}\n")
    put(home, event("a", "20261128T090000Z", "Talk", "LOCATION:Room 1"))
    day(run, home)
    change(home, "- [ ] Talk", "- [x] Talk")
    day(run, home, "2026-11-24")
    (path,) = notes(home)
    text = (home / path).read_text()
    assert text.endswith("---\nMy words about 2026-11-28 Talk\n")
    assert "type: event\n" in text
    assert "place: Room 1\n" in text


@pytest.mark.parametrize("mark", ["-", "/", " "])
def test_only_a_yes_makes_a_note(run: Run, home: Path, mark: str) -> None:
    day(run, home)
    change(home, "- [ ] Talk", f"- [{mark}] Talk")
    day(run, home, "2026-11-24")
    assert notes(home) == []


def test_a_dry_run_shows_the_note_and_makes_none(run: Run, home: Path) -> None:
    day(run, home)
    change(home, "- [ ] Talk", "- [x] Talk")
    ran = run("daily", "--vault", home, "--today", "2026-11-24", "--dry-run")
    assert "Events/2026-11-28 Talk.md" in ran.out
    assert notes(home) == []
    assert " made " not in next((home / "PLN/Ledger").iterdir()).read_text()


def test_watch_makes_the_note_when_the_box_is_ticked(run: Run, home: Path, watch: Watch) -> None:
    day(run, home)
    daemon = watch(home)
    daemon.until_it_looked(1)
    change(home, "- [ ] Talk", "- [x] Talk")
    daemon.until(lambda: notes(home) == ["Events/2026-11-28 Talk.md"])


# --- hostile text


@pytest.mark.parametrize(
    "text",
    [
        "[[Ada]]", "![[Ada]]", "#tag", "a:: b", "[a:: b]", "<% tp.file.title %>", "{{title}}", "%% gone", "<!-- gone", "^pln-aaaaaaaaaaaaaaaa", "- [ ] a 📅 2026-01-01",
        "`= this`", "```dataview", "$x$", "==x==", "---", "../../up", "x" * 5000, "a\\nb", "\u202egnp.exe", "'\\\"\\: [x", "true", "2026-11-23",
    ],
)  # fmt: skip
def test_the_text_of_an_event_becomes_text_and_one_link_and_nothing_else(run: Run, home: Path, text: str) -> None:
    write(home, "Ada.md", "---\ntype: person\n---\n")
    url, written = text[:40].replace(" ", "%20"), text.replace(",", "\\,").replace(";", "\\;")
    names = (f"LOCATION:{written}", f"DESCRIPTION:{written}", f"CATEGORIES:{written}", f"URL:https://x.example/{url}")
    put(home, event(f"x{text[:50]}", "20261128T090000Z", written, *names))
    day(run, home)
    file = home / f"{TODAY}.md"
    assert len(read_note("n.md", file.read_bytes()).own_lines) == 1
    # without our mark, so that it is read as text of the user's
    line = read_note("n.md", re.sub(r" \^pln-[a-z2-7]{16}\n", "\n", file.read_text()).encode())
    assert [heading.text for heading in line.headings] == ["Learning network", "Coming up"]
    assert [task.status for task in line.tasks] == [" "]
    change(home, "- [ ] ", "- [x] ")
    day(run, home, "2026-11-24")
    (path,) = notes(home)
    assert re.fullmatch(r"Events/2026-11-28[^/]*\.md", path)
    note = read_note("n.md", (home / path).read_bytes())
    assert list(note.properties) == ["type", "date", "time", "place", "url", "people", "goals", "source", "pln-event"]
    assert len(note.headings) == 1
    for found in (line, note):
        assert [link.target for link in found.links if not link.target.startswith("https://x.example/")] == ["Makers"]
        assert (found.tags, found.fields, found.problems, found.blocks, found.own_lines) == ((), (), (), (), ())
    assert run("backlinks", "Ada", "--vault", home, "--json").json == []
