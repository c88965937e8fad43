"""What is known of a stored file; the bytes lie in the folder of files, under their hash."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.orm import Base
from app.kernel.media import FileKind


class StoredFile(Base):
    """One content, however often it was handed in and under whatever names."""

    __tablename__ = "stored_files"
    spoken = "Tệp"

    sha256: Mapped[str] = mapped_column(sa.String(64), unique=True)
    size: Mapped[int] = mapped_column(sa.BigInteger)
    kind: Mapped[FileKind]
    pages: Mapped[int | None]
    created_at: Mapped[datetime]
