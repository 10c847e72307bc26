"""Misspelt words where only known ones count, what exists twice, files and blocks."""

import pytest

from examined import GOAL, PERSON, examined, mended, only
from vault_pln.core.markdown.own import block_digest, render_block


@pytest.mark.parametrize(
    ("line", "becomes"),
    [
        ("type: preson", "type: person"),
        ("Type: Preson", "Type: Person"),
        ("type: gaol", "type: goal"),
        ("type: soruce # x", "type: source # x"),
        ("categories: ['[[Poeple]]', x]", "categories: ['[[People]]', x]"),
        ("class:\n- persn", "class:\n- person"),
        ("type: meetign", "type: meeting"),
        ("type: pln-setings", "type: pln-settings"),
        ("type: source\nmedium: podcst", "type: source\nmedium: podcast"),
        ("type: source\nmedium: Newsleter", "type: source\nmedium: Newsletter"),
        ("type: source\nstatus: actve", "type: source\nstatus: active"),
        ("type: goal\nstatus: actve", "type: goal\nstatus: active"),
    ],
)
def test_a_misspelt_word_is_certain(line: str, becomes: str) -> None:
    notes = {"x.md": f"---\r\n{line}\r\n---\r\n".replace("\r\n-", "\n-")}
    assert only(notes).certain
    assert mended(notes) == {"x.md": notes["x.md"].replace(line, becomes)}


@pytest.mark.parametrize(
    "line",
    [
        "type: course", "type: persona", "type: contract", "type: coal", "type: cell", "type: resource", "type: note",
        "type: [person, preson]", "type: me", "type:", "kind: preson", "type: goal\nstatus: waiting",
        "type: goal\nstatus: inactive", "type: person\nrelation: [mentor, Peer]", "type: person\nstatus: actve",
        "type: source\nmedium: blog",
    ],
)  # fmt: skip
def test_words_of_their_own_are_left_alone(line: str) -> None:
    assert examined({"x.md": f"---\n{line}\n---\n"}) == []


def test_a_word_that_several_notes_have_is_the_users_own() -> None:
    assert examined({f"{n}.md": "---\ntype: persson\n---\n" for n in range(3)}) == []


def test_a_medium_that_is_none_is_named_with_those_there_are() -> None:
    finding = only({"x.md": "---\ntype: source\nmedium: telepathy\n---\n"})
    assert (finding.line, finding.fix) == (3, None)
    assert "podcast" in finding.advice


def test_other_problems_of_properties_are_findings_too() -> None:
    finding = only({"x.md": "---\ntype: person\ncadence: sometimes\n---\n"})
    assert (finding.sort, finding.line, finding.message) == ("property", 3, "'cadence: sometimes' is no rhythm")


def test_a_misspelt_relation_is_offered_and_an_unknown_one_is_advice_once() -> None:
    near = only({"x.md": "---\ntype: person\nrelation: mentr\n---\n"})
    assert near.fix is not None
    assert (near.fix.new, near.certain) == ("relation: mentor", False)
    friend = "---\ntype: person\nrelation: friend\n---\n"
    finding = only({"a.md": friend, "b.md": friend})
    assert (finding.path, finding.fix) == ("a.md", None)
    assert "cadences" in finding.advice
    assert examined({"a.md": friend, "b.md": friend, "c.md": friend}) == []
    assert examined({"a.md": friend.replace("\n---\n", "\ncadence: monthly\n---\n")}) == []
    settings = "---\ntype: pln-settings\ncadences: [friend 90]\n---\n"
    assert examined({"a.md": friend, "PLN/PLN Settings.md": settings}) == []


@pytest.mark.parametrize(
    ("line", "becomes"),
    [
        ("daily-itmes: 5", "daily-items: 5"),
        ("item-style: chekbox", "item-style: checkbox"),
        ("daily-style: lines\ncreate-daily: wiat", "daily-style: lines\ncreate-daily: wait"),
    ],
)
def test_a_misspelt_setting_is_mended(line: str, becomes: str) -> None:
    notes = {"PLN/PLN Settings.md": f"---\ntype: pln-settings\n{line}\n---\n"}
    assert only(notes).sort == "settings"
    assert mended(notes) == {"PLN/PLN Settings.md": f"---\ntype: pln-settings\n{becomes}\n---\n"}


@pytest.mark.parametrize(
    "line", ["frobnicate: 5", "daily-items: many", "daily-itmes: 5\ndaily-items: 6", "timezone: Atlantis"]
)
def test_an_impossible_setting_is_named(line: str) -> None:
    finding = only({"PLN/PLN Settings.md": f"---\ntype: pln-settings\n{line}\n---\n"})
    assert (finding.sort, finding.line, finding.fix) == ("settings", 3, None)


def test_a_second_settings_note_is_named() -> None:
    settings = "---\ntype: pln-settings\n---\n"
    assert only({"PLN/PLN Settings.md": settings, "x.md": settings}).path == "x.md"


@pytest.mark.parametrize(
    ("one", "other", "message"),
    [
        ("a/Ada.md", "b/Ada.md", "'b/Ada.md' has the same name"),
        ("a/Ada.md", "b/ADA.md", "'b/ADA.md' has the same name but for upper and lower case"),
        ("a/Ren\u00e9e.md", "b/Rene\u0301e.md", "its accents stored in another way"),
    ],
)
def test_two_notes_of_the_network_with_one_name(one: str, other: str, message: str) -> None:
    finding = only({one: PERSON, other: GOAL})
    assert (finding.path, finding.line, finding.sort) == (one, None, "double")
    assert message in finding.message


def test_names_outside_the_network_may_be_shared() -> None:
    assert examined({"a/Ada.md": PERSON, "b/Ada.md": "", "c/Ada.md": ""}) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.example/feed", "http://A.example/feed/", True),
        ("feed:https://a.example/feed", "webcal://a.example/feed", True),
        ("https://a.example/feed", "https://a.example/Feed", False),
        ("https://a.example/feed", "https://a.example/feed\nstatus: dropped", False),
    ],
)
def test_sources_with_one_feed(one: str, other: str, *, same: bool) -> None:
    notes = {f"{n}.md": f"---\ntype: source\nfeed: {feed}\n---\n" for n, feed in enumerate((one, other))}
    assert [finding.message for finding in examined(notes)] == (["'1.md' has the same feed"] if same else [])


def test_several_with_one_feed_are_said_to_have_it() -> None:
    source = "---\ntype: source\nfeed: https://a.example/feed\n---\n"
    assert only(dict.fromkeys(("a.md", "b.md", "c.md"), source)).message == "'b.md', 'c.md' have the same feed"
    five = dict.fromkeys(("a.md", "b.md", "c.md", "d.md", "e.md"), source)
    assert only(five).message == "'b.md', 'c.md', 'd.md' and others have the same feed"


def test_a_person_and_a_source_with_one_feed() -> None:
    notes = {
        "Ada.md": "---\ntype: person\nfeeds: [https://a.example/feed, https://a.example/other]\n---\n",
        "Weblog.md": "---\ntype: source\nfeed: https://a.example/other\n---\n",
    }
    assert only(notes).message == "'Weblog.md' has the same feed"


@pytest.mark.parametrize(
    "line", ["email: x@a.example", "E-Mail: [b@c.example, 'X@A.example']", '"EMAIL[HOME]": mailto:x@a.example']
)
def test_people_with_one_address(line: str) -> None:
    notes = {"a.md": "---\ntype: person\nmail: <x@a.example>\n---\n", "b.md": f"---\ntype: person\n{line}\n---\n"}
    assert only(notes).message == "'b.md' has the same e-mail address"
    assert examined({**notes, "b.md": "---\ntype: person\nemail: none\n---\n"}) == []


def test_files_that_are_not_read_say_what_to_do() -> None:
    odd = {
        "Ada.sync-conflict-20261123-101010-ABC.md": "a conflict copy made by Syncthing",
        "Bob (conflicted copy 2).md": "a conflict copy made by a sync service",
        "x.md": "a folder with the name of a note",
        "y.md": "a link to a file; links are not followed",
        "z\udcff.md": "a name that is not valid UTF-8",
    }
    found = {finding.path: finding for finding in examined({"Ada.md": PERSON}, odd=odd)}
    assert found.keys() == odd.keys()
    assert "'Ada.md'" in found["Ada.sync-conflict-20261123-101010-ABC.md"].advice
    assert "the note" in found["Bob (conflicted copy 2).md"].advice
    assert all(finding.sort == "file" and finding.advice for finding in found.values())


def test_a_block_edited_by_hand_can_be_given_back() -> None:
    note = PERSON + render_block("network", "ours").replace("ours", "mine") + "\n" + render_block("other", "ours")
    finding = only({"Ada.md": note})
    assert (finding.sort, finding.line, finding.certain) == ("block", 4, False)
    assert mended({"Ada.md": note}) == {"Ada.md": note.replace(block_digest("ours"), block_digest("mine"), 1)}
    assert examined(mended({"Ada.md": note})) == []


def test_a_block_never_filled_with_text_in_it_too() -> None:
    note = "\ufeff<!-- pln:begin network -->\r\nmine\r\n<!-- pln:end network -->"
    assert examined(mended({"Ada.md": note})) == []


def test_markers_that_do_not_fit_together_are_named_beside_broken_properties() -> None:
    note = "---\na: b: c\n---\n<!-- pln:begin network -->\n"
    found = examined({"Ada.md": note})
    assert [(finding.sort, finding.line) for finding in found] == [("front matter", 2), ("block", 4)]
    assert found[1].advice
