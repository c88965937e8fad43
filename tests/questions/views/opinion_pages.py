"""The pages of the opinions of reviewers: what whoever asks something must say, and no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import redirect, render_template_string, request, url_for

from app.infra.db.engine import db
from app.infra.guard import Doors, current_actor
from app.kernel import clock
from app.kernel.access import Permission, Policy, predicate
from app.kernel.errors import NotFound
from app.questions.forms import answers_in, written_editions
from app.questions.operations import keep_answers, restore_answer
from app.questions.queries import codes_with_earlier, stored_answers
from app.questions.rules.completeness import report_answers
from app.questions.rules.editions import editions_of
from app.questions.views.boxes import WrittenForm, boxes_of, problems_by_field
from app.questions.views.form_pages import FormPages, TwoTexts
from tests.questions.opinions import FORM, OPINIONS, Opinion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from flask.typing import ResponseReturnValue

    from app.questions.models import AnswersOf
    from app.questions.rules.answer import EarlierText
    from app.questions.rules.asked_form import AskedSection
    from app.questions.rules.completeness import Missing
    from app.questions.rules.editions import Merged
    from app.questions.rules.question import Question

PAGE = """
{% extends "layouts/desk.html" %}
{% from "components/form.html" import post_form %}
{% block title %}{{ section.title }}{% endblock title %}
{% block heading %}{{ section.title }}{% endblock heading %}
{% block content %}
  {% call post_form(here, editions=editions, autosave=here ~ "/tu-luu") %}
    {% include "questions/_rows.html" %}
  {% endcall %}
{% endblock content %}
"""


class OpinionPermission(Permission):
    """What can be done to opinions."""

    WRITE = "opinions:write"


is_reviewer = predicate(
    "is_reviewer",
    "Chỉ người được mời nhận xét viết được phiếu này.",
    lambda actor, thing: actor.is_signed_in and thing.opinion.reviewer_id == actor.account_id,
)
policy = Policy(OpinionPermission, {OpinionPermission.WRITE: is_reviewer})


@dataclass(frozen=True, slots=True)
class OpinionPlace:
    """A section, and on some pages a question, of an opinion."""

    opinion: Opinion
    section: AskedSection
    question: Question | None = None

    @property
    def answers(self) -> AnswersOf:
        return OPINIONS.of(self.opinion.id)

    @property
    def texts(self) -> dict[str, str]:
        """What the fields hold, by their names."""
        stored = stored_answers(self.answers, [q.code for q in self.section.questions])
        held = {code: row.value for code, row in stored.items()}
        return {q.field: held.get(q.code, "") for q in self.section.questions}


def get_place(opinion_id: int, code: str, question: str | None = None) -> OpinionPlace:
    query = sa.select(Opinion).where(Opinion.id == opinion_id)
    opinion = db.session.execute(query).scalar_one_or_none()
    section = next((one for one in FORM.sections if one.code == code), None)
    if opinion is None or section is None or (question and question not in FORM.questions):
        raise NotFound
    return OpinionPlace(opinion, section, FORM.questions[question] if question else None)


class OpinionPages(FormPages[OpinionPlace, OpinionPlace]):
    """The one section of an opinion."""

    load = staticmethod(get_place)
    load_question = staticmethod(get_place)

    def typed(self, place: OpinionPlace) -> dict[str, str]:
        return answers_in(place.section.questions, request.form)

    def save(
        self, place: OpinionPlace, sent: Mapping[str, str], known: Mapping[str, str] | None
    ) -> Merged:
        codes = {question.field: question.code for question in place.section.questions}
        typed = {codes[name]: text for name, text in sent.items()}
        editions = known and {codes[name]: one for name, one in known.items() if name in codes}
        found = keep_answers(place.answers, typed, editions, by=current_actor())
        return found.renamed({code: name for name, code in codes.items()})

    def faults(self, place: OpinionPlace, texts: Mapping[str, str]) -> Sequence[Missing]:
        answers = {q.code: texts.get(q.field, "") for q in place.section.questions}
        return report_answers(place.section, place.section.questions, answers, FORM).faults

    def saved_at(self, _place: OpinionPlace) -> datetime:
        return clock.now()

    def show(self, place: OpinionPlace) -> ResponseReturnValue:
        texts = place.texts
        answers = {q.code: texts[q.field] for q in place.section.questions}
        frame = self.frame(place)
        urls = {
            code: f"{frame['here']}/{code}/ban-truoc" for code in codes_with_earlier(place.answers)
        }
        problems = problems_by_field(self.faults(place, texts))
        written = WrittenForm(FORM, answers, problems, urls)
        return render_template_string(
            PAGE,
            section=place.section,
            rows=boxes_of(place.section.questions, written),
            editions=written_editions(editions_of(texts)),
            **frame,
        )

    def after(
        self, place: OpinionPlace, _texts: Mapping[str, str], _wish: str
    ) -> ResponseReturnValue:
        return redirect(self.frame(place)["here"], 303)

    def two_texts(
        self, place: OpinionPlace, sent: Mapping[str, str], found: Merged
    ) -> list[TwoTexts]:
        asked = {question.field: question for question in place.section.questions}
        return [
            TwoTexts(
                name,
                asked[name].label,
                sent[name],
                asked[name].words(sent[name]),
                asked[name].words(theirs),
            )
            for name, theirs in found.conflicts.items()
        ]

    def frame(self, place: OpinionPlace) -> dict[str, Any]:
        here = url_for("opinions.section", opinion_id=place.opinion.id, code=place.section.code)
        return {"here": here, "crumbs": [(place.section.title, here)]}

    def asked(self, place: OpinionPlace) -> tuple[AnswersOf, Question]:
        assert place.question
        return place.answers, place.question

    def restore(self, place: OpinionPlace, earlier: EarlierText) -> None:
        assert place.question
        restore_answer(place.answers, place.question.code, earlier, by=current_actor())


def doors_of_opinions() -> Doors:
    """Return the pages, to be bound to an application."""
    doors = Doors("opinions", policy)
    OpinionPages(doors, OpinionPermission.WRITE, "/nhan-xet/<int:opinion_id>")
    return doors
