"""Reading the templates of letters, and what the organiser changed of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import current_app
from sqlalchemy import select

from app.infra.db.engine import db
from app.kernel.errors import NotFound
from app.letters.models import LetterWording
from app.letters.rules.composition import FRAME, Sender
from app.letters.rules.shipped import read_letters
from app.letters.rules.templates import LetterTemplate, Wording, faults_of
from app.organiser.queries import get_organiser

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

SHIPPED = "letters.toml"
EXTENSION = "letters"


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """A template with what the organiser keeps of it."""

    template: LetterTemplate
    row: LetterWording | None

    @property
    def version(self) -> int:
        """How often the words were changed; 0 for what nobody has touched yet."""
        return self.row.version if self.row else 0

    @property
    def own(self) -> Wording | None:
        """The organiser's own words, if there are any."""
        if self.row is None or self.row.subject is None or self.row.body is None:
            return None
        return Wording(self.row.subject, self.row.body)

    @property
    def is_out_of_order(self) -> bool:
        """Whether own words no longer fit, since a newer edition of the letter has other fields."""
        return self.own is not None and bool(faults_of(self.template, self.own))

    @property
    def wording(self) -> Wording:
        """The words that are sent: the organiser's own as long as they fit."""
        if self.own is None or self.is_out_of_order:
            return self.template.shipped
        return self.own


def read_catalogue(folder: Path) -> dict[str, LetterTemplate]:
    """Read the letters of all packages below a folder.

    Raises:
        ValueError: when what is shipped is not sound.
    """
    letters = [
        letter
        for path in sorted(folder.glob(f"*/{SHIPPED}"))
        for letter in read_letters(path.parent.name, path.read_text("utf-8"))
    ]
    return {letter.key: letter for letter in letters}


def catalogue() -> Mapping[str, LetterTemplate]:
    """Return every kind of letter by its key, in the order of packages and their files."""
    return cast("Mapping[str, LetterTemplate]", current_app.extensions[EXTENSION])


def all_letters() -> list[KeptLetter]:
    """Return every kind of letter with what is kept of it, the frame first."""
    letters = kept_letters(catalogue())
    return sorted(letters.values(), key=lambda letter: letter.template.key != FRAME)


def kept_letters(keys: Collection[str]) -> dict[str, KeptLetter]:
    """Return some kinds of letters with what is kept of them."""
    query = select(LetterWording).where(LetterWording.key.in_(keys)).order_by(LetterWording.key)
    rows = {row.key: row for row in db.session.execute(query).scalars()}
    return {key: KeptLetter(catalogue()[key], rows.get(key)) for key in keys}


def get_letter(key: str) -> KeptLetter:
    """Return a kind of letter as it stands now.

    Raises:
        NotFound: when there is none of this key.
    """
    if key not in catalogue():
        raise NotFound
    query = (
        select(LetterWording)
        .where(LetterWording.key == key)
        .execution_options(populate_existing=True)
    )
    return KeptLetter(catalogue()[key], db.session.execute(query).scalar())


def this_sender() -> Sender:
    """Return who runs this installation, as letters say it."""
    organiser = get_organiser()
    return Sender(organiser.name, organiser.place_line, organiser.phone, organiser.email)
