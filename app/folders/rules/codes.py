"""Codes that point from one table of a round folder to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from app.folders.rules.faults import Faults, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable

_MOST_SHOWN = 12


class Placed(Protocol):
    """A row that knows its line."""

    @property
    def line(self) -> int:
        """Give the line of the file on which the row begins."""


P = TypeVar("P", bound=Placed)


def require_known(  # noqa: PLR0913  a place is three words, a reference two more
    file: str, line: int, column: str, code: str | None, known: Collection[str], faults: Faults
) -> None:
    """Note a code that nothing carries; an empty cell refers to nothing."""
    if code is None or code in known:
        return
    hint = nearest(code, known)
    listed = "" if hint or len(known) > _MOST_SHOWN else f" Có các mã: {', '.join(sorted(known))}."
    faults.add(file, line, column, f"Không có mã “{code}”.{hint}{listed}")


def refuse_repeated(
    file: str, column: str, rows: Iterable[P], key: Callable[[P], Hashable], faults: Faults
) -> None:
    """Note each row that says again what an earlier one said, naming the earlier line."""
    first: dict[Hashable, int] = {}
    for row in rows:
        value = key(row)
        if value in first:
            faults.add(file, row.line, column, f"Trùng với dòng {first[value]}; hãy bỏ một dòng.")
        else:
            first[value] = row.line
