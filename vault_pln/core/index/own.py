"""Which notes vault-pln itself writes, and which have something of it in them."""

from vault_pln.model.note import Note


def is_own_note(path: str, folder: str) -> bool:
    """Whether a note is one of ours: in our folder, and named as we name ours."""
    return path.startswith(f"{folder}/") and path.rpartition("/")[2].startswith("PLN ")


def has_ours(note: Note) -> bool:
    """Whether a note must be looked at whatever changed: it has lines or blocks of ours, or may hold the settings."""
    if note.own_lines or note.blocks != () or note.path.endswith("/PLN Settings.md"):
        return True
    return any(key.lower() == "type" and "pln-" in str(value).lower() for key, value in note.properties.items())
