from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
import structlog
from flask import Flask, abort, request
from structlog.stdlib import ProcessorFormatter

from app.infra import logs
from app.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

log = structlog.get_logger("test")


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """The file that a small application logs to; logging is as before afterwards."""
    root = logging.getLogger()
    level, werkzeug = root.level, logging.getLogger("werkzeug").level
    yield tmp_path / "log.json"
    for handler in [h for h in root.handlers if isinstance(h.formatter, ProcessorFormatter)]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    logging.getLogger("werkzeug").setLevel(werkzeug)
    structlog.reset_defaults()


@pytest.fixture
def small(file: Path) -> Flask:
    app = Flask("small")
    logs.install(app, path=file)

    @app.post("/dat-lai/<token>")
    def reset(token: str) -> str:
        log.info("inside")
        return request.form["password"][:0]

    @app.get("/khong")
    def gone() -> str:
        abort(404)

    return app


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_request_is_one_line_with_its_id_on_every_line_and_on_the_answer(
    small: Flask, file: Path
) -> None:
    answer = small.test_client().post("/dat-lai/bi-mat?q=tim-kiem", data={"password": "mat-khau"})
    inside, line = lines(file)
    assert line["event"] == "request"
    assert (line["method"], line["endpoint"], line["status"]) == ("POST", "reset", 200)
    assert inside["request_id"] == line["request_id"] == answer.headers["X-Request-ID"]
    assert line["account"] is None
    assert isinstance(line["milliseconds"], int)


def test_nothing_typed_and_no_address_is_logged(small: Flask, file: Path) -> None:
    small.test_client().post("/dat-lai/bi-mat?q=tim-kiem", data={"password": "mat-khau"})
    text = file.read_text("utf-8")
    for secret in ("bi-mat", "tim-kiem", "mat-khau"):
        assert secret not in text


def test_each_request_has_its_own_id(small: Flask, file: Path) -> None:
    client = small.test_client()
    ids = {client.get("/khong").headers["X-Request-ID"] for _ in range(5)}
    assert len(ids) == 5


def test_id_sent_by_a_stranger_is_not_taken_over(small: Flask, file: Path) -> None:
    answer = small.test_client().get("/khong", headers={"X-Request-ID": "chosen"})
    assert answer.headers["X-Request-ID"] != "chosen"


def test_error_has_kind_words_and_places_but_no_addresses(small: Flask, file: Path) -> None:
    def break_down() -> None:
        raise ValueError("không gửi được tới an@donvi.vn, hỏng")

    try:
        break_down()
    except ValueError:
        log.exception("defect")
    [line] = lines(file)
    assert line["error"] == "builtins.ValueError"
    assert line["words"] == "không gửi được tới …@…, hỏng"
    assert "test_logs.py" in line["places"][-1]


def test_words_of_the_database_and_of_refusals_stay_out(small: Flask, file: Path) -> None:
    for error in (
        sa.exc.IntegrityError("INSERT", {"name": "Nguyễn Văn An"}, Exception("Key (an)")),
        RuleBroken("Nguyễn Văn An đã nộp hồ sơ."),
    ):
        log.error("defect", exc_info=error)
    assert [line["words"] for line in lines(file)] == ["", ""]
    assert "Văn An" not in file.read_text("utf-8")


def test_other_libraries_write_the_same_lines(small: Flask, file: Path) -> None:
    logging.getLogger("alembic").info("revision %s", 7)
    [line] = lines(file)
    assert (line["event"], line["logger"], line["level"]) == ("revision 7", "alembic", "info")


def test_installing_twice_writes_each_line_once(small: Flask, file: Path) -> None:
    logs.configure(logging.FileHandler(file, encoding="utf-8"))
    log.info("once")
    assert len(lines(file)) == 1


def test_standard_error_is_the_one_of_the_moment(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.install(Flask("small"))
    log.info("seen")
    assert json.loads(capsys.readouterr().err)["event"] == "seen"
