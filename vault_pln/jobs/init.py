"""Init: plugging into a vault that is there already. Everything is planned first; nothing is ever overwritten."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from vault_pln.core.kinds.create import Value, home_of, name_of_file, yaml_value
from vault_pln.core.kinds.kind import is_template, recognise
from vault_pln.core.kinds.settings import NAME, TYPE, key_of
from vault_pln.core.markdown.escape import file_name
from vault_pln.core.network.survey import Survey
from vault_pln.core.outputs.settings_note import settings_note
from vault_pln.edge import assets, clock
from vault_pln.jobs.calendars import stored_events
from vault_pln.jobs.create import Notes
from vault_pln.jobs.daily import Delivered, daily
from vault_pln.jobs.import_feeds import plan_opml
from vault_pln.jobs.stock import stocked
from vault_pln.jobs.vault import Vault, refuse_loss
from vault_pln.jobs.write import carry_out
from vault_pln.model.edit import Edit, Written
from vault_pln.model.kinds import Kind
from vault_pln.model.note import Note
from vault_pln.model.problem import Problem
from vault_pln.model.settings import Settings

_HINTS: Mapping[Kind, frozenset[str]] = {
    "person": frozenset({"people", "person", "persons", "contacts", "menschen", "personen"}),
    "source": frozenset({"sources", "feeds", "blogs", "quellen"}),
    "goal": frozenset({"goals", "learning goals", "ziele"}),
}
_FOLDERS: Mapping[Kind, str] = {
    "person": "person_folders",
    "source": "source_folders",
    "goal": "goal_folders",
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user wants from ``init``: folders by kind, one goal with its keywords, an OPML file."""

    folders: Mapping[Kind, tuple[str, ...]]
    goal: str = ""
    keywords: tuple[str, ...] = ()
    opml: tuple[str, bytes] | None = None


@dataclass(frozen=True, slots=True)
class Recognition:
    """How many notes are people, sources and goals and why, and folders that look as if they held more of them."""

    counts: Mapping[Kind, Counter[str]]
    likely: Mapping[Kind, tuple[tuple[str, int], ...]]


def recognition(vault: Vault) -> Recognition:
    """What the vault holds already, by what in it says so; raises VaultEmptiedError on a mass loss."""
    refuse_loss(vault)
    counts: dict[Kind, Counter[str]] = {"person": Counter(), "source": Counter(), "goal": Counter()}
    silent: dict[Kind, Counter[str]] = {kind: Counter() for kind in _HINTS}
    for path, note in vault.index.notes.items():
        found = recognise(note, vault.settings, vault.conventions)
        if found is not None and found.kind in counts:
            counts[found.kind][found.because] += 1
        elif found is None and not is_template(note, vault.settings, vault.conventions):
            for kind, folder in _likely(path):
                silent[kind][folder] += 1
    likely = {kind: tuple(sorted(folders.items(), key=lambda f: (-f[1], f[0]))) for kind, folders in silent.items()}
    return Recognition(counts, likely)


def _likely(path: str) -> Iterable[tuple[Kind, str]]:
    """The outermost folder of a path that is called as if it held notes of a kind."""
    parts = path.split("/")[:-1]
    for kind, names in _HINTS.items():
        end = next((end for end, part in enumerate(parts, 1) if part.casefold() in names), None)
        if end is not None:
            yield kind, "/".join(parts[:end])


def plan_init(vault: Vault, wishes: Wishes) -> tuple[list[Edit], list[Problem]]:
    """The notes that ``init`` would make: settings, templates, the goal, the sources of the OPML file.

    What is there already stays as it is; a wish that this leaves unfulfilled is a problem. Raises UsageError for an
    OPML file that is none.
    """
    notes = Notes(vault)
    goal = list(_goal(vault, wishes, notes)) if wishes.goal else []
    found = [*_settings(vault, wishes), *_templates(vault), *goal]
    edits = [one for one in found if isinstance(one, Edit)]
    problems = [one for one in found if isinstance(one, Problem)]
    if wishes.opml is not None:
        plan = plan_opml(
            vault, *wishes.opml, notes, {one.path: wishes.keywords for one in goal if isinstance(one, Edit)}
        )
        edits += plan.edits
        problems += plan.problems
    return edits, problems


def carry_out_init(vault: Vault, edits: Iterable[Edit]) -> list[Written]:
    """Make the notes; one that exists by now is left as it is."""
    return carry_out(vault.places, edits)


def _settings(vault: Vault, wishes: Wishes) -> Iterator[Edit | Problem]:
    path = f"{vault.settings.folder}/{NAME}"
    given = {key_of(name): list(wishes.folders.get(kind, ())) for kind, name in _FOLDERS.items()}
    wanted: dict[str, Value] = {key: folders for key, folders in given.items() if folders}
    there = next((p for p, note in vault.index.notes.items() if note.properties.get("type") == TYPE), path)
    if there in vault.listing.notes:
        for key, folders in wanted.items():
            if not set(given[key]) <= set(getattr(vault.settings, key.replace("-", "_"))):
                advice = f"Write '{key}: {yaml_value(folders)}' into it."
                yield Problem(there, None, "the settings are there already and stay as they are", advice)
        return
    zone = clock.zone_name()
    head: dict[str, Value] = {"timezone": zone} if zone else {}
    yield Edit(path, None, settings_note({**head, **wanted}).encode(), "the settings, to be changed here")


def _templates(vault: Vault) -> Iterator[Edit]:
    for name, text in assets.templates().items():
        path = f"{vault.settings.folder}/Templates/{name}"
        if path not in vault.listing.notes:
            yield Edit(path, None, text.encode(), "a template, yours to change")


def _goal(vault: Vault, wishes: Wishes, notes: Notes) -> Iterator[Edit | Problem]:
    goals = [path for path, note in vault.index.notes.items() if _is_goal(vault, note)]
    name = name_of_file(f"{file_name(wishes.goal)}.md")
    twins = [path for path in vault.index.notes if name_of_file(path) == name]
    if any(path in goals for path in twins):
        return
    if twins:
        advice = "Write 'type: goal' into its properties to make it the goal."
        yield Problem(twins[0], None, "a note of this name is there already and stays as it is", advice)
        return
    properties: dict[str, Value] = {"keywords": list(wishes.keywords)} if wishes.keywords else {}
    yield notes.new("goal", home_of(goals, "Goals"), wishes.goal, properties, "the goal you named")


def _is_goal(vault: Vault, note: Note) -> bool:
    found = recognise(note, vault.settings, vault.conventions)
    return found is not None and found.kind == "goal"


def _with_folders(settings: Settings, wishes: Wishes) -> Settings:
    """The settings as they will be once the plan is carried out."""
    return replace(
        settings,
        person_folders=(*settings.person_folders, *wishes.folders.get("person", ())),
        source_folders=(*settings.source_folders, *wishes.folders.get("source", ())),
        goal_folders=(*settings.goal_folders, *wishes.folders.get("goal", ())),
    )


def preview_daily(vault: Vault, wishes: Wishes) -> Delivered:
    """Today's lines as they would be once the folders count; nothing is written."""
    settings = _with_folders(vault.settings, wishes)
    survey = Survey(vault.index, settings, vault.conventions)
    later = replace(vault, settings=settings, survey=survey)
    return daily(later, stocked(later), stored_events(later), write=False)
