"""The messages of the program as its source says them: where, what happened, and what to do."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from vault_pln.edge.disk.cause import LATER, NotWrittenError
from vault_pln.model import errors
from vault_pln.model.errors import VaultPlnError

DOORS: Mapping[str, tuple[int, int]] = {
    "Problem": (2, 3), "Finding": (3, 4), "Written": (2, 4), "Step": (1, 3), "report": (1, 2), "_usage": (0, 1),
    "BadParameter": (0, 9), "NotWrittenError": (1, 9), "StateError": (1, 9),
    "Feed": (9, 9), "Calendar": (9, 9), "Outcome": (9, 9), "_RefusedError": (0, 9),
    **{name: (0, 1) for name in vars(errors) if name.endswith("Error") and name != "StateError"},
}  # fmt: skip
"""Through what messages go, and which arguments are what happened and what to do; 9: only by its name."""

ERRORS: Mapping[str, type[VaultPlnError]] = {
    **{name: one for name, one in vars(errors).items() if name.endswith("Error")}, "NotWrittenError": NotWrittenError,
}  # fmt: skip
_VISITED = "It is visited again by itself; 'vault-pln sources' says when."
DEFAULTS: Mapping[str, str] = {
    **{name: one.advice for name, one in ERRORS.items()}, "Step": LATER, "Feed": _VISITED, "Calendar": _VISITED,
    "Outcome": _VISITED, "_RefusedError": _VISITED, "BadParameter": "(as the message says)",
}  # fmt: skip
"""What is said to do where a message does not bring it itself."""

OTHERS = frozenset({"core.markdown.links"})
"""Modules in which a door's name means something else."""

Node = ast.AST


class Message(NamedTuple):
    """One message as it is written, with its variables in braces; what a variable alone says is in ‹› marks."""

    module: str
    what: str
    advice: str


def messages(package: Path) -> set[Message]:
    """Every message that the modules of a package make."""
    trees = {
        ".".join(path.relative_to(package).with_suffix("").parts): ast.parse(path.read_text("utf-8"))
        for path in sorted(package.rglob("*.py"))
    }
    constants = {name: node for tree in trees.values() for name, node in _assigned(tree.body)}
    return {
        one for module, tree in trees.items() if module not in OTHERS for one in _of_module(module, tree, constants)
    }


def _of_module(module: str, tree: ast.Module, constants: Mapping[str, ast.expr]) -> Iterator[Message]:
    known = {**constants, **dict(_assigned(tree.body))}
    inside = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (door := _name(node.func)) in DOORS:
            around = next((one for one in reversed(inside) if one.lineno <= node.lineno <= (one.end_lineno or 0)), None)
            local = list(_assigned(ast.walk(around))) if around is not None else []
            parameters = (
                {one.arg for one in ast.walk(around) if isinstance(one, ast.arg)} if around is not None else set()
            )
            seen = {name: value for name, value in known.items() if name not in parameters}
            for what, advice in _said(node, *DOORS[door]):
                whats = _texts(what, local, seen) if what is not None else []
                advices = _texts(advice, local, seen) if advice is not None else [DEFAULTS.get(door, "")]
                yield from (Message(module, one, "; ".join(dict.fromkeys(advices))) for one in whats if one)


def _said(call: ast.Call, what: int, advice: int) -> Iterator[tuple[ast.expr | None, ast.expr | None]]:
    named = {one.arg: one.value for one in call.keywords}
    if any(isinstance(one, ast.Starred) for one in call.args):
        return
    at = dict(enumerate(call.args))
    yield at.get(what, named.get("message", named.get("problem"))), at.get(advice, named.get("advice"))


def _name(function: ast.expr) -> str:
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def _assigned(nodes: Iterator[Node] | list[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    """What is given to names, also several at once."""
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value
        elif (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Tuple)
            and isinstance(node.value, ast.Tuple)
        ):
            pairs = zip(node.targets[0].elts, node.value.elts, strict=False)
            yield from ((target.id, value) for target, value in pairs if isinstance(target, ast.Name))


def _texts(
    node: ast.expr, local: list[tuple[str, ast.expr]], known: Mapping[str, ast.expr], deep: int = 0
) -> list[str]:
    """The texts that an expression may be."""
    if isinstance(node, ast.IfExp):
        return [*_texts(node.body, local, known, deep), *_texts(node.orelse, local, known, deep)]
    if isinstance(node, ast.BoolOp):
        return [text for one in node.values for text in _texts(one, local, known, deep)]
    if isinstance(node, ast.Name) and deep < 3:
        values = [value for name, value in local if name == node.id]
        if values:
            return list(dict.fromkeys(text for one in values for text in _texts(one, local, known, deep + 1)))
        if isinstance(known.get(node.id), (ast.Constant, ast.JoinedStr)):
            return _texts(known[node.id], local, known, deep + 1)
    return [_text(node)]


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else f"{{{ast.unparse(part.value)}}}"
            for part in node.values
            if isinstance(part, (ast.Constant, ast.FormattedValue))
        )
    return f"‹{ast.unparse(node)}›"
