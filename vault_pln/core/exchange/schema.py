"""The schema of the network as JSON, for programs that read it (JSON Schema, draft 2020-12)."""

from typing import Any

from vault_pln.core.exchange.network_file import FORMAT, VERSION

_TEXT: dict[str, Any] = {"type": "string"}
_TEXTS: dict[str, Any] = {"type": "array", "items": _TEXT}
_DAY: dict[str, Any] = {"type": ["string", "null"], "format": "date"}
_COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
_NUMBER: dict[str, Any] = {"type": "number"}
_DAYS: dict[str, Any] = {"type": ["integer", "null"], "description": "Days; 0 is never, null that nothing says it."}
_NONE_OR_NUMBER: dict[str, Any] = {"type": ["integer", "null"], "minimum": 0}
_FLAG: dict[str, Any] = {"type": "boolean"}


def _rows(what: str, **properties: dict[str, Any]) -> dict[str, Any]:
    given = {"path": _TEXT, "name": _TEXT, **properties}
    rows = {"type": "object", "properties": given, "required": list(given)}
    return {"type": "array", "description": what, "items": rows}


SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A personal learning network",
    "description": "Written by vault-pln export json. Paths are relative to the vault; keys may be added, not renamed.",
    "type": "object",
    "required": ["format", "version", "date", "people", "sources", "goals", "ties"],
    "properties": {
        "format": {"const": FORMAT},
        "version": {"const": VERSION},
        "date": {"type": "string", "format": "date", "description": "The day the numbers are of."},
        "people": _rows(
            "Goals are the paths of goals they help with; links in other lists are names.",
            aliases=_TEXTS, relation=_TEXTS, tags=_TEXTS, goals=_TEXTS, pursues=_TEXTS, expertise=_TEXTS, asks=_TEXTS,
            offers=_TEXTS, knows=_TEXTS, met_via=_TEXTS, feeds=_TEXTS, profiles=_TEXTS, email=_TEXTS, phone=_TEXTS,
            interests=_TEXTS, org=_TEXT, title=_TEXT, role=_TEXT, url=_TEXT, location=_TEXT, uid=_TEXT,
            birthday=_TEXT, met=_DAY, last_contact=_DAY, due=_DAY, snooze_until=_DAY, cadence=_DAYS, cadence_days=_DAYS,
            redacted=_FLAG, contacts=_COUNT, gave=_COUNT, got=_COUNT, strength=_NUMBER,
        ),
        "sources": _rows(
            "Addresses are without user names, passwords and tokens; redacted says that there were some.",
            medium=_TEXT, url=_TEXT, feed=_TEXT, author=_TEXTS, goals=_TEXTS, topics=_TEXTS, domain=_TEXT,
            perspective=_TEXTS, language=_TEXT, status={"enum": ["trial", "active", "muted", "dropped"]}, since=_DAY,
            max_items=_NONE_OR_NUMBER, every={**_NONE_OR_NUMBER, "description": "Seconds between two visits."},
            only=_TEXTS, mute=_TEXTS, always=_FLAG, members=_TEXTS, found_via=_TEXTS, redacted=_FLAG,
        ),
        "goals": _rows(
            "What the user wants to learn.",
            status=_TEXT, keywords=_TEXTS, topics=_TEXTS, target=_DAY, area=_TEXT, weight=_NUMBER,
            parent=_TEXTS, asks=_TEXTS,
        ),
        "ties": {
            "type": "array",
            "description": "Who knows whom, without direction: declared in a note, or by meetings and projects.",
            "items": {
                "type": "object",
                "required": ["from", "to", "declared", "meetings", "projects", "weight"],
                "properties": {"from": _TEXT, "to": _TEXT, "declared": {"type": "boolean"}, "meetings": _COUNT,
                               "projects": _COUNT, "weight": _NUMBER},
            },
        },
    },
}  # fmt: skip
