"""Text before it is drawn: cleaned, measured with kerning, fitted, placed.

Nothing here draws. A page is laid out as `PlacedLine` values, so that a test can ask whether
two lines touch without opening a PDF.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from app.infra.paper.fonts import MM_PER_POINT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.infra.paper.colours import Colour
    from app.infra.paper.fonts import Face

NO_BREAK = "\u00a0"
# Words that belong to what follows them: "năm 2026", "lần thứ XI", "tỉnh Quảng Ninh".
_BEFORE_NUMBER = frozenset(
    ["năm", "tháng", "ngày", "thứ", "số", "khóa", "khoá", "hạng", "giải", "quyển", "trang"]
)
_BEFORE_PLACE = frozenset(["tỉnh", "phố", "phường", "xã", "huyện", "quận"])
_DASHES = ("-", "–", "—")
_PHRASE_END = (",", ";", ":", ".", "–")
# A line shorter than this part of its neighbour looks lonely even after a comma.
_LONELY = 0.6
_PAIR = 2


class Align(StrEnum):
    """Where ``x`` of a line is: its left end or its middle."""

    LEFT = "left"
    CENTRE = "centre"


class Rectangle(NamedTuple):
    """A rectangle on the sheet in millimetres; ``top`` is the smaller ``y``."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Rectangle) -> bool:
        """Whether the two share any area; edges that only touch do not count."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: Rectangle) -> bool:
        """Whether ``other`` lies wholly inside."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """One line of text with its place: ``y`` is the baseline, ``tracking`` in millimetres."""

    role: str
    text: str
    face: Face
    size: float
    x: float
    y: float
    colour: Colour
    align: Align = Align.CENTRE
    tracking: float = 0.0

    @property
    def width(self) -> float:
        """The length of the line in millimetres."""
        return width(self.face, self.text, self.size, self.tracking)

    @property
    def left(self) -> float:
        """Where the first letter begins."""
        return self.x - self.width / 2 if self.align is Align.CENTRE else self.x

    @property
    def ink(self) -> Rectangle:
        """The box around what is really printed: tone marks above and below included."""
        above, below = reach(self.face, self.text, self.size)
        left = self.left
        return Rectangle(left, self.y - above, left + self.width, self.y + below)


def reach(face: Face, text: str, size: float) -> tuple[float, float]:
    """How far the ink of a line goes above its baseline and below it, in millimetres."""
    scale = size * MM_PER_POINT / 1000
    boxes = [face.ink[c] for c in text if not c.isspace()]
    above = max((box[3] for box in boxes), default=0.0)
    below = min((box[1] for box in boxes), default=0.0)
    return above * scale, -below * scale


def clean(text: str, face: Face) -> str:
    """The text as this face can draw it: NFC, single spaces, a visible sign for what it lacks."""
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(c for c in composed if c.isspace() or unicodedata.category(c)[0] != "C")
    spaced = NO_BREAK.join(" ".join(part.split()) for part in kept.split(NO_BREAK))
    return "".join(c if c in face.advances else _nearest(c, face) for c in spaced)


def _nearest(letter: str, face: Face) -> str:
    """The same letter without marks when the face has that, otherwise the fallback sign."""
    base = unicodedata.normalize("NFKD", letter)[0]
    if unicodedata.combining(letter):
        return ""
    return base if base in face.advances else face.fallback


def hold_together(text: str) -> str:
    """Put no-break spaces where a line must not break: numbers, names of places, dashes."""
    held, in_place = "", False
    for word in text.split(" "):
        before = held.rpartition(" ")[2].rpartition(NO_BREAK)[2]
        in_place = word[:1].isupper() and (in_place or before.lower() in _BEFORE_PLACE)
        glued = in_place or word in _DASHES or _belongs(before.lower(), word)
        held += (NO_BREAK if glued else " ") + word
        in_place = in_place and word.isalpha()
    return held[1:]


def _belongs(before: str, word: str) -> bool:
    if before == "lần":
        return word == "thứ"
    return before in _BEFORE_NUMBER and word[:1] in "0123456789IVXLC"


def width(face: Face, text: str, size: float, tracking: float = 0.0) -> float:
    """The advance of the text in millimetres; tracking stands between letters, not after."""
    return _units(face, text) * size * MM_PER_POINT / 1000 + tracking * max(len(text) - 1, 0)


@lru_cache(maxsize=8192)
def _units(face: Face, text: str) -> float:
    """Thousandths of the size. Kept, because words come back: line after line, page after page."""
    kerning = face.kerning.get
    return sum([face.advances[c] for c in text]) + sum([kerning(p, 0.0) for p in pairwise(text)])


def fits(face: Face, lines: Sequence[str], size: float, widest: float) -> bool:
    """Whether every line stays within ``widest`` millimetres at that size."""
    return all(width(face, line, size) <= widest for line in lines)


def shrink(  # noqa: PLR0913 (one fitting, all of it measured in these)
    face: Face, text: str, *, size: float, smallest: float, widest: float, tracking: float = 0.0
) -> float:
    """The largest size, going down by 1 pt from ``size``, at which the text fits.

    Returns ``smallest`` when nothing fits: the caller then wraps.
    """
    while size > smallest and width(face, text, size, tracking) > widest:
        size = max(size - 1, smallest)
    return size


def wrap(face: Face, text: str, size: float, widest: float) -> list[str]:
    """Break at spaces, and inside a word only when the word alone is too wide."""
    room = widest / (size * MM_PER_POINT / 1000)
    lines: list[str] = []
    filled = 0.0
    for word in text.split(" "):
        joined = filled + _space(face, lines[-1] if lines else "", word) + _units(face, word)
        if lines and joined <= room:
            lines[-1] += f" {word}"
            filled = joined
        else:
            lines += _pieces(face, word, size, widest)
            filled = _units(face, lines[-1])
    return lines


def _space(face: Face, before: str, after: str) -> float:
    """The space between two words, with its kerning on both sides."""
    left = face.kerning.get((before[-1:], " "), 0.0)
    return face.advances[" "] + left + face.kerning.get((" ", after[:1]), 0.0)


def wrap_evenly(face: Face, text: str, size: float, widest: float) -> list[str]:
    """Like `wrap` in as few lines, but alike in length, two lines breaking after a phrase.

    A centred text of one long and one lonely word looks like a mistake.
    """
    lines = wrap(face, text, size, widest)
    narrow, wide = 0.0, widest
    while len(lines) > 1 and wide - narrow > 1:
        middle = (narrow + wide) / 2
        tried = wrap(face, text, size, middle)
        if len(tried) <= len(lines):
            lines, wide = tried, middle
        else:
            narrow = middle
    return _after_phrase(face, text, size, widest) or lines if len(lines) == _PAIR else lines


def _after_phrase(face: Face, text: str, size: float, widest: float) -> list[str]:
    """The most even pair of lines of which the first ends a phrase; empty when all are lonely."""
    words = text.split(" ")
    pairs = (
        (" ".join(words[:i]), " ".join(words[i:]))
        for i in range(1, len(words))
        if words[i - 1].endswith(_PHRASE_END)
    )
    widths = {pair: sorted(width(face, line, size) for line in pair) for pair in pairs}
    good = [
        pair for pair, (short, long) in widths.items() if _LONELY * long <= short <= long <= widest
    ]
    return list(min(good, key=lambda pair: widths[pair][1], default=()))


def _pieces(face: Face, word: str, size: float, widest: float) -> list[str]:
    if width(face, word, size) <= widest:
        return [word]
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(face, pieces[-1] + letter, size) > widest:
            pieces.append("")
        pieces[-1] += letter
    return pieces
