"""Where each line of a certificate stands.

The millimetres of an ordinary certificate are fixed. What is longer than ordinary is first
fitted line by line, then moves what is below it, and only then makes the middle of the page
smaller as a whole: nothing is ever cut and nothing touches.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from app.certificates.documents.fit import FittedPart, Writer
from app.certificates.documents.margins import closing_lines, facts_lines, head_lines
from app.certificates.documents.middle import middle_blocks
from app.certificates.documents.ornament import LORA, MIDDLE, QR_BOX
from app.infra.paper.codes import QrCode, qr_code
from app.infra.paper.fonts import FONT_FOLDER
from app.infra.paper.text import Rectangle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.certificates.documents.ornament import Typeface
    from app.certificates.documents.words import CertificateText
    from app.infra.paper.text import PlacedLine

_ORNAMENT_Y = 71.2
_LOWEST_BASELINE = 149.5
_FARTHEST_SHIFT = 6.0
_EASY_BASELINE, _EASED_GAPS = 126.0, 4
_SCALES = tuple(1 - step * 0.04 for step in range(10))
_QUIET_MODULES = 4


class NoRoom(ValueError):
    """The text is beyond what a sheet can hold legibly."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A finished page: lines with their places and the code with its box."""

    lines: tuple[PlacedLine, ...]
    code: QrCode

    @property
    def code_zone(self) -> Rectangle:
        """The QR code with the four modules of bare paper that a reader needs."""
        margin = (QR_BOX.right - QR_BOX.left) / self.code.side * _QUIET_MODULES
        left, top, right, bottom = QR_BOX
        return Rectangle(left - margin, top - margin, right + margin, bottom + margin)

    def of(self, role: str) -> tuple[PlacedLine, ...]:
        """The lines of one part, from the top."""
        return tuple(line for line in self.lines if line.role == role)


def lay_out(text: CertificateText, typeface: Typeface = LORA, folder: Path = FONT_FOLDER) -> Layout:
    """Give every line of the certificate its size and place.

    Raises:
        NoRoom: when even the smallest legible setting overflows (titles of 100 words).
    """
    writer = Writer(typeface, folder)
    blocks, shift = _middle(text, writer)
    lines = chain(
        head_lines(text, writer),
        _stacked(blocks),
        closing_lines(text, writer, shift),
        facts_lines(text, writer),
    )
    return Layout(tuple(line for line in lines if line.text), qr_code(text.verify_url))


def _middle(text: CertificateText, writer: Writer) -> tuple[list[FittedPart], float]:
    """The blocks at the largest scale that ends high enough, and how far the rest moves down."""
    for scale in _SCALES:
        blocks = _apart(middle_blocks(text, writer, scale))
        bottom = _ORNAMENT_Y + sum(block.height for block in blocks)
        if bottom <= _LOWEST_BASELINE:
            return _eased(blocks, bottom), _shift(blocks, bottom)
    msg = "Nội dung giấy chứng nhận quá dài; hãy rút gọn danh hiệu, tên hoặc thành tích."
    raise NoRoom(msg)


def _apart(blocks: list[FittedPart]) -> list[FittedPart]:
    """Blocks whose marks do not meet: a name with Ấ reaches up to the g of the verb."""
    return [blocks[0], *(below.clear_of(above) for above, below in pairwise(blocks))]


def _shift(blocks: list[FittedPart], bottom: float) -> float:
    """A title of two lines moves all below by 6 mm; other growth by as much as it needs."""
    long_title = any(block.role == "honour_title" and len(block.lines) > 1 for block in blocks)
    needed = _FARTHEST_SHIFT if long_title else bottom - 140.0
    return min(max(needed, 0.0), _FARTHEST_SHIFT)


def _eased(blocks: list[FittedPart], bottom: float) -> list[FittedPart]:
    """Spread a page of few words a little, so that it does not hang from its heading."""
    air = max(_EASY_BASELINE - bottom, 0.0) / _EASED_GAPS
    return [replace(b, gap=b.gap + air) if i < _EASED_GAPS else b for i, b in enumerate(blocks)]


def _stacked(blocks: list[FittedPart]) -> Iterator[PlacedLine]:
    baseline = _ORNAMENT_Y
    for block in blocks:
        yield from block.placed(MIDDLE, baseline + block.gap)
        baseline += block.height
