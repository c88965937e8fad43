"""A whole world that is put back after every blow, and a house that is served by real processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.architecture.snapshots import Snapshot, keep_database
from tests.architecture.world import World, make_world
from tests.journeys.attacker import Attacker
from tests.journeys.serving import Served, serving
from tests.journeys.writers import Writer, seat_writers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient


@pytest.fixture
def world(app: Flask) -> World:
    return make_world()


@pytest.fixture
def kept(world: World) -> Iterator[Snapshot]:
    snapshot = keep_database()
    yield snapshot
    snapshot.forget()


@pytest.fixture
def attacker(
    app: Flask, world: World, kept: Snapshot, sign_in: Callable[..., FlaskClient]
) -> Attacker:
    return Attacker(world, kept, sign_in, app)


@pytest.fixture
def house(app: Flask, tmp_path: Path) -> Iterator[Served]:
    """The web server and the worker on the database of the test."""
    with serving(app.extensions["settings"], tmp_path) as served:
        yield served


@pytest.fixture
def writers(house: Served, sign_in: Callable[..., FlaskClient]) -> list[Writer]:
    """Judges with a dossier each, signed in."""
    return seat_writers(house.port, sign_in)
