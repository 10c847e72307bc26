"""Which notes vault-pln itself writes."""


def is_own_note(path: str, folder: str) -> bool:
    """Whether a note is one of ours: in our folder, and named as we name ours."""
    return path.startswith(f"{folder}/") and path.rpartition("/")[2].startswith("PLN ")
