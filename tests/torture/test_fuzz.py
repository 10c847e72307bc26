"""Bytes that nobody thought of, as notes: they are read, and an edit changes only what it says.

The slice mixes hostile notes by a seed. PLN_TORTURE=1 lets atheris look for an hour, where it is installed
(``pip install -e '.[torture]'``); PLN_ROUNDS says for how many seconds.
"""

import random
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from fuzzing import Examiner
from machines import FULL, seed, size, tell

from hostile import mixed_notes, text_notes

LONGEST = 4_000
SIGNS = [b"\n", b"\r\n", b"---\n", b"```\n", b"%%", b"<!--", b"-->", b"\xef\xbb\xbf", b"\x00", b"\xff", b": ", b"- [ ] ",
         b" ^pln-zzzzzzzzzzzzzzzz", b"## Learning network\n", b"status: trial\n", b"[[Ada]]", b"\xe2\x80\xa8"]  # fmt: skip


def corpus() -> list[bytes]:
    found = [data for _, data in (*text_notes(), *mixed_notes(1, 100))]
    return [data for data in found if len(data) <= LONGEST]


def mutated(chance: random.Random, notes: list[bytes]) -> Iterator[bytes]:
    """Notes in which pieces were cut out, put in, doubled or taken from another one."""
    while True:
        data = bytearray(chance.choice(notes))
        for _ in range(chance.randint(1, 6)):
            at, other = chance.randint(0, len(data)), chance.choice(notes)
            end = min(len(data), at + chance.choice([0, 1, 2, 10, 200]))
            cut = chance.randint(0, len(other))
            data[at:end] = chance.choice([b"", chance.choice(SIGNS), data[at:end] * 2, other[cut : cut + 100]])
        yield bytes(data[:LONGEST])


def test_no_bytes_make_the_reader_raise_or_an_edit_do_more_than_it_says() -> None:
    examiner = Examiner()
    notes = corpus()
    changed = mutated(random.Random(seed("fuzz")), notes)
    for data in (*notes, *(next(changed) for _ in range(20_000 if FULL else 300))):
        try:
            examiner.examine(data)
        except Exception as error:
            raise AssertionError(f"{data!r}") from error


def test_an_hour_of_looking_for_such_bytes(tmp_path: Path) -> None:
    seconds = size(0, 3600)
    if not seconds:
        pytest.skip("an hour is no slice; PLN_TORTURE=1 takes it, or as many seconds as PLN_ROUNDS says")
    if find_spec("atheris") is None:
        pytest.skip("atheris is not installed")
    for number, data in enumerate(corpus()):
        (tmp_path / f"corpus-{number}").write_bytes(data)
    (tmp_path / "found").mkdir()
    options = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-seed=1", f"-artifact_prefix={tmp_path}/found/"]
    program = str(Path(__file__).with_name("fuzzing.py"))
    ran = subprocess.run(
        [sys.executable, program, str(tmp_path), *options],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    tell(f"{seconds} s: {ran.stderr[-300:]}")
    # how slow one was is the machine's affair
    files = [path for path in (tmp_path / "found").iterdir() if not path.name.startswith("slow-unit")]
    found = {path.name: path.read_bytes() for path in files}
    assert found == {}, ran.stdout[-3000:] + ran.stderr[-3000:]
    assert ran.returncode == 0, ran.stderr[-3000:]
