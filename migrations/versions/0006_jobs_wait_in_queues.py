"""Jobs wait in queues, so that letters do not stand before papers.

Revision: 0006
After: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

QUEUES = ("mail", "paper", "files", "rest")
QUEUE_OF_KIND = {
    "mail.send": "mail",
    "certificates.make": "paper",
    "certificates.book": "paper",
    "files.tidy": "files",
}
jobs = sa.table("jobs", sa.column("kind", sa.String), sa.column("queue", sa.String))


def upgrade() -> None:
    """Go up: each job waits in the queue of its kind."""
    with op.batch_alter_table("jobs") as batch_op:
        batch_op.add_column(sa.Column("queue", sa.String(length=40), nullable=True))
    queue = sa.case(QUEUE_OF_KIND, value=jobs.c.kind, else_="rest")
    op.execute(sa.update(jobs).values(queue=queue))
    with op.batch_alter_table("jobs") as batch_op:
        batch_op.alter_column("queue", existing_type=sa.String(length=40), nullable=False)
        batch_op.create_check_constraint(
            op.f("ck_jobs_queue"), sa.column("queue", sa.String).in_(QUEUES)
        )
        batch_op.drop_index("ix_jobs_state_run_after")
        batch_op.create_index("ix_jobs_state_queue_run_after", ["state", "queue", "run_after"])


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("jobs") as batch_op:
        batch_op.drop_index("ix_jobs_state_queue_run_after")
        batch_op.create_index("ix_jobs_state_run_after", ["state", "run_after"])
        batch_op.drop_constraint(op.f("ck_jobs_queue"), type_="check")
        batch_op.drop_column("queue")
