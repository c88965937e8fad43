"""Which form edits which part of a round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.programmes.forms.announcement import (
    CalendarForm,
    CategoriesForm,
    CertificateForm,
    ContactForm,
    FactsForm,
    RulesForm,
)
from app.programmes.forms.dossier_form import DocumentsForm, QuestionsForm
from app.programmes.forms.prizes import PrizesForm
from app.programmes.forms.stages import CriteriaForm, ScoringForm
from app.programmes.rules.parts import Part

if TYPE_CHECKING:
    from app.programmes.forms.part import PartForm

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
