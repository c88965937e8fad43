"""One-time links apart from letters, frozen words in results, sessions that were ended.

Revision: 0002
After: 0001
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

from app.infra import orm

if TYPE_CHECKING:
    from collections.abc import Mapping

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LINK = re.compile(r"https?://\S+/lien-ket/[\w-]+")
LINK_MARK = "[liên kết dùng một lần, không hiện ở đây]"

outbox = sa.table(
    "outbox",
    sa.column("id", sa.Integer),
    sa.column("body", sa.Text),
    sa.column("state", sa.Text),
    sa.column("one_time_link", sa.Text),
)
nominations = sa.table(
    "nominations",
    sa.column("id", sa.Integer),
    sa.column("code", sa.Text),
    sa.column("title", sa.Text),
    sa.column("category_id", sa.Integer),
    sa.column("unit_id", sa.Integer),
)
people = sa.table(
    "nomination_people",
    sa.column("nomination_id", sa.Integer),
    sa.column("position", sa.Integer),
    sa.column("full_name", sa.Text),
)
units = sa.table("units", sa.column("id", sa.Integer), sa.column("name", sa.Text))
categories = sa.table("categories", sa.column("id", sa.Integer), sa.column("name", sa.Text))
LINES = tuple(
    sa.table(
        name,
        sa.column("id", sa.Integer),
        sa.column("nomination_id", sa.Integer),
        sa.column("printed", orm.Json),
    )
    for name in ("frozen_standings", "awards")
)


def upgrade() -> None:
    """Go up."""
    _make_ended_sessions()
    # Added in place: a table that others point to cannot be made anew on SQLite.
    link = sa.Column("one_time_link", sa.Text(), nullable=False, server_default="")
    op.add_column("outbox", link)
    _part_links()
    for table in LINES:
        printed = sa.Column("printed", orm.Json, nullable=False, server_default="{}")
        op.add_column(table.name, printed)
        _print_lines(table)


def _make_ended_sessions() -> None:
    op.create_table(
        "ended_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_hash", sa.String(length=64), nullable=False),
        sa.Column("ended_at", orm.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ended_sessions")),
        sa.UniqueConstraint("session_hash", name=op.f("uq_ended_sessions_session_hash")),
    )
    op.create_index(op.f("ix_ended_sessions_ended_at"), "ended_sessions", ["ended_at"])


def _part_links() -> None:
    """Take the links out of the texts; those that were sent are forgotten."""
    connection = op.get_bind()
    query = sa.select(outbox.c.id, outbox.c.body, outbox.c.state)
    for mail_id, body, state in connection.execute(query).all():
        found = LINK.search(body)
        if found is None:
            continue
        values = {
            "body": body.replace(found[0], LINK_MARK),
            "one_time_link": "" if state == "sent" else found[0],
        }
        connection.execute(outbox.update().where(outbox.c.id == mail_id).values(**values))


def _print_lines(table: sa.TableClause) -> None:
    """Let results that were frozen before say what their dossiers say now."""
    connection = op.get_bind()
    query = (
        sa.select(
            table.c.id,
            nominations.c.id.label("nomination_id"),
            nominations.c.code,
            nominations.c.title,
            units.c.name.label("unit"),
            categories.c.name.label("category"),
        )
        .select_from(table)
        .join(nominations, nominations.c.id == table.c.nomination_id)
        .outerjoin(units, units.c.id == nominations.c.unit_id)
        .outerjoin(categories, categories.c.id == nominations.c.category_id)
    )
    for row in connection.execute(query).mappings().all():
        words = _words(row)
        connection.execute(table.update().where(table.c.id == row["id"]).values(printed=words))


def _words(row: Mapping[Any, Any]) -> dict[str, Any]:
    named = (
        sa.select(people.c.full_name)
        .where(people.c.nomination_id == row["nomination_id"])
        .order_by(people.c.position)
    )
    return {
        "code": row["code"] or "",
        "title": row["title"],
        "people": list(op.get_bind().execute(named).scalars()),
        "unit": row["unit"] or "",
        "category": row["category"] or "",
    }


def downgrade() -> None:
    """Go down; links that were forgotten stay forgotten."""
    for table in LINES:
        op.drop_column(table.name, "printed")
    connection = op.get_bind()
    query = sa.select(outbox.c.id, outbox.c.body, outbox.c.one_time_link)
    for mail_id, body, link in connection.execute(query.where(outbox.c.one_time_link != "")).all():
        whole = body.replace(LINK_MARK, link)
        connection.execute(outbox.update().where(outbox.c.id == mail_id).values(body=whole))
    op.drop_column("outbox", "one_time_link")
    op.drop_table("ended_sessions")
