"""Saying on the next page that a letter reached nobody, so that somebody tells them otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash
from flask_babel import gettext as _

if TYPE_CHECKING:
    from app.letters.operations import Delivery


def warn_of_unasked_unit(delivery: Delivery) -> None:
    """Warn an author whose unit has nobody who could be asked for its word."""
    if delivery.reaches_nobody:
        flash(
            _(
                "Đơn vị chưa có đầu mối nào có tài khoản, nên chưa ai được mời xác nhận hồ sơ. "
                "Xin báo cho đơn vị, hoặc nhờ ban tổ chức mời đầu mối của đơn vị mở tài khoản."
            ),
            "warn",
        )


def warn_of_untold_author(*deliveries: Delivery) -> None:
    """Warn whoever decided on dossiers without an author who could be told."""
    untold = sum(delivery.reaches_nobody for delivery in deliveries)
    if untold:
        flash(
            _(
                "%(count)s hồ sơ không có người lập nào có địa chỉ thư, nên không ai được báo. "
                "Xin báo cho tác giả bằng cách khác.",
                count=untold,
            ),
            "warn",
        )
