"""Import: what a file of another program would change, planned first; then carried out, and never twice."""

from collections.abc import Mapping
from dataclasses import replace

from vault_pln.core.exchange.file_text import file_text, packed, too_much
from vault_pln.jobs.import_feeds import plan_opml
from vault_pln.jobs.vault import Vault, refuse_loss
from vault_pln.jobs.write import carry_out
from vault_pln.model.edit import Edit, Written
from vault_pln.model.errors import UsageError
from vault_pln.model.exchange import Form, Plan
from vault_pln.model.problem import Problem

_ENDINGS: Mapping[str, Form] = {
    ".opml": "opml", ".xml": "opml", ".vcf": "vcard", ".vcard": "vcard", ".csv": "csv", ".tsv": "csv",
    ".ics": "icalendar", ".ical": "icalendar", ".ifb": "icalendar",
    ".json": "json",
}  # fmt: skip
_BEGINNINGS: Mapping[bytes, Form] = {b"BEGIN:VCARD": "vcard", b"BEGIN:VCALENDAR": "icalendar", b"<": "opml",
                                     b"{": "json"}  # fmt: skip
_REFUSED = ("this ", "the file ", "the table ", "these ", "a NUL", "the line has", "a cell has", "there is no column")
"""How a problem begins that is about the file and not about one thing in it."""


def form_of(name: str, data: bytes) -> Form:
    """What a file is: by the ending of its name, else by how it begins."""
    ending = "." + name.lower().rpartition(".")[2]
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    start = data[:1000].removeprefix(b"\xef\xbb\xbf").lstrip().upper()
    return next((form for mark, form in _BEGINNINGS.items() if start.startswith(mark)), "csv")


def plan_import(vault: Vault, name: str, data: bytes, columns: Mapping[str, str], inside: str = "") -> Plan:
    """What the file ``name`` would change, nothing written.

    ``columns`` says for a property which column of a table holds it; ``inside`` is the path of the file where it
    lies in the vault. Raises UsageError for a file that is none of its kind, VaultEmptiedError on a mass loss.
    """
    refuse_loss(vault)
    if (flaw := too_much(data) or packed(data)) is not None:
        raise UsageError(str(flaw._replace(path=name, advice="")), flaw.advice)
    form = form_of(name, data)
    if columns and form != "csv":
        raise UsageError(f"--column is for tables, and '{name}' is none", "Leave it out, or name a CSV file.")
    plan = plan_opml(vault, name, data) if form == "opml" else _of_text(vault, form, name, data, columns, inside)
    plan = replace(plan, problems=_placed(name, plan.problems), left=_placed(name, plan.left))
    if not (plan.edits or plan.merges or plan.known or plan.left) and plan.problems:
        first = next((problem for problem in plan.problems if problem.message.startswith(_REFUSED)), None)
        if first is not None:
            raise UsageError(str(first._replace(advice="")), first.advice)
    return plan


def _of_text(vault: Vault, form: Form, name: str, data: bytes, columns: Mapping[str, str], inside: str) -> Plan:
    text = file_text(data)
    if isinstance(text, Problem):
        return Plan(form, problems=(text,))
    if form == "icalendar":
        from vault_pln.jobs.import_events import plan_events

        return plan_events(vault, name, text, inside)
    if form == "json":
        from vault_pln.jobs.import_network import plan_network

        return plan_network(vault, name, text)
    from vault_pln.jobs.import_people import plan_people

    return plan_people(vault, form, name, text, columns)


def _placed(name: str, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The problems with the file they are in."""
    return tuple(problem if problem.path else problem._replace(path=name) for problem in problems)


def carry_out_import(vault: Vault, plan: Plan, *, merge: bool) -> list[Written]:
    """Make the notes, and with ``merge`` add the lines to those that are there; what changed by now stays as it is."""
    edits: list[Edit] = [*plan.edits, *(one.edit for one in plan.merges if merge)]
    return carry_out(vault.places, edits)
