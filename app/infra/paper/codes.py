"""QR codes as one-bit images: a certificate leads to its page of verification."""

from __future__ import annotations

from dataclasses import dataclass

import segno

# Looking for the best of the eight masks takes four fifths of the time and changes nothing
# for a camera. Mask 4 is one without long equal rows for addresses.
_MASK = 4


@dataclass(frozen=True, slots=True)
class QrCode:
    """The bare modules, without margin: ``side`` rows of bits, each padded to whole bytes."""

    side: int
    bits: bytes


def qr_code(address: str) -> QrCode:
    """The code of an address, error correction M: readable with 15 % of it covered.

    Raises:
        ValueError: when the address is too long for a QR code.
    """
    made = segno.make_qr(address, error="m", mask=_MASK, boost_error=False)
    rows = [_packed(row) for row in made.matrix]
    return QrCode(len(rows), b"".join(rows))


def _packed(row: bytes | bytearray) -> bytes:
    """One row, most significant bit first; a dark module is 0, as an image mask paints."""
    size = (len(row) + 7) // 8
    bits = int("".join("01"[not dark] for dark in row).ljust(size * 8, "1"), 2)
    return bits.to_bytes(size, "big")
