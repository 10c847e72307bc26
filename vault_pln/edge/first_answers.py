"""What feeds answered when they were added, kept for their first visit: nobody is asked for the same twice in a row."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b

from vault_pln.model.news import Response

_FRESH = 900.0
"""Seconds for which an answer is as good as a new one."""
_HEADERS = frozenset(("etag", "last-modified", "cache-control", "expires", "date", "content-type"))


def keep(state: str, feed: str, answer: Response) -> None:
    """Keep the answer of a feed under the address that its note names from now on.

    A disk that takes none costs one request more.
    """
    headers = {name: value for name, value in answer.headers.items() if name in _HEADERS}
    head = json.dumps([answer.url, answer.status, headers]).encode() + b"\n"
    path = _path(state, feed)
    with suppress(OSError):
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(f"{path}.new", "wb") as file:
            file.write(head + answer.body)
        os.replace(f"{path}.new", path)


def take(state: str, feed: str) -> Response | None:
    """The answer that was kept of a feed, if it is fresh; it is given once, and what is stale is thrown away."""
    path = _path(state, feed)
    for stale in _stale(os.path.dirname(path)):
        with suppress(OSError):
            os.unlink(stale)
    with suppress(OSError, ValueError), open(path, "rb") as file:
        url, status, headers = json.loads(file.readline())
        answer = Response(url, status, headers, file.read())
        os.unlink(path)
        return answer
    return None


def _stale(folder: str) -> Iterator[str]:
    with suppress(OSError), os.scandir(folder) as entries:
        yield from (one.path for one in entries if not 0 <= time.time() - one.stat().st_mtime < _FRESH)


def _path(state: str, feed: str) -> str:
    name = blake2b(feed.encode("utf-8", "replace"), digest_size=12).hexdigest()
    return os.path.join(state, "answers", name)
