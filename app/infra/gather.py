"""The rows of a subquery as one value, so that a thing and what belongs to it are one statement.

What a page costs on PostgreSQL is above all how often it goes to the server and back. Joining
three lists to one row would multiply them; gathered, each is one column:

    select(Nomination.title, gathered(select(Answer.question, Answer.value).where(...)))

The rows come as a list of tuples, each value of the type of its column, in no order that may be
leant on: what has an order is sorted by whoever reads it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from app.infra.orm import Exact

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import ScalarSelect, Select
    from sqlalchemy.engine import Dialect
    from sqlalchemy.sql.compiler import SQLCompiler
    from sqlalchemy.types import TypeEngine


NO_ROWS = "[]"


class Gathered(sa.types.UserDefinedType[list[tuple[Any, ...]]]):
    """Rows that the database wrote as JSON: read, and each value given the type of its column."""

    cache_ok = True

    def __init__(self, kinds: Sequence[TypeEngine[Any]]) -> None:
        self.kinds = tuple(kinds)

    def result_processor(
        self, dialect: Dialect, _coltype: object
    ) -> Callable[[Any], list[tuple[Any, ...]]]:
        """Return what reads the rows; asked once for a kind of database."""
        found = ((place, _reader(kind, dialect)) for place, kind in enumerate(self.kinds))
        readers = [(place, reader) for place, reader in found if reader]

        def read(value: Any) -> list[tuple[Any, ...]]:
            if not value or value == NO_ROWS:
                return []
            # The driver of PostgreSQL has read the JSON already.
            lines = json.loads(value) if isinstance(value, str) else value
            return [_typed(line, readers) for line in lines]

        return read


def _typed(line: list[Any], readers: list[tuple[int, Callable[[Any], Any]]]) -> tuple[Any, ...]:
    for place, read in readers:
        if line[place] is not None:
            line[place] = read(line[place])
    return tuple(line)


def _reader(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """Return what turns a value of JSON into one of a column, None where it is one already.

    Raises:
        TypeError: for a kind of column of which JSON would lose something.
    """
    if isinstance(kind, Exact):
        return lambda value: kind.process_result_value(value, dialect)
    if isinstance(kind, sa.Enum):
        return kind.enum_class
    if isinstance(kind, sa.Boolean):
        return bool
    if isinstance(kind, sa.String | sa.Integer | sa.JSON):
        return None
    message = f"{kind!r} cannot be gathered"
    raise TypeError(message)


class _rows_as_json(FunctionElement[Any]):  # noqa: N801  # named like a function of SQL
    name = "rows_as_json"
    inherit_cache = True


@compiles(_rows_as_json, "sqlite")
def _for_sqlite(element: _rows_as_json, compiler: SQLCompiler, **how: Any) -> str:
    values = _values(element, compiler, how, (sa.JSON, "json({})"))
    return f"json_group_array(json_array({values}))"


@compiles(_rows_as_json, "postgresql")
def _for_postgresql(element: _rows_as_json, compiler: SQLCompiler, **how: Any) -> str:
    # An exact decimal goes as text: a number of JSON would be read as a float.
    values = _values(element, compiler, how, (Exact, "CAST({} AS TEXT)"))
    return f"json_agg(json_build_array({values}))"


def _values(
    element: _rows_as_json, compiler: SQLCompiler, how: Any, special: tuple[type, str]
) -> str:
    """Write the columns, those of one kind in a form of their own."""
    kind, form = special
    written = ((clause, compiler.process(clause, **how)) for clause in element.clauses)
    return ", ".join(
        form.format(sql) if isinstance(clause.type, kind) else sql for clause, sql in written
    )


def gathered(query: Select[*tuple[Any, ...]]) -> ScalarSelect[Any]:
    """Return the rows of a query as one value of the query around it, as a list of tuples.

    Conditions may name tables of the query around. Strings, integers, truths, enumerations, JSON
    and exact decimals can be gathered.

    Raises:
        TypeError: when the result is read, for any other kind of column.
    """
    columns = tuple(query.selected_columns)
    kinds = [column.type for column in columns]
    as_json = sa.type_coerce(_rows_as_json(*columns), Gathered(kinds))
    return query.with_only_columns(as_json).scalar_subquery()
