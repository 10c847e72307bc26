"""The special places of a day: which view is lacking, what is unexpected, how often they come."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from vault_pln.core.digest.answers import Answer, Said
from vault_pln.core.digest.choice import choose_items
from vault_pln.core.digest.ledger import Memory, name_digest
from vault_pln.core.digest.slots import is_due
from vault_pln.core.digest.stock import small_stock
from vault_pln.model.digest import Reading
from vault_pln.model.kinds import Goal, Source
from vault_pln.model.ledger import Entry
from vault_pln.model.network import Network
from vault_pln.model.news import Item
from vault_pln.model.settings import Settings

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
TAXES = Goal("Taxes.md", "Taxes", keywords=("taxes",))
NETWORK = Network(TODAY, {}, {}, {TAXES.path: TAXES}, None, {}, {}, {}, ())


FAR = "looking back from quite another end of the country at what became of taxes over there"
REFUSED: list[Said] = ["refused"] * 6
SILENT: list[Said] = ["open"] * 40
DONE: list[Said] = ["done"]
HALF: list[Said] = ["refused", "done"]
QUARTER: list[Said] = ["refused", "refused", "refused", "done"]


def source(name: str, *perspective: str, domain: str = "", language: str = "") -> Source:
    return Source(f"{name}.md", name, perspective=perspective, domain=domain, language=language)


def item(of: Source, title: str) -> Item:
    return Item(f"{title} {of.name}", of.path, "f", title, "", "", NOW, TODAY.isoformat())


def chosen(
    *rows: tuple[Source, str], places: int = 6, memory: Memory | None = None, goals: tuple[Goal, ...] = (TAXES,)
) -> list[Reading]:
    network = replace(NETWORK, sources={of.path: of for of, _ in rows}, goals={goal.path: goal for goal in goals})
    stock = small_stock((item(of, title) for of, title in rows), network)
    return list(choose_items(stock, network, memory or Memory(), {}, Settings(daily_items=places)))


def special(readings: list[Reading], slot: str) -> list[str]:
    return [one.item.title for one in readings if one.slot == slot]


def answered(*said: Said, ago: int = 1, slot: str = "serendipity") -> list[Answer]:
    return [Answer(one, "item", "x", TODAY - timedelta(days=ago + n), slot=slot) for n, one in enumerate(said)]


@pytest.mark.parametrize(
    ("answers", "due"),
    [
        ([], True),
        (answered("done"), True),
        (answered("open"), True),
        (answered("refused", "refused"), True),
        (answered("refused", "deleted", "refused"), True),
        (answered(*REFUSED), False),
        (answered(*REFUSED, ago=2), True),
        (answered(*REFUSED * 7, ago=6), False),
        (answered(*REFUSED * 7, ago=7), True),
        (answered(*SILENT[:14]), True),
        (answered(*SILENT), False),
        (answered(*REFUSED, slot="counterpoint"), True),
        (answered(*REFUSED, "done", "done", "done"), True),
    ],
)
def test_a_place_that_is_not_ticked_comes_more_seldom_but_at_least_weekly(answers: list[Answer], due: bool) -> None:
    assert is_due("serendipity", answers, TODAY) == due


def many(count: int, *perspective: str, domain: str = "", language: str = "") -> list[tuple[Source, str]]:
    mark = f"{perspective}{domain}{language}".strip("()'\", ") or "none"
    return [
        (source(f"{mark} {n}", *perspective, domain=domain, language=language), f"taxes number {n} of {mark}")
        for n in range(count)
    ]


def test_the_least_seen_view_is_taken_by_perspective_then_domain_then_language() -> None:
    left, right = many(8, "left"), source("R", "right")
    assert special(chosen(*left, (right, FAR)), "counterpoint") == [FAR]
    law, art = many(8, domain="law"), source("A", domain="art")
    assert special(chosen(*law, (art, FAR)), "counterpoint") == [FAR]
    english, german = many(8, language="en"), source("G", language="de")
    found = special(chosen(*english, (german, FAR)), "counterpoint")
    assert found == [FAR]


def test_where_there_is_one_view_there_is_no_other() -> None:
    assert special(chosen(*many(9, "left")), "counterpoint") == []
    assert special(chosen(*many(9)), "counterpoint") == []


def test_what_does_not_fit_a_goal_is_no_view_of_it() -> None:
    rows = [*many(8, "left"), (source("R", "right"), "a walk in the woods")]
    assert special(chosen(*rows), "counterpoint") == []


def test_the_view_that_was_shown_in_the_last_weeks_is_not_the_one_lacking() -> None:
    rows = [*many(8, "left"), *((source(f"R{n}", "right"), f"taxes number {n} right") for n in range(8))]
    goal = name_digest("Taxes")
    wrote = {
        str(n): (Entry(NOW, "wrote", str(n), TODAY - timedelta(days=2), of=name_digest(f"R{n % 8}"), goal=goal),)
        for n in range(30)
    }
    (found,) = special(chosen(*rows, memory=Memory(wrote=wrote)), "counterpoint")
    assert found.endswith("left")


DUTIES = TAXES._replace(keywords=("taxes", "duties"))
NEWS = [(source(f"N{n}"), f"a walk in the woods number {n}") for n in range(60)]


def unexpected(*rows: tuple[Source, str], known: str) -> list[str]:
    best = [(source(f"B{n}"), "duties and taxes on income and wages") for n in range(6)]
    usual = [(source(f"S{n}"), "taxes on income and wages") for n in range(10)]
    all_rows = [*best, *usual, *rows]
    wrote = {
        of.name: (Entry(NOW, "wrote", of.name, TODAY - timedelta(days=2), of=name_digest(of.name)),)
        for of, _ in all_rows
        if of.name.startswith(tuple(known))
    }
    return special(chosen(*all_rows, *NEWS, memory=Memory(wrote=wrote), goals=(DUTIES,)), "serendipity")


def test_the_unexpected_is_of_a_source_never_shown_and_unlike_the_rest() -> None:
    known = (source("Known"), "duties and taxes on windows in towns long ago")
    new = (source("New"), "duties and taxes on beards in Russia long ago")
    assert unexpected(known, new, known="K") == [new[1]]


def test_what_fits_less_than_usual_is_no_discovery() -> None:
    poor, fair = "taxes on beards in old times in Russia", "duties and taxes on beards in Russia long ago"
    assert unexpected((source("New"), poor), known="BS") == []
    assert unexpected((source("New"), fair), known="BS") == [fair]


def test_a_goal_waits_while_others_have_what_fits_well_but_not_for_more_than_a_week() -> None:
    gardens = Goal("Gardens.md", "Gardens", keywords=("gardens", "compost"))
    poor = "gardens of the kings, and what a traveller heard and saw in the towns by the sea that were once so great"
    usual = [(source(f"G{n}"), "compost for gardens") for n in range(12)]
    rows = [*many(12, "left"), (source("New"), poor), *NEWS]
    lately = {
        str(n): (Entry(NOW, "wrote", str(n), TODAY - timedelta(days=2), goal=name_digest(name)),)
        for n, name in enumerate(("Gardens", "Taxes"))
    }
    goals = (TAXES, gardens)
    delivered = Memory(wrote=lately | {one.id: (Entry(NOW, "wrote", one.id, TODAY - timedelta(days=9)),)
                                       for one in (item(of, title) for of, title in usual)})  # fmt: skip
    waiting = [one.item.title for one in chosen(*rows, *usual, memory=delivered, goals=goals)]
    assert poor not in waiting
    starved = replace(delivered, wrote={key: rows for key, rows in delivered.wrote.items() if key != "0"})
    assert poor in [one.item.title for one in chosen(*rows, *usual, memory=starved, goals=goals)]


def test_a_place_is_measured_by_how_often_other_lines_get_a_yes() -> None:
    half = answered(*HALF * 10)
    assert is_due("serendipity", [*half, *answered(*HALF * 10, slot="goal")], TODAY)
    assert not is_due("serendipity", [*half, *answered(*DONE * 20, slot="goal")], TODAY)
    seldom = answered(*QUARTER * 6)
    assert is_due("serendipity", [*seldom, *answered(*QUARTER * 6, slot="goal")], TODAY)


def test_a_free_place_goes_to_what_has_a_part_of_a_keyword_before_what_has_nothing() -> None:
    wide = TAXES._replace(keywords=("roman gardens",))
    rows = [*((source(f"A{n}"), f"a walk number {n}") for n in range(9)), (source("Part"), "roman roads")]
    (first, *_) = chosen(*rows, places=3, goals=(wide,))
    assert (first.item.title, first.goal, first.slot) == ("roman roads", "", "new")


def test_few_places_are_not_spent_on_the_special() -> None:
    rows = [*many(8, "left"), (source("R", "right"), FAR)]
    assert {one.slot for one in chosen(*rows, places=2)} == {"goal"}
    assert [one.slot for one in chosen(*rows, places=3)] == ["goal", "goal", "counterpoint"]


def test_a_special_place_is_filled_once_a_day() -> None:
    rows = [*many(8, "left"), (source("R", "right"), FAR)]
    wrote = {"x": (Entry(NOW, "wrote", "x", TODAY, of="y", goal="z", slot="counterpoint"),)}
    assert special(chosen(*rows, places=7, memory=Memory(wrote=wrote)), "counterpoint") == []


def test_no_source_has_more_places_than_the_settings_allow() -> None:
    one = source("Busy")
    rows = [(one, f"taxes taxes {n}") for n in range(9)] + many(3)
    found = chosen(*rows, places=9)
    assert sum(reading.item.source == "Busy.md" for reading in found) == 2
