"""Refusals become pages here and nowhere else; what was typed is shown, never lost."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import structlog
from flask import current_app, g, jsonify, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError, CSRFProtect
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError

from app.infra.db.engine import db
from app.infra.guard import current_actor, door_of
from app.kernel.errors import Duplicate, NotFound, NotSignedIn, Refusal, WrongState

if TYPE_CHECKING:
    from flask import Flask
    from flask.typing import ResponseReturnValue

log = structlog.get_logger()
csrf = CSRFProtect()

# Never written into a page again, not even where nobody sees it.
SECRET_FIELDS = ("csrf_token", "password")
# Sent again but not shown, for the page adds it by itself.
HIDDEN_FIELDS = (*SECRET_FIELDS, "version", "editions")

HEADINGS = {
    400: "Yêu cầu chưa hợp lệ",
    401: "Bạn cần đăng nhập",
    403: "Bạn không có quyền làm việc này",
    404: "Không tìm thấy trang",
    405: "Cách gửi này không dùng được ở đây",
    409: "Có thay đổi trước khi bạn gửi",
    410: "Liên kết không còn dùng được",
    413: "Nội dung gửi lên quá lớn",
    422: "Chưa thực hiện được",
    429: "Bạn thao tác quá nhanh",
}
OUT_OF_TURN = "Bước này hiện không dùng được"
HTTP_SENTENCES = {
    400: "Trình duyệt gửi lên một yêu cầu mà hệ thống không hiểu. "
    "Hãy quay lại trang trước rồi thử lại.",
    405: "Trang này không nhận cách gửi đó. Hãy quay lại trang trước và dùng nút trên trang.",
    413: "Nội dung gửi lên lớn hơn mức cho phép. Hãy giảm dung lượng tệp hoặc chia nhỏ nội dung.",
    429: "Hãy chờ ít phút rồi thử lại.",
}
ROW_WAS_THERE = (
    "Việc này vừa được làm rồi, có thể do bấm hai lần hoặc do người khác làm trước. "
    "Hãy tải lại trang để xem kết quả."
)
STALE = (
    "Nội dung này đã được sửa ở nơi khác sau khi bạn mở trang. Những gì bạn gõ vẫn ở bên dưới: "
    "hãy mở lại trang, so sánh rồi chép phần cần giữ."
)
PAGE_WAS_OPEN_TOO_LONG = (
    "Trang đã mở quá lâu nên mã bảo vệ hết hiệu lực. Không mất gì cả: "
    "hãy kiểm tra nội dung bên dưới rồi bấm “Gửi lại”."
)
BUSY = "Cơ sở dữ liệu đang bận hoặc chưa chạy. Chưa có gì được ghi. Hãy chờ vài giây rồi thử lại."
STRANGE_VALUE = "Một giá trị gửi lên không dùng được. Hãy kiểm tra lại nội dung rồi gửi lại."


class KeptField(NamedTuple):
    """One thing that was typed into a refused form."""

    name: str
    value: str


def install(app: Flask) -> None:
    """Map every refusal and every failure once."""
    csrf.init_app(app)
    app.register_error_handler(Refusal, refuse)
    app.register_error_handler(CSRFError, refuse_old_token)
    app.register_error_handler(HTTPException, refuse_http)
    app.register_error_handler(StaleDataError, lambda _error: refuse(WrongState(STALE)))
    app.register_error_handler(IntegrityError, refuse_constraint)
    app.register_error_handler(DataError, refuse_value)
    app.register_error_handler(OperationalError, refuse_busy)
    app.register_error_handler(Exception, report_defect)


def refuse(refusal: Refusal) -> ResponseReturnValue:
    """Answer a refusal of a door, a rule or a workflow."""
    db.session.rollback()
    return answer(refusal.status, refusal.message, article=refusal.article)


def refuse_constraint(error: IntegrityError) -> ResponseReturnValue:
    """Answer a lost race: somebody, or the same person's second click, was there first."""
    log.warning("constraint", constraint=str(error.orig).splitlines()[0][:200])
    return refuse(Duplicate(ROW_WAS_THERE))


def refuse_value(_error: DataError) -> ResponseReturnValue:
    """Answer a value that the database does not take; its transaction is spoilt by then."""
    db.session.rollback()
    return answer(400, STRANGE_VALUE)


def refuse_old_token(_error: CSRFError) -> ResponseReturnValue:
    """Answer a form whose token belongs to an older session; what was typed can be sent again.

    The token ends with the session: who is not signed in any more is told that, not the symptom.
    """
    door = door_of(current_app, request.endpoint or "")
    is_for_strangers = door is None or door.policy.admits_strangers(door.permission)
    if not is_for_strangers and not current_actor().is_signed_in:
        return refuse(NotSignedIn())
    return answer(400, PAGE_WAS_OPEN_TOO_LONG, can_resend=True)


def refuse_busy(error: OperationalError) -> ResponseReturnValue:
    """Answer when the database is busy or away, on a page that does not ask it anything."""
    db.session.rollback()
    log.error("database", problem=type(error.orig).__name__)
    if wants_json():
        return answer(503, BUSY)
    kept = kept_fields(503)
    page = _bare_page(
        "web/busy.html",
        sentence=_(BUSY),
        kept=kept,
        resend_fields=fields_to_resend() if kept and is_from_our_page() else (),
        address=request.full_path.rstrip("?"),
    )
    return page, 503


def refuse_http(error: HTTPException) -> ResponseReturnValue:
    """Answer what Flask itself refuses."""
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    if isinstance(error, InternalServerError):  # from a page of a refusal that itself failed
        return _refuse_failed(error.original_exception or error)
    db.session.rollback()
    if error.code == HTTPStatus.NOT_FOUND:
        return refuse(NotFound())
    return answer(error.code, HTTP_SENTENCES.get(error.code, HTTP_SENTENCES[400]))


def _refuse_failed(error: BaseException) -> ResponseReturnValue:
    return refuse_busy(error) if isinstance(error, OperationalError) else report_defect(error)


def answer(
    status: int, sentence: str, *, article: str | None = None, can_resend: bool = False
) -> ResponseReturnValue:
    """Return the page, or for a script the JSON, of a refusal."""
    if wants_json():
        return jsonify(ok=False, status=status, message=sentence, article=article), status
    kept = kept_fields(status)
    page = render_template(
        "web/refusal.html",
        status=status,
        heading=_(heading_of(status)),
        sentence=_(sentence),
        article=article,
        kept=kept,
        can_resend=(can_resend or status == HTTPStatus.UNAUTHORIZED)
        and bool(kept)
        and is_from_our_page(),
        resend_fields=fields_to_resend() if kept else (),
        address=request.full_path.rstrip("?"),
    )
    return page, status


def heading_of(status: int) -> str:
    """Return the heading; who only opened a page has sent nothing that others could overtake."""
    if status == HTTPStatus.CONFLICT and request.method in ("GET", "HEAD"):
        return OUT_OF_TURN
    return HEADINGS.get(status, HEADINGS[400])


def wants_json() -> bool:
    """Tell whether a script asked, not a person."""
    return request.headers.get("X-Requested-With") == "fetch"


def kept_fields(status: int) -> list[KeptField]:
    """Return what a person had typed into the refused form, without secrets."""
    if request.method != "POST" or status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return []
    return [
        KeptField(name, value)
        for name, value in request.form.items(multi=True)
        if value.strip() and not name.endswith(HIDDEN_FIELDS)
    ]


def fields_to_resend() -> list[tuple[str, str]]:
    """Return what a button may send once more; secrets are typed again."""
    sent = request.form.items(multi=True)
    return [(name, value) for name, value in sent if not name.endswith(SECRET_FIELDS)]


def is_from_our_page() -> bool:
    """Tell whether a form came from a page of ours, so that offering to resend it is safe."""
    sent_from = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(sent_from).netloc == request.host


def report_defect(error: BaseException) -> ResponseReturnValue:
    """Answer a defect: logged with the request id, on a page that needs no database."""
    db.session.rollback()
    request_id = g.get("request_id", "")
    log.error("defect", exc_info=error, request_id=request_id)
    if wants_json():
        return jsonify(ok=False, status=500, message=_("Hệ thống gặp lỗi."), id=request_id), 500
    page = _bare_page("web/defect.html", request_id=request_id, kept=kept_fields(500))
    return page, 500


def _bare_page(name: str, **shown: Any) -> str:
    """Render a page without what surrounds every other one, for that asks the database."""
    return current_app.jinja_env.get_template(name).render(**shown)
