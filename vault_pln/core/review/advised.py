"""What the user might do: what goals lack, and one suggestion of each kind."""

from collections.abc import Iterator

from vault_pln.core.outputs.goals import gap_lines
from vault_pln.core.outputs.grounds import ground_of
from vault_pln.core.outputs.suggested import suggested
from vault_pln.core.review.material import Material
from vault_pln.core.suggest.gaps import gaps
from vault_pln.core.suggest.suggesters import suggest
from vault_pln.model.review import Because, Row
from vault_pln.model.suggestion import Suggestion


def lacking(given: Material) -> Iterator[Row]:
    """The gaps of each active goal, by its name."""
    view = given.view
    found = gaps(view.index, view.network, view.memory, given.sites)
    for goal in sorted(found, key=lambda path: (view.network.goals[path].name.casefold(), path)):
        for text, gap in zip(gap_lines(view, goal, found[goal]), found[goal], strict=True):
            yield Row(text, _because(gap))


def suggestions(given: Material) -> Iterator[Row]:
    """The best suggestion of each kind, from what the vault itself says."""
    for one in suggest(ground_of(given.view), limit=1):
        text = suggested(one, given.view.index, given.say)
        yield Row(f"{given.say(f'kind-{one.kind}')}: {text}", _because(one))


def _because(one: Suggestion) -> tuple[Because, ...]:
    return tuple(Because(*evidence) for evidence in one.why)
