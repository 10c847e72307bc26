"""What is installed is what was built: a wheel that carries its templates and its sample vault, and starts quickly."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from conftest import ROOT, TODAY

HEAVY = ("feedparser", "urllib3", "watchdog", "yaml", "rich", "sqlite3", "frontmatter", "babel", "platformdirs")


def python(*args: str, cwd: Path, path: Path) -> subprocess.CompletedProcess[str]:
    """A Python of its own, which finds vault-pln in ``path`` and nowhere else."""
    env = {**os.environ, "PYTHONPATH": str(path), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run([sys.executable, *args], cwd=cwd, env=env, check=False, capture_output=True, text=True)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if find_spec("hatchling") is None:
        pytest.skip("hatchling is not installed (it is part of the dev extra)")
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("vault_pln-*.whl")
    return built


def inside(folder: str) -> set[str]:
    return {f"vault_pln/data/{p.relative_to(ROOT)}" for p in (ROOT / folder).rglob("*") if p.is_file()}


def test_the_wheel_carries_templates_and_the_sample_vault_whole(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name for name in names if name.startswith("vault_pln/data/")} == inside("templates") | inside(
        "sample_vault"
    )
    modules = {str(path.relative_to(ROOT)) for path in (ROOT / "vault_pln").rglob("*.py")}
    assert {name for name in names if name.endswith(".py")} == modules
    assert not [name for name in names if name.startswith("tests/")]
    (script,) = (name for name in names if name.endswith("entry_points.txt"))
    assert b"vault-pln = vault_pln.cli:" in zipfile.ZipFile(wheel).read(script)


def test_installed_it_runs_the_demo_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    target, empty = tmp_path / "site", tmp_path / "empty"
    empty.mkdir()
    options = ["--no-deps", "--no-index", "--quiet", "--disable-pip-version-check", "--target", str(target)]
    subprocess.run([sys.executable, "-m", "pip", "install", *options, str(wheel)], check=True, capture_output=True)
    ran = python("-m", "vault_pln", "demo", cwd=empty, path=target)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert f"4. Today's note, Daily/{TODAY}.md" in ran.stdout
    assert list(empty.iterdir()) == []
    where = python("-c", "import vault_pln; print(vault_pln.__file__)", cwd=empty, path=target)
    assert where.stdout.startswith(str(target))
    made = python("-m", "vault_pln", "init", "--yes", "--json", cwd=empty, path=target)
    assert "PLN/Templates/PLN person.md" in json.loads(made.stdout)["written"]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_built_again_elsewhere_and_later_it_is_the_same_to_the_byte(wheel: Path, tmp_path: Path) -> None:
    copy, built = tmp_path / "copy", tmp_path / "built"
    shutil.copytree(
        ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", ".*_cache", "__pycache__", ".hypothesis")
    )
    for path in copy.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    for name, place in (("one", copy), ("other", ROOT)):
        command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(built / name), str(place)]
        subprocess.run(command, check=True, capture_output=True)
    one, other = (sorted((built / name).iterdir(), reverse=True) for name in ("one", "other"))
    assert [path.suffix for path in one] == [".gz", ".whl"]
    assert [digest(path) for path in one] == [digest(path) for path in other]
    assert digest(one[1]) == digest(wheel)


def test_a_checkout_finds_the_same(tmp_path: Path) -> None:
    code = "from vault_pln.edge import assets; print(assets.asset('templates'), assets.asset('sample_vault'))"
    ran = python("-c", code, cwd=tmp_path, path=ROOT)
    assert ran.stdout.split() == [str(ROOT / "templates"), str(ROOT / "sample_vault")]


@pytest.mark.parametrize(
    "args", [["--help"], ["--version"], ["reindex", "--help"], ["watch", "--help"], ["init", "--help"], ["frobnicate"]]
)
def test_what_only_prints_imports_nothing_heavy(tmp_path: Path, args: list[str]) -> None:
    code = (
        "import sys\n"
        "from vault_pln.cli import main\n"
        "try:\n"
        "    main(sys.argv[1:])\n"
        "finally:\n"
        f"    print('HEAVY', [name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    ran = python("-c", code, *args, cwd=tmp_path, path=ROOT)
    assert ran.stdout.splitlines()[-1] == "HEAVY []"
    assert ran.returncode == (2 if args == ["frobnicate"] else 0)


def test_it_is_called_as_a_module_too(tmp_path: Path) -> None:
    ran = python("-m", "vault_pln", "--help", cwd=tmp_path, path=ROOT)
    assert ran.returncode == 0
    assert ran.stdout.startswith("Usage: vault-pln [OPTIONS] COMMAND")
