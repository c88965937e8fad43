"""The templates of letters, as secretaries and administrators read and change them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from flask import render_template
from flask_babel import gettext as _

from app.audit.queries import history_of
from app.infra.forms.base import done, pressed
from app.infra.guard import Doors, current_actor
from app.letters.forms import WordingForm
from app.letters.operations import change_wording, restore_wording
from app.letters.policy import LetterPermission as P
from app.letters.policy import policy
from app.letters.queries import all_letters, get_letter, kept_letters, this_sender
from app.letters.rules.composition import FRAME, previewed

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.letters.queries import KeptLetter
    from app.letters.rules.templates import Wording

pages = Doors("letters", policy)
doors = (pages,)
ADDRESS = "/quan-tri/mau-thu/<key>"


@pages.get("/quan-tri/mau-thu", P.LIST)
def index() -> ResponseReturnValue:
    """List every kind of letter: who gets it, when, and whether its words were changed."""
    by_group = groupby(all_letters(), key=lambda letter: letter.template.group)
    groups = [(group, list(letters)) for group, letters in by_group]
    return render_template("letters/index.html", groups=groups, change=P.CHANGE)


@pages.form(ADDRESS, P.CHANGE, load=get_letter)
def edit(letter: KeptLetter) -> ResponseReturnValue:
    """Change what a letter says."""
    form = WordingForm(letter)
    if form.sent(lambda: change_wording(letter, form.wording, by=current_actor())):
        message = _("Đã lưu “%(name)s”. Thư viết từ nay dùng lời này.", name=letter.template.name)
        return done(message, "letters.index")
    if letter.is_out_of_order and not form.is_submitted():
        form.lint()
    return _page(letter, form)


@pages.post(f"{ADDRESS}/xem-truoc", P.CHANGE, load=get_letter)
def preview(letter: KeptLetter) -> ResponseReturnValue:
    """Show how the typed words would look, and what is amiss with them; nothing is kept."""
    form = WordingForm(letter)
    form.sent(lambda: None)
    return _page(letter, form, typed=form.wording)


@pages.post(f"{ADDRESS}/ve-ban-goc", P.CHANGE, load=get_letter)
def restore(letter: KeptLetter) -> ResponseReturnValue:
    """Go back to the words that are shipped."""
    pressed(restore_wording, letter, by=current_actor())
    message = _("Thư “%(name)s” đã về lời gốc.", name=letter.template.name)
    return done(message, "letters.edit", key=letter.template.key)


def _page(
    letter: KeptLetter, form: WordingForm, *, typed: Wording | None = None
) -> ResponseReturnValue:
    frame = kept_letters([FRAME])[FRAME].wording
    words = typed or letter.wording
    return form.page(
        "letters/edit.html",
        letter=letter,
        is_typed=typed is not None,
        preview=previewed(letter.template, words, frame=frame, sender=this_sender()),
        entries=history_of(letter.row, limit=10) if letter.row else [],
    )
