"""What counts as contact, and what never does: design section 3, in both directions."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault_pln.core.index.index import Index
from vault_pln.core.markdown.note import read_note
from vault_pln.core.network.survey import Survey
from vault_pln.core.network.traces import day_of
from vault_pln.model.network import Contact, Network
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions, DailyNotes

TODAY = date(2026, 11, 23)
DAY = date(2026, 11, 20)
DAILY = "Daily/2026-11-20.md"
PEOPLE = {"Ada.md": "---\ntype: person\n---\n", "Grace.md": "---\ntype: person\n---\n", "Book.md": ""}
VAULT = Conventions(
    daily=DailyNotes("Daily", template="Templates/Day", configured=True), template_folders=("Templates",)
)
ID = "pln-3f2a1c7d7k4m2q6p"
Seen = Callable[[str], date | None]


def survey(
    notes: dict[str, str], rules: Settings | None = None, vault: Conventions = VAULT, own: tuple[str, ...] = ()
) -> Survey:
    texts = PEOPLE | notes
    index = Index([read_note(path, text.encode()) for path, text in texts.items()], own=own)
    return Survey(index, rules or Settings(), vault)


def network(notes: dict[str, str], seen: Seen = lambda _: None, rules: Settings | None = None) -> Network:
    return survey(notes, rules).network(TODAY, seen)


def days(notes: dict[str, str], person: str = "Ada.md", seen: Seen = lambda _: None) -> list[date]:
    return [contact.day for contact in network(notes, seen).contacts[person]]


@pytest.mark.parametrize(
    "text",
    [
        "Talked with [[Ada]] about [[Book]]",
        "- met [[Ada|her]]",
        "- met [her](Ada.md)",
        "## Call with [[ada]]",
        "> [!note] Call\n> [[Ada]] was there",
        "| who |\n| --- |\n| [[Ada]] |",
        "[^1]: so says [[Ada]]",
        "gave:: a book to [[Ada]]",
        "- [x] Call [[Ada]]",
        "- [X] Call [[Ada]]",
        "---\npeople: [[[Ada]]]\n---\nno link, but the text: [[Ada]]",
        '---\npeople: ["[[Ada]]"]\n---\n',
        '---\nattendees: "[[Ada]]"\n---\n',
        '---\nwith: "[[Ada]]"\n---\n',
        '---\nParticipants: ["[[Grace]]", "[[Ada]]"]\n---\n',
        "```\ncode\n```\n[[Ada]]",
        "- [link](x.md) with [[Ada]]",
        "- [a](Ada.md) is no task",
        "- [x](Ada.md) neither",
        "[[Ada]] #mentioned",
    ],
)
def test_a_link_in_a_daily_note_is_contact_on_its_day(text: str) -> None:
    assert days({DAILY: text}) == [DAY]


@pytest.mark.parametrize(
    "text",
    [
        "- [ ] Call [[Ada]]",
        "- [/] Calling [[Ada]]",
        "- [-] Call [[Ada]]",
        "- [>] Call [[Ada]]",
        "> [[Ada]] is quoted",
        "> [!quote]\n> [[Ada]]",
        "> > [!note]\n> > in a quote: [[Ada]]",
        "> [!note]\n> > a quote in it: [[Ada]]",
        "`[[Ada]]`",
        "```\n[[Ada]]\n```",
        "<!-- [[Ada]] -->",
        "%% [[Ada]] %%",
        "%%\n[[Ada]]\n%%",
        "![[Ada]]",
        "![pic](Ada.md)",
        "[[Ada]] #mention",
        "- read about [[Ada]] #Mention",
        "- #mention: [[Ada]]",
        '---\nauthor: "[[Ada]]"\n---\n',
        '---\nrelated: ["[[Ada]]"]\n---\n',
        "<!-- pln:begin network -->\n[[Ada]]\n<!-- pln:end network -->",
        f"- [ ] Write to [[Ada]] ^{ID}",
        f"- [-] Write to [[Ada]] ^{ID}",
        f"- [b] [Title](https://e.org) · [[Ada]] ^{ID}",
        f"- a bullet [[Ada]] ^{ID}",
        "Ada",
        "[[Nobody]]",
        "[[Ada]",
    ],
)
def test_what_is_never_contact(text: str) -> None:
    assert days({DAILY: text}) == []
    assert days({DAILY: f"{text}\n\n[[Grace]]\n"}, "Grace.md") == [DAY], "what follows it is"


@pytest.mark.parametrize("line", ["Gratitude: [[Ada]]", "- [x] Think of [[Ada]]", "  - indented [[Ada]] [[Grace]]"])
def test_a_line_that_stands_in_the_daily_template_is_no_contact(line: str) -> None:
    notes = {"Templates/Day.md": f"# {{{{title}}}}\n{line}\n", DAILY: f"# 2026-11-20\n{line}\n"}
    assert days(notes) == []
    assert days(notes | {DAILY: f"{line} for an hour"}) == [DAY]
    assert days({DAILY: line}) == [DAY]


def test_a_box_of_the_template_that_was_ticked_is() -> None:
    notes = {"Templates/Day.md": "- [ ] Call [[Ada]]\n", DAILY: "- [x] Call [[Ada]]\n"}
    assert days(notes) == [DAY]


def test_days_that_have_not_come_are_plans() -> None:
    notes = {"Daily/2026-11-23.md": "[[Ada]]", "Daily/2026-11-24.md": "[[Ada]]", "Daily/2027-01-01.md": "- [x] [[Ada]]"}
    assert days(notes) == [TODAY]
    assert days({"x.md": "- [x] Call [[Ada]] ✅ 2026-11-24"}) == []


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (DAILY, "- [x] Call [[Ada]] ✅ 2026-11-18", [date(2026, 11, 18)]),
        (DAILY, "- [x] Call [[Ada]]  [completion:: 2026-11-18]", [date(2026, 11, 18)]),
        (DAILY, "- [x] Call [[Ada]] 📅 2026-11-18", [DAY]),
        (DAILY, "- [x] Call [[Ada]] ✅ 2026-11-18 and more", [DAY]),
        ("Project.md", "- [x] Call [[Ada]] ✅ 2026-11-18", [date(2026, 11, 18)]),
        ("Project.md", "- [x] Call [[Ada]]", []),
        ("Project.md", "- [-] Call [[Ada]] ❌ 2026-11-18", []),
        ("Project.md", "[[Ada]]", []),
        ("Daily.md", "[[Ada]]", []),
        ("Other/2026-11-20.md", "[[Ada]]", []),
    ],
)
def test_a_completed_task_counts_on_its_done_date_wherever_it_is_else_on_its_notes(
    path: str, text: str, expected: list[date]
) -> None:
    assert days({path: text}) == expected


def test_the_users_own_done_status_completes_a_task() -> None:
    vault = replace(VAULT, done_marks=frozenset("xXD"))
    found = survey({DAILY: f"- [D] [[Ada]]\n- [d] [[Grace]]\n- [D] [[Grace]] ^{ID}"}, vault=vault).network(TODAY)
    assert [row.line for row in found.contacts["Ada.md"]] == [1]
    assert found.contacts["Grace.md"] == (), "of our own lines only x is an answer that says done"


def test_a_done_date_at_the_end_of_a_very_long_line_is_read() -> None:
    line = f"- [x] Call [[Ada]] {'and talk ' * 1000}✅ 2026-11-18"
    assert days({"Project.md": line}) == [date(2026, 11, 18)]


@pytest.mark.parametrize("kind", ["meeting", "Event", "[[Calls]]", "[x, call]", "meetings"])
def test_a_meeting_event_or_call_with_a_date_is_contact_with_all_it_links(kind: str) -> None:
    kind = f'"{kind}"' if "[[" in kind else kind
    head = f'---\ntype: {kind}\ndate: 2026-11-18\npeople: ["[[Ada]]"]\n---\n'
    found = network({"Meeting.md": f"{head}[[Grace]] came too\n- [ ] thank [[Ada]]\n"})
    assert found.contacts["Ada.md"] == (Contact(date(2026, 11, 18), "Meeting.md", 4, "people", "both", weight=1.5),)
    assert [contact.day for contact in found.contacts["Grace.md"]] == [date(2026, 11, 18)]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("type: meeting\nstart: 2026-11-18T10:00", [date(2026, 11, 18)]),
        ('categories: "[[Meetings]]"\ndate: "[[2026-11-18]]"', [date(2026, 11, 18)]),
        ("Type: meeting\nDate: 2026-11-18", [date(2026, 11, 18)]),
        ("type: meeting\ndate:\nstart: 2026-11-18", [date(2026, 11, 18)]),
        ("type: meeting", []),
        ("type: meeting\ndate: soon", []),
        ("type: meeting\ndate: 2026-12-24", []),
        ("type: article\ndate: 2026-11-18", []),
        ("date: 2026-11-18", []),
        ("type: meeting\ndate: 2026-11-18\ntitle: '{{title}}'", []),
    ],
)
def test_only_a_meeting_with_a_date_is(head: str, expected: list[date]) -> None:
    assert days({"M.md": f"---\n{head}\n---\n[[Ada]]\n"}) == expected
    assert days({"Templates/M.md": f"---\n{head}\n---\n[[Ada]]\n"}) == []


def test_the_users_own_names_of_properties_are_followed() -> None:
    notes = {"M.md": '---\ntype: meeting\ndatum: 2026-11-18\nleute: ["[[Ada]]"]\n---\n'}
    rules = Settings(property_names={"date": "datum", "people": "Leute"})
    rows = network(notes, rules=rules).contacts["Ada.md"]
    assert [(row.day, row.direction) for row in rows] == [(date(2026, 11, 18), "both")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- [[Daily/2026-11-20]] talked about Rust", [DAY]),
        ("met on [that day](Daily/2026-11-20.md)", [DAY]),
        ("- [x] Call on [[2026-11-20]]", [DAY]),
        ("[[M]] was good", [date(2026, 11, 18)]),
        ("- [ ] Call on [[2026-11-20]]", []),
        ("> [[2026-11-20]]", []),
        ("%% [[2026-11-20]] %%", []),
        ("![[2026-11-20]]", []),
        ("[[2026-11-20]] #mention", []),
        ("`[[2026-11-20]]`", []),
        ("[[2026-11-19]] is no note", []),
        ("[[Book]]", []),
        ("<!-- pln:begin network -->\n[[2026-11-20]]\n<!-- pln:end network -->", []),
    ],
)
def test_a_link_to_a_dated_note_in_the_persons_own_note_is_contact(text: str, expected: list[date]) -> None:
    notes = {DAILY: "", "M.md": "---\ntype: meeting\ndate: 2026-11-18\n---\n", "Ada.md": f"{PEOPLE['Ada.md']}{text}\n"}
    assert days(notes) == expected
    assert days(notes | {"Ada.md": f"---\ntype: person\nmet: '[[2026-11-20]]'\n---\n{text}\n"}) == expected
    assert days(notes | {"Ada.md": PEOPLE["Ada.md"], "Book.md": text}) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"- [x] Write to [[Ada]] ✅ 2026-11-18 ^{ID}", [date(2026, 11, 18)]),
        (f"- [x] Write to [[Ada]] ^{ID}", [date(2026, 11, 19)]),
        (f"- [ ] Write to [[Ada]] ^{ID}", []),
        (f"- [-] Write to [[Ada]] ^{ID}", []),
        (f"> - [x] Write to [[Ada]] ^{ID}", [date(2026, 11, 19)]),
        (f"- [x] Write to [[Ada]] #mention ^{ID}", []),
    ],
)
@pytest.mark.parametrize("path", [DAILY, "Project.md", "Ada.md", "PLN/Days/PLN 2026-11-20.md"])
def test_a_completed_follow_up_counts_wherever_it_was_moved(path: str, line: str, expected: list[date]) -> None:
    def seen(line_id: str) -> date | None:
        return date(2026, 11, 19) if line_id == ID else None

    if path == "Ada.md":
        expected = []  # in their own note the line is a link to itself
    notes = {path: PEOPLE.get(path, "") + line}
    found = survey(notes, own=tuple(p for p in notes if p.startswith("PLN/"))).network(TODAY, seen)
    assert [row.day for row in found.contacts["Ada.md"]] == expected


def test_a_follow_up_whose_tick_nobody_saw_counts_on_the_day_of_its_note() -> None:
    assert days({DAILY: f"- [x] Write to [[Ada]] ^{ID}"}) == [DAY]
    assert days({"Project.md": f"- [x] Write to [[Ada]] ^{ID}"}) == []


def test_what_stands_in_our_own_notes_is_no_contact() -> None:
    notes = {"PLN/PLN 2026-11-20.md": "[[Ada]]\n- [x] Introduce [[Ada]] ✅ 2026-11-18\n- [x] [[Ada]]\n"}
    found = survey(notes, own=("PLN/PLN 2026-11-20.md",)).network(TODAY)
    assert found.contacts["Ada.md"] == ()
    assert found.backlinks["Ada.md"] == (0, None)


@pytest.mark.parametrize(
    ("line", "ada", "grace"),
    [
        ("[[Ada]] and [[Grace]]", "unknown", "unknown"),
        ("reviewed for [[Ada]] and [[Grace]] #gave", "gave", "gave"),
        ("#Got a book from [[Ada]] [[Grace]]", "got", "got"),
        ("[[Ada]] [[Grace]] #gave and #got", "both", "both"),
        ("[[Ada]] [[Grace]] [gave:: a talk]", "gave", "gave"),
        ("got:: a book of [[Ada]] by [[Grace]]", "got", "got"),
        ("(learned-from:: [[Ada]]) [[Grace]]", "got", "got"),
        ("a paper via [[Ada]] for [[Grace]]", "got", "unknown"),
        ("a paper via [[ Ada ]] for [[Grace]]", "got", "unknown"),
        ("a viaduct [[Ada]] via Rome with [[Grace]]", "unknown", "unknown"),
        ("a paper Via [[Ada|her]] for [[Grace]] #gave", "both", "gave"),
        ("[[Ada]] forgot:: me, [[Grace]] forgave:: me #giving", "unknown", "unknown"),
        ("a#gave b [[Ada]] [[Grace]]", "unknown", "unknown"),
        ("- [x] thank [[Ada]] [[Grace]]", "unknown", "unknown"),
    ],
)
def test_only_marked_lines_have_a_direction(line: str, ada: str, grace: str) -> None:
    found = network({DAILY: line}).contacts
    assert [row.direction for row in found["Ada.md"]] == [ada]
    assert [row.direction for row in found["Grace.md"]] == [grace]


def test_the_marks_can_be_renamed() -> None:
    rules = Settings(gave_tag="Gab", got_tag="bekam", mention_tag="erwähnt")
    found = network({DAILY: "[[Ada]] #gab\n[[Grace]] #bekam #gave\n"}, rules=rules).contacts
    assert (found["Ada.md"][0].direction, found["Grace.md"][0].direction) == ("gave", "got")
    assert network({DAILY: "[[Ada]] #erwähnt"}, rules=rules).contacts["Ada.md"] == ()
    assert len(network({DAILY: "[[Ada]] #mention"}, rules=rules).contacts["Ada.md"]) == 1


def test_a_contact_says_where_it_stands_and_one_line_is_one_contact() -> None:
    notes = {DAILY: "# Day\n\n- [[Ada]] and again [[Ada]]  \n[[Ada]] later\n", "Daily/2026-11-19.md": "[[Ada]]"}
    assert network(notes).contacts["Ada.md"] == (
        Contact(date(2026, 11, 19), "Daily/2026-11-19.md", 1, "[[Ada]]"),
        Contact(DAY, DAILY, 3, "- [[Ada]] and again [[Ada]]"),
        Contact(DAY, DAILY, 4, "[[Ada]] later"),
    )


def test_of_two_people_of_one_name_the_link_decides() -> None:
    notes = {"Work/Ada.md": "---\ntype: person\n---\n", DAILY: "[[Work/Ada]]"}
    found = network(notes).contacts
    assert (len(found["Work/Ada.md"]), len(found["Ada.md"])) == (1, 0)


def test_without_configuration_a_plain_date_is_a_daily_note_anywhere() -> None:
    found = survey({"journals/2026-11-20.md": "[[Ada]]"}, vault=Conventions()).network(TODAY)
    assert [row.day for row in found.contacts["Ada.md"]] == [DAY]


def test_the_last_dated_backlink_is_known() -> None:
    notes = {
        DAILY: "- [ ] [[Book]] ![[Book]]",
        "Daily/2026-12-24.md": "[[Book]]",
        "x.md": "[[Book]]",
        "Book.md": "---\ntype: source\n---\n",
    }
    assert network(notes).backlinks["Book.md"] == (4, DAY)
    assert network(notes | {"Daily/2026-11-23.md": "[[Book]]"}).backlinks["Book.md"] == (5, TODAY)


def test_the_day_of_a_note() -> None:
    def day(path: str, text: str = "") -> date | None:
        return day_of(read_note(path, text.encode()), Settings(), VAULT)

    assert day(DAILY) == DAY
    assert day("M.md", "---\ntype: meeting\ndate: 2026-11-18\n---\n") == date(2026, 11, 18)
    assert day(DAILY, "---\ntype: meeting\ndate: 2026-11-18\n---\n") == DAY
    assert day("M.md", "---\ndate: 2026-11-18\n---\n") is None


LINES = ("[[Ada]]", "[[Grace]] #gave", "- [x] [[Ada]] ✅ 2026-11-18", "- [ ] [[Ada]]", f"- [x] [[Ada]] ^{ID}", "[[2026-11-20]]", "[[Note]]",
         "---\ntype: person\n---", '---\ntype: meeting\ndate: 2026-11-17\npeople: "[[Ada]]"\n---', "---\ntype: goal\n---",
         '---\ntype: source\ngoals: ["[[Note]]"]\n---', "[[Countess]]", "---\ntype: person\naliases: [Countess]\n---",
         "---\ntype: call\ndate: 2026-11-16\npeople: [Countess, ada]\n---")  # fmt: skip
TEXTS = st.lists(st.sampled_from(LINES), max_size=4).map("\n".join)
PATHS = st.sampled_from(
    ["Ada.md", "Grace.md", "a/Ada.md", "Note.md", DAILY, "Daily/2026-11-21.md", "M.md", "PLN/PLN x.md"]
)
CHANGES = st.lists(st.tuples(PATHS, st.none() | TEXTS), min_size=1, max_size=8)


@settings(max_examples=200)
@given(st.dictionaries(PATHS, TEXTS), CHANGES)
def test_after_any_changes_the_survey_equals_a_new_one(
    begin: dict[str, str], changes: list[tuple[str, str | None]]
) -> None:
    own = ("PLN/PLN x.md",)
    index = Index([read_note(path, text.encode()) for path, text in begin.items()], own=own)
    living = Survey(index, Settings(), VAULT)
    for path, text in changes:
        new = [read_note(path, text.encode())] if text is not None else []
        before = index.naming([path])
        index.change(new, [path] if text is None else [])
        living.update({path} | before | index.naming([path]))
        fresh = Survey(Index(index.notes.values(), own=own), Settings(), VAULT)
        assert living.network(TODAY) == fresh.network(TODAY)
        assert living.links() == fresh.links()
