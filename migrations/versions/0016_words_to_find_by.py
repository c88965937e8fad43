"""What dossiers, people, units, accounts and certificates are found by, with an index.

Each row keeps the words of its own columns, with marks and without; on SQLite an FTS5 table
follows them by triggers, on PostgreSQL a GIN index of pg_trgm does, where that is to be had. The
folded titles and recipients of before, which no index could search, go.

Revision: 0016
After: 0015
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import DBAPIError

from app.infra.search.words import folded_words, marked_words
from app.kernel.vietnamese.search import search_fold

if TYPE_CHECKING:
    from collections.abc import Iterator

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

SEARCHED = {
    "units": ("code", "name"),
    "people": ("full_name", "email"),
    "accounts": ("email",),
    "nominations": ("code", "title"),
    "nomination_people": ("full_name",),
    "certificates": ("register_no", "verification_code", "recipient"),
}
# Table: the column that goes, and what it was made of.
BEFORE = {
    "nominations": ("title_folded", "title"),
    "certificates": ("recipient_folded", "recipient"),
}
AT_ONCE = 1000

FORGET = (
    "INSERT INTO search_{table}(search_{table}, rowid, search_folded) "
    "VALUES ('delete', old.id, old.search_folded); "
)
LEARN = "INSERT INTO search_{table}(rowid, search_folded) VALUES (new.id, new.search_folded); "
SQLITE = (
    "CREATE VIRTUAL TABLE search_{table} USING fts5(search_folded, content='{table}', "
    "content_rowid='id', tokenize='trigram case_sensitive 1')",
    "INSERT INTO search_{table}(search_{table}) VALUES ('rebuild')",
    "CREATE TRIGGER search_{table}_insert AFTER INSERT ON {table} BEGIN " + LEARN + "END",
    "CREATE TRIGGER search_{table}_delete AFTER DELETE ON {table} BEGIN " + FORGET + "END",
    "CREATE TRIGGER search_{table}_update AFTER UPDATE OF search_folded ON {table} BEGIN "
    + FORGET
    + LEARN
    + "END",
)
POSTGRESQL = (
    "CREATE INDEX search_{table} ON {table} USING gin (search_folded gin_trgm_ops) "
    "WITH (fastupdate = off)",
)


def upgrade() -> None:
    """Go up."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    made = SQLITE if is_sqlite else POSTGRESQL if _has_trigrams() else ()
    for table, (column, _source) in BEFORE.items():
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    for table, columns in SEARCHED.items():
        for name in ("search_text", "search_folded"):
            op.add_column(table, sa.Column(name, sa.Text(), nullable=False, server_default=""))
        for number, texts in _rows(table, columns):
            values = {"id": number, "text": marked_words(texts), "folded": folded_words(texts)}
            _write(f"UPDATE {table} SET search_text = :text, search_folded = :folded", values)
        for statement in made:
            op.execute(statement.format(table=table))


def downgrade() -> None:
    """Go down."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in SEARCHED:
        if is_sqlite:
            for verb in ("insert", "delete", "update"):
                op.execute(f"DROP TRIGGER search_{table}_{verb}")
            op.execute(f"DROP TABLE search_{table}")
        else:
            op.execute(f"DROP INDEX IF EXISTS search_{table}")
        for name in ("search_text", "search_folded"):
            op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
    for table, (column, source) in BEFORE.items():
        op.add_column(table, sa.Column(column, sa.Text(), nullable=False, server_default=""))
        for number, texts in _rows(table, (source,)):
            values = {"id": number, "folded": search_fold(texts[0] or "")}
            _write(f"UPDATE {table} SET {column} = :folded", values)


def _has_trigrams() -> bool:
    """Have the extension for trigrams, or tell that this server was built without it."""
    try:
        with op.get_bind().begin_nested():
            op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DBAPIError:
        return False
    return True


def _rows(table: str, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str | None]]]:
    """Yield the numbers of all rows with what stands in some columns, some at a time."""
    last = 0
    read = f"SELECT id, {', '.join(columns)} FROM {table} WHERE id > :last ORDER BY id LIMIT :most"
    while rows := op.get_bind().execute(sa.text(read), {"last": last, "most": AT_ONCE}).all():
        yield from ((row[0], list(row[1:])) for row in rows)
        last = rows[-1][0]


def _write(statement: str, values: dict[str, object]) -> None:
    op.get_bind().execute(sa.text(f"{statement} WHERE id = :id"), values)
