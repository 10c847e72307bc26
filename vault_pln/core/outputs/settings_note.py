"""The settings note that ``init`` writes, made from the one list of settings."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from vault_pln.core.kinds.create import Value, yaml_value
from vault_pln.core.kinds.settings import TYPE, key_of
from vault_pln.model.settings import Settings

_INTRO = """# vault-pln settings

Write a setting among the properties above, as `key: value`; what is not there has its default. Everything is read
again within a moment; a value that is not possible is reported and the default is used instead.

| setting | default | meaning |
| --- | --- | --- |
"""


def settings_table() -> str:
    """Every setting with its default and meaning, as the rows of a Markdown table."""
    rows = ((key_of(f.name), shown(getattr(Settings(), f.name)), f.metadata["meaning"]) for f in fields(Settings))
    return "".join(f"| `{key}` | {default} | {meaning} |\n" for key, default, meaning in rows)


def shown(value: Any) -> str:
    """A default as a person reads it."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {number}" for key, number in value.items()) or "none"
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return "none" if value is None or value == "" else str(value)


def settings_note(given: Mapping[str, Value]) -> str:
    """A settings note with these properties."""
    head = "".join(f"{key}: {yaml_value(value)}\n" for key, value in given.items())
    return f"---\ntype: {TYPE}\n{head}---\n{_INTRO}{settings_table()}"
