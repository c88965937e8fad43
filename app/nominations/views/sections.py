"""Writing a dossier: one section at a time, saved first and judged second, by itself and by hand."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.infra.guard import current_actor
from app.kernel import clock
from app.nominations import forms
from app.nominations.enums import EDITABLE_STATES
from app.nominations.models import ANSWERS
from app.nominations.operations.sections import change_rows, restore_text, save_section
from app.nominations.policy import NominationPermission as P
from app.nominations.queries.dossiers import get_nomination
from app.nominations.queries.sections import (
    QuestionPlace,
    SectionPlace,
    answers_outside,
    get_question,
    get_section,
)
from app.nominations.rules.completeness import faults_of_texts
from app.nominations.rules.plans import reports_of, texts_of
from app.nominations.rules.sections import SectionKind, neighbours, sections_for
from app.nominations.rules.texts import texts_of_people
from app.nominations.values.states import STATE_WORDS, due_of
from app.nominations.views.checklist import checklist_of
from app.nominations.views.doors import pages
from app.nominations.views.section_boxes import drawing_of, labels_of, spoken
from app.questions.forms import written_editions
from app.questions.rules.editions import editions_of
from app.questions.views.form_pages import FormPages, TwoTexts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from flask.typing import ResponseReturnValue

    from app.nominations.models import Nomination
    from app.nominations.rules.sections import Section
    from app.questions.models import AnswersOf
    from app.questions.rules.answer import EarlierText
    from app.questions.rules.completeness import Missing
    from app.questions.rules.editions import Merged
    from app.questions.rules.question import Question


class DossierPages(FormPages[SectionPlace, QuestionPlace]):
    """The sections of a dossier: those that every dossier has, and those of the round's form."""

    load = staticmethod(get_section)
    load_question = staticmethod(get_question)

    def typed(self, place: SectionPlace) -> dict[str, str]:
        """Return what was typed in the fields of a section."""
        return forms.texts_in(place.section, request.form)

    def save(
        self, place: SectionPlace, sent: Mapping[str, str], known: Mapping[str, str] | None
    ) -> Merged:
        """Keep what was typed."""
        return save_section(place, sent, known, by=current_actor())

    def faults(self, place: SectionPlace, texts: Mapping[str, str]) -> Sequence[Missing]:
        """Return what was written and cannot stand."""
        rules = place.nomination.rules
        outside = answers_outside(place.nomination.id, rules.form, place.section)
        return faults_of_texts(place.section, texts, rules, outside)

    def saved_at(self, place: SectionPlace) -> datetime:
        """Return when the dossier was last saved."""
        return place.nomination.saved_at

    def show(self, place: SectionPlace) -> ResponseReturnValue:
        """Show a section, or the whole dossier once it was sent."""
        if place.nomination.state in EDITABLE_STATES:
            return _page(place, shows_all="kiem-tra" in request.args)
        flash(_("Hồ sơ đã nộp nên không sửa được nữa; dưới đây là nội dung đã nộp."), "info")
        return redirect(url_for("nominations.detail", nomination_id=place.nomination.id))

    def after(
        self, place: SectionPlace, texts: Mapping[str, str], wish: str
    ) -> ResponseReturnValue:
        """Change rows of people, go where the button leads, or say what is to be mended."""
        here = _address(place, place.section.code)
        if change_rows(place, wish):
            return redirect(f"{here}#people", HTTPStatus.SEE_OTHER)
        if wish == "stay":
            return redirect(here, HTTPStatus.SEE_OTHER)
        _number, before, after = neighbours(
            sections_for(place.nomination.rules), place.section.code
        )
        if wish == "back" and before is not None:
            return redirect(_address(place, before.code), HTTPStatus.SEE_OTHER)
        if self.faults(place, texts):
            return _page(place, shows_all=True), HTTPStatus.UNPROCESSABLE_ENTITY
        if after is None:
            review = url_for("nominations.review", nomination_id=place.nomination.id)
            return redirect(review, HTTPStatus.SEE_OTHER)
        return redirect(_address(place, after.code), HTTPStatus.SEE_OTHER)

    def two_texts(
        self, place: SectionPlace, sent: Mapping[str, str], found: Merged
    ) -> list[TwoTexts]:
        """Return the fields that two pages changed, with both texts in words."""
        nomination = get_nomination(place.nomination.id)
        labels = labels_of(place.section, list(found.conflicts))

        def in_words(name: str, text: str) -> str:
            return spoken(nomination, place.section, name, text)

        return [
            TwoTexts(
                name, labels[name], sent[name], in_words(name, sent[name]), in_words(name, theirs)
            )
            for name, theirs in found.conflicts.items()
        ]

    def frame(self, place: SectionPlace | QuestionPlace) -> dict[str, Any]:
        """Return the way to the section, and its address."""
        here = _address(place, place.section.code)
        dossier = url_for("nominations.detail", nomination_id=place.nomination.id)
        return {
            "here": here,
            "crumbs": [
                (_("Hồ sơ của tôi"), url_for("nominations.mine")),
                (_("Hồ sơ"), dossier),
                (place.section.title, here),
            ],
        }

    def asked(self, place: QuestionPlace) -> tuple[AnswersOf, Question]:
        """Return the question, and the answers of its dossier."""
        return ANSWERS.of(place.nomination.id), place.question

    def restore(self, place: QuestionPlace, earlier: EarlierText) -> None:
        """Make an earlier text the answer again."""
        restore_text(place, earlier, by=current_actor())


DossierPages(pages, P.EDIT, "/ho-so/<int:nomination_id>/phan")


def _page(place: SectionPlace, *, shows_all: bool) -> str:
    nomination, chosen = get_nomination(place.nomination.id), place.section
    reports = reports_of(nomination)
    report = next(report for report in reports if report.code == chosen.code)
    shown = report.missing if shows_all else report.faults
    number, before, after = neighbours([r.section for r in reports], chosen.code)
    return render_template(
        "nominations/section.html",
        nomination=nomination,
        section=chosen,
        number=number,
        before=before,
        after=after,
        problems=shown,
        checklist=checklist_of(nomination, reports, chosen.code),
        editions=_editions(nomination, chosen),
        drawing=drawing_of(nomination, chosen, shown),
        words=STATE_WORDS[nomination.state],
        due=due_of(nomination, clock.now()),
    )


def _editions(nomination: Nomination, section: Section) -> str:
    """Return the editions of the fields of a page; one row of people stands there in any case."""
    texts = texts_of(nomination, section)
    if section.kind is SectionKind.PEOPLE and not texts:
        texts = texts_of_people([{}])
    return written_editions(editions_of(texts))


def _address(place: SectionPlace | QuestionPlace, code: str) -> str:
    return url_for("nominations.section", nomination_id=place.nomination.id, code=code)
