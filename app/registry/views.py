"""Units and people as secretaries keep them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template
from flask_babel import gettext as _

from app.audit.queries import history_of
from app.infra.forms.base import done
from app.infra.guard import Doors, current_actor
from app.registry import queries
from app.registry.forms import PersonForm, UnitForm
from app.registry.operations import add_person, add_unit, change_person, change_unit
from app.registry.policy import RegistryPermission as P
from app.registry.policy import policy

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.registry.models import Person, Unit

pages = Doors("registry", policy, url_prefix="/ban-to-chuc")
doors = (pages,)


@pages.get("/don-vi", P.LIST_UNITS)
def units() -> ResponseReturnValue:
    """List the units in Vietnamese order, found by name or code."""
    return queries.UNITS.page("registry/units.html")


@pages.form("/don-vi/moi", P.CHANGE_UNITS)
def new_unit() -> ResponseReturnValue:
    """Enter a unit."""
    form = UnitForm()
    del form.is_active
    if unit := form.sent(lambda: add_unit(form.details(), by=current_actor())):
        return done(_("Đã thêm %(name)s.", name=unit.name), "registry.units")
    return form.page("registry/new_unit.html", localities=queries.locality_names())


@pages.form("/don-vi/<int:unit_id>", P.CHANGE_UNITS, load=queries.get_unit)
def edit_unit(unit: Unit) -> ResponseReturnValue:
    """Correct a unit; its code stays."""
    form = UnitForm(obj=unit)
    del form.code
    if form.sent(lambda: change_unit(unit, form.details(), by=current_actor())):
        return done(_("Đã lưu %(name)s.", name=unit.name), "registry.units")
    return form.page(
        "registry/edit_unit.html",
        unit=unit,
        entries=history_of(unit),
        localities=queries.locality_names(),
    )


@pages.get("/tri-thuc", P.LIST_PEOPLE)
def people() -> ResponseReturnValue:
    """List the people by given name, found by name or address."""
    return queries.PEOPLE.page("registry/people.html")


@pages.form("/tri-thuc/moi", P.CHANGE_PEOPLE)
def new_person() -> ResponseReturnValue:
    """Enter a person."""
    form = PersonForm()
    if person := form.sent(lambda: add_person(form.details(), by=current_actor())):
        return done(_("Đã thêm %(name)s.", name=person.full_name), "registry.people")
    return form.page("registry/new_person.html")


@pages.get("/tri-thuc/<int:person_id>", P.LIST_PEOPLE, load=queries.get_person)
def person(somebody: Person) -> ResponseReturnValue:
    """Show what is known of a person, and what happened to it."""
    return render_template("registry/person.html", person=somebody, entries=history_of(somebody))


@pages.form("/tri-thuc/<int:person_id>/sua", P.CHANGE_PEOPLE, load=queries.get_person)
def edit_person(somebody: Person) -> ResponseReturnValue:
    """Correct what is known of a person."""
    form = PersonForm.of(somebody)
    if form.sent(lambda: change_person(somebody, form.details(), by=current_actor())):
        words = _("Đã lưu %(name)s.", name=somebody.full_name)
        return done(words, "registry.person", person_id=somebody.id)
    return form.page("registry/edit_person.html", person=somebody)
