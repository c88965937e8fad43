"""How dossiers are loaded behind the doors: to be read, or locked to be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from app.nominations.queries.dossiers import (
    file_in,
    get_nomination,
    get_nomination_to_change,
)

if TYPE_CHECKING:
    from app.nominations.models import Nomination
    from app.nominations.queries.dossiers import FileOfDossier


def dossier(nomination_id: int) -> Nomination:
    """Return a dossier to show, or, for a form that was sent, locked to be changed."""
    if request.method == "POST":
        return get_nomination_to_change(nomination_id)
    return get_nomination(nomination_id)


def file_of_dossier(nomination_id: int, attachment_id: int) -> FileOfDossier:
    """Return an attached file of a dossier, like `dossier`."""
    return file_in(dossier(nomination_id), attachment_id)
