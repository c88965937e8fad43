"""Copies that name no maker, each made once and kept beside the files.

Making one costs as much as reading the file whole, so one is made at a time on a machine, and
what was made, or could not be made, is remembered under the hash of its original.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

from app.infra.files.anonymous import NO_COPY, has_copies, without_maker
from app.infra.files.store import FOLDER_OWNER_ONLY, incoming, open_stored, place, root
from app.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.infra.files.models import StoredFile

# Another number makes all copies anew: what is left out has changed, or the libraries have.
EDITION = "blind-2"


def blind_copy(stored: StoredFile) -> Path | None:
    """Return where the copy of a file lies that names no maker; nothing for kinds without one.

    Raises:
        NotFound: when the bytes of the file are not there.
        RuleBroken: for a file that cannot be copied; handing out the original would tell.
    """
    if not has_copies(stored.kind):
        return None
    path = root() / EDITION / stored.sha256[:2] / stored.sha256
    if not path.exists():
        with _one_at_a_time():
            if not path.exists():  # whoever was before us may have made it
                _make(stored, path)
    if path.stat().st_size == 0:
        raise RuleBroken(NO_COPY)
    return path


def _make(stored: StoredFile, path: Path) -> None:
    """Make the copy; an empty one says that none can be made."""
    with (
        open_stored(stored.sha256) as original,
        tempfile.TemporaryFile(dir=incoming()) as copy,
    ):
        try:
            without_maker(original, stored.kind, cast("BinaryIO", copy))
        except RuleBroken:
            copy.truncate(0)
        copy.seek(0)
        place(copy, path)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Wait until nobody on this machine makes a copy; the lock goes with whoever dies."""
    folder = root() / EDITION
    folder.mkdir(parents=True, exist_ok=True, mode=FOLDER_OWNER_ONLY)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
