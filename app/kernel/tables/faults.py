"""Faults of what somebody sent, each with its file, line and column."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, order=True)
class PlacedFault:
    """Something to mend; `column` is the name of a CSV column or of a TOML key.

    A warning keeps nothing from being read: what it names may still be refused later.
    """

    file: str
    line: int
    column: str
    what_to_do: str
    is_warning: bool = False

    def __str__(self) -> str:
        """Give the place and the remedy as one Vietnamese line."""
        line = f", dòng {self.line}" if self.line else ""
        column = f", cột {self.column}" if self.column else ""
        warning = "Lưu ý: " if self.is_warning else ""
        return f"{self.file}{line}{column}: {warning}{self.what_to_do}"


@dataclass(slots=True)
class Faults:
    """Collects faults while files are read, because reading goes on after the first one."""

    found: list[PlacedFault] = field(default_factory=list)

    def add(self, file: str, line: int, column: str, what_to_do: str) -> None:
        """Note something that must be mended."""
        self.found.append(PlacedFault(file, line, column, what_to_do))

    def warn(self, file: str, line: int, column: str, what_to_do: str) -> None:
        """Note something that may be refused later."""
        self.found.append(PlacedFault(file, line, column, what_to_do, is_warning=True))

    def in_order(self) -> tuple[PlacedFault, ...]:
        """Give the faults by file, line and column."""
        return tuple(sorted(self.found))


def nearest(word: str, known: Iterable[str]) -> str:
    """Give " Có phải là …?" when a known word is close to what was written, else nothing."""
    near = difflib.get_close_matches(word, list(known), n=1)
    return f" Có phải là “{near[0]}”?" if near else ""
