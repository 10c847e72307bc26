"""Where a vault is, and what this device is called."""

from pathlib import Path

import pytest

from vault_pln.edge.places import device_name, find_vault, places_of
from vault_pln.model.errors import VaultNotFoundError


def test_the_vault_is_the_nearest_folder_above(tmp_path: Path) -> None:
    (tmp_path / "vault/.obsidian").mkdir(parents=True)
    (tmp_path / "vault/a/b").mkdir(parents=True)
    (tmp_path / "vault/inner/PLN").mkdir(parents=True)
    assert find_vault(None, str(tmp_path / "vault/a/b")) == str(tmp_path / "vault")
    assert find_vault(None, str(tmp_path / "vault/inner")) == str(tmp_path / "vault")
    (tmp_path / "vault/inner/PLN/PLN Home.md").write_text("")
    assert find_vault(None, str(tmp_path / "vault/inner")) == str(tmp_path / "vault/inner")
    with pytest.raises(VaultNotFoundError):
        find_vault(None, str(tmp_path))


def test_a_vault_has_one_memory_however_it_is_reached(tmp_path: Path) -> None:
    (tmp_path / "vault").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "vault")
    assert find_vault(str(tmp_path / "link"), "/") == find_vault(f"{tmp_path}/vault/../vault/", "/")
    assert places_of("/a/vault").state != places_of("/b/vault").state
    assert places_of("/").state


@pytest.mark.parametrize(
    ("given", "name"), [("laptop-1", "laptop-1"), (" my laptop! ", "mylaptop"), ("x" * 99, "x" * 40), ("a/../b", "ab")]
)
def test_a_given_name_is_made_fit_for_a_file(monkeypatch: pytest.MonkeyPatch, given: str, name: str) -> None:
    monkeypatch.setenv("VAULT_PLN_DEVICE", given)
    assert device_name("/nowhere/state/vault") == name


def test_a_device_keeps_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAULT_PLN_DEVICE", "")
    first = device_name(str(tmp_path / "vault-1"))
    assert device_name(str(tmp_path / "vault-2")) == first
    (tmp_path / "device").write_text("old-name-1234\n")
    assert device_name(str(tmp_path / "vault-1")) == "old-name-1234"
    (tmp_path / "device").write_bytes(b"\xff\xfe\n")
    assert device_name(str(tmp_path / "vault-1")) == first
