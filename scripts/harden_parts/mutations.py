"""Small changes of a program, each of which some test should notice.

A mutant is one place of one file written differently: a comparison that goes the other way, an
`and` that becomes an `or`, a condition that is gone, a number that is one more, a statement that
does nothing. The text around the place stays as it was.
"""

from __future__ import annotations

import ast
import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

OPPOSITES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.FloorDiv,
}
# Parts of a statement to the database that each narrow or order what comes back.
NARROWING = frozenset({"where", "filter", "having", "order_by", "distinct", "limit", "join"})
PLAIN = (ast.Name, ast.Attribute, ast.Call)  # conditions that no other change turns around
LOCKING = frozenset({"with_for_update"})


@dataclass(frozen=True)
class Mutant:
    """One place written differently; `begin` and `end` count the bytes of the file."""

    path: str
    line: int
    kind: str
    before: str
    after: str
    begin: int
    end: int

    def written_into(self, source: bytes) -> bytes:
        """Return the file with this place changed."""
        return source[: self.begin] + self.after.encode() + source[self.end :]

    def __str__(self) -> str:
        before, after = (" ".join(text.split())[:90] for text in (self.before, self.after))
        return f"{self.path}:{self.line}  {self.kind}: {before} → {after}"


def mutants_of(path: str, source: bytes) -> list[Mutant]:
    """Return every mutant of a file, in the order of their places."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found = []
    for node, kind, after in _changes(ast.parse(source)):
        begin = starts[node.lineno - 1] + node.col_offset
        end = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
        before = source[begin:end].decode()
        found.append(Mutant(path, node.lineno, kind, before, after, begin, end))
    return sorted(found, key=lambda mutant: (mutant.begin, mutant.end, mutant.after))


def _changes(tree: ast.AST) -> Iterator[tuple[ast.expr | ast.stmt, str, str]]:
    """Yield places with the kind of the change and what is written there instead."""
    for node in _running(tree):
        if isinstance(node, ast.expr):
            for kind, changed in _other_expressions(node):
                yield node, kind, f"({ast.unparse(ast.fix_missing_locations(changed))})"
        elif isinstance(node, ast.stmt):
            for kind, text in _other_statements(node):
                yield node, kind, text
        if isinstance(node, ast.If | ast.IfExp) and _turns_at_a_word(node.test):
            yield node.test, "negation", f"(not {ast.unparse(node.test)})"


def _turns_at_a_word(test: ast.expr) -> bool:
    return isinstance(test, PLAIN) and ast.unparse(test) != "TYPE_CHECKING"


def _running(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes that do something when the program runs: no types, no texts, no decorators."""
    for child in _parts_that_run(tree):
        yield child
        yield from _running(child)


def _parts_that_run(node: ast.AST) -> list[ast.AST]:
    if isinstance(node, ast.JoinedStr):
        return []  # its parts have no places of their own
    if isinstance(node, ast.FunctionDef):
        return list(node.body)
    if isinstance(node, ast.ClassDef):
        return list(node.body)
    if isinstance(node, ast.AnnAssign):
        return [node.value] if node.value else []
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return list(node.orelse)
    return list(ast.iter_child_nodes(node))


def _other_expressions(node: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Compare):
        yield from _compared_otherwise(node)
    elif isinstance(node, ast.BoolOp):
        yield from _joined_otherwise(node)
    elif isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        yield "arithmetic", ast.BinOp(node.left, ARITHMETIC[type(node.op)](), node.right)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "negation", node.operand
    elif isinstance(node, ast.Constant):
        yield from _other_constants(node)
    elif isinstance(node, ast.Call):
        yield from _narrowed_less(node)
    elif isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
        yield from _admitting_all(node)


def _compared_otherwise(node: ast.Compare) -> Iterator[tuple[str, ast.expr]]:
    for place, operator in enumerate(node.ops):
        changed = copy.deepcopy(node)
        changed.ops[place] = OPPOSITES[type(operator)]()
        yield "comparison", changed


def _joined_otherwise(node: ast.BoolOp) -> Iterator[tuple[str, ast.expr]]:
    other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    yield "boolean", ast.BoolOp(other, node.values)
    for place in range(len(node.values)):
        rest = [value for at, value in enumerate(node.values) if at != place]
        yield "condition", rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)


def _other_constants(node: ast.Constant) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node.value, bool):
        yield "constant", ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield "constant", ast.Constant(node.value + 1)


def _narrowed_less(node: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in NARROWING | LOCKING:
        return
    kind = f"without {node.func.attr}"
    is_one_condition = len(node.args) <= 1 or node.func.attr == "join"
    if is_one_condition:
        yield kind, node.func.value
        return
    for place in range(len(node.args)):
        changed = copy.deepcopy(node)
        del changed.args[place]
        yield kind, changed


def _admitting_all(
    node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp,
) -> Iterator[tuple[str, ast.expr]]:
    for place, generator in enumerate(node.generators):
        for condition in range(len(generator.ifs)):
            changed = copy.deepcopy(node)
            del changed.generators[place].ifs[condition]
            yield "condition", changed


def _other_statements(node: ast.stmt) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Return) and node.value is not None:
        if not isinstance(node.value, ast.Constant):
            yield "return", "return None"
    elif isinstance(node, ast.Raise | ast.AugAssign | ast.Continue) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ):
        yield "statement", "pass"
