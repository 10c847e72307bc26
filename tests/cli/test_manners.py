"""How a visitor behaves over days: a server that keeps score, restarts between all visits, a clock that moves."""

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conftest import TODAY, Run, write
from loopback import Answer, Asked, Route, Site, conditional, serve
from passing import pass_time
from vault_pln import __version__
from vault_pln.edge.web import Web
from vault_pln.jobs import visiting
from vault_pln.jobs.visiting import Ask, answers, rest_after


@dataclass
class Score:
    """A vault with one source, the server of it, and at which hour each request came."""

    run: Run
    vault: Path
    site: Site
    machine: Path
    hour: float = 0.0
    asked: list[tuple[float, Asked]] = field(default_factory=list)

    def visit(self, after: float = 0.0) -> None:
        """``fetch`` in a new process's eyes, so many hours later."""
        self.hour += after
        pass_time(self.machine, hours=after)
        before = len(self.site.asked)
        self.run("fetch", "--vault", self.vault, "--today", TODAY)
        self.asked += [(self.hour, one) for one in self.site.asked[before:]]

    @property
    def hours(self) -> list[float]:
        return [hour for hour, _ in self.asked]

    def sent(self, name: str) -> list[str | None]:
        return [one.headers.get(name) for _, one in self.asked]

    @property
    def unconditional(self) -> int:
        return sum(not ({"if-none-match", "if-modified-since"} & one.headers.keys()) for _, one in self.asked)


def feed(title: str = "A blog", more: str = "", posts: int = 200) -> bytes:
    """A feed that posts all the time."""
    now = datetime.now(UTC)
    items = "".join(
        f"<item><title>Post {n}</title><link>https://blog.example/{n}</link>"
        f"<pubDate>{now - timedelta(minutes=30 * n + 5):%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
        for n in range(posts)
    )
    return f"<rss version='2.0'><channel><title>{title}</title>{more}{items}</channel></rss>".encode()


@pytest.fixture
def score(run: Run, vault: Path, machine: Path) -> Iterator[Score]:
    with serve() as site:
        write(vault, "PLN/PLN Settings.md", f"---\ntype: pln-settings\nallow-private-hosts: [{site.host}]\n---\n")
        write(vault, "Blog.md", f"---\ntype: source\nfeed: {site.url}/feed\n---\n")
        yield Score(run, vault, site, machine)


def test_one_unconditional_request_then_the_validators_as_they_came_at_most_hourly(score: Score) -> None:
    score.site.routes["/feed"] = conditional(feed(), etag='W/"a-gzip"', last_modified="Mon, 2 nov 2026 7:00:00 +0100")
    score.visit()
    for _ in range(30):
        score.visit(after=1 / 3)
    assert score.unconditional == 1
    assert set(score.sent("if-none-match")[1:]) == {'W/"a-gzip"'}
    assert set(score.sent("if-modified-since")[1:]) == {"Mon, 2 nov 2026 7:00:00 +0100"}
    gaps = [later - earlier for earlier, later in zip(score.hours, score.hours[1:], strict=False)]
    assert len(gaps) >= 5
    assert min(gaps) >= 1
    assert {one.path for _, one in score.asked} == {"/feed"}


def test_a_server_without_validators_is_asked_once_a_day(score: Score) -> None:
    score.site.routes["/feed"] = Answer(200, feed())
    score.visit()
    for _ in range(15):
        score.visit(after=5)
    gaps = [later - earlier for earlier, later in zip(score.hours, score.hours[1:], strict=False)]
    assert len(gaps) >= 2
    assert min(gaps) >= 24


def test_a_request_says_who_comes_and_takes_no_cookie(score: Score) -> None:
    score.site.routes["/feed"] = Answer(200, feed(), {"Set-Cookie": "id=1", "ETag": "1"})
    score.visit()
    score.visit(after=2)
    for _, one in score.asked:
        assert one.headers.keys() <= {"host", "user-agent", "accept", "accept-encoding", "if-none-match"}
        assert one.headers["user-agent"].startswith(f"vault-pln/{__version__} (")
        assert "+https://" in one.headers["user-agent"]
        assert "gzip" in one.headers["accept-encoding"]
    assert len(score.asked) == 2


SAME = feed()
ROTATING: dict[str, Callable[[int], Answer]] = {
    "a new ETag with the same date": lambda n: Answer(200, feed(f"{n}"), {"ETag": f'"{n}"', "Last-Modified": "Mon"}),
    "a new date with the same ETag": lambda n: Answer(200, feed(f"{n}"), {"ETag": '"x"', "Last-Modified": f"Mon {n}"}),
    "a new ETag for the same body": lambda n: Answer(200, SAME, {"ETag": f'"{n}"', "Last-Modified": "Mon"}),
    "a new ETag in a 304": lambda n: Answer(304 if n else 200, b"" if n else SAME, {"ETag": f'"{n}"', "Last-Modified": "Mon"}),
    "a new date in a 304": lambda n: Answer(304 if n else 200, b"" if n else SAME, {"ETag": '"x"', "Last-Modified": f"Mon {n}"}),
}  # fmt: skip


@pytest.mark.parametrize("how", ROTATING)
def test_each_validator_is_taken_whenever_it_comes(score: Score, how: str) -> None:
    given: list[Answer] = []

    def route(_: Asked) -> Answer:
        given.append(ROTATING[how](len(given)))
        return given[-1]

    score.site.routes["/feed"] = route
    for _ in range(4):
        score.visit(after=25)
    assert len(given) == 4
    assert score.sent("if-none-match") == [None, *(one.headers["ETag"] for one in given[:-1])]
    assert score.sent("if-modified-since") == [None, *(one.headers["Last-Modified"] for one in given[:-1])]


def test_after_eight_days_of_304_the_feed_is_asked_for_in_full_once(score: Score) -> None:
    def always(asked: Asked) -> Answer:
        known = "if-none-match" in asked.headers
        return Answer(304) if known else Answer(200, SAME, {"ETag": '"stuck"'})

    score.site.routes["/feed"] = always
    for _ in range(12):
        score.visit(after=25)
    assert [number for number, tag in enumerate(score.sent("if-none-match")) if tag is None] == [0, 8]


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("as_date", [False, True])
def test_who_asks_to_be_left_alone_for_a_day_is(score: Score, status: int, as_date: bool) -> None:
    until = f"{datetime.now(UTC) + timedelta(days=1):%a, %d %b %Y %H:%M:%S} GMT" if as_date else "86400"
    score.site.routes["/feed"] = Answer(status, b"", {"Retry-After": until})
    score.visit()
    for _ in range(11):
        score.visit(after=2)
        score.run("fetch", "--vault", score.vault, "--all")
    assert len(score.site.asked) == 1
    score.site.routes["/feed"] = Answer(200, feed())
    score.visit(after=5)
    assert len(score.site.asked) == 2


@pytest.mark.parametrize(
    ("answer", "more", "hours"),
    [
        (Answer(200, SAME, {"ETag": "1", "Cache-Control": "max-age=18000"}), "", 5),
        (Answer(200, SAME, {"ETag": "1", "Cache-Control": "max-age=60"}), "", 1),
        (Answer(200, SAME, {"ETag": "1", "Cache-Control": "max-age=999999999"}), "", 24),
        (Answer(200, feed(more="<ttl>300</ttl>"), {"ETag": "1"}), "", 5),
        (Answer(200, feed(more="<ttl>1</ttl>"), {"ETag": "1"}), "", 1),
        (Answer(200, feed(posts=1), {"ETag": "1"}), "every: 3h\n", 3),
    ],
)
def test_hints_lengthen_the_wait_and_never_shorten_it(score: Score, answer: Answer, more: str, hours: int) -> None:
    write(score.vault, "Blog.md", f"---\ntype: source\nfeed: {score.site.url}/feed\n{more}---\n")
    score.site.routes["/feed"] = answer
    score.visit()
    score.visit(after=hours - 0.05)
    assert len(score.asked) == 1
    score.visit(after=0.1 * hours + 0.1)
    assert len(score.asked) == 2


def test_errors_come_ever_more_rarely_and_a_success_ends_that(score: Score) -> None:
    score.site.routes["/feed"] = Answer(500)
    score.visit()
    for _ in range(60):
        score.visit(after=1)
    gaps = [later - earlier for earlier, later in zip(score.hours, score.hours[1:], strict=False)]
    assert gaps == sorted(gaps)
    assert 3 <= len(gaps) <= 5
    score.site.routes["/feed"] = conditional(SAME, etag="1")
    score.visit(after=27)
    score.visit(after=1.2)
    assert score.hours[-1] - score.hours[-2] == pytest.approx(1.2)


def test_a_missing_feed_is_asked_for_daily_and_lives_again_and_one_that_is_gone_never(score: Score) -> None:
    score.site.routes["/feed"] = Answer(404)
    score.visit()
    for _ in range(16):
        score.visit(after=6)
    assert 3 <= len(score.asked) <= 5
    pass_time(score.machine, days=30)
    score.visit(after=27)
    assert "probably dead" in score.run("status", "--vault", score.vault).out
    score.site.routes["/feed"] = Answer(200, feed())
    score.visit(after=27)
    assert "0 failing" in score.run("status", "--vault", score.vault).out
    score.site.routes["/feed"] = Answer(410)
    score.visit(after=27)
    asked = len(score.site.asked)
    for _ in range(4):
        score.visit(after=24 * 100)
        score.run("fetch", "--vault", score.vault, "--all")
    assert len(score.site.asked) == asked
    assert "410 gone since" in score.run("status", "--vault", score.vault).out


@pytest.mark.parametrize("status", [301, 308])
def test_a_move_is_proposed_with_its_edit_and_its_memory_goes_along(score: Score, status: int) -> None:
    score.site.routes["/feed"] = Answer(status, b"", {"Location": "/new"})
    score.site.routes["/new"] = conditional(SAME, etag='"1"')
    note = score.vault / "Blog.md"
    before = note.read_bytes()
    score.visit()
    score.visit(after=2)
    assert [one.path for _, one in score.asked] == ["/feed", "/new", "/new"]
    assert note.read_bytes() == before
    (found,) = (f for f in score.run("doctor", "--vault", score.vault, "--json").json if "moved" in f["message"])
    assert (found["path"], found["line"], found["certain"]) == ("Blog.md", 3, False)
    note.write_bytes(before.replace(b"/feed\n", b"/new\n"))
    score.visit()
    assert len(score.asked) == 3
    score.visit(after=2)
    assert score.sent("if-none-match")[-1] == '"1"'
    assert score.run("doctor", "--vault", score.vault, "--json").json == []


def test_a_move_to_what_another_note_has_already_is_told_and_no_edit_is_proposed(score: Score) -> None:
    score.site.routes["/feed"] = Answer(301, b"", {"Location": "/new"})
    score.site.routes["/new"] = conditional(SAME, etag='"1"')
    write(score.vault, "Other.md", f"---\ntype: source\nfeed: {score.site.url}/new\n---\n")
    score.visit()
    (found,) = score.run("doctor", "--vault", score.vault, "--json").json
    assert found["path"] == "Blog.md"
    assert f"has moved to {score.site.url}/new, which 'Other.md' has already" in found["message"]
    assert found["fix"] is None


@pytest.mark.parametrize(
    "routes",
    [
        {"/feed": Answer(302, b"", {"Location": "/new"}), "/new": Answer(200, SAME)},
        {"/feed": Answer(301, b"", {"Location": "/new"}), "/new": Answer(200, b"<html><body>Moved!</body></html>")},
        {"/feed": Answer(301, b"", {"Location": "/b"}), "/b": Answer(307, b"", {"Location": "/new"}), "/new": Answer(200, SAME)},
    ],
    ids=["for now", "to a page", "partly for now"],
)  # fmt: skip
def test_what_is_no_move_for_good_is_never_kept(score: Score, routes: dict[str, Route]) -> None:
    score.site.routes.update(routes)
    score.visit()
    score.visit(after=50)
    assert [one.path for _, one in score.asked if one.path == "/feed"] == ["/feed", "/feed"]
    assert not [f for f in score.run("doctor", "--vault", score.vault, "--json").json if "moved" in f["message"]]


def test_an_announced_move_is_proposed_and_not_followed(score: Score) -> None:
    more = "<itunes:new-feed-url>https://new.example/feed</itunes:new-feed-url>"
    score.site.routes["/feed"] = conditional(feed(more=more), etag="1")
    score.visit()
    score.visit(after=2)
    assert [one.path for _, one in score.asked] == ["/feed", "/feed"]
    found = score.run("doctor", "--vault", score.vault, "--json").json
    assert any("has moved to https://new.example/feed" in one["message"] for one in found)


def test_a_clock_that_is_put_back_asks_nobody_twice(score: Score) -> None:
    for number in range(30):
        score.site.routes[f"/{number}"] = conditional(SAME, etag="1")
        write(score.vault, f"{number}.md", f"---\ntype: source\nfeed: {score.site.url}/{number}\n---\n")
    score.site.routes["/feed"] = conditional(SAME, etag="1")
    score.visit()
    assert len(score.asked) == 31
    pass_time(score.machine, days=-300)
    score.visit()
    assert len(score.asked) == 31
    for _ in range(7):
        score.visit(after=1 / 6)
    assert max(score.hours.count(hour) for hour in score.hours[31:]) <= 12
    assert score.unconditional == 31


def starts(site: Site, *asks: Ask, gap: float = 0.0) -> list[float]:
    """When each request came, with at most one at a time of a domain."""
    moments: list[float] = []
    busy = threading.Lock()

    def route(_: Asked) -> Answer:
        assert busy.acquire(blocking=False) or gap
        moments.append(time.monotonic())
        time.sleep(0.02)
        if not gap:
            busy.release()
        return Answer(200, b"x")

    for ask in asks:
        site.routes[ask.url.removeprefix(site.url)] = route
    with Web("test", ("127.0.0.1",)) as web:
        found = list(answers(web, asks, threading.Event(), gap))
    assert {response.status for _, response in found} == {200}
    return moments


def test_requests_to_one_domain_come_one_after_the_other_with_a_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visiting, "_SPACING", 0.1)
    with serve() as site:
        moments = starts(site, *(Ask(number, f"{site.url}/{number}", {}) for number in range(4)))
    assert all(later - earlier >= 0.1 for earlier, later in itertools.pairwise(moments))


@pytest.mark.parametrize(
    ("took", "rest"),
    [(0.0, 1.05), (0.2, 0.85), (0.8, 0.8), (30.0, 1.0)],
    ids=["no answer", "quick", "slow", "very slow"],
)
def test_requests_are_a_second_apart_and_a_slow_server_rests_as_long_as_it_worked(took: float, rest: float) -> None:
    assert rest_after("https://blog.example/feed", took) == pytest.approx(rest)


def test_where_more_is_asked_for_requests_are_a_minute_apart() -> None:
    assert rest_after("https://old.reddit.com/r/rust/.rss", 0.5) == pytest.approx(59.55)


def test_what_fell_due_together_is_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visiting, "_SPACING", 0.0)
    with serve() as site:
        moments = starts(site, *(Ask(number, f"{site.url}/{number}", {}, own=True) for number in range(5)), gap=0.1)
    assert moments[-1] - moments[0] >= 0.35
