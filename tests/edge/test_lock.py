"""One at a time, and it is known who."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from vault_pln.edge import lock
from vault_pln.model.errors import StateError, VaultBusyError


def test_a_second_holder_is_told_who_the_first_is(tmp_path: Path) -> None:
    with lock.hold(str(tmp_path / "new"), "write", wait=0, busy="busy"):
        with pytest.raises(VaultBusyError) as refused, lock.hold(str(tmp_path / "new"), "write", wait=0, busy="busy"):
            pass
        assert refused.value.message == f"busy (process {os.getpid()})"
        with lock.hold(str(tmp_path / "new"), "watch", wait=0, busy="another lock"):
            pass


def test_nobody_holds_a_lock_that_was_let_go(tmp_path: Path) -> None:
    assert lock.holder(str(tmp_path), "write") is None
    with lock.hold(str(tmp_path), "write", wait=0, busy=""):
        assert lock.holder(str(tmp_path), "write") == os.getpid()
    assert lock.holder(str(tmp_path), "write") is None


def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    code = f"""
import time
from vault_pln.edge import lock
with lock.hold({str(tmp_path)!r}, "write", wait=0, busy=""):
    print("held", flush=True)
    time.sleep(60)
"""
    env = {**os.environ, "PYTHONPATH": str(Path(lock.__file__).parents[2])}
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=env) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert lock.holder(str(tmp_path), "write") == process.pid
        process.kill()
        process.wait()
    with lock.hold(str(tmp_path), "write", wait=0, busy="still held"):
        pass


def test_a_lock_is_waited_for(tmp_path: Path) -> None:
    held, let_go = threading.Event(), threading.Event()

    def first() -> None:
        with lock.hold(str(tmp_path), "write", wait=0, busy=""):
            held.set()
            let_go.wait(60)

    thread = threading.Thread(target=first)
    thread.start()
    held.wait(60)
    threading.Timer(0.1, let_go.set).start()
    with lock.hold(str(tmp_path), "write", wait=60, busy="not waited for"):
        pass
    thread.join()


def test_whoever_only_asks_is_in_nobodys_way(tmp_path: Path) -> None:
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            lock.holder(str(tmp_path), "write")

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        for _ in range(20):
            with lock.hold(str(tmp_path), "write", wait=0, busy="in the way"):
                pass
    finally:
        over.set()
        asking.join()


def test_where_no_lock_can_be_the_state_folder_is_to_blame(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StateError, match="Not a directory"), lock.hold(f"{tmp_path}/file/x", "write", wait=0, busy=""):
        pass
    assert lock.holder(f"{tmp_path}/file/x", "write") is None
