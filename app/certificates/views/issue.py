"""The issue for a whole round: a dry run, a typed number, then a bar that fills."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from flask import jsonify, render_template, request, send_file, url_for
from flask_babel import gettext as _

from app.certificates import queries
from app.certificates.documents.sheets import certificate_pdf
from app.certificates.operations.drafts import (
    draft_certificates,
    require_room,
    sample_text,
    unprintable_names,
)
from app.certificates.operations.issue import ISSUED_ALREADY, issue_certificates
from app.certificates.policy import CertificatePermission as P
from app.certificates.rules.numbers import register_number, register_of
from app.certificates.views.doors import ROUND, pages
from app.infra.files.responses import SANDBOX, send_stored
from app.infra.forms.base import done
from app.infra.forms.confirmed import Confirmed
from app.infra.guard import access, current_actor
from app.infra.jobs.progress import progress_of
from app.kernel.errors import Duplicate, NotFound, RuleBroken, WrongState
from app.programmes.enums import RoundState as S
from app.programmes.queries import get_round
from app.series.queries import next_numbers
from app.work.policy import WorkPermission

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

    from app.certificates.models import CertificateBatch
    from app.certificates.operations.drafts import Draft
    from app.programmes.models import Round


@pages.form(ROUND, P.ISSUE, load=get_round)
def issue(round_: Round) -> ResponseReturnValue:
    """Show what will be issued and issue it; afterwards show the issue with its progress."""
    batch = queries.find_batch(round_.id)
    if batch is None:
        return _confirmed_issue(round_)
    if request.method == "POST":
        raise Duplicate(ISSUED_ALREADY)
    return _batch_page(round_, batch)


def _confirmed_issue(round_: Round) -> ResponseReturnValue:
    drafts, obstacle = _drafts_of(round_)
    form = Confirmed(len(drafts), obj=round_)
    if batch := form.sent(lambda: issue_certificates(round_, by=current_actor())):
        words = _(
            "Đã vào sổ %(count)s giấy chứng nhận. Tệp in đang được tạo.", count=batch.making.total
        )
        return done(words, "certificates.issue", round_id=round_.id)
    # One more than is issued where nothing is: the page says which number comes next.
    numbers = next_numbers(register_of(round_.series, round_.year), len(drafts) or 1)
    return form.page(
        "certificates/issue.html",
        round=round_,
        drafts=drafts,
        first_number=register_number(numbers[0], year=round_.year, series=round_.series),
        texts=[
            sample_text(round_, draft, number)
            for draft, number in zip(drafts, numbers, strict=False)
        ],
        obstacle=obstacle,
        unprintable=unprintable_names(round_, drafts),
        mailed=sum(bool(draft.person and draft.person.email) for draft in drafts),
    )


def _drafts_of(round_: Round) -> tuple[list[Draft], str]:
    """Return what would be issued, and the sentence that says what is in the way."""
    if round_.state is not S.DECIDED:
        return [], _("Hãy chờ có quyết định rồi mới cấp giấy chứng nhận.")
    try:
        drafts = draft_certificates(round_)
    except RuleBroken as refusal:
        return [], refusal.message
    try:
        require_room(round_, drafts)
    except RuleBroken as refusal:
        return drafts, refusal.message
    return drafts, ""


def _batch_page(round_: Round, batch: CertificateBatch) -> ResponseReturnValue:
    return render_template(
        "certificates/batch.html",
        round=round_,
        batch=batch,
        progress=progress_of(batch.making),
        may_follow=access.may(WorkPermission.FOLLOW, batch.making),
        certificates=queries.certificates_of_batch(batch.id),
    )


@pages.get(f"{ROUND}/xem-truoc", P.ISSUE, load=get_round)
def preview(round_: Round) -> ResponseReturnValue:
    """Show the first certificate as it will be, with the place of the seal."""
    if round_.state is not S.DECIDED:
        raise WrongState(
            _(
                "Chỉ xem trước được khi đợt đã có quyết định và chưa cấp. Hãy xem tập in ở trang cấp giấy chứng nhận."
            )
        )
    drafts = draft_certificates(round_)
    require_room(round_, drafts[:1])
    number = next_numbers(register_of(round_.series, round_.year), 1)[0]
    return _shown(certificate_pdf(sample_text(round_, drafts[0], number), preview=True))


def _shown(content: bytes) -> Response:
    response = send_file(
        BytesIO(content), mimetype="application/pdf", download_name="xem-truoc.pdf"
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Cache-Control"] = "no-store"
    return response


def batch_of_round(round_id: int) -> CertificateBatch:
    """Return the issue of a round.

    Raises:
        NotFound: when nothing was issued.
    """
    batch = queries.find_batch(get_round(round_id).id)
    if batch is None:
        raise NotFound
    return batch


@pages.get(f"{ROUND}/tien-do", P.ISSUE, load=batch_of_round)
def progress(batch: CertificateBatch) -> ResponseReturnValue:
    """Tell the page how far the papers are; its own address once it should be read anew."""
    answer = progress_of(batch.making)
    if answer["finished"]:
        answer["url"] = url_for("certificates.issue", round_id=batch.round_id)
    return jsonify(answer)


@pages.get(f"{ROUND}/tap-in.pdf", P.ISSUE, load=batch_of_round)
def book(batch: CertificateBatch) -> ResponseReturnValue:
    """Hand out the one file for the printer."""
    if batch.book is None:
        raise WrongState(_("Tập in đang được tạo. Hãy thử lại sau ít phút."))
    return send_stored(
        batch.book, f"tap-in-giay-chung-nhan-{batch.round_id}.pdf", as_attachment=True
    )
