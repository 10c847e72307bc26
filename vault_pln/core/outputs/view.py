"""What every output is made from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from vault_pln.core.digest.answers import Answers, marks_of, read_answers
from vault_pln.core.digest.due import due_dates
from vault_pln.core.digest.ledger import Memory, remember
from vault_pln.core.digest.sheets import sheets_of
from vault_pln.core.index.index import Index
from vault_pln.core.markdown.phrases import Phrases
from vault_pln.core.network.survey import Survey
from vault_pln.core.network.tie_graph import Ties, ties
from vault_pln.model.ledger import Entry
from vault_pln.model.network import Due, Network
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """The vault as the outputs see it; ``due`` and ``ties`` are by person. Nothing is known to one machine only.

    Two views are never equal, so that what several outputs tell of one can be kept for it.
    """

    index: Index
    network: Network
    memory: Memory
    answers: Answers
    due: Mapping[str, Due]
    ties: Ties
    settings: Settings
    say: Phrases
    conventions: Conventions


def memory_of(index: Index, settings: Settings, conventions: Conventions, entries: Iterable[Entry]) -> Memory:
    """What is known of the lines delivered so far; ``entries`` are those of all ledgers."""
    known = tuple(entries)
    return remember(index.ours().values(), known, sheets_of(known, index, settings, conventions))


def view_at(
    index: Index,
    survey: Survey,
    settings: Settings,
    conventions: Conventions,
    entries: Iterable[Entry],
    today: date,
) -> View:
    """The network as it stands on a day, with everybody's due date."""
    memory = memory_of(index, settings, conventions, entries)
    answers = read_answers(memory, marks_of(settings, conventions))
    network = survey.network(today, lambda line: memory.ticked.get(line.removeprefix("pln-")))
    due = due_dates(network, memory, answers, settings)
    around = ties(index, network, settings, conventions)
    return View(index, network, memory, answers, due, around, settings, Phrases(settings.language), conventions)
