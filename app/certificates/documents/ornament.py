"""What every certificate shares: colours, faces, border, drum. Drawn once per process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from app.infra.paper.colours import WHITE, Colour
from app.infra.paper.drum import Ring, drum, medal, sun
from app.infra.paper.shapes import (
    Stamp,
    circle,
    dashed,
    drawn,
    filled,
    lined,
    rectangle,
    segments,
)
from app.infra.paper.text import Rectangle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.infra.paper.drum import Point

WIDTH, HEIGHT = 297.0, 210.0
SHEET = Rectangle(0.0, 0.0, WIDTH, HEIGHT)
MIDDLE = WIDTH / 2

INK = Colour.from_hex("241c16")
FAINT = Colour.from_hex("6f6358")
RED = Colour.from_hex("9d1c24")
GOLD = Colour.from_hex("b58a2e")
PALE_GOLD = Colour.from_hex("e9d5a3")
WORD_GOLD = Colour.from_hex("765411")
TINT = Colour.from_hex("fffdf6")

DRUM_CENTRE, DRUM_RADIUS, DRUM_SHARE = (MIDDLE, 112.0), 78.0, 0.09
QR_BOX = Rectangle(28.0, 157.0, 52.0, 181.0)
SEAL_CENTRE, SEAL_RADIUS = (207.0, 177.0), 16.0
MEDAL = Rectangle(MIDDLE - 3.0, 68.2, MIDDLE + 3.0, 74.2)
# Text keeps clear of the innermost gold line (15.6 mm) by a little air.
FIELD = Rectangle(17.5, 17.5, WIDTH - 17.5, HEIGHT - 17.5)

_BAND, _CORNER = 10.5, 5.5
_TEETH_ALONG, _TEETH_DOWN = 84, 57


@dataclass(frozen=True, slots=True)
class Typeface:
    """The names of the faces for the voice of the organiser; the small print is always sans."""

    italic: str
    semibold: str
    bold: str
    sans: str = "BeVietnamPro-400"
    sans_medium: str = "BeVietnamPro-500"
    sans_semibold: str = "BeVietnamPro-600"

    @property
    def names(self) -> tuple[str, ...]:
        """All faces a certificate is printed with."""
        return (self.italic, self.semibold, self.bold, self.sans, self.sans_medium,
                self.sans_semibold)  # fmt: skip


LORA = Typeface("Lora-400-Italic", "Lora-600", "Lora-700")
# For an organiser whose rules ask for Times; Tinos has its widths and no semibold.
TIMES = Typeface("Tinos-400-Italic", "Tinos-700", "Tinos-700")


@cache
def background(*, preview: bool) -> Stamp:
    """Everything under the text: on screen with paper tint and room for the seal, in print not."""
    ground = TINT if preview else WHITE
    operators = [*_paper(preview=preview), *_watermark(ground), *_border(), *_rules()]
    if preview:
        operators += [dashed(RED, 0.2, 1.2, circle(SEAL_CENTRE, SEAL_RADIUS))]
    return Stamp.of("preview" if preview else "blank", SHEET, operators)


def frame(inset: float) -> Rectangle:
    """The rectangle at that distance from the edge of the sheet."""
    return Rectangle(inset, inset, WIDTH - inset, HEIGHT - inset)


def _paper(*, preview: bool) -> Iterator[str]:
    if preview:
        yield filled(TINT, rectangle(SHEET))


def _watermark(ground: Colour) -> list[str]:
    colour = GOLD.over(ground, DRUM_SHARE)
    return drawn(drum(), centre=DRUM_CENTRE, radius=DRUM_RADIUS, colour=colour)


def _border() -> Iterator[str]:
    yield lined(GOLD, 0.35, rectangle(frame(7.0)))
    yield lined(RED, 5.0, rectangle(frame(_BAND)))
    yield "1 j " + lined(PALE_GOLD, 0.35, *_sawtooth()) + " 0 j"
    yield lined(GOLD, 0.7, rectangle(frame(14.2)))
    yield lined(GOLD, 0.25, rectangle(frame(15.6)))
    for centre in _corners():
        yield from _corner(centre)


def _sawtooth() -> Iterator[str]:
    box = frame(_BAND)
    for y in (box.top, box.bottom):
        yield segments([(x, y + rise) for x, rise in _teeth(box.left, box.right, _TEETH_ALONG)])
    for x in (box.left, box.right):
        yield segments([(x + rise, y) for y, rise in _teeth(box.top, box.bottom, _TEETH_DOWN)])


def _teeth(start: float, end: float, count: int) -> Iterator[tuple[float, float]]:
    """Positions along the band, each with the tip it rises or falls to."""
    step = (end - start) / (2 * count)
    return ((start + i * step, 1.25 if i % 2 else -1.25) for i in range(2 * count + 1))


def _corners() -> Iterator[Point]:
    box = frame(_BAND)
    return ((x, y) for x in (box.left, box.right) for y in (box.top, box.bottom))


def _corner(centre: Point) -> Iterator[str]:
    yield filled(RED, circle(centre, _CORNER))
    # The stroke lies inside the disc: nothing may be nearer than 5 mm to the edge.
    yield lined(GOLD, 0.45, circle(centre, _CORNER - 0.225))
    rings = (Ring(4.65 / _CORNER, 0.018), Ring(4.3 / _CORNER, 0.01))
    yield from drawn(rings, centre=centre, radius=_CORNER, colour=PALE_GOLD)
    yield from drawn((sun(),), centre=centre, radius=3.4, colour=PALE_GOLD)


def _rules() -> Iterator[str]:
    yield lined(INK, 0.3, segments([(MIDDLE - 30.5, 37.0), (MIDDLE + 30.5, 37.0)]))
    for start, end in ((96.0, 142.0), (155.0, 201.0)):
        yield lined(GOLD, 0.4, segments([(start, 71.2), (end, 71.2)]))
    yield from drawn(medal(), centre=(MIDDLE, 71.2), radius=3.0, colour=GOLD)
