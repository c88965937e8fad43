"""Names that office programs write into a document itself: beside comments and tracked changes.

What a part says in its text stays; only what names somebody as the writer of a remark or of a
change is left out. Parts are read piece by piece: one may be hundreds of megabytes long.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

CHUNK = 1 << 16
# A tag that is longer than this is none that an office program writes.
LONGEST_TAG = 1 << 20
NOBODY = "Người góp ý".encode()
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def _attributes(*names: str) -> re.Pattern[bytes]:
    words = "|".join(names)
    return re.compile(
        rf"""(?P<before>\s(?:[\w.-]+:)?(?:{words})\s*=\s*)(?:"[^"]*"|'[^']*')""".encode()
    )


# By folder and by what the name of a part begins with. "name" is a common word in other parts.
WORD = _attributes("author", "initials", "userId", "userName", "displayName")
PEOPLE = _attributes("author", "initials", "userId", "userName", "displayName", "name")
PARTS = (
    (re.compile(r"word/.*\.xml"), WORD),
    (re.compile(r"xl/(persons|threadedComments|revisions|comments).*\.xml"), PEOPLE),
    (re.compile(r"ppt/(commentAuthors|authors|comments/).*\.xml"), PEOPLE),
)
AUTHOR_OF_CELLS = re.compile(rb"(?P<before><(?:\w+:)?author>)[^<]*")


def names_in(part: str) -> re.Pattern[bytes] | None:
    """Return what names people in a part of an office document; None for a part without names."""
    return next((words for where, words in PARTS if where.fullmatch(part)), None)


def without_names(part: IO[bytes], names: re.Pattern[bytes]) -> Iterator[bytes]:
    """Yield a part of a document with nobody named as the writer of remarks and changes.

    Raises:
        ValueError: for a part in which tags cannot be told from text.
    """
    kept = part.read(CHUNK)
    if kept.startswith(UTF_16):
        message = "a part in UTF-16"
        raise ValueError(message)
    while chunk := part.read(CHUNK):
        kept += chunk
        # What follows the last tag that began may go on in the next piece.
        ready = kept.rfind(b"<")
        if ready > 0:
            yield _nameless(kept[:ready], names)
            kept = kept[ready:]
        if len(kept) > LONGEST_TAG:
            message = "a tag without an end"
            raise ValueError(message)
    yield _nameless(kept, names)


def _nameless(piece: bytes, names: re.Pattern[bytes]) -> bytes:
    without = names.sub(rb'\g<before>"' + NOBODY + b'"', piece)
    return AUTHOR_OF_CELLS.sub(rb"\g<before>" + NOBODY, without)
