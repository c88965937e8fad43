"""Fitting one part of a certificate into its width: smaller, then more lines, never cut."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from app.certificates.documents.ornament import INK
from app.infra.paper.fonts import face
from app.infra.paper.text import (
    Align,
    PlacedLine,
    clean,
    fits,
    hold_together,
    reach,
    shrink,
    wrap_evenly,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from app.certificates.documents.ornament import Typeface
    from app.infra.paper.colours import Colour
    from app.infra.paper.fonts import Face


_AIR = 0.35


@dataclass(frozen=True, slots=True)
class Style:
    """How a part looks: face, colour and the size it has when there is room."""

    face: Face
    size: float
    colour: Colour = INK
    tracking: float = 0.0


Row = tuple[str, Style]


def clearance(above: Row, below: Row) -> float:
    """The smallest distance of two baselines at which the marks between them stay apart."""
    (upper, upper_style), (lower, lower_style) = above, below
    _, down = reach(upper_style.face, upper, upper_style.size)
    up, _ = reach(lower_style.face, lower, lower_style.size)
    return down + up + _AIR


def baselines(rows: Sequence[Row], first: float, step: float) -> Iterator[float]:
    """Where each row stands: ``step`` apart, farther where marks need it."""
    y = first
    for i, row in enumerate(rows):
        y += max(step, clearance(rows[i - 1], row)) if i else 0.0
        yield y


def placed(role: str, row: Row, at: tuple[float, float], align: Align) -> PlacedLine:
    """One row at its place."""
    text, style = row
    return PlacedLine(role, text, style.face, style.size, *at, style.colour, align, style.tracking)


@dataclass(frozen=True, slots=True)
class FittedPart:
    """Fitted lines of one part; ``gap`` is from the baseline above to its own first one.

    Lines stand ``step`` apart, or farther where a mark below would meet a mark above.
    """

    role: str
    lines: tuple[str, ...]
    style: Style
    gap: float
    step: float = 0.0

    @property
    def offsets(self) -> tuple[float, ...]:
        """The baselines, counted from the first."""
        rows = [(line, self.style) for line in self.lines]
        return tuple(baselines(rows, 0.0, self.step))

    @property
    def height(self) -> float:
        """From the baseline above to its own last one."""
        return self.gap + self.offsets[-1]

    def clear_of(self, above: FittedPart) -> FittedPart:
        """The same block, moved down if its marks would meet those of the block above."""
        return replace(self, gap=max(self.gap, clearance(above.last, self.first)))

    @property
    def first(self) -> Row:
        """The uppermost line."""
        return self.lines[0], self.style

    @property
    def last(self) -> Row:
        """The lowest line."""
        return self.lines[-1], self.style

    def placed(self, x: float, y: float, align: Align = Align.CENTRE) -> Iterator[PlacedLine]:
        """The lines with the first baseline at ``y``."""
        for text, offset in zip(self.lines, self.offsets, strict=True):
            yield placed(self.role, (text, self.style), (x, y + offset), align)


@dataclass(frozen=True, slots=True)
class Setting:
    """One way to set a long text: up to ``lines`` lines, from ``size`` down to ``smallest``."""

    lines: int
    size: float
    smallest: float


@dataclass(frozen=True, slots=True)
class Writer:
    """The faces at hand."""

    typeface: Typeface
    folder: Path

    def style(self, name: str, size: float, colour: Colour = INK, tracking: float = 0.0) -> Style:
        """A style in the named face."""
        return Style(face(name, self.folder), size, colour, tracking)


def one_line(role: str, text: str, style: Style, gap: float, widest: float) -> FittedPart:
    """A part that stays one line and shrinks as far as it must."""
    words = clean(text, style.face)
    size = shrink(
        style.face, words, size=style.size, smallest=5, widest=widest, tracking=style.tracking
    )
    return FittedPart(role, (words,), resized(style, size), gap)


@lru_cache(maxsize=2048)
def fit(
    text: str, style: Style, settings: tuple[Setting, ...], widest: float
) -> tuple[tuple[str, ...], Style]:
    """The first setting that holds the text; the last one takes as many lines as it needs.

    Remembered, because issuer, title and decision are the same on all certificates of a round.
    """
    words = hold_together(clean(text, style.face))
    for setting in settings:
        size = setting.size
        while size >= setting.smallest:
            lines = wrap_evenly(style.face, words, size, widest)
            if len(lines) <= setting.lines and fits(style.face, lines, size, widest):
                return tuple(lines), resized(style, size)
            size -= 1
    last = settings[-1].smallest
    return tuple(wrap_evenly(style.face, words, last, widest)), resized(style, last)


def resized(style: Style, size: float) -> Style:
    """The same style at another size."""
    return replace(style, size=size)
