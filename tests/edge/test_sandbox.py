"""Work that hangs, bursts or dies costs one answer."""

import marshal
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from vault_pln.edge.sandbox import Sandbox

MODULE = """
import os, sys, time
from vault_pln.edge import sandbox
sandbox.SECONDS = 1

def work(question):
    if question == b"spin":
        while True: pass
    if question == b"burst":
        return bytes(400_000_000)
    if question == b"die":
        os.abort()
    if question == b"print":
        print("not an answer"); sys.stdout.flush(); os.write(1, b"neither")
    if question == b"write":
        with open(os.environ["PLN_OUT"], "wb") as file: file.write(b"x" * 10)
    if question == b"pid":
        return str(os.getpid()).encode()
    return question[::-1]

sandbox.serve(work)
"""


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    (tmp_path / "boxed.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PLN_OUT", str(tmp_path / "out"))
    with Sandbox("boxed") as one:
        yield one


def test_one_process_answers_all_questions(box: Sandbox) -> None:
    assert box.ask(b"abc").data == b"cba"
    assert box.ask(b"").data == b""
    large = bytes(range(256)) * 20_000
    assert box.ask(large).data == large[::-1]
    assert box.ask(b"pid") == box.ask(b"pid")
    assert box.ask(b"print").data == b"tnirp"


@pytest.mark.parametrize(
    ("question", "problem"),
    [(b"spin", "seconds of work"), (b"burst", "too much memory"), (b"die", "broke down"), (b"write", "broke down")],
)
def test_what_goes_wrong_is_named_and_the_next_question_is_answered(
    box: Sandbox, question: bytes, problem: str
) -> None:
    assert problem in box.ask(question).problem
    assert box.ask(b"abc").data == b"cba"


def test_the_process_ends_with_its_box(box: Sandbox) -> None:
    pid = int(box.ask(b"pid").data)
    box.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_nothing_beside_the_vault_is_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "vault_pln").mkdir()
    (tmp_path / "vault_pln/__init__.py").write_text("raise SystemExit", encoding="utf-8")
    (tmp_path / "json.py").write_text("raise SystemExit", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with Sandbox("vault_pln.jobs.reading") as one:
        assert not one.ask(marshal.dumps((b"<rss/>", "https://example.org/", ""))).problem


def test_a_module_that_is_none_says_so() -> None:
    with Sandbox("no.such.module") as one:
        assert one.ask(b"x").problem == "the process for it broke down"
