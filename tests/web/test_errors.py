"""Refusals are pages that say what to do and lose nothing; a defect needs no database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from app import create_app
from app.infra import guard
from app.kernel.errors import Duplicate, NotAllowed, RuleBroken, WrongState
from app.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

TYPED = "Một sợi cáp quang chôn nông dọc mái dốc <b>đo</b> biến dạng."
OURS = {"Origin": "http://localhost"}


@pytest.fixture
def failing(app: Flask) -> Iterator[dict[str, Exception]]:
    """Let the home page's view raise what a test puts here, also for POST."""
    raised: dict[str, Exception] = {}
    endpoint = "web.privacy"
    kept = app.view_functions[endpoint]

    def view() -> str:
        if "error" in raised:
            raise raised["error"]
        return "không lỗi"

    app.view_functions[endpoint] = view
    rule = next(r for r in app.url_map.iter_rules() if r.endpoint == endpoint)
    methods = rule.methods
    rule.methods = {*(methods or ()), "POST"}
    app.url_map._remap = True
    yield raised
    app.view_functions[endpoint] = kept
    rule.methods = methods


PAGE = "/bao-ve-du-lieu-ca-nhan"
DB_ERRORS = [
    (StaleDataError("x"), 409, "đã được sửa ở nơi khác"),
    (IntegrityError("INSERT", {}, Exception("UNIQUE")), 409, "vừa được làm rồi"),
    (DataError("SELECT", {}, Exception("NUL")), 400, "không dùng được"),
    (OperationalError("SELECT", {}, Exception("locked")), 503, "đang bận"),
]


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (RuleBroken("Tổng tỷ lệ phải đúng 100 %."), 422, "Tổng tỷ lệ phải đúng 100 %."),
        (WrongState("Hồ sơ đã nộp."), 409, "Hồ sơ đã nộp."),
        (Duplicate("Đã có đơn vị này."), 409, "Đã có đơn vị này."),
        (NotAllowed("Chỉ thư ký làm được."), 403, "Chỉ thư ký làm được."),
        *DB_ERRORS,
    ],
)
def test_a_refused_form_shows_why_and_everything_that_was_typed(
    client: FlaskClient, failing: dict[str, Exception], error: Exception, status: int, words: str
) -> None:
    failing["error"] = error
    answer = client.post(PAGE, data={"novelty": TYPED, "password": "bí mật lắm", "csrf_token": "t"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert words in page
    assert "Một sợi cáp quang chôn nông dọc mái dốc &lt;b&gt;đo&lt;/b&gt; biến dạng." in page
    assert "bí mật lắm" not in page


def test_the_article_of_the_regulation_is_named(
    client: FlaskClient, failing: dict[str, Exception]
) -> None:
    failing["error"] = RuleBroken("Mỗi hồ sơ cần ít nhất 5 phiếu.", article="Điều 9 Thể lệ")
    assert "Điều 9 Thể lệ" in client.get(PAGE).get_data(as_text=True)


def test_who_only_opened_a_page_is_not_told_of_a_change_before_sending(
    client: FlaskClient, failing: dict[str, Exception]
) -> None:
    failing["error"] = WrongState("Chỉ mở lại được khi đợt vừa khóa.")
    opened = client.get(PAGE)
    assert opened.status_code == 409
    assert "Bước này hiện không dùng được" in opened.get_data(as_text=True)
    sent = client.post(PAGE, data={"novelty": TYPED}).get_data(as_text=True)
    assert "Có thay đổi trước khi bạn gửi" in sent


def test_a_script_receives_the_refusal_as_json(
    client: FlaskClient, failing: dict[str, Exception]
) -> None:
    failing["error"] = WrongState("Vòng chấm đã chốt.")
    answer = client.post(PAGE, headers={"X-Requested-With": "fetch"})
    assert answer.status_code == 409
    assert answer.json == {
        "ok": False,
        "status": 409,
        "message": "Vòng chấm đã chốt.",
        "article": None,
    }


def test_a_defect_is_a_page_that_keeps_what_was_typed_and_names_nothing_inside(
    client: FlaskClient, failing: dict[str, Exception]
) -> None:
    failing["error"] = ZeroDivisionError("secret detail")
    answer = client.post(PAGE, data={"novelty": TYPED})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert "Hệ thống gặp lỗi" in page
    assert "Một sợi cáp quang" in page
    assert "secret detail" not in page


@pytest.fixture
def away(tmp_path: Path) -> FlaskClient:
    """A browser of an installation whose database does not answer."""
    url = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    app = create_app(Settings(instance=tmp_path, secret_key="test", database_url=url))
    app.config.update(WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    return app.test_client()


@pytest.mark.parametrize("path", ["/", "/dot", "/khong-co-trang-nay", "/ban-lam-viec"])
def test_a_database_that_is_away_is_said_in_words(away: FlaskClient, path: str) -> None:
    with away.session_transaction() as cookie:
        cookie["_user_id"] = "1.stamp"
    answer = away.get(path)
    assert answer.status_code == 503
    assert "Hãy chờ vài giây" in answer.text


def test_what_was_typed_while_the_database_is_away_can_be_sent_again(away: FlaskClient) -> None:
    answer = away.post("/dang-nhap", data={"email": "ten@donvi.vn"}, headers=OURS)
    assert answer.status_code == 503
    assert answer.text.count("ten@donvi.vn") == 2
    assert "Gửi lại" in answer.text


def test_a_page_that_does_not_exist_says_so(client: FlaskClient) -> None:
    answer = client.get("/khong-co-trang-nay")
    assert answer.status_code == 404
    assert "Không tìm thấy" in answer.get_data(as_text=True)


@pytest.mark.parametrize("number", ["0", "2147483648", "99999999999999999999", "-1", "1e3"])
def test_a_number_that_can_be_no_key_is_no_page(client: FlaskClient, number: str) -> None:
    assert client.get(f"/ho-so/{number}").status_code == 404


def test_a_stranger_is_asked_to_sign_in_before_anything_is_looked_up(client: FlaskClient) -> None:
    there, not_there = client.get("/ho-so/1"), client.get("/ho-so/2000000000")
    assert there.status_code == not_there.status_code == 401
    assert "next=" in there.get_data(as_text=True)


def test_what_a_signed_out_person_typed_can_be_sent_again(client: FlaskClient) -> None:
    answer = client.post("/tai-khoan", data={"full_name": TYPED}, headers=OURS)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 401
    assert 'action="/tai-khoan"' in page
    assert page.count("&lt;b&gt;đo&lt;/b&gt;") >= 2
    assert "Gửi lại" in page


def test_a_form_from_another_site_cannot_be_sent_again(client: FlaskClient) -> None:
    strange = {"Origin": "https://ke-xau.example"}
    answer = client.post("/tai-khoan", data={"full_name": TYPED}, headers=strange)
    assert "Gửi lại" not in answer.get_data(as_text=True)


class TestToken:
    """The token of a form, switched on as in production."""

    @pytest.fixture(autouse=True)
    def guarded(self, app: Flask) -> Iterator[None]:
        app.config["WTF_CSRF_ENABLED"] = True
        yield
        app.config["WTF_CSRF_ENABLED"] = False

    def test_a_form_without_its_token_is_refused_and_can_be_sent_again(
        self, client: FlaskClient
    ) -> None:
        answer = client.post("/dang-nhap", data={"email": "a@vidu.vn"}, headers=OURS)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 400
        assert "Không mất gì cả" in page
        assert 'name="email" value="a@vidu.vn"' in page
        assert "Gửi lại" in page

    def test_a_secret_is_not_written_into_the_page_to_be_sent_again(
        self, client: FlaskClient
    ) -> None:
        typed = {"email": "a@vidu.vn", "password": "bí mật lắm"}
        answer = client.post("/dang-nhap", data=typed, headers=OURS)
        assert "bí mật lắm" not in answer.get_data(as_text=True)

    def test_a_forged_token_is_refused(self, client: FlaskClient) -> None:
        client.get("/dang-nhap")
        answer = client.post("/dang-nhap", data={"email": "a@vidu.vn", "csrf_token": "giả"})
        assert answer.status_code == 400


def test_every_answer_carries_the_security_headers(client: FlaskClient) -> None:
    for address in ("/", "/khong-co", "/healthz", "/static/css/tokens.css"):
        answer = client.get(address)
        headers = answer.headers
        answer.close()
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"


def test_pages_of_people_are_kept_in_no_shared_cache(client: FlaskClient) -> None:
    assert client.get("/tai-khoan").headers["Cache-Control"] == "no-store"


def test_an_endpoint_without_a_door_stops_the_start(app: Flask) -> None:
    app.view_functions["bare.page"] = lambda: ""
    try:
        with pytest.raises(TypeError, match=r"bare\.page"):
            guard.require_doors(app)
    finally:
        del app.view_functions["bare.page"]
