"""What the secretary types to issue and to revoke."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.infra.forms.base import Form
from app.infra.forms.texts import LineField, ParagraphField

LONGEST_REASON = 4000


class IssueForm(Form):
    """The number of certificates, typed by hand, so that nobody issues by a slip."""

    confirmed_number = LineField(_l("Số giấy chứng nhận"), max=20)

    def confirms(self, count: int) -> bool:
        """Tell whether the number was typed."""
        return bool(self.confirmed_number.data == str(count))


class RevokeForm(Form):
    """Why a certificate no longer holds."""

    reason = ParagraphField(_l("Lý do thu hồi"), max_chars=LONGEST_REASON)
