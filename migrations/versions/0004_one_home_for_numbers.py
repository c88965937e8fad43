"""Numbers without gaps move into one room: the register of certificates, and receipts of rounds.

Revision: 0004
After: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.infra import orm

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ORGANISER = "organiser"
RECEIPTS = "TN"
ROUND = "round-"

rounds = sa.table("rounds", sa.column("id", sa.Integer), sa.column("last_receipt_no", sa.Integer))
counters = sa.table(
    "register_counters",
    sa.column("series", sa.Text),
    sa.column("year", sa.Integer),
    sa.column("last_number", sa.Integer),
)
number_series = sa.table(
    "number_series",
    sa.column("id", sa.Integer),
    sa.column("code", sa.Text),
    sa.column("body", sa.Text),
    sa.column("year", sa.Integer),
    sa.column("last_number", sa.Integer),
)
reserved = sa.table(
    "reserved_numbers", sa.column("series_id", sa.Integer), sa.column("last_number", sa.Integer)
)
typed = sa.table(
    "typed_numbers", sa.column("series_id", sa.Integer), sa.column("number", sa.Integer)
)


def upgrade() -> None:
    """Go up."""
    _make_tables()
    connection = op.get_bind()
    lines = [
        {"code": series, "body": ORGANISER, "year": year, "last_number": last}
        for series, year, last in connection.execute(
            sa.select(counters.c.series, counters.c.year, counters.c.last_number)
        )
    ]
    received = sa.select(rounds.c.id, rounds.c.last_receipt_no).where(rounds.c.last_receipt_no > 0)
    lines += [
        {"code": RECEIPTS, "body": f"{ROUND}{number}", "year": 0, "last_number": last}
        for number, last in connection.execute(received)
    ]
    if lines:
        connection.execute(number_series.insert(), lines)
    op.drop_table("register_counters")
    op.drop_column("rounds", "last_receipt_no")


def _make_tables() -> None:
    op.create_table(
        "number_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=120), nullable=False),
        sa.Column("body", sa.String(length=120), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_series")),
        sa.UniqueConstraint("code", "body", "year", name=op.f("uq_number_series_code_body_year")),
    )
    op.create_table(
        "reserved_numbers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("first_number", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("kept_for", sa.String(length=500), nullable=False),
        sa.Column("reserved_at", orm.Instant(), nullable=False),
        sa.CheckConstraint(
            "1 <= first_number AND first_number <= last_number",
            name=op.f("ck_reserved_numbers_is_range"),
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["number_series.id"],
            name=op.f("fk_reserved_numbers_series_id_number_series"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reserved_numbers")),
    )
    op.create_index(op.f("ix_reserved_numbers_series_id"), "reserved_numbers", ["series_id"])
    op.create_table(
        "typed_numbers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("taken_at", orm.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["number_series.id"],
            name=op.f("fk_typed_numbers_series_id_number_series"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_typed_numbers")),
        sa.UniqueConstraint("series_id", "number", name=op.f("uq_typed_numbers_series_id_number")),
    )


def downgrade() -> None:
    """Go down; numbers that were typed or reserved are passed over, so that none is given twice."""
    op.create_table(
        "register_counters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(length=120), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_counters")),
        sa.UniqueConstraint("series", "year", name=op.f("uq_register_counters_series_year")),
    )
    received = sa.Column("last_receipt_no", sa.Integer(), nullable=False, server_default="0")
    op.add_column("rounds", received)
    _give_back()
    for table in ("typed_numbers", "reserved_numbers", "number_series"):
        op.drop_table(table)


def _give_back() -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(number_series)).all():
        last = max(row.last_number, _highest(reserved, reserved.c.last_number, row.id))
        last = max(last, _highest(typed, typed.c.number, row.id))
        if row.body == ORGANISER:
            line = {"series": row.code, "year": row.year, "last_number": last}
            connection.execute(counters.insert().values(**line))
        elif row.code == RECEIPTS and row.body.startswith(ROUND):
            number = int(row.body.removeprefix(ROUND))
            found = rounds.update().where(rounds.c.id == number)
            connection.execute(found.values(last_receipt_no=last))


def _highest(table: sa.TableClause, column: sa.ColumnElement[int], series_id: int) -> int:
    query = sa.select(sa.func.max(column)).where(table.c.series_id == series_id)
    return op.get_bind().execute(query).scalar() or 0
