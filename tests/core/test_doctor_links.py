"""Links that miss a person, source or goal, or could mean several notes."""

import pytest

from examined import GOAL, PERSON, SOURCE, examined, mended, only
from vault_pln.core.markdown.own import block_digest
from vault_pln.model.vault import Conventions, DailyNotes

ADA = "---\ntype: person\naliases: [Ada, Countess of Lovelace]\n---\n"


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("[[Ada]]", "[[Ada Lovelace|Ada]]"),
        ("[[ada]]", "[[Ada Lovelace|ada]]"),
        ("[[Ada|she]]", "[[Ada Lovelace|she]]"),
        ("[[Ada#Notes]]", "[[Ada Lovelace#Notes|Ada > Notes]]"),
        ("![[Ada]]", "![[Ada Lovelace]]"),
        ("[she](Ada.md)", "[she](Ada%20Lovelace.md)"),
        ("[she](<Ada#Notes>)", "[she](<Ada Lovelace#Notes>)"),
        ("[[ada-lovelace]]", "[[Ada Lovelace]]"),
        ("[[Persons/Ada Lovelace]]", "[[People/Ada Lovelace]]"),
        ("[[../Ada Lovelac]]", "[[../People/Ada Lovelace]]"),
        ("[[Ada Lovelac]]", "[[Ada Lovelace]]"),
        ("[[Ada Lovelac|her]]", "[[Ada Lovelace|her]]"),
        ("[[Ada Lovelac.md]]", "[[Ada Lovelace.md]]"),
        ("[[Countess of Lovlace]]", "[[Ada Lovelace|Countess of Lovelace]]"),
        ("[her](Ada%20Lovelac.md#Notes)", "[her](Ada%20Lovelace.md#Notes)"),
        ("[her](../People/Ada%20Lovelac)", "[her](../People/Ada%20Lovelace)"),
        ("[[Ada Lovelac]] [[Ada Lovelac]]", "[[Ada Lovelace]] [[Ada Lovelace]]"),
        ("`[[Ada]]` and [[Ada]]", "`[[Ada]]` and [[Ada Lovelace|Ada]]"),
        ("[[Ada]] and `[[Ada]]`", "[[Ada Lovelace|Ada]] and `[[Ada]]`"),
        ("<!-- [[Ada]] --> [[Ada]]", "<!-- [[Ada]] --> [[Ada Lovelace|Ada]]"),
        ("| a | [[Ada]] |", "| a | [[Ada Lovelace\\|Ada]] |"),
        ("x | y\n-- | --\n[[Ada]] | z", "x | y\n-- | --\n[[Ada Lovelace\\|Ada]] | z"),
        ("a | [[Ada]]", "a | [[Ada Lovelace|Ada]]"),
        ("| [[Ada\\|she]] |", "| [[Ada Lovelace\\|she]] |"),
        ("> [[Ada]]", "> [[Ada Lovelace|Ada]]"),
        ("[[Ada]][[Ada]]", "[[Ada Lovelace|Ada]][[Ada Lovelace|Ada]]"),
        ("[[/Persons/Ada Lovelac]]", "[[/People/Ada Lovelace]]"),
        ("[x](Ada%20Lovel%61c) and [[Ada]]", "[x](Ada%20Lovel%61c) and [[Ada Lovelace|Ada]]"),
        ("`[[Ada]]` `[[Ada]]` [[Ada]] [[Ada Lovelac]] [[Ada]]",
         "`[[Ada]]` `[[Ada]]` [[Ada Lovelace|Ada]] [[Ada Lovelace]] [[Ada Lovelace|Ada]]"),
    ],
)  # fmt: skip
def test_a_link_gets_the_target_it_was_meant_for(written: str, becomes: str) -> None:
    notes = {"People/Ada Lovelace.md": ADA, "Log/x.md": f"a\r\n{written}\r\nb"}
    assert mended(notes) == {"Log/x.md": f"a\r\n{becomes}\r\nb"}


@pytest.mark.parametrize(
    "text",
    [
        "[[Ada Byron]]", "[[Grace]]", "![[Ada Lovelac.png]]", "`[[Ada]]`", "%% [[Ada]] %%", "<!-- [[Ada]] -->",
        "```\n[[Ada]]\n```", "[[2026-11-23]]", "[[Ada {{title}}]]", "[[PLN Peopel]]", "[[#Ada]]", "\\[\\[Ada\\]\\]",
        "- [ ] Write to [[Ada]] ^pln-3f2a1c9d7k4m2q6p", "- [x] Write to [[Ada]] ^pln-3f2a1c9d7k4m2q6p",
        f"<!-- pln:begin network sha={block_digest('[[Ada]]')} -->\n[[Ada]]\n<!-- pln:end network -->",
    ],
)  # fmt: skip
def test_other_names_code_comments_and_our_own_lines_are_left_alone(text: str) -> None:
    assert examined({"Ada Lovelace.md": ADA, "x.md": text}) == []


def test_an_alias_is_certain_and_a_misspelling_is_not() -> None:
    assert only({"Ada Lovelace.md": ADA, "x.md": "[[Ada]]"}).certain
    assert only({"Ada Lovelace.md": ADA, "x.md": "[[Ada-Lovelace]]"}).certain
    assert not only({"Ada Lovelace.md": ADA, "x.md": "[[Ada Lovelaec]]"}).certain
    assert not only({"Ada Lovelace.md": ADA, "x.md": "[[Books/Ada Lovelace]]"}).certain


def test_the_alias_of_any_note_counts_and_is_offered() -> None:
    finding = only({"Machine.md": "---\naliases: Engine\n---\n", "x.md": "[[engine]]"})
    assert (finding.fix is not None, finding.certain) == (True, False)


def test_an_alias_of_two_notes_is_a_question() -> None:
    finding = only({"Ada King.md": ADA, "Ada Lovelace.md": ADA, "x.md": "\n[[Ada]]"})
    assert (finding.path, finding.line, finding.fix) == ("x.md", 2, None)
    assert "'Ada King.md', 'Ada Lovelace.md'" in finding.advice


def test_the_alias_of_a_person_comes_before_that_of_another_note() -> None:
    notes = {"Ada Lovelace.md": ADA, "Language.md": "---\naliases: Ada\n---\n", "x.md": "[[Ada]]"}
    assert mended(notes) == {"x.md": "[[Ada Lovelace|Ada]]"}


def test_what_is_another_note_but_for_its_signs_was_not_meant_for_somebody() -> None:
    notes = {"Obsidian Publisher.md": PERSON, "Obsidian Publish.md": "", "x.md": "[[Obsidian Publish.]]"}
    assert examined(notes) == []


def test_the_style_of_links_is_the_users() -> None:
    notes = {"People/Ada Lovelace.md": ADA, "x.md": "[[Ada]]"}
    assert mended(notes, conventions=Conventions(link_style="absolute")) == {"x.md": "[[People/Ada Lovelace|Ada]]"}


def test_a_name_that_two_notes_have_is_written_with_its_path() -> None:
    notes = {"a/Ada Lovelace.md": ADA, "b/Ada Lovelace.md": "", "x.md": "[[Ada]]"}
    assert mended(notes) == {"x.md": "[[a/Ada Lovelace|Ada]]"}


def test_a_name_no_link_can_hold_is_only_named() -> None:
    finding = only({"Ada [Countess].md": ADA, "x.md": "[[Ada]]"})
    assert (finding.fix, finding.certain) == (None, False)


def test_daily_notes_yet_to_be_written_are_no_misspelt_names() -> None:
    conventions = Conventions(daily=DailyNotes("Journal", "MMMM YYYY", configured=True))
    assert examined({"October 2026.md": PERSON, "x.md": "[[October 2025]]"}, conventions=conventions) == []


def test_links_in_properties_of_any_note_are_mended_in_their_quotes() -> None:
    notes = {"Ada Lovelace.md": ADA, "x.md": "---\nwith:\n  - '[[Ada]]'\n  - \"a [[Ada]]\"\n---\n"}
    assert mended(notes) == {"x.md": "---\nwith:\n  - '[[Ada Lovelace|Ada]]'\n  - \"a [[Ada Lovelace|Ada]]\"\n---\n"}


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("[[Ada]]", "[[People/Ada|Ada]]"),
        ("[[ada|she]]", "[[People/Ada|she]]"),
        ("[[Ada#Talks]]", "[[People/Ada#Talks|Ada > Talks]]"),
        ("![[Ada]]", "![[People/Ada]]"),
        ("[she](Ada.md)", "[she](People/Ada.md)"),
    ],
)
def test_an_ambiguous_link_is_offered_the_whole_path_of_what_it_means(written: str, becomes: str) -> None:
    notes = {"People/Ada.md": PERSON, "Languages/Ada.md": "", "x.md": written}
    finding = only(notes)
    assert "it means 'People/Ada.md'" in finding.message
    assert (finding.sort, finding.certain) == ("ambiguous", False)
    assert mended(notes) == {"x.md": becomes}


def test_an_ambiguous_link_to_its_own_note_was_meant_for_the_other_one() -> None:
    notes = {"People/hamster.md": PERSON, "Plugins/hamster.md": "by [[hamster]]"}
    assert "it means this note itself" in only(notes).message
    assert mended(notes) == {"Plugins/hamster.md": "by [[People/hamster|hamster]]"}


def test_a_whole_path_and_a_name_outside_the_network_are_not_ambiguous() -> None:
    notes = {"a/Ada.md": PERSON, "b/Ada.md": "", "x/Note.md": "", "y/Note.md": "", "z.md": "[[a/Ada]] [[Note]]"}
    assert examined(notes) == []


def test_templates_and_our_own_notes_are_not_checked() -> None:
    notes = {
        "Ada Lovelace.md": ADA, "PLN/PLN Home.md": "[[Ada]]", "PLN/Templates/Person.md": "[[Ada]]",
        "T/Day.md": "---\na: @b\n---\n[[Ada]]", "x.md": '---\ntitle: "{{title}}"\n---\n[[Ada]]',
    }  # fmt: skip
    assert examined(notes, conventions=Conventions(template_folders=("T",))) == []


EVENT = "---\ntype: event\n---\n"
NAMED = {"Ada Lovelace.md": PERSON, "Learn Rust.md": GOAL, "Weblog.md": SOURCE, "Plain.md": "", "Talk.md": EVENT}


@pytest.mark.parametrize(
    ("kind", "line", "message"),
    [
        ("person", 'goals: "[[Haskell]]"', "'goals' names '[[Haskell]]', which means no note"),
        ("person", "goals: Haskell", "'goals' names 'Haskell', which is no note"),
        ("person", 'goals: ["[[Ada Lovelace]]"]', "'goals' names 'Ada Lovelace.md', which is no goal"),
        ("person", "goals: [Plain]", "'goals' names 'Plain.md', which is no goal"),
        ("person", 'knows: "[[Bob]]"', "'knows' names '[[Bob]]', which means no note"),
        ("person", 'knows: "[[Learn Rust]]"', "'knows' names 'Learn Rust.md', which is no person"),
        ("person", 'met-via: "[[Plain]]"', "'met-via' names 'Plain.md', which is no person or source"),
        ("source", 'author: ["[[Bob]]"]', "'author' names '[[Bob]]', which means no note"),
        ("source", 'members: ["[[Weblog]]"]', "'members' names 'Weblog.md', which is no person"),
        ("goal", 'parent: "[[Weblog]]"', "'parent' names 'Weblog.md', which is no goal"),
    ],
)
def test_a_property_that_names_nothing_or_the_wrong_kind_is_found(kind: str, line: str, message: str) -> None:
    finding = only({**NAMED, "x.md": f"---\ntype: {kind}\n{line}\n---\n"})
    assert (finding.path, finding.line, finding.message, finding.fix) == ("x.md", 3, message, None)
    assert finding.advice


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("person", "knows: [Bob, Ada Lovelace]"),
        ("person", "met-via: a conference"),
        ("person", 'met-via: "[[Talk]]"'),
        ("person", 'met-via: "[[Weblog]]"'),
        ("person", "goals: [Learn Rust]"),
        ("person", 'pursues: "[[Write a book]]"'),
        ("person", 'goals: "[[x#y]]"'),
        ("source", "author: Grace Hopper"),
        ("goal", "parent:"),
        ("meeting", 'people: "[[Bob]]"'),
    ],
)
def test_plain_names_and_properties_that_name_anything_are_no_mistake(kind: str, line: str) -> None:
    notes = {**NAMED, "x.md": f"---\ntype: {kind}\n{line}\n---\n"}
    if "x#y" in line:
        notes["x.md"] = notes["x.md"].replace("person", "note")
    assert examined(notes) == []


@pytest.mark.parametrize(
    ("line", "becomes"),
    [
        ("goals: [Lern Rust, Learn Rust]", "goals: [Learn Rust, Learn Rust]"),
        ("goals: 'Leran Rust'", "goals: 'Learn Rust'"),
        ('goals:\n- "[[Leran Rust]]"', 'goals:\n- "[[Learn Rust]]"'),
        ("knows: ada lovelac", "knows: Ada Lovelace"),
        ("goals: [[Learn Rust]]", 'goals: "[[Learn Rust]]"'),
        ("goals:\n- [[Learn Rust]]\n- [[Learn Rust]] # x", 'goals:\n- "[[Learn Rust]]"\n- "[[Learn Rust]]" # x'),
        ("goals:\n- [[Learn Rust]]", 'goals:\n- "[[Learn Rust]]"'),
        ("goals: [[[Learn Rust]], Learn Rust]", 'goals: ["[[Learn Rust]]", Learn Rust]'),
    ],
)  # fmt: skip
def test_a_misspelt_value_is_mended_where_it_stands(line: str, becomes: str) -> None:
    notes = {**NAMED, "x.md": f"---\ntype: person\n{line}\n---\n"}
    assert mended(notes) == {"x.md": f"---\ntype: person\n{becomes}\n---\n"}


def test_a_plain_name_near_two_notes_is_a_question() -> None:
    notes = {"Learn Rust.md": GOAL, "Learn Ruse.md": GOAL, "x.md": "---\ntype: person\ngoals: Learn Rusk\n---\n"}
    finding = only(notes)
    assert finding.fix is None
    assert "'Learn Ruse.md', 'Learn Rust.md'" in finding.advice


def test_a_value_that_is_written_in_another_way_is_only_named() -> None:
    notes = {**NAMED, "x.md": '---\ntype: person\ngoals: "Lern \\x52ust"\n---\n'}
    assert (only(notes).fix, only(notes).certain) == (None, False)


def test_a_note_of_the_right_kind_with_the_same_name_was_meant() -> None:
    notes = {"a/Rust.md": "", "bb/Rust.md": GOAL, "x.md": '---\ntype: person\ngoals: "[[Rust]]"\n---\n'}
    assert only(notes).certain
    assert mended(notes) == {"x.md": '---\ntype: person\ngoals: "[[bb/Rust|Rust]]"\n---\n'}


def test_a_property_that_names_a_note_that_cannot_be_read_is_not_to_blame() -> None:
    notes = {"Rust.md": "---\ntype: goal\na: b: c\n---\n", "x.md": '---\ntype: person\ngoals: "[[Rust]]"\n---\n'}
    assert [finding.sort for finding in examined(notes)] == ["front matter"]


def test_properties_go_by_the_users_names() -> None:
    notes = {
        "PLN/PLN Settings.md": "---\ntype: pln-settings\nproperty-names: [goals=ziele]\n---\n",
        "Learn Rust.md": GOAL, "x.md": "---\ntype: person\nziele: [Lern Rust]\n---\n",
    }  # fmt: skip
    assert mended(notes) == {"x.md": "---\ntype: person\nziele: [Learn Rust]\n---\n"}
