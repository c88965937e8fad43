"""Codes that point from one table of a round folder to another."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TypeVar

from app.kernel.errors import Refusal
from app.kernel.tables.faults import Faults, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Iterator

_MOST_SHOWN = 12
_LONGEST = 60
# A code names a folder of files, and stands in lists that are separated by commas or ";".
_CODE = re.compile(r"\w[\w.-]*")


class Placed(Protocol):
    """A row that knows its line."""

    @property
    def line(self) -> int:
        """Give the line of the file on which the row begins."""


class Coded(Placed, Protocol):
    """A row with a code of its own."""

    @property
    def code(self) -> str:
        """Give the code that other files refer to."""


P = TypeVar("P", bound=Placed)


@contextmanager
def refuse_broken(file: str, line: int, column: str, faults: Faults) -> Iterator[None]:
    """Let what a rule of the house refuses become a fault of a row."""
    try:
        yield
    except Refusal as refusal:
        faults.add(file, line, column, refusal.message)


def refuse_odd_codes(file: str, rows: Iterable[Coded], faults: Faults) -> None:
    """Note each code that is too long or cannot be part of a file name."""
    for row in rows:
        if len(row.code) > _LONGEST or not _CODE.fullmatch(row.code):
            remedy = (
                "Mã chỉ gồm chữ, chữ số, dấu chấm, gạch nối và gạch dưới, không bắt đầu bằng dấu, "
                f"dài nhất {_LONGEST} ký tự, ví dụ HS-001; hãy đặt lại mã này."
            )
            faults.add(file, row.line, "code", remedy)


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
