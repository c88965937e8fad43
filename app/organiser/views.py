"""The organiser's profile as administrators keep it, and its emblem for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask_babel import gettext as _

from app.audit.queries import history_of
from app.infra.files.responses import send_stored
from app.infra.forms.base import done
from app.infra.guard import Doors, current_actor
from app.organiser import operations, queries
from app.organiser.forms import EmblemForm, OrganiserForm, SignatoryForm
from app.organiser.policy import OrganiserPermission as P
from app.organiser.policy import policy

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.infra.files.models import StoredFile
    from app.organiser.models import Organiser, Signatory

pages = Doors("organiser", policy)
doors = (pages,)
HOME = "organiser.profile"


@pages.get("/bieu-trung", P.SEE_EMBLEM, load=queries.get_emblem)
def emblem(stored: StoredFile) -> ResponseReturnValue:
    """Answer with the emblem."""
    return send_stored(stored, "bieu-trung")


@pages.form("/quan-tri/don-vi-to-chuc", P.CHANGE, load=queries.get_organiser_to_change)
def profile(organiser: Organiser) -> ResponseReturnValue:
    """Change what the organiser says of itself; shows the emblem and who signs."""
    form = OrganiserForm(obj=organiser)
    if form.sent(lambda: operations.change_profile(organiser, form.profile(), by=current_actor())):
        return done(_("Đã lưu thông tin đơn vị tổ chức."), HOME)
    entries = history_of(organiser, limit=10)
    return form.page("organiser/profile.html", profile=organiser, entries=entries)


@pages.form("/quan-tri/don-vi-to-chuc/bieu-trung", P.CHANGE, load=queries.get_organiser_to_change)
def change_emblem(organiser: Organiser) -> ResponseReturnValue:
    """Take a picture as the emblem."""
    form = EmblemForm()
    if form.sent(lambda: _change_emblem(organiser, form)):
        return done(_("Đã đổi biểu trưng."), HOME)
    return form.page("organiser/change_emblem.html", profile=organiser)


def _change_emblem(organiser: Organiser, form: EmblemForm) -> None:
    stored, _name = form.emblem.receive()
    operations.change_emblem(organiser, stored.sha256, by=current_actor())


@pages.post(
    "/quan-tri/don-vi-to-chuc/bieu-trung/bo", P.CHANGE, load=queries.get_organiser_to_change
)
def remove_emblem(organiser: Organiser) -> ResponseReturnValue:
    """Go back to the emblem that is shipped."""
    operations.change_emblem(organiser, None, by=current_actor())
    return done(_("Đã dùng lại biểu trưng có sẵn."), HOME)


@pages.form("/quan-tri/don-vi-to-chuc/nguoi-ky/moi", P.CHANGE, load=queries.get_organiser_to_change)
def new_signatory(organiser: Organiser) -> ResponseReturnValue:
    """Enter somebody who signs."""
    form = SignatoryForm()
    added = form.sent(
        lambda: operations.add_signatory(organiser, form.details(), by=current_actor())
    )
    if added:
        return done(_("Đã thêm người ký %(name)s.", name=added.full_name), HOME)
    return form.page("organiser/new_signatory.html")


@pages.form(
    "/quan-tri/don-vi-to-chuc/nguoi-ky/<int:signatory_id>", P.CHANGE, load=queries.get_signatory
)
def edit_signatory(signatory: Signatory) -> ResponseReturnValue:
    """Correct somebody who signs."""
    form = SignatoryForm(obj=signatory)
    if form.sent(
        lambda: operations.change_signatory(signatory, form.details(), by=current_actor())
    ):
        return done(_("Đã lưu người ký %(name)s.", name=signatory.full_name), HOME)
    return form.page("organiser/edit_signatory.html", signatory=signatory)


@pages.post(
    "/quan-tri/don-vi-to-chuc/nguoi-ky/<int:signatory_id>/len",
    P.CHANGE,
    load=queries.get_signatory,
)
def move_signatory_up(signatory: Signatory) -> ResponseReturnValue:
    """Put somebody who signs before the one above."""
    operations.move_signatory_up(signatory, by=current_actor())
    return redirect(url_for(HOME), 303)


@pages.post(
    "/quan-tri/don-vi-to-chuc/nguoi-ky/<int:signatory_id>/bo",
    P.CHANGE,
    load=queries.get_signatory,
)
def remove_signatory(signatory: Signatory) -> ResponseReturnValue:
    """Take somebody off the list of those who sign."""
    operations.remove_signatory(signatory, by=current_actor())
    return done(_("Đã bỏ người ký %(name)s.", name=signatory.full_name), HOME)
