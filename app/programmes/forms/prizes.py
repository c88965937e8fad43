"""The prize levels, highest first."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.infra.forms.choices import ChoiceField
from app.infra.forms.numbers import ExactField, MoneyField, WholeField
from app.infra.forms.texts import LineField
from app.kernel.errors import RuleBroken
from app.kernel.numbers import format_decimal, parse_decimal
from app.kernel.vietnamese.search import search_fold
from app.programmes.enums import PrizeScope
from app.programmes.forms.announcement import PlainForm
from app.programmes.forms.rows import RowForm, Rows, numbered
from app.programmes.forms.texts import LinesField
from app.programmes.rules.parts import Part
from app.programmes.rules.plan import PrizePlan, RoundPlan

if TYPE_CHECKING:
    from decimal import Decimal

SCOPE_LABELS = (
    (PrizeScope.ROUND, _l("Tính chung cả đợt")),
    (PrizeScope.CATEGORY, _l("Tính riêng từng lĩnh vực")),
)
_MINIMUM = re.compile(r"(.+?)\s*:\s*([\d.,]+)")


class MinimaField(LinesField):
    """The least mean points of criteria: a line each, "Tính mới: 15"."""

    def check(self, form: Any) -> None:
        """Refuse a line that is not a name and a number."""
        super().check(form)
        for number, line in enumerate(self.lines, 1):
            found = _MINIMUM.fullmatch(line)
            if found is None:
                raise RuleBroken(
                    _("Dòng %(number)s chưa đúng dạng. Hãy viết như: Tính mới: 15.", number=number)
                )
            parse_decimal(found[2])

    def pairs(self, codes: dict[str, str]) -> tuple[tuple[str, Decimal], ...]:
        """Return codes and points; a name that no criterion has stays itself, to be refused."""
        found = (_MINIMUM.fullmatch(line) for line in self.lines)
        return tuple(
            sorted(
                (codes.get(search_fold(match[1]), match[1]), parse_decimal(match[2]))
                for match in found
                if match
            )
        )


class PrizeRow(RowForm):
    """A prize level."""

    level = LineField(_l("Tên giải, danh hiệu"), max=200)
    quantity = WholeField(_l("Số lượng nhiều nhất"), required=False, min=1, max=10_000)
    scope = ChoiceField(_l("Số lượng"), choices=SCOPE_LABELS, default=PrizeScope.ROUND)
    min_score = ExactField(_l("Điểm sàn"), required=False, min=0)
    money = MoneyField(_l("Tiền thưởng mỗi giải"), required=False)
    criterion_minima = MinimaField(_l("Điểm sàn của từng tiêu chí"), required=False, max_chars=5000)


class PrizesForm(PlainForm):
    """The prize levels, highest first."""

    PART = Part.PRIZES

    prizes = Rows(PrizeRow, _l("Giải"))

    @classmethod
    def values(cls, plan: RoundPlan) -> dict[str, Any]:
        """Return a row for each level."""
        names = {line.code: line.name for line in plan.final_stage.criteria}
        return {
            "prizes": numbered(
                {**asdict(prize), "criterion_minima": _minima_typed(prize, names)}
                for prize in plan.prizes
            )
        }

    def applied(self, plan: RoundPlan) -> RoundPlan:
        """Return the plan with the levels that were typed."""
        codes = {search_fold(line.name): line.code for line in plan.final_stage.criteria}
        prizes = tuple(
            PrizePlan(
                level=row.level.data,
                quantity=row.quantity.data,
                min_score=row.min_score.data,
                scope=row.scope.data,
                money=row.money.data,
                criterion_minima=row.criterion_minima.pairs(codes),
            )
            for row in self.prizes.kept
        )
        return replace(plan, prizes=prizes)


def _minima_typed(prize: PrizePlan, names: dict[str, str]) -> str:
    lines = (f"{names[code]}: {format_decimal(points)}" for code, points in prize.criterion_minima)
    return "\n".join(lines)
