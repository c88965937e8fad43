"""A real browser before a real server: people with windows of their own, and eyes on every page."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from tests.browser.house import House
from tests.browser.watching import Eye, Watch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

CHROMIUM = "/usr/bin/chromium"
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let somebody ask for pictures of all pages, to look at them with their own eyes."""
    parser.addoption("--look", metavar="DIR", help="write a picture of every page into DIR")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Launch the browser of the system."""
    return {"executable_path": CHROMIUM, "args": list(SWITCHES)}


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """An installation on the embedded database, shared by all tests that prepare their own."""
    yield from _running("sqlite")


@pytest.fixture(params=("sqlite", "postgresql"))
def fresh_house(request: pytest.FixtureRequest) -> Iterator[House]:
    """An installation that nobody has used yet, once on each database."""
    yield from _running(request.param)


def _running(kind: str) -> Iterator[House]:
    with tempfile.TemporaryDirectory(prefix=f"vinhdanh-{kind}-") as name:
        folder = Path(name)
        house = House(folder, _database(kind, folder))
        try:
            house.flask("db", "upgrade")
            house.start()
            yield house
        finally:
            house.stop()


def _database(kind: str, folder: Path) -> str:
    if kind == "sqlite":
        return f"sqlite:///{folder / 'vinhdanh.sqlite3'}"
    base = make_url(os.environ["TEST_DATABASE_URL_POSTGRES"])
    name = f"vinhdanh_browser_{os.getpid()}"
    engine = sa.create_engine(base, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return base.set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def watch(browser: Browser) -> Iterator[Watch]:
    """Open windows, and see to it that no page made a noise in them."""
    watch = Watch(browser)
    yield watch
    watch.close()
    assert watch.noises == []


@pytest.fixture
def eye(request: pytest.FixtureRequest) -> Eye:
    """What examines pages, and takes pictures of them where that was asked for."""
    folder = request.config.getoption("--look")
    if folder is None:
        return Eye()
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Eye(Path(folder))
