"""Forms of judging, apart from the sheet itself, whose fields are the round's criteria."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _

from app.infra.forms.base import Form
from app.infra.forms.choices import ChoiceField, ChoicesField
from app.infra.forms.moments import InstantField
from app.infra.forms.numbers import WholeField
from app.infra.forms.texts import ReasonField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.councils.models import Seat
    from app.programmes.models import Category

LARGEST_SEED = 10**9


class DealForm(Form):
    """The limits of an even assignment."""

    per_nomination = WholeField(_("Số giám khảo cho mỗi hồ sơ"), min=1, max=50)
    max_load = WholeField(_("Mỗi giám khảo nhiều nhất"), min=1, max=10_000, required=False)
    category_id = ChoiceField(_("Lĩnh vực"), required=False, blank=_("Tất cả lĩnh vực"))
    seats = ChoicesField(_("Giám khảo tham gia"), missing=_("Hãy chọn ít nhất một giám khảo."))
    seed = WholeField(_("Số rút thăm"), min=0, max=LARGEST_SEED)

    def offer(self, seats: Sequence[Seat], categories: Sequence[Category]) -> None:
        """Offer the members of the council and the categories of the round."""
        self.seats.choices = [(s.id, f"{s.code}: {s.person.full_name}") for s in seats]
        self.category_id.choices = [(c.id, c.name) for c in categories]


class ReopenForm(Form):
    """Why a sheet is opened again."""

    reason = ReasonField(_("Lý do mở lại phiếu"))


class JudgingDeadlineForm(Form):
    """Until when a stage takes sheets; left empty, until it is closed by hand."""

    closes_at = InstantField(_("Hạn chấm"), required=False)
