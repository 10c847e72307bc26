"""demo, init: how one begins."""

import os
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import IO, TYPE_CHECKING, Any

import click

from vault_pln.cli.options import of_vault, opened, with_json
from vault_pln.cli.terminal import count, problems_json, safe, say, say_diff, say_json, say_problems, say_some

if TYPE_CHECKING:
    from vault_pln.jobs.demo import Demonstrated
    from vault_pln.jobs.init import Recognition, Wishes
    from vault_pln.jobs.vault import Vault
    from vault_pln.model.edit import Edit, Written
    from vault_pln.model.problem import Problem

_NAMES = {"person": ("person", "people"), "source": ("source", "sources"), "goal": ("goal", "goals")}


@click.command("demo")
@click.argument("folder", required=False, type=click.Path(file_okay=False))
def demo_command(folder: str | None) -> None:
    """Run the whole loop on a copy of the sample vault (kept in FOLDER if given), offline."""
    from vault_pln.edge.places import Places, places_of
    from vault_pln.jobs.demo import demo
    from vault_pln.model.errors import UsageError

    if folder is not None:
        try:
            _say_demo(demo(places_of(os.path.realpath(folder))))
        except FileExistsError as error:
            raise UsageError(str(error), "Name a folder that does not exist yet.") from None
        except OSError as error:
            message = f"the sample vault cannot be copied to '{folder}': {error.strerror or error}"
            raise UsageError(message, "Name a folder that you may write in.") from None
        say()
        say(f"The vault is in {folder}: open it in Obsidian or any editor.")
        return
    with tempfile.TemporaryDirectory(prefix="vault-pln-demo-") as base:
        _say_demo(demo(Places(f"{base}/vault", f"{base}/state", f"{base}/cache")))
    say()
    say("To keep the vault and look around in it: vault-pln demo FOLDER")


def _say_demo(done: "Demonstrated") -> None:
    _title("1. The vault, read")
    found = done.indexed
    kinds = (count(found.people, "person"), count(found.sources, "source"), count(found.goals, "goal"))
    say(f"   {count(found.notes, 'note')}: {', '.join(kinds)}, {count(found.links, 'link')}")
    _title("2. The index notes, written")
    for path in found.written:
        say(f"   {path}")
    _title("3. The sources, visited")
    for one in done.fetched:
        say(f"   {one.new:3} new  {one.source}")
    _title(f"4. Today's note, {done.delivered.note}")
    for line in done.note.rstrip("\n").split("\n"):
        mine = "^pln-" in line
        click.secho(f"   {safe(line)}", fg="green" if mine else "cyan" if line.startswith("#") else None)


def _title(text: str) -> None:
    click.secho(text, bold=True)


@click.command("init")
@of_vault
@click.option("--person-folder", multiple=True, metavar="FOLDER", help="A folder whose notes are people.")
@click.option("--source-folder", multiple=True, metavar="FOLDER", help="A folder whose notes are sources.")
@click.option("--goal-folder", multiple=True, metavar="FOLDER", help="A folder whose notes are goals.")
@click.option("--goal", default="", metavar="NAME", help="One thing you want to learn.")
@click.option("--keywords", default="", metavar="WORDS", help="Its keywords, comma-separated.")
@click.option("--opml", type=click.File("rb"), help="Your feeds, as an OPML file.")
@click.option("--yes", is_flag=True, help="Do it without asking.")
@click.option("--dry-run", is_flag=True, help="Show the new notes as a diff and write nothing.")
@with_json
def init_command(
    vault: str | None,
    today: date | None,
    person_folder: tuple[str, ...],
    source_folder: tuple[str, ...],
    goal_folder: tuple[str, ...],
    goal: str,
    keywords: str,
    opml: IO[bytes] | None,
    yes: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Plug into a vault: see what is recognised, then write settings and templates. Overwrites nothing."""
    from vault_pln.jobs.init import Wishes, carry_out_init, plan_init, recognition

    asking = sys.stdin.isatty() and not (yes or dry_run or as_json)
    opened_vault = opened(_vault_to_be(vault), today)
    found = recognition(opened_vault)
    tell = not as_json
    if tell:
        _say_recognition(opened_vault, found)
    folders = {"person": person_folder, "source": source_folder, "goal": goal_folder}
    if asking:
        folders = _ask_folders(found, folders)
    goal, words = _goal(goal, keywords, asking=asking)
    feeds = (os.path.basename(str(opml.name)), opml.read()) if opml is not None else None
    wishes = Wishes(folders, goal, words, feeds)  # type: ignore[arg-type]  # the keys are the kinds
    edits, problems = plan_init(opened_vault, wishes)
    if tell:
        _say_plan(opened_vault, edits, wishes, as_diff=dry_run)
    wanted = edits and not dry_run and (yes or (asking and click.confirm("Write these notes?", default=True)))
    done = carry_out_init(opened_vault, edits) if wanted else []
    if as_json:
        say_json(_init_json(found, edits, done, problems))
    else:
        if edits and not wanted and not dry_run:
            say("Nothing was written." + ("" if asking else " Say --yes to write."))
        _say_written(done)
        say_problems(problems)
    if any(one.outcome in ("deferred", "refused") for one in done):
        sys.exit(1)


def _goal(goal: str, keywords: str, *, asking: bool) -> tuple[str, tuple[str, ...]]:
    """The goal and its keywords, as given or as answered."""
    from vault_pln.model.errors import UsageError

    if asking:
        goal = goal or click.prompt("One thing you want to learn (empty: later)", default="", show_default=False)
        if goal and not keywords:
            keywords = click.prompt("Its keywords, comma-separated", default="", show_default=False)
    elif keywords and not goal:
        raise UsageError("--keywords are those of a goal", "Name it with --goal.")
    return goal.strip(), tuple(word.strip() for word in keywords.split(",") if word.strip())


def _say_written(done: "Sequence[Written]") -> None:
    say_some([f"  {one.outcome} {one.edit.path}" for one in done if not one.message], 12)
    for one in done:
        if one.message:
            say(f"  {one.outcome} {one.edit.path}: {one.message}" + (f" ({one.advice})" if one.advice else ""))
    if done:
        say("Next: vault-pln reindex, vault-pln fetch, vault-pln daily; or vault-pln watch for all of it.")


def _init_json(
    found: "Recognition", edits: "Sequence[Edit]", done: "Sequence[Written]", problems: "Sequence[Problem]"
) -> dict[str, Any]:
    from vault_pln.jobs.write import problem_of

    failed = [one for one in done if one.outcome in ("deferred", "refused")]
    return {
        "recognised": found.counts,
        "likely": {kind: dict(folders) for kind, folders in found.likely.items()},
        "new": [edit.path for edit in edits],
        "written": [one.edit.path for one in done if one.outcome == "written"],
        "problems": problems_json([*problems, *map(problem_of, failed)]),
    }


def _vault_to_be(given: str | None) -> str:
    """The vault around the working folder, else the working folder itself: it becomes a vault now."""
    from vault_pln.edge.places import find_vault
    from vault_pln.model.errors import VaultNotFoundError

    if given:
        return given
    try:
        return find_vault(None, os.getcwd())
    except VaultNotFoundError:
        return os.getcwd()


def _say_recognition(vault: "Vault", found: "Recognition") -> None:
    say(f"{count(len(vault.index.notes), 'note')} in {vault.places.root}")
    for kind, reasons in found.counts.items():
        say(f"  {_counted(sum(reasons.values()), kind)}")
        for reason, number in reasons.most_common(5):
            say(f"    {number} because {reason}")
    for kind, likely in found.likely.items():
        for folder, number in likely[:5]:
            say(f"  ? '{folder}' holds {count(number, 'note')} that may be {_NAMES[kind][1]} (--{kind}-folder)")
    daily = vault.conventions.daily
    place = f"'{daily.folder}'" if daily.folder else "the vault's top folder"
    say(f"  daily notes: {daily.format} in {place}" + ("" if daily.configured else " (nothing is configured)"))


def _counted(number: int, kind: str) -> str:
    return f"{number} {_NAMES[kind][number != 1]}"


def _ask_folders(found: "Recognition", given: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    folders = dict(given)
    for kind, likely in found.likely.items():
        for folder, number in likely[:5]:
            what = f"Are the {number} notes in '{folder}' {_NAMES[kind][1]}?" if number > 1 else (
                f"Is the note in '{folder}' a {_NAMES[kind][0]}?")  # fmt: skip
            if folder not in folders[kind] and click.confirm(safe(what), default=True):
                folders[kind] = (*folders[kind], folder)
    return folders


def _say_plan(vault: "Vault", edits: "Sequence[Edit]", wishes: "Wishes", *, as_diff: bool) -> None:
    from vault_pln.jobs.init import preview_daily

    if not edits:
        say("Everything is there already; nothing to write.")
    for why, group in groupby(edits, key=lambda edit: edit.why):
        say_some([f"  + {edit.path}  ({why})" for edit in group], 5, "--dry-run shows them all")
    if as_diff:
        say_diff(edits)
    preview = preview_daily(vault, wishes)
    if preview.edits:
        say("Today's lines would be (they are written by 'vault-pln daily', not now):")
        say_diff(preview.edits)
