"""A file system that cannot exchange names: the fallback of the writer, in the same races and with failing disks."""

import contextlib
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from machines import size, strays, tell
from mounts import in_user_space
from test_write_races import PATTERNS, SAVER, write_once

from vault_pln.edge.disk.exchange import exchange
from vault_pln.edge.disk.write import Writer
from vault_pln.model.edit import Edit

# a file that is replaced between the kernel's look at its name and its opening has no path any more, and this file
# system finds files by path: a program sees no note for a moment, whoever replaces it. Nor does it while a note is
# renamed aside for an exchange. It tries again; but where it opens the note to write, it makes it in that moment
AGAIN = """
import os

def again(call):
    def patient(*words):
        for _ in range(1000):
            try:
                return call(*words)
            except FileNotFoundError:
                pass
        return call(*words)
    return patient

open, os.rename = again(open), again(os.rename)
"""


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_line_of_the_users_is_lost_where_names_cannot_be_exchanged(tmp_path: Path, pattern: str) -> None:
    saves, outcomes = size(60, 5_000), Counter[str]()
    with in_user_space(tmp_path / "real", tmp_path / "vault", tmp_path / "orders") as vault:
        note = vault / "a.md"
        note.write_bytes(b"item 0\n")
        with (tmp_path / "real/other").open("wb"):
            assert not exchange(str(note), str(vault / "other")), "this file system exchanges names after all"
        (vault / "other").unlink()
        writer = Writer(str(vault), str(tmp_path / "state"))
        command = [sys.executable, "-c", AGAIN + SAVER, pattern, str(note), str(saves), os.environ.get("PLN_SEED", "1")]
        with subprocess.Popen(command, stdin=subprocess.PIPE) as saver:
            assert saver.stdin is not None
            while saver.poll() is None:
                outcome = write_once(writer, vault, outcomes.total() + 1)
                outcomes[outcome] += 1
                if outcome == "written":
                    with contextlib.suppress(BrokenPipeError):
                        os.write(saver.stdin.fileno(), b".")
        assert saver.returncode == 0, "the note was missing when the user opened it"
        assert writer.recover() == []
        assert strays(vault) == []
        lines = Counter(note.read_bytes().split(b"\n"))
        beside = {line for file in vault.glob("*.pln-conflict-*") for line in file.read_bytes().split(b"\n")}
    gone = {b"user %d" % number for number in range(saves)} - lines.keys()
    lost = gone - beside
    tell(f"{pattern}: {saves} saves, {dict(outcomes)}; {len(gone - lost)} lines only beside the note, {len(lost)} lost")
    assert max(lines.values()) == 1, "a line stands twice"
    assert not lost


@pytest.mark.parametrize("error", ["EIO", "ENOSPC", "EDQUOT"])
@pytest.mark.parametrize("after", [b"base\nitem\n", b"item\nbase\n", None])
def test_a_disk_that_fails_at_the_end_hurts_nothing(tmp_path: Path, error: str, after: bytes | None) -> None:
    """An fsync that fails, for each way of writing; the next run, when the disk is well again, is right."""
    orders = tmp_path / "orders"
    with in_user_space(tmp_path / "real", tmp_path / "vault", orders) as vault:
        note = vault / "a.md"
        if after is not None:
            note.write_bytes(b"base\n")
        edit = Edit("a.md", None, b"new\n", "a note") if after is None else Edit("a.md", b"base\n", after, "an item")
        writer = Writer(str(vault), str(tmp_path / "state"))
        orders.write_text(error)
        (failed,) = writer.carry_out([edit])
        assert failed.outcome in ("refused", "deferred")
        assert failed.message.startswith("a.md: ")
        assert "disk" in failed.message
        orders.unlink()
        again = Writer(str(vault), str(tmp_path / "state"))
        assert again.recover() == []
        standing = note.read_bytes() if note.exists() else None
        assert standing in (edit.before, edit.after)
        (written,) = again.carry_out([Edit("a.md", standing, edit.after, "an item")])
        assert written.outcome == ("unchanged" if standing == edit.after else "written")
        assert note.read_bytes() == edit.after
        assert [path.name for path in vault.iterdir()] == ["a.md"]
