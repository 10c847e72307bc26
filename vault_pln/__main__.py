"""``python -m vault_pln`` is the same as ``vault-pln``."""

from vault_pln.cli import start

if __name__ == "__main__":
    start()
