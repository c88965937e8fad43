"""What every table of attached files has; the table itself belongs to what the files hang on."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from app.infra.files.models import StoredFile
from app.infra.orm import Base, Line


class AttachedFile(Base):
    """A stored file under the name that somebody gave it, hanging on an owner.

    A package makes a table of its own of it and adds the key of the owner, so that the database
    knows what each file hangs on: no key here means things of several kinds.
    """

    __abstract__ = True

    stored_file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_files.id"))
    file_name: Mapped[Line]
    added_at: Mapped[datetime]

    @declared_attr
    def stored(cls) -> Mapped[StoredFile]:  # noqa: N805  # SQLAlchemy passes the class
        """The content, loaded by the query that asks for it."""
        return relationship(StoredFile, lazy="raise")
