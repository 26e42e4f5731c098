"""The mutants of a source: small mistakes, one at a time, of the kinds that people make."""

import ast
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from itertools import pairwise
from typing import Any, NamedTuple

from tools.mutation.skipped import children, is_skipped
from tools.mutation.source import Edit, Source

COMPARISONS = {
    "==": ("!=",), "!=": ("==",), "<": ("<=", ">"), "<=": ("<", ">"), ">": (">=", "<"), ">=": (">", "<"),
    "is": ("is not",), "is not": ("is",), "in": ("not in",), "not in": ("in",),
}  # fmt: skip
ARITHMETIC = {"+": "-", "-": "+", "*": "/", "/": "*", "//": "*", "%": "*", "|": "&", "&": "|"}
CALLS = {"min": "max", "max": "min", "any": "all", "all": "any"}
_COMPARISON = re.compile(r"\bis\s+not\b|\bnot\s+in\b|\bis\b|\bin\b|[<>]=?|[!=]=")
_ARITHMETIC = re.compile(r"//|[-+*/%|&]")
Edits = Iterator[Edit]


class Mutant(NamedTuple):
    """One changed source. `before` and `after` are the touched lines.

    `function` is the function in which they stand, by qualified name, or "" for what the module does itself.
    """

    file: str
    line: int
    function: str
    before: str
    after: str
    source: str


def mutants(file: str, text: str) -> list[Mutant]:
    """All mutants of a source that differ from it and from each other, in the order of its lines."""
    source = Source(text)
    seen = {ast.dump(source.tree)}
    found = []
    for function, edit in sorted(_walk(source, source.tree), key=lambda each: each[1].start):
        changed = source.edited(edit)
        shape = _shape(changed)
        if shape is not None and shape not in seen:
            seen.add(shape)
            found.append(Mutant(file, source.line(edit), function, *source.lines(edit), changed))
    return found


def _shape(text: str) -> str | None:
    """What the text says to Python; None where it says nothing."""
    try:
        return ast.dump(ast.parse(text))
    except SyntaxError:
        return None


def _walk(source: Source, node: ast.AST, name: str = "", function: str = "") -> Iterator[tuple[str, Edit]]:
    """Every edit with the function in which it is; `name` is that of the class or function around it."""
    if is_skipped(node):
        return
    for edit in OPERATORS.get(type(node), _nothing)(source, node):
        yield function, edit
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        name = f"{name}.{node.name}".lstrip(".")
        function = function if isinstance(node, ast.ClassDef) else name
        yield from ((function, edit) for edit in _assigned_again(source, node))
    for child in children(node):
        yield from _walk(source, child, name, function)


def _nothing(source: Source, node: ast.AST) -> Edits:
    yield from ()


def _between(source: Source, left: ast.AST, right: ast.AST, sign: re.Pattern[str]) -> tuple[int, int, str]:
    """Where the operator between two operands stands, and which it is."""
    start, end = source.end(left), source.start(right)
    found = sign.search(source.between(start, end))
    assert found, source.between(start, end)
    return start + found.start(), start + found.end(), " ".join(found[0].split())


def _compare(source: Source, node: Any) -> Edits:
    operands = [node.left, *node.comparators]
    for left, right in pairwise(operands):
        start, end, sign = _between(source, left, right, _COMPARISON)
        for other in COMPARISONS[sign]:
            yield Edit(start, end, other)


def _and_or(source: Source, node: Any) -> Edits:
    old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
    parts = [source.text(node.values[0])]
    for left, right in pairwise(node.values):
        gap = source.between(source.end(left), source.start(right))
        parts += [re.sub(rf"\b{old}\b", new, gap, count=1), source.text(right)]
    yield source.replaced(node, "".join(parts))


def _binary(source: Source, node: Any) -> Edits:
    if any(isinstance(side, ast.Constant) and side.value is None for side in (node.left, node.right)):
        return  # a type
    if isinstance(node.op, ast.Pow | ast.MatMult | ast.LShift | ast.RShift | ast.BitXor):
        return
    start, end, sign = _between(source, node.left, node.right, _ARITHMETIC)
    yield Edit(start, end, ARITHMETIC[sign])


def _augmented(source: Source, node: Any) -> Edits:
    yield source.replaced(node, "pass")
    start, end = source.end(node.target), source.start(node.value)
    sign = source.between(start, end)
    if found := re.search(r"(\+|-|\*|/|\||&)=", sign):
        yield Edit(start + found.start(1), start + found.end(1), ARITHMETIC[found[1]])


def _unary(source: Source, node: Any) -> Edits:
    if isinstance(node.op, ast.Not | ast.USub):
        yield source.replaced(node, f"({source.text(node.operand)})")


def _constant(source: Source, node: Any) -> Edits:
    value = node.value
    if isinstance(value, bool):
        yield source.replaced(node, str(not value))
    elif isinstance(value, int | float):
        yield source.replaced(node, str(value + 1))
        yield source.replaced(node, str(value - 1))
    elif isinstance(value, str):
        yield source.replaced(node, '""' if value else '"mutated"')


def _formatted(source: Source, node: Any) -> Edits:
    """Emptied, and with mutants of what stands in its braces, where nodes have no places of their own."""
    yield source.replaced(node, '""')
    for at, part in enumerate(node.values):
        if not isinstance(part, ast.FormattedValue):
            continue
        inner = Source(ast.unparse(part.value), is_expression=True)
        for _, edit in _walk(inner, inner.tree):
            changed = deepcopy(node)
            changed.values[at].value = ast.parse(inner.edited(edit), mode="eval").body
            yield source.replaced(node, ast.unparse(changed))


def _elements(source: Source, node: Any) -> Edits:
    """The literal without one of its elements."""
    if isinstance(node, ast.Tuple | ast.List) and not isinstance(node.ctx, ast.Load):
        return
    fields = ("keys", "values") if isinstance(node, ast.Dict) else ("elts",)
    for at in range(len(getattr(node, fields[0]))):
        less = deepcopy(node)
        for name in fields:
            del getattr(less, name)[at]
        yield _without(source, node, at, less)


def _without(source: Source, node: Any, at: int, less: ast.expr) -> Edit:
    """Cuts the element out where it is written; writes the literal again where that does not come to it."""
    firsts: list[Any] = node.keys if isinstance(node, ast.Dict) else node.elts
    lasts: list[Any] = node.values if isinstance(node, ast.Dict) else node.elts
    if None not in firsts and len(firsts) > 1:
        is_last = at == len(firsts) - 1
        start = source.end(lasts[at - 1]) if is_last else source.start(firsts[at])
        end = source.end(lasts[at]) if is_last else source.start(firsts[at + 1])
        cut = Edit(start, end, "")
        inside = source.between(source.start(node), start) + source.between(end, source.end(node))
        if _shape(f"({inside})") == _shape(f"({ast.unparse(less)})"):
            return cut
    return source.replaced(
        node, "set()" if isinstance(less, ast.Set) and not less.elts else ast.unparse(less)
    )


def _call(source: Source, node: Any) -> Edits:
    if isinstance(node.func, ast.Name) and node.func.id in CALLS:
        yield source.replaced(node.func, CALLS[node.func.id])


def _condition(source: Source, node: Any) -> Edits:
    for test in node.ifs if isinstance(node, ast.comprehension) else [node.test]:
        is_turned_elsewhere = isinstance(test, ast.Compare) and len(test.ops) == 1
        if not is_turned_elsewhere and not isinstance(test, ast.UnaryOp):
            yield source.replaced(test, f"not ({source.text(test)})")


def _return(source: Source, node: Any) -> Edits:
    yield source.replaced(node.value, "None") if node.value else source.replaced(node, "pass")


def _removed(source: Source, node: Any) -> Edits:
    yield source.replaced(node, "pass")


def _expression(source: Source, node: Any) -> Edits:
    if isinstance(node.value, ast.Call | ast.Await | ast.Yield | ast.YieldFrom):
        yield source.replaced(node, "pass")


def _assignment(source: Source, node: Any) -> Edits:
    """Removed, where the name is there without it."""
    if any(isinstance(target, ast.Attribute | ast.Subscript) for target in node.targets):
        yield source.replaced(node, "pass")


def _assigned_again(source: Source, function: Any) -> Edits:
    """Removed, where the name has a value before."""
    names: dict[str, int] = {}
    if isinstance(function, ast.ClassDef):
        return
    for node in ast.walk(function):
        if isinstance(node, ast.arg):
            names[node.arg] = 0
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names[node.id] = min(names.get(node.id, node.lineno), node.lineno)
    for node in ast.walk(function):
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        if names[node.targets[0].id] < node.lineno:
            yield source.replaced(node, "pass")


OPERATORS: dict[type[ast.AST], Callable[[Source, Any], Edits]] = {
    ast.Compare: _compare, ast.BoolOp: _and_or, ast.BinOp: _binary, ast.AugAssign: _augmented,
    ast.UnaryOp: _unary, ast.Constant: _constant, ast.JoinedStr: _formatted, ast.Tuple: _elements,
    ast.List: _elements, ast.Set: _elements, ast.Dict: _elements, ast.Call: _call, ast.If: _condition,
    ast.While: _condition, ast.IfExp: _condition, ast.comprehension: _condition, ast.Return: _return,
    ast.Raise: _removed, ast.Continue: _removed, ast.Break: _removed, ast.Delete: _removed,
    ast.Expr: _expression, ast.Assign: _assignment,
}  # fmt: skip
