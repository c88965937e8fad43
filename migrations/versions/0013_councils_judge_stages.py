"""A council judges stages of its round: until now every council judged all of them.

Revision: 0013
After: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "council_stages",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["councils.id"], name=op.f("fk_council_stages_council_id_councils")
        ),
        sa.ForeignKeyConstraint(
            ["stage_id"],
            ["stages.id"],
            name=op.f("fk_council_stages_stage_id_stages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("council_id", "stage_id", name=op.f("pk_council_stages")),
    )
    op.create_index(op.f("ix_council_stages_stage_id"), "council_stages", ["stage_id"])
    op.get_bind().exec_driver_sql(
        "INSERT INTO council_stages (council_id, stage_id) SELECT councils.id, stages.id "
        "FROM councils JOIN stages ON stages.round_id = councils.round_id"
    )


def downgrade() -> None:
    """Go down; every council judges all stages of its round again."""
    op.drop_index(op.f("ix_council_stages_stage_id"), table_name="council_stages")
    op.drop_table("council_stages")
