"""What the service manager hears, on a real socket."""

import os
import secrets
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from vault_pln.edge.notify import notify, watchdog_seconds


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as found:
        found.settimeout(10)
        yield found


def test_states_reach_a_socket_with_a_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listener: socket.socket
) -> None:
    listener.bind(str(tmp_path / "notify"))
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    notify("READY=1", "STATUS=watching")
    assert listener.recv(100) == b"READY=1\nSTATUS=watching"


def test_states_reach_a_socket_without_a_path(monkeypatch: pytest.MonkeyPatch, listener: socket.socket) -> None:
    name = f"pln-{secrets.token_hex(8)}"
    listener.bind(f"\0{name}")
    monkeypatch.setenv("NOTIFY_SOCKET", f"@{name}")
    notify("STOPPING=1")
    assert listener.recv(100) == b"STOPPING=1"


@pytest.mark.parametrize("address", ["", "/nobody/listens", "nonsense", "@nobody-listens"])
def test_where_nobody_listens_nothing_happens(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", address)
    notify("READY=1")


@pytest.mark.parametrize(
    ("microseconds", "process", "seconds"),
    [
        ("120000000", "", 120),
        pytest.param("500000", str(os.getpid()), 0.5, id="this-process"),
        ("500000", "1", None),
        ("0", "", None),
        ("", "", None),
        ("soon", "", None),
    ],
)
def test_how_often_it_wants_to_hear(
    microseconds: str, process: str, seconds: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", microseconds)
    monkeypatch.setenv("WATCHDOG_PID", process)
    assert watchdog_seconds() == seconds
