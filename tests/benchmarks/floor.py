"""The floor: one process that lists a vault's notes, reads them and loads their front matter, and nothing else.

python floor.py FOLDER
"""

import os
import sys
from collections.abc import Iterator

import frontmatter


def notes(root: str) -> Iterator[str]:
    """Every note of a vault; hidden folders are left out."""
    for folder, below, names in os.walk(root):
        below[:] = [name for name in below if name[0] != "."]
        yield from (os.path.join(folder, name) for name in names if name.endswith(".md"))


def load(path: str) -> bool:
    """Whether the front matter of a note could be loaded."""
    try:
        with open(path, encoding="utf-8") as file:
            frontmatter.loads(file.read())
    except Exception:  # noqa: BLE001 -- a floor gives no account of what it could not read
        return False
    return True


if __name__ == "__main__":
    loaded = [load(path) for path in notes(sys.argv[1])]
    sys.stdout.write(f"{len(loaded)} notes, {sum(loaded)} of them loaded\n")
