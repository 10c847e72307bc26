"""A copy of what the ledgers say, outside the vault: what is lost there is not forgotten."""

import os
from contextlib import suppress

_NAME = "ledgers.md"


def read(state: str) -> bytes:
    """What the ledgers said when this device wrote last; empty where that is not known."""
    with suppress(OSError), open(os.path.join(state, _NAME), "rb") as file:
        return file.read()
    return b""


def keep(state: str, data: bytes) -> None:
    """Keep what the ledgers say now; a disk that takes no copy costs nothing but the copy."""
    path = os.path.join(state, _NAME)
    with suppress(OSError):
        os.makedirs(state, mode=0o700, exist_ok=True)
        with open(f"{path}.new", "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(f"{path}.new", path)
