"""The refusals: how the product says no, in a sentence that a person can act on.

Rules, policies and operations raise these and know nothing of HTTP beyond the number each
kind carries; one place in the web package turns a refusal into a page. Everything that is not
a `Refusal` is a defect.
"""

from __future__ import annotations

from typing import ClassVar


class Refusal(Exception):
    """Base of all refusals; raise one of the subclasses.

    Attributes:
        message: a Vietnamese sentence that says what is wrong and what to do.
        field: name of the form field the sentence belongs beside, if there is one.
        article: article of the regulation that is the ground, such as "Điều 7 khoản 2".
        status: the HTTP status of this kind of refusal.
    """

    status: ClassVar[int] = 400
    default_message: ClassVar[str] = (
        "Yêu cầu này chưa thực hiện được. Xin kiểm tra lại rồi thử lại."
    )

    def __init__(
        self,
        message: str | None = None,
        *,
        field: str | None = None,
        article: str | None = None,
    ) -> None:
        self.message = message or self.default_message
        self.field = field
        self.article = article
        super().__init__(self.message)


class NotSignedIn(Refusal):
    """A stranger asks for something that needs an account."""

    status = 401
    default_message = "Xin đăng nhập để tiếp tục."


class NotAllowed(Refusal):
    """The policy does not admit this person."""

    status = 403
    default_message = (
        "Tài khoản của ông/bà không có quyền thực hiện việc này. "
        "Xin đăng nhập bằng tài khoản khác, hoặc liên hệ ban tổ chức."
    )


class NotFound(Refusal):
    """There is no such page or thing, or it must not be known that there is."""

    status = 404
    default_message = (
        "Không tìm thấy trang hoặc hồ sơ này. Hãy kiểm tra lại đường dẫn, "
        "hoặc bắt đầu lại từ trang chủ."
    )


class WrongState(Refusal):
    """The workflow does not offer this step now, or the page was stale."""

    status = 409
    default_message = "Bước này không thực hiện được ở trạng thái hiện tại. Xin tải lại trang."


class LinkSpent(Refusal):
    """A mailed link leads nowhere: there is none, it was used up, has run out or was taken back.

    Nobody is told which, so that trying tokens teaches nothing.
    """

    status = 410
    default_message = (
        "Liên kết này chưa đúng, đã được dùng, đã hết hạn hoặc đã thay bằng liên kết khác. "
        "Hãy mở liên kết trong thư mới nhất; nếu vẫn không được, hãy trả lời thư đó để hỏi."
    )


class Duplicate(Refusal):
    """The same thing is there already."""

    status = 409
    default_message = "Nội dung này đã có trong hệ thống. Xin tải lại trang để xem."


class RuleBroken(Refusal):
    """A rule of the regulation, or of good form, is not kept."""

    status = 422
    default_message = "Nội dung chưa đúng quy định. Xin kiểm tra lại."
