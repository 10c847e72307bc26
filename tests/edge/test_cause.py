"""What of the disk kept a note from being written."""

import errno
from pathlib import Path

import pytest

from vault_pln.edge.disk.cause import not_written
from vault_pln.edge.disk.write import Writer
from vault_pln.model.edit import Edit


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        (errno.ENOSPC, "full"),
        (errno.EDQUOT, "full"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "denied"),
        (errno.EIO, "broken"),
        (errno.ENOENT, ""),
    ],
)
def test_the_cause_follows_from_the_systems_error(code: int, cause: str) -> None:
    assert not_written(OSError(code, "")).cause == cause


def test_what_was_not_written_tells_the_cause(vault: Path, tmp_path: Path) -> None:
    (vault / "a.md").write_text("text")
    edit = Edit("a.md", b"text", b"text and more", "why")
    (full,) = Writer(str(vault), str(tmp_path / "state"), room=lambda _: (0, 1_000_000_000)).carry_out([edit])
    assert (full.outcome, full.cause) == ("refused", "full")
    (tmp_path / "file").write_text("")
    (stateless,) = Writer(str(vault), str(tmp_path / "file/state")).carry_out([edit])
    assert (stateless.outcome, stateless.cause) == ("refused", "")
    assert (vault / "a.md").read_text() == "text"
