"""What a person may type about a dossier.

The sections of a dossier are no forms of fields: whatever is typed there is kept, and judged only
when it is sent. `texts_in` reads them. Forms stand where something is decided.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from app.infra.forms.base import Form
from app.infra.forms.choices import ChoiceField, TickField
from app.infra.forms.moments import InstantField
from app.infra.forms.texts import LineField, ParagraphField, ReasonField
from app.nominations.rules.people import PersonEntry
from app.nominations.rules.sections import Section, SectionKind
from app.nominations.rules.shares import LONGEST_REASON
from app.nominations.rules.texts import people_in, texts_of_people
from app.registry.queries import get_person, units_by_id

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

    from app.kernel.access import Actor

LARGEST_ID = 2**31 - 1


# ── sections ─────────────────────────────────────────────────────────────────────────────────


def texts_in(section: Section, typed: MultiDict[str, str]) -> dict[str, str]:
    """Return what was typed in the fields of a section, word for word, by the name of the field.

    Raises:
        RuleBroken: for more rows of people than any dossier has.
    """
    if section.kind is SectionKind.PEOPLE:
        return texts_of_people(people_in(typed))
    if section.kind is SectionKind.ANSWERS:
        return {q.field: q.sent(typed.getlist(q.field)) for q in section.questions}
    names = {
        SectionKind.BASICS: ("title", "summary", "category", "unit"),
        SectionKind.PLEDGE: ("accepted_declaration",),
    }
    return {name: typed.get(name, "") for name in names.get(section.kind, ())}


# ── beginning ────────────────────────────────────────────────────────────────────────────────


class BeginForm(Form):
    """The first words of a dossier."""

    title = LineField(_l("Tên giải pháp"), max=500)
    unit = ChoiceField(_l("Đơn vị đề cử"), required=False, blank=_l("Chọn sau"))
    names_me = TickField(_l("Tôi là tác giả; ghi sẵn tên tôi vào hồ sơ"))

    @classmethod
    def for_actor(cls, actor: Actor) -> BeginForm:
        """Return the form as somebody meets it; a contact begins for the unit, not for oneself."""
        form = cls(data={"names_me": not actor.units})
        units = [(unit.id, unit.name) for unit in units_by_id(actor.units)]
        if not units:
            del form.unit
            return form
        form.unit.choices = units
        if not form.is_submitted():
            form.unit.data = units[0][0]
        return form

    @property
    def unit_id(self) -> int | None:
        """The unit that puts the dossier forward, if the contact chose one."""
        chosen: int | None = self.unit.data if "unit" in self else None
        return chosen

    def people(self, actor: Actor) -> list[PersonEntry]:
        """Return the first row of people, filled with what the registry knows of who writes."""
        if not self.names_me.data or actor.person_id is None:
            return []
        person = get_person(actor.person_id)
        return [
            PersonEntry(
                full_name=person.full_name,
                birth_date=person.birth_date,
                gender=person.gender,
                unit_id=person.unit_id,
                unit_name=person.unit.name if person.unit else "",
                position_title=person.position_title,
                degree=person.academic_degree,
                email=actor.email,
                phone=person.phone or "",
                person_id=person.id,
            )
        ]


# ── deciding ─────────────────────────────────────────────────────────────────────────────────


class ReasonForm(Form):
    """A step that its author must understand."""

    reason = ReasonField()


class SupplementForm(Form):
    """What is missing, and until when."""

    request = ParagraphField(_l("Cần bổ sung"), max_chars=4000)
    due_at = InstantField(_l("Hạn bổ sung"))


class ShareForm(Form):
    """What somebody answers to the share that a dossier claims for them, by one of two buttons."""

    answer = ChoiceField(
        _l("Trả lời"),
        choices=[("agree", _l("Tỷ lệ này đúng")), ("deny", _l("Tôi không đồng ý"))],
        missing=_l("Hãy bấm một trong hai nút để trả lời."),
    )
    reason = ParagraphField(_l("Lý do, nếu không đồng ý"), required=False, max_chars=LONGEST_REASON)

    @property
    def agrees(self) -> bool:
        """Whether the share was confirmed."""
        return bool(self.answer.data == "agree")
