"""What a database says of its own schema, as texts that can be compared line by line.

Comparing models with a database (Alembic's autogenerate) sees tables, columns and types; CHECK
constraints, triggers, functions and conditions of indexes it passes over. Here they are read back
from the database itself, as it understood them.
"""

from __future__ import annotations

import re

import sqlalchemy as sa

POSTGRES = {
    "constraint": """
        SELECT conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "trigger": """
        SELECT tgrelid::regclass || ' ' || tgname, pg_get_triggerdef(oid)
        FROM pg_trigger WHERE NOT tgisinternal""",
    "function": """
        SELECT proname, pg_get_functiondef(p.oid) FROM pg_proc p
        WHERE pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')""",
    "index": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "column": """
        SELECT table_name || '.' || column_name,
            concat_ws(' ', data_type, character_maximum_length, numeric_precision, numeric_scale,
                      is_nullable, column_default)
        FROM information_schema.columns WHERE table_schema = 'public'""",
}


def schema_texts(connection: sa.Connection) -> set[tuple[str, str, str]]:
    """Return (kind, name, text) of everything that guards the data, the table of Alembic left out."""
    is_sqlite = connection.dialect.name == "sqlite"
    texts = _of_sqlite(connection) if is_sqlite else _of_postgres(connection)
    return {text for text in texts if "alembic_version" not in text[1]}


def _of_postgres(connection: sa.Connection) -> set[tuple[str, str, str]]:
    return {
        (kind, name, _folded(text))
        for kind, question in POSTGRES.items()
        for name, text in connection.exec_driver_sql(question)
    }


# SQLite takes no default away but by making a table anew, which others point to: those that filled
# a new column for old rows stay there, and are not compared.
def _of_sqlite(connection: sa.Connection) -> set[tuple[str, str, str]]:
    inspector = sa.inspect(connection)
    names = [name for name in inspector.get_table_names() if not name.startswith("sqlite_")]
    checks = {
        ("constraint", f"{table} {check['name']}", _folded(str(check["sqltext"])))
        for table in names
        for check in inspector.get_check_constraints(table)
    }
    columns = {
        (
            "column",
            f"{table}.{column['name']}",
            f"{column['type']!r} {column['nullable']}",
        )
        for table in names
        for column in inspector.get_columns(table)
    }
    rest = connection.exec_driver_sql(
        "SELECT type, name, sql FROM sqlite_master WHERE type <> 'table' AND sql IS NOT NULL"
    )
    return checks | columns | {(kind, name, _folded(text)) for kind, name, text in rest}


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace('"', "")).strip()
