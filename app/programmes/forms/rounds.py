"""Beginning a round, and the steps that need more than a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.infra.forms.base import Form
from app.infra.forms.choices import ChoiceField
from app.infra.forms.moments import InstantField
from app.infra.forms.numbers import WholeField
from app.infra.forms.texts import LineField, ReasonField
from app.programmes.forms.texts import YearField
from app.programmes.queries import preset_plans, rounds_to_clone

if TYPE_CHECKING:
    from collections.abc import Iterator

PRESET, ROUND = "mau", "dot"


def sources() -> Iterator[tuple[str, str]]:
    """Yield what a round can be made from, with words for each."""
    for plan in preset_plans():
        yield f"{PRESET}:{plan.programme_key}", _("Mẫu: %(name)s", name=plan.name)
    for round_ in rounds_to_clone():
        words = _("Đợt đã lập: %(name)s (năm %(year)s)", name=round_.name, year=round_.year)
        yield f"{ROUND}:{round_.id}", words


class SourceForm(Form):
    """What to begin from; asked first, so that the preview can show what comes with it."""

    source = ChoiceField(_l("Lập từ"), choices=sources, blank=_l("Chọn một mẫu hoặc một đợt trước"))


class NewRoundForm(SourceForm):
    """A new round."""

    name = LineField(_l("Tên của đợt"), max=300)
    year = YearField(_l("Năm"))
    ordinal_no = WholeField(_l("Lần thứ"), required=False, min=1, max=999)


class DeadlineForm(Form):
    """A later deadline."""

    closes_at = InstantField(_l("Hạn nộp mới"))
    reason = ReasonField(max_chars=1000)
