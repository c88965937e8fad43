"""The register: found by number, code or name; each line with its paper, and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template
from flask_babel import gettext as _

from app.audit.queries import history_of
from app.certificates import queries
from app.certificates.enums import CertificateState
from app.certificates.forms import RevokeForm
from app.certificates.operations.revocation import revoke_certificate
from app.certificates.policy import CertificatePermission as P
from app.certificates.policy import policy
from app.certificates.views.doors import REGISTER, pages
from app.infra.files.responses import send_stored
from app.infra.forms.base import done
from app.infra.guard import current_actor
from app.kernel.errors import WrongState

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.certificates.models import Certificate


@pages.get(REGISTER, P.READ_REGISTER)
def register() -> ResponseReturnValue:
    """Show the register, newest first."""
    return queries.REGISTER.page("certificates/register.html")


@pages.get(f"{REGISTER}/<int:certificate_id>", P.READ, load=queries.get_certificate)
def detail(certificate: Certificate) -> ResponseReturnValue:
    """Show one line of the register with the words that were printed."""
    return render_template(
        "certificates/detail.html",
        certificate=certificate,
        round=certificate.award.nomination.round,
        history=history_of(certificate),
    )


@pages.form(f"{REGISTER}/<int:certificate_id>/thu-hoi", P.REVOKE, load=queries.get_certificate)
def revoke(certificate: Certificate) -> ResponseReturnValue:
    """Revoke a certificate, with the reason."""
    if certificate.state is CertificateState.REVOKED:
        raise WrongState(
            _("Giấy chứng nhận này đã được thu hồi trước đó. Hãy tải lại trang để xem lý do.")
        )
    form = RevokeForm(obj=certificate)
    if form.sent(lambda: revoke_certificate(certificate, form.reason.data, by=current_actor())):
        words = _("Đã thu hồi giấy chứng nhận số %(number)s.", number=certificate.register_no)
        return done(words, "certificates.detail", certificate_id=certificate.id)
    return form.page("certificates/revoke.html", certificate=certificate)


@pages.get("/giay-chung-nhan", P.LIST_OWN)
def mine() -> ResponseReturnValue:
    """Show the certificates that name me, and those of dossiers that I wrote."""
    return render_template(
        "certificates/mine.html", certificates=queries.certificates_for(current_actor())
    )


@pages.get("/giay-chung-nhan/<int:certificate_id>.pdf", P.DOWNLOAD, load=queries.get_certificate)
def download(certificate: Certificate) -> ResponseReturnValue:
    """Hand out the paper; one that was revoked only to the register's keeper."""
    is_keeper = policy.allows(current_actor(), P.READ, certificate)
    if certificate.state is CertificateState.REVOKED and not is_keeper:
        raise WrongState(
            _(
                "Giấy chứng nhận này đã bị thu hồi nên không tải được. Hãy liên hệ ban tổ chức nếu cần biết lý do."
            )
        )
    if certificate.file is None:
        raise WrongState(_("Tệp đang được tạo. Hãy thử lại sau ít phút."))
    name = certificate.register_no.replace("/", "-")
    return send_stored(certificate.file, f"giay-chung-nhan-{name}.pdf", as_attachment=True)
