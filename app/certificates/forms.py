"""What the secretary types to revoke a certificate."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.infra.forms.base import Form
from app.infra.forms.texts import ReasonField


class RevokeForm(Form):
    """Why a certificate no longer holds."""

    reason = ReasonField(_l("Lý do thu hồi"))
