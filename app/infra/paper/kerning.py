"""Kerning read out of a font, because ReportLab sets type without any.

Without it "TV", "Vă" and "Tô" gape at the size of a name on a certificate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fontTools.ttLib import TTFont

_PAIR_ADJUSTMENT = 2
_EXTENSION = 9
_LISTED_PAIRS = 1


def kerning_pairs(font: TTFont) -> dict[tuple[str, str], float]:
    """Horizontal adjustment per pair of characters, in font units; pairs with none are absent.

    Reads the pair lookups of GPOS; the font must already be cut to the ``kern`` feature.
    """
    if "GPOS" not in font:
        return {}
    letters = _letters_by_glyph(font)
    found: dict[tuple[str, str], float] = {}
    for table in _pair_tables(font["GPOS"].table):
        for left, right, value in _pairs(table, list(letters)):
            for pair in ((a, b) for a in letters.get(left, ()) for b in letters.get(right, ())):
                # The first table that knows a pair decides, even when it says "nothing".
                found.setdefault(pair, value)
    return {pair: value for pair, value in found.items() if value}


def _letters_by_glyph(font: TTFont) -> dict[str, list[str]]:
    letters: dict[str, list[str]] = {}
    for code, glyph in font.getBestCmap().items():
        letters.setdefault(glyph, []).append(chr(code))
    return letters


def _pair_tables(gpos: Any) -> Iterator[Any]:
    for lookup in gpos.LookupList.Lookup if gpos.LookupList else ():
        for table in lookup.SubTable:
            inner = table.ExtSubTable if lookup.LookupType == _EXTENSION else table
            if inner.LookupType == _PAIR_ADJUSTMENT:
                yield inner


def _pairs(table: Any, glyphs: list[str]) -> Iterator[tuple[str, str, float]]:
    if table.Format == _LISTED_PAIRS:
        yield from _listed(table)
    else:
        yield from _by_class(table, glyphs)


def _listed(table: Any) -> Iterator[tuple[str, str, float]]:
    for left, pairs in zip(table.Coverage.glyphs, table.PairSet, strict=True):
        for record in pairs.PairValueRecord:
            yield left, record.SecondGlyph, _advance(record.Value1)


def _by_class(table: Any, glyphs: list[str]) -> Iterator[tuple[str, str, float]]:
    firsts, seconds = table.ClassDef1.classDefs, table.ClassDef2.classDefs
    covered = set(glyphs)
    for left in table.Coverage.glyphs:
        if left in covered:
            record = table.Class1Record[firsts.get(left, 0)].Class2Record
            values = [_advance(entry.Value1) for entry in record]
            yield from ((left, right, values[seconds.get(right, 0)]) for right in glyphs)


def _advance(value: Any) -> float:
    return float(getattr(value, "XAdvance", 0) or 0)
