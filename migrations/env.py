"""How Alembic finds the models and the database of the application."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy.sql.type_api import TypeEngine

from app.infra.orm import Exact, Instant, Json
from app.infra.search.columns import is_of_search, put_triggers_back

migrate = current_app.extensions["migrate"]


def render_item(kind: str, thing: object, autogen_context: object) -> str | bool:
    """Write our own types by their names; everything else as Alembic does."""
    if kind != "type" or not isinstance(thing, TypeEngine):
        return False
    if isinstance(thing, Exact):
        name = f"orm.Exact({thing.precision}, {thing.scale})"
    elif isinstance(thing, Instant):
        name = "orm.Instant()"
    elif thing is Json:
        name = "orm.Json"
    else:
        return False
    autogen_context.imports.add("from app.infra import orm")
    return name


def leave_out_nothing(_context: object, _revision: object, directives: list) -> None:
    """Write no migration when nothing changed."""
    writes = getattr(context.config.cmd_opts, "autogenerate", False)
    if writes and directives[0].upgrade_ops.is_empty():
        directives[:] = []


def run() -> None:
    """Run the migrations on the application's own engine, in one transaction each."""
    with migrate.db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=migrate.db.metadata,
            render_item=render_item,
            process_revision_directives=leave_out_nothing,
            render_as_batch=True,
            compare_type=True,
            include_name=lambda name, kind, _parents: not is_of_search(name, kind),
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    with migrate.db.engine.begin() as connection:
        put_triggers_back(connection)


run()
