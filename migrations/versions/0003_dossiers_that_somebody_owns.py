"""The index of owners leaves out the dossiers that nobody owns.

Who acts is asked at every request, and so is what they wrote. Where most dossiers came from
folders and have no owner, a whole index told the planner that one owner has them all.

Revision: 0003
After: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INDEX = "ix_nominations_owner_id"


def upgrade() -> None:
    """Go up."""
    owned = sa.text("owner_id IS NOT NULL")
    op.drop_index(INDEX, table_name="nominations")
    op.create_index(INDEX, "nominations", ["owner_id"], sqlite_where=owned, postgresql_where=owned)


def downgrade() -> None:
    """Go down."""
    op.drop_index(INDEX, table_name="nominations")
    op.create_index(INDEX, "nominations", ["owner_id"])
