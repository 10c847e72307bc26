"""Log: one line of the user's own into today's note."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from vault_pln.core.digest.answers import daily_headings
from vault_pln.core.health.meant import Meant
from vault_pln.core.index.titles import name_of
from vault_pln.core.kinds.daily import daily_path
from vault_pln.core.markdown.insert import insert_line, standing_heading
from vault_pln.core.markdown.logged import log_line, why_not_logged
from vault_pln.core.markdown.note import read_note
from vault_pln.jobs.daily_note import fresh_daily, made_without_template, present, unreadable
from vault_pln.jobs.ledger import TAKE_OVER, why_not_writing
from vault_pln.jobs.vault import Vault, refuse_loss, view_of
from vault_pln.jobs.write import carry_out
from vault_pln.model.edit import Edit
from vault_pln.model.errors import UsageError
from vault_pln.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Logged:
    """The line as it went (or would go) into which note and where, from 1; and what is to be said of it."""

    note: str
    line: int
    text: str
    written: bool
    edits: tuple[Edit, ...] = ()
    problems: tuple[Problem, ...] = ()


def log(vault: Vault, text: str, *, write: bool = True, take_over: bool = False) -> Logged:
    """Write a line into today's note; raises UsageError for a text that is no line, VaultEmptiedError on a loss."""
    if why := why_not_logged(text):
        raise UsageError(why, 'Give one line of text, such as: vault-pln log "talked with [[Ada]] about [[Rust]] #got"')
    refuse_loss(vault)
    path, line = daily_path(vault.today, vault.conventions.daily), log_line(text)
    stop = why_not_writing(vault, take_over=take_over)
    if stop:
        return Logged(path, 0, line, False, (), (Problem(path, None, stop, TAKE_OVER),))
    before = present(vault, path)
    try:
        standing = before.decode("utf-8") if before is not None else fresh_daily(vault)
    except UnicodeDecodeError:
        return Logged(path, 0, line, False, (), (unreadable(path),))
    ours = standing_heading(standing, daily_headings(vault.settings))
    after = insert_line(standing, vault.settings.log_heading, ours, line)
    edit = Edit(path, before, after.encode("utf-8"), "a line you logged")
    number = _place(standing, after)
    problems = (*_unknown(vault, path, number, line), *made_without_template(vault, path, (edit,)))
    if not write:
        return Logged(path, number, line, False, (edit,), problems)
    (done,) = carry_out(vault.places, [edit])
    failed = () if done.outcome == "written" else (Problem(path, None, done.message, done.advice or "Log it again."),)
    return Logged(path, number, line, not failed, (edit,), (*problems, *failed))


def _place(before: str, after: str) -> int:
    """The first line (from 1) in which two texts differ."""
    one, other = ([line.rstrip("\r") for line in text.split("\n")] for text in (before, after))
    return next((number for number, (old, new) in enumerate(zip_longest(one, other), 1) if old != new), 1)


def _unknown(vault: Vault, path: str, number: int, line: str) -> Iterator[Problem]:
    """The links of the line that mean no note, and whom they may have been meant for."""
    links = [link for link in read_note(path, line.encode()).links if vault.index.target(link, path) is None]
    if not links:
        return
    network = view_of(vault).network
    meant = Meant(vault.index, network, vault.conventions, network.people)
    for link in links:
        names = [f"[[{name_of(guess.path)}]]" for guess in meant.guesses(link.target)]
        advice = (
            f"Did you mean {' or '.join(names)}?" if names else "Make the note, or write the name as its note has it."
        )
        yield Problem(path, number, f"no note is called '{link.target}'", advice)
