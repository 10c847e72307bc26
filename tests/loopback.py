"""A web server on this machine for tests: an answer for each path, and what it was asked."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What the server says. ``body`` is sent as it is, with its length unless ``headers`` say another.

    A body in pieces is sent piece by piece and ends with the connection; ``raw`` pieces stand for the whole answer,
    status line and all.
    """

    status: int = 200
    body: bytes | Iterable[bytes] = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: Iterable[bytes] | None = None


@dataclass(frozen=True)
class Asked:
    """One request: its path, its headers by lower-case name, and the port of the connection it came through."""

    path: str
    headers: Mapping[str, str]
    connection: int = 0


Route = Answer | Callable[[Asked], Answer]


def conditional(body: bytes, **validators: str) -> Route:
    """A route that answers 304 to its own validators (``etag=…``, ``last_modified=…``) and to no others."""
    given = {name.replace("_", "-"): value for name, value in validators.items()}
    asked_as = {"etag": "if-none-match", "last-modified": "if-modified-since"}

    def route(asked: Asked) -> Answer:
        same = all(asked.headers.get(asked_as[name]) == value for name, value in given.items())
        return Answer(304, b"", given) if given and same else Answer(200, body, given)

    return route


class Site:
    """A server that runs. ``routes`` may be changed at any time; ``asked`` holds every request in order."""

    def __init__(self, port: int, scheme: str = "http") -> None:
        self.host = f"127.0.0.1:{port}"
        self.url = f"{scheme}://{self.host}"
        self.routes: dict[str, Route] = {}
        self.asked: list[Asked] = []

    def count(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(one.path == path for one in self.asked)

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        route = self.routes.get(asked.path, Answer(404, b"not here"))
        return route if isinstance(route, Answer) else route(asked)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    site: Site

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.site.answer(Asked(self.path, headers, self.client_address[1]))
        if answer.raw is None:
            self._send_head(answer)
        whole = isinstance(answer.body, bytes) and answer.raw is None
        self.close_connection = self.close_connection or not whole
        for piece in _pieces(answer):
            self.wfile.write(piece)
            self.wfile.flush()

    def _send_head(self, answer: Answer) -> None:
        self.send_response(answer.status)
        given = {name.lower() for name in answer.headers}
        if not isinstance(answer.body, bytes):
            self.send_header("Connection", "close")
        elif answer.status != 304 and "content-length" not in given:
            self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def _pieces(answer: Answer) -> Iterable[bytes]:
    if answer.raw is not None:
        return answer.raw
    return [answer.body] if isinstance(answer.body, bytes) else answer.body


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    tls: ssl.SSLContext | None = None

    def get_request(self) -> tuple[socket.socket, Any]:
        """With ``tls`` one port speaks both: a handshake begins with a byte that no HTTP does."""
        connection, address = super().get_request()
        if self.tls is not None and connection.recv(1, socket.MSG_PEEK) == b"\x16":
            connection = self.tls.wrap_socket(connection, server_side=True)
        return connection, address

    def handle_error(self, *_: object) -> None:
        """A client that breaks off is no news."""


@contextmanager
def serve(tls: ssl.SSLContext | None = None, *, on: str = "127.0.0.1") -> Iterator[Site]:
    """A server on a free port of 127.0.0.1, gone at the end; with ``tls`` it speaks HTTPS and HTTP."""

    class Handler(_Handler):
        pass

    server = _Server((on, 0), Handler)
    server.tls = tls
    Handler.site = site = Site(server.server_address[1], "https" if tls is not None else "http")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
