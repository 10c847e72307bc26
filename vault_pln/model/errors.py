"""Errors that end a command; each knows its exit code and what the user can do."""


class VaultPlnError(Exception):
    """Base of all: ``message`` says what happened and where, ``advice`` what to do."""

    exit_code = 1
    advice = "Run the command again with -v to see where it happened."

    def __init__(self, message: str, advice: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if advice is not None:
            self.advice = advice


class UsageError(VaultPlnError):
    """The words of the call do not fit together."""

    exit_code = 2
    advice = "See --help."


class SettingsError(VaultPlnError):
    """The settings note cannot be read at all."""

    exit_code = 3
    advice = "Mend the note, or delete it to run with the defaults; nothing was written."


class VaultNotFoundError(VaultPlnError):
    """No vault where one was expected."""

    exit_code = 4
    advice = "Name it with --vault or VAULT_PLN_VAULT, or run this inside a vault."


class VaultBusyError(VaultPlnError):
    """Another vault-pln holds the vault."""

    exit_code = 5
    advice = "Wait until it is done, or stop it; 'vault-pln status' tells who it is."


class VaultEmptiedError(VaultPlnError):
    """Most of the notes are gone at once: an unmounted disk is not a deletion."""

    exit_code = 6
    advice = (
        "Is the disk mounted, the sync complete? If they are meant to be gone: vault-pln reindex --accept-loss "
        "--vault FOLDER."
    )


class WriteRefusedError(VaultPlnError):
    """A note that must not or cannot be written; nothing of it was changed."""

    advice = "Nothing was changed. The next run tries again."


class StateError(VaultPlnError):
    """The folder of this machine's memory cannot be used."""

    advice = "Make room or mend its rights, or name another folder with VAULT_PLN_STATE; no note was harmed."

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"the state folder cannot be used: '{path}': {why}")
