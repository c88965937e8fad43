"""The base of the forms of a round's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from flask_babel import gettext as _

from app.infra.forms.base import Form
from app.programmes.forms.rows import Rows, field_at, lists_in
from app.programmes.rules.parts import PARTS, part_of_fault
from app.programmes.rules.soundness import faults_in

if TYPE_CHECKING:
    from app.programmes.rules.plan import RoundPlan
    from app.programmes.rules.soundness import PlanFault


class PartForm(Form):
    """One part of a round: filled from its plan, and giving the plan that was typed."""

    @classmethod
    def of(cls, plan: RoundPlan, version: int) -> Self:
        """Return the form, with an empty row at the end of each list when it is shown anew."""
        form = cls(data={"version": version, **cls.values(plan)})
        if not form.is_submitted():
            for rows in list(lists_in(form)):
                rows.add_blank()
        return form

    @classmethod
    def values(cls, plan: RoundPlan) -> dict[str, Any]:
        """Return what the plan says, by the names of the fields."""
        raise NotImplementedError

    def applied(self, plan: RoundPlan) -> RoundPlan:
        """Return the plan with what was typed."""
        raise NotImplementedError

    def accepted(self, before: RoundPlan) -> RoundPlan | None:
        """Return the plan that was typed; None, with sentences beside the fields, if unsound."""
        if not self.validate():
            return None
        after = self.applied(before)
        faults = faults_in(after)
        for fault in faults:
            self._place(fault)
        return None if faults else after

    def _place(self, fault: PlanFault) -> None:
        part = part_of_fault(fault)
        is_here = part is None or bool(set(PARTS[part].fields) & set(self.edits()))
        field = field_at(self, _inside(fault.where)) if is_here else None
        if field is not None and not isinstance(field, Rows):
            field.errors = [*field.errors, fault.what_to_do]
        elif is_here or part is None:
            self.form_errors.append(fault.what_to_do)
        else:
            title = PARTS[part].title
            words = _("Ở mục “%(part)s”: %(what)s", part=title, what=fault.what_to_do)
            self.form_errors.append(words)

    @classmethod
    def edits(cls) -> tuple[str, ...]:
        """Return the fields of the plan that this form edits."""
        raise NotImplementedError

    def add_row(self, name: str) -> str | None:
        """Add an empty row to the list of this name; return the name of the new row."""
        rows = next((rows for rows in lists_in(self) if rows.name == name), None)
        entry = rows.add_blank() if rows is not None else None
        return None if entry is None else str(entry.name)


def _inside(where: str) -> str:
    """Return the place without the group that a form does not repeat."""
    for group in ("scoring.", "certificate."):
        where = where.removeprefix(group)
    return where
