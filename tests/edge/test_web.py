"""Visiting the web, with a real server on this machine that does everything a server should not."""

import gzip
import socket
import threading
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from loopback import Answer, Asked, Site, serve
from vault_pln.edge.web import Web, is_public

AGENT = "vault-pln/test (+https://example.org)"


def words(text: str) -> list[str]:
    return text.split()


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


@pytest.fixture
def web(site: Site) -> Iterator[Web]:
    with Web(AGENT, (site.host,)) as visitor:
        yield visitor


def test_a_visit_brings_status_headers_and_body(site: Site, web: Web) -> None:
    site.routes["/feed?a=1&b=2"] = Answer(200, b"<rss/>", {"ETag": 'W/"x"', "X-Two": "1"})
    response = web.get(f"{site.url}/feed?a=1&b=2#part", {"If-None-Match": '"y"'})
    assert (response.status, response.body, response.error) == (200, b"<rss/>", "")
    assert response.headers["etag"] == 'W/"x"'
    assert (response.url, response.moved_to) == (f"{site.url}/feed?a=1&b=2", "")


def test_a_request_says_who_it_is_and_nothing_else(site: Site, web: Web) -> None:
    site.routes["/feed"] = Answer(200, b"x", {"Set-Cookie": "track=1"})
    web.get(f"{site.url}/feed", {"If-None-Match": '"1"', "If-Modified-Since": "Mon"})
    web.get(f"{site.url}/feed", {})
    first, second = (one.headers for one in site.asked)
    assert first["user-agent"] == AGENT
    assert (first["if-none-match"], first["if-modified-since"]) == ('"1"', "Mon")
    assert first["accept-encoding"] == "gzip, deflate"
    assert set(second) == {"host", "user-agent", "accept", "accept-encoding"}


def test_the_environment_names_no_proxy(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    site.routes["/feed"] = Answer(200, b"x")
    assert Web(AGENT, (site.host,)).get(f"{site.url}/feed", {}).body == b"x"


def test_a_host_is_visited_through_one_connection(site: Site, web: Web) -> None:
    site.routes["/feed"] = Answer(200, b"x" * 100_000)
    site.routes["/same"] = Answer(304)
    for path in ("/feed", "/same", "/feed"):
        web.get(site.url + path, {})
    assert len({one.connection for one in site.asked}) == 1


def test_a_connection_the_host_gave_up_is_no_failure(site: Site, web: Web) -> None:
    site.routes["/"] = Answer(200, raw=(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",))
    for _ in range(5):
        # the server closes after each answer without having said so
        assert web.get(f"{site.url}/", {}).body == b"hi"


def test_many_threads_share_it(site: Site, web: Web) -> None:
    for number in range(40):
        site.routes[f"/{number}"] = Answer(200, str(number).encode() * 1_000)
    with ThreadPoolExecutor(8) as pool:
        bodies = list(pool.map(lambda number: web.get(f"{site.url}/{number}", {}).body, range(40)))
    assert bodies == [str(number).encode() * 1_000 for number in range(40)]


@pytest.mark.parametrize("status", [404, 410, 429, 500, 503])
def test_an_error_status_is_an_answer(site: Site, web: Web, status: int) -> None:
    site.routes["/feed"] = Answer(status, b"words", {"Retry-After": "60"})
    response = web.get(f"{site.url}/feed", {})
    assert (response.status, response.error, response.headers["retry-after"]) == (status, "", "60")


# --- Redirects ---


def redirect(status: int, to: str) -> Answer:
    return Answer(status, b"go there", {"Location": to})


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [((301,), True), ((308, 301), True), ((302,), False), ((303,), False), ((307,), False), ((301, 302), False)],
)
def test_only_permanent_redirects_move_a_feed(site: Site, web: Web, statuses: tuple[int, ...], moved: bool) -> None:
    for number, status in enumerate(statuses):
        site.routes[f"/{number}"] = redirect(status, f"/{number + 1}")
    site.routes[f"/{len(statuses)}"] = Answer(200, b"here")
    response = web.get(f"{site.url}/0", {"If-None-Match": '"1"'})
    assert (response.status, response.body) == (200, b"here")
    assert response.url == f"{site.url}/{len(statuses)}"
    assert response.moved_to == (response.url if moved else "")


def test_redirects_have_an_end(site: Site, web: Web) -> None:
    for number in range(9):
        site.routes[f"/{number}"] = redirect(302, f"/{number + 1}")
    site.routes["/6"] = Answer(200, b"x")
    assert web.get(f"{site.url}/1", {}).status == 200
    assert web.get(f"{site.url}/0", {}).error == "more than 5 redirects"
    site.routes["/loop"] = redirect(301, "/loop")
    assert web.get(f"{site.url}/loop", {}).error == "more than 5 redirects"
    assert site.count("/loop") == 6


@pytest.mark.parametrize(
    "to",
    ["file:///etc/passwd", "ftp://example.org/", "javascript:x", "http://[", "gopher://x", "http://x:99999/"],
)
def test_a_redirect_leads_only_to_the_web(site: Site, web: Web, to: str) -> None:
    site.routes["/"] = redirect(302, to)
    response = web.get(f"{site.url}/", {})
    assert response.status == 0
    assert "address" in response.error


def test_a_redirect_without_a_target_is_an_answer(site: Site, web: Web) -> None:
    site.routes["/"] = Answer(301)
    assert web.get(f"{site.url}/", {}).status == 301


def test_a_redirect_in_utf8_is_followed(site: Site, web: Web) -> None:
    site.routes["/"] = Answer(raw=("HTTP/1.1 302 Found\r\nLocation: /straße\r\nContent-Length: 0\r\n\r\n".encode(),))
    site.routes["/stra%C3%9Fe"] = Answer(200, b"x")
    assert web.get(f"{site.url}/", {}).body == b"x"


# --- The user's own network ---


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
    ],
)
def test_a_private_address_is_refused_however_it_is_written(site: Site, host: str) -> None:
    site.routes["/"] = Answer(200, b"the router's page")
    port = site.host.partition(":")[2]
    response = Web(AGENT).get(f"http://{host}:{port}/", {})
    assert (response.status, site.asked) == (0, [])
    assert "allow-private-hosts" in response.error or "no such host" in response.error


def test_a_host_is_allowed_by_its_name_alone_or_with_its_port(site: Site) -> None:
    site.routes["/"] = Answer(200, b"x")
    port = site.host.partition(":")[2]
    for allowed in ("127.0.0.1", f"127.0.0.1:{port}", " 127.0.0.1 "):
        assert Web(AGENT, (allowed,)).get(f"{site.url}/", {}).body == b"x"
    for other in ("127.0.0.1:1", "localhost", "127.0.0.2"):
        assert Web(AGENT, (other,)).get(f"{site.url}/", {}).status == 0
    assert Web(AGENT, ("LOCALHOST",)).get(f"http://LocalHost:{port}/", {}).body == b"x"
    # another spelling of an allowed host is another name
    assert Web(AGENT, ("127.0.0.1",)).get(f"http://2130706433:{port}/", {}).status == 0


def test_a_redirect_leads_to_no_private_host_not_even_an_allowed_one(site: Site) -> None:
    with serve() as inner:
        inner.routes["/secret"] = Answer(200, b"secret")
        site.routes["/"] = redirect(302, f"{inner.url}/secret")
        web = Web(AGENT, ("127.0.0.1",))
        assert web.get(f"{inner.url}/secret", {}).body == b"secret"
        response = web.get(f"{site.url}/", {})
        assert response.status == 0
        assert "only a source itself may name" in response.error
        site.routes["/"] = redirect(302, "http://localhost/secret")
        assert "allow-private-hosts" in web.get(f"{site.url}/", {}).error
        assert "it redirects to 'localhost' in a private network" in web.get(f"{site.url}/", {}).error
        assert inner.count("/secret") == 1


def test_a_name_is_looked_up_once_and_checked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    # a name server that gives a public address first and a private one the second time
    found = iter([("93.184.216.34", 80), ("127.0.0.1", int(site.host.partition(":")[2]))])
    tried: list[object] = []
    family = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(*family, next(found))])

    def connect(_: socket.socket, address: object) -> None:
        tried.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)
    assert Web(AGENT).get("http://rebinding.example/", {}).status == 0
    assert tried == [("93.184.216.34", 80)]


@pytest.mark.parametrize("address", words("93.184.216.34 8.8.8.8 2606:4700::1 64:ff9b::808:808 ::ffff:8.8.8.8"))
def test_public_addresses(address: str) -> None:
    assert is_public(address)


_PRIVATE = """
    127.0.0.1 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 240.0.0.1
    192.0.2.1 198.18.0.1 :: ::1 fe80::1 fe80::1%eth0 fc00::1 ff02::1 fec0::1 ::ffff:10.0.0.1 ::127.0.0.1
    64:ff9b::7f00:1 2002:7f00:1:: 2001:db8::1
"""


@pytest.mark.parametrize("address", words(_PRIVATE))
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


# --- Credentials ---


def test_credentials_go_to_their_own_server_and_are_never_shown(site: Site) -> None:
    port = site.host.partition(":")[2]
    with_secret = f"http://ada:s%40cret@127.0.0.1:{port}"
    site.routes["/"] = redirect(301, "/feed")
    site.routes["/feed"] = Answer(200, b"x")
    site.routes["/away"] = redirect(302, f"http://localhost:{port}/feed")
    web = Web(AGENT, ("127.0.0.1", "localhost"))
    response = web.get(f"{with_secret}/", {})
    assert (response.url, response.moved_to) == (f"{site.url}/feed", f"{site.url}/feed")
    assert [one.headers.get("authorization") for one in site.asked] == ["Basic YWRhOnNAY3JldA=="] * 2
    failed = Web(AGENT).get(f"{with_secret}/", {})
    assert "cret" not in failed.error + failed.url
    assert "cret" not in web.get(f"{with_secret}:x/", {}).error


def test_credentials_do_not_follow_a_redirect_elsewhere(site: Site) -> None:
    with serve() as other:
        site.routes["/"] = redirect(302, f"{other.url}/")
        other.routes["/"] = Answer(200, b"x")
        web = Web(AGENT, (site.host, other.host))
        web.get(f"http://ada:secret@{site.host}/", {})
        assert all("authorization" not in one.headers for one in other.asked)


# --- Bounds ---


def test_a_body_has_a_limit_announced_or_not(site: Site, web: Web) -> None:
    sent = threading.Event()

    def endless() -> Iterator[bytes]:
        while not sent.is_set():
            yield b"x" * 65_536

    site.routes["/announced"] = Answer(200, (b"x",), {"Content-Length": "99999999999"})
    site.routes["/endless"] = Answer(200, endless())
    for path in ("/announced", "/endless"):
        response = web.get(site.url + path, {}, cap=3_000_000)
        assert (response.status, response.error) == (0, "the answer is larger than 3 MB")
    sent.set()


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_packed_body_is_unpacked(site: Site, web: Web, encoding: str) -> None:
    packed = gzip.compress(b"<rss/>" * 1_000) if encoding == "gzip" else zlib.compress(b"<rss/>" * 1_000)
    site.routes["/"] = Answer(200, (packed[at : at + 1] for at in range(len(packed))), {"Content-Encoding": encoding})
    assert web.get(f"{site.url}/", {}).body == b"<rss/>" * 1_000


def test_a_bomb_does_not_go_off(site: Site, web: Web) -> None:
    bomb = gzip.compress(b"\0" * 9_000_000)
    site.routes["/"] = Answer(200, bomb, {"Content-Encoding": "gzip"})
    assert web.get(f"{site.url}/", {}).error == "the answer expands beyond reason"
    assert web.get(f"{site.url}/", {}, cap=500_000).error == "the answer is larger than 0 MB"


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress", "nonsense"])
def test_an_encoding_that_was_not_asked_for_is_refused(site: Site, web: Web, encoding: str) -> None:
    site.routes["/"] = Answer(200, b"xxxx", {"Content-Encoding": encoding})
    assert "not asked for" in web.get(f"{site.url}/", {}).error


def dripping(stop: threading.Event, start: bytes = b"", piece: bytes = b"x") -> Iterator[bytes]:
    yield start
    while not stop.wait(0.05):
        yield piece


@pytest.mark.parametrize(
    "start", [b"", b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n"]
)
def test_a_server_that_drips_does_not_hold_the_visit(site: Site, web: Web, start: bytes) -> None:
    # every byte would begin a timeout of its own anew: only a deadline ends this
    stop = threading.Event()
    site.routes["/"] = Answer(raw=dripping(stop, start))
    response = web.get(f"{site.url}/", {}, deadline=0.4)
    stop.set()
    assert (response.status, response.error) == (0, "no whole answer within the time allowed")


def test_a_server_that_says_nothing_does_not_hold_the_visit(site: Site, web: Web) -> None:
    stop = threading.Event()

    def silent(_: Asked) -> Answer:
        stop.wait(10)
        return Answer()

    site.routes["/"] = silent
    response = web.get(f"{site.url}/", {}, deadline=0.2)
    stop.set()
    assert response.error == "no whole answer within the time allowed"


def test_a_name_server_that_says_nothing_does_not_hold_the_visit(monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: stop.wait(10))
    response = Web(AGENT).get("http://example.org/", {}, deadline=0.2)
    stop.set()
    assert response.error == "the host's name cannot be looked up now"


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", "closed the connection"),
        (b"hello\r\n\r\n", "no proper HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", "broke off"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc", "broke off"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", "cannot be decoded"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n", "no proper HTTP"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n", "no proper HTTP"),
    ],
    ids=["nothing", "rubbish", "short", "chunk", "not gzip", "many headers", "long header"],
)  # fmt: skip
def test_a_broken_answer_says_what_is_wrong(site: Site, web: Web, raw: bytes, problem: str) -> None:
    site.routes["/"] = Answer(raw=(raw,))
    response = web.get(f"{site.url}/", {})
    assert response.status == 0
    assert problem in response.error
    # and the next visit of the host is not harmed
    site.routes["/"] = Answer(200, b"well")
    assert web.get(f"{site.url}/", {}).body == b"well"


_NO_ADDRESSES = """
    x /path file:///etc/passwd ftp://example.org/ http:// http:///x http://[ http://[::1 http://a_b..c/ http://x:y/
    http://x:99999/ http://*/ javascript:alert(1) http://a\\@b/ data:,x
"""


@pytest.mark.parametrize("url", ["", "http://exa mple.org/", "http://\ud800/", "http://\u2024/", *words(_NO_ADDRESSES)])
def test_what_is_no_address_is_not_visited(url: str) -> None:
    response = Web(AGENT).get(url, {}, deadline=5)
    assert response.status == 0
    assert response.error


def test_a_closed_port_says_so() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        response = Web(AGENT, ("127.0.0.1",)).get(f"http://127.0.0.1:{port}/", {})
    assert response.error == "the host refused the connection"
