"""The web: one polite, bounded, suspicious GET. Nothing here raises; a failure is an answer with an error.

No proxies, cookies or referrers, no redirects or retries by the library. What is connected to is the address that
was checked, never a name looked up a second time. Every wait on the network is cut to what is left of the visit,
since a timeout of its own begins anew with every byte.
"""

import ipaddress
import re
import socket
import ssl
import string
import threading
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from io import BytesIO
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple, Self
from urllib.parse import quote, unquote, urljoin, urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError, ProtocolError
from urllib3.util import Timeout

from vault_pln.model.news import Response

_REDIRECTS = 5
_PERMANENT = (301, 308)
_REDIRECTING = (301, 302, 303, 307, 308)
_CONNECT = 5.0
_CHUNK = 65_536
_RATIO, _RATIO_FROM = 100, 1_000_000
_ENCODINGS = frozenset(("", "identity", "gzip", "x-gzip", "deflate"))
_PORTS = {"http": 80, "https": 443}
_ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.8"

_SHARED = ipaddress.ip_network("100.64.0.0/10")
_EMBEDDING = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96"))
_HOST = re.compile(r"[a-z0-9_.-]{1,253}|\[[0-9a-f:.]{2,45}\]")

_visit = threading.local()
"""Of the visit this thread makes: ``until``, when it has to be over on the monotonic clock; ``connected``, whether
the last request opened a connection of its own; ``sent``, when it was sent; ``redirected``, whether the user did not
name the place himself."""


class _RefusedError(Exception):
    """Something that must not be visited or read on; the text is for the user."""


def _left() -> float:
    """Seconds left of this thread's visit."""
    left: float = _visit.until - time.monotonic()
    if left <= 0:
        raise _RefusedError("no whole answer within the time allowed")
    return left


class _Place(NamedTuple):
    """An address taken apart: ``credentials`` never appear in ``url``."""

    scheme: str
    host: str
    port: int
    target: str
    credentials: str

    @property
    def url(self) -> str:
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}{self.target}"

    @property
    def origin(self) -> tuple[str, str, int]:
        return self.scheme, self.host, self.port


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet, also when it hides in an IPv6 one."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and any(ip in network for network in _EMBEDDING):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if ip.is_site_local:
            return False
    elif ip in _SHARED:
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_unspecified or ip.is_reserved)


class _Socket(socket.socket):
    """A socket that waits no longer than the visit lasts."""

    def recv_into(self, *args: Any, **named: Any) -> int:
        self.settimeout(_left())
        return super().recv_into(*args, **named)


class _TlsSocket(ssl.SSLSocket):
    """The same over TLS."""

    def recv_into(self, *args: Any, **named: Any) -> int:
        self.settimeout(_left())
        return super().recv_into(*args, **named)


def _looked_up(host: str, port: int) -> list[Any]:
    """The addresses of a host. A name server that does not answer cannot be interrupted, only left waiting."""
    found: SimpleQueue[Any] = SimpleQueue()

    def look_up() -> None:
        try:
            found.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            found.put(error)

    threading.Thread(target=look_up, daemon=True).start()
    try:
        result = found.get(timeout=_left())
    except Empty:
        raise _RefusedError("the host's name cannot be looked up now") from None
    if isinstance(result, Exception):
        raise result
    return list(result)


def _connect(host: str, port: int, *, private: bool) -> socket.socket:
    """A connection to the first checked address of the host that answers."""
    found = [row for row in _looked_up(host, port) if private or is_public(str(row[4][0]))]
    if not found and _visit.redirected:
        raise _RefusedError(f"it redirects to '{host}' in a private network; allow-private-hosts is not for redirects")
    if not found:
        raise _RefusedError(f"'{host}' is in a private network; allow it with the setting allow-private-hosts")
    error = OSError(f"no address for {host}")
    for family, kind, protocol, _, address in found:
        sock = _Socket(family, kind, protocol)
        try:
            sock.settimeout(min(_CONNECT, _left()))
            sock.connect(address)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as failure:
            sock.close()
            error = failure
        except BaseException:
            sock.close()
            raise
        else:
            return sock
    raise error


class _Checked:
    """What both kinds of connection share: they connect to the address that was checked."""

    host: str
    port: int
    private = False

    def _new_conn(self) -> socket.socket:
        _visit.connected = True
        try:
            return _connect(self.host.strip("[]"), self.port, private=self.private)
        except (OSError, UnicodeError) as error:
            raise NewConnectionError(self, str(error)) from error  # type: ignore[arg-type]


class _Http(_Checked, HTTPConnection):
    """HTTP to a public address."""

    def send(self, data: Any) -> None:
        """Send, and remember when that was."""
        super().send(data)
        _visit.sent = time.monotonic()


class _Https(_Checked, HTTPSConnection):
    """HTTPS to a public address."""

    def send(self, data: Any) -> None:
        """Send, and remember when that was."""
        super().send(data)
        _visit.sent = time.monotonic()


class _PrivateHttp(_Http):
    """HTTP to a host the user allowed by name."""

    private = True


class _PrivateHttps(_Https):
    """HTTPS to a host the user allowed by name."""

    private = True


def _pools(plain: type[HTTPConnection], secure: type[HTTPSConnection]) -> urllib3.PoolManager:
    context = ssl.create_default_context()
    context.sslsocket_class = _TlsSocket
    manager = urllib3.PoolManager(num_pools=64, maxsize=2, ssl_context=context)
    manager.pool_classes_by_scheme = {
        "http": type("Pool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
        "https": type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
    }
    return manager


class Web:
    """Visits addresses as ``user_agent``; ``allow_private`` are hosts or host:port of the user's own network.

    One for many threads; connections are kept open for the next visit of the same host.
    """

    def __init__(self, user_agent: str, allow_private: tuple[str, ...] = ()) -> None:
        self._agent = user_agent
        self._allowed = frozenset(_as_in_address(host.strip().lower()) for host in allow_private)
        self._public = _pools(_Http, _Https)
        # kept apart, so that no redirect finds a connection into the user's network already open
        self._private = _pools(_PrivateHttp, _PrivateHttps)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of all connections."""
        self._public.clear()
        self._private.clear()

    def get(self, url: str, headers: Mapping[str, str], *, deadline: float = 30.0, cap: int = 10_000_000) -> Response:
        """Visit an address, with at most five redirects, ``deadline`` seconds and ``cap`` bytes after decoding.

        ``moved_to`` is set when every redirect was permanent (301, 308) and none left https. A private address is
        refused unless its host was allowed and is named by ``url`` itself. The body is read of a success only.
        """
        _visit.until = time.monotonic() + deadline
        try:
            return self._follow(_taken_apart(url), headers, cap)
        except _RefusedError as error:
            return Response(_shown(url), 0, error=str(error))
        except Exception as error:
            return Response(_shown(url), 0, error=_in_words(error))

    def _follow(self, first: _Place, headers: Mapping[str, str], cap: int) -> Response:
        allowed = bool({first.host, f"{first.host}:{first.port}"} & self._allowed)
        here, permanent = first, True
        for _ in range(_REDIRECTS + 1):
            _visit.redirected = here is not first
            private = allowed and (here.host, here.port) == (first.host, first.port)
            sent = _credentials(first) if here.origin == first.origin else {}
            with closing(self._ask(here, {**headers, **sent}, private=private)) as answer:
                target = answer.headers.get("location", "")
                if answer.status not in _REDIRECTING or not target:
                    moved = here.url if permanent and here.url != first.url else ""
                    body = _read(answer, cap) if 200 <= answer.status < 300 else b""
                    if answer.status == 304:
                        answer.drain_conn()  # it has no body, and so its connection can be used again
                    took = time.monotonic() - _visit.sent
                    return Response(here.url, answer.status, _lower(answer.headers), body, moved, took=took)
            following = _redirected(first, here, target)
            insecure = here.scheme == "https" and following.scheme == "http"
            permanent = permanent and answer.status in _PERMANENT and not insecure
            here = following
        raise _RefusedError(f"more than {_REDIRECTS} redirects")

    def _ask(self, place: _Place, headers: Mapping[str, str], *, private: bool) -> urllib3.BaseHTTPResponse:
        _visit.connected = False
        try:
            return self._request(place, headers, private=private)
        except ProtocolError:
            if _visit.connected:
                raise
        # the host had given up the connection that was kept for it: it has not seen the request
        return self._request(place, headers, private=private)

    def _request(self, place: _Place, headers: Mapping[str, str], *, private: bool) -> urllib3.BaseHTTPResponse:
        manager = self._private if private else self._public
        sent = {"User-Agent": self._agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate", **headers}
        left = _left()
        return manager.request("GET", place.url, headers=sent, redirect=False, retries=False, preload_content=False,
                               timeout=Timeout(connect=min(_CONNECT, left), read=left))  # fmt: skip


def _as_in_address(host: str) -> str:
    return f"[{host}]" if host.count(":") > 1 and not host.startswith("[") else host


def _taken_apart(url: str) -> _Place:
    """An address as it is visited: ASCII, without fragment; refused when it is none of the web."""
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").rstrip(".")
    host = host if host.isascii() else host.encode("idna").decode("ascii")
    host = f"[{host}]" if ":" in host else host
    if parts.scheme not in _PORTS or not _HOST.fullmatch(host):
        raise _RefusedError(f"'{_shown(url)}' is no http or https address")
    credentials = "" if parts.username is None else f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    target = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=string.punctuation)
    return _Place(parts.scheme, host, parts.port or _PORTS[parts.scheme], target, credentials)


def _redirected(first: _Place, here: _Place, target: str) -> _Place:
    with suppress(UnicodeError):
        target = target.encode("latin-1").decode("utf-8")
    following = _taken_apart(urljoin(here.url, target))
    usual = following.port in (80, 443) or 8000 <= following.port <= 9000
    if not usual and following.port != first.port:
        raise _RefusedError(f"it redirects to '{following.host}:{following.port}', which only a source itself may name")
    return following


def _credentials(place: _Place) -> dict[str, str]:
    return dict(urllib3.make_headers(basic_auth=place.credentials)) if place.credentials else {}


def _read(answer: urllib3.BaseHTTPResponse, cap: int) -> bytes:
    """The decoded body within its bounds."""
    too_large = f"the answer is larger than {cap // 1_000_000} MB"
    length = answer.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length[:12]) > cap:
        raise _RefusedError(too_large)
    if answer.headers.get("content-encoding", "").strip().lower() not in _ENCODINGS:
        raise _RefusedError("the answer is encoded in a way that was not asked for")
    body, size = BytesIO(), 0
    while chunk := answer.read1(_CHUNK):
        size += body.write(chunk)
        if size > cap:
            raise _RefusedError(too_large)
        if size > _RATIO_FROM and size > _RATIO * max(answer.tell(), 1):
            raise _RefusedError("the answer expands beyond reason")
    return body.getvalue()  # no copy: the bytes are those that were written


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _shown(url: str) -> str:
    """The address without user name and password."""
    with suppress(ValueError):
        parts = urlsplit(url.strip())
        return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    return "the address"


def _in_words(error: BaseException) -> str:
    """What happened, for a person."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, _RefusedError):
            return str(cause)
        cause = cause.__cause__ or cause.__context__
    text = f"{type(error).__name__} {error}"
    for sign, words in _WORDS.items():
        if sign in text:
            return words
    return f"no answer ({type(error).__name__})"


_WORDS = {
    "Name or service not known": "there is no such host",
    "No address associated": "there is no such host",
    "nodename nor servname": "there is no such host",
    "Temporary failure in name resolution": "the host's name cannot be looked up now",
    "refused": "the host refused the connection",
    "unreachable": "the host cannot be reached",
    "CERTIFICATE": "its certificate is not valid",
    "SSL": "no secure connection is possible",
    "ReadTimeout": "no whole answer within the time allowed",
    "timed out": "the host did not answer in time",
    "IncompleteRead": "the answer broke off",
    "RemoteDisconnected": "the host closed the connection without an answer",
    "reset": "the host closed the connection without an answer",
    "Decode": "the answer cannot be decoded",
    "Protocol": "the answer is no proper HTTP",
    "URL": "the address cannot be understood",
    "idna": "the address cannot be understood",
    "Port": "the address cannot be understood",
}
