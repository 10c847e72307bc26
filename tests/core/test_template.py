"""The variables of templates."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.markdown.template import needs_templater, render_template

NOW = datetime.fromisoformat("2026-11-23T09:05:03")
DAY = date(2026, 1, 31)


def rendered(text: str, *, title: str = "My note", day: date = DAY, daily_format: str | None = None) -> str:
    return render_template(text, title=title, now=NOW, day=day, daily_format=daily_format)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# {{title}}", "# My note"),
        ("{{date}} {{time}}", "2026-01-31 09:05"),
        ("{{Date}} {{TIME}} {{TiTle}}", "2026-01-31 09:05 My note"),
        ("{{ date }} {{\ttime }} {{ title}}", "2026-01-31 09:05 My note"),
        ("{{date:dddd, MMMM Do YYYY}}", "Saturday, January 31st 2026"),
        ("{{date: YYYY }}|{{ date : YYYY }}|{{date:}}", "2026|2026|2026-01-31"),
        ("{{time:HH:mm:ss}} {{time:YYYY-MM-DD}}", "09:05:03 2026-01-31"),
        ("{{date:HH:mm [at] LT}}", "09:05 at 9:05 AM"),
        ("{{yesterday}} {{tomorrow}} {{Tomorrow }}", "2026-01-30 2026-02-01 2026-02-01"),
        ("{{date+1d:YYYY-MM-DD}} {{date-1d}}", "2026-02-01 2026-01-30"),
        ("{{date+2w:gggg-[W]ww}} {{date -2W}}", "2026-W07 2026-01-17"),
        ("{{date+1M}} {{date-11M}} {{date+12M}}", "2026-02-28 2025-02-28 2027-01-31"),
        ("{{date+1Q}} {{date-1q}}", "2026-04-30 2025-10-31"),
        ("{{date+2y}} {{date-1Y}}", "2028-01-31 2025-01-31"),
        ("{{time+1h}} {{time+70m}} {{date-10h:YYYY-MM-DD HH}}", "10:05 10:15 2026-01-30 23"),
        ("{{date+0d}} {{ date + 1d }}", "2026-01-31 {{ date + 1d }}"),
        ("[[{{yesterday}}|←]] [[{{tomorrow}}|→]]", "[[2026-01-30|←]] [[2026-02-01|→]]"),
    ],
)
def test_fills_in(text: str, expected: str) -> None:
    assert rendered(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no variables, {date}, {{}}, {{ }}, }}{{",
        "{{unknown}} {{datetime}} {{title:x}} {{yesterday+1d}}",
        "{{date+1x}} {{date+d}} {{date1d}}",
        "{{date:YYYY\n}} {{date:{YYYY}}} {{date",
        "{{date+999999y}} {{date-999999d}} {{date+9999999d}}",
        "<% tp.date.now() %>",
    ],
)
def test_leaves_the_rest_alone(text: str) -> None:
    assert rendered(text) == text


def test_own_formats() -> None:
    text = render_template(
        "{{date}} {{time}} {{tomorrow}} {{date:YY}}",
        title="",
        now=NOW,
        day=DAY,
        date_format="DD/MM/YYYY",
        time_format="h.mm a",
    )
    assert text == "31/01/2026 9.05 am 01/02/2026 26"


def test_the_format_of_daily_notes_goes_before() -> None:
    assert rendered("{{date}} {{tomorrow}}", daily_format="YYYY/MM/DD") == "2026/01/31 2026/02/01"


def test_in_the_language_of_the_vault() -> None:
    text = render_template("{{date:dddd, LL}}", title="", now=NOW, day=DAY, locale="de")
    assert text == "Samstag, 31. Januar 2026"


def test_a_value_is_not_filled_in_again() -> None:
    assert rendered("{{title}}", title="{{date}} \\1 {{title}}") == "{{date}} \\1 {{title}}"
    assert rendered("{{{{title}}}}", title="date") == "{{date}}"


def test_the_days_at_the_ends_of_the_calendar() -> None:
    assert rendered("{{tomorrow}}", day=date.max) == "{{tomorrow}}"
    assert rendered("{{yesterday}}", day=date.min) == "{{yesterday}}"


def test_keeps_the_zone_of_now() -> None:
    text = render_template("{{time:HH:mmZ}}", title="", now=NOW.replace(tzinfo=UTC), day=DAY)
    assert text == "09:05+00:00"


def test_long_templates_take_no_long_time() -> None:
    for text in ("{{date:" * 50_000, "{{" + " " * 200_000, "{{date" + " " * 200_000 + "x", "{{date+" * 50_000):
        assert rendered(text) == text


@given(text=st.text(), title=st.text())
def test_never_raises(text: str, title: str) -> None:
    assert rendered(f"{text}\n{{{{title}}}}", title=title).endswith(title)


@given(st.from_regex(r"\{\{ ?(date|time|tomorrow)([+-][0-9]{1,7}[dwmyqhsMQ])?(:[^}]{0,9})?\}\}", fullmatch=True))
def test_never_raises_on_what_looks_like_a_variable(text: str) -> None:
    rendered(text)


def test_needs_templater() -> None:
    assert needs_templater("# <% tp.file.title %>")
    assert needs_templater("<%* await x() -%>")
    assert not needs_templater("{{title}} < % %>")
