"""What a stage decides: its criteria, how its sheets become a score, who goes on."""

from __future__ import annotations

from dataclasses import asdict, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.infra.forms.choices import ChoiceField, TickField
from app.infra.forms.numbers import ExactField, WholeField
from app.infra.forms.texts import LineField, ParagraphField
from app.kernel.numbers import format_decimal
from app.programmes.enums import ScoringMethod
from app.programmes.forms.announcement import PlainForm
from app.programmes.forms.rows import RowForm, Rows, numbered, with_codes
from app.programmes.forms.texts import FractionField, LevelsField
from app.programmes.rules.parts import Part, stage_part
from app.programmes.rules.plan import CriterionPlan, RoundPlan, ScoringPlan, StagePlan
from app.programmes.rules.stage_soundness import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_POINTS = Decimal(1000)
MOST_SHEETS = 99
ONE = Decimal(1)
HALF = Decimal("0.5")
STEP_LABELS = tuple((step, format_decimal(step)) for step in sorted(STEPS))
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


class StageForm(PlainForm):
    """A part that every stage has a page of its own for."""

    stage: StagePlan

    @classmethod
    def of(cls, plan: RoundPlan, version: int, stage: StagePlan) -> Self:
        """Return the form of a stage."""
        form = cls.filled({"version": version, **cls.values_of(plan, stage)})
        form.stage = stage
        return form

    @classmethod
    def values_of(cls, plan: RoundPlan, stage: StagePlan) -> dict[str, Any]:
        """Return what the plan says of a stage, by the names of the fields."""
        raise NotImplementedError

    def shows(self, where: str, plan: RoundPlan) -> bool:
        """Tell whether a place stands on this page: what another stage says has its own."""
        within = stage_part(where)
        return within is None or plan.stages[within[0]].code == self.stage.code

    def inside(self, where: str, plan: RoundPlan) -> str:
        """Return the place without its stage, and without the group that a form does not repeat."""
        if stage_part(where) is None:
            return super().inside(where, plan)
        return where.partition(".")[2].removeprefix("scoring.")


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


class CriteriaForm(StageForm):
    """The score sheet of a stage."""

    PART = Part.CRITERIA

    criteria = Rows(CriterionRow, _l("Tiêu chí"))

    @classmethod
    def values_of(cls, plan: RoundPlan, stage: StagePlan) -> dict[str, Any]:  # noqa: ARG003  # one signature
        """Return a row for each line."""
        return {
            "criteria": numbered(
                {**asdict(line), "guidance": line.guidance} for line in stage.criteria
            )
        }

    @property
    def largest_total(self) -> Decimal:
        """The total of a sheet that gives every criterion its maximum, as far as it is typed."""
        return sum((row.largest for row in self.criteria.kept), Decimal(0))

    def applied(self, plan: RoundPlan) -> RoundPlan:
        """Return the plan with the lines that were typed."""
        rows = with_codes(self.criteria.kept, "name")
        criteria = tuple(row.plan(code) for row, code in rows)
        stages = (
            replace(stage, criteria=criteria) if stage.code == self.stage.code else stage
            for stage in plan.stages
        )
        return replace(plan, stages=tuple(stages))


class BreakerRow(RowForm):
    """What is compared when two dossiers have the same score."""

    breaker = LineField(_l("So sánh"), max=130)


class StageRow(RowForm):
    """A stage of judging."""

    name = LineField(_l("Tên vòng"), max=200)
    weight = ExactField(_l("Tỷ trọng"), required=False, min=0, max=MOST_POINTS)
    pass_score = ExactField(_l("Điểm để đi tiếp"), required=False, min=0)
    pass_count = WholeField(_l("Số hồ sơ đi tiếp ở mỗi lĩnh vực"), required=False, min=1)
    is_blind = TickField(_l("Giám khảo không thấy tên tác giả và đơn vị (chấm kín)"))

    def plan(self, code: str, base: StagePlan) -> StagePlan:
        """Return the stage that was typed; what has pages of its own stays as it was."""
        return replace(
            base,
            code=code,
            name=self["name"].data,
            weight=self.weight.data,
            pass_score=self.pass_score.data,
            pass_count=self.pass_count.data,
            is_blind=self.is_blind.data,
        )


class ScoringForm(StageForm):
    """From the sheets of a stage to its score and a rank; and the stages, one after the other."""

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
    def values_of(cls, plan: RoundPlan, stage: StagePlan) -> dict[str, Any]:
        """Return the method, a row for each comparison and for each stage of the round."""
        return {
            **asdict(stage.scoring),
            "tie_breakers": numbered({"breaker": name} for name in stage.scoring.tie_breakers),
            "stages": numbered(asdict(each) for each in plan.stages),
        }

    def applied(self, plan: RoundPlan) -> RoundPlan:
        """Return the plan with the method and the stages that were typed.

        A new stage begins with the criteria and the method of the last one.
        """
        stages = [
            row.plan(code, plan.find_stage(code) or plan.final_stage)
            for row, code in with_codes(self.stages.kept, "name")
        ]
        scoring = self._scoring()
        return replace(
            plan,
            stages=tuple(
                replace(stage, scoring=scoring) if stage.code == self.stage.code else stage
                for stage in stages
            ),
        )

    def _scoring(self) -> ScoringPlan:
        return ScoringPlan(
            method=self.method.data,
            min_sheets=self.min_sheets.data,
            trim_from=self.trim_from.data,
            deviation_limit=self._limit(),
            tie_breakers=tuple(row.breaker.data for row in self.tie_breakers.kept),
            comment_below=self.comment_below.data,
            comment_above=self.comment_above.data,
        )

    def _limit(self) -> str | None:
        typed = (self.deviation_limit.data or "").replace(",", ".").replace(" ", "")
        return typed or None


def breaker_choices(stage: StagePlan) -> Iterable[tuple[str, str]]:
    """Return what may be compared when scores are equal, with words for each."""
    for line in stage.criteria:
        yield f"criterion:{line.code}", _("Điểm tiêu chí “%(name)s” cao hơn", name=line.name)
    for code, words in PLAIN_BREAKERS:
        yield code, str(words)
