"""Mermaid charts. Whatever stands in a name becomes visible text and nothing else.

Everything in a label but letters, digits and a few signs is written as an entity of Mermaid (``#35;`` is ``#``): so no
quote, bracket, directive, math, markdown, HTML or class comes of it, and no keyword such as ``end``.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from vault_pln.core.markdown.plain import cut, tidy
from vault_pln.core.outputs.picture import Line, Picture

_LONGEST = 40
_PLAIN = frozenset(" -.,!?()/+–—’")


def label(text: str, longest: int = _LONGEST) -> str:
    """A name as a label, in quotes."""
    shown = cut(tidy(text), longest) or "-"
    return '"' + "".join(sign if _is_plain(sign) else f"#{ord(sign)};" for sign in shown) + '"'


def _is_plain(sign: str) -> bool:
    return sign.isalnum() or sign in _PLAIN or not sign.isascii()


def is_plain(name: str) -> bool:
    """Whether a label shows a name as it is, so that it can be a link by that name."""
    return label(name) == f'"{name}"'


def pie(title: str, counts: Sequence[tuple[str, int]]) -> str:
    """A pie chart."""
    rows = "".join(f"\n    {label(name)} : {count}" for name, count in counts)
    return f"```mermaid\npie showData title {label(title)[1:-1]}{rows}\n```"


def timeline(title: str, rows: Sequence[tuple[str, Sequence[str]]]) -> str:
    """What happened in each period."""
    body = "".join(
        f"\n    {label(period)[1:-1]} : {' : '.join(_event(one) for one in names)}" for period, names in rows
    )
    return f"```mermaid\ntimeline\n    title {label(title)[1:-1]}{body}\n```"


def _event(text: str) -> str:
    return label(text, 2 * _LONGEST)[1:-1]


def bars(title: str, counts: Sequence[tuple[str, int]]) -> str:
    """A bar for each period."""
    names, numbers = ", ".join(label(name) for name, _ in counts), ", ".join(str(count) for _, count in counts)
    most = max((count for _, count in counts), default=0)
    axes = f"    x-axis [{names}]\n    y-axis 0 --> {max(most, 1)}"
    return f"```mermaid\nxychart-beta\n    title {label(title)}\n{axes}\n    bar [{numbers}]\n```"


def network(picture: Picture, names: Mapping[str, str], clickable: frozenset[str]) -> str:
    """People by the goal they help with, and who knows whom; empty where nobody is tied to anything.

    ``names`` are those of all that is shown. Who is ``clickable`` is a link in Obsidian, by their name.
    """
    ties = [line for line in picture.lines if line.sort == "tie"]
    more = [line for line in picture.lines if line.sort == "goal" and line.one in names]
    groups = drawn(picture, names)
    ids = {path: f"n{number}" for number, path in enumerate(path for _, members in groups for path in members)}
    if not ids:
        return ""
    goals = {goal: f"g{number}" for number, (goal, members) in enumerate(groups) if goal and members}
    rows = [row for goal, members in groups for row in _group(goals.get(goal, ""), goal, members, names, ids)]
    rows += [f"{ids[line.one]} -.- {goals[line.other]}" for line in more if line.one in ids and line.other in goals]
    rows += [f"{ids[line.one]} ---{_count(line)} {ids[line.other]}" for line in ties]
    linked = ",".join(ids[path] for path in ids if path in clickable)
    rows += [f"class {linked} internal-link"] if linked else []
    body = "".join(f"\n    {row}" for row in rows)
    return f"```mermaid\nflowchart LR{body}\n```"


def drawn(picture: Picture, names: Container[str]) -> list[tuple[str, list[str]]]:
    """Who of those named is in the chart, by their goal: all who serve one, and all who know somebody."""
    tied = {end for line in picture.lines if line.sort == "tie" for end in (line.one, line.other)}
    return [(group.goal, [path for path in group.members if path in names and (group.goal or path in tied)])
            for group in picture.groups]  # fmt: skip


def _group(
    key: str, goal: str, members: Iterable[str], names: Mapping[str, str], ids: Mapping[str, str]
) -> Iterator[str]:
    rows = [f"{ids[path]}[{label(names[path])}]" for path in members]
    yield from [f"subgraph {key}[{label(names[goal])}]", *(f"    {row}" for row in rows), "end"] if key else rows


def _count(line: Line) -> str:
    return f"|{line.together}|" if line.together else ""
