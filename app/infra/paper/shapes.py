"""Shapes as PDF operators, written once and kept.

A stamp is a finished drawing (border, watermark) whose compressed bytes are made once per
process and put into every document as they are: drawing the drum anew for each certificate
would cost more than everything else on the page.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.infra.paper.drum import Ring, Trace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.infra.paper.colours import Colour
    from app.infra.paper.drum import Mark, Point
    from app.infra.paper.text import Rectangle

# Four Bézier quarters with this handle differ from a circle by 0.03 %.
_HANDLE = 0.5522847498


@dataclass(frozen=True, slots=True)
class Stamp:
    """A drawing in millimetres from the top left of the sheet, compressed, ready to embed."""

    name: str
    box: Rectangle
    deflated: bytes

    @classmethod
    def of(cls, name: str, box: Rectangle, operators: Iterable[str]) -> Stamp:
        """Compress the operators as hard as can be: it happens once."""
        return cls(name, box, zlib.compress("\n".join(operators).encode("ascii"), 9))


def filled(colour: Colour, *paths: str) -> str:
    """The paths as one filled surface."""
    return f"{colour.operands} rg {' '.join(paths)} f"


def lined(colour: Colour, stroke: float, *paths: str) -> str:
    """The paths as lines of that width."""
    return f"{colour.operands} RG {stroke:.4g} w {' '.join(paths)} S"


def rectangle(box: Rectangle) -> str:
    """A rectangle as a path."""
    return f"{_pair((box.left, box.top))} {_pair((box.right - box.left, box.bottom - box.top))} re"


def segments(points: Sequence[Point], *, closed: bool = False) -> str:
    """Straight lines from point to point as a path."""
    run = " ".join(f"{_pair(point)} l" for point in points[1:])
    return f"{_pair(points[0])} m {run}{' h' if closed else ''}"


def circle(centre: Point, radius: float) -> str:
    """A circle as a path of four curves."""
    x, y = centre
    far, near = radius, radius * _HANDLE
    curves = (
        ((x + far, y + near), (x + near, y + far), (x, y + far)),
        ((x - near, y + far), (x - far, y + near), (x - far, y)),
        ((x - far, y - near), (x - near, y - far), (x, y - far)),
        ((x + near, y - far), (x + far, y - near), (x + far, y)),
    )
    return f"{_pair((x + far, y))} m " + " ".join(
        " ".join(_pair(point) for point in curve) + " c" for curve in curves
    )


def dashed(colour: Colour, stroke: float, dash: float, path: str) -> str:
    """A broken line; the solid pen is restored afterwards."""
    return f"q [{dash:.4g}] 0 d {lined(colour, stroke, path)} Q"


def drawn(marks: Iterable[Mark], *, centre: Point, radius: float, colour: Colour) -> list[str]:
    """The geometry of `drum` at a place and size on the sheet."""
    return [_mark(mark, centre, radius, colour) for mark in marks]


def _mark(mark: Mark, centre: Point, radius: float, colour: Colour) -> str:
    path = _path(mark, centre, radius)
    return lined(colour, mark.stroke * radius, path) if mark.stroke else filled(colour, path)


def _path(mark: Mark, centre: Point, radius: float) -> str:
    def place(point: Point) -> Point:
        return centre[0] + point[0] * radius, centre[1] + point[1] * radius

    match mark:
        case Ring():
            return circle(place(mark.centre), mark.radius * radius)
        case Trace():
            return segments([place(point) for point in mark.points], closed=mark.closed)


def _pair(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def number(value: float) -> str:
    """A number as PDF reads it: three places, which in millimetres is finer than any press."""
    # Not "%g": it may write an exponent, which PDF does not know.
    return f"{value:.3f}".rstrip("0").rstrip(".")
