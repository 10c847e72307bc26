"""The tables of Bases: valid, under the user's names for properties, and complete."""

import re
from typing import Any

import pytest
import yaml

from vault_pln.core.markdown.phrases import LANGUAGES
from vault_pln.core.outputs.bases import NAMES, base_text
from vault_pln.model.kinds import Kind
from vault_pln.model.settings import Settings

KINDS: list[Kind] = list(NAMES.values())


def read(kind: Kind, settings: Settings, language: str = "en") -> Any:
    return yaml.safe_load(base_text(kind, settings, language))


def expressions(base: Any) -> list[str]:
    marks = base["filters"]["and"]
    views = [one for view in base["views"] for one in view.get("filters", {}).get("and", [])]
    return [*marks[0]["or"], *marks[1:], *base["formulas"].values(), *views]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_exists_and_has_a_title(kind: Kind, language: str) -> None:
    base = read(kind, Settings(), language)
    for view in base["views"]:
        assert view["type"] == "table"
        assert view["order"][0] == "file.name"
        for column in view["order"]:
            assert base["properties"][column]["displayName"]
            assert not column.startswith("formula.") or column.removeprefix("formula.") in base["formulas"]
        for row in view.get("sort", ()):
            assert row["property"] in view["order"]


@pytest.mark.parametrize("kind", KINDS)
def test_ages_are_counted_from_today_where_there_is_a_date(kind: Kind) -> None:
    formulas = read(kind, Settings())["formulas"].values()
    assert formulas
    for formula in formulas:
        assert "today()" in formula
        assert ".days.floor()" in formula
        assert "note[" not in formula or formula.startswith("if(note[")


def test_properties_have_the_users_names() -> None:
    own = {"last-contact": "letzter kontakt", "status": 'sta"tus', "target": "o'clock", "medium": "Art"}
    settings = Settings(property_names=own, folder="Mein Netz")
    people, sources, goals = (read(kind, settings) for kind in KINDS)
    assert people["formulas"]["quiet"] == (
        'if(note["letzter kontakt"], (today() - date(note["letzter kontakt"])).days.floor())'
    )
    assert "note.letzter kontakt" in people["views"][0]["order"]
    assert sources["views"][0]["groupBy"]["property"] == "note.Art"
    assert sources["views"][1]["filters"]["and"] == ['note["sta\\"tus"] == "trial"']
    assert goals["formulas"]["left"] == 'if(note["o\'clock"], (date(note["o\'clock"]) - today()).days.floor())'
    assert '!file.inFolder("Mein Netz")' in people["filters"]["and"]


def test_a_note_is_recognised_as_the_settings_say() -> None:
    settings = Settings(person_tags=("#human", "people"), person_folders=("Leute/",), goal_folders=("Ziele",))
    marks = read("person", settings)["filters"]["and"][0]["or"]
    assert {'file.hasTag("human")', 'file.hasTag("people")', 'file.inFolder("Leute")'} <= set(marks)
    assert any('note["type"]' in mark and '"person"' in mark and '"Person"' in mark for mark in marks)
    assert 'list(note["categories"]).contains(link("People"))' in marks
    assert 'file.inFolder("Ziele")' in read("goal", settings)["filters"]["and"][0]["or"]


@pytest.mark.parametrize("kind", KINDS)
def test_parentheses_and_quotes_fit_together(kind: Kind) -> None:
    for one in expressions(read(kind, Settings())):
        bare = re.sub(r'"[^"]*"', "", one)
        assert '"' not in bare
        assert bare.count("(") == bare.count(")")
        assert bare.count("[") == bare.count("]")
