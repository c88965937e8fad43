"""Mailed links lead to one thing, can be used a stated number of times, and can be voided.

Links that lie in mailboxes keep their number and the hash of their token, and lead where they led.

Revision: 0007
After: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.infra import orm

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

RESET = "password_reset"
ACCOUNTS = "accounts"
# What links were for before; any other kind is about things that were not there then.
OLD_KINDS = ("first_admin", "invitation", "registration", RESET)

SHARED = ("id", "kind", "token_hash", "email", "full_name", "person_id", "grants", "made_at")
old_links = sa.table(
    "mailed_links",
    *(sa.column(name) for name in SHARED if name not in {"grants", "made_at"}),
    sa.column("grants", orm.Json),
    sa.column("made_at", orm.Instant()),
    sa.column("account_id", sa.Integer),
    sa.column("expires_at", orm.Instant()),
    sa.column("used_at", orm.Instant()),
)
links = sa.table(
    "links",
    *(sa.column(name) for name in SHARED if name not in {"grants", "made_at"}),
    sa.column("grants", orm.Json),
    sa.column("made_at", orm.Instant()),
    sa.column("subject", sa.Text),
    sa.column("subject_id", sa.Integer),
    sa.column("uses", sa.Integer),
    sa.column("used", sa.Integer),
    sa.column("until", orm.Instant()),
    sa.column("last_used_at", orm.Instant()),
    sa.column("voided_at", orm.Instant()),
)


def upgrade() -> None:
    """Go up."""
    _make_links()
    is_about_account = sa.and_(old_links.c.kind == RESET, old_links.c.account_id.is_not(None))
    moved = sa.select(
        *(old_links.c[name] for name in SHARED),
        sa.case((is_about_account, ACCOUNTS), else_=""),
        sa.case((is_about_account, old_links.c.account_id), else_=None),
        sa.literal(1),
        sa.case((old_links.c.used_at.is_not(None), 1), else_=0),
        old_links.c.expires_at,
        old_links.c.used_at,
    )
    names = [*SHARED, "subject", "subject_id", "uses", "used", "until", "last_used_at"]
    op.execute(links.insert().from_select(names, moved))
    _count_on("links")
    op.drop_index(op.f("ix_mailed_links_email"), table_name="mailed_links")
    op.drop_table("mailed_links")


def _make_links() -> None:
    op.create_table(
        "links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.Column("full_name", sa.String(length=500), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("grants", orm.Json, nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("made_at", orm.Instant(), nullable=False),
        sa.Column("until", orm.Instant(), nullable=False),
        sa.Column("last_used_at", orm.Instant(), nullable=True),
        sa.Column("voided_at", orm.Instant(), nullable=True),
        sa.CheckConstraint("0 <= used AND used <= uses", name=op.f("ck_links_used_within_uses")),
        sa.CheckConstraint(
            "(subject = '') = (subject_id IS NULL)", name=op.f("ck_links_subject_is_whole")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_links_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_links_token_hash")),
    )
    op.create_index(op.f("ix_links_email"), "links", ["email"])
    op.create_index("ix_links_subject", "links", ["subject", "subject_id"])


def _count_on(table: str) -> None:
    """Let PostgreSQL number new rows after those that kept their numbers."""
    if op.get_bind().dialect.name == "postgresql":
        last = f"(SELECT max(id) FROM {table})"
        op.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {last})")


def downgrade() -> None:
    """Go down; links of other kinds, and to accounts that are gone, lead nowhere any more."""
    _make_mailed_links()
    is_about_account = links.c.subject == ACCOUNTS
    is_void = links.c.voided_at.is_not(None) & (links.c.voided_at < links.c.until)
    moved = sa.select(
        *(links.c[name] for name in SHARED),
        sa.case((is_about_account, links.c.subject_id), else_=None),
        sa.case((is_void, links.c.voided_at), else_=links.c.until),
        links.c.last_used_at,
    ).where(links.c.kind.in_(OLD_KINDS))
    names = [*SHARED, "account_id", "expires_at", "used_at"]
    op.execute(old_links.insert().from_select(names, moved))
    _count_on("mailed_links")
    op.drop_table("links")


def _make_mailed_links() -> None:
    op.create_table(
        "mailed_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                *OLD_KINDS, name="linkkind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.Column("full_name", sa.String(length=500), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("grants", orm.Json, nullable=False),
        sa.Column("made_at", orm.Instant(), nullable=False),
        sa.Column("expires_at", orm.Instant(), nullable=False),
        sa.Column("used_at", orm.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_mailed_links_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_mailed_links_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailed_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_mailed_links_token_hash")),
    )
    op.create_index(op.f("ix_mailed_links_email"), "mailed_links", ["email"])
