"""Rounds for tests: made as in production, from a small plan and the steps of their life."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from app.kernel import clock
from app.kernel.access import Actor, Role
from app.programmes.enums import ProgrammeKind, RoundState, SubjectKind
from app.programmes.operations.drafts import draft_round
from app.programmes.operations.steps import close_round, open_round, open_stage, start_screening
from app.programmes.rules.plan import (
    CategoryPlan,
    CriterionPlan,
    DocumentPlan,
    LevelPlan,
    MilestonePlan,
    PrizePlan,
    RoundPlan,
    RuleSection,
    ScoringPlan,
    StagePlan,
)
from app.questions.rules.plan import ChoicePlan, QuestionPlan, SectionPlan

if TYPE_CHECKING:
    from datetime import datetime

    from app.programmes.models import Round

SECRETARY = Actor(account_id=1, name="Thư ký", roles=frozenset({Role.SECRETARY}))


def small_plan(**over: Any) -> RoundPlan:
    """Return the plan of a contest with two of everything."""
    moment = clock.now().replace(microsecond=0)
    plan = RoundPlan(
        programme_key="hoi-thi-thu",
        name="Hội thi Sáng tạo thử nghiệm",
        short_code="STTN",
        kind=ProgrammeKind.CONTEST,
        year=2026,
        ordinal_no=9,
        summary="Hội thi dành cho các giải pháp đã áp dụng trên địa bàn tỉnh.",
        rules=(
            RuleSection("Đối tượng dự thi", "Mọi cá nhân:\n- đang sống ở tỉnh;", "Điều 2"),
            RuleSection("Giám khảo", "Giám khảo làm việc khách quan.", "Điều 8"),
        ),
        legal_bases=("Quyết định số 165/2006/QĐ-TTg",),
        opens_at=moment - timedelta(days=1),
        closes_at=moment + timedelta(days=30),
        contact_name="Bà Trịnh Thị Thuỳ Dương",
        contact_email="thuky@vidu.vn",
        subject_kind=SubjectKind.SOLUTION,
        max_people=3,
        categories=(CategoryPlan("cntt", "Công nghệ thông tin"), CategoryPlan("y", "Y dược")),
        sections=(small_section(),),
        documents=(DocumentPlan("phieu", "Phiếu đăng ký", required=True),),
        prizes=(
            PrizePlan("Giải Nhất", quantity=1, min_score=Decimal(85), money=40_000_000),
            PrizePlan("Giải Nhì", quantity=2, min_score=Decimal(80), money=32_000_000),
        ),
        milestones=(MilestonePlan("nhan_ho_so", "Nhận hồ sơ"),),
    )
    stages = small_stages(over)
    return replace(plan, stages=stages, **over)


CRITERIA = (
    CriterionPlan(
        code="moi",
        name="Tính mới",
        max_points=Decimal(60),
        guidance=(LevelPlan(Decimal("30.5"), Decimal(60), "Mới hẳn."),),
    ),
    CriterionPlan(code="hieu_qua", name="Hiệu quả", max_points=Decimal(40)),
)
SCORING = ScoringPlan(min_sheets=2, tie_breakers=("criterion:moi", "chair"))


def small_stages(over: dict[str, Any]) -> tuple[StagePlan, ...]:
    """Return the stages that are asked for; what one does not say is that of all.

    Taken out of ``over`` are ``stages``, and what holds for all of them: ``criteria``,
    ``scoring`` and ``is_blind``.
    """
    criteria = over.pop("criteria", CRITERIA)
    scoring, is_blind = over.pop("scoring", SCORING), over.pop("is_blind", False)
    stages = over.pop("stages", (StagePlan("cham", "Chấm điểm"),))
    return tuple(
        replace(
            stage,
            criteria=stage.criteria or criteria,
            scoring=scoring if stage.scoring == ScoringPlan() else stage.scoring,
            is_blind=stage.is_blind or is_blind,
        )
        for stage in stages
    )


def blinded(plan: RoundPlan) -> RoundPlan:
    """Return the plan with every stage judged blind."""
    return replace(plan, stages=tuple(replace(stage, is_blind=True) for stage in plan.stages))


def small_section() -> SectionPlan:
    """Return a section with a question of words and one of choices."""
    return SectionPlan(
        code="noi_dung",
        title="Nội dung",
        questions=(
            QuestionPlan("mo_ta", "Mô tả giải pháp", required=True, max_words=600),
            QuestionPlan(
                "bao_ho",
                "Tình trạng bảo hộ",
                kind="choice",
                choices=(ChoicePlan("co", "Đã có bằng"), ChoicePlan("chua", "Chưa có")),
                goes_to_judges=False,
            ),
        ),
    )


def _begin_judging(round_: Round, *, by: Actor) -> None:
    """Begin without a council, which is formed on a higher floor and asked for there."""
    round_.state = RoundState.JUDGING
    open_stage(round_.first_stage, by=by)


# How a round comes from draft to each state, step after step.
PATH: dict[RoundState, Any] = {
    RoundState.OPEN: open_round,
    RoundState.CLOSED: close_round,
    RoundState.SCREENING: start_screening,
    RoundState.JUDGING: _begin_judging,
}


def make_round(
    *, state: RoundState = RoundState.DRAFT, by: Actor = SECRETARY, **over: Any
) -> Round:
    """Return a round in a state; what other packages prepare beyond judging is set bare."""
    round_ = draft_round(small_plan(**over), by=by)
    if state is RoundState.DRAFT:
        return round_
    for target, step in PATH.items():
        step(round_, by=by)
        if target is state:
            return round_
    round_.state = state
    return round_


def closing_of(round_: Round) -> datetime:
    """Return when a round that has a deadline stops taking dossiers."""
    assert round_.closes_at is not None
    return round_.closes_at
