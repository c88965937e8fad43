"""Units and people as secretaries keep them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.audit.queries import history_of
from app.infra.forms.base import Form, refuse, require_fresh
from app.infra.guard import Doors, current_actor
from app.kernel.errors import Duplicate, RuleBroken
from app.kernel.numbers import parse_count
from app.registry import operations, queries
from app.registry.enums import UNIT_KIND_LABELS, UnitKind
from app.registry.forms import PersonForm, UnitForm
from app.registry.policy import RegistryPermission as P
from app.registry.policy import policy

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from app.registry.models import Person, Unit

pages = Doors("registry", policy, url_prefix="/ban-to-chuc")
doors = (pages,)
OK, UNPROCESSABLE = 200, 422


@pages.get("/don-vi", P.LIST_UNITS)
def units() -> ResponseReturnValue:
    """List the units in Vietnamese order, found by name or code."""
    text = request.args.get("tim", "")
    kind = request.args.get("loai", type=UnitKind)
    return render_template(
        "registry/units.html",
        page=queries.units_page(text, kind, request.args.get("trang", 1, type=parse_count)),
        text=text,
        kind=kind,
        kind_labels=UNIT_KIND_LABELS,
    )


@pages.form("/don-vi/moi", P.CHANGE_UNITS)
def new_unit() -> ResponseReturnValue:
    """Enter a unit."""
    form = UnitForm()
    del form.is_active
    if form.is_submitted() and _done(form, lambda: _add_unit(form)):
        return redirect(url_for("registry.units"), 303)
    page = render_template("registry/new_unit.html", form=form, localities=queries.locality_names())
    return page, _status(form)


def _add_unit(form: UnitForm) -> None:
    unit = operations.add_unit(form.details(), by=current_actor())
    flash(_("Đã thêm %(name)s.", name=unit.name), "ok")


@pages.form("/don-vi/<int:unit_id>", P.CHANGE_UNITS, load=queries.get_unit)
def edit_unit(unit: Unit) -> ResponseReturnValue:
    """Correct a unit; its code stays."""
    form = UnitForm(obj=unit)
    del form.code
    if form.is_submitted() and _done(form, lambda: _change_unit(unit, form)):
        return redirect(url_for("registry.units"), 303)
    page = render_template(
        "registry/edit_unit.html",
        form=form,
        unit=unit,
        entries=history_of(unit),
        localities=queries.locality_names(),
    )
    return page, _status(form)


def _change_unit(unit: Unit, form: UnitForm) -> None:
    require_fresh(unit, form.version.data)
    operations.change_unit(unit, form.details(), by=current_actor())
    flash(_("Đã lưu %(name)s.", name=unit.name), "ok")


@pages.get("/tri-thuc", P.LIST_PEOPLE)
def people() -> ResponseReturnValue:
    """List the people by given name, found by name or address."""
    text = request.args.get("tim", "")
    unit_id = request.args.get("don-vi", type=parse_count)
    choices = queries.unit_choices()
    known_unit = unit_id if unit_id in dict(choices) else None
    return render_template(
        "registry/people.html",
        page=queries.people_page(text, known_unit, request.args.get("trang", 1, type=parse_count)),
        text=text,
        unit_id=known_unit,
        unit_choices=choices,
    )


@pages.form("/tri-thuc/moi", P.CHANGE_PEOPLE)
def new_person() -> ResponseReturnValue:
    """Enter a person."""
    form = PersonForm()
    if form.is_submitted() and _done(form, lambda: _add_person(form)):
        return redirect(url_for("registry.people"), 303)
    return render_template("registry/new_person.html", form=form), _status(form)


def _add_person(form: PersonForm) -> None:
    person = operations.add_person(form.details(), by=current_actor())
    flash(_("Đã thêm %(name)s.", name=person.full_name), "ok")


@pages.get("/tri-thuc/<int:person_id>", P.LIST_PEOPLE, load=queries.get_person)
def person(somebody: Person) -> ResponseReturnValue:
    """Show what is known of a person, and what happened to it."""
    return render_template("registry/person.html", person=somebody, entries=history_of(somebody))


@pages.form("/tri-thuc/<int:person_id>/sua", P.CHANGE_PEOPLE, load=queries.get_person)
def edit_person(somebody: Person) -> ResponseReturnValue:
    """Correct what is known of a person."""
    form = PersonForm.of(somebody)
    if form.is_submitted() and _done(form, lambda: _change_person(somebody, form)):
        return redirect(url_for("registry.person", person_id=somebody.id), 303)
    page = render_template("registry/edit_person.html", form=form, person=somebody)
    return page, _status(form)


def _change_person(somebody: Person, form: PersonForm) -> None:
    require_fresh(somebody, form.version.data)
    operations.change_person(somebody, form.details(), by=current_actor())
    flash(_("Đã lưu %(name)s.", name=somebody.full_name), "ok")


def _done(form: Form, write: Callable[[], None]) -> bool:
    """Validate and write; tell whether it was done, and put a refusal into the form."""
    if not form.validate():
        return False
    try:
        write()
    except (RuleBroken, Duplicate) as refusal:
        refuse(form, refusal)
        return False
    return True


def _status(form: Form) -> int:
    return UNPROCESSABLE if form.is_submitted() else OK
