"""service: the file that the service manager reads, and what is asked of it.

No service manager runs where tests do: ``systemctl`` and ``journalctl`` are programs here that write down what they
were asked. The unit itself is read by systemd's own checker where that is installed.
"""

import os
import plistlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, Run
from vault_pln.core.outputs.units import Daemon, launchd_agent, systemd_unit

ODD = 'Notes 100% "mine" \\ $HOME'


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with systemd, and the file in which it notes what it was asked."""
    programs, said = tmp_path / "bin", tmp_path / "asked"
    programs.mkdir()
    for name in ("systemctl", "journalctl"):
        program = programs / name
        program.write_text(f'#!/bin/sh\necho {name} "$@" >> {said}\necho active\nexit ${{SERVICE_FAILS:-0}}\n')
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return said


def unit(asked: Path) -> Path:
    (found,) = (asked.parent / "config/systemd/user").glob("*.service")
    return found


def test_a_service_is_shown_then_written_and_started(run: Run, vault: Path, asked: Path) -> None:
    shown = run("service", "install", "--vault", vault, "--dry-run")
    assert (shown.code, asked.exists()) == (0, False)
    assert f'+ReadWritePaths="{vault}"' in shown.out
    unasked = run("service", "install", "--vault", vault)
    assert (unasked.code, asked.exists()) == (0, False)
    assert "Say --yes" in unasked.out
    done = run("service", "install", "--vault", vault, "--yes")
    assert done.code == 0
    name = unit(asked).name
    assert asked.read_text().splitlines() == [
        "systemctl --user daemon-reload",
        f"systemctl --user enable {name}",
        f"systemctl --user restart {name}",
    ]
    again = run("service", "install", "--vault", vault, "--yes")
    assert (again.code, "ReadWritePaths" in again.out) == (0, False)


def test_the_service_keeps_the_places_and_the_name_of_this_device(run: Run, vault: Path, asked: Path) -> None:
    run("service", "install", "--vault", vault, "--yes")
    text = unit(asked).read_text()
    assert 'Environment="VAULT_PLN_DEVICE=desk-0001"\n' in text
    assert f'"VAULT_PLN_STATE={os.environ["VAULT_PLN_STATE"]}"' in text
    writable = next(line for line in text.splitlines() if line.startswith("ReadWritePaths="))
    for folder in (vault, os.environ["VAULT_PLN_STATE"], os.environ["VAULT_PLN_CACHE"]):
        assert f'"{folder}"' in writable
        assert Path(folder).is_dir()


def test_without_restrictions_it_may_be_installed_too(run: Run, vault: Path, asked: Path) -> None:
    run("service", "install", "--vault", vault, "--yes", "--plain")
    assert "Protect" not in unit(asked).read_text()


def test_a_service_that_does_not_start_says_why(
    run: Run, vault: Path, asked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVICE_FAILS", "1")
    failed = run("service", "install", "--vault", vault, "--yes")
    assert failed.code == 1
    assert "the service could not be started: active" in failed.err
    assert str(unit(asked)) in failed.err


def test_it_is_taken_away_again(run: Run, vault: Path, asked: Path) -> None:
    assert "no service" in run("service", "uninstall", "--vault", vault).out
    run("service", "install", "--vault", vault, "--yes")
    name = unit(asked).name
    asked.unlink()
    assert "stopped and gone" in run("service", "uninstall", "--vault", vault).out
    assert asked.read_text().splitlines() == [
        f"systemctl --user disable --now {name}",
        "systemctl --user daemon-reload",
    ]
    assert not list((asked.parent / "config/systemd/user").iterdir())


def test_its_state_is_the_managers_and_the_vaults(run: Run, vault: Path, asked: Path) -> None:
    before = run("service", "status", "--vault", vault)
    assert (before.code, before.out.splitlines()[0].split(" (")[0]) == (3, "service    not installed")
    run("service", "install", "--vault", vault, "--yes")
    after = run("service", "status", "--vault", vault)
    assert (after.code, after.out.splitlines()[0]) == (3, f"service    active ({unit(asked)})")
    assert "watch      not running" in after.out


def test_its_log_is_the_journals(vault: Path, asked: Path) -> None:
    command = [sys.executable, "-m", "vault_pln", "service", "logs", "--vault", str(vault), "-n", "7", "-f"]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
    )
    assert done.stdout == "active\n"
    words = asked.read_text().split()
    assert words[:3] == ["journalctl", "--user", "--unit"]
    assert words[4:] == ["--no-hostname", "-n", "7", "-f"]


def test_without_a_service_manager_it_says_what_to_do(
    run: Run, vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    refused = run("service", "install", "--vault", vault)
    assert refused.code == 1
    assert "neither systemd nor launchd is here" in refused.err
    assert "vault-pln watch" in refused.err


def test_a_path_that_no_unit_can_hold_is_refused(run: Run, tmp_path: Path, asked: Path) -> None:
    odd = tmp_path / "two\nlines"
    (odd / ".obsidian").mkdir(parents=True)
    refused = run("service", "install", "--vault", odd, "--yes")
    assert (refused.code, asked.exists()) == (1, False)
    assert "cannot be written into a service" in refused.err


def daemon(vault: str = f"/home/ada/{ODD}") -> Daemon:
    command = (sys.executable, "-m", "vault_pln", "watch", "--vault", vault)
    return Daemon(vault, command, {"VAULT_PLN_DEVICE": ODD}, (vault, "/home/ada/.cache"), "/home/ada/log")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd's checker is not installed")
@pytest.mark.parametrize("hardened", [True, False])
def test_systemds_own_checker_has_nothing_to_say(tmp_path: Path, hardened: bool) -> None:
    file = tmp_path / "vault-pln-test.service"
    file.write_text(systemd_unit(daemon(), hardened=hardened))
    env = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", "--man=no", str(file)],
        env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd's checker is not installed")
def test_the_service_can_do_little_else_on_the_machine(tmp_path: Path) -> None:
    file = tmp_path / "vault-pln-test.service"
    file.write_text(systemd_unit(daemon()))
    words = ["systemd-analyze", "security", "--offline=true", "--threshold=25", "--no-pager", str(file)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-400:]


def test_an_agent_holds_any_name() -> None:
    found = plistlib.loads(launchd_agent("vault-pln.notes", daemon("/Users/ada/A & B <c>")).encode())
    assert found["ProgramArguments"][-1] == "/Users/ada/A & B <c>"
    assert found["EnvironmentVariables"] == {"VAULT_PLN_DEVICE": ODD}
    assert found["KeepAlive"] == {"SuccessfulExit": False}
    assert (found["Label"], found["StandardErrorPath"]) == ("vault-pln.notes", "/home/ada/log")
