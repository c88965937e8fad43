"""Each answer has an edition of its own, and keeps the texts that it held before.

Revision: 0010
After: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.infra import orm

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

INDEX = "ix_earlier_answers_nomination_question"


def upgrade() -> None:
    """Go up; whoever wrote the answers that are there is not known, nor when."""
    edition = sa.Column("edition", sa.Integer(), nullable=False, server_default="1")
    op.add_column("answers", edition)
    op.add_column("answers", sa.Column("by_account", sa.Integer(), nullable=True))
    op.add_column("answers", sa.Column("begun_at", orm.Instant(), nullable=True))
    op.add_column("answers", sa.Column("written_at", orm.Instant(), nullable=True))
    op.create_table(
        "earlier_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=120), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("by_account", sa.Integer(), nullable=True),
        sa.Column("written_at", orm.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["nomination_id"],
            ["nominations.id"],
            name="fk_earlier_answers_nomination_id_nominations",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_earlier_answers"),
    )
    op.create_index(INDEX, "earlier_answers", ["nomination_id", "question"])


def downgrade() -> None:
    """Go down; the present texts stay, the earlier ones are lost."""
    op.drop_table("earlier_answers")
    for name in ("written_at", "begun_at", "by_account", "edition"):
        op.drop_column("answers", name)
