"""Sources on trial whose month is over: the figures that tell whether to keep them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta

from vault_pln.core.digest.reception import Reception, is_yes
from vault_pln.core.digest.shares import goal_digests
from vault_pln.core.index.titles import link_to
from vault_pln.core.review.material import Material, Shown

_TRIAL = timedelta(days=30)


def is_over(given: Material, path: str) -> bool:
    """Whether the month of a source on trial is over."""
    source = given.view.network.sources[path]
    return source.status == "trial" and source.since is not None and given.week.sunday - source.since >= _TRIAL


def figures(given: Material, path: str, received: Reception, shown: Sequence[Shown]) -> str:
    """How many items came, were shown and kept, and that for each goal; '' for one that never did anything.

    One that was found through another is spoken of all the same: somebody said yes to it, and waits.
    """
    source = given.view.network.sources[path]
    came = max(sum(item.source == path or path in item.also for item in given.items), received.shown)
    if not came and not source.found_via:
        return ""
    numbers = {"came": came, "shown": received.shown, "kept": received.kept}
    said = given.say("trial-figures", day=str(source.since), **numbers)
    goals = ", ".join(_by_goal(given, shown))
    return given.say("trial-figures-for", figures=said, goals=goals) if goals else said


def _by_goal(given: Material, shown: Sequence[Shown]) -> Iterator[str]:
    goals = goal_digests(given.view.network, given.view.memory)
    all_of = Counter(goals[one.answer.goal] for one in shown if one.answer.goal in goals)
    kept = Counter(goals[one.answer.goal] for one in shown if one.answer.goal in goals and is_yes(one.answer))
    for goal, count in sorted(all_of.items(), key=lambda row: (-row[1], row[0])):
        yield given.say("trial-for-goal", goal=link_to(given.view.index, goal), shown=count, kept=kept[goal])
