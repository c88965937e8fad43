"""Keeping files: one content once, under its hash, outside the web root.

The bytes are on the disk before the row is committed; a unit of work that fails leaves bytes
without a row, which do no harm and are there already when the file is handed in again.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, cast

from flask import current_app
from sqlalchemy import select

from app.infra.db.engine import db
from app.infra.files.inspection import inspect
from app.infra.files.models import StoredFile
from app.infra.inserts import insert_once
from app.infra.jobs.enums import Queue
from app.infra.jobs.kinds import daily
from app.kernel import clock
from app.kernel.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Collection

    from app.infra.files.inspection import Inspected
    from app.kernel.media import FileKind
    from app.settings import Settings

OWNER_ONLY = 0o600
FOLDER_OWNER_ONLY = 0o700
CHUNK = 1 << 20


def receive(
    stream: IO[bytes], file_name: str | None, *, allowed: Collection[FileKind], max_bytes: int
) -> tuple[StoredFile, str]:
    """Inspect and keep what was handed in; return it with its cleaned name.

    Raises:
        RuleBroken: with a sentence that says what is wrong and what to do.
    """
    with inspect(stream, file_name, allowed, max_bytes, folder=incoming()) as inspected:
        return store(inspected), inspected.file_name


def store(inspected: Inspected) -> StoredFile:
    """Keep an inspected file, in the current unit of work; equal contents are one row."""
    if not path_of(inspected.sha256).exists():
        with inspected.path.open("rb") as content:
            place(content, path_of(inspected.sha256))
    return _row(inspected.sha256, inspected.size, inspected.kind, inspected.pages)


def keep(content: bytes, kind: FileKind, *, pages: int | None = None) -> StoredFile:
    """Keep what the product itself made, such as a certificate, in the current unit of work."""
    sha256 = hashlib.sha256(content).hexdigest()
    if not path_of(sha256).exists():
        place(BytesIO(content), path_of(sha256))
    return _row(sha256, len(content), kind, pages)


def open_stored(sha256: str) -> BinaryIO:
    """Open a stored file for reading.

    Raises:
        NotFound: when the bytes are not there.
    """
    try:
        return path_of(sha256).open("rb")
    except FileNotFoundError as error:
        raise NotFound from error


def path_of(sha256: str) -> Path:
    """Return where the bytes of a hash lie, or would."""
    return root() / sha256[:2] / sha256[2:4] / sha256


def get_stored(stored_id: int) -> StoredFile:
    """Return a stored file.

    Raises:
        NotFound: when there is none of this number.
    """
    stored = db.session.get(StoredFile, stored_id)
    if stored is None:
        raise NotFound
    return stored


def root() -> Path:
    """Return the folder of all stored files."""
    return cast("Settings", current_app.extensions["settings"]).files


def incoming() -> Path:
    """Return the folder of what is still being written."""
    folder = root() / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=FOLDER_OWNER_ONLY)
    return folder


def place(source: IO[bytes], target: Path) -> None:
    """Copy to a temporary name beside the target, sync, rename: whole or not there."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=FOLDER_OWNER_ONLY)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as copy:
        while chunk := source.read(CHUNK):
            copy.write(chunk)
        copy.flush()
        os.fchmod(copy.fileno(), OWNER_ONLY)
        os.fsync(copy.fileno())
    Path(copy.name).replace(target)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@daily("files.tidy", "Dọn tệp tải lên dở dang", Queue.FILES)
def tidy(_payload: dict[str, Any]) -> None:
    """Remove what uploads left behind that were cut off while a process died."""
    oldest = (clock.now() - timedelta(days=1)).timestamp()
    for path in incoming().rglob("*"):
        if path.is_file() and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def _row(sha256: str, size: int, kind: FileKind, pages: int | None) -> StoredFile:
    values = {
        "sha256": sha256,
        "size": size,
        "kind": kind,
        "pages": pages,
        "created_at": clock.now(),
    }
    insert_once(StoredFile, values, unique="sha256")
    return db.session.execute(select(StoredFile).where(StoredFile.sha256 == sha256)).scalar_one()
