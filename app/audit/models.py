"""The log and its head.

Rows refuse UPDATE and DELETE in the database itself. The head keeps the number and hash of the
last row: its row lock puts the writers of the chain in line, and a cut tail is noticed.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import DDL, event
from sqlalchemy.orm import Mapped, mapped_column

from app.audit.rules import GENESIS
from app.infra.orm import Base, Key, Line


class AuditEntry(Base):
    """One thing that happened; ``number`` runs from 1 without a gap."""

    __tablename__ = "audit_entries"
    spoken = "Dòng nhật ký"

    number: Mapped[int] = mapped_column(sa.BigInteger, unique=True)
    at: Mapped[datetime]
    tag: Mapped[Key] = mapped_column(index=True)
    by_account: Mapped[int | None]
    by_name: Mapped[Line]
    thing: Mapped[Key]
    thing_id: Mapped[int | None]
    changes: Mapped[dict[str, Any]]
    previous_hash: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64))

    __table_args__ = (sa.Index("ix_audit_entries_thing_thing_id", "thing", "thing_id"),)


class AuditHead(Base):
    """The single row that says where the chain ends."""

    __tablename__ = "audit_head"
    spoken = "Đầu nhật ký"

    number: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    hash: Mapped[str] = mapped_column(sa.String(64), default=GENESIS)


REFUSAL = "audit entries are append-only"

SQLITE_TRIGGERS = tuple(
    f"CREATE TRIGGER audit_entries_no_{verb.lower()} BEFORE {verb} ON audit_entries "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for verb in ("UPDATE", "DELETE")
)

POSTGRESQL_TRIGGERS = (
    f"""
    CREATE OR REPLACE FUNCTION audit_entries_refuse() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION '{REFUSAL}'; END; $$ LANGUAGE plpgsql
    """,
    """
    CREATE TRIGGER audit_entries_no_change BEFORE UPDATE OR DELETE ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION audit_entries_refuse()
    """,
    """
    CREATE TRIGGER audit_entries_no_truncate BEFORE TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_refuse()
    """,
)

FIRST_HEAD = f"INSERT INTO audit_head (id, number, hash) VALUES (1, 0, '{GENESIS}')"  # noqa: S608  # a constant


def _run_after_create(table: sa.FromClause, statement: str, dialect: str | None = None) -> None:
    ddl = DDL(statement)  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
    event.listen(table, "after_create", ddl.execute_if(dialect=dialect) if dialect else ddl)


for _statement in SQLITE_TRIGGERS:
    _run_after_create(AuditEntry.__table__, _statement, "sqlite")
for _statement in POSTGRESQL_TRIGGERS:
    _run_after_create(AuditEntry.__table__, _statement, "postgresql")
_run_after_create(AuditHead.__table__, FIRST_HEAD)
