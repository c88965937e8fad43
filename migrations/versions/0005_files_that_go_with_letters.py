"""Letters carry stored files.

Revision: 0005
After: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLE = "outbox_enclosures"
INDEX = "ix_outbox_enclosures_stored_file_id"


def upgrade() -> None:
    """Go up."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("stored_file_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=500), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["outbox.id"], name=op.f("fk_outbox_enclosures_mail_id_outbox")
        ),
        sa.ForeignKeyConstraint(
            ["stored_file_id"],
            ["stored_files.id"],
            name=op.f("fk_outbox_enclosures_stored_file_id_stored_files"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_enclosures")),
        sa.UniqueConstraint(
            "mail_id", "position", name=op.f("uq_outbox_enclosures_mail_id_position")
        ),
    )
    op.create_index(INDEX, TABLE, ["stored_file_id"])


def downgrade() -> None:
    """Go down; letters that wait go out without their files."""
    op.drop_table(TABLE)
