"""A third kind of thing that is asked something: the opinion of a reviewer on a work.

It stands for whatever comes: two tables, a book, a form, and a class of pages. Its tables are no
part of the product, so they have a metadata of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.db.engine import db
from app.infra.orm import NAMING, Base
from app.questions.models import AnswerBook, KeptAnswer, ReplacedAnswer
from app.questions.rules.asked_form import AskedForm
from app.questions.rules.plan import ChoicePlan, QuestionPlan, SectionPlan

if TYPE_CHECKING:
    from app.questions.models import AnswersOf

OF_OPINIONS = sa.MetaData(naming_convention=NAMING)


class Opinion(Base):
    """What a reviewer thinks of a work."""

    metadata = OF_OPINIONS
    __tablename__ = "opinions"
    spoken = "Phiếu nhận xét"

    reviewer_id: Mapped[int | None]


class OpinionAnswer(KeptAnswer):
    """An answer of an opinion."""

    metadata = OF_OPINIONS
    __tablename__ = "opinion_answers"
    spoken = "Câu trả lời của phiếu nhận xét"

    opinion_id: Mapped[int] = mapped_column(sa.ForeignKey("opinions.id"), index=True)

    __table_args__ = (sa.UniqueConstraint("opinion_id", "question"),)


class EarlierOpinionAnswer(ReplacedAnswer):
    """A text that such an answer held before."""

    metadata = OF_OPINIONS
    __tablename__ = "earlier_opinion_answers"
    spoken = "Câu trả lời trước của phiếu nhận xét"

    opinion_id: Mapped[int] = mapped_column(sa.ForeignKey("opinions.id"), index=True)


OPINIONS = AnswerBook(OpinionAnswer, EarlierOpinionAnswer, "opinion_id")
FORM = AskedForm.of(
    (
        SectionPlan(
            "nhan_xet",
            "Nhận xét",
            questions=(
                QuestionPlan("tinh_moi", "Tính mới", required=True, min_words=2),
                QuestionPlan(
                    "ket_luan",
                    "Kết luận",
                    kind="choice",
                    choices=(ChoicePlan("dat", "Đạt"), ChoicePlan("khong", "Không đạt")),
                ),
            ),
        ),
    )
)


def make_opinion(reviewer_id: int | None = None) -> Opinion:
    """Enter an opinion without answers, and commit."""
    opinion = Opinion(reviewer_id=reviewer_id)
    db.session.add(opinion)
    db.session.commit()
    return opinion


def value(answers: AnswersOf, code: str) -> str | None:
    """Return what is stored as an answer."""
    query = sa.select(OpinionAnswer.value).where(
        OpinionAnswer.opinion_id == answers.owner_id, OpinionAnswer.question == code
    )
    return db.session.connection().execute(query).scalar_one_or_none()
