"""What decides: criteria, how sheets become a score, stages, prizes."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.infra.forms.choices import ChoiceField
from app.infra.forms.numbers import ExactField, MoneyField, WholeField
from app.infra.forms.texts import LineField, ParagraphField
from app.kernel.errors import RuleBroken
from app.kernel.numbers import format_decimal, parse_decimal
from app.kernel.vietnamese.search import search_fold
from app.programmes.enums import PrizeScope, ScoringMethod
from app.programmes.forms.announcement import PlainForm
from app.programmes.forms.rows import RowForm, Rows, numbered, with_codes
from app.programmes.forms.texts import FractionField, LevelsField, LinesField
from app.programmes.rules.parts import Part
from app.programmes.rules.plan import (
    CriterionPlan,
    PrizePlan,
    RoundPlan,
    ScoringPlan,
    StagePlan,
)
from app.programmes.rules.soundness import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_POINTS = Decimal(1000)
MOST_SHEETS = 99
ONE = Decimal(1)
HALF = Decimal("0.5")
STEP_LABELS = tuple((step, format_decimal(step)) for step in sorted(STEPS))
SCOPE_LABELS = (
    (PrizeScope.ROUND, _l("Tính chung cả đợt")),
    (PrizeScope.CATEGORY, _l("Tính riêng từng lĩnh vực")),
)
METHOD_LABELS = (
    (ScoringMethod.MEAN, _l("Trung bình cộng các phiếu")),
    (ScoringMethod.TRIMMED_MEAN, _l("Trung bình sau khi bỏ phiếu cao nhất và thấp nhất")),
    (ScoringMethod.MEDIAN, _l("Trung vị các phiếu")),
    (ScoringMethod.DEVIATION_EXCLUSION, _l("Trung bình sau khi bỏ phiếu lệch quá giới hạn")),
)
PLAIN_BREAKERS = (
    ("votes", _l("Số phiếu bầu cao hơn")),
    ("median", _l("Điểm trung vị cao hơn")),
    ("lowest_sheet", _l("Phiếu thấp nhất cao hơn")),
    ("chair", _l("Chủ tịch hội đồng quyết định, có lý do")),
)
_MINIMUM = re.compile(r"(.+?)\s*:\s*([\d.,]+)")


class CriterionRow(RowForm):
    """A line of the score sheet."""

    group = LineField(_l("Nhóm tiêu chí"), required=False, max=200)
    name = LineField(_l("Tiêu chí"), max=300)
    looks_at = ParagraphField(_l("Xem xét điều gì"), required=False, max_chars=2000)
    max_points = ExactField(_l("Điểm tối đa"), min=Decimal("0.25"), max=MOST_POINTS)
    step = ChoiceField(_l("Bước điểm"), choices=STEP_LABELS, default=HALF)
    weight = ExactField(_l("Hệ số"), min=Decimal("0.01"), max=MOST_POINTS, default=ONE)
    min_points = ExactField(_l("Điểm sàn"), required=False, min=0, max=MOST_POINTS)
    zero_share_max = FractionField(_l("Loại khi tỷ lệ phiếu cho 0 điểm đạt"), required=False)
    guidance = LevelsField(_l("Hướng dẫn cho điểm"), required=False)

    def plan(self, code: str) -> CriterionPlan:
        """Return the line that was typed."""
        return CriterionPlan(
            code=code,
            name=self["name"].data,
            max_points=self.max_points.data,
            group=self.group.data or "",
            looks_at=self.looks_at.data or "",
            guidance=self.guidance.data or (),
            step=self.step.data,
            weight=self.weight.data,
            min_points=self.min_points.data,
            zero_share_max=self.zero_share_max.data,
        )

    @property
    def largest(self) -> Decimal:
        """What the line adds to the largest total, as far as it is typed."""
        return (self.max_points.data or Decimal(0)) * (self.weight.data or Decimal(0))


class CriteriaForm(PlainForm):
    """The score sheet."""

    PART = Part.CRITERIA

    criteria = Rows(CriterionRow, _l("Tiêu chí"))

    @classmethod
    def values(cls, plan: RoundPlan) -> dict[str, Any]:
        """Return a row for each line."""
        return {
            "criteria": numbered(
                {**asdict(line), "guidance": line.guidance} for line in plan.criteria
            )
        }

    @property
    def largest_total(self) -> Decimal:
        """The total of a sheet that gives every criterion its maximum, as far as it is typed."""
        return sum((row.largest for row in self.criteria.kept), Decimal(0))

    def applied(self, plan: RoundPlan) -> RoundPlan:
        """Return the plan with the lines that were typed."""
        rows = with_codes(self.criteria.kept, "name")
        return replace(plan, criteria=tuple(row.plan(code) for row, code in rows))


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
        names = {line.code: line.name for line in plan.criteria}
        return {
            "prizes": numbered(
                {**asdict(prize), "criterion_minima": _minima_typed(prize, names)}
                for prize in plan.prizes
            )
        }

    def applied(self, plan: RoundPlan) -> RoundPlan:
        """Return the plan with the levels that were typed."""
        codes = {search_fold(line.name): line.code for line in plan.criteria}
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


class BreakerRow(RowForm):
    """What is compared when two dossiers have the same score."""

    breaker = LineField(_l("So sánh"), max=130)


class StageRow(RowForm):
    """A stage of judging."""

    name = LineField(_l("Tên vòng"), max=200)
    weight = ExactField(_l("Tỷ trọng"), required=False, min=0, max=MOST_POINTS)
    pass_score = ExactField(_l("Điểm để đi tiếp"), required=False, min=0)
    pass_count = WholeField(_l("Số hồ sơ đi tiếp ở mỗi lĩnh vực"), required=False, min=1)


class ScoringForm(PlainForm):
    """From sheets to a score and a rank, stage by stage."""

    PART = Part.SCORING

    method = ChoiceField(_l("Cách tính điểm của hồ sơ"), choices=METHOD_LABELS)
    min_sheets = WholeField(_l("Số phiếu ít nhất của một hồ sơ"), min=1, max=MOST_SHEETS)
    trim_from = WholeField(_l("Bỏ phiếu cao nhất, thấp nhất khi có từ"), min=1, max=MOST_SHEETS)
    deviation_limit = LineField(_l("Giới hạn chênh lệch"), required=False, max=20)
    comment_below = ExactField(_l("Phải nhận xét khi tổng điểm dưới"), required=False, min=0)
    comment_above = ExactField(_l("Phải nhận xét khi tổng điểm từ"), required=False, min=0)
    tie_breakers = Rows(BreakerRow, _l("Khi bằng điểm"))
    stages = Rows(StageRow, _l("Các vòng chấm"))

    @classmethod
    def values(cls, plan: RoundPlan) -> dict[str, Any]:
        """Return the method, a row for each comparison and for each stage."""
        return {
            **asdict(plan.scoring),
            "tie_breakers": numbered({"breaker": name} for name in plan.scoring.tie_breakers),
            "stages": numbered(asdict(stage) for stage in plan.stages),
        }

    def applied(self, plan: RoundPlan) -> RoundPlan:
        """Return the plan with the method and the stages that were typed."""
        scoring = ScoringPlan(
            method=self.method.data,
            min_sheets=self.min_sheets.data,
            trim_from=self.trim_from.data,
            deviation_limit=self._limit(),
            tie_breakers=tuple(row.breaker.data for row in self.tie_breakers.kept),
            comment_below=self.comment_below.data,
            comment_above=self.comment_above.data,
        )
        stages = tuple(
            StagePlan(
                code, row["name"].data, row.weight.data, row.pass_score.data, row.pass_count.data
            )
            for row, code in with_codes(self.stages.kept, "name")
        )
        return replace(plan, scoring=scoring, stages=stages)

    def _limit(self) -> str | None:
        typed = (self.deviation_limit.data or "").replace(",", ".").replace(" ", "")
        return typed or None


def breaker_choices(plan: RoundPlan) -> Iterable[tuple[str, str]]:
    """Return what may be compared when scores are equal, with words for each."""
    for line in plan.criteria:
        yield f"criterion:{line.code}", _("Điểm tiêu chí “%(name)s” cao hơn", name=line.name)
    for code, words in PLAIN_BREAKERS:
        yield code, str(words)
