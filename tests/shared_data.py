"""Real vaults and feeds for tests, where this machine has them."""

import os
import tarfile
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("PLN_SHARED", Path(__file__).parent.parent.parent / "shared")) / "data"


def unpack(name: str, to: Path) -> Path:
    """An archive of the shared data unpacked in a folder; skips the test where it is missing."""
    archive = SHARED / name
    if not archive.exists():
        pytest.skip(f"{archive} is not on this machine (set PLN_SHARED)")
    to.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as file:
        file.extractall(to, filter="data")
    return to
