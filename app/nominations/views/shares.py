"""The page of a co-author who was asked whether their share is right; it needs no account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from flask_babel import gettext as _

from app.infra.forms.base import done
from app.infra.guard import current_actor
from app.nominations.enums import CONFIRM_SHARE
from app.nominations.forms import ShareForm
from app.nominations.operations.shares import answer_share
from app.nominations.policy import NominationPermission as P
from app.nominations.queries.shares import get_share_claim
from app.nominations.views.doors import pages

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.nominations.models import ShareClaim


@pages.linked("/xac-nhan-ty-le/<token>", CONFIRM_SHARE, P.CONFIRM_SHARE, load=get_share_claim)
def confirm_share(claim: ShareClaim) -> ResponseReturnValue:
    """Show somebody the share that a dossier claims for them, and take their answer."""
    form = ShareForm()
    if form.sent(lambda: _answer(claim, form)):
        return done(_thanks(claim, agrees=form.agrees), "web.home")
    return form.page("nominations/confirm_share.html", claim=claim, address=request.path)


def _answer(claim: ShareClaim, form: ShareForm) -> None:
    answer_share(claim, agrees=form.agrees, reason=form.reason.data, by=current_actor())


def _thanks(claim: ShareClaim, *, agrees: bool) -> str:
    code = claim.nomination.code
    if agrees:
        return _("Đã ghi: ông/bà xác nhận tỷ lệ trong hồ sơ %(code)s. Xin cảm ơn.", code=code)
    return _(
        "Đã ghi: ông/bà không đồng ý với tỷ lệ trong hồ sơ %(code)s. "
        "Người lập hồ sơ được báo qua thư.",
        code=code,
    )
