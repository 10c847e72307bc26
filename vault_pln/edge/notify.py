"""Telling the service manager how it goes; the protocol is sd_notify(3): datagrams to the socket it names."""

import os
import socket
from contextlib import suppress


def notify(*states: str) -> None:
    """Send states such as ``READY=1``; nothing where no service manager listens."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    # a name that begins with @ is in the abstract namespace, which the system marks by a zero byte
    target = "\0" + address[1:] if address[0] == "@" else address
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.setblocking(False)
        sender.sendto("\n".join(states).encode(), target)


def watchdog_seconds() -> float | None:
    """Within how many seconds ``WATCHDOG=1`` is expected again and again, None where it is not."""
    microseconds, process = os.environ.get("WATCHDOG_USEC", ""), os.environ.get("WATCHDOG_PID", "")
    if not microseconds.isdecimal() or process not in ("", str(os.getpid())):
        return None
    return int(microseconds) / 1_000_000 or None
