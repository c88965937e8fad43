"""Shares that co-authors confirm or deny.

Revision: 0015
After: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.infra import orm

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

STATES = ("awaiting", "confirmed", "denied", "void")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "share_claims",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("full_name", sa.String(length=500), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.Column("share", orm.Exact(5, 2), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                *STATES, name="sharestate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_at", orm.Instant(), nullable=False),
        sa.Column("answered_at", orm.Instant(), nullable=True),
        sa.CheckConstraint(
            "state NOT IN ('confirmed', 'denied') OR answered_at IS NOT NULL",
            name=op.f("ck_share_claims_answer_has_time"),
        ),
        sa.CheckConstraint(
            "state <> 'awaiting' OR answered_at IS NULL",
            name=op.f("ck_share_claims_waits_for_answer"),
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"],
            ["nominations.id"],
            name=op.f("fk_share_claims_nomination_id_nominations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_claims")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_share_claims_nomination_id"), "share_claims", ["nomination_id"])


def downgrade() -> None:
    """Go down; links to shares lead nowhere any more."""
    op.execute("DELETE FROM links WHERE subject = 'share_claims'")
    op.drop_table("share_claims")
