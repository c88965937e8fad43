"""What the organiser types: the parts of a round, a new round, the steps that ask something."""

from __future__ import annotations

from app.programmes.forms.announcement import (
    CalendarForm,
    CategoriesForm,
    CertificateForm,
    ContactForm,
    FactsForm,
    RulesForm,
)
from app.programmes.forms.dossier_form import DocumentsForm, QuestionsForm
from app.programmes.forms.judgement import CriteriaForm, PrizesForm, ScoringForm, breaker_choices
from app.programmes.forms.part import PartForm
from app.programmes.forms.rounds import DeadlineForm, NewRoundForm, StepForm
from app.programmes.rules.parts import Part

FORMS: dict[Part, type[PartForm]] = {
    Part.FACTS: FactsForm,
    Part.CONTACT: ContactForm,
    Part.CALENDAR: CalendarForm,
    Part.RULES: RulesForm,
    Part.CATEGORIES: CategoriesForm,
    Part.FORM: QuestionsForm,
    Part.DOCUMENTS: DocumentsForm,
    Part.CRITERIA: CriteriaForm,
    Part.PRIZES: PrizesForm,
    Part.SCORING: ScoringForm,
    Part.CERTIFICATE: CertificateForm,
}

__all__ = [
    "FORMS",
    "DeadlineForm",
    "NewRoundForm",
    "PartForm",
    "StepForm",
    "breaker_choices",
]
