"""The base of the forms of a round's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from flask_babel import gettext as _

from app.infra.forms.base import Form
from app.programmes.forms.rows import Rows, field_at, lists_in
from app.programmes.rules.parts import PARTS, part_of_fault, stage_part
from app.programmes.rules.soundness import faults_in

if TYPE_CHECKING:
    from app.programmes.rules.parts import Part
    from app.programmes.rules.plan import RoundPlan, StagePlan
    from app.programmes.rules.plan_faults import PlanFault


class PartForm(Form):
    """One part of a round: filled from its plan, and giving the plan that was typed."""

    PART: Part

    @classmethod
    def of(cls, plan: RoundPlan, version: int, stage: StagePlan) -> Self:  # noqa: ARG003  # asked by the parts of a stage
        """Return the form, with an empty row at the end of each list when it is shown anew."""
        return cls.filled({"version": version, **cls.values(plan)})

    @classmethod
    def filled(cls, values: dict[str, Any]) -> Self:
        """Return the form with values, or as it was sent."""
        form = cls(data=values)
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
            self._place(fault, after)
        return None if faults else after

    def _place(self, fault: PlanFault, plan: RoundPlan) -> None:
        part = part_of_fault(fault)
        is_here = part is None or (part is self.PART and self.shows(fault.where, plan))
        field = field_at(self, self.inside(fault.where, plan)) if is_here else None
        if field is not None and not isinstance(field, Rows):
            field.errors = [*field.errors, fault.what_to_do]
        elif is_here or part is None:
            self.form_errors.append(fault.what_to_do)
        else:
            title = _title(part, fault.where, plan)
            words = _("Ở mục “%(part)s”: %(what)s", part=title, what=fault.what_to_do)
            self.form_errors.append(words)

    def shows(self, where: str, plan: RoundPlan) -> bool:  # noqa: ARG002  # asked by the parts of a stage
        """Tell whether a place of this part stands on this page."""
        return True

    def inside(self, where: str, plan: RoundPlan) -> str:  # noqa: ARG002  # asked by the parts of a stage
        """Return the place without the group that a form does not repeat."""
        return where.removeprefix("certificate.")

    def add_row(self, name: str) -> str | None:
        """Add an empty row to the list of this name; return the name of the new row."""
        rows = next((rows for rows in lists_in(self) if rows.name == name), None)
        entry = rows.add_blank() if rows is not None else None
        return None if entry is None else str(entry.name)


def _title(part: Part, where: str, plan: RoundPlan) -> str:
    """Return how a part is called, with the stage where there are several."""
    title, within = PARTS[part].title, stage_part(where)
    if within is None or len(plan.stages) == 1:
        return title
    return _("%(part)s – %(stage)s", part=title, stage=plan.stages[within[0]].name)
