"""The map of the network as a JSON Canvas. What the user moved, resized, painted, added or deleted stays that way.

In the file, under ``pln``, stands where we put each of our nodes and which lines we drew. So what the user moved is
told from what stands where it was put, and what they deleted from what is new.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vault_pln.core.markdown.ids import short_id
from vault_pln.core.outputs.canvas_file import Canvas, Thing
from vault_pln.core.outputs.layout import HEIGHT, WIDTH, Board, Box, grown, new_group, shelves, sides, spots
from vault_pln.core.outputs.picture import Group, Line, Picture, name_in
from vault_pln.core.outputs.view import View

NAME = "PLN Network.canvas"
_OURS, _MEMO = "pln-", "pln"
_LEFT_OUT = _OURS + "left-out"
_COLOURS = {"goal": "4", "source": "5"}
_ARROWS = {"tie": "none", "member": "none", "author": "arrow", "goal": "arrow"}


def is_ours(thing: Thing) -> bool:
    """Whether a node or an edge was drawn by us."""
    return str(thing["id"]).startswith(_OURS)


def without_ours(canvas: Canvas) -> Canvas:
    """What is left of a canvas when we go: what the user drew, and the nodes of ours that their lines lead to."""
    edges = [edge for edge in canvas.edges if not is_ours(edge)]
    held = {edge[end] for edge in edges for end in ("fromNode", "toNode")}
    nodes = [node for node in canvas.nodes if not is_ours(node) or node["id"] in held]
    return Canvas(nodes, edges, {key: value for key, value in canvas.rest.items() if key != _MEMO})


def drawn(view: View, picture: Picture, canvas: Canvas) -> Canvas:
    """The canvas with the picture drawn into it; it is left as it is itself."""
    return _Drawing(view, picture, canvas).finish()


@dataclass(frozen=True, slots=True)
class _Memo:
    """What we did last: where each node was put and into which group, the box of each group, and the lines."""

    nodes: dict[str, list[Any]]
    lines: frozenset[str]


def _memo_of(canvas: Canvas) -> _Memo:
    """What the file says of what we did last; whatever cannot be read of it is forgotten."""
    memo = canvas.rest.get(_MEMO)
    memo = memo if isinstance(memo, dict) else {}
    nodes, lines = memo.get("nodes"), memo.get("lines")
    kept = nodes.items() if isinstance(nodes, dict) else ()
    return _Memo(
        {key: value for key, value in kept if isinstance(value, list)},
        frozenset(map(str, lines)) if isinstance(lines, list) else frozenset(),
    )


class _Drawing:
    """One drawing of a picture into a canvas."""

    def __init__(self, view: View, picture: Picture, canvas: Canvas) -> None:
        self._view, self._picture, self._canvas = view, picture, canvas
        self._memo = _memo_of(canvas)
        self._before = {node["id"]: node for node in canvas.nodes}
        # a note that was renamed in Obsidian has its old id and its new path
        self._ids: dict[str, str] = {
            node["file"]: node["id"] for node in canvas.nodes if is_ours(node) and "file" in node
        }
        self._nodes = dict(self._before)
        self._placed: dict[str, list[Any]] = {}

    def finish(self) -> Canvas:
        wanted = [(group.goal, self._group_id(group.goal), self._members(group)) for group in self._picture.groups]
        self._drop({group: [key for key, _ in members] for _, group, members in wanted})
        board = Board(
            (_box(node) for node in self._nodes.values() if node.get("type") != "group"),
            {group: _box(self._nodes[group]) for _, group, _ in wanted if group in self._nodes},
        )
        boxes = self._boxes(board, wanted)
        for goal, group, members in wanted:
            self._draw_group(board, goal, group, members, boxes[group])
        self._draw_left_out(board)
        edges, lines = self._edges()
        return Canvas(self._in_order(), edges, {**self._canvas.rest, _MEMO: {"nodes": self._placed, "lines": lines}})

    def _boxes(self, board: Board, wanted: Sequence[tuple[str, str, Sequence[Any]]]) -> dict[str, Box]:
        """The boxes of all groups: as they stand, and new ones in rows right of everything."""
        new = {group: new_group(len(members) - bool(goal), headed=bool(goal))
               for goal, group, members in wanted if group not in self._nodes}  # fmt: skip
        standing = {group: _box(self._nodes[group]) for _, group, _ in wanted if group in self._nodes}
        return standing | dict(zip(new, shelves(new.values(), board.right_edge()), strict=True))

    def _in_order(self) -> list[Thing]:
        """Nodes as they stood, new groups beneath them and new notes above."""
        new = [node for key, node in self._nodes.items() if key not in self._before]
        return [
            *(node for node in new if node["type"] == "group"),
            *(self._nodes[key] for key in self._before if key in self._nodes),
            *(node for node in new if node["type"] != "group"),
        ]

    def _id_of(self, path: str) -> str:
        """The id of a note's node; one that another note took along when it was renamed is not given again."""
        key, parts = self._ids.get(path), ["canvas", path]
        while key is None:
            new = _OURS + short_id(*parts)
            key = None if new in self._before else new
            parts.append("again")
        self._ids[path] = key
        return key

    def _group_id(self, goal: str) -> str:
        return _OURS + "group-" + (self._id_of(goal).removeprefix(_OURS) if goal else "none")

    def _members(self, group: Group) -> list[tuple[str, str]]:
        """Ids and paths of those in a group, the goal first, without those that the user took off the map."""
        found = [(self._id_of(path), path) for path in (group.goal, *group.members) if path]
        return [(key, path) for key, path in found if not self._is_deleted(key)]

    def _is_deleted(self, key: str) -> bool:
        return key in self._memo.nodes and key not in self._before

    def _drop(self, wanted: Mapping[str, Collection[str]]) -> None:
        """Take off what is not wanted any more (by group), and what shall go to another group.

        A node that a line of the user leads to stays.
        """
        held = {edge[end] for edge in self._canvas.edges if not is_ours(edge) for end in ("fromNode", "toNode")}
        homes = {key: group for group, members in wanted.items() for key in members}
        kept = {*homes, *wanted, _LEFT_OUT}
        for key, node in self._before.items():
            moves = key in homes and self._is_as_put(node) and self._memo.nodes[key][2:] != [homes[key]]
            if is_ours(node) and (moves or key not in kept | held):
                del self._nodes[key]
        # what the user took off has to be known for that as long as it would be shown
        shown = {self._id_of(path) for group in self._picture.groups for path in (group.goal, *group.members) if path}
        self._placed = {key: value for key, value in self._memo.nodes.items() if key in kept | shown}

    def _is_as_put(self, node: Thing) -> bool:
        return self._memo.nodes.get(node["id"], [])[:2] == [node["x"], node["y"]]

    def _draw_group(self, board: Board, goal: str, group: str, members: list[tuple[str, str]], box: Box) -> None:
        node = self._nodes.get(group)
        free = spots(box, headed=bool(goal))
        for key, path in members:
            if key not in self._nodes:
                spot = next(spot for spot in free if board.is_free(spot, group, box))
                board.put(spot)
                self._nodes[key] = {**(self._before.get(key) or self._file_node(key, path)), **_where(spot)}
                self._placed[key] = [spot.x, spot.y, group]
        if self._is_deleted(group):
            return
        label = name_in(self._view, goal) if goal else self._view.say("without-goal")
        if node is None or self._memo.nodes.get(group) == list(box):
            larger = grown(box, (_box(self._nodes[key]) for key, _ in members if self._is_in(key, group)))
            box = larger if board.has_room(group, larger) else box
            self._placed[group] = list(box)
        board.put_group(group, box)
        self._nodes[group] = {**(node or {"id": group, "type": "group"}), **_where(box), "label": label}

    def _is_in(self, key: str, group: str) -> bool:
        """Whether a note stands where we put it in this group."""
        node = self._nodes[key]
        return self._placed.get(key) == [node["x"], node["y"], group]

    def _file_node(self, key: str, path: str) -> Thing:
        network = self._view.network
        colour = "goal" if path in network.goals else "source" if path not in network.people else ""
        shown = {"color": _COLOURS[colour]} if colour else {}
        return {"id": key, "type": "file", "file": path, **_where(Box(0, 0, WIDTH, HEIGHT)), **shown}

    def _draw_left_out(self, board: Board) -> None:
        """What is not shown, counted in a note of its own."""
        picture, node = self._picture, self._nodes.pop(_LEFT_OUT, None)
        if not (picture.more_people or picture.more_sources or picture.more_ties):
            self._placed.pop(_LEFT_OUT, None)
        elif not self._is_deleted(_LEFT_OUT):
            text = self._view.say(
                "left-out", people=picture.more_people, sources=picture.more_sources, ties=picture.more_ties
            )
            box = _box(node) if node is not None else Box(0, board.above(), WIDTH, HEIGHT)
            self._placed.setdefault(_LEFT_OUT, [box.x, box.y])
            self._nodes[_LEFT_OUT] = {**(node or {"id": _LEFT_OUT, "type": "text"}), "text": text, **_where(box)}

    def _edges(self) -> tuple[list[Thing], list[str]]:
        """All edges, ours brought in line, and the ids of those that we drew or the user took off."""
        known = {edge["id"]: edge for edge in self._canvas.edges}
        wanted: dict[str, Thing] = {}
        remembered: list[str] = []
        for line in self._picture.lines:
            ends = self._id_of(line.one), self._id_of(line.other)
            if not all(end in self._nodes for end in ends):
                continue
            key = _OURS + short_id("line", line.sort, *ends)
            remembered.append(key)
            if key in known:
                wanted[key] = _counted(known[key], line)
            elif key not in self._memo.lines or not all(end in self._before for end in ends):
                wanted[key] = self._edge(key, line, ends)
        stays = [
            wanted.get(edge["id"], edge) for edge in self._canvas.edges if not is_ours(edge) or edge["id"] in wanted
        ]
        return [*stays, *(edge for key, edge in wanted.items() if key not in known)], remembered

    def _edge(self, key: str, line: Line, ends: tuple[str, str]) -> Thing:
        one, other = ends
        out, into = sides(_box(self._nodes[one]), _box(self._nodes[other]))
        edge = {"id": key, "fromNode": one, "fromSide": out, "toNode": other, "toSide": into}
        return _counted({**edge, "toEnd": _ARROWS[line.sort]}, line)


def _counted(edge: Thing, line: Line) -> Thing:
    """The edge with its count, unless the user gave it a label of their own."""
    label = str(edge.get("label", ""))
    if not line.together or (label and not label.isdigit()):
        return edge
    return {**edge, "label": str(line.together)}


def _box(node: Thing) -> Box:
    return Box(node["x"], node["y"], node["width"], node["height"])


def _where(box: Box) -> dict[str, float]:
    return {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
