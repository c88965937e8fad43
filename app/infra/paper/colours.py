"""Colours of ink, and what a thin veil of one looks like on a ground.

The watermark is drawn in the mixed, opaque colour: transparency would print differently from
press to press, and overlapping lines of it would show their crossings.
"""

from __future__ import annotations

from typing import NamedTuple

_FULL = 255


class Colour(NamedTuple):
    """Red, green and blue, each from 0 to 255."""

    red: int
    green: int
    blue: int

    @classmethod
    def from_hex(cls, digits: str) -> Colour:
        """Read ``"9d1c24"``."""
        return cls(*bytes.fromhex(digits))

    def over(self, ground: Colour, share: float) -> Colour:
        """This colour laid on ``ground`` with the given share, 0 to 1."""
        mixed = (round(g + (c - g) * share) for c, g in zip(self, ground, strict=True))
        return Colour(*mixed)

    @property
    def operands(self) -> str:
        """The three numbers of a PDF colour operator."""
        return " ".join(f"{part / _FULL:.4g}" for part in self)


WHITE = Colour(_FULL, _FULL, _FULL)
