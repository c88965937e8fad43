"""Forms of declarations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _

from app.conflicts.enums import CONFLICT_LABELS, DECLARABLE
from app.conflicts.rules import LONGEST_NOTE
from app.infra.forms.base import Form
from app.infra.forms.choices import ChoiceField
from app.infra.forms.texts import LineField, ReasonField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.councils.models import Seat
    from app.nominations.models import Nomination


class DeclareForm(Form):
    """Why a dossier is too close."""

    kind = ChoiceField(
        _("Vì sao bạn không nên chấm hồ sơ này?"),
        choices=[(kind, CONFLICT_LABELS[kind]) for kind in DECLARABLE],
        missing=_("Hãy chọn một lý do."),
    )
    note = LineField(_("Ghi thêm"), required=False, max=LONGEST_NOTE)


class EnterForm(DeclareForm):
    """A declaration that the secretary enters for a judge."""

    seat_id = ChoiceField(_("Giám khảo"))
    nomination_id = ChoiceField(_("Hồ sơ"))

    def offer(self, seats: Sequence[Seat], nominations: Sequence[Nomination]) -> None:
        """Offer the judges and the dossiers of the round."""
        self.seat_id.choices = [(s.id, f"{s.code}: {s.person.full_name}") for s in seats]
        self.nomination_id.choices = [(n.id, f"{n.code}: {n.title}") for n in nominations]


class WithdrawForm(Form):
    """Why a declaration is taken back."""

    reason = ReasonField(_("Lý do gỡ khai báo"))
