"""doctor: what is wrong in the vault, and how to mend it."""

import sys
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from vault_pln.cli.options import of_vault, places, writing
from vault_pln.cli.terminal import complain, count, say, say_diff, say_json
from vault_pln.model.edit import Written
from vault_pln.model.finding import Finding, Sort

if TYPE_CHECKING:
    from vault_pln.jobs.doctor import Diagnosis

_TITLES: dict[Sort, str] = {
    "file": "Files that are not read",
    "settings": "Settings",
    "front matter": "Properties that cannot be read",
    "property": "Properties that say nothing known",
    "link": "Links that miss what they mean",
    "ambiguous": "Links that could mean several notes",
    "double": "What exists twice",
    "block": "Blocks of vault-pln",
}
_UNREADABLE = "the properties cannot be read: "
_MOST = 20
_WIDE = 60


@click.command("doctor")
@of_vault
@writing
@click.option("--fix", is_flag=True, help="Show each mending edit and ask; without a terminal nothing is asked.")
@click.option("--yes", is_flag=True, help="Carry out all edits that are certain, without asking.")
@click.option("--check", is_flag=True, help="Exit 1 if something is wrong.")
def doctor_command(
    vault: str | None, today: date | None, as_json: bool, dry_run: bool, accept_loss: bool, fix: bool, yes: bool,
    check: bool,
) -> None:  # fmt: skip
    """Find what is wrong in the vault, and mend it."""
    from vault_pln.jobs.doctor import edits, examine, mend
    from vault_pln.jobs.live import open_vault
    from vault_pln.model.settings import Settings

    # a settings note that cannot be read is a finding here, and ends no command
    opened = open_vault(places(vault), today, accept_loss=accept_loss, base=Settings())
    found = examine(opened)
    asking = fix and not (yes or dry_run or as_json) and sys.stdin.isatty()
    if not (asking or as_json):
        _say_findings(found.findings)
    wanted = _ask(found) if asking else [f for f in found.findings if _is_wanted(f, yes=yes, dry_run=dry_run)]
    done = mend(opened, found, wanted) if wanted and not dry_run else []
    left = _left(found.findings, wanted, done)
    if as_json:
        say_json([_as_json(one) | ({"mended": one not in left} if fix or yes else {}) for one in found.findings])
    elif dry_run:
        say_diff(edits(found, wanted))
    else:
        _say_done(done, len(found.findings) - len(left))
        _say_hint(left, fix=fix, yes=yes)
    _say_failed(done)
    if (check and left) or any(one.outcome in ("deferred", "refused") for one in done):
        sys.exit(1)


def _left(findings: Sequence[Finding], wanted: Sequence[Finding], done: Sequence[Written]) -> list[Finding]:
    """What is still wrong."""
    written = {one.edit.path for one in done if one.outcome == "written"}
    mended = {finding for finding in wanted if finding.path in written}
    return [finding for finding in findings if finding not in mended]


def _is_wanted(finding: Finding, *, yes: bool, dry_run: bool) -> bool:
    return finding.fix is not None and (finding.certain if yes else dry_run)


def _say_findings(findings: Iterable[Finding]) -> None:
    """The findings by sort, the first of each."""
    for sort, group in groupby(findings, key=lambda finding: finding.sort):
        rows = list(group)
        say(f"{_TITLES[sort]}: {len(rows)}")
        for finding in rows[:_MOST]:
            _say_finding(finding)
        if len(rows) > _MOST:
            say(f"  … and {len(rows) - _MOST} more; --json lists them all")


def _say_finding(finding: Finding) -> None:
    place = finding.path if finding.line is None else f"{finding.path}:{finding.line}"
    advice = f" ({finding.advice})" if finding.advice and finding.fix is None else ""
    say(f"  {place}: {finding.message.removeprefix(_UNREADABLE)}{advice}")
    if finding.fix is not None:
        old, new = finding.fix.old, finding.fix.new
        if len(old) > _WIDE:
            old, new = old[finding.fix.start : finding.fix.end], finding.fix.text
        say(f"      {old.strip()}  →  {new.strip() or '(nothing)'}")


def _ask(found: "Diagnosis") -> list[Finding]:
    """The findings whose edits the user accepts."""
    from vault_pln.jobs.doctor import edits

    mendable = [finding for finding in found.findings if finding.fix is not None]
    accepted: list[Finding] = []
    for number, finding in enumerate(mendable):
        say(f"[{number + 1}/{len(mendable)}] {finding.path}:{finding.line}: {finding.message}")
        say_diff(edits(found, [finding]))
        answer = _answer()
        if answer == "quit":
            break
        if answer == "all":
            return [*accepted, *mendable[number:]]
        if answer == "y":
            accepted.append(finding)
    return accepted


def _answer() -> str:
    """One of y, n, all and quit, or how it begins."""
    words = ("y", "n", "all", "quit")
    while True:
        given = click.prompt("Mend it? (y/n/all/quit)").strip().lower()
        found = [word for word in (*words, "yes", "no") if given and word.startswith(given)]
        if found:
            return found[0][:1] if found[0] in ("yes", "no") else found[0]


def _say_done(done: Sequence[Written], mended: int) -> None:
    written = [one for one in done if one.outcome == "written"]
    if written:
        say(f"mended {count(mended, 'line')} in {count(len(written), 'note')}")


def _say_failed(done: Sequence[Written]) -> None:
    from vault_pln.jobs.write import problem_of

    for one in done:
        if one.outcome in ("deferred", "refused"):
            complain(f"  not mended: {problem_of(one)}")


def _say_hint(left: Sequence[Finding], *, fix: bool, yes: bool) -> None:
    mendable = [finding for finding in left if finding.fix is not None]
    certain = sum(finding.certain for finding in mendable)
    if not left:
        say("Nothing is wrong that vault-pln knows of.")
        return
    say(f"{count(len(left), 'finding')}, {len(mendable)} with an edit that mends it, {certain} of them certain")
    if mendable and not (fix or yes):
        say("'vault-pln doctor --fix' shows each edit and asks; --yes takes the certain ones.")
    elif certain and not (yes or sys.stdin.isatty()):
        say("There is no terminal to ask on: --yes takes the certain ones.")


def _as_json(finding: Finding) -> dict[str, Any]:
    fix = finding.fix
    return {
        "path": finding.path,
        "line": finding.line,
        "message": finding.message,
        "advice": finding.advice,
        "fix": {"line": fix.line, "old": fix.old, "new": fix.new} if fix is not None else None,
        "sort": finding.sort,
        "certain": finding.certain,
    }
