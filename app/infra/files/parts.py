"""Uploads that go on after a cut: what arrived so far waits on the disk for the next part.

An upload is named by its browser and belongs to one uploader and one place: under the same name
somebody else, or the same person elsewhere, begins a file of their own. Only whole parts are
added, each where the one before ended. What nobody goes on with is removed after a day.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import IO, TYPE_CHECKING

from flask_babel import gettext as _

from app.infra.files import refusals
from app.infra.files.inspection import MEGABYTE, spoken_size
from app.infra.files.store import FOLDER_OWNER_ONLY, incoming
from app.kernel import clock
from app.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

UPLOAD_ID = re.compile(r"[A-Za-z0-9-]{16,64}")
COUNT = re.compile(r"[0-9]{1,15}")
LIFETIME = timedelta(days=1)
LARGEST_PART = 8 * MEGABYTE
# How many uploads somebody may have begun and not ended.
MOST_OPEN = 20


@dataclass(frozen=True, slots=True)
class FilePart:
    """A part as it is announced: of which upload, from which byte on, of how many in all."""

    upload_id: str
    offset: int
    total: int


@dataclass(frozen=True, slots=True)
class Arrived:
    """What of an upload is there; ``fits`` is false for a part that begins somewhere else."""

    path: Path
    have: int
    total: int
    fits: bool

    @property
    def is_whole(self) -> bool:
        """Whether every byte is there."""
        return self.have == self.total

    def forget(self) -> None:
        """Remove the upload: it became a file, or never will."""
        self.path.unlink(missing_ok=True)


def part_in(typed: Mapping[str, str]) -> FilePart | None:
    """Return the part that a form announces; None where it sends a whole file.

    Raises:
        RuleBroken: for an announcement that means nothing.
    """
    if "upload" not in typed:
        return None
    upload_id, offset, total = (typed.get(name, "") for name in ("upload", "offset", "total"))
    numbers = COUNT.fullmatch(offset) and COUNT.fullmatch(total)
    if not UPLOAD_ID.fullmatch(upload_id) or not numbers:
        raise RuleBroken(_("Trình duyệt gửi tệp sai cách. Hãy tải lại trang rồi chọn lại tệp."))
    return FilePart(upload_id, int(offset), int(total))


def keep_part(part: FilePart, content: IO[bytes], *, owner: str, target: str) -> Arrived:
    """Add a part to what is there of its upload, if it begins where that ends.

    ``owner`` names the uploader, ``target`` the place that the file is for.

    Raises:
        RuleBroken: when more arrives than was announced, or too many uploads are open.
    """
    path = _path_of(part, owner, target)
    with path.open("ab") as kept:
        fcntl.flock(kept, fcntl.LOCK_EX)
        have = os.fstat(kept.fileno()).st_size
        if have != part.offset:
            return Arrived(path, have, part.total, fits=False)
        arrived = content.read(LARGEST_PART + 1)
        if len(arrived) > min(LARGEST_PART, part.total - have):
            raise RuleBroken(
                _("Phần tệp gửi lên lớn hơn đã báo. Hãy tải lại trang rồi chọn lại tệp.")
            )
        kept.write(arrived)
        return Arrived(path, have + len(arrived), part.total, fits=True)


def require_size(part: FilePart, name: str, max_bytes: int) -> None:
    """Refuse an upload that will be too large, before its first byte is kept.

    Raises:
        RuleBroken: naming the limit.
    """
    if part.total > max_bytes:
        raise refusals.too_large(name, spoken_size(max_bytes))


def _path_of(part: FilePart, owner: str, target: str) -> Path:
    """Return where an upload lies; one that nobody went on with for a day begins anew."""
    folder = incoming() / f"parts-{_digest(owner)}"
    folder.mkdir(exist_ok=True, mode=FOLDER_OWNER_ONLY)
    path = folder / _digest(f"{target}\n{part.upload_id}")
    oldest = (clock.now() - LIFETIME).timestamp()
    alive = []
    for each in folder.iterdir():
        if each.stat().st_mtime < oldest:
            each.unlink(missing_ok=True)
        else:
            alive.append(each)
    if path not in alive and len(alive) >= MOST_OPEN:
        raise RuleBroken(
            _(
                "Ông/bà đang có %(most)s tệp tải lên dở dang. Hãy tải xong các tệp đó, hoặc chờ đến "
                "ngày mai, rồi tải tệp này.",
                most=MOST_OPEN,
            )
        )
    return path


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:40]
