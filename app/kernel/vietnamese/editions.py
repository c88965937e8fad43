"""How the editions of a programme are numbered: "lần thứ nhất", "lần thứ II", "lần thứ VIII"."""

from __future__ import annotations

_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD")),
    *((100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_LARGEST_ROMAN = 3999


def ordinal_roman(ordinal: int) -> str:
    """Return the Roman numeral.

    Raises:
        ValueError: outside 1 to 3999, which have none.
    """
    if not 1 <= ordinal <= _LARGEST_ROMAN:
        raise ValueError(f"no Roman numeral for {ordinal}")
    numeral = ""
    for value, letters in _ROMAN:
        count, ordinal = divmod(ordinal, value)
        numeral += letters * count
    return numeral


def edition_label(ordinal: int) -> str:
    """Return "lần thứ nhất" for the first edition, Roman numerals from the second on."""
    return "lần thứ nhất" if ordinal == 1 else f"lần thứ {ordinal_roman(ordinal)}"
