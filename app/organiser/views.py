"""The organiser's profile as administrators keep it, and its emblem for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.audit.queries import history_of
from app.infra.files.responses import send_stored
from app.infra.forms.base import Form, refuse, require_fresh
from app.infra.guard import Doors, current_actor
from app.kernel.errors import RuleBroken
from app.organiser import operations, queries
from app.organiser.forms import EmblemForm, OrganiserForm, SignatoryForm
from app.organiser.policy import OrganiserPermission as P
from app.organiser.policy import policy

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from app.infra.files.models import StoredFile
    from app.organiser.models import Organiser, Signatory

pages = Doors("organiser", policy)
doors = (pages,)
OK, UNPROCESSABLE = 200, 422


@pages.get("/bieu-trung", P.SEE_EMBLEM, load=queries.get_emblem)
def emblem(stored: StoredFile) -> ResponseReturnValue:
    """Answer with the emblem."""
    return send_stored(stored, "bieu-trung")


@pages.form("/quan-tri/don-vi-to-chuc", P.CHANGE, load=queries.get_organiser_to_change)
def profile(organiser: Organiser) -> ResponseReturnValue:
    """Change what the organiser says of itself; shows the emblem and who signs."""
    form = OrganiserForm(obj=organiser)
    if form.is_submitted() and _done(form, lambda: _change_profile(organiser, form)):
        return redirect(url_for("organiser.profile"), 303)
    page = render_template(
        "organiser/profile.html",
        form=form,
        profile=organiser,
        entries=history_of(organiser, limit=10),
    )
    return page, _status(form)


def _change_profile(organiser: Organiser, form: OrganiserForm) -> None:
    require_fresh(organiser, form.version.data)
    operations.change_profile(organiser, form.profile(), by=current_actor())
    flash(_("Đã lưu thông tin đơn vị tổ chức."), "ok")


@pages.form("/quan-tri/don-vi-to-chuc/bieu-trung", P.CHANGE, load=queries.get_organiser_to_change)
def change_emblem(organiser: Organiser) -> ResponseReturnValue:
    """Take a picture as the emblem."""
    form = EmblemForm()
    if form.is_submitted() and _done(form, lambda: _change_emblem(organiser, form)):
        return redirect(url_for("organiser.profile"), 303)
    page = render_template("organiser/change_emblem.html", form=form, profile=organiser)
    return page, _status(form)


def _change_emblem(organiser: Organiser, form: EmblemForm) -> None:
    stored, _name = form.emblem.receive()
    operations.change_emblem(organiser, stored.sha256, by=current_actor())
    flash(_("Đã đổi biểu trưng."), "ok")


@pages.post(
    "/quan-tri/don-vi-to-chuc/bieu-trung/bo", P.CHANGE, load=queries.get_organiser_to_change
)
def remove_emblem(organiser: Organiser) -> ResponseReturnValue:
    """Go back to the emblem that is shipped."""
    operations.change_emblem(organiser, None, by=current_actor())
    flash(_("Đã dùng lại biểu trưng có sẵn."), "ok")
    return redirect(url_for("organiser.profile"), 303)


@pages.form("/quan-tri/don-vi-to-chuc/nguoi-ky/moi", P.CHANGE, load=queries.get_organiser_to_change)
def new_signatory(organiser: Organiser) -> ResponseReturnValue:
    """Enter somebody who signs."""
    form = SignatoryForm()
    if form.is_submitted() and _done(form, lambda: _add_signatory(organiser, form)):
        return redirect(url_for("organiser.profile"), 303)
    return render_template("organiser/new_signatory.html", form=form), _status(form)


def _add_signatory(organiser: Organiser, form: SignatoryForm) -> None:
    signatory = operations.add_signatory(organiser, form.details(), by=current_actor())
    flash(_("Đã thêm người ký %(name)s.", name=signatory.full_name), "ok")


@pages.form(
    "/quan-tri/don-vi-to-chuc/nguoi-ky/<int:signatory_id>", P.CHANGE, load=queries.get_signatory
)
def edit_signatory(signatory: Signatory) -> ResponseReturnValue:
    """Correct somebody who signs."""
    form = SignatoryForm(obj=signatory)
    if form.is_submitted() and _done(form, lambda: _change_signatory(signatory, form)):
        return redirect(url_for("organiser.profile"), 303)
    page = render_template("organiser/edit_signatory.html", form=form, signatory=signatory)
    return page, _status(form)


def _change_signatory(signatory: Signatory, form: SignatoryForm) -> None:
    operations.change_signatory(signatory, form.details(), by=current_actor())
    flash(_("Đã lưu người ký %(name)s.", name=signatory.full_name), "ok")


@pages.post(
    "/quan-tri/don-vi-to-chuc/nguoi-ky/<int:signatory_id>/len",
    P.CHANGE,
    load=queries.get_signatory,
)
def move_signatory_up(signatory: Signatory) -> ResponseReturnValue:
    """Put somebody who signs before the one above."""
    operations.move_signatory_up(signatory, by=current_actor())
    return redirect(url_for("organiser.profile"), 303)


@pages.post(
    "/quan-tri/don-vi-to-chuc/nguoi-ky/<int:signatory_id>/bo",
    P.CHANGE,
    load=queries.get_signatory,
)
def remove_signatory(signatory: Signatory) -> ResponseReturnValue:
    """Take somebody off the list of those who sign."""
    operations.remove_signatory(signatory, by=current_actor())
    flash(_("Đã bỏ người ký %(name)s.", name=signatory.full_name), "ok")
    return redirect(url_for("organiser.profile"), 303)


def _done(form: Form, write: Callable[[], None]) -> bool:
    """Validate and write; tell whether it was done, and put a refusal into the form."""
    if not form.validate():
        return False
    try:
        write()
    except RuleBroken as refusal:
        refuse(form, refusal)
        return False
    return True


def _status(form: Form) -> int:
    return UNPROCESSABLE if form.is_submitted() else OK
