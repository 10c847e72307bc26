"""When a source is visited again, and what is remembered of its server."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.sources.schedule import (
    after_visit,
    at_new_address,
    body_hash,
    conditional_headers,
    is_due,
    may_visit,
    replanned,
)
from vault_pln.model.news import Entry, Feed, Response, Visits

URL = "https://example.org/feed.xml"
NOW = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
HOUR, DAY = 3_600, 86_400
NEW = Visits(URL)
READ = Feed(title="Example")


def answer(status: int = 200, body: bytes = b"<rss/>", given: dict[str, str] | None = None, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in (given or headers).items()}
    return Response(URL, status, named, body)


def visit(visits: Visits, got: Response, feed: Feed | None = None, now: datetime = NOW, every: int = HOUR) -> Visits:
    return after_visit(visits, got, feed, now, every)


def wait(visits: Visits, now: datetime = NOW) -> float:
    assert visits.next_visit is not None
    return (visits.next_visit - now).total_seconds()


def assert_waits(visits: Visits, seconds: float) -> None:
    assert seconds <= wait(visits) <= 1.1 * seconds


# --- Validators ---


def test_validators_go_back_byte_for_byte() -> None:
    visits = visit(NEW, answer(etag='W/"a-gzip"', last_modified="Sun, 1 Nov 2026 1:02:03 +0100"), READ)
    sent = conditional_headers(visits, NOW + timedelta(days=7))
    assert sent == {"If-None-Match": 'W/"a-gzip"', "If-Modified-Since": "Sun, 1 Nov 2026 1:02:03 +0100"}
    assert conditional_headers(visits, NOW + timedelta(days=9)) == {}
    assert conditional_headers(NEW, NOW) == {}


@pytest.mark.parametrize("status", [200, 304])
@pytest.mark.parametrize(
    ("headers", "etag", "modified"),
    [
        ({"etag": '"2"', "last_modified": "Mon"}, '"2"', "Mon"),
        ({"etag": '"1"', "last_modified": "Tue"}, '"1"', "Tue"),
        ({"etag": '"2"', "last_modified": "Tue"}, '"2"', "Tue"),
    ],
)
def test_each_validator_is_renewed_for_itself(status: int, headers: dict[str, str], etag: str, modified: str) -> None:
    before = visit(NEW, answer(etag='"1"', last_modified="Mon"), READ)
    after = visit(before, answer(status, given=headers), None)
    assert (after.etag, after.last_modified) == (etag, modified)


def test_what_a_304_does_not_repeat_stays_and_what_a_200_does_not_repeat_goes() -> None:
    before = visit(NEW, answer(etag='"1"', last_modified="Mon"), READ)
    assert visit(before, answer(304, b""), None).etag == '"1"'
    assert visit(before, answer(200, last_modified="Tue"), READ).etag == ""


def test_a_304_does_not_make_validators_younger() -> None:
    visits = visit(NEW, answer(etag='"1"'), READ)
    for day in range(1, 9):
        visits = visit(visits, answer(304, b"", etag='"1"'), None, NOW + timedelta(days=day))
    assert conditional_headers(visits, NOW + timedelta(days=8, minutes=1)) == {}


def test_a_page_that_is_no_feed_leaves_no_validators() -> None:
    # else the next 304 would hide the fault
    before = visit(NEW, answer(etag='"1"'), READ)
    after = visit(before, answer(200, b"<html>", etag='"login"'), Feed(problem="a web page, not a feed"))
    assert (after.etag, after.body_hash) == (before.etag, before.body_hash)
    assert (after.problem, after.errors) == ("a web page, not a feed", 1)


def test_the_same_body_has_the_same_hash() -> None:
    visits = visit(NEW, answer(body=b"one"), READ)
    assert visits.body_hash == body_hash(answer(body=b"one")) != body_hash(answer(body=b"two"))


def test_requests_are_counted_also_those_without_validators() -> None:
    visits = visit(visit(NEW, answer(etag='"1"'), READ), answer(304, b""), None)
    assert (visits.requests, visits.unconditional) == (2, 1)


# --- When to come again ---


@pytest.mark.parametrize(
    ("headers", "hint", "every", "seconds"),
    [
        ({}, 0, HOUR, HOUR),
        ({}, 0, 60, 15 * 60),
        ({}, 0, 7 * DAY, 7 * DAY),
        ({}, 2 * HOUR, HOUR, 2 * HOUR),
        ({}, 60, HOUR, HOUR),
        ({"cache_control": "public, max-age=7200"}, 0, HOUR, 2 * HOUR),
        ({"cache_control": 'MAX-AGE="7200"'}, 0, HOUR, 2 * HOUR),
        ({"cache_control": "max-age=60"}, 0, HOUR, HOUR),
        ({"cache_control": "no-cache, max-age=7200"}, 0, HOUR, HOUR),
        ({"cache_control": "max-age=99999999999999"}, 0, HOUR, DAY),
        ({"cache_control": "max-age=²"}, 0, HOUR, HOUR),
        ({"cache_control": "max-age"}, 0, HOUR, HOUR),
        ({"cache_control": "max-age=7200"}, 3 * HOUR, HOUR, 3 * HOUR),
        ({"expires": "Mon, 02 Nov 2026 09:00:00 GMT"}, 0, HOUR, 3 * HOUR),
        ({"expires": "Mon, 02 Nov 2026 15:00:00 GMT", "date": "Mon, 02 Nov 2026 12:00:00 GMT"}, 0, HOUR, 3 * HOUR),
        ({"expires": "Mon, 02 Nov 2026 09:00:00 GMT", "cache_control": "public"}, 0, HOUR, HOUR),
        ({"expires": "0"}, 0, HOUR, HOUR),
        ({"expires": "Sun, 01 Nov 2026 09:00:00 GMT"}, 0, HOUR, HOUR),
        ({"expires": "Fri, 31 Dec 9999 23:59:59 GMT"}, 0, HOUR, DAY),
        ({"retry_after": "7200"}, 0, HOUR, HOUR),
    ],
)  # fmt: skip
def test_hints_only_lengthen_up_to_a_day(headers: dict[str, str], hint: int, every: int, seconds: int) -> None:
    assert_waits(visit(NEW, answer(given={"etag": '"1"', **headers}), replace(READ, hint=hint), every=every), seconds)


def test_a_304_that_says_how_long_it_is_fresh_is_believed() -> None:
    before = visit(NEW, answer(etag="1"), READ)
    assert_waits(visit(before, answer(304, b"", cache_control="max-age=18000")), 5 * HOUR)


def test_the_hint_of_the_feed_is_remembered_over_unchanged_visits() -> None:
    visits = visit(NEW, answer(etag='"1"'), replace(READ, hint=5 * HOUR))
    assert_waits(visit(visits, answer(304, b""), None), 5 * HOUR)


def test_feeds_do_not_fall_due_together_and_a_feed_always_alike() -> None:
    waits = [wait(visit(Visits(f"https://example.org/{number}"), answer(etag="1"), READ)) for number in range(50)]
    assert len(set(waits)) > 40
    assert waits == [
        wait(visit(Visits(f"https://example.org/{number}"), answer(etag="1"), READ)) for number in range(50)
    ]
    assert all(HOUR <= one <= 1.1 * HOUR for one in waits)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry_after": "86400"}, DAY),
        ({"retry_after": " 14400 "}, 4 * HOUR),
        ({"retry_after": "99999999999"}, 7 * DAY),
        ({"retry_after": "Mon, 02 Nov 2026 16:00:00 GMT"}, 10 * HOUR),
        ({"retry_after": "Mon, 02 Nov 2026 16:00:00 GMT", "date": "Mon, 02 Nov 2026 11:00:00 GMT"}, 5 * HOUR),
        ({"retry_after": "Fri, 31 Dec 9999 23:59:59 GMT"}, 7 * DAY),
    ],
)  # fmt: skip
def test_a_server_that_says_when_is_obeyed(status: int, headers: dict[str, str], seconds: int) -> None:
    visits = visit(NEW, answer(status, given=headers))
    until = NOW + timedelta(seconds=seconds)
    assert not is_due(visits, until - timedelta(seconds=1))
    assert not may_visit(visits, until - timedelta(seconds=1), forced=False)
    assert not may_visit(visits, until - timedelta(seconds=1), forced=True)
    assert may_visit(visits, until, forced=True)


@pytest.mark.parametrize("value", ["", "0", "-5", "soon", "²", "Mon, 02 Nov 2020 16:00:00 GMT", "Mon, 99 Foo 2026"])
def test_an_empty_word_of_the_server_is_an_error_like_others(value: str) -> None:
    visits = visit(NEW, answer(429, retry_after=value))
    assert_waits(visits, 2 * HOUR)
    assert may_visit(visits, NOW, forced=True)


# --- What fails ---


def test_errors_double_the_wait_up_to_a_day_and_any_success_ends_them() -> None:
    visits, waits = NEW, []
    for _ in range(8):
        visits = visit(visits, answer(500))
        waits.append(round(wait(visits) / wait(visit(NEW, answer(etag="1"), READ))))
    assert waits == [2, 4, 8, 16, 24, 24, 24, 24]
    assert visits.errors == 8
    well = visit(visits, answer(304, b""), None)
    assert (well.errors, well.problem, well.failing_since) == (0, "", None)


def test_a_rare_source_is_not_asked_more_often_because_it_fails() -> None:
    assert_waits(visit(NEW, answer(500), every=7 * DAY), 7 * DAY)


def test_404_is_not_death_but_asked_at_most_daily_and_named_after_a_month() -> None:
    visits = visit(NEW, answer(404))
    assert visits.problem == "404: not found"
    assert_waits(visits, DAY)
    visits = visit(visits, answer(404), now=NOW + timedelta(days=31))
    assert visits.problem == "404: not found since 2026-11-02, probably dead"
    assert not visits.gone
    assert visit(visits, answer(), READ, NOW + timedelta(days=40)).problem == ""


def test_410_ends_it() -> None:
    visits = visit(NEW, answer(410))
    assert visits.problem == "410 gone since 2026-11-02"
    assert not is_due(visits, NOW + timedelta(days=900))
    assert not may_visit(visits, NOW + timedelta(days=900), forced=True)


def test_a_page_that_asks_for_a_browser_is_named_and_nothing_is_pretended() -> None:
    assert "Cloudflare" in visit(NEW, answer(403, cf_mitigated="challenge")).problem


def test_no_answer_says_why() -> None:
    visits = visit(NEW, Response(URL, 0, error="there is no such host"))
    assert (visits.problem, visits.http) == ("there is no such host", 0)


@pytest.mark.parametrize("status", [400, 401, 403, 418, 451, 500, 502, 504, 599, 100, 204, 305])
def test_every_failure_has_words(status: int) -> None:
    assert str(status) in visit(NEW, answer(status)).problem


# --- Moved, and odd clocks ---


def test_a_move_is_remembered_until_the_new_address_fails() -> None:
    moved = visit(NEW, replace(answer(), moved_to="https://new.example/feed"), READ)
    assert moved.moved_to == "https://new.example/feed"
    assert visit(moved, answer(304, b""), None).moved_to == "https://new.example/feed"
    lost = visit(moved, answer(410))
    assert (lost.moved_to, lost.gone) == ("", False)


def test_a_redirect_to_a_web_page_is_no_move() -> None:
    response = replace(answer(), moved_to="https://new.example/")
    assert visit(NEW, response, Feed(problem="a web page, not a feed")).moved_to == ""


def test_a_visit_in_the_future_does_not_count() -> None:
    visits = visit(NEW, answer(), READ, NOW + timedelta(days=3_000))
    assert is_due(visits, NOW)
    assert may_visit(visit(NEW, answer(503, retry_after="999"), now=NOW + timedelta(days=3_000)), NOW, forced=True)


@given(
    st.sampled_from([0, 200, 304, 404, 410, 429, 500, 503]),
    st.dictionaries(
        st.sampled_from(["cache-control", "expires", "date", "retry-after", "etag", "last-modified"]),
        st.text() | st.sampled_from(["max-age=5", "Mon, 02 Nov 2026 16:00:00 GMT", "12"]),
    ),
)
def test_no_header_raises_or_brings_a_feed_forward(status: int, headers: dict[str, str]) -> None:
    visits = after_visit(NEW, Response(URL, status, headers, b""), None, NOW, HOUR)
    assert HOUR <= wait(visits) <= 7 * DAY


# --- How often a feed posts ---


def posts(*days_ago: float, dated: bool = True) -> Feed:
    dates = [NOW - timedelta(days=days) if dated else None for days in days_ago]
    return Feed(entries=tuple(Entry(str(n), "x", published=date) for n, date in enumerate(dates)))


@pytest.mark.parametrize(
    ("feed", "seconds"),
    [
        (posts(*(n / 40 for n in range(300))), HOUR),
        (posts(*(n / 2 for n in range(14))), 12 * HOUR),
        (posts(0.5, 1, 2, 3, 4, 5, 6, 200), DAY),
        (posts(3, 5), DAY),
        (posts(400), DAY),
        (posts(-5), DAY),
        (posts(1, 2, dated=False), HOUR),
        (posts(), HOUR),
    ],
)
def test_a_source_is_visited_about_as_often_as_it_posts(feed: Feed, seconds: int) -> None:
    visits = visit(NEW, answer(etag='"1"'), feed)
    assert_waits(visits, seconds)
    assert_waits(visit(visits, answer(304, b""), None), seconds)
    wished = after_visit(NEW, answer(etag='"1"'), feed, NOW, 2 * HOUR, wished=True)
    assert_waits(wished, 2 * HOUR)


def test_a_server_without_validators_is_asked_once_a_day_unless_the_user_wishes_otherwise() -> None:
    assert_waits(visit(NEW, answer(), READ), DAY)
    assert_waits(visit(NEW, answer(last_modified="Mon"), READ), HOUR)
    assert_waits(after_visit(NEW, answer(), READ, NOW, HOUR, wished=True), HOUR)


def test_a_403_of_reddit_means_that_it_was_asked_too_often() -> None:
    assert visit(Visits("https://www.reddit.com/r/rust/.rss"), answer(403)).problem.startswith("429")
    assert visit(NEW, answer(403)).problem.startswith("403")


# --- A clock that is put right ---


def test_a_corrected_clock_spreads_the_visits_and_no_time_stays_in_the_future() -> None:
    wrong = NOW + timedelta(days=3_000)
    feeds = [Visits(f"https://example.org/{number}", last_new=wrong, last_success=wrong) for number in range(200)]
    visited = [visit(one, answer(503, retry_after="7200"), now=wrong) for one in feeds]
    true = [replanned(one, NOW, HOUR) for one in visited]
    assert not any(is_due(one, NOW) for one in true)
    assert all(wait(one) <= HOUR for one in true)
    assert max(sum(minute * 60 <= wait(one) < minute * 60 + 60 for one in true) for minute in range(60)) < 15
    assert all(one.last_visit == one.last_success == one.last_new == one.failing_since == NOW for one in true)
    assert [replanned(one, NOW, HOUR) for one in true] == true
    assert replanned(visit(NEW, answer(), READ), NOW + timedelta(hours=2), HOUR) == visit(NEW, answer(), READ)


def test_a_new_address_inherits_what_the_old_one_knew() -> None:
    old = replace(visit(NEW, answer(etag='"1"'), READ), moved_to="https://new.example/")
    new = at_new_address(old, "https://new.example/")
    assert (new.feed, new.etag, new.moved_to, new.next_visit) == ("https://new.example/", '"1"', "", old.next_visit)
    announced = at_new_address(replace(old, moved_to="", announced="https://new.example/"), "https://new.example/")
    assert (announced.etag, announced.body_hash, announced.last_success) == ("", "", old.last_success)
