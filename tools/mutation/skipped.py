"""What is not mutated, because no test could or should notice: types, documentation, logging, wiring."""

import ast
from collections.abc import Iterator
from typing import Any

LOGGERS = {"log", "logger", "_log", "_logger", "logging", "structlog"}
NAMES = {"__all__", "__slots__", "__test__"}
ALIASES = {"TypeVar", "NewType", "ParamSpec", "NamedTuple", "TypedDict"}


def is_skipped(node: ast.AST) -> bool:
    """Whether nothing in this node is mutated."""
    match node:
        case ast.Expr(value=ast.Constant()):
            return True  # a docstring, or `...`
        case ast.Expr(value=ast.Call(func=func)):
            return _root(func) in LOGGERS
        case ast.If(test=test):
            return _root(test) in ("TYPE_CHECKING", "typing") or _is_main(test)
        case ast.ClassDef(bases=bases):
            return any(_last(base) == "Protocol" for base in bases)
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return name in NAMES or _is_type(name, value)
        case ast.Import() | ast.ImportFrom() | ast.Assert() | ast.Pass():
            return True
    return False


def children(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes directly in this one that run: no annotations, no decorators, no base classes."""
    without: tuple[str, ...] = ("annotation", "returns", "decorator_list", "bases", "keywords")
    if not isinstance(node, ast.ClassDef):
        without = without[:3]
    if isinstance(node, ast.JoinedStr):
        return
    for name, value in ast.iter_fields(node):
        if name in without:
            continue
        if isinstance(node, ast.Subscript) and name == "slice" and isinstance(value, ast.Tuple):
            continue  # dict[str, int](…)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, ast.AST):
                yield each


def _is_type(name: str, value: ast.expr) -> bool:
    """Whether this names a type: `Rows = dict[str, int]`, or `Amount = TypeVar(…)`."""
    if isinstance(value, ast.Call):
        return _last(value.func) in ALIASES
    return isinstance(value, ast.Subscript) and name[:1].isupper() and not name.isupper()


def _root(node: Any) -> str:
    """The name with which an expression such as `a.b(…).c` begins."""
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return node.id if isinstance(node, ast.Name) else ""


def _last(node: Any) -> str:
    """The name with which `a.b.c[…]` ends."""
    if isinstance(node, ast.Subscript):
        node = node.value
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _is_main(test: ast.expr) -> bool:
    return isinstance(test, ast.Compare) and _root(test.left) == "__name__"
