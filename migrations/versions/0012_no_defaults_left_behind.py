"""Defaults that filled new columns for old rows are taken away: who writes a row says what it holds.

SQLite could do it only by making anew tables that others point to; there they stay, without harm.

Revision: 0012
After: 0011
"""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

FILLED = (
    ("outbox", "one_time_link", ""),
    ("awards", "printed", "{}"),
    ("frozen_standings", "printed", "{}"),
    ("form_definitions", "digest", ""),
    ("stages", "method", "mean"),
    ("stages", "is_blind", "false"),
    ("stages", "min_sheets", "3"),
    ("stages", "trim_from", "5"),
    ("stages", "tie_breakers", "[]"),
    ("answers", "edition", "1"),
)


def upgrade() -> None:
    """Go up."""
    for table, column, _filling in _where_it_can_be_done():
        op.alter_column(table, column, server_default=None)


def downgrade() -> None:
    """Go down."""
    for table, column, filling in _where_it_can_be_done():
        op.alter_column(table, column, server_default=filling)


def _where_it_can_be_done() -> tuple[tuple[str, str, str], ...]:
    return FILLED if op.get_bind().dialect.name == "postgresql" else ()
