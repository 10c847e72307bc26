"""The templates and the sample vault that come with the program, from the wheel or from a checkout."""

import os
import shutil

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def asset(name: str) -> str:
    """The folder of ``templates`` or ``sample_vault``."""
    packed = os.path.join(_PACKAGE, "data", name)
    return packed if os.path.isdir(packed) else os.path.join(os.path.dirname(_PACKAGE), name)


def templates() -> dict[str, str]:
    """The text of every template by its file name."""
    folder = asset("templates")
    names = sorted(name for name in os.listdir(folder) if name.endswith(".md"))
    return {name: _text(os.path.join(folder, name)) for name in names}


def _text(path: str) -> str:
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def copy_sample_vault(folder: str) -> None:
    """A copy of the sample vault in a folder that is empty or does not exist yet; raises OSError otherwise."""
    if os.path.isdir(folder) and os.listdir(folder):
        raise FileExistsError(f"'{folder}' is not empty")
    shutil.copytree(asset("sample_vault"), folder, dirs_exist_ok=True)
