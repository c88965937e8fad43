"""Dossiers in any state, as the database keeps them after the operations that lead there."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, Any

from app.accounts.operations.tokens import Holder, grant_link
from app.infra.db.engine import db
from app.kernel import clock
from app.kernel.numbers import even_shares
from app.nominations.enums import CONFIRM_SHARE
from app.nominations.enums import NominationState as S
from app.nominations.models import Answer, Nomination, NominationPerson, ShareClaim
from app.nominations.rules.codes import blind_code, dossier_code, receipts_of
from app.programmes.queries import latest_form
from app.series.operations import take_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.programmes.models import Round
    from app.questions.rules.plan import QuestionPlan

NEVER_SENT = frozenset({S.DRAFT})
SCREENED = frozenset({S.ELIGIBLE, S.INELIGIBLE})
TITLES = (
    "Thiết bị cảnh báo sạt lở mái dốc dùng sợi quang",
    "Máy sàng ngao hai tầng",
    "Vật liệu lọc nước thải mỏ từ xỉ than",
    "Phần mềm điều phối xe cứu thương vùng đảo",
    "Quy trình nhân giống ba kích tím",
)
NAMES = ("Lê Thuỵ Khuê", "Hoàng Đình Ngữ", "Bùi Thế Duyệt", "Đặng Thị Quỳnh Ngưỡng")
_counter = count()


def make_nomination(
    round_: Round,
    *,
    state: S = S.SUBMITTED,
    people: Sequence[str] = ("Lê Thuỵ Khuê",),
    answered: bool = True,
    **over: Any,
) -> Nomination:
    """Make a dossier of a round in a state, with its people and an answer to each question.

    ``people`` are names; their shares are even. What ``over`` names is set as it is.
    """
    number = next(_counter)
    now = clock.now()
    nomination = Nomination(
        round_id=round_.id,
        form=latest_form(round_.id),
        state=state,
        title=f"{TITLES[number % len(TITLES)]} {number + 1}",
        summary="Giải pháp rẻ, bền, làm được tại chỗ.",
        accepted_declaration=True,
        created_at=now,
        saved_at=now,
        answers=[],
        people=_people(people),
        attachments=[],
        category_id=_first_category(round_),
    )
    nomination.people_draft = _draft(nomination.people)
    if answered:
        nomination.answers = _answers(nomination)
    _live_until(nomination, round_, state)
    for name, value in over.items():
        setattr(nomination, name, value)
    db.session.add(nomination)
    db.session.flush()
    return nomination


def _first_category(round_: Round) -> int | None:
    loaded = round_.__dict__.get("categories")
    return loaded[0].id if loaded else None


def _people(names: Sequence[str]) -> list[NominationPerson]:
    shares = even_shares(len(names)) if names else []
    return [
        NominationPerson(
            position=place,
            full_name=name,
            role="Tác giả chính" if place == 1 else "Đồng tác giả",
            contribution=Decimal(share),
        )
        for place, (name, share) in enumerate(zip(names, shares, strict=True), 1)
    ]


def _draft(people: Sequence[NominationPerson]) -> list[dict[str, str]]:
    from app.nominations.rules.plans import draft_of

    return [draft_of(row) for row in people]


def _answers(nomination: Nomination) -> list[Answer]:
    return [
        Answer(question=question.code, value=answer_to(question))
        for section in nomination.form.asked.plan
        for question in section.questions
        if question.required
    ]


def answer_to(question: QuestionPlan) -> str:
    """Return an answer that fits a question."""
    fitting = {
        "number": "1250,5",
        "date": "05/3/2026",
        "month": "3/2026",
        "yes_no": "yes",
        "email": "khue@donvi.vn",
        "phone": "0912345678",
        "url": "https://donvi.vn/giai-phap",
    }
    if question.choices:
        return question.choices[0].code
    if question.kind in fitting:
        return fitting[question.kind]
    words = " ".join(["nội dung"] * max(5, question.min_words or 0))
    return words[: question.max_chars] if question.max_chars else words


def _live_until(nomination: Nomination, round_: Round, state: S) -> None:
    """Set what the steps that lead to a state leave behind."""
    if state in NEVER_SENT:
        return
    nomination.submitted_at = clock.now()
    nomination.receipt_no = take_number(receipts_of(round_.id))
    nomination.code = dossier_code(
        round_.short_code,
        ordinal=round_.ordinal_no,
        year=round_.year,
        number=nomination.receipt_no,
    )
    nomination.blind_code = blind_code(nomination.receipt_no)
    if state is S.SUPPLEMENT_WANTED:
        nomination.supplement_request = "Bổ sung giấy xác nhận áp dụng."
        nomination.supplement_due_at = clock.now() + timedelta(days=5)
    if state is S.RETURNED:
        nomination.return_reason = "Ghi rõ nơi áp dụng."
    if state in SCREENED:
        nomination.screened_at = clock.now()
    if state is S.INELIGIBLE:
        nomination.ineligible_reason = "Giải pháp đã dự thi lần trước (Điều 5)."


def make_share_question(nomination: Nomination) -> str:
    """Ask the last person of a dossier about their share; return the token of their link."""
    named = nomination.people[-1]
    claim = ShareClaim(
        nomination_id=nomination.id,
        full_name=named.full_name,
        email=named.email,
        share=Decimal(40),
        asked_at=clock.now(),
    )
    db.session.add(claim)
    db.session.flush()
    _link, token = grant_link(CONFIRM_SHARE, claim, Holder(named.email, named.full_name))
    return token
