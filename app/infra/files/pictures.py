"""What a picture or a film may be: whole, and small enough to be opened."""

from __future__ import annotations

import warnings
from typing import BinaryIO

from app.infra.files import refusals
from app.infra.files.containers import is_container
from app.kernel.errors import RuleBroken
from app.kernel.media import FileKind

MOST_PIXELS = 60_000_000
FORMATS = ("JPEG", "PNG")
BOX_HEADER = 8
LARGE_BOX_HEADER = 16
MOST_BOXES = 10_000


def check_image(file: BinaryIO) -> None:
    """Refuse a picture that is cut, too large, or a container besides.

    Raises:
        RuleBroken: saying which.
    """
    if is_container(file):
        raise refusals.suspicious(FileKind.IMAGE)
    try:
        _open_image(file)
    except RuleBroken:
        raise
    except Exception as error:  # Pillow raises many kinds; the file is what is at fault
        raise refusals.damaged(FileKind.IMAGE) from error


def _open_image(file: BinaryIO) -> None:
    from PIL import Image  # noqa: PLC0415  # only uploads need it

    file.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            image = Image.open(file, formats=FORMATS)
        except Image.DecompressionBombError as error:
            raise refusals.too_many_pixels(MOST_PIXELS) from error
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise refusals.too_many_pixels(MOST_PIXELS)
    if image.format == "PNG":
        image.verify()  # every part has a checksum: nothing need be unpacked
        return
    # A JPEG is read at an eighth of its size, which is enough to meet a missing end.
    image.draft("L", (max(1, width // 8), max(1, height // 8)))
    image.load()


def check_video(file: BinaryIO) -> None:
    """Refuse a film whose boxes do not reach exactly to its end, or that holds no film.

    Raises:
        RuleBroken: when it is damaged, or a container besides.
    """
    size = file.seek(0, 2)
    at, seen = 0, set[bytes]()
    for _ in range(MOST_BOXES):
        if at >= size:
            break
        length, name = _box(file, at, size)
        seen.add(name)
        at += length
    if at != size or not {b"ftyp", b"moov", b"mdat"} <= seen:
        raise refusals.damaged(FileKind.VIDEO)
    if is_container(file):
        raise refusals.suspicious(FileKind.VIDEO)


def _box(file: BinaryIO, at: int, size: int) -> tuple[int, bytes]:
    """Return length and name of the box at a place; a length of 0 means to the end."""
    file.seek(at)
    head = file.read(LARGE_BOX_HEADER)
    length, name = int.from_bytes(head[:4]), head[4:BOX_HEADER]
    if length == 1:
        length = int.from_bytes(head[BOX_HEADER:LARGE_BOX_HEADER])
    length = length or size - at
    if length < BOX_HEADER:
        raise refusals.damaged(FileKind.VIDEO)
    return length, name
