"""Rounds that were judged before stages owned their rules keep every sheet and every result."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import flask_migrate
import pytest
import sqlalchemy as sa

from app import create_app
from app.infra.db.engine import db
from app.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

FOLDER = str(Path(__file__).parents[2] / "migrations")
BEFORE, AFTER = "0008", "0009"
MOMENT = datetime(2026, 11, 27, 8, tzinfo=UTC)
FILLERS: dict[type, Any] = {int: 0, str: "", bool: False, datetime: MOMENT, bytes: b"", object: []}
OF_ROUNDS = (
    "SELECT is_blind, method, min_sheets, trim_from, deviation_limit, comment_below, comment_above "
    "FROM rounds ORDER BY id"
)
OF_STAGES = (
    "SELECT is_blind, method, min_sheets, trim_from, deviation_limit, comment_below, comment_above "
    "FROM stages ORDER BY round_id, position"
)
COUNT_ON = (
    "SELECT setval('stages_id_seq', (SELECT max(id) FROM stages))",
    "SELECT setval('criteria_id_seq', (SELECT max(id) FROM criteria))",
)
POINTS = (
    "SELECT s.code, c.code, p.points FROM sheet_points p JOIN criteria c ON c.id = p.criterion_id "
    "JOIN score_sheets h ON h.id = p.sheet_id JOIN assignments a ON a.id = h.assignment_id "
    "JOIN stages s ON s.id = a.stage_id ORDER BY a.id, c.position"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def judged_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A database as it was before, with a round of two stages, one of one, and one of none."""
    url = f"sqlite:///{tmp_path / 'judged.sqlite3'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("fresh_postgres")
    app = create_app(Settings(instance=tmp_path, secret_key="test", database_url=url))
    with app.app_context():
        try:
            flask_migrate.upgrade(FOLDER, BEFORE)
            with db.engine.begin() as connection:
                _judge(connection)
                _count_on(connection)
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def _judge(connection: sa.Connection) -> None:
    put(connection, "programmes", id=1, key="k", kind="contest")
    for number, (method, blind) in enumerate(
        (("median", True), ("mean", False), ("mean", False)), 1
    ):
        put(
            connection, "rounds", id=number, programme_id=1, slug=f"r{number}", state="judging",
            subject_kind="person", recipient="person", method=method, is_blind=blind,
            min_sheets=number + 1, trim_from=6, deviation_limit="20%", comment_below=5000,
        )  # fmt: skip
        put(connection, "form_definitions", id=number, round_id=number, number=1)
        for place, code in enumerate(("moi", "hay"), 1):
            put(
                connection, "criteria", id=number * 10 + place, round_id=number, position=place,
                code=code, max_points=6000, step=50, weight=100, min_points=1000,
                zero_share_max="1/4",
            )  # fmt: skip
    for stage, round_id, place, state in (
        (1, 1, 1, "closed"),
        (2, 1, 2, "open"),
        (3, 2, 1, "open"),
    ):
        put(
            connection, "stages", id=stage, round_id=round_id, position=place, code=f"v{place}",
            state=state,
        )  # fmt: skip
    put(connection, "people", id=1)
    for stage, round_id in ((1, 1), (2, 1), (3, 2)):
        _send_sheet(connection, stage, round_id)


def _send_sheet(connection: sa.Connection, stage: int, round_id: int) -> None:
    put(connection, "councils", id=stage, round_id=round_id, name=f"h{stage}")
    put(connection, "seats", id=stage, council_id=stage, person_id=1, role="chair")
    put(
        connection, "nominations", id=stage, round_id=round_id, form_id=round_id, state="eligible",
        code=f"HS{stage}", submitted_at=MOMENT, blind_code=f"B{stage}", receipt_no=stage,
    )  # fmt: skip
    put(
        connection, "assignments", id=stage, stage_id=stage, seat_id=stage, nomination_id=stage,
    )  # fmt: skip
    put(
        connection, "score_sheets", id=stage, assignment_id=stage, state="submitted", total=900000,
    )  # fmt: skip
    for place in (1, 2):
        put(
            connection, "sheet_points", sheet_id=stage, criterion_id=round_id * 10 + place,
            points=stage * 100 + place,
        )  # fmt: skip


def _count_on(connection: sa.Connection) -> None:
    """Let numbers go on after those that were given by hand."""
    if connection.dialect.name == "postgresql":
        for statement in COUNT_ON:
            connection.execute(sa.text(statement))


def put(connection: sa.Connection, table: str, **values: Any) -> None:
    """Insert a row; what it must have besides is filled with nothing."""
    kept = sa.Table(table, sa.MetaData(), autoload_with=connection)
    filled = {
        column.name: FILLERS[column.type.python_type]
        for column in kept.columns
        if not column.nullable and column.name != "id" and column.name not in values
    }
    connection.execute(kept.insert().values(**filled | values))


def read(query: str) -> list[tuple[Any, ...]]:
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query))]


def test_settings_of_a_round_hold_for_each_of_its_stages(judged_app: Flask) -> None:
    (two, one, none) = read(OF_ROUNDS)
    flask_migrate.upgrade(FOLDER, AFTER)
    kept = read(OF_STAGES)
    assert kept == [two, two, one, none]
    assert read("SELECT name, state FROM stages WHERE round_id = 3") == [("Chung khảo", "waiting")]
    columns = {each["name"] for each in sa.inspect(db.engine).get_columns("rounds")}
    assert not columns & {"method", "is_blind", "min_sheets", "tie_breakers", "comment_below"}


def test_sheets_of_each_stage_speak_of_its_own_criteria_with_the_same_points(
    judged_app: Flask,
) -> None:
    before = read(POINTS)
    flask_migrate.upgrade(FOLDER, AFTER)
    assert read(POINTS) == before
    asked = "SELECT stage_id, code, min_points, zero_share_max FROM criteria ORDER BY stage_id, position"
    assert [(*row[:2], row[3]) for row in read(asked)][:6] == [
        (1, "moi", None),
        (1, "hay", None),
        (2, "moi", "1/4"),
        (2, "hay", "1/4"),
        (3, "moi", "1/4"),
        (3, "hay", "1/4"),
    ]
    foreign = (
        "SELECT count(*) FROM sheet_points p JOIN criteria c ON c.id = p.criterion_id "
        "JOIN score_sheets h ON h.id = p.sheet_id JOIN assignments a ON a.id = h.assignment_id "
        "WHERE a.stage_id <> c.stage_id"
    )
    assert read(foreign) == [(0,)]
    assert read("SELECT id FROM criteria WHERE stage_id IN (2, 3) ORDER BY id") == [
        (11,), (12,), (21,), (22,),
    ]  # fmt: skip


def test_down_and_up_again_everything_stands_as_before(judged_app: Flask) -> None:
    rounds, points = read(OF_ROUNDS), read(POINTS)
    criteria = read("SELECT id, round_id, code, min_points, max_points FROM criteria ORDER BY id")
    for _ in range(2):
        flask_migrate.upgrade(FOLDER, AFTER)
        flask_migrate.downgrade(FOLDER, BEFORE)
        assert read(OF_ROUNDS) == rounds
        assert read(POINTS) == points
        asked = "SELECT id, round_id, code, min_points, max_points FROM criteria ORDER BY id"
        assert read(asked) == criteria
    flask_migrate.upgrade(FOLDER, AFTER)
    assert read(POINTS) == points
    if db.engine.dialect.name == "sqlite":
        assert read("PRAGMA foreign_key_check") == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE stages SET min_sheets = 9 WHERE id = 1",
        "UPDATE criteria SET weight = 300 WHERE stage_id = 1 AND code = 'moi'",
    ],
    ids=["settings", "criteria"],
)
def test_stages_with_rules_of_their_own_do_not_go_down(judged_app: Flask, change: str) -> None:
    flask_migrate.upgrade(FOLDER, AFTER)
    with db.engine.begin() as connection:
        connection.execute(sa.text(change))
    with pytest.raises(SystemExit):
        flask_migrate.downgrade(FOLDER, BEFORE)
    assert read("SELECT version_num FROM alembic_version") == [(AFTER,)]
    assert "min_sheets" in {each["name"] for each in sa.inspect(db.engine).get_columns("stages")}


def test_every_council_goes_on_judging_all_stages_of_its_round(judged_app: Flask) -> None:
    flask_migrate.upgrade(FOLDER, "0013")
    served = "SELECT council_id, stage_id FROM council_stages ORDER BY council_id, stage_id"
    expected = [(1, 1), (1, 2), (2, 1), (2, 2), (3, 3)]
    assert read(served) == expected
    flask_migrate.downgrade(FOLDER, AFTER)
    flask_migrate.upgrade(FOLDER, "0013")
    assert read(served) == expected
