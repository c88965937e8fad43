"""The parts around the middle: state and issuer above, signature right, facts left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.certificates.documents.fit import (
    FittedPart,
    Setting,
    baselines,
    fit,
    one_line,
    placed,
    resized,
)
from app.certificates.documents.ornament import MIDDLE, RED
from app.infra.paper.text import Align

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.certificates.documents.fit import Row, Style, Writer
    from app.certificates.documents.words import CertificateText
    from app.infra.paper.text import PlacedLine

_HEAD_WIDTH = 230.0
_SMALLEST = 5.0
# Millimetres from line to line per point of size where room is short.
_TIGHT = 0.44
_SIGNATURE_X, _SIGNATURE_WIDTH = 228.0, 100.0
_DATE_Y, _AUTHORITY_Y, _AUTHORITY_STEP, _SIGNER_Y = 151.0, 157.5, 5.7, 190.0
_LOWEST_AUTHORITY = 177.0
_FACTS_X, _FACTS_Y, _FACTS_STEP, _FACTS_WIDTH = 56.0, 162.0, 5.4, 118.0
_FACTS_TOP, _FACTS_BOTTOM, _USUAL_FACTS = 158.5, 190.5, 4


@dataclass(frozen=True, slots=True)
class Column:
    """Lines below each other: where they begin, how far apart, how low the last may stand."""

    x: float
    first: float
    step: float
    lowest: float
    align: Align


def head_lines(text: CertificateText, writer: Writer) -> Iterator[PlacedLine]:
    """Name of the state, motto, issuer, heading."""
    faces = writer.typeface
    bold, semibold = writer.style(faces.bold, 13), writer.style(faces.semibold, 14)
    heading = writer.style(faces.bold, 38, RED, tracking=0.6)
    header = one_line("national_header", text.national_header, bold, 0, _HEAD_WIDTH)
    motto = one_line("national_motto", text.national_motto, semibold, 0, _HEAD_WIDTH)
    title = one_line("heading", text.heading, heading, 0, _HEAD_WIDTH)
    yield from header.placed(MIDDLE, 28.0)
    yield from motto.placed(MIDDLE, 34.4)
    yield from _issuer(text.issuer, writer)
    yield from title.placed(MIDDLE, 65.0)


def _issuer(issuer: str, writer: Writer) -> Iterator[PlacedLine]:
    style = writer.style(writer.typeface.bold, 14, RED)
    settings = (Setting(1, 14, 12), Setting(2, 12, 9), Setting(2, 8, 5))
    lines, fitted = fit(issuer, style, settings, _HEAD_WIDTH)
    block = FittedPart("issuer", lines, fitted, 0, fitted.size * 0.43)
    # A second line finds its room upwards, towards the motto: the heading does not move.
    first = 47.0 if len(lines) == 1 else 48.8 - block.offsets[-1]
    return block.placed(MIDDLE, first)


def closing_lines(text: CertificateText, writer: Writer, shift: float) -> Iterator[PlacedLine]:
    """Place and date, authority, signer; ``shift`` moves all but the signer down.

    The signer stays: below him is the border, and the room above is for his hand.
    """
    faces = writer.typeface
    date_style, signer_style = writer.style(faces.italic, 13), writer.style(faces.bold, 14)
    day = one_line("place_and_date", text.place_and_date, date_style, 0, _SIGNATURE_WIDTH)
    signer = one_line("signer", text.signer, signer_style, 0, _SIGNATURE_WIDTH)
    yield from day.placed(_SIGNATURE_X, _DATE_Y + shift)
    yield from _authority(text.authority_lines, writer, _AUTHORITY_Y + shift)
    yield from signer.placed(_SIGNATURE_X, _SIGNER_Y)


def _authority(lines: Sequence[str], writer: Writer, first: float) -> Iterator[PlacedLine]:
    style = writer.style(writer.typeface.bold, 13)
    settings = (Setting(1, 13, 11), Setting(2, 11, 9))
    parts = [fit(line, style, settings, _SIGNATURE_WIDTH) for line in lines if line.strip()]
    column = Column(_SIGNATURE_X, first, _AUTHORITY_STEP, _LOWEST_AUTHORITY, Align.CENTRE)
    return _stacked("authority", _alike(parts), column)


def facts_lines(text: CertificateText, writer: Writer) -> Iterator[PlacedLine]:
    """Number, decision, register and address beside the code."""
    faces = writer.typeface
    bold, plain = writer.style(faces.sans_semibold, 10), writer.style(faces.sans, 10)
    facts = ((text.number_line, bold), (text.decision_line, plain),
             (text.register_line, plain), (text.verify_line, plain))  # fmt: skip
    settings = (Setting(1, 10, 9), Setting(2, 10, 9), Setting(3, 9, 6))
    rows = _alike(
        [fit(fact, style, settings, _FACTS_WIDTH) for fact, style in facts if fact.strip()]
    )
    first = _FACTS_Y if len(rows) <= _USUAL_FACTS else _FACTS_TOP
    column = Column(_FACTS_X, first, _FACTS_STEP, _FACTS_BOTTOM, Align.LEFT)
    return _stacked("facts", rows, column)


def _alike(parts: Sequence[tuple[tuple[str, ...], Style]]) -> list[Row]:
    """Every line of every part, all at the size of the smallest."""
    size = min((style.size for _, style in parts), default=0)
    return [(line, resized(style, size)) for lines, style in parts for line in lines]


def _stacked(role: str, rows: list[Row], column: Column) -> Iterator[PlacedLine]:
    """The rows below each other, all made smaller by half points until the last stands in."""
    size, step = rows[0][1].size if rows else _SMALLEST, column.step
    places = list(baselines(rows, column.first, step))
    while places and places[-1] > column.lowest and size > _SMALLEST:
        size -= 0.5
        step = min(column.step, size * _TIGHT)
        rows = [(line, resized(style, size)) for line, style in rows]
        places = list(baselines(rows, column.first, step))
    for row, y in zip(rows, places, strict=True):
        yield placed(role, row, (column.x, y), column.align)
