"""E-mail addresses in notes: under every name that people have for them, and what is none."""

import pytest
from test_kinds import note

from examined import examined, only
from vault_pln.core.kinds.mails import mails_of


@pytest.mark.parametrize(
    "line",
    [
        "email: Ada@x.example", "emails: [ada@x.example]", "mail: ada@x.example", "Mail: ada@x.example",
        "e-mail: ada@x.example", "E-Mails: ['mailto:ada@x.example']", '"EMAIL[HOME]": ada@x.example',
        "email-work: ada@x.example", "email: Ada <ada@x.example>", "email: '[write](mailto:ada@x.example)'",
        "Kontakt: ada@x.example",
    ],
)  # fmt: skip
def test_an_address_is_found_under_every_name(line: str) -> None:
    assert mails_of(note(line), {"email": "Kontakt"}) == {"ada@x.example"}


@pytest.mark.parametrize(
    "line", ["mailing-list: a@x.example", "gmail: a@x.example", "email:", "email: {a: b}", "mail: 3"]
)
def test_what_is_no_address_is_none(line: str) -> None:
    assert mails_of(note(line), {}) == frozenset()


@pytest.mark.parametrize(
    "line", ["email: notmail", "mail: ada at x.example", "E-Mail: [x, y]", "email: ada@localhost", "mails: 17"]
)
def test_the_doctor_names_what_is_no_address(line: str) -> None:
    found = only({"a.md": f"---\ntype: person\n{line}\n---\n"})
    assert (found.sort, found.line, found.advice) == ("property", 3, "Write it as name@example.org.")
    assert found.message.endswith("is no e-mail address")


@pytest.mark.parametrize(
    "line", ["email:", "email: none", "e-mail: [ada@x.example, -]", "mail-list: weekly", "email: []"]
)
def test_who_has_none_is_not_found_fault_with(line: str) -> None:
    assert examined({"a.md": f"---\ntype: person\n{line}\n---\n"}) == []
    assert examined({"a.md": "---\nemail: notmail\n---\n"}) == [], "no note of the network"


@pytest.mark.parametrize("text", ["13-45", "17.04.1990", "April 17", "1999-02-29", "soon", "1990"])
def test_the_doctor_names_a_birthday_that_is_none(text: str) -> None:
    found = only({"a.md": f"---\ntype: person\nbirthday: {text}\n---\n"})
    assert (found.line, found.message) == (3, f"'birthday: {text}' is no day")
    assert found.advice == "Write it as 1990-04-17, or as 04-17 without the year."


@pytest.mark.parametrize("text", ["1990-04-17", "04-17", "--04-17", "02-29", "2000-02-29", "19900417", ""])
def test_a_birthday_in_its_forms_is_fine(text: str) -> None:
    assert examined({"a.md": f"---\ntype: person\nbirthday: {text}\n---\n"}) == []
