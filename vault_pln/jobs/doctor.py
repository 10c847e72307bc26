"""Doctor: what is wrong in the vault, and the edits that mend it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vault_pln.core.health.examination import Examination, ordered
from vault_pln.core.health.mending import Suspect, apply_fixes, mended
from vault_pln.core.markdown.ids import digest_of_bytes
from vault_pln.core.sources.identity import comparison_url
from vault_pln.core.sources.moves import move_suspects
from vault_pln.edge import disk
from vault_pln.edge.store import Store
from vault_pln.jobs.vault import Vault, refuse_loss
from vault_pln.jobs.write import carry_out
from vault_pln.model.edit import Edit, Written
from vault_pln.model.finding import Finding
from vault_pln.model.network import Network


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All findings, and the contents of the notes in which some of them can be mended."""

    findings: tuple[Finding, ...]
    contents: Mapping[str, bytes]


def examine(vault: Vault) -> Diagnosis:
    """What is wrong in the vault. Only notes that give rise to suspicion are read again."""
    network = vault.survey.network(vault.today)
    examination = Examination(vault.index, network, vault.settings, vault.conventions)
    moves = _moves(vault)
    moved = _moved(vault, network, moves) if moves else {}
    contents: dict[str, bytes] = {}
    texts: dict[str, str | None] = {}
    for path in sorted({*examination.to_read, *moved}):
        data = _unchanged(vault, path)
        if data is not None:
            contents[path], texts[path] = data, _decoded(data)
    found = examination.findings({path: texts[path] for path in texts.keys() & examination.to_read}, vault.listing.odd)
    for path, suspects in moved.items():
        found += mended(suspects, vault.index.notes[path], texts.get(path) or "")
    unread = (p for p in vault.problems if p.path not in vault.listing.odd and p.path not in vault.index.notes)
    return Diagnosis(tuple(ordered([*found, *(Finding("file", *problem[:4]) for problem in unread)])), contents)


def _moves(vault: Vault) -> dict[str, str]:
    """The feeds that have moved for good, or say so: address → new address."""
    with Store(vault.places.state) as store:
        return {feed: to for feed, one in store.visits().items() if (to := one.moved_to or one.announced)}


def _moved(vault: Vault, network: Network, moves: Mapping[str, str]) -> dict[str, list[Suspect]]:
    """By note, what its feeds' moves are worth saying."""
    listed = {comparison_url(source.feed): source.path for source in network.sources.values() if source.feed}
    notes = (vault.index.notes[path] for path in sorted({*network.sources, *network.people}))
    found = {note.path: list(move_suspects(note, moves, listed)) for note in notes}
    return {path: suspects for path, suspects in found.items() if suspects}


def _unchanged(vault: Vault, path: str) -> bytes | None:
    """A note's content, None where it is no longer the one that was looked at."""
    try:
        data = disk.read_note(vault.places.root, path)
    except OSError:
        return None
    return data if digest_of_bytes(data) == vault.index.notes[path].digest else None


def _decoded(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def edits(diagnosis: Diagnosis, findings: Iterable[Finding]) -> list[Edit]:
    """One edit for each note that some of these findings mend."""
    by_note: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.fix is not None and finding.path in diagnosis.contents:
            by_note.setdefault(finding.path, []).append(finding)
    return [_edit(path, diagnosis.contents[path], found) for path, found in sorted(by_note.items())]


def _edit(path: str, before: bytes, findings: Iterable[Finding]) -> Edit:
    fixes = [finding.fix for finding in findings if finding.fix is not None]
    numbers = ", ".join(str(number) for number in sorted({fix.line for fix in fixes}))
    after = apply_fixes(before.decode("utf-8"), fixes).encode("utf-8")
    return Edit(path, before, after, f"doctor mended line {numbers}")


def mend(vault: Vault, diagnosis: Diagnosis, findings: Iterable[Finding]) -> list[Written]:
    """Carry out the fixes of these findings; raises VaultEmptiedError on a mass loss."""
    refuse_loss(vault)
    return carry_out(vault.places, edits(diagnosis, findings))
