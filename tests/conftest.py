"""Fixtures: the application on SQLite and on PostgreSQL, signed-in clients, statement counts.

Every test that asks for ``app`` runs once per database. The schema is made once per database
and process; each test begins with empty tables.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine import Engine, make_url

from app.infra.db.engine import db
from app.infra.orm import Base
from app.settings import Settings
from tests.long_runs import LongRun
from tests.sessions import signed_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from sqlalchemy.orm import Session

POSTGRES_URL = os.environ.get("TEST_DATABASE_URL_POSTGRES", "")
DATABASES = ("sqlite", "postgresql")
# The number of the process: runs side by side on one cluster keep out of each other's way.
WORKER = os.getpid()

# Most tables are empty after most tests, so only those that hold rows are emptied: to ask costs
# a hundredth of what TRUNCATE does. Neither references nor the guards of the log are asked.
EMPTYING = """
CREATE OR REPLACE FUNCTION empty_all() RETURNS void LANGUAGE plpgsql AS $$
DECLARE place record; holds boolean;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOR place IN SELECT c.oid::regclass AS name FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %s)', place.name) INTO holds;
    IF holds THEN EXECUTE format('DELETE FROM %s', place.name); END IF;
  END LOOP;
  FOR place IN SELECT format('%I.%I', schemaname, sequencename) AS name
    FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL
  LOOP
    PERFORM setval(place.name, 1, false);
  END LOOP;
END $$
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let one database be asked for, and say how long the runs of `scripts/harden` go on."""
    parser.addoption("--database", choices=DATABASES, help="run on one database only")
    parser.addoption(
        "--seed", type=int, default=1, help="what the chance of a long run begins with"
    )
    parser.addoption("--seconds", type=float, default=1, help="how long a long run goes on")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the other database where one was asked for, and begin with what takes longest."""
    wanted = config.getoption("--database")
    if wanted is not None:
        left_out = [item for item in items if wanted not in _databases_of(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if wanted in _databases_of(item)]
    _begin_with_the_longest(items)


def _databases_of(item: pytest.Item) -> set[object]:
    made_with = getattr(item, "callspec", None)
    values = made_with.params.values() if made_with else ()
    return {value for value in values if isinstance(value, str) and value in DATABASES} or {
        DATABASES[0]
    }


def _begin_with_the_longest(items: list[pytest.Item]) -> None:
    """Let each worker begin with its share of the long tests, that nobody waits for one at the end.

    Workers take equal blocks of the list, one after the other, and steal from each other's ends.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    longest = [item for item in items if item.get_closest_marker("long")]
    others = [item for item in items if not item.get_closest_marker("long")]
    begun, ends = 0, [len(items) * (place + 1) // workers for place in range(workers)]
    items.clear()
    for place, end in enumerate(ends):
        items += longest[place::workers]
        until = max(begun, begun + end - len(items))
        items += others[begun:until]
        begun = until
    items += others[begun:]


def _on_cluster(*statements: str) -> None:
    """Run statements that no transaction may hold, on the cluster's own database."""
    engine = sa.create_engine(make_url(POSTGRES_URL), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    engine.dispose()


def _postgres_database(purpose: str = "test") -> str:
    """Return the address of a database of this process alone, made anew."""
    if not POSTGRES_URL:
        pytest.fail("TEST_DATABASE_URL_POSTGRES is not set: run the tests through scripts/test")
    name = f"vinhdanh_{purpose}_{WORKER}"
    _on_cluster(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
    return make_url(POSTGRES_URL).set(database=name).render_as_string(hide_password=False)


def _drop(address: str) -> None:
    """Remove a database that this process made."""
    _on_cluster(f"DROP DATABASE IF EXISTS {make_url(address).database} WITH (FORCE)")


def _settings(kind: str) -> Settings:
    instance = Path(tempfile.mkdtemp(prefix=f"vinhdanh-{kind}-"))
    url = f"sqlite:///{instance / 'test.sqlite3'}" if kind == "sqlite" else _postgres_database()
    return Settings(
        instance=instance,
        secret_key="only-for-tests",
        database_url=url,
        public_url="http://localhost",
        shows_style_page=True,
    )


@pytest.fixture
def fresh_postgres() -> Iterator[str]:
    """Return the address of a PostgreSQL database that holds nothing."""
    address = _postgres_database("fresh")
    yield address
    _drop(address)


@pytest.fixture(scope="session")
def made_apps() -> Iterator[dict[str, Flask]]:
    """Keep the applications made so far, one per database."""
    apps: dict[str, Flask] = {}
    yield apps
    for app in apps.values():
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
    if "postgresql" in apps:
        _drop(apps["postgresql"].extensions["settings"].database_url)


class Browser(FlaskClient):
    """A client whose every request has a context of its own, as in production.

    Without this, requests would share ``flask.g`` and the session with the test itself.
    """

    def open(self, *args: Any, **kwargs: Any) -> Any:
        with self.application.app_context():
            return super().open(*args, **kwargs)


def _make_app(kind: str) -> Flask:
    from app import create_app

    app = create_app(_settings(kind))
    app.test_client_class = Browser
    app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False, WTF_CSRF_ENABLED=False)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        if kind == "postgresql":
            with db.engine.begin() as connection:
                connection.execute(sa.text(EMPTYING))
    return app


@pytest.fixture(params=DATABASES)
def app(request: pytest.FixtureRequest, made_apps: dict[str, Flask]) -> Iterator[Flask]:
    """The application on an empty database, inside an application context."""
    kind = request.param
    if kind not in made_apps:
        made_apps[kind] = _make_app(kind)
    app = made_apps[kind]
    with app.app_context():
        _empty(kind)
        yield app
        db.session.remove()


def _empty(kind: str) -> None:
    from app.audit.models import FIRST_HEAD

    with db.engine.connect() as connection:
        if kind == "postgresql":
            connection.execute(sa.text("SELECT empty_all()"))
        else:
            _empty_sqlite(connection)
        connection.execute(sa.text(FIRST_HEAD))
        connection.commit()


def _empty_sqlite(connection: sa.Connection) -> None:
    from app.audit.models import SQLITE_TRIGGERS

    asked = " UNION ALL ".join(
        f"SELECT '{table.name}' WHERE EXISTS (SELECT 1 FROM {table.name})"  # noqa: S608  # our own
        for table in Base.metadata.sorted_tables
    )
    held = connection.exec_driver_sql(asked).scalars().all()
    guarded = "audit_entries" in held
    connection.execute(sa.text("PRAGMA foreign_keys=OFF"))
    if guarded:
        for verb in ("update", "delete"):
            connection.execute(sa.text(f"DROP TRIGGER audit_entries_no_{verb}"))
    for name in held:
        connection.exec_driver_sql(f"DELETE FROM {name}")  # noqa: S608  # a table of our own
    if guarded:
        for trigger in SQLITE_TRIGGERS:
            connection.execute(sa.text(trigger))
    connection.commit()
    connection.execute(sa.text("PRAGMA foreign_keys=ON"))


@pytest.fixture
def session(app: Flask) -> Session:
    """The session of the test's application context."""
    return db.session()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that nobody signed in with."""
    return app.test_client()


@pytest.fixture
def instance(app: Flask) -> Path:
    """The folder of the application's files."""
    settings: Settings = app.extensions["settings"]
    return settings.instance


@pytest.fixture
def sign_in(app: Flask) -> Callable[..., FlaskClient]:
    """Return what gives a client with a session of an account, as the sign-in page leaves it."""
    return partial(signed_in, app)


class Statements(list[str]):
    """The SQL statements that ran inside a block."""


@contextmanager
def _counted() -> Iterator[Statements]:
    seen = Statements()

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture
def count_statements() -> Callable[[], object]:
    """Return a context manager that gathers the SQL statements run inside it."""
    return _counted


@pytest.fixture
def settings_with(app: Flask) -> Iterator[Callable[..., None]]:
    """Change settings of the application for one test."""
    kept: Settings = app.extensions["settings"]

    def change(**over: Any) -> None:
        app.extensions["settings"] = replace(kept, **over)

    yield change
    app.extensions["settings"] = kept


@pytest.fixture
def long_run(
    request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> Iterator[LongRun]:
    """A run that goes on as long as was asked for, and says how far it came."""
    run = LongRun(request.config.getoption("--seed"), request.config.getoption("--seconds"))
    yield run
    with capsys.disabled():
        print(f"{request.node.name}: {run.steps} steps from seed {run.seed}")  # noqa: T201
